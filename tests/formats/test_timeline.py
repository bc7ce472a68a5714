from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from socomsite.digest import digest
from socomsite.formats.drawing import room
from socomsite.formats.timeline import LANES, LETTER, WIDTH, Lane, Row, Timeline, timeline
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.attachedfiles import discover_files
from socomsite.model.decode import Decoder
from socomsite.model.discovery import discover
from socomsite.model.graph import Graph
from socomsite.model.kinds import Project, Service, schema
from socomsite.model.linking import link
from socomsite.model.site import read_site
from socomsite.model.spans import Surety, spans_of
from tests.conftest import TODAY, TOPIC, SiteMaker, dedent

ROOT = Path(__file__).parent.parent.parent
TOPICS = {
    "content/topics/lapset.md": TOPIC,
    "content/topics/aikuiset.md": "---\nname: Aikuiset\nsummary: Asiat.\n---\nTietoa.\n",
    "content/topics/tyhja.md": "---\nname: Tyhjä\nsummary: Ei mitään.\n---\nTietoa.\n",
}


def project(name: str, more: str = "", topics: str = "lapset", sort: str = "project") -> str:
    head = f"name: {name}\nsort: {sort}\nshare: socom\nsummary: Mitä tehdään.\n"
    return f"{head}topics: [{topics}]\n{more}"


def service(name: str, more: str = "") -> str:
    return (
        dedent(f"""\
        name: {name}
        share: socom
        summary: Neuvoo.
        audience: Kaikille
        topics: [aikuiset]
        """)
        + more
    )


def drawn(site: SiteMaker, files: dict[str, str], language: Language = Language.FI) -> Timeline:
    graph = site(TOPICS | files).graph
    assert graph is not None
    made = timeline(Viewer(graph, language))
    assert made is not None
    return made


def rows(made: Timeline) -> dict[str, list[tuple[object, list[str]]]]:
    return {
        lane.title: [(row.card["key"], [s.surety.value for s in row.strokes]) for row in lane.rows]
        for lane in made.lanes
    }


FILES = {
    "content/projects/varma.yaml": project("Varma", "start: 2006\nend: 2008\n"),
    "content/projects/nahty.yaml": project("Nähty", "active: [2010, 2016]\n", "lapset, aikuiset"),
    "content/projects/suunnitelma.yaml": project("Suunnitelma", "planned: 2009\n", sort="network"),
    "content/projects/tuntematon.yaml": project("Tuntematon"),
    "content/services/neuvonta.yaml": service("Neuvonta", "active: [2007]\n"),
}


def test_each_stands_in_each_of_its_areas_in_the_order_of_time(site: SiteMaker) -> None:
    assert rows(drawn(site, FILES)) == {
        "Aikuiset": [("neuvonta", ["seen"]), ("nahty", ["seen", "seen"])],
        "Lapset": [
            ("varma", ["known"]),
            ("suunnitelma", ["planned"]),
            ("nahty", ["seen", "seen"]),
            ("tuntematon", []),
        ],
    }


def test_the_axis_has_the_known_years_and_says_which_are_empty(site: SiteMaker) -> None:
    made = drawn(site, FILES)
    assert (made.first, made.last) == (2006, 2016)
    assert [tick.year for tick in made.ticks] == list(range(2006, 2017))
    assert [(t.year, t.x) for t in made.phone_ticks] == [(2010, 160), (2015, 360)]
    assert made.phone_width == 440
    assert made.gaps == ("2011–2015",)


def test_what_is_not_dated_is_named_and_has_no_place_in_the_picture(site: SiteMaker) -> None:
    made = drawn(site, FILES)
    assert [card["key"] for card in made.undated] == ["tuntematon"]
    (row,) = [r for lane in made.lanes for r in lane.rows if r.card["key"] == "tuntematon"]
    assert row == Row(row.card, "project")


def test_the_key_shows_only_signs_that_the_picture_has(site: SiteMaker) -> None:
    words = [key.word for key in drawn(site, FILES).keys]
    assert words == [
        "chart.group.project",
        "chart.group.network",
        "chart.group.service",
        "chart.seen_key",
        "chart.planned_key",
    ]


def test_the_key_leaves_out_signs_that_the_picture_lacks(site: SiteMaker) -> None:
    only = {"content/projects/varma.yaml": FILES["content/projects/varma.yaml"]}
    assert [key.word for key in drawn(site, only).keys] == ["chart.group.project"]


def test_colours_follow_the_sort(site: SiteMaker) -> None:
    sorts = ("project", "programme", "network", "development_unit", "form_of_work")
    files = {
        f"content/projects/{sort.replace('_', '-')}.yaml": project(
            sort, "active: [2007]\n", sort=sort
        )
        for sort in sorts
    }
    made = drawn(site, files | {"content/services/s.yaml": service("S", "active: [2007]\n")})
    found = {str(r.card["key"]): r.group for lane in made.lanes for r in lane.rows}
    assert found == {
        "project": "project",
        "programme": "project",
        "network": "network",
        "development-unit": "network",
        "form-of-work": "network",
        "s": "service",
    }


def test_years_seen_are_told_only_where_start_or_end_is_not_known(site: SiteMaker) -> None:
    files = {
        "content/projects/a.yaml": project("A", "start: 2006\nend: 2008\nactive: [2007]\n"),
        "content/projects/b.yaml": project("B", "end: 2008\nactive: [2005, 2006, 2008]\n"),
    }
    (lane,) = drawn(site, files).lanes
    assert {str(r.card["key"]): r.seen for r in lane.rows} == {"a": (), "b": ("2005–2006", "2008")}


def test_a_label_stands_after_its_arc_or_before_it_when_it_ends_late(site: SiteMaker) -> None:
    long = "Kaakkois-Suomen vanhustyön ja vammaistyön yhteinen kehittämisverkosto"
    files = {
        "content/projects/a.yaml": project("Varhain", "start: 2003\nend: 2004\n"),
        "content/projects/b.yaml": project("Myöhään", "start: 2018\nend: 2019\n"),
        "content/projects/c.yaml": project(long, "start: 2009\nend: 2009\n"),
    }
    (lane,) = drawn(site, files).lanes
    places = [row.place for row in lane.rows]
    assert [(p.x, p.y, p.is_before) for p in places if p] == [
        (292, 31, False),
        (WIDTH - room(long, LETTER) - 7, 65, False),
        (898, 112, True),
    ]


def test_an_entry_whose_areas_are_not_shown_stands_among_the_others(site: SiteMaker) -> None:
    hidden = {"content/topics/piilo.md": TOPIC.replace("name:", "draft: kyllä\nname:")}
    files = {"content/projects/a.yaml": project("A", "active: [2007]\n", "piilo")}
    (lane,) = drawn(site, hidden | files).lanes
    assert (lane.title, lane.anchor, lane.address, lane.lines) == ("", "muut", "", ())


def test_an_area_may_be_named_with_its_folder(site: SiteMaker) -> None:
    files = {"content/projects/a.yaml": project("A", "active: [2007]\n", "topics/lapset")}
    (lane,) = drawn(site, files).lanes
    assert (lane.title, lane.anchor) == ("Lapset", "lapset")


def test_there_is_no_timeline_when_no_year_is_known(site: SiteMaker) -> None:
    graph = site(TOPICS | {"content/projects/a.yaml": project("A")}).graph
    assert graph is not None
    assert timeline(Viewer(graph, Language.FI)) is None


@pytest.fixture(scope="module")
def real() -> Graph:
    """The graph of the site's own content."""
    settings = read_site(ROOT).value
    assert settings is not None
    kinds = schema()
    sources = discover(ROOT, kinds.kinds, settings.language, settings.languages).value
    decode = Decoder(kinds)
    pairs = [(source, decode(source).value) for source in sources]
    return link(settings, kinds, pairs, discover_files(ROOT), today=TODAY).value


@pytest.fixture(scope="module")
def lanes(real: Graph) -> tuple[Lane, ...]:
    made = timeline(Viewer(real, Language.FI))
    assert made is not None
    return made.lanes


def test_all_of_the_site_stand_once_in_each_of_their_areas(
    real: Graph, lanes: tuple[Lane, ...]
) -> None:
    found = [
        (lane.anchor, row.card["kind"], row.card["key"]) for lane in lanes for row in lane.rows
    ]
    wanted = [
        (ref.key, entry.folder, entry.key)
        for folder in ("projects", "services")
        for entry in real.of_kind(folder, Language.FI)
        if isinstance(entry, (Project, Service))
        for ref in entry.topics
    ]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert len(wanted) > 51


def test_the_picture_claims_no_more_than_the_content(real: Graph, lanes: tuple[Lane, ...]) -> None:
    for row in (row for lane in lanes for row in lane.rows):
        entry = real.entry((str(row.card["kind"]), str(row.card["key"])), Language.FI)
        assert isinstance(entry, (Project, Service))
        assert (row.place is None) is (entry.years is None)
        sureties = {stroke.surety for stroke in row.strokes}
        assert (Surety.KNOWN in sureties) is bool(entry.start and entry.end)
        assert len(row.strokes) == len(spans_of(entry))


def test_nothing_in_the_picture_leaves_it_or_meets_a_neighbour(lanes: tuple[Lane, ...]) -> None:
    for lane in lanes:
        heights = [row.place.y for row in lane.rows if row.place]
        assert all(b - a >= 13 for a, b in pairwise(heights))
        assert all(0 < y < lane.height for y in heights)
        for row in (row for row in lane.rows if row.place):
            assert row.place is not None
            wide = room(str(row.card["short_label"]), LETTER)
            left = row.place.x - wide if row.place.is_before else row.place.x
            assert left >= LANES
            assert left + wide <= WIDTH
        assert all(room(line, 19) <= LANES for _, line in lane.lines)


def test_the_same_content_makes_the_same_drawing(real: Graph) -> None:
    first, second = (timeline(Viewer(real, Language.FI)) for _ in range(2))
    assert digest(first) == digest(second)
    assert first == second
