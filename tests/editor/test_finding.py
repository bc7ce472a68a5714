from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.editor.finding import Wanted, find, list_address
from socomsite.editor.holding import Held, Holding
from socomsite.editor.listing import Concern
from socomsite.language import Language
from tests.conftest import write_site
from tests.editor.desk_site import FILES


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Holding(write_site(tmp_path / "sivusto", FILES)).now()


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("KEVÄÄN", ["kevat"]),
        ("kevaan opit", ["kevat"]),
        ("opit KEVÄ", ["kevat"]),
        ("aland", ["kevat", "syksy"]),
        ("anvisningar", ["ohjeet"]),
        ("kevat", ["kevat"]),
        ("ei-ole-missään", []),
        ("…", []),
    ],
)
def test_words_find_titles_keys_and_summaries_whatever_their_accents(
    held: Held, words: str, keys: list[str]
) -> None:
    assert sorted(row.first.key for row in find(held, Wanted(words=words)).rows) == keys


@pytest.mark.parametrize(
    ("concern", "keys"),
    [
        (Concern.DRAFT, ["kesken"]),
        (Concern.SCHEDULED, ["syksy"]),
        (Concern.REVIEW, ["vanha"]),
        (Concern.TRANSLATION, ["ohjeet"]),
        (Concern.PROBLEMS, []),
        (Concern.ENDED, []),
    ],
)
def test_a_list_shows_what_waits_for_something(
    held: Held, concern: Concern, keys: list[str]
) -> None:
    assert [row.first.key for row in find(held, Wanted(concern=concern)).rows] == keys


def test_each_choice_says_how_many_it_would_show_beside_what_is_chosen(held: Held) -> None:
    found = find(held, Wanted("news", concern=Concern.DRAFT))
    assert found.concerns == {None: 2, Concern.DRAFT: 1, Concern.PUBLISHED: 1}
    assert found.years == {None: 1, 2026: 1}
    assert found.languages == {None: 1, Language.FI: 1}
    assert find(held, Wanted("posts", year=2025)).rows == ()
    assert len(find(held, Wanted(language=Language.SV)).rows) == 1


def test_an_address_says_all_that_is_wanted_and_nothing_else() -> None:
    assert list_address() == "/sisallot/"
    wanted = Wanted("posts", "kesä ja syksy", Concern.DRAFT, Language.SV, 2026)
    said = "laji=posts&haku=kes%C3%A4+ja+syksy&tila=luonnokset&kieli=sv&vuosi=2026&sivu=2"
    assert list_address(wanted, 2) == f"/sisallot/?{said}"
