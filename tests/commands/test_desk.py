"""Commands of the communications desk: what they print, for people and programs, and write."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import icalendar
import pytest

from socomsite.engine.output import MANIFEST
from socomsite.language import Language
from tests.commands.conftest import BROKEN, FRONT, SOUND, Runner
from tests.conftest import SITE_YAML, write_site

ROOT = Path(__file__).parent.parent.parent
PERSON = "name: Maija Mallikas\nstaff: kyllä\nemail: maija@testi.example\nend: {}\n"
STAFF = {
    "templates/staff/report.html": (ROOT / "templates/staff/report.html").read_text("utf-8"),
    "templates/assets/style.css": "p { color: #222; }\n",
    "content/plan/tiedote.yaml": (
        "title: Tiedote\nsince: 1.1.2026\ncadence: 3 krt/v\ncounts: [bulletin]\n"
        "responsible: [viestintä]\n"
    ),
    "content/people/maija.yaml": PERSON.format("31.12.2026"),
    "content/publications/a.yaml": (
        "title: Raportti\nsort: raportti\nowner_of_work: socom\nyear: 2026\nfile: a.txt\n"
        "accessibility: accessible\n"
    ),
    "content/files/a.txt": "Raportti\n",
}
DAY = ("--as-of", "22.11.2026")
REPORTS = ("plan", "schedule", "freshness", "handover", "register", "deposit")
WITH = {"handover": ("maija",), "deposit": ("2026",)}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A small sound site with something for each report."""
    return write_site(tmp_path / "sivusto", SOUND | STAFF)


def test_the_plan_is_told_and_written_for_staff(socomsite: Runner, desk: Path) -> None:
    said = socomsite("plan", "--site", desk, *DAY)
    assert (said.code, said.err) == (0, "")
    assert "Myöhässä on 1\u00a0rivi." in said.out
    assert said.out.endswith(
        "Tiedostot ovat kansiossa output-staff: viestintasuunnitelma.html, maarapaivat.ics\n"
    )
    folder = desk / "output-staff"
    assert sorted(file.name for file in folder.iterdir()) == [
        MANIFEST,
        "maarapaivat.ics",
        "tyyli.css",
        "viestintasuunnitelma.html",
    ]
    page = (folder / "viestintasuunnitelma.html").read_text("utf-8")
    assert "myöhässä 205\u00a0päivää" in page
    calendar = icalendar.Calendar.from_ical((folder / "maarapaivat.ics").read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["uid"] == "plan-tiedote@testi.example"
    assert not (desk / "output").exists()


def test_reports_stand_side_by_side_and_the_same_report_is_the_same_bytes(
    socomsite: Runner, desk: Path
) -> None:
    for name in ("plan", "schedule", "freshness", "register"):
        socomsite(name, "--site", desk, *DAY)
    folder = desk / "output-staff"
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert {"viestintasuunnitelma.html", "muutokset.ics", "julkaisurekisteri.html"} < first.keys()
    socomsite("plan", "--site", desk, *DAY)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first


#: What programs may rely on; a change of these is a change of `JSON_VERSION`.
KEYS = {
    "plan": ["as_of", "period_start", "period_end", "rows", "measures"],
    "schedule": ["as_of", "next_rebuild", "next_instant", "changes"],
    "freshness": ["as_of", "reviewed", "overdue", "next", "undated"],
    "handover": ["as_of", "key", "name", "last_day", "own", "places"],
    "register": ["as_of", "works", "gaps"],
    "deposit": ["year", "packed", "without_file"],
}
ROW_KEYS = [
    *("key", "number", "tool", "per", "cadence", "cadence_note", "audience", "responsible"),
    *("open_questions", "standings"),
]
STANDING_KEYS = [
    *("project", "project_title", "cadence", "target", "expected", "done", "last", "due"),
    *("overdue_days", "state"),
]


@pytest.mark.parametrize("name", REPORTS)
def test_the_form_of_the_json_is_stable(name: str, socomsite: Runner, desk: Path) -> None:
    said = socomsite(name, *WITH.get(name, ()), "--site", desk, *DAY, "--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert (told.pop("version"), told.pop("report")) == (1, name)
    assert list(told) == KEYS[name]
    for row in told.get("rows", ()):
        assert list(row) == ROW_KEYS
        assert [list(standing) for standing in row["standings"]] == [STANDING_KEYS]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_speaks_each_language(
    name: str, language: Language, socomsite: Runner, desk: Path
) -> None:
    (desk / "content/pages/vanha.md").write_text(FRONT.replace("22.11.2026", "1.1.2020"), "utf-8")
    arguments = (*WITH.get(name, ()), "--site", desk, *DAY, "--lang", language.value)
    said = socomsite(name, *arguments)
    assert said.out.strip()
    assert "{" not in said.out
    page = next(iter((desk / "output-staff").glob("*.html")), None)
    assert page is None or f'<html lang="{language.value}">' in page.read_text("utf-8")


def test_the_schedule_tells_the_next_day_and_why(socomsite: Runner, desk: Path) -> None:
    (desk / "templates/person.html").write_text("{{ title }} {{ entry.email }}", "utf-8")
    said = socomsite("schedule", "--site", desk, *DAY)
    assert "Seuraava muutos: perjantai 1. tammikuuta 2027 klo 0.00." in said.out.replace(
        "\u00a0", " "
    )
    assert "henkilö on lähtenyt" in said.out
    told = json.loads(socomsite("schedule", "--site", desk, *DAY, "--json").out)
    assert told["next_rebuild"] == "2027-01-01"
    assert told["next_instant"] == "2027-01-01T00:00:00+02:00"
    assert told["changes"][0]["sort"] == "leaves"


def test_a_cron_line_builds_every_night_in_helsinki(socomsite: Runner, desk: Path) -> None:
    lines = socomsite("schedule", "--site", desk, *DAY, "--cron").out.splitlines()
    assert lines[-2] == "CRON_TZ=Europe/Helsinki"
    assert lines[-1].startswith("1 0 * * * ")
    assert lines[-1].endswith(f"-m socomsite build --site {desk.resolve()}")
    assert all(line.startswith("#") for line in lines[:-2])


def test_a_cron_line_does_what_it_says(socomsite: Runner, tmp_path: Path) -> None:
    root = write_site(tmp_path / "Ääni ja 100 %", SOUND | STAFF)
    line = socomsite("schedule", "--site", root, *DAY, "--cron").out.splitlines()[-1]
    command = line.removeprefix("1 0 * * * ").replace(r"\%", "%")
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (root / "output/index.html").is_file()


def test_a_systemd_timer_names_each_coming_day(socomsite: Runner, desk: Path) -> None:
    (desk / "templates/person.html").write_text("{{ title }} {{ entry.email }}", "utf-8")
    lines = socomsite("schedule", "--site", desk, *DAY, "--systemd").out.splitlines()
    assert "OnCalendar=2027-01-01 00:00:00 Europe/Helsinki" in lines
    assert "[Service]" in lines
    assert "[Timer]" in lines


def test_a_site_that_does_not_change_has_no_timer(socomsite: Runner, root: Path) -> None:
    lines = socomsite("schedule", "--site", root, *DAY, "--systemd").out.splitlines()
    assert all(line.startswith("#") for line in lines)


def test_a_handover_knows_the_address_also_after_the_last_day(
    socomsite: Runner, desk: Path
) -> None:
    (desk / "content/people/maija.yaml").write_text(PERSON.format("1.11.2026"), "utf-8")
    (desk / "content/news/uutinen.md").write_text(
        "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n---\nmaija@testi.example\n", "utf-8"
    )
    said = socomsite("handover", "Maija Mallikas", "--site", desk, *DAY)
    assert said.code == 0
    assert "Viimeinen päivä: 1.11.2026" in said.out
    assert "content/news/uutinen.md:6" in said.out
    assert not (desk / "output-staff").exists()


def test_an_unknown_person_is_a_slip_in_the_command(socomsite: Runner, desk: Path) -> None:
    said = socomsite("handover", "maja", "--site", desk)
    assert (said.code, said.out) == (2, "")
    assert "Henkilöä 'maja' ei ole" in said.err


def test_the_deposit_package_is_written_for_staff(socomsite: Runner, desk: Path) -> None:
    said = socomsite("deposit", "2026", "--site", desk)
    assert said.code == 0
    file = desk / "output-staff/vapaakappaleet-2026.zip"
    with zipfile.ZipFile(file) as package:
        assert package.namelist() == ["a/dublin-core.xml", "a/a.txt"]
    first = file.read_bytes()
    socomsite("deposit", "2026", "--site", desk)
    assert file.read_bytes() == first


def test_a_year_without_files_makes_no_package(socomsite: Runner, desk: Path) -> None:
    said = socomsite("deposit", "2020", "--site", desk)
    assert said.code == 0
    assert not (desk / "output-staff").exists()


def test_files_for_staff_are_never_written_into_the_site(socomsite: Runner, desk: Path) -> None:
    said = socomsite("plan", "--site", desk, *DAY, "--output", desk / "output")
    assert said.code == 1
    assert "error[staff-inside-output]" in said.err
    assert not (desk / "output").exists()


def test_a_report_of_a_broken_site_says_that_it_may_lack_something(
    socomsite: Runner, desk: Path
) -> None:
    (desk / "content/news/uutinen.md").write_text(BROKEN, "utf-8")
    said = socomsite("plan", "--site", desk, *DAY)
    assert said.code == 0
    assert said.err.startswith("Sisällössä on 1\u00a0virhe.")
    assert "Tiedote" in said.out


def test_without_a_site_there_is_no_report(socomsite: Runner, tmp_path: Path) -> None:
    for arguments in (["plan"], ["schedule", "--cron"]):
        said = socomsite(*arguments, "--site", tmp_path)
        assert said.code == 2
        assert "error[site-missing]" in said.err


def test_broken_settings_are_told_of(socomsite: Runner, desk: Path) -> None:
    (desk / "site.yaml").write_text(f"{SITE_YAML}as_of: 31.2.2026\n", "utf-8")
    said = socomsite("plan", "--site", desk)
    assert said.code == 1
    assert "error[date-impossible]" in said.err


def test_without_its_template_the_page_is_missed_and_the_rest_is_there(
    socomsite: Runner, desk: Path
) -> None:
    (desk / "templates/staff/report.html").unlink()
    said = socomsite("plan", "--site", desk, *DAY)
    assert said.code == 1
    assert "error[template-missing]" in said.err
    assert (desk / "output-staff/maarapaivat.ics").is_file()
