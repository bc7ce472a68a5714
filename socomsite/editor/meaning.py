"""When two values of a field say the same, though they are written in two ways.

A form gives back what it was given in a browser's spelling: other line ends, no signs that cannot
be seen, perhaps no blanks around. That is no change. Must never know what the fields mean.
"""

from __future__ import annotations

from socomsite.signs import visible
from socomsite.yamltext import Plain


def cleaned(value: Plain) -> Plain:
    """A value as a file can say it: line feeds only, and nothing that is taken out in reading."""
    if isinstance(value, str):
        return visible(value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    return {str(cleaned(name)): cleaned(below) for name, below in value.items()}


def is_said(value: Plain) -> bool:
    """Whether a field says anything by this: an empty text, list or group is as good as none."""
    return meaning(value) not in ("", [], {})


def meaning(value: Plain) -> Plain:
    """What a value says, blanks around texts and fields without a value left aside."""
    if isinstance(value, str):
        return str(cleaned(value)).strip()
    if isinstance(value, list):
        return [meaning(item) for item in value]
    said = ((str(cleaned(name)), meaning(below)) for name, below in value.items())
    return {name: below for name, below in said if below not in ("", [], {})}
