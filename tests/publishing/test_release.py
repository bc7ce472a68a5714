"""Ids sort by time whatever the clock does, and a manifest that is cut off is none."""

from __future__ import annotations

import datetime as dt
import json
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.publishing.release import (
    Counts,
    Filed,
    Release,
    Sort,
    instant_of,
    is_id,
    manifest_of,
    marker_of,
    next_id,
    release_of,
)
from tests.publishing.made import NOW, release

HELSINKI = ZoneInfo("Europe/Helsinki")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FULL = TEXT.filter(bool)
FILED = st.builds(Filed, FULL, FULL, st.integers(0, 9), st.sampled_from(Sort), TEXT, TEXT, TEXT)
RELEASES = st.builds(
    Release,
    st.just("20261126T065051Z"),
    TEXT,
    st.none() | TEXT,
    st.booleans(),
    st.builds(Counts, st.integers(0, 9), is_first=st.booleans()),
    st.lists(FILED, max_size=3).map(tuple),
)


def test_an_id_is_the_instant_in_utc() -> None:
    assert next_id(NOW.astimezone(HELSINKI), ()) == "20261126T065051Z"
    assert instant_of("20261126T065051Z") == NOW


def test_ids_sort_by_time_on_the_night_when_clocks_are_set_back() -> None:
    before = dt.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=0)
    after = dt.datetime(2026, 10, 25, 3, 10, tzinfo=HELSINKI, fold=1)
    assert next_id(before, ()) < next_id(after, ())


@pytest.mark.parametrize("known", ["20261126T065051Z", "20271231T235959Z"])
def test_an_id_is_later_than_all_known_ones_even_if_the_clock_was_set_back(known: str) -> None:
    found = next_id(NOW, [known, "20200101T000000Z"])
    assert found > known
    assert is_id(found)


@pytest.mark.parametrize(
    "word", ["", "verkko", "2026-11-26", "20261126T065051", "20261326T065051Z", "..", "x/../y"]
)
def test_other_words_are_no_ids(word: str) -> None:
    assert not is_id(word)


@given(RELEASES)
def test_a_manifest_gives_its_release_back(made: Release) -> None:
    assert release_of(manifest_of(made)) == made


def test_a_manifest_that_is_cut_off_is_none() -> None:
    whole = manifest_of(release("20261126T065051Z", Filed("index.html", "0" * 64, 3)))
    assert all(release_of(whole[:length]) is None for length in range(len(whole) - 1))


@pytest.mark.parametrize(
    "text",
    ["[]", "null", "{}", '{"form": 2, "id": "20261126T065051Z"}', '{"form": 1, "id": 3}', "\xff"],
)
def test_what_is_no_manifest_gives_no_release(text: str) -> None:
    assert release_of(text.encode("latin-1")) is None


def test_a_manifest_tells_path_digest_source_commit_and_version() -> None:
    filed = Filed("index.html", "0" * 64, 3, Sort.PAGE, "content/pages/a.md", "Etusivu")
    made = Release("20261126T065051Z", "0.1.0", "c0ffee", True, Counts(new=1), (filed,))
    plain = json.loads(manifest_of(made))
    assert plain["version"] == "0.1.0"
    assert (plain["commit"], plain["is_modified"]) == ("c0ffee", True)
    assert plain["files"] == [
        {
            "path": "index.html",
            "sha256": "0" * 64,
            "size": 3,
            "sort": "page",
            "source": "content/pages/a.md",
            "title": "Etusivu",
        }
    ]


def test_the_marker_names_the_release_and_the_digest_of_its_manifest() -> None:
    made = release()
    told = json.loads(marker_of(made))
    assert told == {"release": made.id, "manifest": sha256(manifest_of(made)).hexdigest()}
