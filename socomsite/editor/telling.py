"""What is wrong with an entry, told beside the field that it is about.

The messages are those of a build, in the same words; a field goes by its label and an entry by its
name. Must never know how a form looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from socomsite.editor import words
from socomsite.editor.choices import Choices
from socomsite.editor.store import Store
from socomsite.editor.submission import DOT, PREFIX
from socomsite.language import Language
from socomsite.messages import choice_words, hints_of, message_of, say
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.labels import Label, label_of
from socomsite.model.schema import Entry, Part
from socomsite.model.source import split_front_matter
from socomsite.problem import Position, Problem, Value
from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml

Steps = tuple[str | int, ...]
_BODY = "body"
#: Codes for a name that leads to nothing, where a field names one thing.
_UNFOUND = frozenset({"reference-unknown", "reference-wrong-kind", "reference-ambiguous"})
_NO_HINTS = _UNFOUND | {"reference-draft"}


@dataclass(frozen=True, slots=True)
class Told:
    """A message and the name of the input that it is about; empty for the entry as a whole."""

    name: str
    text: str
    is_error: bool = True


@dataclass
class Teller:
    """Tells of the problems in the text of an entry to people of a language."""

    kind: type[Entry]
    path: str
    text: str
    choices: Choices
    language: Language
    _places: list[tuple[Position, Steps, Node | None]] = field(default_factory=list)
    _body_line: int = 0

    def __post_init__(self) -> None:
        """Find where each field stands in the text."""
        front, first_line = self.text, 1
        if self.path.endswith(".md"):
            split = split_front_matter(self.text)
            front, first_line = split.front or "", split.front_line
            self._body_line = split.body_line if split.front is not None else 0
        tree = read_yaml(front, self.path, first_line).value
        if tree is not None:
            self._places = [*_places(tree, ())]

    def told(self, problems: Iterable[Problem]) -> tuple[Told, ...]:
        """Every problem with the input that it is about, once each."""
        found = (self._told(each) for each in problems)
        return tuple(dict.fromkeys(found))

    def _told(self, found: Problem) -> Told:
        if found.position.path != self.path:
            return Told("", self._elsewhere(found), found.is_error)
        steps = self._steps(found)
        return Told(name_of(steps), self._message(found, steps), found.is_error)

    def _steps(self, found: Problem) -> Steps:
        """The field that a problem is about: where it stands, and which one it names."""
        place, values = found.position, dict(found.values)
        named = str(values.get("field", ""))
        if self._body_line and place.line >= self._body_line:
            return (_BODY,)
        steps = self._standing(place, named)
        if named and named == next((s for s in reversed(steps) if isinstance(s, str)), ""):
            return steps
        # A group that lacks a field is told of at its own place.
        for length in range(len(steps), -1, -1):
            group, described = field_at(self.kind, steps[:length])
            inside = described.group if described else group if not length else None
            if named and inside and named in inside.model_fields:
                return (*steps[:length], named)
        if not steps:
            own = {each.name for each in describe(self.kind)}
            return next(((name,) for name in values if name in own), ())
        return (*steps, *self._short(steps))

    def _short(self, steps: Steps) -> Steps:
        """The field that a text stands for where a group is written as one text."""
        _, described = field_at(self.kind, steps)
        short = described.group.shorthand if described and described.group else None
        is_text = any(each == steps and isinstance(node, Scalar) for _, each, node in self._places)
        return (short,) if short and is_text else ()

    def _standing(self, place: Position, named: str) -> Steps:
        """The steps to what stands at a place, or to what stands before it."""
        here = [steps for at, steps, _ in self._places if at == place]
        if here:
            return next((steps for steps in here if steps and steps[-1] == named), here[-1])
        before = [steps for at, steps, _ in self._places if at <= place]
        return before[-1] if before and place.line else ()

    def _message(self, found: Problem, steps: Steps) -> str:
        values = dict(found.values)
        group, described = field_at(self.kind, steps)
        is_reference = described is not None and described.sort is FieldSort.REFERENCE
        if described is not None and is_reference and found.code in _UNFOUND:
            return unfound(described, str(values.get("key", "")), self.choices, self.language)
        shown: dict[str, Value] = dict(values)
        if described is not None and is_reference and "key" in values:
            shown["key"] = self.choices.name_of(described, str(values["key"]))
        if "field" in values:
            label = label_of(place_of(group), str(values["field"]))
            shown["field"] = label.name
            if "example" in values:
                shown["example"] = self._example(described, label)
        hints = () if found.code in _NO_HINTS else hints_of(found, self.language)
        return " ".join([say(found.code, self.language, **shown), *hints])

    def _example(self, described: FieldDescription | None, label: Label) -> str:
        """What a person could write or choose: a name rather than a key, a text without marks."""
        if described is not None and described.sort in {FieldSort.REFERENCE, FieldSort.KIND}:
            return next((each.name for each in self.choices.of(described)), "…")
        called = choice_words(label.example or "") if described and described.choices else None
        return called.in_language(self.language) if called else label.sample

    def _elsewhere(self, found: Problem) -> str:
        """What goes wrong in another file because of this one."""
        path = found.position.path
        _, entry = self.choices.held.by_path.get(path, (None, None))
        where = entry.label if entry else path
        message = say(found.code, self.language, **dict(found.values))
        return words.say("form-elsewhere", self.language, where=where, message=message)


def in_words(found: Problem, store: Store, choices: Choices, language: Language) -> str:
    """A problem for people with no form before them, in the words of its form if it has one.

    Raises OSError.
    """
    path = found.position.path
    source, _ = choices.held.by_path.get(path, (None, None))
    kept = store.read(path) if source else None
    if source is None or kept is None:
        return " ".join((message_of(found, language), *hints_of(found, language)))
    kind = choices.held.schema.kinds[source.folder]
    (told,) = Teller(kind, path, kept.text, choices, language).told([found])
    return told.text


def unfound(field: FieldDescription, said: str, choices: Choices, language: Language) -> str:
    """That nothing goes by a name, with those that are near."""
    near = choices.near(field, said)
    if near:
        listed = " · ".join(near)
        return words.say("chooser-none-but", language, said=said, list=listed)
    return words.say("chooser-none", language, said=said)


def name_of(steps: Steps) -> str:
    """The name of the input of a field; empty for the entry as a whole."""
    return DOT.join([PREFIX, *map(str, steps)]) if steps else ""


def field_at(kind: type[Part], steps: Steps) -> tuple[type[Part], FieldDescription | None]:
    """The group that steps lead into and the field there; None if there is no such field."""
    group, found = kind, None
    for step in steps:
        if isinstance(step, int):
            continue
        if found is not None and found.group is not None:
            group = found.group
        found = next((each for each in describe(group) if each.name == step), None)
        if found is None:
            break
    return group, found


def place_of(group: type[Part]) -> str:
    """Where the labels of a kind's or group's fields are looked up."""
    return group.folder if issubclass(group, Entry) else group.__name__.lower()


def _places(node: Node, steps: Steps) -> Iterator[tuple[Position, Steps, Node | None]]:
    """Every key, item and value of a tree, in the order in which they stand."""
    yield node.position, steps, node
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _places(item, (*steps, number))
    elif isinstance(node, Mapping):
        for name, value in node.entries:
            yield name.position, (*steps, name.text), None
            yield from _places(value, (*steps, name.text))
