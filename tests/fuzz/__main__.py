"""`python -m tests.fuzz NAME --seconds N`: feed a surface with what nobody would write.

Coverage-guided by atheris (`make fuzz` installs it; Linux on x86-64), in a process that may take
500 MB and, instrumented and beside other work, three times the five seconds that one input may.
What breaks a law is kept below `.cache/fuzz/` and told of; the result is then 1. `all` takes the
surfaces in turn.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS

FOLDER = Path(__file__).parent.parent.parent / ".cache/fuzz"
MEGABYTES, SECONDS = 500, 15
_RUNS = re.compile(r"stat::number_of_executed_units: (\d+)")
_PEAK = re.compile(r"stat::peak_rss_mb: +(\d+)")


def run(name: str, seconds: int) -> bool:
    """Fuzz one surface for a time; whether all laws held."""
    corpus = FOLDER / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = (f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}")
    command = [sys.executable, "-m", "tests.fuzz.child", name, str(corpus), *limits]
    command += ["-print_final_stats=1", f"-artifact_prefix={FOLDER / name}/", "-max_len=20000"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    runs, peak = _RUNS.search(done.stderr), _PEAK.search(done.stderr)
    figures = f"{runs[1] if runs else '?'} runs, at most {peak[1] if peak else '?'} MB"
    print(f"{name}: {figures}, {'well' if done.returncode == 0 else 'BROKEN'}", flush=True)
    if done.returncode:
        told = (done.stdout + done.stderr).splitlines()
        print("\n".join(line for line in told if not line.startswith(("#", "INFO", "stat"))))
    return done.returncode == 0


def main() -> int:
    """Read the command line; the result is the exit code."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("name", choices=[*TARGETS, "all"])
    asked.add_argument("--seconds", type=int, default=60)
    given = asked.parse_args()
    names = list(TARGETS) if given.name == "all" else [given.name]
    results = [run(name, given.seconds) for name in names]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
