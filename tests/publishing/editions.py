"""Editions of a small site that tell apart whole from torn: each page and asset names its own."""

from __future__ import annotations

import re
from hashlib import sha256

from socomsite.job import Artifact, Facts, Job

PAGES = ("index.html", *(f"sivu-{n}/index.html" for n in range(1, 9)))
_LONG = 60_000
_MARKS = re.compile(rb"^<!-- edition (\d+) -->.*<!-- end (\d+) -->$", re.DOTALL)
_ASSET = re.compile(rb'href="/(assets/[^"]+)"')


def asset(number: int) -> tuple[str, bytes]:
    """The style of an edition, named by its digest as the site's own are."""
    data = f"<!-- edition {number} -->{'x' * 5000}<!-- end {number} -->".encode()
    return f"assets/tyyli.{sha256(data).hexdigest()[:10]}.css", data


def edition(number: int) -> list[tuple[Job, Artifact]]:
    """The files of an edition; one page comes and another goes with each."""
    style, css = asset(number)
    files = {style: css, "assets/sama.0123456789.css": b"always the same"}
    for place, path in enumerate((*PAGES, f"vain-{number}/index.html")):
        filling = "y" * (_LONG if place % 3 == 0 else 500)
        text = f'<!-- edition {number} --><link href="/{style}">{filling}<!-- end {number} -->'
        files[path] = text.encode()
    return [
        (Job(path, "page", None, ""), Artifact(path, data, _facts(path)))
        for path, data in sorted(files.items())
    ]


def _facts(path: str) -> Facts | None:
    is_page = path.endswith(".html")
    return Facts("/" + path.removesuffix("index.html")) if is_page else None


def edition_of(body: bytes) -> int | None:
    """The edition that a body is wholly of, or None if it is cut or mixed."""
    found = _MARKS.match(body)
    return int(found[1]) if found and found[1] == found[2] else None


def asset_in(page: bytes) -> str:
    """The asset that a page asks for."""
    found = _ASSET.search(page)
    return found[1].decode() if found else ""
