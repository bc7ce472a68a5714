"""The process that looks into one attached file: its bytes come in, what it says goes out as JSON.

A process of its own, since files come from many hands: whatever is in one, it gets so much time and
memory and no more, and takes nobody with it. Must never know the site.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys

from socomsite.model.attachment import read_attachment
from socomsite.model.document import Document, TooSlow, Unread

#: Seconds of work, as the processor counts them: the same on a busy machine. Who does not heed
#: the first limit is ended at the second.
SECONDS, LAST = 20, 25
#: Bytes of memory, the program's own included.
MEMORY = 500_000_000


def main() -> None:
    """Read the file on standard input; its name is the argument."""
    _limit()
    try:
        document = read_attachment(sys.stdin.buffer.read(), sys.argv[1])
        told = json.dumps(document.plain())
    except MemoryError:
        told = json.dumps(Document(unread=Unread.LARGE).plain())
    sys.stdout.write(told)


def _limit() -> None:
    """Set the limits, as far as the system has them."""
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return
    signal.signal(signal.SIGXCPU, _time_is_up)
    limits = {
        resource.RLIMIT_CPU: (SECONDS, LAST),
        resource.RLIMIT_AS: (MEMORY, MEMORY),
        resource.RLIMIT_CORE: (0, 0),
    }
    for which, values in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(which, values)


def _time_is_up(*_: object) -> None:
    raise TooSlow


if __name__ == "__main__":
    main()
