"""The communications plan against what is done: exact figures on a fixed clock."""

from __future__ import annotations

import datetime as dt

from socomsite.language import Language
from socomsite.model.communications import Scope
from socomsite.reports.cadence import Measure, PlanReport, RowState, Standing, plan_report
from socomsite.reports.sheet import text_lines
from socomsite.reports.words import Teller
from tests.conftest import TOPIC, dedent
from tests.reports.conftest import GraphMaker

TOOL = "title: {title}\nnumber: {number}\nsince: 1.1.2026\n"


def row(title: str, number: int, more: str) -> str:
    return TOOL.format(title=title, number=number) + more


def project(name: str, more: str = "") -> str:
    return (
        f"name: {name}\nsort: project\nshare: socom\nsummary: S\ntopics: [lapset]\n"
        f"channels: [{{sort: blog, address: 'https://b.example/'}}]\nstart: 1.1.2026\n{more}"
    )


def post(about: str, date: str) -> str:
    return (
        f"---\ntitle: Kirjoitus\nauthor: Anna\nabout: [{about}]\nsummary: S\ndate: {date}\n---\n"
        "Teksti.\n"
    )


def page(reviewed: str) -> str:
    return (
        f"---\ntitle: Sivu\nmenu: none\nreviewed_on: {reviewed}\nowner: Viestintä\n---\nTeksti.\n"
    )


def bulletin(number: int, date: str) -> str:
    return (
        f"series: Tiedote\nnumber: {number}\nyear: 2026\ndate: {date}\nsummary: S\n"
        "lead: {title: A, text: B}\n"
    )


YEAR: dict[str, str] = {
    "content/topics/lapset.md": TOPIC,
    "content/pages/sivu.md": page("1.2.2026"),
    "content/bulletins/a.yaml": bulletin(1, "15.2.2026"),
    "content/bulletins/b.yaml": bulletin(2, "15.6.2026"),
    "content/projects/alku.yaml": project("Alku"),
    "content/projects/uusi.yaml": project("Uusi"),
    "content/posts/a.md": post("alku", "2.6.2026"),
    "content/posts/b.md": post("uusi", "5.6.2026"),
    "content/posts/c.md": post("alku", "20.1.2026"),
    "content/log/messut.yaml": "title: Messut\ndate: 3.5.2026\nchannel: messut\n",
    "content/log/twiitti.yaml": "title: Twiitti\ndate: 1.6.2026\nchannel: plan/twitter\n",
    "content/plan/nettisivut.yaml": row(
        "Nettisivut", 1, "cadence: aina ajan tasalla\ncounts: [review]\n"
    ),
    "content/plan/tiedote.yaml": row(
        "Tiedote", 2, "cadence: 3 krt/v\ncounts: [{of: bulletin, series: Tiedote}]\nyearly: kyllä\n"
    ),
    "content/plan/blogit.yaml": row(
        "Blogit",
        4,
        "cadence: 1 krt/kk\nper: project\nproject_channel: blog\ncounts: [post]\n"
        "open_questions: [Onko palveluilla blogi?]\n",
    ),
    "content/plan/twitter.yaml": row("Twitter", 5, "cadence: kun kerrottavaa, tavoite 1 krt/vk\n"),
    "content/plan/facebook.yaml": row("Facebook", 6, "cadence: kun kerrottavaa, esim. 1 krt/kk?\n"),
    "content/plan/messut.yaml": row("Messut", 12, "cadence: tarpeen mukaan\n"),
    "content/plan/somekanava.yaml": (
        "title: Somekanava\nsince: 1.1.2026\ncadence: aina\nper: project\ncounts: [channel]\n"
    ),
}
DAY = dt.date(2026, 6, 22)
EXPECTED = """\
Viestintäsuunnitelma
Tilanne 22.6.2026. Jakso on vuosi 2026.
Kaikki on ajallaan. Seuraava määräpäivä: 2.7.2026.

Suunnitelman rivit:
  Nro Työkalu Julkaisutahti Tehty Viimeksi Määräpäivä Tila
  1 Nettisivut aina ajan tasalla 1 1.2.2026 1.2.2027 ajallaan
  2 Tiedote 3 krt/v 2/3, tähän mennessä 1 15.6.2026 15.10.2026 ajallaan
  4 Blogit: Alku 1 krt/kk 2/12, tähän mennessä 5 2.6.2026 2.7.2026 ajallaan
  4 Blogit: Uusi 1 krt/kk 1/12, tähän mennessä 5 5.6.2026 5.7.2026 ajallaan
  5 Twitter kun kerrottavaa, tavoite 1 krt/vk 1/52, tähän mennessä 24 1.6.2026 – tarpeen mukaan
  6 Facebook kun kerrottavaa, esim. 1 krt/kk? 0/12, tähän mennessä 5 – – ei vielä päätetty
  12 Messut tarpeen mukaan 1 3.5.2026 – tarpeen mukaan
       Somekanava: Alku aina 1/1, tähän mennessä 1 – – ajallaan
       Somekanava: Uusi aina 1/1, tähän mennessä 1 – – ajallaan

Suunnitelman omat kysymykset:
  Työkalu Kysymys
  Blogit Onko palveluilla blogi?

Vuosittain:
  Työkalu Määrä
  Tiedote 2026: 2
"""


def lines_of(report: PlanReport) -> list[str]:
    return list(text_lines(Teller(Language.FI).plan(report)))


def standings(report: PlanReport, key: str) -> tuple[Standing, ...]:
    return next(row.standings for row in report.rows if row.key == key)


def squeezed(lines: list[str]) -> list[str]:
    """Lines without the padding of their columns."""
    return [" ".join(line.split()) for line in lines]


def test_a_fixed_day_and_site_give_the_exact_report(graph: GraphMaker) -> None:
    said = lines_of(plan_report(graph(YEAR, DAY)))
    assert squeezed(said) == squeezed(EXPECTED.splitlines())


def test_one_overdue_project_flips_exactly_one_row(graph: GraphMaker) -> None:
    on_time = plan_report(graph(YEAR, DAY))
    late = YEAR | {"content/posts/b.md": post("uusi", "20.5.2026")}
    overdue = plan_report(graph(late, DAY))
    before = [s for row in on_time.rows for s in row.standings]
    after = [s for row in overdue.rows for s in row.standings]
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    ((was, now),) = changed
    assert (was.project, was.state) == ("uusi", RowState.ON_TIME)
    assert (now.project, now.state, now.overdue_days) == ("uusi", RowState.OVERDUE, 2)
    rows = [lines[5:15] for lines in (squeezed(lines_of(on_time)), squeezed(lines_of(overdue)))]
    assert sum(a != b for a, b in zip(*rows, strict=True)) == 1


def test_due_soon_is_a_quarter_of_the_step_and_at_most_a_month(graph: GraphMaker) -> None:
    made = graph(YEAR, dt.date(2026, 6, 25))
    assert [s.state for s in standings(plan_report(made), "blogit")] == [
        RowState.DUE_SOON,
        RowState.ON_TIME,
    ]
    states = {}
    for day in (dt.date(2026, 9, 14), dt.date(2026, 9, 15), dt.date(2026, 10, 15)):
        (standing,) = standings(plan_report(graph(YEAR, day)), "tiedote")
        states[day.isoformat()] = standing.state.value
    assert states == {
        "2026-09-14": "on_time",
        "2026-09-15": "due_soon",
        "2026-10-15": "due_soon",
    }


def test_a_full_year_needs_no_more_until_the_next(graph: GraphMaker) -> None:
    third = YEAR | {"content/bulletins/c.yaml": bulletin(3, "20.6.2026")}
    (standing,) = standings(plan_report(graph(third, dt.date(2026, 12, 31))), "tiedote")
    assert (standing.done, standing.target, standing.state) == (3, 3, RowState.ON_TIME)
    assert standing.due == dt.date(2027, 5, 1)


def test_the_last_one_of_the_year_before_still_counts_for_the_due_date(graph: GraphMaker) -> None:
    (standing,) = standings(plan_report(graph(YEAR, dt.date(2027, 1, 10))), "tiedote")
    assert (standing.done, standing.expected) == (0, 0)
    assert (standing.due, standing.overdue_days) == (dt.date(2026, 10, 15), 87)


def test_a_project_that_begins_in_the_year_has_its_share_of_the_target(graph: GraphMaker) -> None:
    late = project("Uusi").replace("start: 1.1.2026", "start: 1.5.2026")
    made = plan_report(graph(YEAR | {"content/projects/uusi.yaml": late}, DAY))
    standing = next(s for s in standings(made, "blogit") if s.project == "uusi")
    assert (standing.target, standing.expected) == (8, 1)


def test_a_project_may_promise_its_own_cadence(graph: GraphMaker) -> None:
    own = project("Uusi").replace("b.example/'", "b.example/', cadence: 2 krt/kk")
    made = plan_report(graph(YEAR | {"content/projects/uusi.yaml": own}, DAY))
    standing = next(s for s in standings(made, "blogit") if s.project == "uusi")
    assert (standing.cadence, standing.target) == ("2 krt/kk", 24)
    assert (standing.due, standing.state) == (dt.date(2026, 6, 20), RowState.OVERDUE)


def test_a_project_without_a_channel_breaks_the_closing_rule_from_its_first_day(
    graph: GraphMaker,
) -> None:
    bare = project("Uusi").replace("sort: blog,", "sort: website,")
    made = plan_report(graph(YEAR | {"content/projects/uusi.yaml": bare}, DAY))
    standing = next(s for s in standings(made, "somekanava") if s.project == "uusi")
    assert (standing.done, standing.state, standing.overdue_days) == (0, RowState.OVERDUE, 172)


def test_only_projects_at_work_are_asked_for_their_share(graph: GraphMaker) -> None:
    files = YEAR | {
        "content/projects/uusi.yaml": project("Uusi", "end: 5/2026\n"),
        "content/projects/nahty.yaml": project("Nähty", "active: [2026]\n").replace(
            "start: 1.1.2026\n", ""
        ),
        "content/projects/verkosto.yaml": project("Verkosto").replace(
            "sort: project", "sort: network"
        ),
    }
    made = plan_report(graph(files, DAY))
    assert [s.project for s in standings(made, "somekanava")] == ["alku", "nahty"]


def test_the_oldest_review_says_whether_pages_are_up_to_date(graph: GraphMaker) -> None:
    made = plan_report(graph(YEAR | {"content/pages/vanha.md": page("1.6.2025")}, DAY))
    (standing,) = standings(made, "nettisivut")
    assert (standing.state, standing.overdue_days, standing.done) == (RowState.OVERDUE, 21, 1)


def test_rows_that_are_not_in_force_are_left_out(graph: GraphMaker) -> None:
    assert plan_report(graph(YEAR, dt.date(2025, 12, 31))).rows == ()
    lines = lines_of(plan_report(graph(YEAR, dt.date(2025, 12, 31))))
    assert "  Tänä päivänä ei ole voimassa yhtään suunnitelman riviä." in lines


def test_without_projects_a_row_says_so(graph: GraphMaker) -> None:
    files = {path: text for path, text in YEAR.items() if "projects" not in path}
    files = {path: text for path, text in files.items() if "posts" not in path}
    made = plan_report(graph(files, DAY))
    assert standings(made, "blogit") == ()
    line = next(line for line in lines_of(made) if "Blogit" in line)
    assert "ei hankkeita käynnissä" in line


def test_what_is_to_be_counted_is_counted_for_every_year(graph: GraphMaker) -> None:
    event = "title: Koulutus\nsort: training\nstart: {}\n"
    files = YEAR | {
        "content/plan/koulutukset.yaml": dedent(
            """
            title: Koulutukset
            since: 1.1.2009
            cadence: lasketaan
            counts: [{of: event, sort: [training]}]
            yearly: kyllä
            """
        ),
        "content/events/a.yaml": event.format("2009"),
        "content/events/b.yaml": event.format("1.3.2026"),
        "content/events/c.yaml": event.format("1.12.2026"),
        "content/events/d.yaml": event.format("1.4.2026") + "status: cancelled\n",
        "content/events/e.yaml": event.format("1.4.2026").replace("training", "fair"),
    }
    made = plan_report(graph(files, DAY))
    assert made.measures[-1] == Measure("koulutukset", "Koulutukset", ((2009, 1), (2026, 1)))
    assert "koulutukset" not in {row.key for row in made.rows}


def test_a_row_tells_for_whom_it_is_kept(graph: GraphMaker) -> None:
    made = plan_report(graph(YEAR, DAY))
    assert {row.key: row.per for row in made.rows if row.per is Scope.PROJECT} == {
        "blogit": Scope.PROJECT,
        "somekanava": Scope.PROJECT,
    }
