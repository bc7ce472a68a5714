"""The form of an entry is drawn: which field stands where, how it is filled in, what is told of it.

Drawn from the schema alone, so a new kind needs nothing here. Must never know HTML, requests or
files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from socomsite.editor import words
from socomsite.editor.choices import Choices
from socomsite.editor.form import Form, Input, Option, Section, Widget
from socomsite.editor.grouping import grouped, is_rare
from socomsite.editor.submission import DOT, PREFIX
from socomsite.editor.telling import Told, place_of
from socomsite.editor.typed import NAME, nothing, nothing_in
from socomsite.language import Language
from socomsite.messages import choice_words
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.labels import Label, label_of
from socomsite.model.schema import Entry, Part
from socomsite.yamltext import Plain

_FEW_TO_CHOOSE, _FEW_TO_SEE = 12, 6
_LONG_TEXT = 60


@dataclass
class _Drawing:
    """One form being drawn."""

    choices: Choices
    language: Language
    told: Mapping[str, list[Told]]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def inputs(self, group: type[Part], typed: Plain, name: str) -> tuple[Input, ...]:
        """The fields of a group."""
        given = typed if isinstance(typed, dict) else nothing_in(group)
        return tuple(
            self.input(group, each, given.get(each.name, nothing(each)), name)
            for each in describe(group)
        )

    def input(self, group: type[Part], each: FieldDescription, typed: Plain, above: str) -> Input:
        """A field, with all that is in it."""
        name, label = f"{above}{DOT}{each.name}", label_of(place_of(group), each.name)
        if each.is_list or each.is_named:
            return self._list(each, label, typed if isinstance(typed, list) else [], name)
        if each.group:
            return self._frame(
                each, label, name, Widget.GROUP, inputs=self.inputs(each.group, typed, name)
            )
        return self._one(each, label, str(typed), name)

    def _list(
        self, each: FieldDescription, label: Label, items: Sequence[Plain], name: str
    ) -> Input:
        one = (label.one or label.name).in_language(self.language)
        title = one[:1].upper() + one[1:]
        if each.group:
            rows = tuple(
                Input(
                    name=f"{name}{DOT}{number}",
                    widget=Widget.GROUP,
                    label=f"{title} {number + 1}",
                    inputs=self._row(each, item, f"{name}{DOT}{number}"),
                    faults=self._told(f"{name}{DOT}{number}"),
                    notes=self._noted(f"{name}{DOT}{number}"),
                )
                for number, item in enumerate(items)
            )
            return self._frame(each, label, name, Widget.ROWS, rows=rows, one=one)
        texts = [str(item) for item in items]
        if each.sort is FieldSort.CHOICE:
            options = self._options(each, texts)
            return self._frame(each, label, name, Widget.BOXES, options=options)
        lines = tuple(
            self._one(each, label, text, f"{name}{DOT}{number}", f"{title} {number + 1}")
            for number, text in enumerate(texts or [""])
        )
        return self._frame(each, label, name, Widget.LINES, rows=lines, one=one)

    def _row(self, each: FieldDescription, item: Plain, name: str) -> tuple[Input, ...]:
        assert each.group is not None
        inside = self.inputs(each.group, item, name)
        if not each.is_named or not isinstance(item, dict):
            return inside
        label = words.say("row-name", self.language)
        own = Input(f"{name}{DOT}{NAME}", Widget.LINE, label, "", True, str(item.get(NAME, "")))
        return (own, *inside)

    def _one(
        self, each: FieldDescription, label: Label, text: str, name: str, called: str = ""
    ) -> Input:
        """A field of one text; `called` where it is a row of a list."""
        options = self._options(each, [text] if text else [])
        widget, listed = self._widget(each, label, text, options)
        made = self._frame(
            each, label, name, widget, value=text, options=options or (), listed=listed
        )
        return made if not called else Input(**{**vars(made), "label": called, "hint": ""})

    def _widget(
        self,
        each: FieldDescription,
        label: Label,
        text: str,
        options: tuple[Option, ...] | None,
    ) -> tuple[Widget, str]:
        match each.sort:
            case FieldSort.PROSE:
                return Widget.PROSE, ""
            case FieldSort.DAY | FieldSort.DATE | FieldSort.MOMENT:
                return Widget.DATE, ""
            case FieldSort.NUMBER:
                return Widget.NUMBER, ""
            case FieldSort.TRUTH:
                return (Widget.BOX if each.default == "false" else Widget.RADIOS), ""
            case FieldSort.CHOICE:
                return (Widget.RADIOS if self._is_few(each) else Widget.SELECT), ""
            case FieldSort.REFERENCE | FieldSort.KIND | FieldSort.FILE | FieldSort.PICTURE:
                return (Widget.SELECT, "") if options else (Widget.SEARCH, self._listed(each))
        is_long = len(label.sample) > _LONG_TEXT or len(text) > _LONG_TEXT
        return (Widget.AREA if is_long else Widget.LINE), ""

    @staticmethod
    def _is_few(each: FieldDescription) -> bool:
        """Whether all that can be chosen is seen at once."""
        return 0 < len(each.choices) <= _FEW_TO_SEE

    def _listed(self, each: FieldDescription) -> str:
        """The name of the list of all that a field can name."""
        name = "-".join(("list", each.sort.value, *each.kinds))
        if name not in self.lists:
            self.lists[name] = tuple(choice.name for choice in self.choices.of(each))
        return name

    def _options(self, each: FieldDescription, chosen: Sequence[str]) -> tuple[Option, ...] | None:
        """What can be chosen if it is little enough to see; None where one writes or searches."""
        match each.sort:
            case FieldSort.TRUTH:
                found = {
                    "true": words.say("yes", self.language),
                    "false": words.say("no", self.language),
                }
            case FieldSort.CHOICE:
                found = {value: self._called(value) for value in each.choices}
            case FieldSort.KIND:
                found = {choice.text: choice.name for choice in self.choices.of(each)}
            case FieldSort.REFERENCE | FieldSort.FILE | FieldSort.PICTURE:
                listed = self.choices.of(each)
                if not listed or len(listed) > _FEW_TO_CHOOSE:
                    return None
                found = {choice.name: choice.name for choice in listed}
            case _:
                return None
        found |= {text: text for text in chosen if text not in found}
        is_boxes = each.is_list and each.sort is FieldSort.CHOICE
        if not is_boxes and not each.default:
            is_asked = each.is_required and not each.is_list
            none = words.say("choose" if is_asked else "not-chosen", self.language)
            is_seen = each.sort is FieldSort.TRUTH or self._is_few(each)
            found = found if is_asked and is_seen else {"": none} | found
        wanted = set(chosen) or ({each.default} if not is_boxes else set())
        return tuple(Option(value, text, value in wanted) for value, text in found.items())

    def _called(self, value: str) -> str:
        known = choice_words(value)
        name = known.in_language(self.language) if known else value
        return name[:1].upper() + name[1:]

    def _frame(
        self,
        each: FieldDescription,
        label: Label,
        name: str,
        widget: Widget,
        **more: object,
    ) -> Input:
        hint = label.hint.in_language(self.language) if label.hint else ""
        if not hint and label.sample and each.group is None:
            hint = words.say("hint-example", self.language, example=label.sample)
        return Input(
            name=name,
            widget=widget,
            label=label.name.in_language(self.language),
            hint=hint,
            is_required=each.is_required,
            sort=each.sort,
            faults=self._told(name),
            notes=self._noted(name),
            **more,  # type: ignore[arg-type]  # the parts of an input, each by its name
        )

    def _told(self, name: str) -> tuple[str, ...]:
        return tuple(each.text for each in self.told.get(name, []) if each.is_error)

    def _noted(self, name: str) -> tuple[str, ...]:
        return tuple(each.text for each in self.told.get(name, []) if not each.is_error)


def draw(
    kind: type[Entry],
    typed: Mapping[str, Plain],
    choices: Choices,
    language: Language,
    told: Iterable[Told] = (),
) -> Form:
    """The form of an entry of a kind with what is typed in it and what is told of it."""
    listed = tuple(told)
    plain = _Drawing(choices, language, {})
    names = _names(plain.inputs(kind, dict(typed), PREFIX))
    placed = [Told(_nearest(each.name, names), each.text, each.is_error) for each in listed]
    by_name: dict[str, list[Told]] = {}
    for each in placed:
        by_name.setdefault(each.name, []).append(each)
    drawing = _Drawing(choices, language, by_name)
    made = {each.name: each for each in drawing.inputs(kind, dict(typed), PREFIX)}
    sections = []
    for group, described in grouped(describe(kind)):
        inputs = [(each, made[f"{PREFIX}{DOT}{each.name}"]) for each in described]
        heading = group.heading.in_language(language)
        seen = tuple(shown for each, shown in inputs if not is_rare(each) or shown.asks)
        folded = tuple(shown for each, shown in inputs if is_rare(each) and not shown.asks)
        is_quiet = group.is_quiet and not any(each.is_required for each in described)
        sections.append(Section(heading, seen, folded, is_quiet))
    return Form(
        tuple(sections),
        drawing.lists,
        tuple(each for each in placed if each.is_error),
        tuple(each for each in placed if not each.is_error),
    )


def _names(inputs: Iterable[Input]) -> frozenset[str]:
    def each(found: Iterable[Input]) -> Iterator[str]:
        for one in found:
            yield one.name
            yield from each((*one.rows, *one.inputs))

    return frozenset(each(inputs))


def _nearest(name: str, names: frozenset[str]) -> str:
    """The input of a name, else the one that it would be in; empty if there is none."""
    while name and name not in names:
        name = name.rpartition(DOT)[0]
    return name
