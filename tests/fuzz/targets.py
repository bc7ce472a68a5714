"""One function for each surface that takes what others wrote: bytes in, and the laws hold.

A target raises on a broken law only: what the program itself takes for a mistake of an author or
of a template comes back as a problem. None writes outside the folder it made for itself.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from socomsite.commands.bulletin import _addresses
from socomsite.commands.importing import imported
from socomsite.commands.journal import Journal, Stage
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.formats.record import Record
from socomsite.formats.rendering import Renderer
from socomsite.formats.strings import read_strings
from socomsite.formats.template import Templates, read_templates
from socomsite.language import Language
from socomsite.messages import told
from socomsite.model.decode import Decoder
from socomsite.model.fields import Prose
from socomsite.model.image import measured, scaled
from socomsite.model.kinds import schema
from socomsite.model.originals import Form
from socomsite.model.schema import Entry, values_of
from socomsite.model.site import Site, read_site
from socomsite.model.source import Source
from socomsite.model.textfile import text_of
from socomsite.problem import Problem
from socomsite.yamltext import quoted
from tests.fuzz.judge import faults, page_faults

ROOT = Path(__file__).parent.parent.parent
TODAY = dt.date(2026, 11, 22)
_CRASH = "internal"
Target = Callable[[bytes], None]


class LawBrokenError(AssertionError):
    """What must hold whatever comes in does not."""


def _tell(problems: tuple[Problem, ...]) -> None:
    """Every problem can be said in every language, and none is a fault of ours."""
    for found in problems:
        for language in Language:
            told(found, language, lambda _: "")
        if found.code == _CRASH:
            raise LawBrokenError(f"internal at {found.position}")


@cache
def _decoder() -> Decoder:
    return Decoder(schema())


@cache
def _folders() -> tuple[str, ...]:
    return tuple(schema().kinds)


def _safe(entry: Entry | None) -> None:
    for _, prose in values_of(entry, Prose) if entry else ():
        broken = list(page_faults(prose.html.replace('="ref:', '="/')))
        if broken:
            raise LawBrokenError("; ".join(broken))


def _decoded(data: bytes, folder: str, suffix: str) -> None:
    path = f"content/{folder}/a.{suffix}"
    read = text_of(data, path)
    source = Source(path, folder, "a", Language.FI, read.value or "", read.problems)
    made = _decoder()(source)
    _tell(made.problems)
    _safe(made.value)


def markdown(data: bytes) -> None:
    """The text of a news item."""
    front = b"---\ntitle: Uutinen\ndate: 2026-11-01\ntopics: [lapset]\n---\n"
    _decoded(front + data, "news", "md")


def front_matter(data: bytes) -> None:
    """A whole Markdown file of a kind that the first byte chooses."""
    kinds = _folders()
    _decoded(data[1:], kinds[data[0] % len(kinds)] if data else "news", "md")


def card(data: bytes) -> None:
    """A whole YAML file of a kind that the first byte chooses."""
    kinds = _folders()
    _decoded(data[1:], kinds[data[0] % len(kinds)] if data else "people", "yaml")


@cache
def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="socomsite-fuzz-"))
    (folder / "templates").mkdir()
    return folder


def site_yaml(data: bytes) -> None:
    """The settings of a site."""
    (_scratch() / "site.yaml").write_bytes(data)
    _tell(read_site(_scratch()).problems)


def strings(data: bytes) -> None:
    """The interface's words."""
    file = _scratch() / "templates/strings.yaml"
    file.write_bytes(data)
    _tell(read_strings(file, _scratch()).problems)


def template(data: bytes) -> None:
    """A page's template, used on a small view."""
    text = text_of(data, "templates/page.html").value
    if text is None:
        return
    folder = _scratch() / "templates"
    (folder / "strings.yaml").write_text("a: {fi: a, sv: a, en: a}\n", "utf-8")
    (folder / "page.html").write_text(text, "utf-8")
    read = read_templates(_scratch())
    _tell(read.problems)
    if read.problems:
        return
    view = {
        "title": "Otsikko",
        "entry": Record({"title": "a", "items": (Record({"name": "b"}),), "none": None}),
        "number": 7,
    }
    made = Renderer(Templates((("page.html", text),), read.value.strings)).render(
        "page.html", view, Language.FI, "Page"
    )
    _tell(made.problems)


def picture(data: bytes) -> None:
    """A picture: measured, and if it is one, copied in each form."""
    made = measured(data, "content/pictures/a.jpg")
    _tell(made.problems)
    if made.value is None:
        return
    width, height = min(made.value.width, 320), max(1, min(made.value.height, 240))
    for form in (made.value.fallback, Form.AVIF):
        copy = scaled(data, width, height, form)
        again = measured(copy, "a").value if form is not Form.AVIF else True
        if not again:
            raise LawBrokenError("a copy that cannot be read")


@cache
def _settings() -> Site:
    (_scratch() / "site.yaml").write_text("name: Testi\nurl: https://testi.example/\n", "utf-8")
    made = read_site(_scratch()).value
    assert made is not None
    return made


def _imported(data: bytes, suffix: str) -> None:
    read = text_of(data, f"a.{suffix}")
    _tell(read.problems)
    if read.value is None:
        return
    made = imported(_scratch(), _settings(), read.value, f"a.{suffix}")
    _tell(made.problems)
    for each in made.cards:
        if not re.fullmatch(r"content/publications/[a-z0-9-]{1,120}\.yaml", each.source.path):
            raise LawBrokenError(each.source.path)


def bibtex(data: bytes) -> None:
    """A BibTeX file to import."""
    _imported(data, "bib")


def ris(data: bytes) -> None:
    """A RIS file to import."""
    _imported(data, "ris")


def table(data: bytes) -> None:
    """A CSV file to import."""
    _imported(data, "csv")


def recipients(data: bytes) -> None:
    """A list of recipients: what comes out may stand in a command to a mail server."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    for address in _addresses(lines, lambda _line, _value: None) or ():
        if re.search(r"[\s<>,;:\"\\\x00-\x1f\x7f-\uffff]", address) or address.count("@") != 1:
            raise LawBrokenError(repr(address))


def journal(data: bytes) -> None:
    """The journal of a sending, torn or strange: it is read, and written on."""
    file = _scratch() / "a.lahetys"
    file.write_bytes(data)
    Journal(file, "a").note(Stage.SENT, "a@b.example")
    if Journal(file, "a").stage("a@b.example") != Stage.SENT:
        raise LawBrokenError("forgotten")


_FORMS: tuple[tuple[str, str], ...] = (
    ("news/a.md", "---\ntitle: {q}\ndate: 2026-11-01\ntopics: [lapset]\nsummary: {q}\n---\n{t}"),
    (
        "projects/b.yaml",
        (
            "name: {q}\nsort: project\nsummary: {q}\nshare: socom\ntopics: [lapset]\n"
            "start: 2026\nend: 2027\ndate_note: {q}\n"
        ),
    ),
    ("people/c.yaml", "name: {q}\nstaff: kyllä\nrole: {q}\nphone: 05 123 4567\n"),
    (
        "publications/d.yaml",
        (
            "title: {q}\nowner_of_work: other\npublisher: {q}\nsort: {q}\nyear: 2020\n"
            "authors: [{q}]\nsummary: {q}\n"
        ),
    ),
    ("events/e.yaml", "title: {q}\nsort: training\nstart: 22.12.2026 klo 9\nplace: {q}\n"),
    ("materials/f.yaml", "title: {q}\nsummary: {q}\nsort: video\ncaptions: captions\nlink: {q}\n"),
    (
        "pages/i.md",
        (
            "---\ntitle: {q}\nsummary: {q}\nmenu: main\nreviewed_on: 2026-01-01\nowner: a\n"
            "doors:\n  - {title: {q}, text: {q}, address: {q}}\n---\n{t}"
        ),
    ),
    (
        "pages/j.md",
        "---\ntitle: a\nmenu: main\nreviewed_on: 2026-01-01\nowner: a\naliases: [{q}]\n---\n{t}",
    ),
    (
        "pages/k.md",
        "---\ntitle: a\nmenu: main\nreviewed_on: 2026-01-01\nowner: a\naddress: {q}\n---\n{t}",
    ),
    ("news/g.md", "{t}"),
    ("people/h.yaml", "{t}"),
)


@cache
def _site() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="socomsite-fuzz-"))
    shutil.copytree(ROOT / "templates", folder / "templates")
    settings = (ROOT / "site.yaml").read_text("utf-8")
    kept = re.sub(r"(?m)^required_pages:.*\n(?:[ -].*\n)*", "", settings)
    (folder / "site.yaml").write_text(kept, "utf-8")
    (folder / "content/topics").mkdir(parents=True)
    (folder / "content/pages").mkdir()
    front = (
        "---\ntitle: Etusivu\naddress: ''\nmenu: none\nreviewed_on: 2026-01-01\nowner: a\n---\nA.\n"
    )
    (folder / "content/pages/etusivu.md").write_text(front, "utf-8")
    topic = "---\nname: Lapset\nsummary: Lasten asiat.\n---\nTietoa.\n"
    (folder / "content/topics/lapset.md").write_text(topic, "utf-8")
    return folder


def site(data: bytes) -> None:
    """A whole site with one strange file: every page, feed and calendar of it is judged."""
    if not data:
        return
    name, form = _FORMS[data[0] % len(_FORMS)]
    text = text_of(data[1:], "a").value or "x"
    folder = _site()
    file = folder / "content" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(form.replace("{q}", quoted(text)).replace("{t}", text), "utf-8")
    try:
        with Cache(None, TODAY.toordinal()) as cache:
            made = build(folder, schema(), Workers(1, cache), today=TODAY)
    finally:
        file.unlink()
    _tell(made.problems)
    broken = list(faults(made.artifacts))
    if broken:
        raise LawBrokenError("; ".join(broken[:5]))


TARGETS: Mapping[str, Target] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(markdown, front_matter, card, site_yaml, strings, template, picture),
        *(bibtex, ris, table, recipients, journal, site),
    )
}
