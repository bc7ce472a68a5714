"""What a site has, as rows: their order and states, what they are found by, what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.editor.finding import Wanted, find
from socomsite.editor.holding import Held, Holding
from socomsite.editor.listing import Concern, State, rows_of
from socomsite.language import Language
from tests.commands.conftest import BROKEN
from tests.conftest import write_site
from tests.editor.desk_site import FILES, page


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Holding(write_site(tmp_path / "sivusto", FILES)).now()


def titles(held: Held, wanted: Wanted) -> list[str]:
    return [row.first.title for row in find(held, wanted).rows]


def test_rows_stand_as_the_site_sorts_them_with_all_their_languages(held: Held) -> None:
    assert titles(held, Wanted("posts")) == ["Syksyn suunnitelmat", "Kevään opit"]
    (row,) = find(held, Wanted("pages", "ohjeet")).rows
    assert [version.language for version in row.versions] == [Language.FI, Language.SV]
    assert row.in_language(Language.SV).title == "Anvisningar"
    assert row.in_language(Language.EN) is row.first


def test_a_state_says_who_can_see_a_version_on_the_day_of_the_site(held: Held) -> None:
    states = {row.first.key: row.first.state for rows in rows_of(held).values() for row in rows}
    assert states["kevat"] is State.PUBLISHED
    assert states["syksy"] is State.SCHEDULED
    assert states["kesken"] is State.DRAFT


def test_a_file_that_is_no_entry_is_listed_first_and_can_be_opened(tmp_path: Path) -> None:
    files = FILES | {"content/news/rikki.md": BROKEN}
    held = Holding(write_site(tmp_path / "sivusto", files)).now()
    first = find(held, Wanted("news")).rows[0].first
    assert (first.title, first.state, first.errors) == ("rikki", State.FAULTY, 1)
    assert first.address == "/sisallot/news/rikki/fi"
    assert titles(held, Wanted(concern=Concern.PROBLEMS)) == ["rikki"]


def test_an_entry_that_is_sound_but_whose_reference_leads_nowhere_is_to_be_mended(
    tmp_path: Path,
) -> None:
    lost = page("Sivu", "1.5.2026").replace("Teksti.", "[Minne?](ref:pages/ei-ole)")
    held = Holding(write_site(tmp_path / "s", FILES | {"content/pages/sivu.md": lost})).now()
    (row,) = find(held, Wanted(concern=Concern.PROBLEMS)).rows
    assert (row.first.key, row.first.state) == ("sivu", State.PUBLISHED)


def test_what_is_made_once_is_the_same_at_the_next_asking(held: Held) -> None:
    assert held.once(rows_of) is held.once(rows_of)
