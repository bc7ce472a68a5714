"""References both ways, languages, addresses and days: how the entries of a site hang together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import pytest

from socomsite.language import Language, Words
from socomsite.model.decode import Decoder
from socomsite.model.graph import Graph, Reason, Withheld, address_of, link, withheld
from socomsite.model.kinds import KINDS, News, schema
from socomsite.model.pages import Page
from socomsite.model.references import Citation, is_file_link
from socomsite.model.schema import Entry
from socomsite.model.site import Site
from socomsite.model.source import Source
from socomsite.problem import Outcome, Position, problem
from tests.conftest import TODAY, SiteMaker, codes, entry, news, paths, text_of

FI, SV, EN = Language
SCHEMA = schema()
DECODE = Decoder(SCHEMA)
SITE = Site.model_validate(
    {
        "name": "Testi",
        "url": "https://testi.example/",
        "languages": ["fi", "sv", "en"],
        "sections": {"projects": {"fi": "hankkeet", "sv": "projekt"}, "people": "yhteystiedot"},
    }
)
PROJECT = "name: {}\nsort: project\nshare: socom\nsummary: S.\ntopics: [lapset]\n"
TOPIC = "---\nname: {}\nsummary: S.\n---\nTeksti.\n"
PERSON = "name: {}\nstaff: kyllä\n"
PAGE = "---\ntitle: {}\nmenu: none\nreviewed_on: 1.9.2026\nowner: V\n{}---\n{}\n"
FRONT = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n{}---\n{}\n"
TOPIC_NAMES = Words("kehittämisalue", "utvecklingsområde", "topic")
PROJECT_NAMES = Words("hanke", "projekt", "project")


def sources_of(files: Mapping[str, str]) -> Iterable[Source]:
    """The sources of files given as `folder/key.language.ending`, the language left out for fi."""
    for name, text in files.items():
        folder, file = name.split("/")
        key, *tags = file.split(".")
        language = Language(tags[0]) if len(tags) > 1 else FI
        yield Source(f"content/{name}", folder, key, language, text)


def linked(
    files: Mapping[str, str],
    *,
    site: Site = SITE,
    attachments: Iterable[str] = (),
    today: dt.date = TODAY,
    drafts: bool = False,
) -> Outcome[Graph]:
    """The graph of these files on a day."""
    pairs = [(source, DECODE(source).value) for source in sources_of(files)]
    digests = dict.fromkeys(attachments, "digest")
    return link(site, SCHEMA, pairs, digests, today=today, drafts=drafts)


def graph_of(files: Mapping[str, str], *, today: dt.date = TODAY) -> Graph:
    """The graph of files without a mistake."""
    made = linked(files, today=today)
    assert made.problems == ()
    return made.value


def at(path: str, line: int, column: int) -> Position:
    return Position(f"content/{path}", line, column)


# References


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


# Pictures and files


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


# Days


def a_news_item(**fields: str) -> News:
    return entry(News, title="A", topics=["lapset"], body="T", **({"date": "22.11.2026"} | fields))


@pytest.mark.parametrize(
    ("fields", "day", "reason"),
    [
        ({}, dt.date(2026, 11, 22), None),
        ({}, dt.date(2026, 11, 21), Reason.SCHEDULED),
        ({"appears": "24.11.2026"}, dt.date(2026, 11, 24), None),
        ({"appears": "24.11.2026"}, dt.date(2026, 11, 23), Reason.SCHEDULED),
        ({"expires": "30.11.2026"}, dt.date(2026, 11, 30), None),
        ({"expires": "30.11.2026"}, dt.date(2026, 12, 1), Reason.EXPIRED),
        ({"draft": "kyllä"}, dt.date(2026, 11, 22), Reason.DRAFT),
        ({"draft": "kyllä", "expires": "30.11.2026"}, dt.date(2027, 1, 1), Reason.DRAFT),
        ({"draft": "ei"}, dt.date(2026, 11, 22), None),
    ],
)
def test_an_entry_is_withheld_on_the_days_it_is_not_for(
    fields: dict[str, str], day: dt.date, reason: Reason | None
) -> None:
    held = withheld(a_news_item(**fields), day, drafts=False)
    assert (held.reason if held else None) == reason


def test_the_day_that_ends_the_waiting_or_ended_the_showing_is_told() -> None:
    scheduled, expired = a_news_item(), a_news_item(expires="30.11.2026")
    first, last = dt.date(2026, 11, 22), dt.date(2026, 11, 30)
    before, after = first - dt.timedelta(days=1), last + dt.timedelta(days=1)
    assert withheld(scheduled, before, drafts=False) == Withheld(scheduled, Reason.SCHEDULED, first)
    assert withheld(expired, after, drafts=False) == Withheld(expired, Reason.EXPIRED, last)


def test_a_preview_of_drafts_shows_the_scheduled_too_but_not_the_expired() -> None:
    day = dt.date(2026, 11, 1)
    assert withheld(a_news_item(draft="kyllä"), day, drafts=True) is None
    assert withheld(a_news_item(), day, drafts=True) is None
    gone = withheld(a_news_item(expires="30.11.2026"), dt.date(2026, 12, 1), drafts=True)
    assert gone is not None
    assert gone.reason is Reason.EXPIRED


def test_what_is_withheld_is_listed_and_has_no_address() -> None:
    files = {"topics/lapset.md": TOPIC.format("Lapset"), "news/a.md": news(date="2026-11-23")}
    graph = graph_of(files)
    assert [(held.entry.key, held.reason, held.day) for held in graph.withheld] == [
        ("a", Reason.SCHEDULED, dt.date(2026, 11, 23))
    ]
    assert ("news", "a") not in graph.entries
    assert "/news/a/" not in graph.addresses.values()
    tomorrow = graph_of(files, today=dt.date(2026, 11, 23))
    assert tomorrow.withheld == ()
    assert tomorrow.addresses[("news", "a"), FI] == "/news/a/"


# Addresses


@pytest.mark.parametrize(
    ("made", "address"),
    [
        (("pages/tietoa.md", PAGE.format("A", "", "T")), "/tietoa/"),
        (("pages/tietoa.sv.md", PAGE.format("A", "", "T")), "/sv/tietoa/"),
        (("pages/etusivu.md", PAGE.format("A", "address:\n", "T")), "/"),
        (("pages/etusivu.sv.md", PAGE.format("A", "address:\n", "T")), "/sv/"),
        (("pages/a.md", PAGE.format("A", "address: /b/c/\n", "T")), "/b/c/"),
        (("people/anna.yaml", PERSON.format("Anna")), "/yhteystiedot/anna/"),
        (("people/anna.en.yaml", PERSON.format("Anna")), "/en/yhteystiedot/anna/"),
        (("topics/lapset.md", TOPIC.format("A")), "/topics/lapset/"),
    ],
)
def test_an_entry_stands_under_its_language_and_section(
    made: tuple[str, str], address: str
) -> None:
    (source,) = sources_of(dict([made]))
    found = DECODE(source).value
    assert found is not None
    assert address_of(found, SITE) == address


def test_a_section_has_its_word_in_each_language() -> None:
    graph = graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro"),
            "projects/pro.sv.yaml": PROJECT.format("Pro"),
            "projects/pro.en.yaml": PROJECT.format("Pro"),
        }
    )
    addresses = [graph.addresses[("projects", "pro"), language] for language in Language]
    assert addresses == ["/hankkeet/pro/", "/sv/projekt/pro/", "/en/hankkeet/pro/"]


def test_two_entries_on_one_address_are_told() -> None:
    made = linked(
        {
            "pages/a.md": PAGE.format("A", "", "Teksti."),
            "pages/b.md": PAGE.format("B", "address: A\n", "Teksti."),
        }
    )
    assert made.problems == (
        problem(at("pages/b.md", 1, 1), "address-duplicate", url="/A/", other="content/pages/a.md"),
    )


def test_two_files_with_one_key_are_told_and_the_first_is_kept() -> None:
    made = linked({"people/anna.md": f"---\n{PERSON.format('Anna')}---\n", "people/anna.yaml": "x"})
    assert made.problems == (
        problem(
            Position("content/people/anna.yaml"),
            "key-duplicate",
            key="anna",
            other="content/people/anna.md",
        ),
    )
    assert made.value.entry(("people", "anna"), FI).label == "Anna"


# Section pages


def test_a_section_without_a_page_gets_one() -> None:
    graph = graph_of({"people/anna.yaml": PERSON.format("Anna")})
    page = graph.entry(("pages", "section-yhteystiedot"), FI)
    assert isinstance(page, Page)
    assert (page.title, graph.address(page)) == ("Henkilö", "/yhteystiedot/")
    assert [listing.of.name for listing in page.lists] == ["people"]


@pytest.mark.parametrize("address", ["yhteystiedot", "/yhteystiedot/", "Yhteystiedot"])
def test_a_section_with_a_page_of_its_own_keeps_it(address: str) -> None:
    graph = graph_of(
        {
            "people/anna.yaml": PERSON.format("Anna"),
            "pages/omat.md": PAGE.format("Omat", f"address: {address}\n", "Teksti."),
        }
    )
    assert [key for folder, key in graph.entries if folder == "pages"] == ["omat"]


def test_kinds_that_share_a_section_share_its_page() -> None:
    site = Site.model_validate(
        {
            "name": "T",
            "url": "https://testi.example/",
            "sections": {"people": "tieto", "offices": "tieto"},
        }
    )
    files = {
        "people/anna.yaml": PERSON.format("Anna"),
        "offices/kouvola.yaml": "name: Kouvola\ntown: Kouvola\n",
    }
    made = linked(files, site=site)
    assert made.problems == ()
    page = made.value.entry(("pages", "section-tieto"), FI)
    assert isinstance(page, Page)
    assert [listing.of.name for listing in page.lists] == ["offices", "people"]
    files["offices/anna.yaml"] = "name: Anna\ntown: Kouvola\n"
    assert linked(files, site=site).problems == (
        problem(
            at("offices/anna.yaml", 1, 1),
            "address-duplicate",
            url="/tieto/anna/",
            other="content/people/anna.yaml",
        ),
    )


def test_a_section_of_which_nothing_is_shown_has_no_page() -> None:
    graph = graph_of(
        {"topics/lapset.md": TOPIC.format("Lapset"), "news/a.md": news(date="2026-12-01")}
    )
    assert [key for folder, key in graph.entries if folder == "pages"] == ["section-topics"]


# Languages


def trilingual() -> Graph:
    return graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "topics/lapset.sv.md": TOPIC.format("Barn"),
            "topics/vain-ruotsiksi.sv.md": TOPIC.format("Äldre"),
            "topics/vain-englanniksi.en.md": TOPIC.format("Elderly"),
        }
    )


def test_an_entry_is_given_in_the_readers_language() -> None:
    graph = trilingual()
    assert graph.entry(("topics", "lapset"), FI).label == "Lapset"
    assert graph.entry(("topics", "lapset"), SV).label == "Barn"


def test_an_entry_without_the_readers_language_is_given_in_the_sites_own() -> None:
    assert trilingual().entry(("topics", "lapset"), EN).label == "Lapset"


def test_an_entry_without_either_is_given_in_what_it_has() -> None:
    graph = trilingual()
    assert graph.entry(("topics", "vain-ruotsiksi"), EN).language is SV
    assert graph.entry(("topics", "vain-englanniksi"), FI).language is EN


def test_a_list_has_every_entry_once_in_the_alphabet_of_the_language() -> None:
    graph = trilingual()
    assert [e.label for e in graph.of_kind("topics", FI)] == ["Elderly", "Lapset", "Äldre"]
    assert [e.label for e in graph.of_kind("topics", SV)] == ["Barn", "Elderly", "Äldre"]
    assert graph.of_kind("plans", FI) == ()


def labels(found: Iterable[Entry]) -> list[str]:
    return [each.label for each in found]


def test_news_are_listed_newest_first_and_people_by_family_name() -> None:
    files = {
        "topics/lapset.md": TOPIC.format("Lapset"),
        "news/a.md": news("Vanha", "2026-01-01"),
        "news/b.md": news("Uusi", "2026-11-22"),
        "news/c.md": news("Uusi", "2026-11-22"),
    }
    names = ["Anna Åkerman", "Aino Äijälä", "Zita Aalto", "Eero Öhman", "Yrjö Zetterberg"]
    files |= {f"people/p{i}.yaml": PERSON.format(name) for i, name in enumerate(names)}
    graph = graph_of(files)
    assert [e.key for e in graph.of_kind("news", FI)] == ["b", "c", "a"]
    assert labels(graph.of_kind("people", FI)) == [
        "Zita Aalto",
        "Yrjö Zetterberg",
        "Anna Åkerman",
        "Aino Äijälä",
        "Eero Öhman",
    ]


# In a whole site


def test_a_site_shows_its_entries_and_sections(site: SiteMaker) -> None:
    made = site(
        {"content/topics/lapset.md": TOPIC.format("Lapset"), "content/news/a.md": news("Uutta")}
    )
    assert codes(made) == []
    assert "ajankohtaista/a/index.html" in paths(made)
    assert '<a href="../ajankohtaista/a/">Uutta</a>' in text_of(made, "ajankohtaista/index.html")


def test_a_site_changes_at_midnight_of_the_day_it_was_told(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC.format("Lapset"),
        "content/news/a.md": news(date="2026-11-23"),
    }
    assert "ajankohtaista/a/index.html" not in paths(site(files))
    assert "ajankohtaista/a/index.html" in paths(site(files, as_of=dt.date(2026, 11, 23)))


def test_all_mistakes_of_a_site_are_told_in_the_order_of_their_places(site: SiteMaker) -> None:
    made = site(
        {
            "content/news/a.md": FRONT.format("", "[Pro](ref:pro)"),
            "content/news/b.md": "---\ntitle: B\n---\nTeksti.\n",
            "content/people/anna.yaml": "name: Anna\nstaff: ehkä\n",
        }
    )
    assert [(str(found.position), found.code) for found in made.problems] == [
        ("content/news/a.md:4:10", "reference-unknown"),
        ("content/news/a.md:6:7", "reference-unknown"),
        ("content/news/b.md:1:1", "field-missing"),
        ("content/news/b.md:1:1", "field-missing"),
        ("content/people/anna.yaml:2:8", "type-wrong"),
    ]
