"""Markdown to Prose: safe HTML with its outline, links and pictures, and what is wrong in it.

The only importer of `markdown`. Must never know URLs or templates.
"""

from __future__ import annotations

import html as entities
import re

from markdown import Markdown

from socomsite.language import Language, slug
from socomsite.model.effort import Counted, Effort, TooMuchEffort
from socomsite.model.faults import faults, outline, pictures
from socomsite.model.fields import Link, Prose
from socomsite.model.places import BEFORE_ADDRESS, Places
from socomsite.model.sanitize import refused_tags, sanitize
from socomsite.problem import Outcome, Position, Severity, problem

_EXTENSIONS = (
    "tables",
    "attr_list",
    "footnotes",
    "toc",
    "sane_lists",
    "admonition",
    "def_list",
    "abbr",
)
_LINK = re.compile(r"<a (?:[^>]*? )?href=\"([^\"]*)\"")
# What other services hand out to be pasted; here it is a material, which fetches nothing by itself.
_EMBEDS = frozenset({"audio", "embed", "iframe", "object", "video"})


class Engine(Markdown):
    """Markdown in the site's dialect, with the work on each text counted."""

    effort: Effort


def markdown_engine() -> Engine:
    """A Markdown engine with the site's dialect; one a process, reset before each text."""
    effort = Effort()

    def heading_id(value: str, separator: str) -> str:
        del separator
        return slug(value) or "kohta"

    engine = Engine(
        extensions=[*_EXTENSIONS, Counted(effort)],
        extension_configs={
            "toc": {"slugify": heading_id},
            "footnotes": {"BACKLINK_TITLE": "{}"},
        },
        output_format="html",
    )
    engine.effort = effort
    return engine


def read_prose(
    engine: Engine, text: str, start: Position, language: Language = Language.FI
) -> Outcome[Prose]:
    """The Prose of a Markdown text that starts at a place of a file and is in a language.

    Problems: those of `faults`, `prose-too-deep`, `prose-too-heavy`, and as warnings
    `html-removed` and `embed-in-text`.
    """
    try:
        engine.effort.restart(text)
        engine.reset()
        made = engine.convert(text)
    except (RecursionError, TooMuchEffort) as error:
        engine.parser.state.clear()  # else the next text would be read as if in a list
        is_deep = isinstance(error, RecursionError)
        found = problem(start, "prose-too-deep" if is_deep else "prose-too-heavy")
        return Outcome(Prose(""), (found,))
    html = sanitize(made)
    places = Places(text, start)
    links = tuple(
        Link(
            target, Position("") if target.startswith("#fn") else places.of(target, BEFORE_ADDRESS)
        )
        for target in map(entities.unescape, _LINK.findall(html))
    )
    places = Places(text, start)
    shown = tuple(Link(source, places.of(source, BEFORE_ADDRESS)) for source, _ in pictures(html))
    problems = [*faults(html, text, start, language)]
    problems += [
        problem(
            Places(text, start).of(f"<{tag}"),
            "embed-in-text" if tag in _EMBEDS else "html-removed",
            severity=Severity.WARNING,
            tag=tag,
        )
        for tag in refused_tags(made)
    ]
    return Outcome(Prose(html, outline(html), links, shown), tuple(problems))
