"""The list of faults, how one is counted, and the page that tells of all."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.reliability import building
from tests.reliability.laboratory import Bench, BrokenError

HEAD = """\
# Faults survived

Made by `make reliability`; `make test` injects each of them again, a few times.

A small site is built; then its content changes, and while it is built again (or published) one
thing goes wrong. The site stayed **whole** if what readers see was the old site or the new one, to
the last byte, if the program said what was wrong without a traceback, and if the next build or
publishing without the fault made exactly the new site and left nothing behind.
"""


@dataclass(frozen=True)
class Fault:
    """One way in which things go wrong; `most` bounds how often a slow one is injected."""

    part: str
    inject: Callable[[Bench, random.Random], None]
    most: int = 10_000

    @property
    def name(self) -> str:
        """The word by which a run of it can be asked for."""
        return self.inject.__name__

    @property
    def told(self) -> str:
        """What goes wrong, in a sentence."""
        return (inspect.getdoc(self.inject) or "").split("\n\n")[0].replace("\n", " ")


@dataclass(frozen=True)
class Count:
    """How often a fault was injected and what broke."""

    fault: Fault
    times: int
    broken: tuple[str, ...]

    @property
    def whole(self) -> int:
        """How often the site stayed whole."""
        return self.times - len(self.broken)


BUILD = "While the site is built"
FAULTS = (
    Fault(BUILD, building.killed_at_an_operation),
    Fault(BUILD, building.killed_at_a_moment),
    Fault(BUILD, building.interrupted),
    Fault(BUILD, building.two_at_once),
    Fault(BUILD, building.disk_full),
    Fault(BUILD, building.disk_full_for_the_cache),
    Fault(BUILD, building.output_read_only, 3),
    Fault(BUILD, building.without_rights, 3),
    Fault(BUILD, building.few_open_files),
    Fault(BUILD, building.nobody_listening, 3),
    Fault(BUILD, building.cache_bytes_changed),
    Fault(BUILD, building.cache_cut),
    Fault(BUILD, building.cache_of_another_version, 3),
    Fault(BUILD, building.cache_removed_meanwhile),
    Fault(BUILD, building.clock_jumping),
    Fault(BUILD, building.file_vanishing),
    Fault(BUILD, building.file_changing),
    Fault(BUILD, building.plain_locale, 6),
    Fault(BUILD, building.odd_folder),
    Fault(BUILD, building.name_not_utf8),
    Fault(BUILD, building.names_alike, 6),
    Fault(BUILD, building.long_title, 6),
    Fault(BUILD, building.deep_folders),
    Fault(BUILD, building.many_entries, 1),
)


def counted(fault: Fault, bench: Bench, times: int, chance: random.Random) -> Count:
    """Inject a fault so many times, and count."""
    times = min(times, fault.most)
    broken = []
    for number in range(times):
        try:
            fault.inject(bench, random.Random(chance.random()))  # noqa: S311 - repeatable
        except (BrokenError, OSError) as error:
            broken.append(f"{number}: {error}")
    return Count(fault, times, tuple(broken))


def table(counts: Iterable[Count]) -> str:
    """The page: a table for each part."""
    lines = [HEAD]
    part = ""
    total = whole = 0
    for count in counts:
        if count.fault.part != part:
            part = count.fault.part
            lines += [f"\n## {part}\n", "| what goes wrong | injected | whole |", "|---|--:|--:|"]
        lines.append(f"| {count.fault.told} | {count.times} | {count.whole} |")
        total, whole = total + count.times, whole + count.whole
    lines += ["", f"Together: {total} faults, {whole} times whole."]
    return "\n".join(lines) + "\n"
