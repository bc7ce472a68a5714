"""The list of faults, how one is counted, and the page that tells of all."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.reliability import building, publishing
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
    """One way in which things go wrong.

    A build's is injected once at a time into a site of the bench, a publishing's many times at a
    place of its own. `most` bounds how often a slow one is injected, `weight` multiplies it.
    """

    into_build: Callable[[Bench, random.Random], None] | None = None
    into_publishing: Callable[[int, random.Random], tuple[int, tuple[str, ...]]] | None = None
    most: int = 10_000
    weight: int = 1

    @property
    def part(self) -> str:
        """What is going on when it comes."""
        return BUILD if self.into_build else PUBLISHING

    @property
    def name(self) -> str:
        """The word by which a run of it can be asked for."""
        return str(getattr(self.into_build or self.into_publishing, "__name__", ""))

    @property
    def told(self) -> str:
        """What goes wrong, in a sentence."""
        words = inspect.getdoc(self.into_build or self.into_publishing) or ""
        return words.split("\n\n")[0].replace("\n", " ")


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


BUILD, PUBLISHING = "While the site is built", "While the site is published"
FAULTS = (
    Fault(building.killed_at_an_operation),
    Fault(building.killed_at_a_moment),
    Fault(building.interrupted),
    Fault(building.two_at_once),
    Fault(building.disk_full),
    Fault(building.disk_full_for_the_cache),
    Fault(building.output_read_only, most=3),
    Fault(building.without_rights, most=3),
    Fault(building.few_open_files),
    Fault(building.nobody_listening, most=3),
    Fault(building.cache_bytes_changed),
    Fault(building.cache_cut),
    Fault(building.cache_of_another_version, most=3),
    Fault(building.cache_removed_meanwhile),
    Fault(building.clock_jumping),
    Fault(building.file_vanishing),
    Fault(building.file_changing),
    Fault(building.plain_locale, most=6),
    Fault(building.odd_folder),
    Fault(building.name_not_utf8),
    Fault(building.names_alike, most=6),
    Fault(building.long_title, most=6),
    Fault(building.deep_folders),
    Fault(building.many_entries, most=1),
    *(
        Fault(into_publishing=each, weight=5)
        for each in (
            publishing.killed_to_a_folder,
            publishing.killed_to_a_branch,
            publishing.killed_to_a_server,
            publishing.killed_to_a_bucket,
            publishing.killed_to_a_bucket_with_a_pointer,
        )
    ),
    Fault(into_publishing=publishing.two_publishings_at_once),
    Fault(into_publishing=publishing.disk_full_at_the_folder),
    Fault(into_publishing=publishing.line_to_a_server_dropped),
    Fault(into_publishing=publishing.server_away, most=6),
    Fault(into_publishing=publishing.wrong_key, most=6),
    Fault(into_publishing=publishing.line_to_a_bucket_dropped),
    Fault(into_publishing=publishing.wrong_secret, most=6),
)


def counted(fault: Fault, bench: Bench, times: int, chance: random.Random) -> Count:
    """Inject a fault so many times, and count."""
    times = min(times * fault.weight, fault.most)
    if fault.into_publishing:
        return Count(fault, *fault.into_publishing(times, chance))
    broken = []
    for number in range(times):
        try:
            assert fault.into_build
            fault.into_build(bench, random.Random(chance.random()))  # noqa: S311 - repeatable
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
