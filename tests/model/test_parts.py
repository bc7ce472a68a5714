"""Groups of fields: numbers that check themselves, hours, addresses, people, pictures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from socomsite.model.fields import PictureFile, Ref
from socomsite.model.hours import Hours, read_days
from socomsite.model.identifiers import Email, Isbn, Issn, Phone, WebAddress, check_digit
from socomsite.model.kinds import Person, schema
from socomsite.model.parts import (
    Author,
    Box,
    Channel,
    ChannelSort,
    CompetenceCard,
    Goal,
    GoalState,
    Member,
    Picture,
    Price,
)
from socomsite.model.schema import Part
from tests.conftest import entry

SCHEMA = schema()  # a group is whole only in a schema: its references need the kinds


class Form(Part):
    isbn: Isbn | None = None
    issn: Issn | None = None
    address: WebAddress | None = None
    email: Email | None = None
    phone: Phone | None = None


def error_of(group: type[BaseModel], **fields: Any) -> tuple[str, dict[str, Any]]:
    """The sort and details of the one error in these fields."""
    with pytest.raises(ValidationError) as caught:
        group.model_validate(fields)
    (found,) = caught.value.errors()
    return found["type"], found.get("ctx", {})


@pytest.mark.parametrize("number", ["978-0-306-40615-7", "0-306-40615-2", "0-8044-2957-X"])
def test_a_right_isbn_stays_as_written(number: str) -> None:
    assert Form(isbn=number).isbn == number


@pytest.mark.parametrize("number", ["0378-5955", "2434-561X", "2434-561x"])
def test_a_right_issn_stays_as_written(number: str) -> None:
    assert Form(issn=number).issn == number


def test_a_number_may_be_written_with_spaces_or_without_hyphens() -> None:
    assert Form(isbn="978 0 306 40615 7").isbn == "978 0 306 40615 7"
    assert Form(isbn="9780306406157").isbn == "9780306406157"


@pytest.mark.parametrize(
    ("field", "number", "code", "digit"),
    [
        ("isbn", "978-0-306-40615-6", "ISBN", "7"),
        ("isbn", "0-306-40615-3", "ISBN", "2"),
        ("isbn", "0-8044-2957-0", "ISBN", "X"),
        ("issn", "0378-5956", "ISSN", "5"),
    ],
)
def test_a_wrong_check_digit_is_told_with_the_right_one(
    field: str, number: str, code: str, digit: str
) -> None:
    assert error_of(Form, **{field: number}) == (
        f"{code.lower()}-check",
        {"code": code, "digit": digit},
    )


@pytest.mark.parametrize("number", ["978-0-306", "0378-5955", "x", "978-0-306-4O615-7"])
def test_what_is_no_isbn_at_all_is_told_as_such(number: str) -> None:
    assert error_of(Form, isbn=number) == ("type-wrong", {"expected": "isbn"})


def test_an_isbn_is_no_issn() -> None:
    assert error_of(Form, issn="0-306-40615-2") == ("type-wrong", {"expected": "issn"})


@settings(deadline=None)
@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_changed_digit_of_an_isbn_is_always_noticed(digits: str, at: int, by: int) -> None:
    changed = str((int(digits[at]) + by) % 10)
    other = digits[:at] + changed + digits[at + 1 :]
    assert check_digit(digits + "0") != check_digit(other + "0")


@settings(deadline=None)
@given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 6), st.integers(1, 9))
def test_one_changed_digit_of_an_issn_is_always_noticed(digits: str, at: int, by: int) -> None:
    changed = str((int(digits[at]) + by) % 10)
    other = digits[:at] + changed + digits[at + 1 :]
    assert check_digit(digits + "0") != check_digit(other + "0")


@pytest.mark.parametrize(
    "address",
    [
        "https://esimerkki.fi/",
        "HTTP://esimerkki.fi",
        "mailto:a@esimerkki.fi",
        "tel:+358401234567",
        "/hankkeet/",
        "ref:projects/pro",
    ],
)
def test_an_address_leads_out_to_mail_to_a_phone_or_within_the_site(address: str) -> None:
    assert Form(address=address).address == address


@pytest.mark.parametrize(
    "address",
    [
        "esimerkki.fi",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://a.fi",
        "https://a.fi/ b",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    assert error_of(Form, address=address) == ("type-wrong", {"expected": "address"})


def test_an_email_address_has_one_at_sign_and_a_domain() -> None:
    assert Form(email="etunimi.sukunimi@esimerkki.fi").email == "etunimi.sukunimi@esimerkki.fi"


@pytest.mark.parametrize("email", ["etunimi", "a@b", "a b@c.fi", "a@b@c.fi", "<a@b.fi>", "a@b..fi"])
def test_what_cannot_be_mailed_to_is_refused(email: str) -> None:
    assert error_of(Form, email=email) == ("type-wrong", {"expected": "email"})


@pytest.mark.parametrize("phone", ["0401234567", "+358 40 123 4567", "(05) 123-4567"])
def test_a_phone_number_stays_as_written(phone: str) -> None:
    assert Form(phone=phone).phone == phone


@pytest.mark.parametrize("phone", ["1234", "soita", "040 123 4567 ja 040 765 4321", "040.123.456"])
def test_what_cannot_be_dialled_is_refused(phone: str) -> None:
    assert error_of(Form, phone=phone) == ("type-wrong", {"expected": "phone"})


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ma–pe", (0, 1, 2, 3, 4)),
        ("ma-su", (0, 1, 2, 3, 4, 5, 6)),
        ("ma – ti", (0, 1)),
        ("to, ti, ke", (1, 2, 3)),
        ("ma–ti, pe", (0, 1, 4)),
        ("la", (5,)),
        ("ke–ke", (2,)),
    ],
)
def test_days_are_weekday_numbers_from_monday(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["pe–ma", "ma, ma", "ma–ke, ti", "mon", "", "ma–ti–ke", "ma,"])
def test_days_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_days(text)


def test_hours_are_read_from_text() -> None:
    hours = Hours.model_validate("ma–pe 9–11.30")
    assert (hours.days, hours.opens, hours.closes) == ((0, 1, 2, 3, 4), "09:00", "11:30")
    assert hours.text == "ma–pe 9–11.30"


@pytest.mark.parametrize("text", ["MA-PE KLO 9:00-11:30", "ma–pe klo 9.00 – 11.30"])
def test_hours_are_read_however_people_write_them(text: str) -> None:
    hours = Hours.model_validate({"text": text})
    assert (hours.days, hours.opens, hours.closes) == ((0, 1, 2, 3, 4), "09:00", "11:30")


@pytest.mark.parametrize(
    "text", ["arkisin", "ma–pe", "ma–pe 9", "ma–pe 11–9", "ma–pe 9–9", "ma–pe 9–25", "pe–ma 9–11"]
)
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    assert error_of(Person, name="A", staff="ei", phone_hours=[text]) == (
        "type-wrong",
        {"expected": "hours"},
    )


def test_an_author_is_a_name_or_a_person_of_the_site() -> None:
    assert Author.model_validate("Anna Aalto").name == "Anna Aalto"
    assert Author.model_validate({"person": "anna"}).person == Ref("anna")


def test_an_author_who_is_nobody_is_refused() -> None:
    assert error_of(Author, role="toimittaja") == ("field-missing", {"field": "name"})


def test_a_member_is_a_person_perhaps_with_a_role() -> None:
    assert Member.model_validate("anna") == Member(person=Ref("anna"))
    both = Member.model_validate({"person": "anna", "role": "projektipäällikkö"})
    assert both.role == "projektipäällikkö"


def test_a_picture_says_what_it_shows_or_that_it_says_nothing() -> None:
    assert Picture.model_validate({"file": "a.jpg", "alt": "Koira"}).alt == "Koira"
    silent = Picture.model_validate({"file": "a.jpg", "decorative": "kyllä"})
    assert silent == Picture(file=PictureFile("a.jpg"), decorative=True)


def test_a_picture_that_is_silent_by_mistake_is_refused() -> None:
    silent = ("picture-alt-missing", {"path": "a.jpg"})
    assert error_of(Picture, file="a.jpg") == silent
    assert error_of(Picture, file="a.jpg", decorative="ei") == silent


def test_only_a_channel_people_follow_counts_as_social() -> None:
    social = [sort.value for sort in ChannelSort if sort.is_social]
    assert social == ["blog", "facebook", "twitter", "instagram", "linkedin", "youtube"]


def test_a_channel_has_its_sort_and_address() -> None:
    channel = Channel.model_validate({"sort": "blog", "address": "https://blogi.example/"})
    assert (channel.sort, channel.address) == (ChannelSort.BLOG, "https://blogi.example/")


def test_a_price_may_be_plain_text() -> None:
    assert Price.model_validate("15").amount == "15"


def test_a_goal_may_have_a_state() -> None:
    goal = Goal.model_validate({"objective": "Perhehoito", "state": "partly_achieved"})
    assert goal.state is GoalState.PARTLY_ACHIEVED


def test_a_competence_card_needs_the_day_of_consent() -> None:
    assert error_of(CompetenceCard, education=["YTM"])[0] == "missing"


def test_the_fields_of_a_persons_groups_are_checked_too() -> None:
    anna = entry(Person, name="A", staff="kyllä", competence={"consent": "1.2.2026"})
    assert anna.competence is not None
    assert str(anna.competence.consent) == "2026-02-01"


def test_a_box_may_not_be_of_an_unknown_sort() -> None:
    assert error_of(Box, sort="muu")[0] == "enum"
