"""Artifacts that stand already are known without their bytes, and are whole when asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from socomsite.engine.aside import Aside
from socomsite.engine.cache import Cache
from socomsite.engine.light import Kept, lean, made_of, row_aside, row_of
from socomsite.engine.workers import WORTH_A_POOL, Light, Task, Work, Workers
from socomsite.job import Artifact, Facts, Loads
from socomsite.problem import Outcome, Position, problem

PAGE = Artifact(
    "a/index.html",
    b"<p id='x'>yksi",
    Facts("/a/", ("/b/", "#x"), frozenset({"x"})),
    Loads((("img-src", "/a.png"),), ("'sha256-A='",), ("b",), ("c",), ("d",), searches=True),
)
Made = Outcome[Artifact | None]


class Maker:
    """Work that makes a file of a name and counts what it made."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self) -> Work[str, Artifact | None]:
        def work(name: str) -> Made:
            self.made.append(name)
            faults = (problem(Position(name), "file-empty"),) if name == "faulty" else ()
            return Outcome(Artifact(name, name.encode(), Facts(f"/{name}/")), faults)

        return work


def mapped(
    root: Path | None, maker: Maker, names: list[str], day: int = 70, *, is_partial: bool = False
) -> list[Made]:
    """What a build makes of these names."""
    task = Task(maker, key=str, place=Position, light=Light(row_of, row_of, lean, made_of))
    with Cache(root, day) as cache:
        return Workers(1, cache, is_partial=is_partial).map("render", task, names)


def test_a_row_holds_all_but_the_bytes() -> None:
    made: Made = Outcome(PAGE)
    row = row_of(made)
    assert row is not None
    found = made_of(row, lambda: made)
    assert found == made
    assert found.value is not None
    assert isinstance(found.value.content, Kept)
    assert (found.value.data, found.value.size) == (PAGE.data, PAGE.size)


def test_what_has_problems_or_failed_has_no_row() -> None:
    told = (problem(Position("a"), "file-empty"),)
    assert row_of(Outcome(PAGE, told)) is None
    assert row_of(Outcome(None, told)) is None


@pytest.mark.parametrize("whole", [None, Outcome(None), Outcome(Artifact("a/index.html", b"2"))])
def test_other_bytes_than_those_that_were_made_are_never_given(whole: Made | None) -> None:
    row = row_of(Outcome(PAGE))
    assert row is not None
    found = made_of(row, lambda: whole).value
    assert found is not None
    with pytest.raises(OSError, match="made again"):
        _ = found.data


def test_bytes_are_read_only_when_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Maker()
    first = mapped(tmp_path, maker, ["a", "b"])
    with monkeypatch.context() as patched:
        patched.setattr(Cache, "get", lambda _, keys: pytest.fail("read") if list(keys) else {})
        again = mapped(tmp_path, maker, ["a", "b"])
        assert [each.value.mark for each in again if each.value] == [
            each.value.mark for each in first if each.value
        ]
    assert again == first
    assert [each.value.data for each in again if each.value] == [b"a", b"b"]
    assert maker.made == ["a", "b"]


def test_what_the_cache_lost_is_made_again_when_it_is_asked_for(tmp_path: Path) -> None:
    maker = Maker()
    mapped(tmp_path, maker, ["a", "b"])
    (tmp_path / ".cache/made.sqlite").unlink()
    one, other = mapped(tmp_path, maker, ["a", "b"])
    assert maker.made == ["a", "b"]
    assert one.value is not None
    assert one.value.data == b"a"
    assert maker.made == ["a", "b", "a"]
    assert other.value == Artifact("b", b"b", Facts("/b/"))


def test_a_lost_table_is_made_of_what_is_kept(tmp_path: Path) -> None:
    maker = Maker()
    first = mapped(tmp_path, maker, ["a", "b"])
    (tmp_path / ".cache/render").unlink()
    assert mapped(tmp_path, maker, ["a", "b"]) == first
    assert maker.made == ["a", "b"]
    assert (tmp_path / ".cache/render").is_file()


def test_a_problem_is_told_again(tmp_path: Path) -> None:
    maker = Maker()
    first = mapped(tmp_path, maker, ["faulty", "a"])
    assert mapped(tmp_path, maker, ["faulty", "a"]) == first
    assert [each.code for each in first[0].problems] == ["file-empty"]
    assert maker.made == ["faulty", "a"]


def test_who_makes_a_part_leaves_the_table(tmp_path: Path) -> None:
    maker = Maker()
    mapped(tmp_path, maker, ["a", "b"])
    before = (tmp_path / ".cache/render").read_bytes()
    mapped(tmp_path, maker, ["b"], is_partial=True)
    assert (tmp_path / ".cache/render").read_bytes() == before
    mapped(tmp_path, maker, ["b"])
    assert (tmp_path / ".cache/render").read_bytes() != before


def test_what_is_known_without_reading_stays_kept(tmp_path: Path) -> None:
    maker = Maker()
    for day in range(70, 140, 3):
        mapped(tmp_path, maker, ["a"], day)
    (tmp_path / ".cache/render").unlink()
    mapped(tmp_path, maker, ["a"], 141)
    assert maker.made == ["a"]


def test_a_row_comes_without_its_bytes_if_who_made_it_kept_them(tmp_path: Path) -> None:
    maker, names = Maker(), ["faulty", *(f"page-{number}" for number in range(WORTH_A_POOL))]
    task = Task(maker, key=str, place=Position, light=Light(row_of, row_of, lean, made_of))
    expected = mapped(None, maker, names)
    with Cache(tmp_path, 70) as cache:
        made = Workers(2, cache, is_alone=lambda: True).map("render", task, names)
        assert made[1].value is not None
        assert isinstance(made[1].value.content, Kept)
        assert not cache.fetch("page-1")
    assert made == expected
    (tmp_path / ".cache/render").unlink()
    maker.made.clear()
    assert mapped(tmp_path, maker, names) == expected
    assert not maker.made


def test_without_a_cache_the_bytes_are_at_hand() -> None:
    (made,) = mapped(None, Maker(), ["a"])
    assert made.value is not None
    assert made.value.content == b"a"


def test_an_artifact_made_now_is_put_aside_and_one_that_is_known_is_not(tmp_path: Path) -> None:
    maker, aside = Maker(), Aside(tmp_path / "aside")
    fresh = partial(row_aside, aside)
    task = Task(maker, key=str, place=Position, light=Light(row_of, fresh, lean, made_of))
    names = ["a", "faulty", *(f"page-{number}" for number in range(WORTH_A_POOL))]
    with Cache(tmp_path, 70) as cache, aside:
        made = Workers(2, cache, is_alone=lambda: True).map("render", task, names)
        marks = {each.value.mark for each in made if each.value and not each.problems}
        (folder,) = (tmp_path / "aside").iterdir()
        assert {file.name for file in folder.iterdir()} == marks
    with Cache(tmp_path, 70) as cache, aside:
        assert Workers(2, cache, is_alone=lambda: True).map("render", task, names) == made
        assert not any((tmp_path / "aside").iterdir())
