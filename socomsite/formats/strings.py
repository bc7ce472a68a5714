"""The interface's words: `templates/strings.yaml`, a tree of names with languages at its ends.

Must never know templates.
"""

from __future__ import annotations

from pathlib import Path

from socomsite.language import Language, Words
from socomsite.model.textfile import read_text
from socomsite.model.walking import shown_path
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.yamltext import Mapping, Node, Scalar, read_yaml

STRINGS = "strings.yaml"


def read_strings(file: Path, root: Path) -> Outcome[tuple[tuple[str, Words], ...]]:
    """The words of the file by dotted name, sorted, and what is wrong with it.

    Problems: those of reading a file, `template-missing`, `yaml-…`, `string-untranslated`.
    """
    path = shown_path(file, root)
    if not file.exists():
        return Outcome((), (problem(Position(path), "template-missing", name=STRINGS),))
    text = read_text(file, root, path)
    if text.value is None:
        return Outcome((), text.problems)
    read = read_yaml(text.value, path)
    words: dict[str, Words] = {}
    problems = list(read.problems)
    if read.value is not None:
        _collect(read.value, "", words, problems)
    return Outcome(tuple(sorted(words.items())), tuple(problems))


def _collect(node: Node, name: str, words: dict[str, Words], problems: list[Problem]) -> None:
    """Words at the ends of a tree of names: `state: {running: {fi: …, sv: …, en: …}}`."""
    if not isinstance(node, Mapping):
        problems.append(problem(node.position, "yaml-syntax"))
        return
    found = {n.text: v for n, v in node.entries}
    languages = {language.value for language in Language}
    if not any(isinstance(found.get(code), Scalar) for code in languages):
        for key, below in found.items():
            _collect(below, f"{name}.{key}".lstrip("."), words, problems)
        return
    texts = {key: value.text for key, value in found.items() if isinstance(value, Scalar)}
    problems += [
        problem(node.position, "string-untranslated", name=name, language=missing)
        for missing in sorted(languages - texts.keys())
    ]
    words[name] = Words(*(texts.get(code, name) for code in ("fi", "sv", "en")))
