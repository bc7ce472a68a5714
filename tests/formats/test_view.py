from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping

import pytest

from socomsite.digest import digest
from socomsite.formats.prose_view import Html
from socomsite.formats.view import Links, NavLink, Record, Viewer
from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.references import Name
from socomsite.model.schema import Entry
from socomsite.model.traits import EventState, PeriodState
from tests.conftest import TOPIC, SiteMaker, news, text_of

ANNA = "name: Anna Aalto\nstaff: true\nrole: suunnittelija\nphone: 05 123 4567\n"


PROJECT = """\
name: Pitkä hankkeen nimi
short_name: Hanke
sort: project
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
start: 2025
end: 2027
people: [{person: anna, role: vetäjä}]
channels: [{sort: blog, address: https://blogi.example/}]
"""


SITE: dict[str, str] = {
    "content/topics/lapset.md": TOPIC,
    "content/people/anna.yaml": ANNA,
    "content/projects/hanke.yaml": PROJECT,
}


TWO_LANGUAGES = """\
name: {fi: Testikeskus, sv: Testcentrum}
url: https://testi.example/
languages: [fi, sv]
"""


def viewer_of(
    site: SiteMaker, files: Mapping[str, str], language: Language = Language.FI
) -> Viewer:
    graph = site(files).graph
    assert graph is not None
    return Viewer(graph, language)


def entry_of(viewer: Viewer, name: Name) -> Entry:
    return viewer.graph.entry(name, viewer.language)


def test_a_record_gives_its_values_by_name() -> None:
    record = Record({"title": "Uutinen", "empty": None})
    assert record["title"] == "Uutinen"
    assert "empty" in record
    assert "other" not in record


def test_a_record_gives_its_values_as_attributes_too_and_hides_none_by_its_methods() -> None:
    record = Record({"title": "Otsikko", "items": (1, 2)})
    assert (record.title, record.items) == ("Otsikko", (1, 2))
    assert not hasattr(record, "summary")
    assert digest(Record({"parts": 1})) != digest(Record({"parts": 2}))
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own bytes


def test_menus_are_equal_by_their_links_and_so_are_their_digests() -> None:
    links = [NavLink("Alku", "/", Language.FI), NavLink("Blogi", "/blogi/", Language.FI)]
    menu = Links(links)
    assert list(menu) == links
    assert len(menu) == 2
    assert not Links()
    assert (menu == Links(links)) is (digest(menu) == digest(Links(links))) is True
    assert (menu == Links(links[:1])) is (digest(menu) == digest(Links(links[:1]))) is False
    assert hash(menu) == hash(Links(links))


def test_a_record_refuses_a_name_that_it_does_not_have() -> None:
    with pytest.raises(KeyError, match="other"):
        Record({"title": "Uutinen"})["other"]


def test_records_are_equal_by_value_and_so_are_their_digests() -> None:
    one, same = Record({"a": 1, "b": ("x",)}), Record({"a": 1, "b": ("x",)})
    other = Record({"a": 1, "b": ("y",)})
    assert one == same
    assert hash(one) == hash(same)
    assert digest(one) == digest(same)
    assert one != other
    assert digest(one) != digest(other)
    assert one != "a"


def test_a_record_keeps_its_values_when_their_source_changes() -> None:
    values: dict[str, object] = {"a": 1}
    record = Record(values)
    values["a"] = 2
    assert record["a"] == 1


def test_empty_html_is_false_so_that_a_template_may_ask_for_it() -> None:
    assert not Html("")
    assert Html("<p>x</p>")
    assert Html("<p>x</p>").__html__() == "<p>x</p>"


def test_a_card_holds_what_the_kind_declares_and_the_basics_but_nothing_more(
    site: SiteMaker,
) -> None:
    card = viewer_of(site, SITE).card(("projects", "hanke"))
    assert card["label"] == "Pitkä hankkeen nimi"
    assert card["short_label"] == "Hanke"
    assert card["address"] == "/hankkeet/hanke/"
    assert card["state"] is PeriodState.RUNNING
    assert card["years"] == (2025, 2027)
    assert card["summary"] == "Mitä hanke tekee."
    assert card["is_fallback"] is False
    assert "people" not in card
    assert "channels" not in card


def test_a_card_is_made_once(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    assert viewer.card(("people", "anna")) is viewer.card(("people", "anna"))


def test_a_card_without_a_short_name_is_called_by_its_name(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE | {"content/news/a.md": news("Otsikko")})
    assert viewer.card(("people", "anna"))["short_label"] == "Anna Aalto"
    assert viewer.card(("news", "a"))["short_label"] == "Otsikko"


def test_a_record_shows_all_fields_but_where_it_was_written_and_its_old_addresses(
    site: SiteMaker,
) -> None:
    files = SITE | {"content/people/anna.yaml": ANNA + "aliases: [vanha]\nnote: Huomaa.\n"}
    viewer = viewer_of(site, files)
    record = viewer.record(entry_of(viewer, ("people", "anna")))
    assert record["note"] == "Huomaa."
    assert record["email"] is None
    assert "origin" not in record
    assert "aliases" not in record


def test_a_reference_in_a_record_is_a_short_link_with_what_is_asked_most(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    record = viewer.record(entry_of(viewer, ("projects", "hanke")))
    assert isinstance(record["people"], tuple)
    member = record["people"][0]
    assert member["role"] == "vetäjä"
    assert member["person"]["label"] == "Anna Aalto"
    assert member["person"]["address"] == "/yhteystiedot/anna/"
    assert member["person"]["phone"] == "05 123 4567"
    assert "note" not in member["person"]


def test_a_reference_to_an_expired_entry_is_left_out(site: SiteMaker) -> None:
    old = TOPIC.replace("---\nname", "---\nexpires: 2026-11-21\nname", 1)
    files = SITE | {
        "content/topics/vanha.md": old,
        "content/news/a.md": news().replace("[lapset]", "[vanha, lapset]"),
    }
    viewer = viewer_of(site, files)
    topics = viewer.record(entry_of(viewer, ("news", "a")))["topics"]
    assert isinstance(topics, tuple)
    assert [topic["key"] for topic in topics] == ["lapset"]


def test_an_author_who_is_a_person_of_the_site_is_called_by_the_persons_name(
    site: SiteMaker,
) -> None:
    post = """\
---
title: Kirjoitus
date: 2026-11-01
author: {person: anna}
about: [hanke]
summary: Tiivistelmä.
---
Teksti.
"""
    viewer = viewer_of(site, SITE | {"content/posts/a.md": post})
    author = viewer.card(("posts", "a"))["author"]
    assert isinstance(author, Record)
    assert author["name"] == "Anna Aalto"
    assert isinstance(author["person"], Record)
    assert author["person"]["address"] == "/yhteystiedot/anna/"


def test_an_author_from_elsewhere_has_a_name_only(site: SiteMaker) -> None:
    book = "title: Kirja\nsort: kirja\nowner_of_work: socom\nauthors: [Ulla Ulkopuolinen]\n"
    viewer = viewer_of(site, {"content/publications/kirja.yaml": book})
    authors = viewer.card(("publications", "kirja"))["authors"]
    assert authors == (Record({"name": "Ulla Ulkopuolinen", "person": None, "role": None}),)


def test_an_event_shows_whether_it_is_past(site: SiteMaker) -> None:
    event = "title: Päivä\nsort: seminar\nstart: {}\n"
    viewer = viewer_of(
        site,
        {
            "content/events/eilen.yaml": event.format("21.11.2026"),
            "content/events/huomenna.yaml": event.format("23.11.2026"),
        },
    )
    assert viewer.card(("events", "eilen"))["state"] is EventState.PAST
    assert viewer.card(("events", "huomenna"))["state"] is EventState.UPCOMING


def test_an_entry_missing_in_a_language_is_shown_in_finnish_and_says_so(site: SiteMaker) -> None:
    files = {
        "site.yaml": TWO_LANGUAGES,
        "content/topics/lapset.md": TOPIC,
        "content/topics/lapset.sv.md": TOPIC.replace("Lapset", "Barn"),
        "content/topics/vanhukset.md": TOPIC.replace("Lapset", "Vanhukset"),
    }
    viewer = viewer_of(site, files, Language.SV)
    translated, fallback = (viewer.card(("topics", key)) for key in ("lapset", "vanhukset"))
    assert (translated["label"], translated["is_fallback"]) == ("Barn", False)
    assert (fallback["label"], fallback["is_fallback"]) == ("Vanhukset", True)
    assert fallback["language"] is Language.FI
    assert fallback["address"] == "/topics/vanhukset/"


def test_back_references_stand_by_folder_and_field_also_where_there_are_none(
    site: SiteMaker,
) -> None:
    viewer = viewer_of(
        site,
        SITE
        | {
            "content/news/vanha.md": news("Vanha", "2026-01-01"),
            "content/news/uusi.md": news("Uusi", "2026-11-01"),
        },
    )
    cited_by = viewer.cited_by(entry_of(viewer, ("topics", "lapset")))
    assert cited_by["news_topics"] == viewer.cards([("news", "uusi"), ("news", "vanha")])
    assert cited_by["projects_topics"] == (viewer.card(("projects", "hanke")),)
    assert cited_by["events_topics"] == ()


def test_a_back_reference_through_a_part_is_known_by_the_outer_field(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    cited_by = viewer.cited_by(entry_of(viewer, ("people", "anna")))
    assert cited_by["projects_people"] == (viewer.card(("projects", "hanke")),)


def test_the_description_is_the_summary_if_there_is_one(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    assert viewer.description(entry_of(viewer, ("topics", "lapset"))) == "Lasten asiat."
    assert viewer.description(entry_of(viewer, ("people", "anna"))) == ""


def test_a_description_out_of_the_text_ends_at_a_word_with_an_ellipsis(site: SiteMaker) -> None:
    files = SITE | {
        "content/news/lyhyt.md": news(body="Lyhyt *teksti*."),
        "content/news/pitka.md": news(body="sanoja " * 40),
    }
    viewer = viewer_of(site, files)
    assert viewer.description(entry_of(viewer, ("news", "lyhyt"))) == "Lyhyt teksti ."
    long = viewer.description(entry_of(viewer, ("news", "pitka")))
    assert long.endswith("sanoja…")
    assert 150 < len(long) <= 160


def test_a_link_to_an_entry_leads_to_its_address_with_the_anchor(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    shown = viewer.html(Prose('<p><a class="x" href="ref:people/anna#puhelin">Anna</a></p>'))
    assert shown.text == '<p><a class="x" href="/yhteystiedot/anna/#puhelin">Anna</a></p>'


def test_a_link_to_an_entry_that_is_not_shown_leaves_its_words(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    shown = viewer.html(Prose('<p>Kysy <a href="ref:people/berit"><b>Beritiltä</b></a>.</p>'))
    assert shown.text == "<p>Kysy <b>Beritiltä</b>.</p>"


def test_links_to_elsewhere_stay_as_they_are(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    text = (
        '<a href="https://muu.example/">1</a><a href="mailto:a@b.example">2</a>'
        '<a href="tel:+358">3</a><a href="/hankkeet/">4</a><a href="#kohta">5</a>'
    )
    assert viewer.html(Prose(text)).text == text


def test_files_in_prose_get_the_addresses_they_are_published_at(site: SiteMaker) -> None:
    body = "[Opas](opas.pdf) ja [sivu 2](opas.pdf#page=2)"
    files = SITE | {
        "content/news/a.md": news(body=body),
        "content/files/opas.pdf": "%PDF-",
    }
    viewer = viewer_of(site, files)
    shown = viewer.record(entry_of(viewer, ("news", "a")))["body"]
    assert isinstance(shown, Html)
    assert '<a href="/tiedostot/opas.pdf">Opas</a>' in shown.text
    assert '<a href="/tiedostot/opas.pdf#page=2">sivu 2</a>' in shown.text


def test_a_file_name_cannot_break_out_of_its_attribute(site: SiteMaker) -> None:
    name = 'a" onclick="b&c.pdf'
    files = SITE | {
        "content/news/a.md": news(body=f"[Opas](<{name}>)"),
        f"content/files/{name}": "%PDF-",
    }
    viewer = viewer_of(site, files)
    shown = viewer.record(entry_of(viewer, ("news", "a")))["body"]
    assert isinstance(shown, Html)
    assert shown.text == ('<p><a href="/tiedostot/a&quot; onclick=&quot;b&amp;c.pdf">Opas</a></p>')


def test_a_prefix_keeps_the_anchors_of_several_texts_apart(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    prose = Prose(
        '<h2 id="alku">Alku</h2><p><a href="#alku">Alkuun</a></p>', ((2, "alku", "Alku"),)
    )
    shown = viewer.html(prose, "lead-text")
    expected = '<h2 id="lead-text-alku">Alku</h2><p><a href="#lead-text-alku">Alkuun</a></p>'
    assert shown.text == expected
    assert shown.outline == ((2, "lead-text-alku", "Alku"),)


def test_only_addresses_of_entries_are_looked_up(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    assert viewer.address_of("ref:anna") == "/yhteystiedot/anna/"
    assert viewer.address_of("ref:nobody") == ""
    assert viewer.address_of("https://muu.example/ref:anna") == "https://muu.example/ref:anna"


def test_an_address_in_a_plain_field_may_name_an_entry(site: SiteMaker) -> None:
    page = """\
---
title: Etusivu
address: ""
menu: main
reviewed_on: 2026-11-01
owner: Anna
doors: [{title: Hanke, text: Katso., address: ref:hanke}]
---
"""
    viewer = viewer_of(site, SITE | {"content/pages/etusivu.md": page + "Teksti.\n"})
    doors = viewer.record(entry_of(viewer, ("pages", "etusivu")))["doors"]
    assert doors == (Record({"title": "Hanke", "text": "Katso.", "address": "/hankkeet/hanke/"}),)


def test_texts_in_a_list_of_parts_get_anchors_of_their_own(site: SiteMaker) -> None:
    bulletin = """\
series: Tiedote
number: 1
year: 2026
date: 2026-11-01
summary: Tiivistelmä.
lead: {title: Pääjuttu, text: "## Alku"}
sections:
  - {title: Toinen, text: "## Alku"}
  - {title: Kolmas, text: "## Alku"}
"""
    viewer = viewer_of(site, {"content/bulletins/t.yaml": bulletin})
    record = viewer.record(entry_of(viewer, ("bulletins", "t")))
    assert isinstance(record["sections"], tuple)
    texts = [section["text"] for section in record["sections"]]
    assert [text.outline[0][1] for text in texts] == [
        "sections-1-text-alku",
        "sections-2-text-alku",
    ]


def test_a_card_shows_the_day_as_a_date(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE | {"content/news/a.md": news(date="1.11.2026")})
    assert viewer.card(("news", "a"))["date"] == dt.date(2026, 11, 1)


def test_long_words_in_table_cells_may_break_and_links_stay_whole(site: SiteMaker) -> None:
    table = "| Tilastollinen katsaus |\n| --- |\n| [Lastensuojelu](ref:topics/lapset) |\n"
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(body=f"Lastensuojelu\n\n{table}"),
        }
    )
    html = text_of(made, "ajankohtaista/a/index.html")
    assert "<th>Tilas\u00adtol\u00adli\u00adnen katsaus</th>" in html
    assert '<a href="../../topics/lapset/">Las\u00adten\u00adsuo\u00adjelu</a>' in html
    assert "<p>Lastensuojelu</p>" in html


def test_a_list_page_of_our_own_claims_no_review(site: SiteMaker) -> None:
    page = "{{ entry.reviewed_on }} {{ entry.owner }}"
    files = {"content/topics/lapset.md": TOPIC, "templates/page.html": page}
    assert text_of(site(files), "topics/index.html") == "None None"


def test_a_person_named_on_a_page_keeps_their_phone_hours(site: SiteMaker) -> None:
    files = SITE | {"content/people/anna.yaml": ANNA + "phone_hours: [ma–pe 9–11.30]\n"}
    viewer = viewer_of(site, files)
    members = viewer.record(entry_of(viewer, ("projects", "hanke")))["people"]
    assert isinstance(members, tuple)
    (hours,) = members[0]["person"]["phone_hours"]
    assert (hours["opens"], hours["closes"]) == ("09:00", "11:30")


def test_a_bulletins_card_lists_its_articles(site: SiteMaker) -> None:
    bulletin = """\
series: Socom Tiedote
number: 1
year: 2025
date: 2025
summary: Mitä tehtiin.
lead: {title: Pääkirjoitus, text: Hyvä lukija.}
sections: [{title: Lapset, text: Uusi yksikkö aloitti.}]
"""
    viewer = viewer_of(site, {"content/bulletins/tiedote-1-2025.yaml": bulletin})
    assert viewer.card(("bulletins", "tiedote-1-2025"))["contents"] == ("Pääkirjoitus", "Lapset")


def test_a_member_whose_person_is_not_shown_leaves_no_trace(site: SiteMaker) -> None:
    template = "{% for m in entry.people %}[{{ m.person.label }}: {{ m.role }}]{% endfor %}"
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/people/anna.yaml": "name: Anna\nstaff: yes\nexpires: 2026-01-01\n",
            "content/people/matti.yaml": "name: Matti\nstaff: yes\n",
            "content/projects/a.yaml": (
                "name: A\nsort: network\nshare: socom\nsummary: A.\ntopics: [lapset]\n"
                "people:\n  - {person: anna, role: vetäjä}\n  - {person: matti, role: ohjaaja}\n"
            ),
            "templates/project.html": template,
        }
    )
    assert text_of(made, "hankkeet/a/index.html") == "[Matti: ohjaaja]"


def test_an_author_who_is_no_longer_shown_is_left_out_of_a_list_of_authors(site: SiteMaker) -> None:
    template = "{% for author in entry.authors %}[{{ author.name }}]{% endfor %}"
    made = site(
        {
            "content/people/anna.yaml": "name: Anna\nstaff: yes\nexpires: 2026-01-01\n",
            "content/publications/a.yaml": (
                "title: A\nsort: raportti\nowner_of_work: socom\n"
                "authors: [{person: anna}, Matti Mallikas]\n"
            ),
            "templates/publication.html": template,
        }
    )
    assert made.is_sound, made.problems
    assert text_of(made, "publications/a/index.html") == "[Matti Mallikas]"
