"""Which pages are to be made anew because templates differ from those of the last whole build.

Must never know how a page is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socomsite.checks.looked import NOTHING, looked_over
from socomsite.digest import digest
from socomsite.formats.template import FOLDER, Templates
from socomsite.problem import Outcome, Problem


@dataclass(frozen=True)
class Then:
    """The templates of a build: the digest of each, which were asked for, what they are made to.

    `names` are those that each template extends, includes or imports, by its digest.
    `recipes` are those of the templates that pages are made with; `watched` hold something that
    is told of or excused, or that excuses another text.
    """

    marks: Mapping[str, str]
    recipes: Mapping[str, str]
    watched: frozenset[str]
    names: Mapping[str, tuple[str, ...]]


def then(templates: Templates) -> Then:
    """What has to be known of templates once pages are made of them."""
    marks = _marks(templates)
    return Then(
        marks,
        dict(templates.recipes),
        frozenset(name for name, text in templates.texts if _is_watched(name, text)),
        {marks[name]: names for name, names in templates.references},
    )


def differing(was: Then, read: Outcome[Templates], told: tuple[Problem, ...]) -> set[str] | None:
    """The recipes of then that are others now; None if more hangs on what differs than pages.

    That is so where a template came or went, has something wrong with it or had, or holds
    something private. `told` are the problems of then.
    """
    now = _marks(read.value)
    if now == was.marks:
        return set()
    changed = {name: text for name, text in read.value.texts if was.marks.get(name) != now[name]}
    if now.keys() != was.marks.keys() or read.problems:
        return None
    if any(found.position.path.startswith(f"{FOLDER}/") for found in told):
        return None
    if any(name in was.watched or _is_watched(name, text) for name, text in changed.items()):
        return None
    return {recipe for name, recipe in was.recipes.items() if read.value.recipe(name) != recipe}


def _marks(templates: Templates) -> dict[str, str]:
    return {name: digest(text) for name, text in templates.texts}


def _is_watched(name: str, text: str) -> bool:
    return looked_over(f"{FOLDER}/{name}", text) != NOTHING
