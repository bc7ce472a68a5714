from __future__ import annotations

import pytest

from socomsite.checks.likeness import MOST_COMPARED, Likely, Likeness
from socomsite.model.ledger import Addresses, Line, What


def news(word: str, title: str, suffix: str = "") -> Line:
    return Line(f"/uutiset/{word}/", What.PAGE, f"news/{word}{suffix}", title)


def file(name: str, digest: str = "") -> Line:
    return Line(f"/tiedostot/{name}", What.FILE, f"files/{name}", digest)


def successor(lost: Line, *live: Line, known: tuple[Line, ...] = ()) -> Likely:
    return Likeness(Addresses.of(live), Addresses.of([lost, *known])).of(lost)


LOST = news("retki", "Retki metsään")


@pytest.mark.parametrize(
    "new",
    [
        news("metsaretki", "Retki metsään"),
        news("metsaretki", "RETKI METSÄÄN"),
        news("metsaretki", "Retki metsiin"),
        Line("/muut/retki/", What.PAGE, "posts/retki", "X"),
        news("retkii", "Aivan muuta"),
    ],
)
def test_the_same_or_nearly_the_same_title_or_word_is_likely(new: Line) -> None:
    assert successor(LOST, new, news("muu", "Talousarvio")).line == new


def test_the_same_content_elsewhere_is_sure_whatever_it_is_called() -> None:
    same = Line("/retket/metsa/", What.PAGE, "news/retki", "Toinen otsikko")
    assert successor(LOST, same, news("uusi", "Retki metsään")).line == same


@pytest.mark.parametrize(
    "new", [news("kokous", "Hallituksen kokous"), news("metsaretki", "Retki metsään", ".sv")]
)
def test_what_is_unlike_or_in_another_language_is_not_even_asked_about(new: Line) -> None:
    assert successor(LOST, new) == Likely(None)


def test_a_page_that_the_ledger_knows_already_is_no_successor() -> None:
    known = news("metsaretki", "Retki metsään")
    assert successor(LOST, known, known=(known,)) == Likely(None)


def test_another_year_is_asked_about() -> None:
    lost, new = news("kertomus-2015", "Kertomus 2015"), news("kertomus-2016", "Kertomus 2016")
    assert successor(lost, new) == Likely(None, ("/uutiset/kertomus-2016/",))


def test_at_most_three_are_asked_about_nearest_first() -> None:
    new = [news(f"retki-{letter}", "Retki metsään") for letter in "abcd"]
    assert successor(LOST, *new).asked == tuple(line.address for line in new[:3])


def test_a_file_is_known_by_its_bytes_then_by_its_name() -> None:
    lost = file("esite.pdf", "0123456789")
    same, other = file("a.pdf", "0123456789"), file("esitte.pdf", "9876543210")
    assert successor(lost, same, other).line == same
    assert successor(lost, other, file("esite.docx")).line == other
    assert successor(lost, file("esite.docx"), file("muu.pdf")) == Likely(None)


def test_what_stood_beside_a_page_that_is_gone_has_no_successor_of_its_own() -> None:
    lost = Line("/uutiset/retki/retki.ics", What.FILE, "news/retki", "Retki metsään")
    assert successor(lost, news("metsaretki", "Retki metsään")) == Likely(None)


def test_so_many_new_pages_that_nobody_would_wait_are_not_compared() -> None:
    many = [news(f"sivu{n}", f"Sivu {n}") for n in range(MOST_COMPARED + 1)]
    looked = Likeness(Addresses.of(many), Addresses.of([LOST]))
    assert looked.of(LOST) == Likely(None)
    assert looked.compared == 0
    assert looked.of(news("vanha", "Sivu 7")).line == many[7]
