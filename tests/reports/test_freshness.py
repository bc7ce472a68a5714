"""Reviews: who has to read what again, and since when."""

from __future__ import annotations

import datetime as dt

from socomsite.reports.freshness import freshness, review_due
from tests.conftest import TOPIC
from tests.reports.conftest import GraphMaker


def page(title: str, reviewed: str, owner: str) -> str:
    return (
        f"---\ntitle: {title}\nmenu: none\nreviewed_on: {reviewed}\nowner: {owner}\n---\nTeksti.\n"
    )


FILES = {
    "content/topics/lapset.md": TOPIC,
    "content/pages/a.md": page("A", "21.11.2025", "Viestintä"),
    "content/pages/b.md": page("B", "1.6.2025", "Viestintä"),
    "content/pages/c.md": page("C", "1.1.2024", "Hallinto"),
    "content/pages/d.md": page("D", "22.11.2025", "Hallinto"),
    "content/pages/e.md": page("E", "1.12.2025", "Hallinto"),
}


def test_overdue_reviews_stand_by_owner_and_the_oldest_first(graph: GraphMaker) -> None:
    report = freshness(graph(FILES))
    assert [(r.owner, r.title, r.overdue_days) for r in report.overdue] == [
        ("Hallinto", "C", 690),
        ("Viestintä", "B", 174),
        ("Viestintä", "A", 1),
    ]
    assert report.reviewed == 5


def test_a_review_is_not_late_on_its_last_day(graph: GraphMaker) -> None:
    report = freshness(graph(FILES))
    assert report.next is not None
    assert (report.next.title, report.next.due) == ("D", dt.date(2026, 11, 22))


def test_content_without_a_review_date_is_counted_by_kind(graph: GraphMaker) -> None:
    assert freshness(graph(FILES)).undated == (("topics", 1),)


def test_lists_of_our_own_making_are_no_ones_to_review(graph: GraphMaker) -> None:
    report = freshness(graph({"content/topics/lapset.md": TOPIC}))
    assert (report.reviewed, report.overdue, report.next) == (0, (), None)


def test_a_review_holds_for_a_year() -> None:
    assert review_due(dt.date(2025, 11, 22)) == dt.date(2026, 11, 22)
    assert review_due(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)
