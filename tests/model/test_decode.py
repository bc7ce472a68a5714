"""Files to entries: what an author writes means what a person thinks, and every mistake is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.dates import Moment, PartialDate
from socomsite.language import Language, Words
from socomsite.messages import hints_of, message_of
from socomsite.model.fields import Prose, Ref
from socomsite.model.kinds import (
    KINDS,
    Bulletin,
    Event,
    News,
    Office,
    Person,
    Project,
    Publication,
)
from socomsite.model.pages import Page
from socomsite.model.schema import Entry
from socomsite.model.source import Source
from socomsite.problem import Outcome, Problem, Severity, problem
from tests.conftest import dedent
from tests.model.decoded import DECODE, FI, at, decoded, source, told


def test_a_card_of_fields_becomes_an_entry() -> None:
    made = decoded(
        Person,
        "people/anna.yaml",
        dedent("""
            name: Anna Aalto
            staff: kyllä
            role: projektipäällikkö
            phone: 0401234567
            topics: [lapset, vanhukset]
        """),
    )
    assert (made.key, made.language) == ("anna", FI)
    assert made.origin == at("people/anna.yaml", 1, 1)
    assert (made.name, made.staff, made.role) == ("Anna Aalto", True, "projektipäällikkö")
    assert made.topics == (Ref("lapset"), Ref("vanhukset"))


def test_a_phone_number_and_a_postcode_keep_their_zeros() -> None:
    made = decoded(
        Office,
        "offices/kouvola.yaml",
        "name: Kouvola\ntown: Kouvola\npostcode: 00100\nphone: 0401234567\n",
    )
    assert (made.postcode, made.phone) == ("00100", "0401234567")


def test_a_time_is_a_time_and_no_number() -> None:
    made = decoded(
        Event, "events/a.yaml", "title: A\nsort: seminar\nstart: 9.2.2026 18:00\nplace: 18:00\n"
    )
    assert made.start == Moment(PartialDate(2026, 2, 9), dt.time(18))
    assert made.place == "18:00"


@pytest.mark.parametrize("word", ["no", "off", "null", "~", "1_000", "0x1F", "1e3", "12:30:45"])
def test_a_word_that_yaml_would_take_for_something_else_stays_a_word(word: str) -> None:
    made = decoded(Person, "people/a.yaml", f"name: {word}\nstaff: no\n")
    assert (made.name, made.staff) == (word, False)


def test_text_and_front_matter_become_an_entry_whose_body_is_prose() -> None:
    made = decoded(
        News,
        "news/a.md",
        "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\n\nHei **sinä**.\n",
    )
    assert made.body == Prose("<p>Hei <strong>sinä</strong>.</p>")
    assert made.origin == at("news/a.md", 1, 1)
    assert made.date == dt.date(2026, 11, 1)


def test_a_body_may_stand_in_a_field_of_a_card() -> None:
    made = decoded(Person, "people/a.yaml", "name: A\nstaff: ei\nbody: |\n  Yksi.\n\n  Kaksi.\n")
    assert made.body == Prose("<p>Yksi.</p>\n<p>Kaksi.</p>")


def test_a_markdown_file_without_a_body_has_none() -> None:
    made = decoded(Person, "people/a.md", "---\nname: A\nstaff: ei\n---\n\n")
    assert made.body is None


def test_the_front_page_has_an_empty_address() -> None:
    text = "---\ntitle: A\nmenu: main\nreviewed_on: 1.9.2026\nowner: V\naddress:\n---\nTeksti.\n"
    assert decoded(Page, "pages/etusivu.md", text).address == ""


def test_plain_text_stands_for_a_group_and_a_group_for_itself() -> None:
    made = decoded(
        Project,
        "projects/a.yaml",
        dedent("""
            name: A
            sort: project
            share: socom
            summary: S.
            topics: [lapset]
            people: [anna, {person: eero, role: sihteeri}]
            sources: [Vuosikertomus 2007]
        """),
    )
    assert [(m.person.key, m.role) for m in made.people] == [("anna", None), ("eero", "sihteeri")]
    assert [s.text for s in made.sources] == ["Vuosikertomus 2007"]
    assert [m.person.position for m in made.people] == [
        at("projects/a.yaml", 6, 10),
        at("projects/a.yaml", 6, 25),
    ]


def test_hours_are_read_from_a_list_of_texts() -> None:
    made = decoded(
        Person, "people/a.yaml", "name: A\nstaff: kyllä\nphone_hours: [ma–pe 9–11.30, ti 13–14]\n"
    )
    assert [(h.days, h.opens, h.closes) for h in made.phone_hours] == [
        ((0, 1, 2, 3, 4), "09:00", "11:30"),
        ((1,), "13:00", "14:00"),
    ]


def test_a_number_is_read_from_text() -> None:
    lead = "lead: {title: A, text: Teksti.}\n"
    made = decoded(
        Bulletin,
        "bulletins/a.yaml",
        f"series: T\nnumber: 03\nyear: 2007\ndate: 9/2007\nsummary: S.\n{lead}",
    )
    assert (made.number, made.year, str(made.date)) == (3, 2007, "2007-09")


def test_a_warning_in_the_text_leaves_the_entry() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\nHei <blink>sinä</blink>.\n"
    made = DECODE(source("news/a.md", text))
    assert isinstance(made.value, News)
    assert made.value.body == Prose("<p>Hei sinä.</p>")
    assert made.problems == (
        problem(at("news/a.md", 6, 5), "html-removed", severity=Severity.WARNING, tag="blink"),
    )


def test_what_only_hinders_readers_leaves_the_entry_whole() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\nHei.\n\n# Otsikko\n"
    made = DECODE(source("news/a.md", text))
    assert made.problems == (problem(at("news/a.md", 8, 3), "heading-one"),)
    assert made.value is not None


def test_a_text_that_cannot_be_read_takes_the_entry() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\n" + "* " * 500 + "a\n"
    assert told("news/a.md", text) == [problem(at("news/a.md", 6, 1), "prose-too-deep")]


def test_a_source_that_could_not_be_read_passes_on_its_problems() -> None:
    problems = (problem(at("news/a.md", 2, 1), "not-utf8"),)
    broken = Source("content/news/a.md", "news", "a", FI, "", problems)
    assert DECODE(broken) == Outcome(None, problems)


@pytest.mark.parametrize("text", ["Teksti.", "---\ntitle: A\n", "---\n---\nTeksti."])
def test_a_text_without_front_matter_is_told(text: str) -> None:
    assert told("news/a.md", text) == [problem(at("news/a.md", 1, 1), "front-matter-missing")]


def test_a_card_that_is_only_a_comment_is_told() -> None:
    assert told("people/a.yaml", "# tyhjä\n") == [
        problem(at("people/a.yaml", 1, 1), "front-matter-missing")
    ]


@pytest.mark.parametrize("text", ["- a\n- b\n", "vain tekstiä\n"])
def test_a_card_that_is_no_set_of_fields_is_told(text: str) -> None:
    assert told("people/a.yaml", text) == [problem(at("people/a.yaml", 1, 1), "yaml-syntax")]


def test_a_syntax_error_in_front_matter_is_told_at_its_line_of_the_file() -> None:
    text = "---\ntitle: 'A\ndate: 1.11.2026\n---\nTeksti.\n"
    assert told("news/a.md", text) == [problem(at("news/a.md", 2, 8), "yaml-syntax")]


def test_a_tab_in_the_indentation_is_told_as_such() -> None:
    text = "name: A\ncompetence:\n\tconsent: 1.2.2026\n"
    (found,) = told("people/a.yaml", text)
    assert (found.position.line, found.code) == (3, "yaml-tab")


def test_an_anchor_is_told() -> None:
    assert told("people/a.yaml", "name: &a Anna\nrole: *a\n") == [
        problem(at("people/a.yaml", 1, 7), "yaml-alias")
    ]


def test_levels_upon_levels_are_told() -> None:
    (found,) = told("people/a.yaml", "name: " + "[" * 500 + "]" * 500 + "\n")
    assert (found.code, found.values) == ("yaml-deep", (("limit", 20),))


def test_a_field_given_twice_is_told_with_the_first_line() -> None:
    text = "---\ntitle: A\ndate: 1.11.2026\ntitle: B\ntopics: [lapset]\n---\nTeksti.\n"
    assert told("news/a.md", text) == [
        problem(at("news/a.md", 4, 1), "yaml-duplicate", field="title", line=2)
    ]


def test_a_body_given_both_as_field_and_as_text_is_told() -> None:
    text = "---\nname: A\nstaff: ei\nbody: Yksi.\n---\nKaksi.\n"
    assert told("people/a.md", text) == [
        problem(at("people/a.md", 4, 1), "yaml-duplicate", field="body", line=6)
    ]


def test_running_text_in_a_kind_that_has_none_is_told() -> None:
    text = "---\nname: A\nsort: trainer\nsummary: S.\narea: K\n---\n\nTeksti.\n"
    assert told("register/a.md", text) == [problem(at("register/a.md", 7, 1), "body-unused")]


@pytest.mark.parametrize("field", ["key", "language", "origin"])
def test_what_the_file_name_says_cannot_be_said_again(field: str) -> None:
    person = Words("henkilö", "person", "person")
    assert told("people/a.yaml", f"name: A\nstaff: ei\n{field}: fi\n") == [
        problem(at("people/a.yaml", 3, 1), "field-unknown", field=field, kind=person)
    ]


def test_an_empty_field_is_told_once_even_if_it_must_be_given() -> None:
    assert told("people/a.yaml", "name:\nstaff: ei\nrole: ''\n") == [
        problem(at("people/a.yaml", 1, 1), "field-empty", field="name"),
        problem(at("people/a.yaml", 3, 1), "field-empty", field="role"),
    ]


def test_an_empty_item_of_a_list_is_told_and_those_after_it_keep_their_places() -> None:
    text = "name: A\nstaff: ei\ntopics:\n- ''\n- [a]\nphone_hours: ['', milloin vain]\n"
    assert told("people/a.yaml", text) == [
        problem(at("people/a.yaml", 4, 3), "field-empty", field="topics"),
        problem(
            at("people/a.yaml", 5, 3),
            "type-wrong",
            field="topics",
            value="…",
            expected="expected-key",
        ),
        problem(at("people/a.yaml", 6, 15), "field-empty", field="phone_hours"),
        problem(
            at("people/a.yaml", 6, 19),
            "type-wrong",
            field="phone_hours",
            value="milloin vain",
            expected="expected-hours",
        ),
    ]


def test_a_right_isbn_is_kept() -> None:
    text = "title: A\nsort: raportti\nowner_of_work: socom\nisbn: 978-0-306-40615-7\n"
    assert decoded(Publication, "publications/a.yaml", text).isbn == "978-0-306-40615-7"


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = dedent("""
        name:
        staff: ehkä
        rooli: sihteeri
        email: anna
        known_in: 31.2.2007
        phone_hours: [arkisin]
        topics: lapset
        portrait: {alt: Anna}
    """)
    assert [(p.position.line, p.position.column, p.code) for p in told("people/a.yaml", text)] == [
        (1, 1, "field-empty"),
        (2, 8, "type-wrong"),
        (3, 1, "field-unknown"),
        (4, 8, "type-wrong"),
        (5, 11, "date-impossible"),
        (6, 15, "type-wrong"),
        (7, 9, "type-wrong"),
        (8, 11, "field-missing"),
    ]


def test_prose_inside_a_group_is_told_of_at_its_place() -> None:
    text = dedent("""
        series: T
        number: 1
        year: 2007
        date: 2007
        summary: S.
        lead:
          title: A
          text: |
            Yksi.

            [Lue lisää](https://a.example/).
    """)
    (found,) = DECODE(source("bulletins/a.yaml", text)).problems
    assert (found.position.line, found.code) == (11, "link-text-vague")


def test_decoding_one_text_leaves_nothing_for_the_next() -> None:
    front = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\n"
    noted = decoded(News, "news/a.md", front + "Teksti[^1].\n\n[^1]: Viite.\n")
    plain = decoded(News, "news/b.md", front + "Teksti[^1].\n")
    assert 'href="#fn:1"' in noted.body.html
    assert plain.body.html == "<p>Teksti[^1].</p>"


#: Pieces that authors and their mistakes are made of.
PIECES = st.sampled_from(
    [
        *("---\n", "\n", ": ", "- ", "[", "]", "{", "}", "'", '"', "|", ">", "\t", "&a", "*a", "#"),
        *("title", "name", "date", "topics", "body", "start", "end", "people", "sources", "draft"),
        *("2007", "31.2.2026", "ei", "ma–pe 9–11", "978-0-306-40615-6", "-1", "ä", "\u2028", "\0"),
    ]
)


TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


PLAIN = st.recursive(
    st.one_of(st.text(max_size=8), PIECES.map(str.strip)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


def sayable(problems: tuple[Problem, ...]) -> bool:
    """Whether every problem has its words in each language."""
    return all(
        message_of(found, language) and hints_of(found, language) is not None
        for found in problems
        for language in Language
    )


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.sampled_from(["md", "yaml"]), TEXTS)
def test_any_text_in_any_kind_is_an_entry_or_told(
    kind: type[Entry], ending: str, text: str
) -> None:
    made = DECODE(source(f"{kind.folder}/a.{ending}", text))
    assert (made.value is None) == any(found.is_error for found in made.problems)
    assert sayable(made.problems)


@settings(deadline=None)
@given(st.data())
def test_any_value_in_any_field_is_an_entry_or_told(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    names = st.sampled_from(sorted(kind.model_fields))
    fields = data.draw(st.dictionaries(names, PLAIN, max_size=4))
    made = DECODE(source(f"{kind.folder}/a.yaml", as_yaml(fields) + "\n"))
    assert (made.value is None) == any(found.is_error for found in made.problems)
    assert sayable(made.problems)
    assert all(found.position.path == f"content/{kind.folder}/a.yaml" for found in made.problems)


def as_yaml(value: Any) -> str:
    """Texts, lists and groups of them as YAML on one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{as_yaml(k)}: {as_yaml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(as_yaml, value)) + "]"
    escaped = "".join(c if c.isalnum() or c in " .:–-" else f"\\U{ord(c):08x}" for c in value)
    return f'"{escaped}"'
