"""People who have left: no address of theirs in any byte, whichever field or text held it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.model.departed import address_pattern, without_departed
from socomsite.model.fields import Prose
from socomsite.model.kinds import Office, Person, Project, Service
from tests.conftest import TOPIC, SiteMaker, entry

LAST = dt.date(2026, 11, 1)
AFTER = dt.date(2026, 11, 2)
MAIL, PHONE = "maija@testi.example", "05 123 4567"


def maija(**more: Any) -> Person:
    given = {"name": "Maija Mallikas", "staff": "kyllä", "phone": PHONE, "email": MAIL}
    return entry(Person, "maija", **given | {"end": "1.11.2026"} | more)


def project(**more: Any) -> Project:
    given = {"name": "H", "sort": "project", "share": "socom", "summary": "S", "topics": ["t"]}
    return entry(Project, "hanke", **given | more)


def test_what_belongs_to_work_goes_after_the_last_day_and_the_name_stays() -> None:
    (kept,), nobody = without_departed([maija(office="kotka")], LAST)
    (cleared,), (gone,) = without_departed([maija(office="kotka")], AFTER)
    assert (kept.label, nobody) == ("Maija Mallikas", ())
    assert isinstance(cleared, Person)
    assert (cleared.name, cleared.staff) == ("Maija Mallikas", False)
    assert (cleared.phone, cleared.email, cleared.office) == (None, None, None)
    assert (gone.key, gone.last_day, gone.addresses) == ("maija", LAST, (PHONE, MAIL))


@pytest.mark.parametrize(
    "written",
    ["05 123 4567", "051234567", "05-123 4567", "(05) 123 4567", "+358 5 123 4567", "+35851234567"],
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    (_, cleared), _ = without_departed([maija(), project(summary=f"Soita {written}!")], AFTER)
    assert isinstance(cleared, Project)
    assert cleared.summary == "Soita (yhteystieto poistettu)!"


@pytest.mark.parametrize("written", ["105 123 4567", "05 123 45678", "06 123 4567", "1705123456"])
def test_another_number_stays(written: str) -> None:
    (_, kept), _ = without_departed([maija(), project(summary=f"Soita {written}!")], AFTER)
    assert isinstance(kept, Project)
    assert written in kept.summary


def test_another_address_that_holds_the_same_letters_stays() -> None:
    text = f"anna{MAIL} tai {MAIL}i"
    (_, kept), (gone,) = without_departed([maija(), project(summary=text)], AFTER)
    assert isinstance(kept, Project)
    assert (kept.summary, gone.texts) == (text, ())


def test_an_address_goes_out_of_prose_parts_and_lists_too() -> None:
    html = f'<p><a href="mailto:{MAIL}?subject=a">Kirjoita</a> tai {MAIL.upper()}</p>'
    written = project(
        body=Prose(html),
        partners=["kunnat", MAIL],
        goals=[{"objective": f"Kysy {PHONE}", "actions": [MAIL]}],
        links=[{"text": "Posti", "address": f"mailto:{MAIL}"}],
    )
    (_, cleared), (gone,) = without_departed([maija(), written], AFTER)
    assert isinstance(cleared, Project)
    assert cleared.body == Prose("<p>Kirjoita tai (yhteystieto poistettu)</p>")
    assert cleared.partners == ("kunnat", "(yhteystieto poistettu)")
    assert cleared.goals[0].objective == "Kysy (yhteystieto poistettu)"
    assert MAIL not in repr(cleared)
    assert gone.texts == (written.origin,)


def test_a_field_that_held_only_the_address_is_empty() -> None:
    given = {"name": "P", "share": "socom", "summary": "S", "audience": "A", "topics": ["t"]}
    service = entry(Service, "p", **given, email=MAIL, phone=PHONE)
    (_, cleared), _ = without_departed([maija(), service], AFTER)
    assert isinstance(cleared, Service)
    assert (cleared.email, cleared.phone) == (None, None)


def test_what_an_office_or_a_colleague_has_too_is_not_theirs_alone() -> None:
    office = entry(Office, "kotka", name="Kotka", town="Kotka", phone=PHONE)
    colleague = entry(Person, "anna", name="Anna", staff="kyllä", email=MAIL)
    entries, (gone,) = without_departed([maija(), office, colleague], AFTER)
    assert gone.addresses == ()
    assert entries[1:] == [office, colleague]
    assert isinstance(entries[0], Person)
    assert entries[0].email is None


def test_nobody_without_an_address_is_sought() -> None:
    assert address_pattern(()) is None
    (_,), (gone,) = without_departed([maija(phone=None, email=None)], AFTER)
    assert gone.pattern is None


SPACES = st.sampled_from(["", " ", "-", "  ", "\u00a0"])


@given(st.lists(SPACES, min_size=7, max_size=7), st.sampled_from(["0", "+358 ", "+358(0)"]))
def test_no_way_to_group_digits_hides_a_number(gaps: list[str], start: str) -> None:
    pattern = address_pattern([PHONE])
    assert pattern is not None
    written = start + "".join(d + gap for d, gap in zip("5123456", gaps, strict=True)) + "7"
    assert pattern.search(f"puh. {written}.")


def test_no_byte_of_the_site_holds_an_address_after_the_last_day(site: SiteMaker) -> None:
    person = f"name: Maija Mallikas\nstaff: kyllä\nphone: {PHONE}\nemail: {MAIL}\nend: 1.11.2026\n"
    hanke = (
        f"name: Hanke\nsort: project\nshare: socom\nsummary: Kysy {MAIL}.\ntopics: [lapset]\n"
        f"body: |\n  Kirjoita <{MAIL}> tai [soita](tel:+35851234567).\n"
    )
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/people/maija.yaml": person,
        "content/projects/hanke.yaml": hanke,
        "templates/person.html": "{{ entry.name }} {{ entry.phone }} {{ entry.email }}",
        "templates/project.html": "{{ entry.summary }} {{ entry.body }} {{ description }}",
    }
    pattern = address_pattern([PHONE, MAIL])
    assert pattern is not None

    def holding(day: dt.date) -> list[str]:
        made = site(files, as_of=day)
        found = [a.path for a in made.artifacts if pattern.search(a.data.decode())]
        assert made.is_sound
        return found

    assert {
        "data/projects.json",
        "hankkeet/hanke/index.html",
        "yhteystiedot/maija/index.html",
        "yhteystiedot/maija/maija.vcf",
    } <= {*holding(LAST)}
    assert holding(AFTER) == []
