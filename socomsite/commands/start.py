"""Where the program starts: a command that would only do again what it did is over in a blink.

Imports nothing heavy before that is known; everything else is `cli`'s.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from typing import NoReturn

from socomsite.engine.collection import without_collection
from socomsite.engine.repeat import (
    Begun,
    Snapshot,
    begun,
    is_large,
    is_unchanged,
    is_written,
    question,
    remembered,
    standby_of,
)
from socomsite.engine.scout import Scout

#: Stands in what is told for the seconds that it took; no text of an author holds it.
SECONDS = "\0"
_SECONDS_IN_JSON = '"\\u0000"'


def with_seconds(text: str, seconds: float) -> str:
    """A text with the seconds put in where `SECONDS` stands.

    In words it is followed by the sign between whole and parts, in JSON it stands alone.
    """
    for sign in ",.":
        text = text.replace(f"{SECONDS}{sign}", f"{seconds:.1f}".replace(".", sign))
    return text.replace(_SECONDS_IN_JSON, f"{round(seconds, 3)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that was typed, and leave with its exit code."""
    start = time.perf_counter()
    given = list(sys.argv[1:] if arguments is None else arguments)
    asked = question(given)
    last = remembered(_site(given), asked) if asked else None
    if last is None:
        _carry_out(given, asked, None)
    else:
        is_long = is_large(last) and _plain_site(given) is not None
        with Scout(partial(is_written, last), is_long=is_long) as scout:
            began = begun(last)
            if is_unchanged(last, began.sight, scout.answer):
                _tell_again(last, start)
        with Scout(partial(standby_of, last), is_long=is_long) as scout:
            _carry_out(given, asked, began._replace(standby=scout.answer))


def _carry_out(given: Sequence[str], asked: tuple[str, ...] | None, began: Begun | None) -> None:
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is sought among all packages
    atexit.register(gc.freeze)  # what is left at the end goes with the process
    # Garbage is looked for only by commands that stay: a build has its end.
    with without_collection() if asked else nullcontext():
        if asked and (site := _plain_site(given)):
            from socomsite.commands.plain import main as build  # noqa: PLC0415 - as below

            build(given, site, asked, began)
        from socomsite.commands.cli import main as run  # noqa: PLC0415 - costs more than all of this

        run(given, began)


def _tell_again(last: Snapshot, start: float) -> NoReturn:
    """Tell what a command told that would do nothing else now, and leave."""
    seconds = time.perf_counter() - start
    try:
        for is_error, text in last.told:
            stream = sys.stderr if is_error else sys.stdout
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
            stream.write(with_seconds(text, seconds))
            stream.flush()
    except BrokenPipeError:  # who read us has gone away; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


def _site(given: Sequence[str]) -> str:
    """The site that a command is about."""
    for number, argument in enumerate(given):
        name, equals, value = argument.partition("=")
        if name == "--site":
            return value if equals else next(iter(given[number + 1 :]), ".")
    return "."


def _plain_site(given: Sequence[str]) -> str | None:
    """The site of a build that was asked for without any wish, as it mostly is."""
    site = _site(given)
    is_plain = given in (["build"], ["build", "--site", site], ["build", f"--site={site}"])
    return site if is_plain and os.path.isfile(f"{site}/site.yaml") else None  # noqa: PTH113 - as `stamps`
