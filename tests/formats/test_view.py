from __future__ import annotations

import datetime as dt

from socomsite.formats.record import Record
from socomsite.language import Language
from socomsite.model.traits import EventState, PeriodState
from tests.conftest import TOPIC, SiteMaker, news, text_of
from tests.formats.viewed import ANNA, PROJECT, TWO_LANGUAGES, entry_of, viewer_of

SITE: dict[str, str] = {
    "content/topics/lapset.md": TOPIC,
    "content/people/anna.yaml": ANNA,
    "content/projects/hanke.yaml": PROJECT,
}


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
