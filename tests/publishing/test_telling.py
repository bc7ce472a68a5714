"""What changes is told in a line of numbers, and page by page where there are few."""

from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.publishing.difference import difference
from socomsite.publishing.release import Counts
from socomsite.publishing.telling import address_of, groups, summary
from tests.publishing.made import page, release

FI, SV, EN = Language


@pytest.mark.parametrize(
    ("counts", "language", "said"),
    [
        (Counts(new=2, changed=1, redirects=1), FI, "2 uutta sivua, 1 muuttui, 1 ohjaus"),
        (Counts(changed=3), FI, "3 sivua muuttui"),
        (Counts(changed=3), SV, "3 sidor ändrades"),
        (Counts(changed=3), EN, "3 pages changed"),
        (Counts(removed=1, files=2), FI, "1 sivu poistui, 2 muuta tiedostoa"),
        (Counts(changed=1, removed=1), EN, "1 page changed, 1 removed"),
        (Counts(redirects=2), SV, "2 omdirigeringar"),
        (Counts(files=1), FI, "1 muu tiedosto"),
        (Counts(new=3, files=9, is_first=True), EN, "first publishing, 3 pages"),
    ],
)
def test_a_summary_leaves_out_zeros_and_names_what_is_counted(
    counts: Counts, language: Language, said: str
) -> None:
    assert summary(counts, language).replace("\u00a0", " ") == said


def test_pages_of_one_sort_stand_together_and_many_are_counted() -> None:
    former = release("20261126T065051Z", page("a/index.html"), page("vanha/index.html"))
    new = [page(f"uusi-{number}/index.html") for number in range(10)]
    found = list(groups(difference(former, [page("a/index.html", "1"), *new])))
    assert [(each.name, len(each.pages), each.more) for each in found] == [
        ("new", 8, 2),
        ("changed", 1, 0),
        ("removed", 1, 0),
    ]
    assert address_of(found[2].pages[0]) == "/vanha/"


def test_a_first_release_names_no_page() -> None:
    assert list(groups(difference(None, [page("a/index.html")]))) == []
