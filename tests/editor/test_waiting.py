"""What waits on a site: tasks with their days, the plan, coming changes, drafts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from socomsite.editor.holding import Holding
from socomsite.editor.waiting import Task, TaskSort, Waiting, waiting
from tests.commands.conftest import BROKEN
from tests.conftest import write_site
from tests.editor.desk_site import FILES


@pytest.fixture
def found(tmp_path: Path) -> Waiting:
    return waiting(Holding(write_site(tmp_path / "sivusto", FILES)).now())


def test_tasks_come_by_their_day_from_reviews_the_plan_and_those_who_leave(found: Waiting) -> None:
    day = dt.date
    assert found.tasks == (
        Task(TaskSort.REVIEW, "Vanha sivu", "/sisallot/pages/vanha/fi", day(2026, 2, 1), 120),
        Task(TaskSort.PLAN, "Tiedote", "/tiedote/", day(2026, 5, 1), 31),
        Task(
            TaskSort.LEAVES,
            "Maija Mallikas",
            "/sisallot/people/maija-mallikas/fi",
            day(2026, 6, 20),
            0,
            places=1,
        ),
    )


def test_the_plan_begins_with_what_is_late_and_leads_to_where_it_is_done(found: Waiting) -> None:
    assert [(line.tool, line.address) for line in found.plan] == [
        ("Tiedote", "/tiedote/"),
        ("Blogi", "/uusi/posts"),
        ("Messut", "/uusi/log"),
    ]
    assert [(line.standing.done, line.standing.target) for line in found.plan] == [
        (0, 3),
        (1, 3),
        (0, None),
    ]


def test_what_counts_as_done_is_what_readers_see(found: Waiting) -> None:
    blog = next(line for line in found.plan if line.key == "blogi")
    assert blog.standing.done == 1, "the post of September is not there yet"


def test_drafts_and_what_is_yet_to_appear_are_told_apart(found: Waiting) -> None:
    assert [version.key for version in found.drafts] == ["kesken"]
    assert [(v.key, v.shown_from) for v in found.scheduled] == [("syksy", dt.date(2026, 9, 1))]
    assert [version.path for version in found.old_translations] == ["content/pages/ohjeet.sv.md"]


def test_coming_changes_lead_to_their_entries(found: Waiting) -> None:
    leaves = next(each for each in found.changes if each.change.sort == "leaves")
    assert (leaves.address, leaves.is_own) == ("/sisallot/people/maija-mallikas/fi", True)
    assert leaves.change.day == dt.date(2026, 6, 21)


def test_errors_are_counted_one_by_one(tmp_path: Path) -> None:
    files = FILES | {"content/news/rikki.md": BROKEN}
    assert waiting(Holding(write_site(tmp_path / "s", files)).now()).errors == 1
