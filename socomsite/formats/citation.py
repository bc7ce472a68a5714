"""References to publications for reference managers: BibTeX, RIS and CSL-JSON.

One for each publication, and one for the list of the site's own. Must never know HTML pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from socomsite.formats.exports import beside
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.work import Name, Work, WorkSort, date_parts, work_of
from socomsite.job import Artifact, Job
from socomsite.model.kinds import Publication
from socomsite.problem import Outcome

NAME = "citation"
_BIBTEX = {
    WorkSort.REPORT: "techreport",
    WorkSort.THESIS: "phdthesis",
    WorkSort.BOOK: "book",
    WorkSort.ARTICLE: "article",
    WorkSort.ISSUE: "misc",
    WorkSort.OTHER: "misc",
}
_RIS = {
    WorkSort.REPORT: "RPRT",
    WorkSort.THESIS: "THES",
    WorkSort.BOOK: "BOOK",
    WorkSort.ARTICLE: "JOUR",
    WorkSort.ISSUE: "GEN",
    WorkSort.OTHER: "GEN",
}
_CSL = {
    WorkSort.REPORT: "report",
    WorkSort.THESIS: "thesis",
    WorkSort.BOOK: "book",
    WorkSort.ARTICLE: "article-journal",
    WorkSort.ISSUE: "periodical",
    WorkSort.OTHER: "document",
}
# Signs that TeX acts upon; letters stay as they are.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


@dataclass(frozen=True)
class CitationView:
    """Works in the order of their list, and the suffix that names the form they are written in."""

    form: str
    works: tuple[Work, ...]


def plan(planning: Planning) -> Iterator[Job]:
    """A file of each form for every page that has references."""
    for address, publications in planning.bibliographies.items():
        works = tuple(_told(planning, publication) for publication in publications)
        for form in _FORMS:
            path = beside(address, form).lstrip("/")
            yield Job(path, NAME, CitationView(form, works), "", NAME)


def _told(planning: Planning, entry: Publication) -> Work:
    """The work, with the words for what is known of a work that may not have appeared."""
    work = work_of(planning.viewers[entry.language], entry)
    status = planning.word(f"publication.status.{work.status}", entry.language)
    return replace(work, status=status or work.status)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The references as UTF-8 text."""
    del tools
    view = job.view
    assert isinstance(view, CitationView)
    return Outcome(Artifact(job.path, _FORMS[view.form](view.works).encode()))


def bibtex(works: tuple[Work, ...]) -> str:
    """The works as BibTeX entries in UTF-8."""
    return "\n".join(_bibtex_entry(work) for work in works)


def _bibtex_entry(work: Work) -> str:
    series = "journal" if work.sort is WorkSort.ARTICLE else "series"
    by = "school" if work.sort is WorkSort.THESIS else "publisher"
    fields = {
        "author": " and ".join(map(_bibtex_name, work.authors)),
        "editor": " and ".join(map(_bibtex_name, work.editors)),
        # Doubled braces keep capitals as they are written.
        "title": f"{{{_tex(work.title)}}}",
        "year": work.year.replace("–", "--"),
        "type": _tex(work.genre) if work.sort in {WorkSort.REPORT, WorkSort.THESIS} else "",
        series: _tex(work.series),
        "number": _tex(work.number),
        "institution" if work.sort is WorkSort.REPORT else by: _tex(work.publisher),
        "howpublished": _tex(work.genre) if _BIBTEX[work.sort] == "misc" else "",
        "isbn": _tex(work.isbn),
        "issn": _tex(work.issn),
        "language": _tex(work.language),
        "url": work.url,
        "note": _tex(work.status),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{_BIBTEX[work.sort]}{{{work.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _bibtex_name(name: Name) -> str:
    """`Romppanen, Sanna`; a body in braces, so that nobody takes it apart."""
    if not name.given:
        return f"{{{_tex(name.family)}}}"
    return f"{_tex(name.family)}, {_tex(name.given)}"


def ris(works: tuple[Work, ...]) -> str:
    """The works as RIS records, with CRLF as its makers ask."""
    lines = [line for work in works for line in (*_ris_lines(work), "ER  - ", "")]
    return "".join(f"{line}\r\n" for line in lines)


def _ris_lines(work: Work) -> Iterator[str]:
    day = "/".join(f"{part:02}" for part in date_parts(work.issued)) if work.issued else ""
    series = "T2" if work.sort is WorkSort.ARTICLE else "T3"
    fields = [
        ("TY", _RIS[work.sort]),
        ("ID", work.key),
        *(("AU", str(name)) for name in work.authors),
        *(("ED", str(name)) for name in work.editors),
        ("TI", work.title),
        ("PY", str(work.issued.year) if work.issued else ""),
        ("DA", day + "/" * (3 - day.count("/") - 1) if day else ""),
        ("M3", work.genre),
        (series, work.series),
        ("IS", work.number),
        ("PB", work.publisher),
        ("SN", work.isbn or work.issn),
        ("LA", work.language),
        ("AB", work.summary),
        ("N1", work.status),
        ("UR", work.url),
        ("L1", work.file),
    ]
    return (f"{tag}  - {value}" for tag, value in fields if value)


def csl(works: tuple[Work, ...]) -> str:
    """The works as CSL-JSON 1.0.2, an array of items."""
    return json.dumps([_csl_item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def _csl_item(work: Work) -> Mapping[str, object]:
    days = [list(date_parts(day)) for day in (work.issued, work.until) if day]
    is_article = work.sort is WorkSort.ARTICLE
    number = {WorkSort.ARTICLE: "issue", WorkSort.BOOK: "collection-number"}
    item = {
        "id": work.key,
        "type": _CSL[work.sort],
        "title": work.title,
        "author": [_csl_name(name) for name in work.authors],
        "editor": [_csl_name(name) for name in work.editors],
        "issued": {"date-parts": days} if days else None,
        "genre": work.genre,
        "container-title" if is_article else "collection-title": work.series,
        number.get(work.sort, "number"): work.number,
        "publisher": work.publisher,
        "ISBN": work.isbn,
        "ISSN": work.issn,
        "language": work.language,
        "abstract": work.summary,
        "note": work.status,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> Mapping[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


_FORMS: Mapping[str, Callable[[tuple[Work, ...]], str]] = {
    ".bib": bibtex,
    ".ris": ris,
    ".csl.json": csl,
}
