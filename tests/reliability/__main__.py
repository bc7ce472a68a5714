"""Run every fault many times and write the table: `python -m tests.reliability --times 20`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability.faults import FAULTS, Count, counted, table
from tests.reliability.laboratory import ROOT, Bench

PAGE = ROOT / "docs/reliability.md"


def main() -> int:
    """Run, show each count as it is known, and write the page if every site stayed whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often each fault is injected")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other moments")
    parser.add_argument("names", nargs="*", help="only these faults; the page is then not written")
    given = parser.parse_args()
    counts: list[Count] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench.made(Path(folder))
        for fault in FAULTS:
            if given.names and fault.name not in given.names:
                continue
            start = time.monotonic()
            chance = random.Random(f"{given.seed} {fault.name}")  # noqa: S311 - repeatable
            count = counted(fault, bench, given.times, chance)
            counts.append(count)
            shown = f"{fault.name}: {count.whole} / {count.times}"
            sys.stderr.write(f"{shown}  ({time.monotonic() - start:.0f} s)\n")
            sys.stderr.writelines(f"  {line[-600:]}\n" for line in count.broken)
    if any(count.broken for count in counts):
        return 1
    if not given.names:
        PAGE.write_text(table(counts), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
