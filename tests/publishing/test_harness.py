"""The harness sees what it is there to see: a site that is torn, cut off, or turned back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from socomsite.publishing.folder import CURRENT, STEPS
from tests.publishing.editions import PAGES, asset, asset_in, edition, edition_of
from tests.publishing.harness import Figures, Place, Read, Reader, campaign, told, turned_back
from tests.publishing.hosts import NGINX, PLACES, nginx


def test_an_edition_knows_a_whole_page_from_a_cut_or_mixed_one() -> None:
    for _, artifact in edition(7):
        if artifact.path != "assets/sama.0123456789.css":
            assert edition_of(artifact.data) == 7
            assert edition_of(artifact.data[:-1]) is None
    page = next(a.data for _, a in edition(7) if a.path == "index.html")
    assert edition_of(page.replace(b"end 7", b"end 8")) is None
    assert asset_in(page) == asset(7)[0]
    assert asset_in(b"") == ""


def test_an_old_answer_asked_for_after_a_new_one_is_seen() -> None:
    old, new = Read(1, 2, 1), Read(3, 4, 2)
    assert turned_back([old, new, Read(3.5, 5, 1)]) == []
    assert turned_back([old, new, Read(4.5, 5, 1)]) == ["edition 1 after 2"]
    assert turned_back([]) == []


def test_readers_see_files_that_are_replaced_one_by_one(tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path / "www"

    def write(number: int, pages: tuple[str, ...] = PAGES) -> None:
        for _, artifact in edition(number):
            if artifact.path in pages:
                file = folder / artifact.path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(artifact.data)

    write(1)
    with nginx(folder, tmp_path / "nginx") as url:
        reader = Reader(url, frozenset({1, 2}))
        write(2, PAGES[:3])
        reader.start()
        reader.stop()
    assert turned_back(reader.reads)
    assert any(line.startswith("asset of") for line in reader.torn)


def test_readers_see_pages_that_are_not_there(tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    (tmp_path / "www").mkdir()
    with nginx(tmp_path / "www", tmp_path / "nginx") as url:
        reader = Reader(url, frozenset({1}))
        reader.start()
        reader.stop()
    assert reader.reads == []
    assert reader.torn[-1].endswith(" bytes")


@pytest.mark.parametrize(("name", "kills"), [("folder", 10), ("branch", 6)])
def test_killed_at_any_point_readers_get_old_or_new_and_the_next_completes(
    name: str, kills: int, tmp_path: Path
) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with PLACES[name](tmp_path) as place:
        figures = campaign(place, kills=kills, seed=26)
    assert (figures.torn, figures.unmended) == ([], [])
    assert figures.kills == kills
    assert figures.reads > kills * len(PAGES)


def test_a_place_that_cannot_be_published_to_ends_the_campaign_with_what_it_said(
    tmp_path: Path,
) -> None:
    settings = {"folder": str(tmp_path)}
    place = Place("x", tmp_path, settings, "http://127.0.0.1:1/", STEPS, list)
    with pytest.raises(AssertionError, match="publish-place-inside"):
        campaign(place, kills=1, seed=1)
    assert not (tmp_path / CURRENT).exists()


def test_figures_are_told_in_a_line() -> None:
    figures = Figures(kills=1, at=Counter(send=1), by=Counter(alone=1), after=Counter(old=1))
    assert told("folder", figures) == (
        "folder: 1 kills ({'send': 1}, {'alone': 1}), then served {'old': 1}; 0 pages read,"
        " torn 0, unmended 0, tried again 0"
    )
