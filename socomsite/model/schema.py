"""The vocabulary in which kinds of content are declared, and the schema read from them.

Knows pydantic and what groups of fields are; must never know a concrete kind, YAML or files.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from socomsite.language import Language, Words, collation_key
from socomsite.model.fields import NOWHERE, Day, Ref, Text, Truth
from socomsite.model.identifiers import SitePath
from socomsite.problem import Position

T = TypeVar("T")


class Part(BaseModel):
    """A group of fields inside an entry; `shorthand` names the field that plain text fills."""

    # What checks a group or kind is made when the first is read: an edit reads one kind of twenty.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )
    shorthand: ClassVar[str | None] = None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Lets `people: [anna]` stand for `people: [{person: anna}]`.

        The name of the group goes over to what reads both, or its second use would read one.
        """
        inner = handler(source)
        name = cls.shorthand
        if name is None:
            return inner
        group: Any = dict(handler.resolve_ref_schema(inner))
        known_as = group.pop("ref", None)

        def widen(value: object) -> object:
            return {name: value} if isinstance(value, str) else value

        return core_schema.no_info_before_validator_function(widen, group, ref=known_as)

    def __reduce__(self) -> tuple[Any, ...]:
        """For processes and the cache: the values without the names, which the class knows.

        Each entry would otherwise come back with names of its own for its fields.
        """
        kind = type(self)
        return _restored, (kind, tuple(self.__dict__[name] for name in _names_of(kind)))


@cache
def _names_of(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


@cache
def _set_of(kind: type[BaseModel]) -> set[str]:
    return set(_names_of(kind))  # one for all: entries are never changed


def _restored(kind: type[BaseModel], values: tuple[object, ...]) -> BaseModel:
    """The group of fields that was checked when it was made."""
    made = kind.__new__(kind)
    object.__setattr__(made, "__dict__", dict(zip(_names_of(kind), values, strict=True)))
    object.__setattr__(made, "__pydantic_fields_set__", _set_of(kind))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


class Source(Part):
    """Where the facts of an entry come from."""

    shorthand = "text"

    publication: Ref[Entry] | None = None
    text: Text | None = None
    where: Text | None = None


class Entry(Part):
    """One piece of content in one language: the fields that every kind has.

    `key`, `language` and `origin` come from the file's name, never from its text. Issues of a
    kind that `is_gathered` are made of what has come since the one before.
    """

    folder: ClassVar[str] = ""
    is_gathered: ClassVar[bool] = False
    names: ClassVar[Words] = Words("", "", "")
    on_card: ClassVar[tuple[str, ...]] = ()
    is_public: ClassVar[bool] = True

    key: str = ""
    language: Language = Language.FI
    origin: Position = NOWHERE

    draft: Truth = False
    appears: Day | None = None
    expires: Day | None = None
    reviewed_on: Day | None = None
    owner: Text | None = None
    aliases: tuple[SitePath, ...] = ()
    sources: tuple[Source, ...] = ()

    def __init_subclass__(
        cls, *, folder: str = "", fi: str = "", sv: str = "", en: str = "", public: bool = True
    ) -> None:
        """Take the kind's folder and its name in three languages from the class statement.

        A kind that is not public is for staff: it has no pages and nothing of it is published.
        """
        super().__init_subclass__()
        name = cls.__name__.lower()
        cls.folder = folder or cls.folder
        cls.names = Words(fi or name, sv or fi or name, en or name)
        cls.is_public = public

    @property
    def label(self) -> str:
        """What the entry is called in headings and links."""
        raise NotImplementedError  # every kind is Titled or Named, or calls itself

    @property
    def shown_from(self) -> date | None:
        """The first day on which the public may see the entry; None for always."""
        return self.appears

    def order(self, today: date) -> tuple[Any, ...]:  # Any: keys of one kind compare, types vary
        """The place of the entry in a list of its kind."""
        del today
        return (collation_key(self.label, self.language),)


#: Fields that the file's name gives.
PLACED_FIELDS = frozenset({"key", "language", "origin"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference found in an entry: which field holds it and which kinds it may name."""

    field: str
    kinds: tuple[str, ...]
    ref: Ref[Any]


@dataclass(frozen=True)
class Schema:
    """The kinds of a site, by folder."""

    kinds: Mapping[str, type[Entry]]

    @staticmethod
    def of(kinds: Iterable[type[Entry]]) -> Schema:
        """The schema of these kinds; no two may share a folder."""
        listed = list(kinds)
        found = {kind.folder: kind for kind in listed}
        if len(found) != len(listed) or "" in found:
            message = "every kind needs a folder of its own"
            raise ValueError(message)
        by_name: dict[str, type[Entry]] = {kind.__name__: kind for kind in listed}
        by_name[Entry.__name__] = Entry
        for model in _parts(Part):
            if not model.__pydantic_fields_complete__:
                model.model_rebuild(_types_namespace=by_name, raise_errors=False)
        for kind in listed:
            if not kind.__pydantic_fields_complete__:
                kind.model_rebuild(_types_namespace=by_name)
        return Schema(found)

    @cached_property
    def public_folders(self) -> tuple[str, ...]:
        """The folders of the kinds that have pages: all that a link or list can lead to."""
        return tuple(folder for folder, kind in self.kinds.items() if kind.is_public)

    def folders_of(self, target: type[Entry]) -> tuple[str, ...]:
        """The folders of a kind and of those that declare themselves its variants.

        A kind without pages is found only where it is asked for itself.
        """
        return tuple(
            folder
            for folder, kind in self.kinds.items()
            if issubclass(kind, target) and (kind.is_public or not target.is_public)
        )

    def citing_fields(self, target: type[Entry]) -> Iterator[tuple[str, str]]:
        """Folder and field of every reference that can name a kind, those to any kind apart."""
        for folder in self.public_folders:
            kind = self.kinds[folder]
            for name in kind.model_fields:
                targets = _deep_targets(kind, name)
                if any(t is not Entry and issubclass(target, t) for t in targets):
                    yield folder, name

    def references(self, entry: Entry) -> Iterator[Reference]:
        """Every reference in the entry's fields, prose apart, in the order of declaration."""
        for name in _names_holding(type(entry), Ref):
            for ref, targets in _references(entry, name):
                yield Reference(name, self._folders_of_all(targets), ref)

    def _folders_of_all(self, targets: tuple[type[Entry], ...]) -> tuple[str, ...]:
        if targets not in self._known_folders:
            found = tuple(folder for each in targets for folder in self.folders_of(each))
            self._known_folders[targets] = found
        return self._known_folders[targets]

    @cached_property
    def _known_folders(self) -> dict[tuple[type[Entry], ...], tuple[str, ...]]:
        return {}


def _parts(part: type[Part]) -> Iterator[type[Part]]:
    for below in part.__subclasses__():
        if not issubclass(below, Entry):
            yield below
            yield from _parts(below)


def _references(model: BaseModel, name: str) -> Iterator[tuple[Ref[Any], tuple[type[Entry], ...]]]:
    value = getattr(model, name)
    if value is None or value == ():
        return
    targets = field_targets(type(model), name)
    for item in value if isinstance(value, tuple) else (value,):
        if isinstance(item, Ref):
            yield item, targets
        elif isinstance(item, BaseModel):
            for inner in _names_holding(type(item), Ref):
                yield from _references(item, inner)


@cache
def field_targets(model: type[BaseModel], name: str) -> tuple[type[Entry], ...]:
    """The kinds that a field's references name; remembered, since every entry asks."""
    return ref_targets(model.model_fields[name].annotation)


def ref_targets(annotation: object) -> tuple[type[Entry], ...]:
    """The kinds that a field's `Ref[…]` names, through Optional, tuple and Annotated."""
    if get_origin(annotation) is Ref:
        (target,) = get_args(annotation)
        union = get_origin(target) in (Union, types.UnionType)
        return get_args(target) if union else (target,)
    return tuple(t for part in get_args(annotation) for t in ref_targets(part))


@cache
def _deep_targets(model: type[BaseModel], name: str) -> tuple[type[Entry], ...]:
    """The kinds that a field can name, itself or inside its parts."""
    inner = _model_in(model.model_fields[name].annotation)
    if inner is None:
        return field_targets(model, name)
    return tuple(t for below in inner.model_fields for t in _deep_targets(inner, below))


def part_at(kind: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The group of fields that a path of names and indexes leads to inside a kind."""
    found = kind
    for step in loc:
        if isinstance(step, str) and step in found.model_fields:
            inner = _model_in(found.model_fields[step].annotation)
            found = inner or found
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is Ref:
        return None  # a reference names an entry, it does not hold one
    return next((m for part in get_args(annotation) if (m := _model_in(part))), None)


def values_of(model: BaseModel, wanted: type[T]) -> Iterator[tuple[str, T]]:
    """Every value of a type in an entry, also inside its parts, with the name of its field."""
    for name in _names_holding(type(model), wanted):  # type: ignore[arg-type] # a type is hashable
        value: object = getattr(model, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, wanted):
                yield name, item
            elif _is_model(item.__class__):
                yield from values_of(item, wanted)


@cache  # asked of every entry a dozen times in a build
def _names_holding(model: type[BaseModel], wanted: type) -> tuple[str, ...]:
    """The fields that can hold a value of a type, themselves or in their parts."""
    fields = model.model_fields.items()
    return tuple(name for name, info in fields if _can_hold(info.annotation, wanted, (model,)))


def _can_hold(annotation: object, wanted: type, above: tuple[type, ...]) -> bool:
    """Whether a value so annotated can be, or hold, one of a type; yes, where that is not clear."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return any(isinstance(each, wanted) for each in inner)
    if origin is Annotated:
        return _can_hold(inner[0], wanted, above)
    if origin in (Union, types.UnionType, tuple):
        return any(_can_hold(each, wanted, above) for each in inner if each is not ...)
    kind = origin or annotation
    if kind is Any or not isinstance(kind, type):
        return True
    if issubclass(kind, wanted) or issubclass(wanted, kind):
        return True
    if not issubclass(kind, BaseModel) or kind in above:
        return kind in (list, dict, set, frozenset)
    fields = kind.model_fields.values()
    return any(_can_hold(info.annotation, wanted, (*above, kind)) for info in fields)


@cache
def _is_model(kind: type) -> bool:
    return issubclass(kind, BaseModel)
