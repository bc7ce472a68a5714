"""Templates for tests: read, filled, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates, read_templates
from socomsite.language import Language
from socomsite.problem import Problem

STRINGS = """\
nav:
  home: {fi: Etusivu, sv: Startsida, en: Home}
list:
  found: {fi: "{n} osumaa", sv: "{n} träffar", en: "{n} hits"}
"""


def templates_of(
    root: Path, files: Mapping[str, str] | Mapping[str, bytes]
) -> tuple[Templates, list[Problem]]:
    given: dict[str, str | bytes] = {"strings.yaml": STRINGS, **files}
    for name, text in given.items():
        file = root / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    read = read_templates(root)
    return read.value, list(read.problems)


def rendered(
    root: Path, files: Mapping[str, str], language: Language = Language.FI, **view: object
) -> str:
    templates, problems = templates_of(root, files)
    assert problems == []
    made = Renderer(templates).render("page.html", view, language, "Page")
    assert made.problems == ()
    assert made.value is not None
    return made.value


def fault(root: Path, files: Mapping[str, str], **view: object) -> Problem:
    templates, problems = templates_of(root, files)
    assert problems == []
    made = Renderer(templates).render("page.html", view, Language.FI, "Page")
    assert made.value is None
    (found,) = made.problems
    return found
