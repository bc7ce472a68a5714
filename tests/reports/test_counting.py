"""What counts as done: every sort of entry, and the log."""

from __future__ import annotations

import pytest

from socomsite.dates import PartialDate
from socomsite.model.communications import PlanRow
from socomsite.reports.counting import done
from tests.conftest import TOPIC, entry, news
from tests.reports.conftest import GraphMaker

FILES = {
    "content/topics/lapset.md": TOPIC,
    "content/news/a.md": news(date="1.3.2026"),
    "content/news/tuleva.md": news(date="1.12.2026"),
    "content/materials/video.yaml": (
        "title: Video\nsort: video\nsummary: S\ndate: 4/2026\ncaptions: captions\n"
    ),
    "content/materials/ajaton.yaml": "title: Diat\nsort: slides\nsummary: S\n",
    "content/media/lehti.yaml": "title: Juttu\noutlet: Lehti\nsummary: S\ndate: 5.5.2026\n",
    "content/publications/a.yaml": (
        "title: Raportti\nsort: raportti\nowner_of_work: socom\nyear: 2026\n"
    ),
    "content/publications/b.yaml": (
        "title: Aie\nsort: raportti\nowner_of_work: socom\nyear: 2026\nstatus: planned\n"
    ),
    "content/publications/c.yaml": (
        "title: Muun\nsort: raportti\nowner_of_work: other\nyear: 2026\n"
    ),
    "content/services/neuvonta.yaml": (
        "name: Neuvonta\nshare: socom\nsummary: S\naudience: A\ntopics: [lapset]\n"
        "changes: [{effective: 1.9.2026, text: Muuttuu}, {effective: 1.1.2027, text: Taas}]\n"
    ),
    "content/people/maija.yaml": (
        "name: Maija Mallikas\nstaff: kyllä\ncompetence: {consent: 1.4.2026}\n"
    ),
    "content/people/matti.yaml": "name: Matti Mallikas\nstaff: kyllä\n",
    "content/plan/rivi.yaml": "title: R\nsince: 1.1.2026\ncadence: aina\n",
    "content/plan/muu.yaml": "title: M\nsince: 1.1.2026\ncadence: aina\n",
    "content/log/a.yaml": "title: Twiitti\ndate: 3/2026\nchannel: rivi\n",
    "content/log/b.yaml": "title: Muu\ndate: 3/2026\nchannel: muu\n",
}


@pytest.mark.parametrize(
    ("counts", "paths"),
    [
        ([], ["log/a.yaml"]),
        (["news_item"], ["log/a.yaml", "news/a.md"]),
        (["material"], ["log/a.yaml", "materials/video.yaml"]),
        ([{"of": "material", "sort": ["slides"]}], ["log/a.yaml"]),
        (["media_appearance"], ["log/a.yaml", "media/lehti.yaml"]),
        (["own_publication"], ["publications/a.yaml", "log/a.yaml"]),
        (["service_change"], ["log/a.yaml", "services/neuvonta.yaml"]),
        (["competence_card"], ["log/a.yaml", "people/maija.yaml"]),
        (["channel"], ["log/a.yaml"]),
    ],
)
def test_a_row_counts_what_it_names_and_its_own_log(
    counts: list[object], paths: list[str], graph: GraphMaker
) -> None:
    row = entry(PlanRow, "rivi", title="R", since="1.1.2026", cadence="aina", counts=counts)
    found = done(row, graph(FILES))
    assert sorted(each.path.removeprefix("content/") for each in found) == sorted(paths)
    assert [each.day.first_day for each in found] == sorted(each.day.first_day for each in found)


def test_an_entry_in_two_languages_is_done_once(graph: GraphMaker) -> None:
    site = "name: T\nurl: https://testi.example/\nlanguages: [fi, sv]\n"
    files = FILES | {"site.yaml": site, "content/news/a.sv.md": news(date="1.3.2026")}
    row = entry(PlanRow, "x", title="R", since="1.1.2026", cadence="aina", counts=["news_item"])
    (found,) = done(row, graph(files))
    assert (found.title, found.day) == ("Uutinen", PartialDate(2026, 3, 1))
