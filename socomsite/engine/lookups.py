"""Look-ups in rows of a table: of ten thousand entries only some are asked for, or none.

Must never know what is looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from socomsite.language import BY_TAG, Language
from socomsite.model.references import Citation, Name


class Both(Collection[Name]):
    """The names in either of two; that of ten thousand no third is made."""

    def __init__(self, one: Collection[Name], other: Collection[Name]) -> None:
        self._one = one
        self._other = other

    def __contains__(self, name: object) -> bool:
        return name in self._one or name in self._other

    def __iter__(self) -> Iterator[Name]:
        return chain(self._one, self._other)

    def __len__(self) -> int:
        return len(self._one) + len(self._other)


class Owners(Mapping[str, tuple[Name, Language]]):
    """Whose page stands at an address."""

    def __init__(self, rows: Mapping[str, tuple[Name, str]]) -> None:
        self._rows = rows

    def __getitem__(self, address: str) -> tuple[Name, Language]:
        name, language = self._rows[address]
        return name, BY_TAG[language]

    def __contains__(self, address: object) -> bool:
        return address in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Citations(Mapping[Name, tuple[Citation, ...]]):
    """Who names whom; of ten thousand entries only some are asked for."""

    def __init__(self, rows: Mapping[Name, Sequence[tuple[str, str, str]]]) -> None:
        self._rows = rows

    def __getitem__(self, name: Name) -> tuple[Citation, ...]:
        return tuple(Citation(field, (folder, key)) for field, folder, key in self._rows[name])

    def __iter__(self) -> Iterator[Name]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
