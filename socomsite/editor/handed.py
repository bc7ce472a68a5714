"""What a browser handed in of a form, as what its file would say.

Must never know what is done with it: saved, shown or kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from socomsite.editor.cases import Case
from socomsite.editor.document import Unwritable
from socomsite.editor.holding import Held
from socomsite.editor.submission import END, Sent, typed_in
from socomsite.editor.typed import Scribe
from socomsite.yamltext import Plain


@dataclass(frozen=True)
class Handed:
    """A form as it was handed in: what was typed, and what its file said when it was opened.

    `digest` is that of the file then, empty if there was none.
    """

    case: Case
    typed: Mapping[str, Plain]
    base: Mapping[str, Plain]
    digest: str
    scribe: Scribe
    held: Held

    @cached_property
    def said(self) -> dict[str, Plain]:
        """What the file is to say."""
        return self.scribe.said(self.case.kind, self.typed, self.base)

    @cached_property
    def path(self) -> str:
        """Where the file stands or will stand."""
        return self.case.placed(self.said, self.held)

    @cached_property
    def text(self) -> str | None:
        """The file's text with what was typed; None if the file is written too oddly for it."""
        try:
            return self.case.text(self.said, self.path)
        except Unwritable:
            return None


def is_whole(sent: Sent) -> bool:
    """Whether a form arrived to its end."""
    return END in sent


def handed_in(case: Case, sent: Sent, scribe: Scribe, held: Held) -> Handed:
    """The form of a case as a browser sent it; fields to drop are no longer said."""
    dropped = set(sent.get("drop", ()))
    base = {name: said for name, said in _base(sent).items() if name not in dropped}
    return Handed(case, typed_in(case.kind, sent), base, last(sent, "digest"), scribe, held)


def _base(sent: Sent) -> dict[str, Plain]:
    return plain_fields(last(sent, "base"))


def plain_fields(text: str) -> dict[str, Plain]:
    """Fields out of the text of a hidden input; none if it is not what a form of ours holds."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    plain = _plain(found)
    return plain if isinstance(plain, dict) else {}


def _plain(value: object) -> Plain:
    match value:
        case dict():
            return {str(name): _plain(below) for name, below in value.items()}
        case list():
            return [_plain(item) for item in value]
    return str(value)


def as_text(said: Mapping[str, Plain]) -> str:
    """Fields as the text of a hidden input."""
    return json.dumps(dict(said), ensure_ascii=False)


def last(sent: Sent, name: str) -> str:
    """The last value of an input; empty if there is none."""
    return (sent.get(name) or [""])[-1]
