"""The four forms of one issue of a site, and what they say and lead to, for tests."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pikepdf

from socomsite.commands.reading import read
from socomsite.formats import bulletin, page
from socomsite.formats.mail import Letter, letter_of
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import read_templates
from socomsite.job import Job
from socomsite.model.kinds import Bulletin

ROOT = Path(__file__).parent.parent
_VOID = {"meta", "link", "br", "img", "hr", "input", "wbr", "path"}


@dataclass(frozen=True)
class Forms:
    """One issue as page, message, text and paper."""

    title: str
    address: str
    web: str
    letter: Letter
    text: str
    pdf: bytes


@cache
def forms_of(root: Path, key: str) -> Forms:
    """The forms of an issue of a site on disk."""
    reading = read(root)
    assert not [found for found in reading.problems if found.is_error]
    assert reading.graph is not None
    templates = read_templates(root).value
    assets = {"style.css": "/style.css", "favicon.svg": "/favicon.svg"}
    planning = Planning(reading.graph, templates, assets, prints=True)
    tools = Tools(Renderer(templates), str(root))
    issue = reading.graph.entries["bulletins", key][reading.graph.site.language]
    assert isinstance(issue, Bulletin)
    address = reading.graph.address(issue)
    jobs = [*page.plan(planning), *bulletin.plan(planning)]

    def made(path: str) -> bytes:
        job: Job = next(each for each in jobs if each.path == path)
        outcome = {"page": page, "bulletin": bulletin}[job.format].render(job, tools)
        assert outcome.value is not None, outcome.problems
        data: bytes = outcome.value.data
        return data

    letter = letter_of(planning, issue, tools).value
    assert letter is not None
    folder = address.lstrip("/")
    return Forms(
        title=issue.label,
        address=reading.graph.site.url + folder,
        web=made(f"{folder}index.html").decode(),
        letter=letter,
        text=made(f"{folder}{key}.txt").decode(),
        pdf=made(f"{folder}{key}.pdf"),
    )


class _Part(HTMLParser):
    """The words and links inside one element, without those that belong to one form only."""

    def __init__(self, start: tuple[str, str], without: set[str], base: str) -> None:
        super().__init__()
        self._start, self._without, self._base = start, without, base
        self._inside = 0
        self._hidden = 0
        self.text = ""
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        if self._inside and tag not in _VOID:
            self._inside += 1
            if self._hidden or tag == "svg" or classes & self._without:
                self._hidden += 1
        elif given.get(self._start[0]) == self._start[1]:
            self._inside = 1
        if self._inside and not self._hidden:
            if tag == "a" and not (given.get("href") or "").startswith("#"):
                self.links.add(urljoin(self._base, given.get("href") or ""))
            self.text += "" if tag in {"b", "a", "span", "em", "strong", "wbr"} else " "

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag not in _VOID:
            self._inside -= 1
            self._hidden -= bool(self._hidden)
            self.text += "" if tag in {"b", "a", "span", "em", "strong"} else " "

    def handle_data(self, data: str) -> None:
        if self._inside and not self._hidden:
            self.text += data


def part_of(html: str, start: tuple[str, str], base: str, without: set[str]) -> _Part:
    part = _Part(start, without, base)
    part.feed(html)
    return part


def words(text: str) -> list[str]:
    """The words of a text in their order, whatever breaks them over lines."""
    plain = text.replace("\u00ad", "").replace("\u00a0", " ")
    return re.findall(r"\w+", plain.casefold())


def web_part(forms: Forms) -> _Part:
    without = {"forms", "note", "this-page", "screen"}
    return part_of(forms.web, ("id", "s-main"), forms.address, without)


def mail_part(forms: Forms) -> _Part:
    return part_of(forms.letter.html, ("data-form", "issue"), forms.address, set())


def text_words(text: str, title: str) -> list[str]:
    """The words of the text form without the numbers of links and lists."""
    body = text[text.rindex("\n\n", 0, text.index(f"\n{title}\n") - 1) :]
    body = body[: body.rindex("Lue tiedote verkossa")]
    lines = [
        re.sub(r"^ *(- |\d+\. )", "", line)
        for line in body.splitlines()
        if not re.match(r"Linkit:$|\[\d+\] ", line)
    ]
    return words(re.sub(r"[ \u00a0]\[\d+\]", "", "\n".join(lines)))


def text_links(text: str) -> set[str]:
    return set(re.findall(r"^\[\d+\] (\S+)$", text, re.MULTILINE))


def pdf_words(data: bytes) -> list[str]:
    """The words of the PDF in the order in which its tags are read, without page numbers."""
    shown = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()
    stack: list[tuple[int, str]] = []
    text, is_broken = "", False
    for line in shown.splitlines():
        indent = len(line) - len(line.lstrip())
        bare = line.strip()
        if bare.startswith('"'):
            tags = [tag for _, tag in stack]
            if "Lbl" in tags or tags.count("Link") > 1:
                continue
            piece = bare[1:-1]
            is_broken = piece.endswith("\u2010")  # perhaps over a column or page
            text += piece[:-1] if is_broken else piece + " "
        else:
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, bare.split(" ")[0]))
            if "(block)" in bare and not is_broken:
                text += "\n"
    return words(text)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def pdf_links(data: bytes) -> set[str]:
    with opened(data) as pdf:
        return {
            str(note["/A"]["/URI"])
            for sheet in pdf.pages
            for note in sheet.get("/Annots", [])
            if "/A" in note and "/URI" in note["/A"]
        }
