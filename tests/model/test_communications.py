"""The plan's rows and the log: kinds without pages, of which the public sees nothing."""

from __future__ import annotations

import datetime as dt

from socomsite.model.communications import STAFF_KINDS, LogEntry, PlanRow
from socomsite.model.kinds import schema
from tests.conftest import TOPIC, SiteMaker, codes, entry, news, paths

ROW = "title: Vain talon sisällä\nsince: 1.1.2026\nuntil: 31.12.2026\ncadence: 3 krt/v\n"
LOG = "title: Haastattelu talon sisällä\ndate: 2.11.2026\nchannel: lehdet\n"
FILES = {
    "content/topics/lapset.md": TOPIC,
    "content/news/a.md": news(),
    "content/plan/lehdet.yaml": ROW,
    "content/log/haastattelu.yaml": LOG,
}


def test_a_kind_without_pages_leaves_no_byte_in_the_site(site: SiteMaker) -> None:
    with_rows = site(FILES)
    assert codes(with_rows) == []
    assert [a.path for a in with_rows.artifacts if "talon sisäl".encode() in a.data] == []
    assert not any(path.startswith(("plan/", "log/")) for path in paths(with_rows))


def test_reports_find_the_rows_and_entries_in_the_graph(site: SiteMaker) -> None:
    graph = site(FILES).graph
    assert graph is not None
    assert [(each.folder, each.key) for each in graph.staff] == [
        ("log", "haastattelu"),
        ("plan", "lehdet"),
    ]
    assert ("plan", "lehdet") not in graph.entries


def test_a_draft_of_the_log_does_not_count(site: SiteMaker) -> None:
    graph = site(FILES | {"content/log/haastattelu.yaml": f"{LOG}draft: kyllä\n"}).graph
    assert graph is not None
    assert [each.key for each in graph.staff] == ["lehdet"]
    assert graph.withheld == ()


def test_a_link_a_list_and_a_section_cannot_lead_to_a_kind_without_pages(site: SiteMaker) -> None:
    link = news(body="Katso [rivi](ref:plan/lehdet).")
    page = (
        "---\ntitle: S\nmenu: none\nreviewed_on: 1.1.2026\nowner: V\nlists: [plan]\n---\nTeksti.\n"
    )
    made = site(FILES | {"content/news/a.md": link, "content/pages/s.md": page})
    assert codes(made) == ["reference-unknown", "value-not-allowed"]


def test_what_a_row_or_log_entry_names_must_exist(site: SiteMaker) -> None:
    broken = LOG.replace("lehdet", "lehdt")
    made = site(FILES | {"content/log/haastattelu.yaml": broken})
    (found,) = made.problems
    assert (found.code, found.position.line, found.near) == ("reference-unknown", 3, ("lehdet",))


def test_a_row_does_not_show_on_the_page_of_what_it_names(site: SiteMaker) -> None:
    person = {"content/people/maija.yaml": "name: Maija Mallikas\nstaff: kyllä\n"}
    made = site(FILES | person | {"content/plan/lehdet.yaml": f"{ROW}people: [maija]\n"})
    assert made.graph is not None
    assert ("people", "maija") not in made.graph.cited_by


def test_a_row_is_in_force_between_its_days() -> None:
    row = entry(PlanRow, title="A", since="1.1.2026", until="31.12.2026", cadence="3 krt/v")
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert [row.is_in_force(day) for day in days] == [False, True, True, False]


def test_rows_stand_by_number_and_rules_last() -> None:
    row = {"title": "A", "since": "1.1.2026", "cadence": "aina"}
    first, second = entry(PlanRow, number="2", **row), entry(PlanRow, number="10", **row)
    rule = entry(PlanRow, **row)
    today = dt.date(2026, 1, 1)
    assert sorted([rule, second, first], key=lambda r: r.order(today)) == [first, second, rule]


def test_only_the_kinds_for_staff_are_not_public() -> None:
    assert (PlanRow, LogEntry) == STAFF_KINDS
    kinds = schema().kinds
    assert set(kinds) - set(schema().public_folders) == {kind.folder for kind in STAFF_KINDS}
