from __future__ import annotations

import pytest

from socomsite.language import Words
from socomsite.model.kinds import KINDS
from socomsite.model.references import Citation, is_file_link
from socomsite.problem import problem
from tests.conftest import news
from tests.model.linked import (
    FRONT,
    PAGE,
    PERSON,
    PROJECT,
    PROJECT_NAMES,
    TOPIC,
    TOPIC_NAMES,
    at,
    graph_of,
    linked,
)


def test_a_reference_is_known_both_ways() -> None:
    graph = graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro") + "people: [anna, {person: eero}]\n",
            "people/anna.yaml": PERSON.format("Anna Aalto") + "unit: pro\n",
            "people/eero.yaml": PERSON.format("Eero Aalto"),
        }
    )
    pro, anna, eero = ("projects", "pro"), ("people", "anna"), ("people", "eero")
    assert graph.cited_by == {
        ("topics", "lapset"): (Citation("topics", pro),),
        anna: (Citation("people", pro),),
        eero: (Citation("people", pro),),
        pro: (Citation("unit", anna),),
    }
    assert graph.find("anna", ("people",)) == anna
    assert graph.find("anna", ("projects",)) is None


def test_an_entry_cited_twice_in_a_field_is_cited_once() -> None:
    graph = graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro") + "people: [anna, anna]\n",
            "people/anna.yaml": PERSON.format("Anna Aalto"),
        }
    )
    assert graph.cited_by["people", "anna"] == (Citation("people", ("projects", "pro")),)


def test_an_entry_in_two_languages_cites_once() -> None:
    graph = graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro"),
            "projects/pro.sv.yaml": PROJECT.format("Pro"),
        }
    )
    assert graph.cited_by["topics", "lapset"] == (Citation("topics", ("projects", "pro")),)


def test_an_unknown_reference_is_told_at_its_place_with_the_one_meant() -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "news/a.md": news().replace("lapset", "lapste"),
        }
    )
    assert made.problems == (
        problem(
            at("news/a.md", 4, 10),
            "reference-unknown",
            near=("lapset",),
            key="lapste",
            kind=TOPIC_NAMES,
        ),
    )


def test_a_reference_that_may_name_two_kinds_says_both() -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "news/a.md": FRONT.format("about: [projects/por]\n", "Teksti."),
            "projects/pro.yaml": PROJECT.format("Pro"),
        }
    )
    assert made.problems == (
        problem(
            at("news/a.md", 5, 9),
            "reference-unknown",
            near=("projects/pro",),
            key="projects/por",
            kind=Words("hanke tai palvelu", "projekt eller tjänst", "project or service"),
        ),
    )


def test_a_reference_to_another_kind_is_told_with_both_kinds() -> None:
    made = linked({"projects/pro.yaml": PROJECT.format("Pro").replace("lapset", "pro")})
    assert made.problems == (
        problem(
            at("projects/pro.yaml", 5, 10),
            "reference-wrong-kind",
            key="pro",
            found=PROJECT_NAMES,
            expected=TOPIC_NAMES,
        ),
    )


def test_a_key_that_several_kinds_have_needs_its_folder() -> None:
    files = {
        "topics/lapset.md": TOPIC.format("Lapset"),
        "projects/pro.yaml": PROJECT.format("Pro"),
        "services/pro.yaml": "audience: A\n" + PROJECT.format("Pro").replace("sort: project\n", ""),
        "news/a.md": FRONT.format("about: [pro]\n", "Teksti."),
    }
    assert linked(files).problems == (
        problem(
            at("news/a.md", 5, 9),
            "reference-ambiguous",
            allowed=("projects/pro", "services/pro"),
            key="pro",
        ),
    )
    files["news/a.md"] = FRONT.format("about: [services/pro]\n", "Teksti.")
    graph = graph_of(files)
    assert graph.cited_by["services", "pro"] == (Citation("about", ("news", "a")),)


def test_a_reference_to_a_draft_is_a_problem() -> None:
    files = {
        "topics/lapset.md": TOPIC.format("Lapset").replace("---\nT", "draft: kyllä\n---\nT"),
        "news/a.md": news(),
    }
    here = at("news/a.md", 4, 10)
    assert linked(files).problems == (problem(here, "reference-draft", key="lapset"),)
    assert linked(files, drafts=True).problems == ()


def test_a_draft_may_refer_to_a_draft() -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset").replace("---\nT", "draft: kyllä\n---\nT"),
            "news/a.md": FRONT.format("draft: kyllä\n", "Teksti."),
        }
    )
    assert made.problems == ()


def test_a_draft_in_one_language_is_no_draft_if_another_is_shown() -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset").replace("---\nT", "draft: kyllä\n---\nT"),
            "topics/lapset.sv.md": TOPIC.format("Barn"),
            "news/a.md": news(),
        }
    )
    assert made.problems == ()


def test_a_reference_to_what_is_not_yet_or_no_more_shown_is_dropped_in_silence() -> None:
    for dates in ("appears: 23.11.2026\n", "expires: 21.11.2026\n"):
        graph = graph_of(
            {
                "topics/lapset.md": TOPIC.format("Lapset").replace("---\nT", f"{dates}---\nT"),
                "news/a.md": news(),
            }
        )
        assert graph.find("lapset", ("topics",)) is None
        assert [held.entry.key for held in graph.withheld] == ["lapset"]
        assert graph.cited_by == {}


def test_what_is_withheld_cites_nobody() -> None:
    graph = graph_of(
        {"topics/lapset.md": TOPIC.format("Lapset"), "news/a.md": news(date="2026-12-01")}
    )
    assert graph.cited_by == {}


def test_the_mistakes_of_what_is_withheld_are_told_before_its_day() -> None:
    made = linked({"news/a.md": news(date="2026-12-01")})
    (found,) = made.problems
    assert (found.position, found.code) == (at("news/a.md", 4, 10), "reference-unknown")


def test_a_broken_file_leaves_its_key_so_that_those_citing_it_are_not_accused() -> None:
    made = linked({"topics/lapset.md": "---\nname:\n---\n", "news/a.md": news()})
    assert made.problems == ()
    assert made.value.find("lapset", ("topics",)) is None


def test_a_link_in_running_text_is_a_reference_too() -> None:
    body = "[Pro](ref:projects/pro#tulokset) ja\n[Anna](ref:ana) ja [muu](https://a.example/)."
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro"),
            "people/anna.yaml": PERSON.format("Anna Aalto"),
            "news/a.md": FRONT.format("", body),
        }
    )
    assert made.problems == (
        problem(
            at("news/a.md", 7, 8),
            "reference-unknown",
            near=("anna",),
            key="ana",
            kind=Words("sisältö", "innehåll", "content"),
        ),
    )


def test_a_reference_in_a_plain_address_is_followed_too() -> None:
    doors = "doors: [{title: A, text: B, address: 'ref:projects/por'}]\n"
    made = linked({"pages/a.md": PAGE.format("A", doors, "Teksti.")})
    (found,) = made.problems
    assert (found.position.path, found.code) == ("content/pages/a.md", "reference-unknown")
    assert dict(found.values)["key"] == "projects/por"


def test_a_listing_of_what_is_no_kind_is_told() -> None:
    made = linked({"pages/a.md": PAGE.format("A", "lists: [nwes]\n", "Teksti.")})
    assert made.problems == (
        problem(
            at("pages/a.md", 6, 9),
            "value-not-allowed",
            allowed=tuple(kind.folder for kind in KINDS if kind.is_public),
            near=("news",),
            field="of",
            value="nwes",
        ),
    )


def test_a_listing_of_a_sort_that_the_kind_has_not_is_told() -> None:
    lists = "lists: [{of: events, sort: [seminaari]}]\n"
    made = linked({"pages/a.md": PAGE.format("A", lists, "Teksti.")})
    (found,) = made.problems
    assert (found.code, dict(found.values)["value"]) == ("value-not-allowed", "seminaari")
    assert found.near == ("seminar",)


def test_files_that_are_named_are_carried_along() -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "people/anna.yaml": PERSON.format("A") + "portrait: {file: anna.jpg, alt: Anna}\n",
            "news/a.md": FRONT.format("", "![Koira](koira.jpg) ja [raportti](2007/r.pdf#page=2)"),
        },
        attachments=["pictures/anna.jpg", "pictures/koira.jpg", "files/2007/r.pdf", "files/b.pdf"],
    )
    assert made.problems == ()
    assert made.value.attachments == {
        ("pictures", "anna.jpg"),
        ("pictures", "koira.jpg"),
        ("files", "2007/r.pdf"),
    }


def test_missing_pictures_and_files_are_told_with_those_meant() -> None:
    publication = "title: A\nsort: r\nowner_of_work: socom\naccessibility: not_assessed\n"
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "news/a.md": FRONT.format("", "![Koira](koria.jpg)\n\n[Raportti](raportit.pdf)"),
            "publications/a.yaml": f"{publication}file: raporti.pdf\n",
        },
        attachments=["pictures/koira.jpg", "files/raportti.pdf"],
    )
    assert sorted(made.problems, key=lambda found: found.position) == [
        problem(at("news/a.md", 6, 10), "picture-missing", near=("koira.jpg",), path="koria.jpg"),
        problem(
            at("news/a.md", 8, 12), "file-missing", near=("raportti.pdf",), path="raportit.pdf"
        ),
        problem(
            at("publications/a.yaml", 5, 7),
            "file-missing",
            near=("raportti.pdf",),
            path="raporti.pdf",
        ),
    ]


@pytest.mark.parametrize(
    "address", ["https://muualla.example/a.jpg", "http://a.example/a.jpg", "//a.example/a.jpg"]
)
def test_a_picture_fetched_from_elsewhere_is_told(address: str) -> None:
    made = linked(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "news/a.md": FRONT.format("", f"![Koira]({address})"),
        }
    )
    assert made.problems == (problem(at("news/a.md", 6, 10), "foreign-request", url=address),)


@pytest.mark.parametrize(
    ("target", "is_file"),
    [
        ("raportti.pdf", True),
        ("2007/raportti.pdf", True),
        ("2007/a:b.pdf", True),
        ("/hankkeet/", False),
        ("#kohta", False),
        ("https://a.example/", False),
        ("mailto:a@b.example", False),
        ("ref:pro", False),
        ("", False),
    ],
)
def test_a_file_of_the_site_is_told_from_an_address(target: str, *, is_file: bool) -> None:
    assert is_file_link(target) is is_file
