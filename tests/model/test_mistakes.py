from __future__ import annotations

import pytest

from socomsite.language import Language, Words
from socomsite.messages import message_of
from socomsite.model.mistakes import near
from socomsite.problem import problem
from tests.conftest import dedent
from tests.model.decoded import FI, NEWS_ITEM, SORTS, at, told


def test_an_unknown_field_is_told_with_the_one_meant() -> None:
    text = "---\ntitel: A\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\nx: y\n---\nTeksti.\n"
    assert told("news/a.md", text) == [
        problem(
            at("news/a.md", 2, 1), "field-unknown", near=("title",), field="titel", kind=NEWS_ITEM
        ),
        problem(at("news/a.md", 6, 1), "field-unknown", field="x", kind=NEWS_ITEM),
    ]


def test_an_unknown_field_inside_a_group_is_told_with_the_one_meant_there() -> None:
    text = "title: A\nsort: fair\nstart: 2026\nspeakers:\n- person: anna\n  subjekt: Perhehoito\n"
    assert told("events/a.yaml", text) == [
        problem(
            at("events/a.yaml", 6, 3),
            "field-unknown",
            near=("subject",),
            field="subjekt",
            kind=Words("tapahtuma", "evenemang", "event"),
        )
    ]


def test_a_missing_field_is_told_with_an_example() -> None:
    assert told("people/a.yaml", "role: sihteeri\n") == [
        problem(
            at("people/a.yaml", 1, 1),
            "field-missing",
            field="name",
            example="name: Maija Meikäläinen",
        ),
        problem(at("people/a.yaml", 1, 1), "field-missing", field="staff", example="staff: kyllä"),
    ]


def test_a_field_missing_from_a_group_is_told_at_the_group() -> None:
    text = dedent("""
        name: A
        sort: project
        share: socom
        summary: S.
        topics: [lapset]
        channels:
        - sort: blog
    """)
    assert told("projects/a.yaml", text) == [
        problem(
            at("projects/a.yaml", 7, 3),
            "field-missing",
            field="address",
            example="address: https://esimerkki.fi/",
        )
    ]


def test_a_text_without_its_body_is_told() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\n\n"
    (found,) = told("news/a.md", text)
    assert (found.code, dict(found.values)["field"]) == ("field-missing", "body")
    assert found.position == at("news/a.md", 2, 1)


def test_an_author_who_is_nobody_is_told() -> None:
    text = "title: A\nsort: raportti\nowner_of_work: socom\nauthors:\n- role: toimittaja\n"
    assert told("publications/a.yaml", text) == [
        problem(
            at("publications/a.yaml", 5, 3),
            "field-missing",
            field="name",
            example="name: Maija Meikäläinen",
        )
    ]


def test_a_file_whose_accessibility_is_not_told_of_is_told() -> None:
    text = "title: A\nsort: raportti\nowner_of_work: socom\nfile: a.pdf\n"
    (found,) = told("publications/a.yaml", text)
    assert (found.code, dict(found.values)["field"]) == ("field-missing", "accessibility")


def test_an_empty_list_where_something_is_needed_is_told() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntopics: []\n---\nTeksti.\n"
    assert told("news/a.md", text) == [
        problem(at("news/a.md", 4, 9), "field-empty", field="topics")
    ]


@pytest.mark.parametrize(
    ("line", "column", "value", "expected"),
    [
        ("role: [a]", 7, "…", "text"),
        ("role: {a: b, c: d}", 7, "…", "text"),
        ("draft: ehkä", 8, "ehkä", "truth"),
        ("topics: lapset", 9, "lapset", "list"),
        ("topics: [[lapset]]", 10, "…", "key"),
        ("competence: kyllä", 13, "kyllä", "group"),
        ("office: [a]", 9, "…", "key"),
        ("email: anna", 8, "anna", "email"),
        ("phone: soita", 8, "soita", "phone"),
        ("phone_hours: [arkisin]", 15, "arkisin", "hours"),
        ("known_in: [2007]", 11, "…", "date"),
        ("known_in: {year: 2007, month: 99}", 11, "…", "date"),
        ("reviewed_on: [1.1.2026]", 14, "…", "date"),
        ("body: [a]", 7, "…", "text"),
        ("role: [a, b]", 7, "…", "text"),
    ],
)
def test_a_value_of_the_wrong_sort_is_told(
    line: str, column: int, value: str, expected: str
) -> None:
    field = line.partition(":")[0]
    assert told("people/a.yaml", f"name: A\nstaff: ei\n{line}\n") == [
        problem(
            at("people/a.yaml", 3, column),
            "type-wrong",
            field=field,
            value=value,
            expected=f"expected-{expected}",
        )
    ]


@pytest.mark.parametrize(
    ("number", "shown"), [("viisi", "viisi"), ("1.5", "1.5"), ("9" * 5000, "9" * 59 + "…")]
)
def test_what_is_no_whole_number_is_told(number: str, shown: str) -> None:
    text = f"title: A\nyear: {number}\nsummary: S.\nareas: [{{name: A}}]\n"
    assert told("plans/a.yaml", text) == [
        problem(
            at("plans/a.yaml", 2, 7),
            "type-wrong",
            field="year",
            value=shown,
            expected="expected-number",
        )
    ]


def test_a_postcode_that_is_none_is_told() -> None:
    assert told("offices/a.yaml", "name: A\ntown: B\npostcode: 100\n") == [
        problem(
            at("offices/a.yaml", 3, 11),
            "type-wrong",
            field="postcode",
            value="100",
            expected="expected-postcode",
        )
    ]


def test_an_unsafe_address_is_told() -> None:
    text = "title: A\ndate: 1.11.2026\noutlet: L\nsummary: S.\nlink: javascript:alert(1)\n"
    assert told("media/a.yaml", text) == [
        problem(
            at("media/a.yaml", 5, 7),
            "type-wrong",
            field="link",
            value="javascript:alert(1)",
            expected="expected-address",
        )
    ]


def test_a_choice_that_is_none_is_told_with_all_and_with_the_one_meant() -> None:
    text = "name: A\nsort: projekt\nshare: socom\nsummary: S.\ntopics: [lapset]\n"
    assert told("projects/a.yaml", text) == [
        problem(
            at("projects/a.yaml", 2, 7),
            "value-not-allowed",
            allowed=SORTS,
            near=("project",),
            field="sort",
            value="projekt",
        )
    ]


@pytest.mark.parametrize(
    ("year", "allowed"), [("1989", "≥ 1990"), ("-1990", "≥ 1990"), ("2200", "≤ 2199")]
)
def test_a_number_out_of_bounds_is_told_with_the_bound(year: str, allowed: str) -> None:
    text = f"title: A\nyear: {year}\nsummary: S.\nareas: [{{name: A}}]\n"
    assert told("plans/a.yaml", text) == [
        problem(
            at("plans/a.yaml", 2, 7),
            "value-not-allowed",
            allowed=(allowed,),
            field="year",
            value=year,
        )
    ]


def test_dates_that_cannot_be_are_told() -> None:
    text = dedent("""
        ---
        title: A
        date: 31.2.2026
        appears: huomenna
        expires: 2026
        topics: [lapset]
        ---
        Teksti.
    """)
    assert told("news/a.md", text) == [
        problem(at("news/a.md", 3, 7), "date-impossible", field="date", value="31.2.2026"),
        problem(at("news/a.md", 4, 10), "date-format", field="appears", value="huomenna"),
        problem(at("news/a.md", 5, 10), "date-format", field="expires", value="2026"),
    ]


def test_an_end_before_the_start_is_told_at_the_end() -> None:
    (found,) = told("events/a.yaml", "title: A\nsort: fair\nstart: 2.1.2026\nend: 1.1.2026\n")
    assert (found.position, found.code) == (at("events/a.yaml", 4, 6), "end-before-start")
    assert message_of(found, FI) == (
        "Loppu (2026-01-01) on ennen alkua (2026-01-02). Tarkista molemmat."
    )


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    text = dedent("""
        title: A
        sort: raportti
        owner_of_work: socom
        isbn: 978-0-306-40615-6
        issn: 0378-5956
    """)
    isbn, issn = told("publications/a.yaml", text)
    assert (isbn.position, isbn.code) == (at("publications/a.yaml", 4, 7), "isbn-check")
    assert (issn.position, issn.code) == (at("publications/a.yaml", 5, 7), "issn-check")
    assert message_of(isbn, Language.EN).startswith(
        "ISBN '978-0-306-40615-6' does not add up: the check digit should be 7."
    )
    assert message_of(issn, FI).startswith(
        "ISSN '0378-5956' ei täsmää: tarkistusmerkin pitäisi olla 5."
    )


def test_a_portrait_without_words_is_told() -> None:
    text = "name: A\nstaff: kyllä\nportrait:\n  file: anna.jpg\n"
    (found,) = told("people/a.yaml", text)
    assert (found.position, found.code) == (at("people/a.yaml", 4, 3), "picture-alt-missing")
    assert dict(found.values)["path"] == "anna.jpg"


def test_a_long_value_is_shown_cut() -> None:
    (found,) = told("people/a.yaml", f"name: A\nstaff: {'e' * 100}\n")
    assert dict(found.values)["value"] == "e" * 59 + "…"


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("Lapset", ("lapset", "vanhukset"), ("lapset",)),
        ("lapste", ("lapset", "vanhukset"), ("lapset",)),
        ("sähkoposti", ("sahkoposti",), ("sahkoposti",)),
        ("xyz", ("lapset",), ()),
        ("", ("lapset",), ()),
        ("pro-a", ("pro-b", "pro-c", "pro-d", "pro-e"), ("pro-e", "pro-d", "pro-c")),
    ],
)
def test_up_to_three_known_words_are_suggested(
    word: str, known: tuple[str, ...], meant: tuple[str, ...]
) -> None:
    assert near(word, known) == meant
