"""The form of a git host's editor: made of the schema alone, and able to hold what the site has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.model.description import FieldSort, describe
from socomsite.model.discovery import discover
from socomsite.model.kinds import KINDS, Bulletin, Event, Person, Post, Project, schema
from socomsite.model.schema import Part
from socomsite.model.site import Site, read_site
from socomsite.model.source import Source, split_front_matter
from socomsite.reports.cmsconfig import Host, Repository, cms_config, named_by
from socomsite.reports.cmsfit import cms_misfits
from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml

ROOT = Path(__file__).parents[2]
FI = Language.FI
THREE = (FI, Language.SV, Language.EN)
OURS = Repository(Host.GITHUB, "esimerkki/sivusto")

Settings = dict[str, Any]


def site(*languages: Language) -> Site:
    texts = [language.value for language in languages or (FI,)]
    given = {"name": "Testi", "url": "https://testi.example/", "languages": texts}
    return Site.model_validate(given)


def config(*languages: Language, repository: Repository = OURS, words: Language = FI) -> Settings:
    return cms_config(site(*languages), schema(), repository, words)


def collection(made: Settings, folder: str) -> Settings:
    found = [each for each in made["collections"] if each["name"] == folder]
    assert len(found) == 1
    return dict(found[0])


def field(made: Settings, folder: str, *names: str) -> Settings:
    """A field of a collection, or one inside groups."""
    fields = collection(made, folder)["fields"]
    found: Settings = {}
    for name in names:
        (found,) = [each for each in fields if each["name"] == name]
        fields = found.get("fields", [])
    return found


def every_field(fields: list[Settings]) -> Iterator[Settings]:
    for each in fields:
        yield each
        yield from every_field(each.get("fields", []))
        yield from every_field([each["field"]] if "field" in each else [])


def entry(text: str, folder: str = "people", name: str = "a.yaml") -> Source:
    return Source(f"content/{folder}/{name}", folder, "a", FI, text)


def misfits(source: Source) -> list[tuple[int, int, str]]:
    found = cms_misfits(schema(), [source])
    return [(f.position.line, f.position.column, dict(f.values).get("meant", "")) for f in found]  # type: ignore[misc]


def test_every_kind_has_a_collection_with_every_field_of_its_own() -> None:
    made = config(*THREE)
    assert [each["name"] for each in made["collections"]] == [kind.folder for kind in KINDS]
    for kind in KINDS:
        names = [each["name"] for each in collection(made, kind.folder)["fields"]]
        assert names == [each.name for each in describe(kind)]


def test_groups_have_the_fields_of_the_schema_however_deep() -> None:
    def compare(group: type[Part], fields: list[Settings]) -> None:
        assert [each["name"] for each in fields] == [each.name for each in describe(group)]
        for known, made in zip(describe(group), fields, strict=True):
            if known.group is not None:
                compare(known.group, made["fields"])

    for kind in KINDS:
        compare(kind, collection(config(), kind.folder)["fields"])


def test_texts_with_a_body_are_markdown_and_cards_are_yaml() -> None:
    posts, people = (collection(config(), kind.folder) for kind in (Post, Person))
    assert (posts["extension"], posts["format"]) == ("md", "yaml-frontmatter")
    assert (people["extension"], people["format"]) == ("yaml", "yaml")


def test_the_words_are_finnish_unless_another_language_is_asked_for() -> None:
    assert collection(config(), "projects")["label"] == "Hanke"
    assert field(config(), "projects", "start")["label"] == "Alku"
    assert collection(config(words=Language.SV), "projects")["label"] == "Projekt"
    sort = field(config(), "projects", "sort")
    assert sort["widget"] == "select"
    assert {"label": "verkosto", "value": "network"} in sort["options"]


def test_what_need_not_be_given_says_so() -> None:
    made = config()
    assert "required" not in field(made, "projects", "summary")
    assert field(made, "projects", "funder")["required"] is False
    assert field(made, "projects", "topics")["min"] == 1


def test_whole_days_have_a_calendar_and_dates_known_in_part_a_text_with_a_pattern() -> None:
    day, start = field(config(), "posts", "date"), field(config(), "projects", "start")
    assert (day["widget"], day["format"], day["time_format"]) == ("datetime", "YYYY-MM-DD", False)
    assert start["widget"] == "string"


@pytest.mark.parametrize(
    "text", ["2026", "2026-11", "2026-11-22", "22.11.2026", "22. 11. 2026", "9/2007", "Syksy 2026"]
)
def test_the_pattern_takes_dates_as_people_write_them(text: str) -> None:
    pattern, told = field(config(), "projects", "start")["pattern"]
    assert re.search(pattern, text)
    assert not re.search(pattern, f"noin {text}")
    assert "22.11.2026" in told


@pytest.mark.parametrize("text", ["9.2.2026 klo 9.30", "2026-02-09T09:30", "2026", "9.2.2026 9"])
def test_the_pattern_takes_moments_as_people_write_them(text: str) -> None:
    pattern, _ = field(config(), "events", "start")["pattern"]
    assert re.search(pattern, text)
    assert not re.search(pattern, "aamulla")


def test_a_reference_to_one_kind_is_chosen_by_name() -> None:
    found = field(config(), "projects", "topics")
    assert found["widget"] == "relation"
    assert (found["collection"], found["value_field"]) == ("topics", "{{slug}}")
    assert (found["search_fields"], found["display_fields"]) == (["name"], ["{{name}}"])
    assert found["multiple"] is True
    assert "multiple" not in field(config(), "projects", "programme")


def test_a_reference_to_one_of_several_kinds_is_written_and_the_hint_says_how() -> None:
    found = field(config(), "posts", "about")
    assert (found["widget"], found["field"]["widget"]) == ("list", "string")
    assert "projects/…, services/…" in found["hint"]
    pattern, _ = found["field"]["pattern"]
    assert all(
        re.search(pattern, key) for key in ("projects/pro-sos", "services/henkka", "pro-sos")
    )
    assert not re.search(pattern, "people/anna")


def test_prose_is_never_edited_as_rich_text() -> None:
    for each in config()["collections"]:
        for found in every_field(each["fields"]):
            assert found["widget"] != "markdown" or found["modes"] == ["raw"]


def test_files_are_named_from_their_folder() -> None:
    portrait = field(config(), "people", "portrait", "file")
    assert (portrait["widget"], portrait["media_folder"]) == ("image", "/content/pictures")
    report = field(config(), "publications", "file")
    assert (report["widget"], report["media_folder"]) == ("file", "/content/files")
    assert portrait["public_folder"] == report["public_folder"] == ""


def test_repeated_groups_are_lists_with_their_fields() -> None:
    goals = field(config(), "projects", "goals")
    assert goals["widget"] == "list"
    assert field(config(), "projects", "goals", "actions")["field"]["widget"] == "string"
    assert field(config(), "posts", "author")["widget"] == "object"


def test_entries_are_told_apart_by_title_or_name_and_issues_by_series_and_numbers() -> None:
    assert list(named_by(Event)) == ["title"]
    assert list(named_by(Project)) == ["name"]
    assert list(named_by(Bulletin)) == ["series", "number", "year"]
    assert collection(config(), "bulletins")["slug"] == "{{series}}-{{number}}-{{year}}"


def test_a_translation_is_a_file_of_its_own_that_shares_the_facts() -> None:
    made = config(*THREE)
    assert made["i18n"]["structure"] == "multiple_files"
    assert made["i18n"]["locales"] == ["fi", "sv", "en"]
    assert made["i18n"]["omit_default_locale_from_file_path"] is True
    shares = {name: field(made, "events", name)["i18n"] for name in ("title", "start", "topics")}
    assert shares == {"title": True, "start": "duplicate", "topics": "duplicate"}
    assert field(made, "people", "phone")["i18n"] == "duplicate"
    assert field(made, "pages", "lists", "per_page")["i18n"] is True, "each version has its lists"


def test_a_site_of_one_language_knows_nothing_of_others() -> None:
    made = config()
    assert "i18n" not in made
    assert "i18n" not in collection(made, "events")
    assert all("i18n" not in each for each in every_field(collection(made, "events")["fields"]))


def test_a_git_server_of_ones_own_is_named_with_its_interface() -> None:
    own = Repository(Host.GITEA, "viestinta/sivusto", "main", "https://git.testi.example/")
    assert config(repository=own)["backend"] == {
        "name": "gitea",
        "repo": "viestinta/sivusto",
        "branch": "main",
        "base_url": "https://git.testi.example",
        "api_root": "https://git.testi.example/api/v1",
    }
    assert "api_root" not in config()["backend"]


def test_values_that_yaml_of_today_reads_otherwise_are_told_with_their_place() -> None:
    text = "name: Anna\nstaff: kyllä\nphone: 0401234567\nknown_in: 2007\nexpires: 1.2.2026\n"
    assert misfits(entry(text)) == [
        (2, 8, "true"),
        (3, 8, '"0401234567"'),
        (5, 10, "2026-02-01"),
    ]
    sound = 'name: Anna\nstaff: true\nphone: "0401234567"\nexpires: 2026-02-01\n'
    assert misfits(entry(sound)) == []


@pytest.mark.parametrize("text", ["+358401234567", "1.10", "1e3", "0x1f", "~", "null", ".5"])
def test_a_bare_text_that_is_another_number_is_told(text: str) -> None:
    assert misfits(entry(f"name: Anna\nstaff: true\nrole: {text}\n")) == [(3, 7, f'"{text}"')]
    assert misfits(entry(f"name: Anna\nstaff: true\nrole: '{text}'\n")) == []
    assert misfits(entry(f"name: Anna\nstaff: true\nrole: |-\n  {text}\n")) == []


@pytest.mark.parametrize("text", ["2007", "1.5", "-3", "9.2.2026", "12:30", "ei"])
def test_a_text_that_stays_itself_is_left_alone(text: str) -> None:
    assert misfits(entry(f"name: Anna\nstaff: true\nrole: {text}\n")) == []


def test_the_empty_address_of_a_front_page_is_told() -> None:
    page = entry('---\ntitle: Etusivu\naddress: ""\n---\nTeksti.\n', "pages", "a.md")
    assert misfits(page) == [(3, 10, "/")]


def test_a_truth_that_may_stay_open_can_stay_open_in_the_form() -> None:
    own, draft = field(config(), "pages", "lists", "own"), field(config(), "pages", "draft")
    assert own["widget"] == "select"
    assert [each["value"] for each in own["options"]] == [True, False]
    assert "default" not in own
    assert (draft["widget"], draft["default"]) == ("boolean", False)


def test_a_group_written_in_short_is_told_also_inside_groups() -> None:
    text = "title: A\npeople: []\nauthor: Anna\nabout: [projects/a]\n"
    post = entry(f"---\n{text}---\nTeksti.\n", "posts", "a.md")
    assert misfits(post) == [(4, 9, "{name: Anna}")]
    lead = "lead: {title: A, items: [posts/b]}\n"
    assert misfits(entry(lead, "bulletins")) == [(1, 26, "{entry: posts/b}")]


def test_a_file_of_the_other_ending_is_told() -> None:
    (found,) = cms_misfits(schema(), [entry("---\nname: A\n---\n", "people", "a.md")])
    assert found.code == "cms-file-unseen"
    assert ".yaml" in message_of(found, FI)


def shapes(fields: list[Settings], tree: Node) -> Iterator[str]:
    """What of a file's tree its form has no place for."""
    assert isinstance(tree, Mapping)
    known = {each["name"]: each for each in fields}
    for name, value in tree.entries:
        made = known.get(name.text)
        if made is None:
            yield f"{name.position}: no field {name.text}"
        elif made["widget"] == "list" or made.get("multiple"):
            items = value.items if isinstance(value, Sequence) else ()
            if not items:
                yield f"{name.position}: no list"
            for item in items:
                yield from shape({**made, "widget": "object"} if "fields" in made else made, item)
        else:
            yield from shape(made, value)


def shape(made: Settings, value: Node) -> Iterator[str]:
    if made["widget"] == "object":
        if isinstance(value, Mapping):
            yield from shapes(made["fields"], value)
        else:
            yield f"{value.position}: no group"
        return
    one = made.get("field", made)
    if not isinstance(value, Scalar):
        yield f"{value.position}: no single value"
        return
    choices = [
        each["value"] if isinstance(each["value"], str) else str(each["value"]).lower()
        for each in one.get("options", [])
    ]
    if choices and value.text not in choices:
        yield f"{value.position}: no choice"
    if "pattern" in one and not re.search(one["pattern"][0], value.text):
        yield f"{value.position}: not of the pattern"
    if one["widget"] == "datetime" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value.text):
        yield f"{value.position}: no day"
    if one["widget"] == "boolean" and value.text not in {"true", "false"}:
        yield f"{value.position}: no truth"


def test_every_file_of_the_public_site_has_its_place_in_the_form() -> None:
    ours = read_site(ROOT).value
    assert ours is not None
    made = cms_config(ours, schema(), OURS, FI)
    sources = discover(ROOT, schema().kinds, ours.language, ours.languages).value
    assert len(sources) > 200
    assert [str(found.position) for found in cms_misfits(schema(), sources)] == []
    told = []
    for source in sources:
        front = split_front_matter(source.text)
        text = front.front or "" if source.path.endswith(".md") else source.text
        tree = read_yaml(text, source.path, front.front_line).value
        assert tree is not None
        told += list(shapes(collection(made, source.folder)["fields"], tree))
    assert told == []


def test_no_sort_of_field_is_forgotten() -> None:
    sorts = {found.sort for kind in KINDS for found in describe(kind)}
    assert sorts <= set(FieldSort)
    widgets = {w["widget"] for c in config()["collections"] for w in every_field(c["fields"])}
    assert widgets == {
        *("string", "text", "markdown", "datetime", "boolean", "number", "select", "relation"),
        *("list", "object", "image", "file"),
    }
