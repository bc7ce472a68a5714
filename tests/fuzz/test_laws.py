"""A short round on every surface; `make fuzz` runs the long ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.judge import page_faults, scheme_of
from tests.fuzz.seeds import TRICKS, seeds
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent.parent
pieces = (
    st.sampled_from(TRICKS).map(str.encode) | st.binary(max_size=40) | st.text().map(str.encode)
)
inputs = st.lists(pieces, max_size=6).map(b"".join)
QUICK = sorted(TARGETS.keys() - {"site", "picture", "template"})
few = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", QUICK)
@given(data=inputs)
@few
def test_the_laws_hold_for_a_surface(name: str, data: bytes) -> None:
    TARGETS[name](data)


@pytest.mark.parametrize("name", ["picture", "template", "bibtex", "ris", "table", "journal"])
def test_the_laws_hold_for_what_fuzzing_starts_from(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)
        TARGETS[name](seed[: len(seed) * 2 // 3])


@pytest.mark.parametrize("number", range(13))
def test_no_trick_gets_into_any_page_of_a_site(number: int) -> None:
    TARGETS["site"](bytes([number]) + "\n\n".join(TRICKS).encode())
    for trick in TRICKS[number::13]:
        TARGETS["site"](bytes([number]) + trick.encode())


@pytest.mark.parametrize(
    "html",
    [
        *("<script>alert(1)</script>", "<img src=x onerror=a>", "<a href=javascript:a>a</a>"),
        *("<a href='java&#10;script:a'>a</a>", "<a href=' &#1;javascript:a'>a</a>", "<iframe>"),
        *("<svg><use href='#a'/></svg>", "<meta http-equiv=refresh content=0>", "<base href=/>"),
        *(
            "<form action=data:a>",
            "<p style='background:url(a)'>",
            "<script src=//a/b.js></script>",
        ),
        "<script type=application/ld+json>{</script>",
    ],
)
def test_the_judge_sees_what_a_browser_would_run(html: str) -> None:
    assert list(page_faults(html))


def test_the_judge_lets_pass_what_a_page_has() -> None:
    page = (
        '<script src="../assets/a.js"></script><script type="application/ld+json">{}</script>'
        '<a href="mailto:a@b.example">a</a><svg><path d="M0 0"/></svg><form action="/haku/"></form>'
    )
    assert list(page_faults(page)) == []
    assert scheme_of("/a:b") == ""


HEAVY_CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (120, 121))
resource.setrlimit(resource.RLIMIT_DATA, (500_000_000, 500_000_000))
from tests.fuzz.heavy import NAMES, run
for name in NAMES:
    run(name, 12_000)
print("done")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_no_text_made_to_be_slow_takes_much_memory_or_for_ever() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAVY_CHILD], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
