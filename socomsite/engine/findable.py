"""What the search may find: the finished pages of published entries, and what it says of each.

Each is handed to the indexer as a copy that says more than the page does: its summary and date,
and of a Finnish page the forms of its words that no stemmer would join with them. Knows
the attributes that Pagefind reads; must never know how an index is made.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from socomsite import datewords
from socomsite.baseforms import Baseforms
from socomsite.dates import Moment, PartialDate
from socomsite.formats.pageview import PageView
from socomsite.formats.record import Record
from socomsite.hyphenation import SOFT_HYPHEN
from socomsite.job import Artifact, Job
from socomsite.language import Language

_WORD = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_BODY, _IGNORED = "data-pagefind-body", "data-pagefind-ignore"
#: In so many words a title is short: the fewer, the more each counts.
_SHORT = 6
#: How much a word of the page's text counts that stands there in another form, and a part of a
#: compound; a word as it stands counts 1, in a heading more.
_LEAST_MEANT = 4
_TITLE, _SUMMARY, _FORM, _PART = 7, 2, 0.5, 0.1


@dataclass(frozen=True)
class Findable:
    """A finished page and what the search says of it.

    `kind` is its folder, `day` its date or years in words, `topics` are keys.
    """

    address: str
    language: Language
    title: str
    description: str
    kind: str
    day: str
    topics: tuple[str, ...]
    years: tuple[int, ...]
    html: str


def findables(made: Iterable[tuple[Job, Artifact]]) -> tuple[Findable, ...]:
    """The pages that the search may find, by language and address.

    These are the pages at the entries' own addresses, without further pages of lists, redirects,
    the page of missing addresses and the search pages themselves.
    """
    found = [
        _findable(job.view, artifact)
        for job, artifact in made
        if isinstance(job.view, PageView) and job.is_own and not is_search(job.view)
    ]
    return tuple(sorted(found, key=lambda each: (each.language, each.address)))


def is_search(view: PageView) -> bool:
    """Whether a page is the search page of its language."""
    return view.index is not None


def _findable(view: PageView, artifact: Artifact) -> Findable:
    entry = view.entry
    return Findable(
        address=view.address,
        language=view.language,
        title=view.title,
        description=view.description or _first_text(entry, "subtitle", "role", "organisation"),
        kind=str(entry["kind"]),
        day=_day(entry, view.language),
        topics=tuple(sorted(set(_topics(entry)))),
        years=_years(entry),
        html=artifact.data.decode(),
    )


def _value(entry: Record, name: str) -> object:
    if name not in entry:
        return None
    return entry[name]


def _first_text(entry: Record, *names: str) -> str:
    """The first of these fields that holds a text, with a capital."""
    text = next((found for name in names if (found := _value(entry, name))), "")
    return str(text)[:1].upper() + str(text)[1:]


def _topics(entry: Record) -> Iterator[str]:
    """The keys of the topics of an entry, of a bulletin's articles, or of a topic itself."""
    if entry["kind"] == "topics":
        yield str(entry["key"])
    named = _value(entry, "topics")
    yield from (str(each["key"]) for each in _records(named))
    articles = (*_records((_value(entry, "lead"),)), *_records(_value(entry, "sections")))
    yield from (str(each["key"]) for part in articles for each in _records((part["topic"],)))


def _records(values: object) -> tuple[Record, ...]:
    if not isinstance(values, tuple):
        return ()
    return tuple(value for value in values if isinstance(value, Record))


def _date(value: object) -> PartialDate | dt.date | None:
    value = value.day if isinstance(value, Moment) else value
    return value if isinstance(value, (PartialDate, dt.date)) else None


def _span(entry: Record) -> tuple[PartialDate | dt.date | None, PartialDate | dt.date | None]:
    """When an entry is dated, takes place or appeared: first and last day, month or year."""
    if entry["kind"] != "people":  # when somebody came to work dates no page
        for first, last in (("date", ""), ("start", "end"), ("year", "last_year")):
            start = _date(_value(entry, first))
            if start:
                return start, _date(_value(entry, last))
    return None, None


def _known_years(entry: Record) -> tuple[int, int] | None:
    """First and last year of which anything is known."""
    years = _value(entry, "years")
    if isinstance(years, tuple):
        return int(years[0]), int(years[-1])
    known = [day.year for day in _span(entry) if day]
    return (min(known), max(known)) if known else None


def _years(entry: Record) -> tuple[int, ...]:
    known = _known_years(entry)
    return tuple(range(known[0], known[1] + 1)) if known else ()


def _day(entry: Record, language: Language) -> str:
    """The date of an entry, or the years of what lasts: `22.11.2026`, `9–10/2016`, `2006–2008`."""
    start, end = _span(entry)
    known = None if start and "years" not in entry else _known_years(entry)
    if known:
        return f"{known[0]}" if known[0] == known[1] else f"{known[0]}–{known[1]}"
    if isinstance(start, PartialDate) and isinstance(end, PartialDate) and end != start:
        return datewords.period_short(start, end, language)
    return datewords.date_short(start, language) if start else ""


class _Text(HTMLParser):
    """The text of a page that is searched: inside the marked body, outside what is ignored."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._open: list[tuple[bool, bool]] = [(False, False)]  # in the body, ignored

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        names = {name for name, _ in attrs}
        is_in, is_ignored = self._open[-1]
        self._open.append((is_in or _BODY in names, is_ignored or _IGNORED in names))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1] == (True, False):
            self.words += _WORD.findall(data)


@lru_cache(maxsize=1)  # a page is asked for its words, then copied
def _read(html: str) -> list[str]:
    reader = _Text()
    reader.feed(html.replace(SOFT_HYPHEN, ""))
    return reader.words


def words_of(page: Findable, forms: Baseforms | None) -> tuple[str, ...]:
    """The words that a misspelt one can have meant: base forms, where they are known."""
    read = _read(page.html)
    words = {word for word in read if len(word) >= _LEAST_MEANT}
    bases = {base for word in words for base in (forms.bases(word) if forms else ())}
    unknown = {word.lower() for word in words if not (forms and forms.bases(word))}
    return tuple(sorted(bases | unknown))


def copy(page: Findable, forms: Baseforms | None) -> str:
    """The page as the indexer gets it; with other forms of its words if these are given.

    These forms are in no published page.
    """
    html = page.html.replace(SOFT_HYPHEN, "")
    told = {"title": page.title, "description": page.description, "day": page.day}
    if forms:
        words = _read(page.html)
        title = _WORD.findall(page.title)
        texts = (
            (_TITLE, [*title, *_forms(title, forms)] * (_SHORT // max(len(title), 1))),
            (_TITLE, _forms(title, forms)),
            (_SUMMARY, _forms(_WORD.findall(page.description), forms)),
            (_FORM, _forms(words, forms)),
            (_PART, _parts(words, forms)),
        )
        added = "".join(
            f'<p data-pagefind-weight="{weight}">{" ".join(words)}</p>' for weight, words in texts
        )
        html = html.replace("</main>", f"{added}</main>", 1)
    metas = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{entities.escape(text)}">'
        for name, text in told.items()
        if text
    )
    return html.replace("</head>", f"{metas}</head>", 1)


def _forms(words: Iterable[str], forms: Baseforms) -> list[str]:
    """The other forms of words, each once."""
    return sorted({form for word in set(words) for form in forms.other_forms(word)})


def _parts(words: Iterable[str], forms: Baseforms) -> list[str]:
    """The parts of compounds, with their other forms, each once."""
    parts = {part for word in set(words) for part in forms.parts(word)}
    return sorted(parts | set(_forms(parts, forms)))
