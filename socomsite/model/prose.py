"""Markdown to Prose: safe HTML with its outline, links and pictures, and what is wrong in it.

Must never know URLs or templates.
"""

from __future__ import annotations

import html as entities
import re

from socomsite.language import Language
from socomsite.model.effort import TooMuchEffort
from socomsite.model.everyday import Everyday
from socomsite.model.faults import faults, outline, pictures
from socomsite.model.fields import Link, Prose
from socomsite.model.places import Places, before_address
from socomsite.model.reader import Reader
from socomsite.model.sanitize import refused_tags, sanitize
from socomsite.problem import Outcome, Position, Severity, problem

_LINK = re.compile(r"<a (?:[^>]*? )?href=\"([^\"]*)\"")
# What other services hand out to be pasted; here it is a material, which fetches nothing by itself.
_EMBEDS = frozenset({"audio", "embed", "iframe", "object", "video"})


def read_prose(
    reader: Reader, text: str, start: Position, language: Language = Language.FI
) -> Outcome[Prose]:
    """The Prose of a Markdown text that starts at a place of a file and is in a language.

    Problems: those of `faults`, `prose-too-deep`, `prose-too-heavy`, and as warnings
    `html-removed` and `embed-in-text`.
    """
    try:
        reader.effort.restart(text)
        reader.reset()
        made = reader.convert(text)
    except (RecursionError, TooMuchEffort) as error:
        reader.recover()
        is_deep = isinstance(error, RecursionError)
        found = problem(start, "prose-too-deep" if is_deep else "prose-too-heavy")
        return Outcome(Prose(""), (found,))
    is_everyday = isinstance(made, Everyday)
    marks = made.marks if isinstance(made, Everyday) else None
    html = sanitize(made, is_whole=is_everyday, marks=marks)
    places = Places(text, start)
    links = tuple(
        Link(
            target, Position("") if target.startswith("#fn") else places.of(target, before_address)
        )
        for target in map(entities.unescape, _LINK.findall(html))
    )
    places = Places(text, start)
    shown = tuple(Link(source, places.of(source, before_address)) for source, _ in pictures(html))
    headings = made.outline if isinstance(made, Everyday) else outline(html)
    problems = [*faults(html, text, start, language, headings, is_plain=is_everyday)]
    problems += [
        problem(
            Places(text, start).of(f"<{tag}"),
            "embed-in-text" if tag in _EMBEDS else "html-removed",
            severity=Severity.WARNING,
            tag=tag,
        )
        for tag in (() if is_everyday else refused_tags(made))
    ]
    return Outcome(Prose(html, headings, links, shown), tuple(problems))
