from __future__ import annotations

import pytest

from socomsite.formats.work import Name, WorkSort, name_of, person_name, sort_of, work_of
from socomsite.language import Language
from socomsite.model.kinds import Person, Publication
from tests.conftest import entry
from tests.formats.planned import planned


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Sanna Romppanen", "Romppanen", "Sanna"),
        ("Anna-Maija Kirsti Orkamaa", "Orkamaa", "Anna-Maija Kirsti"),
        ("Eva von Essen", "von Essen", "Eva"),
        ("Eva von der Pahlen", "von der Pahlen", "Eva"),
        ("Leena", "Leena", ""),
    ],
)
def test_a_persons_last_word_is_the_familys(name: str, family: str, given: str) -> None:
    assert person_name(name) == Name(family, given)


@pytest.mark.parametrize(
    "name",
    [
        "Socom",
        "Kaakkois-Suomen sosiaalialan osaamiskeskus",
        "Suomen Kuntaliitto",
        "Kouvolan kaupunki",
        "Nuorten Palvelu ry",
        "Oy Yritys Ab",
        "Sosiaali- ja terveysministeriö",
        "STAKES 2000",
        "Helsingin yliopisto",
    ],
)
def test_a_bodys_name_stays_as_it_is(name: str) -> None:
    assert name_of(name) == Name(name)
    assert str(name_of(name)) == name


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Anna Mäki", "Mäki, Anna"),
        ("J. R. O'Neill", "O'Neill, J. R."),
        ("Eva von Essen", "von Essen, Eva"),
        ("Anna-Maija Ylä-Öhman", "Ylä-Öhman, Anna-Maija"),
        ("Anna Stadius", "Stadius, Anna"),
    ],
)
def test_a_persons_name_is_known_by_its_form(name: str, listed: str) -> None:
    assert str(name_of(name)) == listed


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("loppuraportti", WorkSort.REPORT),
        ("tilastollinen katsaus", WorkSort.REPORT),
        ("toimintasuunnitelma", WorkSort.REPORT),
        ("asiakaskysely", WorkSort.REPORT),
        ("slutrapport", WorkSort.REPORT),
        ("Final report", WorkSort.REPORT),
        ("verkkokäsikirja", WorkSort.BOOK),
        ("artikkelijulkaisu", WorkSort.BOOK),
        ("opas", WorkSort.BOOK),
        ("väitöskirja", WorkSort.THESIS),
        ("pro gradu -tutkielma", WorkSort.THESIS),
        ("artikkeli", WorkSort.ARTICLE),
        ("lehti", WorkSort.ISSUE),
        ("prosessikuvaus", WorkSort.OTHER),
    ],
)
def test_the_end_of_the_word_says_what_sort_it_is(sort: str, found: WorkSort) -> None:
    work = entry(Publication, title="x", sort=sort, owner_of_work="socom")
    assert sort_of(work) is found


@pytest.mark.parametrize(
    ("year", "last", "shown"),
    [
        (None, None, ""),
        ("5/2008", None, "2008"),
        ("2008", "2009", "2008–2009"),
        (None, "2009", "2009"),
    ],
)
def test_a_work_has_a_year_or_years(year: str | None, last: str | None, shown: str) -> None:
    planning = planned(
        entry(Publication, title="x", sort="opas", owner_of_work="other", year=year, last_year=last)
    )
    (work,) = planning.bibliographies["/publications/x/"]
    assert work_of(planning.viewers[Language.FI], work).year == shown


def test_people_come_from_the_site_and_editors_first() -> None:
    work = entry(
        Publication,
        title="Nimi",
        subtitle="Alaotsikko",
        sort="opas",
        owner_of_work="other",
        authors=["Anna Mäki", {"person": "sanna", "role": "toimittaja"}],
    )
    planning = planned(entry(Person, "sanna", name="Sanna Romppanen", staff="true"), work)
    found = work_of(planning.viewers[Language.FI], work)
    assert found.people == ((Name("Romppanen", "Sanna"), True), (Name("Mäki", "Anna"), False))
    assert found.title == "Nimi: Alaotsikko"


@pytest.mark.parametrize(
    ("owner", "publisher", "found"),
    [
        ("socom", "Kuntaliitto", "Kuntaliitto"),
        ("socom", None, "Testikeskus"),
        ("other", None, ""),
        ("unclear", None, ""),
    ],
)
def test_the_sites_own_work_is_published_by_its_owner_if_by_nobody_else(
    owner: str, publisher: str | None, found: str
) -> None:
    work = entry(Publication, title="x", sort="opas", owner_of_work=owner, publisher=publisher)
    viewer = planned(work).viewers[Language.FI]
    assert work_of(viewer, work).publisher == found
