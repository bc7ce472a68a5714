"""The canonical digest of a frozen value: equal values, equal digests, on every machine.

Every part is type-tagged and length-prefixed, so no two values share a spelling; what this
module does not know it refuses. Knows no files and no pickles.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from types import NoneType
from typing import Any, BinaryIO

_SIZE = 16
_LONG = 400


def _piece(tag: bytes, body: bytes) -> bytes:
    return b"%s%d:%s" % (tag, len(body), body)


def _kind(kind: type) -> str:
    """The full name of a type: two modules may each have a `View`."""
    return f"{kind.__module__}.{kind.__qualname__}"


def _is_frozen(dataclass: type) -> bool:
    return getattr(getattr(dataclass, "__dataclass_params__", None), "frozen", False) is True


def encoded(value: object) -> bytes:
    """The canonical bytes of a value. Raises TypeError for a type that is not a frozen value."""
    return _joined((value,))


def _joined(values: Iterable[Any]) -> bytes:
    pieces = []
    for value in values:
        kind = value.__class__
        if kind is str and len(value) < _LONG:  # as more than half of them are
            body = value.encode()
            pieces.append(b"s%d:%s" % (len(body), body))
        elif value is None:
            pieces.append(b"n")
        elif kind is tuple and not value:
            pieces.append(b"(0:")
        else:
            pieces.append(_encoder(kind)(value))
    return b"".join(pieces)


@cache
def _encoder(kind: type[Any]) -> Callable[[Any], bytes]:  # noqa: C901 - a table, one line per type
    """What encodes values of a type, looked up once: asking each value took thrice as long."""
    if kind is NoneType:
        return lambda _: b"n"
    if kind is bool:
        return lambda value: b"t" if value else b"f"
    if issubclass(kind, Enum):
        members = {m.name: _piece(b"e", _joined((_kind(kind), m.value))) for m in kind}
        return lambda value: members[value.name]
    if issubclass(kind, str):
        return _of_text
    if issubclass(kind, int):
        return lambda value: _piece(b"i", b"%d" % value)
    if issubclass(kind, bytes):
        return lambda value: _piece(b"b", value)
    if issubclass(kind, tuple):
        return _of_tuple
    if issubclass(kind, frozenset):
        return lambda value: _piece(b"{", b"".join(sorted(map(encoded, value))))
    if issubclass(kind, (dt.date, dt.time)):
        name = encoded(_kind(kind))
        return lambda value: _piece(b"d", name + encoded(value.isoformat()))
    if issubclass(kind, float):
        return lambda value: _piece(b"r", value.hex().encode())
    if issubclass(kind, Digestible):
        return Digestible.spelled
    if dataclasses.is_dataclass(kind) and _is_frozen(kind):
        return _of_dataclass(kind)
    message = f"no digest for {kind.__name__}"
    raise TypeError(message)


def _of_text(value: str) -> bytes:
    """A text in UTF-8, but a long one in Latin-1 if that has its letters: six times as quick."""
    try:
        if len(value) >= _LONG:
            return _piece(b"l", value.encode("latin-1"))
    except UnicodeEncodeError:
        pass
    return _piece(b"s", value.encode())


def _of_tuple(value: tuple[Any, ...]) -> bytes:
    body = _joined(value)
    return b"(%d:%s" % (len(body), body)


def _of_dataclass(kind: type[Any]) -> Callable[[Any], bytes]:
    name, names = encoded(_kind(kind)), [field.name for field in dataclasses.fields(kind)]
    # Of one name alone `attrgetter` gives no tuple.
    fields = attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, *names)]
    if not names:
        return lambda _: _piece(b"o", name)

    def encode(value: object) -> bytes:
        body = name + _joined(fields(value))
        return b"o%d:%s" % (len(body), body)

    return encode


class Digestible:
    """A frozen value that lists its own parts for the digest, and remembers it for the next."""

    __slots__ = ("_spelled",)
    _spelled: bytes

    def spelled(self) -> bytes:
        """The canonical bytes of the value: the digest of its type and parts."""
        try:
            return self._spelled
        except AttributeError:
            # A record may have a value of that name.
            own = digest(_kind(type(self)), type(self).parts(self))
            self._spelled = _piece(b"h", own.encode())
            return self._spelled

    def parts(self) -> tuple[object, ...]:
        """Everything that makes the value what it is, as digestible values."""
        raise NotImplementedError  # a subclass without parts would have no digest


def digest(*values: object) -> str:
    """The digest of these values in this order: 32 hexadecimal digits (BLAKE2b, 128 bits)."""
    return blake2b(_joined(values), digest_size=_SIZE).hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """The digest of raw bytes, such as a file's: 32 hexadecimal digits."""
    return blake2b(data, digest_size=_SIZE).hexdigest()


def digest_of_stream(opened: BinaryIO) -> str:
    """The same digest of an open file, read piece by piece."""
    made = blake2b(digest_size=_SIZE)
    while piece := opened.read(1 << 20):
        made.update(piece)
    return made.hexdigest()
