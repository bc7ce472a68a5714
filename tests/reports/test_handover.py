"""Every place that hangs on a person, and no place that does not."""

from __future__ import annotations

import datetime as dt

from socomsite.reports.handover import Tie, handover, person_of
from tests.conftest import TOPIC, news
from tests.reports.conftest import GraphMaker

PERSON = (
    "name: Maija Mallikas\nstaff: kyllä\nphone: 05 123 4567\n"
    "email: maija@testi.example\nend: 31.12.2026\n"
)
PROJECT = "name: H\nsort: network\nshare: socom\nsummary: S\ntopics: [lapset]\n"
PLACES = {
    "content/projects/field.yaml": f"{PROJECT}people: [maija]\n",
    "content/news/link.md": news(body="Kysy [häneltä](ref:people/maija)."),
    "content/news/name.md": news(body="Kiitos Maija Mallikkaan avusta."),
    "content/news/turned.md": news(body="Mallikas, Maija (2026)."),
    "content/news/mail.md": news(body="Kirjoita: Maija@Testi.example"),
    "content/news/phone.md": news(body="Soita +358 5 1234567."),
    "content/news/draft.md": news(body="[Maija](ref:people/maija)").replace(
        "topics", "draft: kyllä\ntopics"
    ),
    "content/plan/row.yaml": "title: R\nsince: 1.1.2026\ncadence: aina\npeople: [people/maija]\n",
    "site.yaml": (
        "name: Testikeskus\nurl: https://testi.example/\nfeedback_email: maija@testi.example\n"
    ),
}
OTHERS = {
    "content/topics/lapset.md": TOPIC,
    "content/people/maija.yaml": PERSON,
    "content/topics/maija.md": TOPIC.replace("Lapset", "Muu"),
    "content/news/other.md": news(body="Maija Virtanen ja Anna Mallikas, 06 123 4567."),
    "content/news/topic.md": news(body="[Aihe](ref:topics/maija).").replace("[lapset]", "[maija]"),
}
FILES = OTHERS | PLACES
EMAIL, PHONE = "maija@testi.example", "05 123 4567"


def test_nine_places_are_nine_places(graph: GraphMaker) -> None:
    made = graph(FILES)
    person = person_of(made, "maija")
    assert person is not None
    report = handover(made, person, FILES, [EMAIL, PHONE])
    assert [(place.path, place.line, place.ties) for place in report.places] == [
        ("content/news/draft.md", 7, (Tie.LINK,)),
        ("content/news/link.md", 6, (Tie.LINK,)),
        ("content/news/mail.md", 6, (Tie.EMAIL,)),
        ("content/news/name.md", 6, (Tie.NAME,)),
        ("content/news/phone.md", 6, (Tie.PHONE,)),
        ("content/news/turned.md", 6, (Tie.NAME,)),
        ("content/plan/row.yaml", 4, (Tie.FIELD,)),
        ("content/projects/field.yaml", 6, (Tie.FIELD,)),
        ("site.yaml", 3, (Tie.EMAIL,)),
    ]
    assert report.own == ("content/people/maija.yaml",)
    assert report.last_day == dt.date(2026, 12, 31)
    assert report.places[1].text == "Kysy [häneltä](ref:people/maija)."


def test_a_line_that_hangs_on_a_person_in_two_ways_is_one_place(graph: GraphMaker) -> None:
    text = {"content/news/a.md": news(body=f"[Maija Mallikas](ref:people/maija), {EMAIL}")}
    made = graph(OTHERS | text)
    person = person_of(made, "maija")
    assert person is not None
    (place,) = handover(made, person, OTHERS | text, [EMAIL]).places
    assert place.ties == (Tie.EMAIL, Tie.LINK, Tie.NAME)


def test_a_person_is_found_by_key_or_name(graph: GraphMaker) -> None:
    made = graph(FILES)
    found = [person_of(made, word) for word in ("maija", "people/maija", " maija MALLIKAS ")]
    assert [person.key for person in found if person] == ["maija"] * 3
    assert person_of(made, "lapset") is None
