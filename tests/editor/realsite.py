"""The editor of a copy of the public site, for what only real content shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
_PARTS = ("content", "templates", "site.yaml", "ledger.txt")
_NUMBERS = re.compile(r"^[0-9a-f-]{8,}$|^\d+$")


def copied(to: Path) -> Path:
    """A copy of the public site's folder: what it is made of, and nothing that was made."""
    to.mkdir()
    for name in _PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy(ROOT / name, to / name)
    return to


def keys_of(root: Path) -> frozenset[str]:
    """The keys of a site's entries."""
    return frozenset(file.name.split(".")[0] for file in (root / "content").glob("*/*"))


def one_of_each(addresses: Iterable[str], keys: frozenset[str]) -> list[str]:
    """Of addresses that differ only in the entry they are about, the first of each kind."""
    found: dict[str, str] = {}
    for address in addresses:
        parts = urlsplit(address)
        steps = ["*" if s in keys or _NUMBERS.match(s) else s for s in parts.path.split("/")]
        names = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
        shape = "/".join(steps) + "?" + "&".join(names)
        if len(address) < len(found.setdefault(shape, address)):
            found[shape] = address
    return list(found.values())
