"""What a peer is: how the corpus becomes a site of it, how it builds, where a post is seen.

All show the same on a page, so that none saves time by showing less. Must never know the clock.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

URL = "https://example.org"
NAME = "Esimerkkisivusto"
#: What a base template's edit is put before.
END = "</footer>"
_NAVIGATION = (
    ("/", "Etusivu"),
    ("/hankkeet/", "Hankkeet"),
    ("/blog/", "Blogi"),
    ("/julkaisut/", "Julkaisut"),
    ("/yhteystiedot/", "Yhteystiedot"),
)
#: Below the sites: what was put away.
GONE = "gone"
_TITLE = re.compile(r"^(title): .*$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class Corpus:
    """The neutral posts in a folder, oldest first."""

    folder: Path

    @cached_property
    def info(self) -> Mapping[str, list[str]]:
        """Tags, projects and slugs."""
        found: Mapping[str, list[str]] = json.loads(
            (self.folder / "corpus.json").read_text("utf-8")
        )
        return found

    @property
    def slugs(self) -> list[str]:
        """The posts' names in addresses, oldest first."""
        return self.info["slugs"]

    def head(self, slug: str) -> tuple[str, str]:
        """The front matter of a post as text, and its body."""
        text = (self.folder / "posts" / f"{slug}.md").read_text("utf-8")
        _, head, body = text.split("---\n", 2)
        return head, body.lstrip("\n")

    def day(self, slug: str) -> str:
        """The day of a post, as `2016-01-25`."""
        return fields_of(self.head(slug)[0])["date"][:10]

    def posts(self) -> Iterator[tuple[str, str, str]]:
        """Slug, front matter and body of every post."""
        for slug in self.slugs:
            yield slug, *self.head(slug)


def fields_of(head: str) -> dict[str, str]:
    """The front matter, which is regular enough to be read without YAML; tags stay one text."""
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {name: value.strip('"') for name, value in pairs}


def tags_of(head: str) -> list[str]:
    """The tags of a post."""
    return fields_of(head)["tags"].strip("[]").split(", ")


def put_away(path: Path, sites: Path) -> None:
    """Move a file or folder, if it is there, to what is deleted at the end of the run.

    Some file systems make new files slowly for minutes after ten thousand were deleted; that would
    be told of whoever builds next.
    """
    gone = sites / GONE
    gone.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.exists():
        path.rename(gone / str(time.time_ns()))


class Peer(ABC):
    """A generator. Paths are below a folder that holds its site and nothing else."""

    name: ClassVar[str]
    title: ClassVar[str]
    #: The output folder.
    output: ClassVar[str]
    #: What a cold build starts without, besides the output.
    state: ClassVar[tuple[str, ...]] = ()
    #: Where the template is that all pages share.
    base: ClassVar[str]
    #: What of the common site it does not make, or makes with help.
    notes: ClassVar[str]
    #: Whether the cases after the cold one need an uncounted build first, to fill its cache.
    primes: ClassVar[bool] = False
    #: The cases in which a correct build shows the edit on the other pages that show it.
    shows_lists: ClassVar[bool] = True

    @abstractmethod
    def version(self, tools: Path) -> list[str]:
        """The command that prints its version; `tools` is where the peers are installed."""

    @abstractmethod
    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        """Lay corpus and theme out in an empty folder."""

    @abstractmethod
    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        """The command of a build and what is added to its environment."""

    @abstractmethod
    def post(self, site: Path, slug: str) -> Path:
        """The source file of a post."""

    def serve(self, site: Path, tools: Path, port: int) -> list[str] | None:
        """The command that previews the site on a port of this machine, if it is measured."""
        del site, tools, port
        return None

    def convert(self, corpus: Corpus, site: Path, tools: Path) -> None:
        """Make the site's folder anew."""
        put_away(site, site.parent)
        site.mkdir(parents=True)
        self.lay(corpus, site, tools)

    def clear(self, site: Path) -> None:
        """Take away what earlier builds left."""
        for name in (self.output, *self.state):
            put_away(site / name, site.parent)

    def edit(self, site: Path, slug: str, case: str, mark: str) -> None:
        """Carry out the edit of a case, so that a mark shows on the pages it concerns."""
        file = self.post(site, slug)
        if case == "body":
            write(file, f"{file.read_text('utf-8')}\n{mark}\n")
        elif case == "title":
            write(file, _TITLE.sub(rf"\1: {mark}", file.read_text("utf-8"), count=1))
        elif case == "base":
            file = site / self.base
            write(file, file.read_text("utf-8").replace(END, f"<p>{mark}</p>{END}", 1))

    def shown(self, site: Path, address: str) -> str:
        """The HTML of a page of the output; empty if there is none."""
        file = site / self.output / address.strip("/") / "index.html"
        return file.read_text("utf-8") if file.is_file() else ""


def write(file: Path, text: str) -> None:
    """Write a file, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def copy_static(corpus: Corpus, site: Path) -> None:
    """Copy pictures and style sheet."""
    shutil.copytree(corpus.folder / "static", site, dirs_exist_ok=True)


def base(title: str, content: str) -> str:
    """The template that all pages share; title and content are the peer's own expressions."""
    links = "".join(f'<li><a href="{url}">{word}</a></li>' for url, word in _NAVIGATION)
    return (
        '<!doctype html>\n<html lang="fi">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/style.css">'
        '<link rel="alternate" type="application/atom+xml" href="/feed.xml">'
        f"<title>{title} – {NAME}</title></head>\n<body>\n"
        f'<header><a href="/">{NAME}</a><nav><ul>{links}</ul></nav></header>\n'
        f"<main>\n{content}\n</main>\n<footer><p>{NAME}, Esimerkkikatu 1, 00100 Helsinki</p>"
        f'<p><a href="/tietosuoja/">Tietosuoja</a></p>{END}\n</body>\n</html>\n'
    )


def jinja_list(loop: str, url: str, title: str, day: str) -> str:
    """A list of posts in Jinja's words, for the peers that use it."""
    return (
        f'<ul>{{% for p in {loop} %}}<li><a href="{{{{ {url} }}}}">{{{{ {title} }}}}</a> '
        f"<time>{{{{ {day} }}}}</time></li>\n{{% endfor %}}</ul>"
    )
