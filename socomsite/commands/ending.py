"""How a command begins and ends: the language it speaks, its exit code, what is told of faults.

Imports nothing heavy: a build that was asked for plainly needs no reader of arguments (`start`).
Must never know what a command does.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from socomsite.language import Language
from socomsite.messages import message_of, say
from socomsite.problem import Position, problem

FINE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
_SITE_FILE = "site.yaml"
_OWN_TAG = re.compile(r"""^\ufeff?language: +(["']?)([a-z]+)\1 *(?: #.*)?$""", re.MULTILINE)


def asked(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option, before the arguments are read in earnest."""
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            return value if equals else next(iter(arguments[number + 1 :]), None)
    return None


def language_for(arguments: Sequence[str]) -> Language:
    """The language to speak: that of `--lang`, else the site's own, else Finnish."""
    tags = [asked(arguments, "--lang"), _own_tag(Path(asked(arguments, "--site") or "."))]
    known = {language.value: language for language in Language}
    return next((known[tag] for tag in tags if tag in known), Language.FI)


def _own_tag(site: Path) -> str | None:
    """The `language` of a site, read without judging the rest of its settings.

    Found as a line, not as YAML, whose reader would cost every start as much as the rest of it.
    """
    file = site / _SITE_FILE
    try:
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
    except (OSError, ValueError):
        return None
    found = _OWN_TAG.search(text)
    return found[2] if found else None


def tell(text: str, *, is_error: bool = False) -> None:
    """Write to the standard output, or to that for errors, at once."""
    stream = sys.stderr if is_error else sys.stdout
    stream.write(text)
    stream.flush()


def end(given: Sequence[str], work: Callable[[], int | None]) -> None:
    """Carry out the work of a command that was given so, and leave with its exit code.

    Those are 0 fine, 1 problems, 2 usage, 3 internal.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a captured stream has none
    try:
        code = _carried_out(given, work)
    except BrokenPipeError:  # who read us has gone away; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PROBLEMS
    sys.exit(code)


def _carried_out(given: Sequence[str], work: Callable[[], int | None]) -> int:
    try:
        return int(work() or FINE)
    except KeyboardInterrupt:
        tell(f"\n{say('interrupted', language_for(given))}\n", is_error=True)
        return INTERRUPTED
    except PermissionError as error:
        path = str(error.filename or "")
        found = problem(Position(path), "file-unreadable", reason=error.strerror or "")
        tell(f"{path}: {message_of(found, language_for(given))}\n", is_error=True)
        return PROBLEMS
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a fault of ours ends in one sentence and a report
        import traceback  # noqa: PLC0415 - rarely wanted, as below

        report = keep_report(Path(asked(given, "--site") or "."), [traceback.format_exc()])
        tell(f"{say('internal', language_for(given), report=report)}\n", is_error=True)
        return INTERNAL


def keep_report(root: Path, tracebacks: Sequence[str]) -> str:
    """Write what went wrong inside the program to a file of the site, else a temporary one.

    The result is the file's path, or `-` where nothing can be written.
    """
    text = "\n".join(tracebacks).encode("utf-8", "backslashreplace")
    file = root / ".cache" / "internal.txt"
    with contextlib.suppress(OSError):
        if (root / _SITE_FILE).is_file():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text)
            return file.as_posix()
    import tempfile  # noqa: PLC0415 - brings `random` and more to every start

    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="socomsite-", suffix=".txt")
        os.write(descriptor, text)
        os.close(descriptor)
        return name
    return "-"
