"""Pages that are planned where they are made: the same files, keys and questions as ever."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from socomsite.engine import workers as crewed
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.ground import read_ground
from socomsite.engine.pipeline import build, plan
from socomsite.engine.workers import Workers
from socomsite.formats.outlines import Outline, Pages, whole
from socomsite.formats.pageview import PageView
from socomsite.formats.planning import Planning
from socomsite.model.entries import Question
from socomsite.model.kinds import schema
from tests.conftest import TODAY, write_site
from tests.engine.test_counts import SITE
from tests.engine.test_crew import needs_fork

BASE = "templates/base.html"


@dataclass(frozen=True)
class Told:
    """What a build comes to, for comparing."""

    files: dict[str, bytes]
    asked: dict[str, frozenset[tuple[str, str, str]]]
    common: frozenset[tuple[str, str, str]]
    keys: list[str | None]
    problems: tuple[object, ...]


def told(made: Build, workers: Workers) -> Told:
    assert made.graph is not None
    return Told(
        files={each.path: each.data for each in made.artifacts},
        asked={job.path: frozenset(job.asked) for job, _ in made.made},
        common=frozenset(made.graph.entries.common),
        keys=workers.keys["render"],
        problems=made.problems,
    )


def built(root: Path, jobs: int, *, may_go_on: bool, drafts: bool = False) -> tuple[Told, Workers]:
    with Cache(root, TODAY.toordinal()) as cache:
        workers = Workers(jobs, cache, is_alone=lambda: True)
        given = {"today": TODAY, "may_go_on": may_go_on, "drafts": drafts}
        return told(build(root, schema(), workers, **given), workers), workers  # type: ignore[arg-type]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(crewed, "WORTH_UNFOLDING", 2)
    monkeypatch.setattr(crewed, "WORTH_A_POOL", 2)
    return write_site(tmp_path, SITE)


@needs_fork
def test_pages_planned_in_processes_are_those_planned_in_one(root: Path) -> None:
    apart, workers = built(root, 2, may_go_on=True)
    assert workers.made["render", "page"] == sum(path.endswith(".html") for path in apart.files)
    here, _ = built(root, 1, may_go_on=True, drafts=True)
    eager, _ = built(root, 1, may_go_on=False)
    assert apart == here == eager


@needs_fork
def test_what_processes_find_known_is_not_made_again(root: Path) -> None:
    before, _ = built(root, 2, may_go_on=False)
    again, workers = built(root, 2, may_go_on=True)
    assert again == before
    assert not workers.made["render", "page"]


@needs_fork
def test_another_template_makes_in_processes_what_it_makes_in_one(root: Path) -> None:
    built(root, 2, may_go_on=True)
    for file in (root / "templates").glob("*.html"):
        if file.name != "redirect.html":
            file.write_text(file.read_text("utf-8") + "<!-- toinen -->", "utf-8")
    apart, workers = built(root, 2, may_go_on=True)
    clean, _ = built(root, 1, may_go_on=False)
    pages = {path for path in clean.files if path.endswith(".html")}
    assert workers.made["render", "page"] == len(pages) + 1  # one was tried first
    assert (apart.files, apart.problems) == (clean.files, clean.problems)
    # What is known of them afterwards is what a whole build knows.
    with (root / "content/news/n5.md").open("a", encoding="utf-8") as text:
        text.write("Ja lisää.\n")
    edited, workers = built(root, 2, may_go_on=True)
    assert workers.made["render", "page"] == 1
    assert edited.files == built(root, 1, may_go_on=False)[0].files


@needs_fork
def test_an_edit_goes_on_from_what_processes_planned(root: Path) -> None:
    built(root, 2, may_go_on=True)
    path = root / "content/news/n5.md"
    path.write_text(path.read_text("utf-8").replace("Uutinen 5", "Uusi nimi"), "utf-8")
    with Cache(root, TODAY.toordinal()) as cache:
        made = build(
            root, schema(), Workers(2, cache, is_alone=lambda: True), today=TODAY, may_go_on=True
        )
        files = {each.path: each.data for each in made.artifacts}
    assert made.is_edited
    assert files == built(root, 1, may_go_on=False)[0].files


def planning_of(root: Path, today: dt.date = TODAY) -> Planning:
    with Cache(None, 0) as cache:
        planning = read_ground(root, schema(), Workers(1, cache), today=today).planning
    assert planning is not None
    return planning


def test_an_outline_becomes_the_job_that_is_planned_at_once(root: Path) -> None:
    jobs = plan(planning_of(root)).value
    outlines = plan(planning_of(root), is_whole=False).value
    assert [job.path for job in outlines] == [job.path for job in jobs]
    for outline, job in zip(outlines, jobs, strict=True):
        made = whole(outline) if isinstance(outline.view, Outline) else outline
        assert (made, made.asked, made.places) == (job, job.asked, job.places)


def test_outlines_hold_no_views_of_entries(root: Path) -> None:
    jobs = plan(planning_of(root), is_whole=False).value
    assert [job.path for job in jobs if isinstance(job.view, PageView)] == ["404.html"]


def test_what_is_asked_for_all_pages_is_asked_before_any_is_whole(root: Path) -> None:
    planning = planning_of(root)
    jobs = plan(planning, is_whole=False).value
    common = frozenset(planning.graph.entries.common)
    for job in jobs:
        if isinstance(job.view, Outline):
            whole(job)
    assert frozenset(planning.graph.entries.common) == common


@needs_fork
def test_a_crash_in_planning_is_told_at_the_entry_and_the_others_are_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view_of = Pages.view_of

    def crash(pages: Pages, outline: Outline) -> tuple[PageView, frozenset[Question]]:
        if outline.name[1] == "n3":
            raise ArithmeticError("unlucky")
        return view_of(pages, outline)

    monkeypatch.setattr(Pages, "view_of", crash)
    apart, workers = built(root, 2, may_go_on=True)
    assert "ArithmeticError: unlucky" in workers.crashes[0]
    assert [p.code for p in apart.problems] == ["internal"]  # type: ignore[attr-defined]
    assert "ajankohtaista/n3/index.html" not in apart.files
    assert "ajankohtaista/n4/index.html" in apart.files
