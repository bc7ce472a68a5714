from __future__ import annotations

from socomsite.checks.translations import missing_translations, outdated_translations
from socomsite.language import Language
from socomsite.model.pages import Page
from socomsite.problem import Position, Severity, problem
from tests.conftest import TOPIC, SiteMaker, codes

SETTINGS = "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv, en]\n"
OFFICE = "name: Kouvola\ntown: {town}\nstreet: Katu 1\nphone: {phone}\n"
PAGE = "---\ntitle: {title}\n{more}menu: none\nreviewed_on: {day}\nowner: Viestintä\n---\nTeksti.\n"


def page(title: str = "Palaute", day: str = "2026-11-22", more: str = "") -> str:
    return PAGE.format(title=title, day=day, more=more)


def office(phone: str = "05 123 4567", town: str = "Kouvola", more: str = "") -> str:
    return OFFICE.format(phone=phone, town=town) + more


def with_required(*keys: str) -> dict[str, str | bytes]:
    return {"site.yaml": f"{SETTINGS}required_pages: [{', '.join(keys)}]\n"}


STATEMENT = page(
    "Seloste",
    more=(
        "layout: statement\nstatement: {state: fully_compliant, standard: WCAG 2.1 AA,"
        " method: self_assessment, published: 2026-11-22}\n"
    ),
)


def test_a_required_page_must_be_in_every_language(site: SiteMaker) -> None:
    files = with_required("palaute") | {
        "content/pages/seloste.md": STATEMENT,
        "content/pages/palaute.md": page(),
        "content/pages/palaute.en.md": page("Feedback", more="address: feedback\n"),
    }
    made = site(files)
    assert made.problems == (
        problem(
            Position("content/pages/palaute.md", 1, 1),
            "translation-required",
            language="language-sv",
            path="content/pages/palaute.sv.md",
        ),
    )
    assert not made.is_sound


def test_a_translation_in_draft_is_none_for_readers(site: SiteMaker) -> None:
    files = with_required("palaute") | {
        "content/pages/seloste.md": STATEMENT,
        "content/pages/palaute.md": page(),
        "content/pages/palaute.sv.md": page("Respons", more="draft: ja\n"),
        "content/pages/palaute.en.md": page("Feedback"),
    }
    assert codes(site(files)) == ["translation-required"]


def test_a_required_page_may_lack_its_finnish_original(site: SiteMaker) -> None:
    files = with_required("palaute") | {
        "content/pages/seloste.md": STATEMENT,
        "content/pages/palaute.sv.md": page("Respons"),
        "content/pages/palaute.en.md": page("Feedback"),
    }
    (found,) = site(files).problems
    assert dict(found.values)["path"] == "content/pages/palaute.md"


def test_a_required_page_that_does_not_exist_is_told_where_it_is_named(site: SiteMaker) -> None:
    files = with_required("palautte") | {
        "content/pages/seloste.md": STATEMENT,
        "content/pages/palaute.md": page(),
    }
    assert site(files).problems == (
        problem(
            Position("site.yaml", 4, 18),
            "reference-unknown",
            near=("palaute",),
            key="palautte",
            kind=Page.names,
        ),
    )


def test_a_translation_reviewed_before_its_original_is_told(site: SiteMaker) -> None:
    made = site(
        {
            "site.yaml": SETTINGS,
            "content/pages/palaute.md": page(),
            "content/pages/palaute.sv.md": page("Respons", "2026-11-21", "address: respons\n"),
            "content/pages/palaute.en.md": page("Feedback", more="address: feedback\n"),
        }
    )
    (found,) = made.problems
    assert (found.code, found.severity) == ("translation-outdated", Severity.WARNING)
    assert found.position == Position("content/pages/palaute.sv.md", 5, 1)
    assert dict(found.values)["other"] == "content/pages/palaute.md"
    assert made.graph is not None
    assert [e.origin.path for e in outdated_translations(made.graph)] == [
        "content/pages/palaute.sv.md"
    ]


def test_news_are_told_by_their_date_where_nobody_has_reviewed_them(site: SiteMaker) -> None:
    text = "---\ntitle: A\ndate: 2026-11-02\ntopics: [lapset]\n{more}---\nTeksti.\n"
    files = {
        "site.yaml": SETTINGS,
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": text.format(more=""),
        "content/news/a.sv.md": text.format(more="reviewed_on: 2026-11-01\n"),
    }
    assert codes(site(files)) == ["translation-outdated"]


def test_what_nobody_has_dated_is_never_outdated(site: SiteMaker) -> None:
    reviewed = office(more="reviewed_on: 2026-11-22\n")
    files = {
        "site.yaml": SETTINGS,
        "content/offices/a.yaml": reviewed,
        "content/offices/a.sv.yaml": office(),
    }
    assert site(files).problems == ()


def test_a_fact_that_differs_is_told_with_both_places(site: SiteMaker) -> None:
    made = site(
        {
            "site.yaml": SETTINGS,
            "content/offices/a.yaml": office(),
            "content/offices/a.sv.yaml": office("05 999 9999", "Kouvola stad"),
        }
    )
    assert made.problems == (
        problem(
            Position("content/offices/a.sv.yaml", 4, 1),
            "translation-differs",
            severity=Severity.WARNING,
            field="phone",
            other="content/offices/a.yaml:4:1",
        ),
    )
    assert made.is_sound


PROJECT = """\
name: {name}
sort: network
share: socom
summary: {name}.
topics: [{topics}]
start: {start}
channels:
{channels}
"""
BLOG = "  - {sort: blog, address: https://blogi.example/}\n"


def project(name: str, topics: str = "lapset", start: str = "2016", channels: str = BLOG) -> str:
    return PROJECT.format(name=name, topics=topics, start=start, channels=channels.rstrip("\n"))


def differing(site: SiteMaker, original: str, translation: str) -> list[object]:
    made = site(
        {
            "site.yaml": SETTINGS,
            "content/topics/lapset.md": TOPIC,
            "content/topics/nuoret.md": TOPIC.replace("Lapset", "Nuoret"),
            "content/projects/a.yaml": original,
            "content/projects/a.en.yaml": translation,
        }
    )
    assert {found.code for found in made.problems} <= {"translation-differs"}
    return [dict(found.values)["field"] for found in made.problems]


def test_references_dates_and_choices_in_lists_are_compared(site: SiteMaker) -> None:
    other = project("Network", "lapset, nuoret", "2017", BLOG.replace("blog,", "facebook,"))
    assert differing(site, project("Verkosto"), other) == ["topics", "start", "channels"]


def test_a_translation_may_leave_out_but_not_contradict(site: SiteMaker) -> None:
    original = project(
        "Verkosto", "lapset, nuoret", "2016", BLOG + BLOG.replace("blog,", "youtube,")
    )
    assert differing(site, original, project("Network")) == []
    assert (
        differing(site, project("Verkosto", "lapset, nuoret"), project("Network", "nuoret")) == []
    )


def test_texts_and_what_each_version_has_for_itself_may_differ(site: SiteMaker) -> None:
    original = project("Verkosto") + "owner: Anna\nexpires: 2030-01-01\narea: Kotka\n"
    other = project("Network") + "owner: Bertta\nexpires: 2031-01-01\narea: Kotka region\n"
    assert differing(site, original, other) == []


def test_missing_translations_are_listed_by_language_and_kind(site: SiteMaker) -> None:
    made = site(
        {
            "site.yaml": SETTINGS,
            "content/offices/a.yaml": office(),
            "content/offices/a.sv.yaml": office(),
            "content/offices/b.yaml": office(),
            "content/offices/c.en.yaml": office(),
            "content/pages/palaute.md": page(),
        }
    )
    assert made.graph is not None
    missing = missing_translations(made.graph)
    found = {
        language: {kind: [entry.key for entry in entries] for kind, entries in kinds.items()}
        for language, kinds in missing.items()
    }
    assert found == {
        Language.SV: {"offices": ["b"], "pages": ["palaute"]},
        Language.EN: {"offices": ["a", "b"], "pages": ["palaute"]},
    }
