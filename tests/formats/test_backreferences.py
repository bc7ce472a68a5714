from __future__ import annotations

import pytest

from socomsite.formats.backreferences import BackReferences, divided
from socomsite.formats.record import Record
from tests.conftest import TOPIC, SiteMaker, news
from tests.formats.viewed import ANNA, PROJECT, entry_of, viewer_of

SITE: dict[str, str] = {
    "content/topics/lapset.md": TOPIC,
    "content/people/anna.yaml": ANNA,
    "content/projects/hanke.yaml": PROJECT,
}


def test_back_references_stand_by_folder_and_field_also_where_there_are_none(
    site: SiteMaker,
) -> None:
    viewer = viewer_of(
        site,
        SITE
        | {
            "content/news/vanha.md": news("Vanha", "2026-01-01"),
            "content/news/uusi.md": news("Uusi", "2026-11-01"),
        },
    )
    cited_by = BackReferences(viewer).cards(entry_of(viewer, ("topics", "lapset")))
    assert cited_by["news_topics"] == viewer.cards([("news", "uusi"), ("news", "vanha")])
    assert cited_by["projects_topics"] == (viewer.card(("projects", "hanke")),)
    assert cited_by["events_topics"] == ()


def test_a_back_reference_through_a_part_is_known_by_the_outer_field(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    cited_by = BackReferences(viewer).cards(entry_of(viewer, ("people", "anna")))
    assert cited_by["projects_people"] == (viewer.card(("projects", "hanke")),)


def test_what_names_an_entry_is_divided_kind_by_kind() -> None:
    cards = tuple(Record({"key": f"n{number}"}) for number in range(5))
    cited = Record({"news_topics": cards, "projects_topics": cards[:1], "events_topics": ()})
    assert divided(cited, 2) == [
        Record({"news_topics": cards[:2], "projects_topics": cards[:1], "events_topics": ()}),
        Record({"news_topics": cards[2:4], "projects_topics": (), "events_topics": ()}),
        Record({"news_topics": cards[4:], "projects_topics": (), "events_topics": ()}),
    ]


@pytest.mark.parametrize("cited", [{}, {"news_topics": ()}])
def test_what_nothing_names_has_one_page(cited: dict[str, object]) -> None:
    assert divided(Record(cited), 2) == [Record(cited)]
