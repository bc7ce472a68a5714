"""Days, languages and lists: which entry is shown when, and in what order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest

from socomsite.language import Language
from socomsite.model.graph import Graph, Reason, Withheld, withheld
from socomsite.model.kinds import News
from socomsite.model.schema import Entry
from tests.conftest import entry, news
from tests.model.linked import PERSON, TOPIC, graph_of

FI, SV, EN = Language


def a_news_item(**fields: str) -> News:
    return entry(News, title="A", topics=["lapset"], body="T", **({"date": "22.11.2026"} | fields))


@pytest.mark.parametrize(
    ("fields", "day", "reason"),
    [
        ({}, dt.date(2026, 11, 22), None),
        ({}, dt.date(2026, 11, 21), Reason.SCHEDULED),
        ({"appears": "24.11.2026"}, dt.date(2026, 11, 24), None),
        ({"appears": "24.11.2026"}, dt.date(2026, 11, 23), Reason.SCHEDULED),
        ({"expires": "30.11.2026"}, dt.date(2026, 11, 30), None),
        ({"expires": "30.11.2026"}, dt.date(2026, 12, 1), Reason.EXPIRED),
        ({"draft": "kyllä"}, dt.date(2026, 11, 22), Reason.DRAFT),
        ({"draft": "kyllä", "expires": "30.11.2026"}, dt.date(2027, 1, 1), Reason.DRAFT),
        ({"draft": "ei"}, dt.date(2026, 11, 22), None),
    ],
)
def test_an_entry_is_withheld_on_the_days_it_is_not_for(
    fields: dict[str, str], day: dt.date, reason: Reason | None
) -> None:
    held = withheld(a_news_item(**fields), day, drafts=False)
    assert (held.reason if held else None) == reason


def test_the_day_that_ends_the_waiting_or_ended_the_showing_is_told() -> None:
    scheduled, expired = a_news_item(), a_news_item(expires="30.11.2026")
    first, last = dt.date(2026, 11, 22), dt.date(2026, 11, 30)
    before, after = first - dt.timedelta(days=1), last + dt.timedelta(days=1)
    assert withheld(scheduled, before, drafts=False) == Withheld(scheduled, Reason.SCHEDULED, first)
    assert withheld(expired, after, drafts=False) == Withheld(expired, Reason.EXPIRED, last)


def test_a_preview_of_drafts_shows_the_scheduled_too_but_not_the_expired() -> None:
    day = dt.date(2026, 11, 1)
    assert withheld(a_news_item(draft="kyllä"), day, drafts=True) is None
    assert withheld(a_news_item(), day, drafts=True) is None
    gone = withheld(a_news_item(expires="30.11.2026"), dt.date(2026, 12, 1), drafts=True)
    assert gone is not None
    assert gone.reason is Reason.EXPIRED


def trilingual() -> Graph:
    return graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "topics/lapset.sv.md": TOPIC.format("Barn"),
            "topics/vain-ruotsiksi.sv.md": TOPIC.format("Äldre"),
            "topics/vain-englanniksi.en.md": TOPIC.format("Elderly"),
        }
    )


def test_an_entry_is_given_in_the_readers_language() -> None:
    graph = trilingual()
    assert graph.entry(("topics", "lapset"), FI).label == "Lapset"
    assert graph.entry(("topics", "lapset"), SV).label == "Barn"


def test_an_entry_without_the_readers_language_is_given_in_the_sites_own() -> None:
    assert trilingual().entry(("topics", "lapset"), EN).label == "Lapset"


def test_an_entry_without_either_is_given_in_what_it_has() -> None:
    graph = trilingual()
    assert graph.entry(("topics", "vain-ruotsiksi"), EN).language is SV
    assert graph.entry(("topics", "vain-englanniksi"), FI).language is EN


def test_a_list_has_every_entry_once_in_the_alphabet_of_the_language() -> None:
    graph = trilingual()
    assert [e.label for e in graph.of_kind("topics", FI)] == ["Elderly", "Lapset", "Äldre"]
    assert [e.label for e in graph.of_kind("topics", SV)] == ["Barn", "Elderly", "Äldre"]
    assert graph.of_kind("plans", FI) == ()


def labels(found: Iterable[Entry]) -> list[str]:
    return [each.label for each in found]


def test_news_are_listed_newest_first_and_people_by_family_name() -> None:
    files = {
        "topics/lapset.md": TOPIC.format("Lapset"),
        "news/a.md": news("Vanha", "2026-01-01"),
        "news/b.md": news("Uusi", "2026-11-22"),
        "news/c.md": news("Uusi", "2026-11-22"),
    }
    names = ["Anna Åkerman", "Aino Äijälä", "Zita Aalto", "Eero Öhman", "Yrjö Zetterberg"]
    files |= {f"people/p{i}.yaml": PERSON.format(name) for i, name in enumerate(names)}
    graph = graph_of(files)
    assert [e.key for e in graph.of_kind("news", FI)] == ["b", "c", "a"]
    assert labels(graph.of_kind("people", FI)) == [
        "Zita Aalto",
        "Yrjö Zetterberg",
        "Anna Åkerman",
        "Aino Äijälä",
        "Eero Öhman",
    ]
