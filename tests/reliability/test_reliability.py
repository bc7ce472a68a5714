"""Each fault once more, and the page that tells of them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.reliability.__main__ import PAGE
from tests.reliability.faults import FAULTS, Fault, counted
from tests.reliability.laboratory import Bench, is_root

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_root(), reason="only root may mount a disk that is full"),
]
TIMES = 2


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench.made(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize(
    "fault", [each for each in FAULTS if each.most > 1], ids=lambda fault: fault.name
)
def test_the_site_stays_whole(bench: Bench, fault: Fault) -> None:
    chance = random.Random(fault.name)  # noqa: S311 - the same moments each time
    assert counted(fault, bench, TIMES, chance).broken == ()


def test_the_page_tells_of_every_fault_and_of_no_broken_site() -> None:
    rows = re.findall(
        r"^\| (.+) \| (\d+) \| (\d+) \|$", Path(PAGE).read_text("utf-8"), re.MULTILINE
    )
    assert [told for told, _, _ in rows] == [fault.told for fault in FAULTS]
    assert all(times == whole for _, times, whole in rows)
    assert all(int(times) > 0 for _, times, _ in rows)
