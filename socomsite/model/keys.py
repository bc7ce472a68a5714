"""What a key is, and which one a file for a new entry gets.

Must never know which keys are taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from socomsite.language import slug
from socomsite.model.filenames import is_portable

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 80


def is_key(text: str) -> bool:
    """Whether a text can be a key: small letters, digits, single hyphens; a name on Windows too."""
    return bool(_KEY.fullmatch(text)) and is_portable(text)


def suggested_key(label: str) -> str:
    """The key that a file for an entry of this name would have."""
    return slug(label)[:_LONGEST].rstrip("-")


def key_in(folder: str, label: str) -> str:
    """The key for what is so called in a folder, which stands in where no letter of it is left.

    One that no file of Windows can have, such as `con`, has the folder before it.
    """
    key = suggested_key(label) or folder
    return key if is_portable(key) else f"{folder}-{key}"


def key_for(folder: str, said: Mapping[str, object]) -> str:
    """The key of a new entry, from what it is called, else from its series, number and year."""
    named = [said[name] for name in ("title", "name") if said.get(name)]
    parts = named[:1] or [said[name] for name in ("series", "number", "year") if said.get(name)]
    return key_in(folder, " ".join(map(str, parts)))
