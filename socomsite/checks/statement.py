"""The accessibility statement: that there is one, that it is fresh and names who supervises now.

Reads the graph and the text of its pages; must never know templates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from socomsite.checks.accessibility import every_entry
from socomsite.dates import PartialDate
from socomsite.datewords import date_short
from socomsite.language import Language, Words
from socomsite.model.graph import Graph
from socomsite.model.pages import Page
from socomsite.model.places import place_in_file
from socomsite.model.site import FILE
from socomsite.problem import Position, Problem, Severity, problem

# The agencies that supervised accessibility before Traficom, in their inflected forms too.
_OLD_SUPERVISOR = (
    r"aluehallintovirasto\w*|(?-i:\bAVI(?:n|:\w+|-\w+)?\b)|regionförvaltningsverk\w*"
    r"|regional state administrative agenc(?:y|ies)"
)
_REVIEWED = r"^reviewed_on:"
_DEADLINE = r"\bdeadline:"


def check_statement(graph: Graph, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the accessibility statement, in each language.

    `texts` are the files' texts by path. Problems: `statement-missing`, for a site that requires
    pages; `supervisor-old`; as warnings `statement-review-old` and `statement-deadline-passed`.
    The statement is asked for by the Act 306/2019, its yearly review by Implementing Decision
    (EU) 2018/1523.
    """
    for page in every_entry(graph):
        if isinstance(page, Page) and page.statement:
            yield from _checked(page, texts.get(page.origin.path, ""), graph.today)
    shown = graph.of_kind(Page.folder, graph.site.language)
    is_there = any(isinstance(page, Page) and page.statement for page in shown)
    if graph.site.required_pages and not is_there:
        named = f"language-{graph.site.language.value}"
        yield problem(Position(FILE), "statement-missing", language=named)


def _checked(page: Page, text: str, today: dt.date) -> Iterator[Problem]:
    path = page.origin.path
    if _a_year_after(page.reviewed_on) < today:
        here, day = place_in_file(text, path, _REVIEWED), day_words(page.reviewed_on)
        yield problem(here, "statement-review-old", severity=Severity.WARNING, date=day)
    exceptions = page.statement.exceptions if page.statement else ()
    deadlines = [each.deadline for each in exceptions if each.deadline]
    for number, deadline in enumerate(deadlines):
        if deadline < today:
            here, day = place_in_file(text, path, _DEADLINE, number), day_words(deadline)
            yield problem(here, "statement-deadline-passed", severity=Severity.WARNING, date=day)
    yield from _old_supervisor(text, path)


def _old_supervisor(text: str, path: str) -> Iterator[Problem]:
    for number, found in enumerate(re.finditer(_OLD_SUPERVISOR, text, re.IGNORECASE)):
        here = place_in_file(text, path, _OLD_SUPERVISOR, number)
        yield problem(here, "supervisor-old", text=found[0])


def _a_year_after(day: dt.date) -> dt.date:
    """The same day next year; the last of February has one every year."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def day_words(day: dt.date) -> Words:
    """A day as a date in each language."""
    known = PartialDate(day.year, day.month, day.day)
    return Words(*(date_short(known, language) for language in Language))
