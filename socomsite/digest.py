"""The canonical digest of a frozen value: equal values, equal digests, on every machine.

Every part is type-tagged and length-prefixed, so no two values share a spelling; what this
module does not know it refuses. Knows no files and no pickles.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from enum import Enum
from hashlib import blake2b
from typing import BinaryIO

_SIZE = 16


def _piece(tag: bytes, body: bytes) -> bytes:
    return b"%s%d:%s" % (tag, len(body), body)


def _pieces(tag: bytes, values: Iterable[object]) -> bytes:
    return _piece(tag, b"".join(encoded(value) for value in values))


def _kind(value: object) -> str:
    """The full name of a value's type: two modules may each have a `View`."""
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _is_frozen(dataclass: type) -> bool:
    return getattr(getattr(dataclass, "__dataclass_params__", None), "frozen", False) is True


def encoded(value: object) -> bytes:  # noqa: C901 - a table, one line per type
    """The canonical bytes of a value. Raises TypeError for a type that is not a frozen value."""
    match value:
        case None:
            return b"n"
        case bool():
            return b"t" if value else b"f"
        case Enum():
            return _pieces(b"e", (_kind(value), value.value))
        case str():
            return _piece(b"s", value.encode())
        case int():
            return _piece(b"i", b"%d" % value)
        case bytes():
            return _piece(b"b", value)
        case tuple():
            return _pieces(b"(", value)
        case frozenset():
            return _piece(b"{", b"".join(sorted(encoded(item) for item in value)))
        case dt.date() | dt.time():
            return _pieces(b"d", (_kind(value), value.isoformat()))
        case float():
            return _piece(b"r", value.hex().encode())
        case _ if isinstance(value, Digestible):
            return _piece(b"h", value.own_digest().encode())
        case _ if dataclasses.is_dataclass(value) and _is_frozen(type(value)):
            parts = [getattr(value, field.name) for field in dataclasses.fields(value)]
            return _pieces(b"o", (_kind(value), *parts))
    message = f"no digest for {type(value).__name__}"
    raise TypeError(message)


class Digestible:
    """A frozen value that lists its own parts for the digest, and remembers it for the next."""

    __slots__ = ("_own_digest",)
    _own_digest: str

    def own_digest(self) -> str:
        """The digest of the value's type and parts."""
        try:
            return self._own_digest
        except AttributeError:
            self._own_digest = digest(_kind(self), self.parts())
            return self._own_digest

    def parts(self) -> tuple[object, ...]:
        """Everything that makes the value what it is, as digestible values."""
        raise NotImplementedError  # a subclass without parts would have no digest


def digest(*values: object) -> str:
    """The digest of these values in this order: 32 hexadecimal digits (BLAKE2b, 128 bits)."""
    return blake2b(b"".join(encoded(value) for value in values), digest_size=_SIZE).hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """The digest of raw bytes, such as a file's: 32 hexadecimal digits."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def digest_of_stream(opened: BinaryIO) -> str:
    """The same digest of an open file, read piece by piece."""
    made = blake2b(digest_size=_SIZE)
    while piece := opened.read(1 << 20):
        made.update(piece)
    return made.hexdigest()
