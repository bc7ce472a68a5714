"""A process that saves: `FILE PERSON COUNT` in a loop, each time on top of what it read.

Tells each version on a line as it is saved, `+NUMBER`, or refused, `-NUMBER`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from socomsite.editor.store import Stale, Store

PATH = "content/people/anna.yaml"
LONG = "x" * 200_000


def text_of(person: str, number: int) -> str:
    """A text long enough to be torn, whole if both ends are there."""
    return f"name: {person}-{number}\nnote: {LONG}\nend: {person}-{number}\n"


def tell(line: str) -> None:
    """Say a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(root: str, person: str, count: int) -> None:
    """Save so many times, or for ever if 0."""
    store, number = Store(Path(root), person), 0
    tell("ready")
    while not count or number < count:
        number += 1
        kept = store.read(PATH)
        try:
            store.save(PATH, text_of(person, number), kept.digest if kept else None, f"{number}")
            tell(f"+{number}")
        except Stale:
            tell(f"-{number}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
