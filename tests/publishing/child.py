"""Publishings in processes of their own, to be killed: `python -m tests.publishing.child`.

For each line of JSON a child is forked that publishes: `settings` of the destination, `site`,
`edition`, and perhaps `kill`: the name of a step, how many times it comes before the end, and
whether the child's own children die with it. Told are the child's number, then how it ended.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socomsite.dates import now_in_helsinki
from socomsite.model.destination import Destination
from socomsite.publishing.places import target_of
from socomsite.publishing.publishing import Sources, planned, publish
from socomsite.publishing.target import Owner, Refused
from tests.publishing.editions import edition


def published(order: Mapping[str, Any]) -> str:
    """Publish one edition; nothing when it is done or there already, else what the target says."""
    fatal, left, with_children = order["kill"] or ("", 0, False)

    def at(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        nonlocal left
        left -= step == fatal
        if step == fatal and left == 0:
            os.kill(0 if with_children else os.getpid(), signal.SIGKILL)

    now = now_in_helsinki()
    destination = Destination.model_validate(order["settings"])
    try:
        target = target_of(destination, Path(order["site"]))
        plan = planned(edition(order["edition"]), target.kept(), Sources("0", None, False), now)
        owner = Owner("testi@kone", now)
        publish(target, plan, owner, keep=destination.keep, record=lambda: (), at=at)
    except Refused as refused:
        return f"{refused.problem.code} {dict(refused.problem.values)}"
    return ""


def main() -> None:
    """Fork a child for each order until there are no more."""
    for line in sys.stdin:
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.setsid()
            os.write(theirs, (published(json.loads(line)) or "done").encode())
            os._exit(0)
        os.close(theirs)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        with os.fdopen(ours, "rb") as pipe:
            said = pipe.read().decode()
        _, status = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(json.dumps({"is_killed": is_killed, "said": said}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
