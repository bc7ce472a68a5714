"""The process in which atheris feeds one surface. Started by `python -m tests.fuzz`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["socomsite", "markdown", "jinja2", "pybtex", "rispy"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Feed the surface that the first argument names; the rest is libFuzzer's."""
    target = TARGETS[sys.argv[1]]
    for warm in (b"", b"\x00a", b"\x00a"):  # what is made once is made before anything is measured
        target(warm)
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
