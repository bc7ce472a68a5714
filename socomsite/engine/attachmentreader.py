"""The process that looks into one attached file: its bytes come in, what it says goes out as JSON.

A process of its own, since files come from many hands: whatever is in one, it gets so much time and
memory and no more, and takes nobody with it. Must never know the site.
"""

from __future__ import annotations

import json
import sys

from socomsite.model.attachment import read_attachment
from socomsite.model.document import Document, Unread

#: Seconds of work, as the processor counts them: the same on a busy machine.
SECONDS = 20
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
    """Set the limits, where the system has any."""
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
