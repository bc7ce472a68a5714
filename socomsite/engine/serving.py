"""What a browser is given of a built site: the file at an address, and nothing outside its folder.

The same for every preview. Must never know who asks, nor whether they may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOUND, ELSEWHERE, MISSING = 200, 302, 404
_EMPTY = b"<!doctype html><html><head><title>-</title></head><body></body></html>"
_TYPES = {
    ".avif": "image/avif",
    ".bib": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".ris": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


@dataclass(frozen=True)
class Served:
    """What stands at an address: `FOUND`, `MISSING` with the site's own page for that, `ELSEWHERE`.

    The last is a folder asked for without its slash.
    """

    status: int
    data: bytes = b""
    kind: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.kind.startswith("text/html")


def served(folder: Path, path: str, ahead: Mapping[str, bytes]) -> Served:
    """What a site in a folder serves at a path, without its first slash.

    `ahead` are files that are newer than those of the folder. Hidden files, folders without a page
    and whatever a link leads to outside of the folder are as good as missing.
    """
    *folders, name = path.split("/")
    is_safe = all(folders) and not any(
        part.startswith(".") or "\0" in part for part in (*folders, name)
    )
    file = folder.joinpath(*folders, name)
    data = None
    try:
        if is_safe and name and file.is_dir():
            return Served(ELSEWHERE)
        file = file if name else file / "index.html"
        newer = ahead.get("/".join((*folders, file.name)))
        # Nothing of ours makes a link there; one that somebody made leads nowhere.
        is_inside = is_safe and file.resolve().is_relative_to(folder)
        data = (newer or file.read_bytes()) if is_inside else None
    except (OSError, RuntimeError, ValueError):  # a loop of links; a name that no system takes
        data = None
    if data is not None:
        return Served(FOUND, data, _TYPES.get(file.suffix, "application/octet-stream"))
    own = folder / "404.html"
    return Served(MISSING, own.read_bytes() if own.is_file() else _EMPTY, _TYPES[".html"])
