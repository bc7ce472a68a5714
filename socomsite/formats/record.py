"""A record: the values that a template reads by name, and which it cannot change.

Must never know what the values mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from socomsite.digest import Digestible, digest


class Record(Digestible):
    """Named values, read by attribute in templates; frozen."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """A record of these values, which are its attributes: so nobody is quicker to read them."""
        self.__dict__ = dict(values)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """The value of a name."""

    def __getitem__(self, name: str) -> object:
        """The value of a name. Raises KeyError, which a template tells of as undefined."""
        return self.__dict__[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a value of that name."""
        return name in self.__dict__

    def __eq__(self, other: object) -> bool:
        """Records are equal by value."""
        return isinstance(other, Record) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        """By names, since values may be long."""
        return hash(tuple(self.__dict__))

    def named_values(self) -> Mapping[str, object]:
        """The values by name; so called that no field of content is hidden by it."""
        return self.__dict__

    def parts(self) -> tuple[object, ...]:
        """What its names come to, and its values."""
        return (_of_names(tuple(self.__dict__)), *self.__dict__.values())


@lru_cache(maxsize=1024)
def _of_names(names: tuple[str, ...]) -> str:
    """The digest of the names of a record: thousands of records have the same."""
    return digest(*names)
