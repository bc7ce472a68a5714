"""Ready lines for the system's own timers: cron and systemd run the build when the site changes.

Must never know why it changes.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from socomsite.dates import HELSINKI
from socomsite.language import Language
from socomsite.messages import say
from socomsite.reports.schedule import ScheduleReport
from socomsite.reports.words import Teller


def cron_lines(report: ScheduleReport, root: Path, language: Language) -> Iterator[str]:
    """Lines for `crontab -e`: a build every night, just after the day changes in Helsinki."""
    yield from _comments(report, language, "nightly")
    yield f"CRON_TZ={HELSINKI}"
    # cron ends a command at a per cent sign that is not escaped.
    yield f"1 0 * * * {_command(root)}".replace("%", r"\%")


def systemd_lines(report: ScheduleReport, root: Path, language: Language) -> Iterator[str]:
    """A service and its timer: a build at the instant of each coming change."""
    yield from _comments(report, language, "exact")
    if not report.rebuild_days:
        return  # a timer without a time is refused
    yield "# /etc/systemd/system/socomsite.service"
    yield from ("[Unit]", "Description=socomsite build", "", "[Service]", "Type=oneshot")
    # systemd reads both the per cent and the dollar sign as its own.
    yield f"ExecStart={_command(root)}".replace("%", "%%").replace("$", "$$")
    yield from ("", "# /etc/systemd/system/socomsite.timer")
    yield from ("[Unit]", "Description=socomsite build", "", "[Timer]")
    yield from (f"OnCalendar={day.isoformat()} 00:00:00 {HELSINKI}" for day in report.rebuild_days)
    yield from ("Persistent=true", "AccuracySec=1s", "", "[Install]", "WantedBy=timers.target")


def _command(root: Path) -> str:
    return shlex.join([sys.executable, "-m", "socomsite", "build", "--site", str(root)])


def _comments(report: ScheduleReport, language: Language, code: str) -> Iterator[str]:
    yield f"# {say(f'report-schedule-{code}', language)}"
    yield from (f"# {line}" for line in Teller(language).schedule(report).intro)
