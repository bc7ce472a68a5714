from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from socomsite.formats import opendata
from socomsite.formats.opendata import FIELDS
from socomsite.language import Language
from socomsite.model.kinds import KINDS, Event, Person, Project, Publication, Topic
from tests.conftest import SiteMaker, entry, paths, text_of
from tests.formats.planned import made_by, planned

ROOT = Path(__file__).parents[2]
TOPIC = entry(Topic, "lapset", name="Lapset", summary="x", body="x")
ANNA = entry(Person, "anna", name="Anna Mäki", staff="true", phone="05 123 4567")
PROJECT = {"sort": "project", "share": "socom", "summary": "Mitä.", "topics": ["lapset"]}
CHILDREN = {
    "kind": "topics",
    "key": "lapset",
    "name": "Lapset",
    "url": "https://testi.example/topics/lapset/",
}


def rows(kind: str, *entries: Any, **settings: Any) -> list[dict[str, Any]]:
    data = json.loads(made_by(opendata, planned(*entries, **settings))[f"data/{kind}.json"])
    assert data["kind"] == kind
    items: list[dict[str, Any]] = data["items"]
    return items


def test_a_project_is_told_by_the_fields_that_are_known() -> None:
    project = entry(
        Project,
        "hanke",
        name="Hanke",
        start="9/2007",
        active=["2007", "syksy 2008"],
        partners=["Kouvola"],
        channels=[{"sort": "blog", "address": "https://blogi.example/"}],
        links=[{"text": "Tänne", "address": "ref:topics/lapset"}],
        people=["anna"],
        owner="Anna",
        **PROJECT,
    )
    assert rows("projects", project, TOPIC, ANNA) == [
        {
            "key": "hanke",
            "language": "fi",
            "url": "https://testi.example/projects/hanke/",
            "name": "Hanke",
            "sort": "project",
            "share": "socom",
            "summary": "Mitä.",
            "topics": [CHILDREN],
            "start": "2007-09",
            "active": ["2007", "2008-23"],
            "partners": ["Kouvola"],
            "channels": [{"sort": "blog", "address": "https://blogi.example/"}],
            "links": [{"text": "Tänne", "address": "https://testi.example/topics/lapset/"}],
        }
    ]


def test_an_event_tells_its_time_with_the_offset_of_helsinki() -> None:
    event = entry(
        Event,
        "a",
        title="Päivä",
        sort="seminar",
        start="9.7.2026 klo 9",
        end="10.7.2026",
        about=["hanke"],
        topics=["lapset"],
    )
    (row,) = rows("events", event, entry(Project, "hanke", name="Hanke", **PROJECT), TOPIC)
    assert (row["start"], row["end"]) == ("2026-07-09T09:00+03:00", "2026-07-10")
    assert row["about"] == [
        {
            "kind": "projects",
            "key": "hanke",
            "name": "Hanke",
            "url": "https://testi.example/projects/hanke/",
        }
    ]


def test_a_publication_tells_its_authors_and_file(site: SiteMaker) -> None:
    text = (
        "title: Nimi\nsort: opas\nowner_of_work: socom\nfile: opas.pdf\naccessibility: accessible\n"
        "authors: [{person: anna, role: toimittaja}, Eva Aro]\nyear: 2008\n"
    )
    files = {
        "content/files/opas.pdf": b"%PDF-",
        "content/people/anna.yaml": "name: Anna Mäki\nstaff: true\n",
        "content/publications/a.yaml": text,
    }
    (row,) = json.loads(text_of(site(files), "data/publications.json"))["items"]
    assert row["file"] == "https://testi.example/tiedostot/opas.pdf"
    assert row["authors"] == [
        {
            "name": "Anna Mäki",
            "role": "toimittaja",
            "person": {
                "kind": "people",
                "key": "anna",
                "name": "Anna Mäki",
                "url": "https://testi.example/yhteystiedot/anna/",
            },
        },
        {"name": "Eva Aro"},
    ]


def test_what_is_not_shown_is_not_told() -> None:
    hidden = entry(Person, "eva", name="Eva", staff="true", expires="2026-01-01")
    event = entry(Project, "b", name="B", draft="true", **PROJECT)
    work = entry(
        Publication,
        "a",
        title="x",
        sort="opas",
        owner_of_work="socom",
        authors=[{"person": "eva"}, "Anna"],
    )
    (row,) = rows("publications", work, hidden, event, TOPIC)
    assert row["authors"] == [{"name": "Anna"}]
    assert list(made_by(opendata, planned(hidden, event, TOPIC))) == []


def test_every_language_is_a_row_of_its_own_in_one_file() -> None:
    finnish = entry(Event, "a", title="Päivä", sort="seminar", start="2026")
    swedish = entry(Event, "a", title="Dag", sort="seminar", start="2026", language=Language.SV)
    found = rows("events", swedish, finnish, languages=["fi", "sv"])
    assert [(row["key"], row["language"], row["title"]) for row in found] == [
        ("a", "fi", "Päivä"),
        ("a", "sv", "Dag"),
    ]
    assert found[1]["url"] == "https://testi.example/sv/events/a/"


def test_rows_stand_in_the_order_of_their_keys_and_only_kinds_with_rows_have_a_file(
    site: SiteMaker,
) -> None:
    event = "title: Päivä\nsort: seminar\nstart: 2026\n"
    made = site({"content/events/b.yaml": event, "content/events/a.yaml": event})
    assert [row["key"] for row in json.loads(text_of(made, "data/events.json"))["items"]] == [
        "a",
        "b",
    ]
    assert [path for path in paths(made) if path.startswith("data/")] == ["data/events.json"]


@pytest.mark.parametrize("kind", FIELDS)
def test_each_field_is_one_of_the_kinds(kind: str) -> None:
    (found,) = [each for each in KINDS if each.folder == kind]
    assert set(FIELDS[kind]) <= set(found.model_fields)


@pytest.mark.parametrize("page", ["avoin-data.md", "avoin-data.en.md"])
def test_the_sites_page_explains_each_file_and_field(page: str) -> None:
    text = (ROOT / "content/pages" / page).read_text("utf-8")
    for kind, names in FIELDS.items():
        assert f"(/data/{kind}.json)" in text
        _, _, after = text.partition(f"(/data/{kind}.json)")
        told = set(re.findall(r"`([a-z_]+)`", after.partition("\n## ")[0]))
        assert set(names) <= told, set(names) - told
    assert {"key", "language", "url"} <= set(re.findall(r"`([a-z_]+)`", text))
