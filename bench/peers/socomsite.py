"""This project, with the corpus laid out by `corpus.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import corpus as layout

from peers.common import Corpus, Peer

_COMMAND = (sys.executable, "-m", "socomsite")


class Socomsite(Peer):
    """Posts are news, tags topics, projects projects."""

    name = "socomsite"
    title = "socomsite"
    output = "output"
    state = (".cache", "output-staff", ".output.next", ".output.old")
    base = "templates/base.html"
    notes = (
        "straight quotes stay straight; days without clock times; also makes the seven pages to "
        "which menu and footer lead, a page for missing addresses, responsive copies of the "
        "pictures, a feed of 50 with the whole texts, headers for servers and open data; checks "
        "every link, picture, heading and colour"
    )

    def version(self, tools: Path) -> list[str]:
        del tools
        return [*_COMMAND, "--version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        del tools
        layout.convert(corpus.folder, site)

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        del tools, case
        return [*_COMMAND, "build", "--site", str(site)], {}

    def post(self, site: Path, slug: str) -> Path:
        return site / "content/news" / f"{slug}.md"

    def serve(self, site: Path, tools: Path, port: int) -> list[str]:
        del tools
        return [*_COMMAND, "serve", "--site", str(site), "--port", str(port)]
