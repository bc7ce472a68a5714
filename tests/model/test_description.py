from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.messages import choice_words, hints_of
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.kinds import KINDS, Bulletin, Event, Person, Post, Project, Service
from socomsite.model.parts import Article, Goal
from socomsite.model.schema import Entry, Part
from tests.conftest import TOPIC, SiteMaker


def field(kind: type[Entry], name: str) -> FieldDescription:
    return next(each for each in describe(kind) if each.name == name)


def test_required_fields_come_first() -> None:
    names = [(each.name, each.is_required) for each in describe(Post)]
    required = [name for name, is_required in names if is_required]
    assert required == ["date", "title", "author", "about", "summary", "body"]
    assert [name for name, _ in names][: len(required)] == required


def test_what_the_files_name_gives_is_no_field() -> None:
    names = {each.name for each in describe(Post)}
    assert not names & {"key", "language", "origin"}


@pytest.mark.parametrize(
    ("kind", "name", "sort", "is_list"),
    [
        (Project, "name", FieldSort.TEXT, False),
        (Project, "partners", FieldSort.TEXT, True),
        (Project, "start", FieldSort.DATE, False),
        (Project, "active", FieldSort.DATE, True),
        (Project, "body", FieldSort.PROSE, False),
        (Project, "goals", FieldSort.GROUP, True),
        (Project, "draft", FieldSort.TRUTH, False),
        (Project, "appears", FieldSort.DAY, False),
        (Event, "start", FieldSort.MOMENT, False),
        (Event, "sort", FieldSort.CHOICE, False),
        (Bulletin, "number", FieldSort.NUMBER, False),
        (Bulletin, "lead", FieldSort.GROUP, False),
        (Person, "unit", FieldSort.REFERENCE, False),
        (Service, "phone_hours", FieldSort.HOURS, True),
    ],
)
def test_a_field_tells_what_it_holds(
    kind: type[Entry], name: str, sort: FieldSort, *, is_list: bool
) -> None:
    found = field(kind, name)
    assert (found.sort, found.is_list) == (sort, is_list)


def test_a_choice_lists_its_values_and_a_reference_its_kinds() -> None:
    assert field(Event, "status").choices == ("cancelled", "postponed", "full")
    assert field(Person, "unit").kinds == ("projects", "services")
    assert field(Project, "name").choices == ()


def test_a_group_leads_to_its_own_fields() -> None:
    assert field(Project, "goals").group is Goal
    assert field(Bulletin, "lead").group is Article
    assert next(iter(describe(Goal))).name == "objective"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_of_every_kind_is_described(kind: type[Entry]) -> None:
    described = {each.name for each in describe(kind)}
    assert described == kind.model_fields.keys() - {"key", "language", "origin"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_choice_has_a_name_in_three_languages(kind: type[Entry]) -> None:
    waiting: list[type[Part]] = [kind]
    while waiting:
        for each in describe(waiting.pop()):
            if each.group is not None:
                waiting.append(each.group)
            for value in each.choices:
                words = choice_words(value)
                assert words is not None, value
                assert words.fi, value


def test_a_choice_written_by_its_finnish_name_is_understood_as_a_question(site: SiteMaker) -> None:
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/projects/a.yaml": (
                "name: A\nsort: kehittämisyksikkö\nshare: socom\nsummary: A.\ntopics: [lapset]\n"
            ),
        }
    )
    (found,) = made.problems
    assert (found.code, found.near) == ("value-not-allowed", ("development_unit",))
    hints = hints_of(found, Language.FI)
    assert "development_unit (kehittämisyksikkö)" in hints[0]
    assert hints[1] == "Tarkoititko 'development_unit'?"
