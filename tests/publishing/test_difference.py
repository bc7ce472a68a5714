"""What changes for readers: pages new, changed, removed, turned into redirects, and other files."""

from __future__ import annotations

import pytest

from socomsite.publishing.difference import Difference, difference
from socomsite.publishing.release import Counts, Filed, Sort
from tests.publishing.made import page, release

FORMER = release(
    "20261126T065051Z",
    page("a/index.html"),
    page("b/index.html"),
    page("c/index.html"),
    Filed("style.css", "0" * 64, 1),
)


def paths(found: tuple[Filed, ...]) -> list[str]:
    return [each.path for each in found]


def changed(*files: Filed) -> Difference:
    return difference(FORMER, files)


def test_the_first_release_is_all_new() -> None:
    found = difference(None, FORMER.files)
    assert found.counts == Counts(new=3, files=1, is_first=True)
    assert not found.is_empty


def test_the_same_files_are_no_difference() -> None:
    assert changed(*FORMER.files).is_empty
    assert changed(*FORMER.files).counts == Counts()


def test_pages_are_new_changed_or_removed() -> None:
    found = changed(page("a/index.html"), page("b/index.html", "1"), page("d/index.html"))
    assert (paths(found.new), paths(found.changed)) == (["d/index.html"], ["b/index.html"])
    assert (paths(found.removed), paths(found.files)) == (["c/index.html"], ["style.css"])


def test_a_page_that_becomes_a_redirect_is_a_redirect_and_not_removed() -> None:
    kept = [f for f in FORMER.files if f.path != "c/index.html"]
    found = changed(*kept, page("c/index.html", "2", Sort.REDIRECT))
    assert found.counts == Counts(redirects=1)
    assert found.removed == ()


def test_a_redirect_that_becomes_a_page_is_a_new_page() -> None:
    former = release("20261126T065051Z", page("a/index.html", "1", Sort.REDIRECT))
    assert difference(former, [page("a/index.html", "2")]).counts == Counts(new=1)


def test_a_redirect_that_goes_or_changes_is_another_file() -> None:
    former = release("20261126T065051Z", page("a/index.html", "1", Sort.REDIRECT))
    assert difference(former, []).counts == Counts(files=1)
    again = [page("a/index.html", "2", Sort.REDIRECT)]
    assert difference(former, again).counts == Counts(files=1)


def test_carried_files_count_neither_before_nor_after() -> None:
    former = release("20261126T065051Z", page("a/index.html"), page("x", "1", Sort.CARRIED))
    assert difference(former, [page("a/index.html")]).is_empty


@pytest.mark.parametrize(("limit", "is_over"), [(0, True), (33, True), (34, False), (100, False)])
def test_a_ceiling_is_of_the_pages_that_were(limit: int, is_over: bool) -> None:
    found = changed(*(f for f in FORMER.files if f.path != "c/index.html"))
    assert found.pages == 3
    assert found.removes_over(limit) is is_over


def test_no_page_removed_is_never_over_the_ceiling() -> None:
    assert not changed(*FORMER.files).removes_over(0)
    assert not difference(None, FORMER.files).removes_over(0)
