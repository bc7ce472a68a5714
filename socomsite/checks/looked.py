"""What one text holds of people and of systems: seen once, told of when the whole site is known.

Must never know other texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from socomsite.checks.suspects import position_in
from socomsite.model.mobilenumber import national
from socomsite.model.sensitive import Found, Sort, found_in
from socomsite.model.source import split_front_matter
from socomsite.problem import Position

# A number in this field is there to be called; people, offices and services have it.
_CONTACT = re.compile(r"(?:^|[{,\s])phone:\s*[\"']?([+(]?\d[\d ()-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in one text: numbers of contact fields, and what looks private, each placed.

    Of a private number its digits are kept too: it may be somebody's contact elsewhere.
    """

    contacts: frozenset[str] = frozenset()
    found: tuple[tuple[Found, Position, str], ...] = ()

    def __reduce__(self) -> tuple[type[Looked], tuple[object, ...]]:
        """What makes it again, as of a `Position`."""
        return Looked, (self.contacts, self.found) if self.contacts or self.found else ()


NOTHING = Looked()


def looked_over(path: str, text: str) -> Looked:
    """What a text at a path holds of people and of systems."""
    fields = text if path.endswith(".yaml") else split_front_matter(text).front or ""
    told = _CONTACT.finditer(fields) if "phone:" in fields else ()
    contacts = frozenset(national(match[1]) for match in told)
    found = tuple(
        (
            each,
            position_in(path, text, each.start),
            national(text[each.start : each.end]) if each.sort is Sort.PRIVATE_PHONE else "",
        )
        for each in found_in(text)
    )
    return Looked(contacts, found)
