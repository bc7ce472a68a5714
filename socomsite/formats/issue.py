"""What the forms of a bulletin's issue share: its view, its addresses, and its HTML made absolute.

Must never know paper, mail or how an issue is sent.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from socomsite.formats.planning import Planning, Tools
from socomsite.formats.record import Record
from socomsite.language import Language
from socomsite.model.kinds import Bulletin
from socomsite.model.pages import Page
from socomsite.model.schema import Entry
from socomsite.problem import Outcome

PRINT, MAIL = "print/bulletin.html", "mail/bulletin.html"
_TAG = re.compile(r'<[a-zA-Z](?:"[^"]*"|[^<>"])*>')
_ROOTED = re.compile(r'(\s(?:href|src)=")/(?!/)([^"]*")')


@dataclass(frozen=True)
class IssueView:
    """An issue as one of its forms shows it; `day` is the day of its date, ISO 8601."""

    template: str
    language: Language
    title: str
    address: str
    day: str
    site: Record
    entry: Record


def form_addresses(planning: Planning, issue: Bulletin) -> Record:
    """Where the forms of an issue are published beside its page, or empty."""
    address = planning.graph.address(issue)
    pdf = f"{address}{issue.key}.pdf" if planning.prints and PRINT in planning.templates else ""
    text = f"{address}{issue.key}.txt" if MAIL in planning.templates else ""
    return Record({"pdf": pdf, "text": text})


def shown(planning: Planning, entry: Entry) -> Record:
    """All fields of an entry; of an issue also its forms, of an issue and an archive its series."""
    record = planning.viewers[entry.language].record(entry)
    series = _series_of(entry)
    if not series:
        return record
    fields = dict(record.named_values())
    if isinstance(entry, Bulletin):
        fields["forms"] = form_addresses(planning, entry)
    fields["series_told"] = series_told(planning, series, entry.language)
    return Record(fields)


def _series_of(entry: Entry) -> str:
    """The series that an issue belongs to, or of which a page is the archive."""
    if isinstance(entry, Bulletin):
        return entry.series
    lists = entry.lists if isinstance(entry, Page) else ()
    named = (each.series for each in lists if each.of.name == Bulletin.folder and each.series)
    return next(named, "")


def series_told(planning: Planning, name: str, language: Language) -> Record:
    """What is told of a series: its description, where one subscribes, and its page."""
    site = planning.graph.site
    series = next((each for each in site.series if each.name == name), None)
    description = series.description if series else None
    page = planning.series_pages.get((name, language), "")
    return Record(
        {
            "name": name,
            "description": description.in_language(language) if description else "",
            "email": (series.email if series else None) or "",
            "address": page,
        }
    )


def issue_view(planning: Planning, issue: Bulletin, template: str) -> IssueView:
    """An issue for one of the forms that leave the site: every address in it will be absolute."""
    site = planning.graph.site
    names = {
        "name": site.name.in_language(issue.language),
        "short_name": (site.short_name or site.name).in_language(issue.language),
        "url": site.url,
    }
    return IssueView(
        template=template,
        language=issue.language,
        title=issue.label,
        address=site.url + planning.graph.address(issue).lstrip("/"),
        day=day_of(issue).isoformat(),
        site=Record(names),
        entry=shown(planning, issue),
    )


def day_of(issue: Bulletin) -> dt.date:
    """The day on which an issue appears."""
    return max(issue.date.first_day, issue.appears or dt.date.min)


def html_of(view: IssueView, tools: Tools) -> Outcome[str | None]:
    """The issue as HTML with absolute addresses, or None and what is wrong with its template."""
    names = {name: getattr(view, name) for name in IssueView.__dataclass_fields__}
    made = tools.renderer.render(view.template, names, view.language, Bulletin.__name__)
    if made.value is None:
        return made
    url = str(view.site["url"])
    html = _TAG.sub(lambda tag: _ROOTED.sub(rf"\g<1>{url}\g<2>", tag[0]), made.value)
    return Outcome(html, made.problems)
