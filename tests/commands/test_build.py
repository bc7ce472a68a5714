"""`build` and `check`: what is told, what is written, and when nothing is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from socomsite.commands.build import lines_of, seconds_text
from socomsite.language import Language
from socomsite.problem import Position
from tests.commands.conftest import BROKEN, CTRL_C, Runner, alone, environment, on_terminal
from tests.conftest import SITE_YAML, news, without_might, write_site

NEWS = "content/news/uutinen.md"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_build_tells_what_it_made_and_how_to_look_at_it(socomsite: Runner, root: Path) -> None:
    said = socomsite("build", "--site", root, "--jobs", "1")
    assert said.code == 0
    told = re.sub(r"\d+,\d s", "0,0 s", said.out)
    assert re.match(r"Sivut lajeittain:\n +\d  sivu\n +1  kehittämisalue\n +1  uutinen\n", told)
    assert re.search(r"Valmis: \d+\xa0sivua, \d+\xa0tiedostoa, 0,0 s\.\n", told)
    assert told.endswith("Katso sivusto: make serve (tai socomsite serve)\n")
    assert re.fullmatch(r"Luetaan sisältöä… 3\nTehdään sivuja… \d+\n", said.err)
    assert (root / "output/ajankohtaista/uutinen/index.html").is_file()


def test_check_writes_nothing(socomsite: Runner, root: Path) -> None:
    said = socomsite("check", "--site", root)
    assert said.code == 0
    assert re.search(r"Kunnossa: \d+\xa0sivua, \d+,\d s\. Mitään ei kirjoitettu\.\n$", said.out)
    assert not (root / "output").exists()


def test_what_is_withheld_is_told_with_its_day(socomsite: Runner, root: Path) -> None:
    expired = news("Mennyt", "2020-01-01").replace("date:", "expires: 2020-02-01\ndate:")
    files = {
        "content/news/luonnos.md": news("Luonnos").replace("date:", "draft: kyllä\ndate:"),
        "content/news/tuleva.md": news("Tuleva", "2099-03-05"),
        "content/news/pian.md": news("Pian", "2099-03-04"),
        "content/news/mennyt.md": expired,
    }
    write_site(root, {NEWS: news(date="2020-01-01"), **files})
    said = socomsite("check", "--site", root)
    assert said.code == 0
    assert (
        "Ei vielä näkyvissä:\n"
        "  Mennyt: näkyi 1.2.2020 asti (content/news/mennyt.md)\n"
        "  Pian: ilmestyy 4.3.2099 (content/news/pian.md)\n"
        "  Tuleva: ilmestyy 5.3.2099 (content/news/tuleva.md)\n"
        "  Luonnos: luonnos (content/news/luonnos.md)\n"
    ) in said.out


def test_drafts_and_a_day_choose_what_is_shown(socomsite: Runner, root: Path) -> None:
    draft = news("Luonnos").replace("date:", "draft: kyllä\ndate:")
    write_site(root, {"content/news/luonnos.md": draft})
    write_site(root, {"content/news/tuleva.md": news("Tuleva", "2099-03-05")})
    for options, shown in (
        (["--as-of", "2099-03-04"], {"uutinen"}),
        (["--as-of", "5.3.2099"], {"uutinen", "tuleva"}),
        (["--drafts"], {"uutinen", "tuleva", "luonnos"}),
    ):
        assert socomsite("build", "--site", root, *options).code == 0
        made = {file.parent.name for file in root.glob("output/ajankohtaista/*/index.html")}
        assert made == shown


def test_an_error_leaves_the_last_good_site_untouched(socomsite: Runner, root: Path) -> None:
    socomsite("build", "--site", root)
    before = tree(root / "output")
    write_site(root, {NEWS: BROKEN, "content/news/toinen.md": news(date="eilen")})
    said = socomsite("build", "--site", root)
    assert (said.code, said.out) == (1, "")
    assert f"{NEWS}:3:7: error[date-impossible]: Päivää '31.2.2026' ei ole" in said.err
    assert "    date: 31.2.2026\n          ^\n" in said.err
    assert "content/news/toinen.md:3:7: error[date-format]" in said.err
    assert said.err.endswith("2\xa0virhettä. Mitään ei kirjoitettu, aiempi sivusto on ennallaan.\n")
    assert tree(root / "output") == before


def test_warnings_are_told_and_counted_but_stop_nothing(socomsite: Runner, root: Path) -> None:
    write_site(root, {"content/outoa/x.md": "x", "content/news/kuva.gif": "x"})
    said = socomsite("build", "--site", root)
    assert said.code == 0
    assert "content/outoa/x.md: warning[folder-unknown]" in said.err
    assert "content/news/kuva.gif: warning[file-ignored]" in said.err
    assert "2\xa0varoitusta.\n" in said.out


@pytest.mark.parametrize(
    ("language", "stopped", "message"),
    [
        ("fi", "1\xa0virhe.", "Päivää '31.2.2026' ei ole kalenterissa."),
        ("sv", "1\xa0fel.", "Datumet '31.2.2026' finns inte i kalendern."),
        ("en", "1\xa0error.", "The date '31.2.2026' is not in the calendar."),
    ],
)
def test_problems_are_told_in_the_asked_language(
    socomsite: Runner, root: Path, language: str, stopped: str, message: str
) -> None:
    write_site(root, {NEWS: BROKEN})
    said = socomsite("check", "--site", root, "--lang", language)
    assert said.code == 1
    assert stopped in said.err
    assert f"error[date-impossible]: {message}" in said.err


def test_json_is_for_programs(socomsite: Runner, root: Path) -> None:
    write_site(root, {"content/news/tuleva.md": news("Tuleva", "2099-03-05")})
    said = socomsite("build", "--site", root, "--json", "--as-of", "2026-11-22")
    report = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert report["ok"] is report["written"] is True
    assert report["as_of"] == "2026-11-22"
    assert report["pages"]["uutinen"] == 1
    assert report["problems"] == []
    assert report["withheld"] == [
        {
            "path": "content/news/tuleva.md",
            "title": "Tuleva",
            "reason": "scheduled",
            "date": "2099-03-05",
        }
    ]


def test_json_holds_every_problem_with_its_place(socomsite: Runner, root: Path) -> None:
    write_site(root, {NEWS: BROKEN})
    said = socomsite("check", "--site", root, "--json", "--lang", "en")
    report = json.loads(said.out)
    assert (said.code, said.err) == (1, "")
    assert report["ok"] is report["written"] is False
    assert report["problems"] == [
        {
            "path": NEWS,
            "line": 3,
            "column": 7,
            "severity": "error",
            "code": "date-impossible",
            "message": "The date '31.2.2026' is not in the calendar. Check the day and month.",
            "allowed": [],
            "near": [],
        }
    ]


def test_json_of_a_check_says_that_nothing_was_written(socomsite: Runner, root: Path) -> None:
    report = json.loads(socomsite("check", "--site", root, "--json").out)
    assert report["ok"] is True
    assert report["written"] is False


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_folder_without_a_site_is_a_slip_of_the_command(
    socomsite: Runner, tmp_path: Path, command: str
) -> None:
    said = socomsite(command, "--site", tmp_path)
    assert said.code == 2
    assert f"Kansiossa '{tmp_path.name}' ei ole tiedostoa site.yaml." in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_as_json_too(socomsite: Runner, tmp_path: Path) -> None:
    said = socomsite("build", "--site", tmp_path / "poissa", "--json")
    assert said.code == 2
    assert [found["code"] for found in json.loads(said.out)["problems"]] == ["site-missing"]


@pytest.mark.parametrize(
    ("output", "code"),
    [
        (".", "output-inside"),
        ("..", "output-inside"),
        ("content/news", "output-inside"),
        ("templates", "output-inside"),
        ("muuta", "output-foreign"),
        ("site.yaml", "output-foreign"),
    ],
)
def test_a_folder_of_somebody_elses_is_never_replaced(
    socomsite: Runner, root: Path, output: str, code: str
) -> None:
    write_site(root, {"muuta/tärkeää.txt": "x"})
    before = tree(root)
    said = socomsite("build", "--site", root, "--output", root / output)
    assert said.code == 2
    assert f"error[{code}]" in said.err
    assert tree(root).items() >= before.items()
    assert socomsite("build", "--site", root, "--output", root / output, "--json").code == 2


def test_an_output_that_cannot_be_made_is_told(socomsite: Runner, root: Path) -> None:
    said = socomsite("build", "--site", root, "--output", root / "site.yaml" / "alla")
    assert said.code == 1
    assert "error[output-unwritable]" in said.err


def test_the_site_may_go_anywhere_else(socomsite: Runner, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "julki sivu ä"
    said = socomsite("build", "--site", root, "--output", target)
    assert said.code == 0
    assert (target / "index.html").is_file()
    assert socomsite("build", "--site", root, "--output", target).code == 0


BROKEN_SITES: dict[str, tuple[str | bytes, str]] = {
    "site.yaml": (SITE_YAML + "urll: x\n", "field-unknown"),
    "templates/news.html": ("{{ title.nope.nope }}", "template-undefined"),
    "templates/page.html": ("{% if %}", "template-syntax"),
    "templates/topic.html": ("{{ 1 // 0 }}", "template-fault"),
    "templates/front.html": ("{{ title|date }}", "template-fault"),
    NEWS: ("---\na: [\n---\n", "yaml-syntax"),
    "content/news/b.md": (b"\xff\xfe", "not-utf8"),
    "content/news/c.yaml": ("", "file-empty"),
}


@pytest.mark.parametrize("path", BROKEN_SITES)
def test_no_mistake_in_the_site_ends_in_a_traceback(
    socomsite: Runner, root: Path, path: str
) -> None:
    text, code = BROKEN_SITES[path]
    write_site(root, {path: text})
    said = socomsite("build", "--site", root)
    assert said.code == 1
    assert f"error[{code}]" in said.err
    assert "Traceback" not in said.out + said.err
    assert not (root / "output").exists()


def test_a_crash_of_ours_in_one_page_is_3_and_the_others_are_told(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        message = "rikki"
        raise RuntimeError(message)

    monkeypatch.setattr("socomsite.formats.page.render", broken)
    said = socomsite("build", "--site", root, "--jobs", "1")
    assert said.code == 3
    assert "error[internal]: Vika on ohjelmassa" in said.err
    assert "Traceback" not in said.out + said.err
    assert "RuntimeError: rikki" in (root / ".cache/internal.txt").read_text("utf-8")
    assert not (root / "output").exists()
    report = json.loads(socomsite("check", "--site", root, "--jobs", "1", "--json").out)
    assert {found["code"] for found in report["problems"]} == {"internal"}


@pytest.mark.parametrize("locked", [NEWS, "content", "site.yaml", "."])
def test_what_may_not_be_read_is_told_without_a_traceback(root: Path, locked: str) -> None:
    command = [*without_might(), sys.executable, "-m", "socomsite", "check", "--site", str(root)]
    (root / locked).chmod(0)
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    (root / locked).chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr + done.stdout
    assert "(Permission denied)" in done.stderr.decode()


def test_a_folder_that_may_not_be_written_is_told(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "kiinni"
    target.mkdir(mode=0o555)
    command = [*without_might(), sys.executable, "-m", "socomsite", "build", "--site", str(root)]
    done = subprocess.run(
        [*command, "--output", str(target / "output")],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1
    assert "error[output-unwritable]: Kansioon 'output' ei voi" in done.stderr.decode()


def test_a_terminal_shows_one_moving_line(root: Path) -> None:
    shown, code = on_terminal("check", "--site", root, "--jobs", "1", TERM="xterm")
    assert code == 0
    assert re.search(r"\r\033\[KLuetaan sisältöä… █{8}░{16} 1/3", shown)
    assert re.search(r"█{24} 3/3\r\033\[K", shown)
    assert "Luetaan sisältöä… 3\r\n" not in shown


def test_a_terminal_that_cannot_move_gets_plain_lines(root: Path) -> None:
    shown, _ = on_terminal("check", "--site", root, TERM="dumb")
    assert "\033" not in shown
    assert "Luetaan sisältöä… 3\r\n" in shown


def test_json_shows_no_progress_on_a_terminal(root: Path) -> None:
    shown, _ = on_terminal("check", "--site", root, "--json", TERM="xterm")
    assert json.loads(shown)["ok"] is True


def test_ctrl_c_on_a_terminal_ends_all_processes(root: Path) -> None:
    write_site(
        root, {f"content/news/n{n}.md": news(body="# a\n\nb *c*\n\n" * 40) for n in range(80)}
    )
    shown, code = on_terminal(
        "build", "--site", root, "--jobs", "2", replies=[(" 16/", CTRL_C)], TERM="xterm"
    )
    assert code == 130
    assert "Traceback" not in shown
    assert shown.endswith("Keskeytetty. Aiempi sivusto on ennallaan.\r\n")
    assert not (root / "output").exists()


def test_a_build_goes_on_when_nobody_listens(root: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "socomsite", "build", "--site", str(root)],
        stdout=write,
        stderr=write,
        env=environment(),
        check=False,
    )
    os.close(write)
    assert done.returncode == 1
    assert (root / "output/index.html").is_file()


def test_finnish_letters_are_told_in_any_locale(root: Path) -> None:
    write_site(root, {NEWS: news("Äiti").replace("date:", "päivä:")})
    env = environment(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    done = alone("check", "--site", root, env=env)
    assert done.returncode == 1
    assert "Kenttää 'päivä' ei ole" in done.stderr.decode("utf-8")


def test_the_line_of_a_place_is_read_once_and_safely(root: Path) -> None:
    line_at = lines_of(write_site(root, {"a.txt": b"\xef\xbb\xbfyksi\r\nkaksi\rkolme"}))
    assert [line_at(Position("a.txt", n, 1)) for n in range(5)] == [
        None,
        "yksi",
        "kaksi",
        "kolme",
        None,
    ]
    assert line_at(Position("poissa.txt", 1, 1)) == ""
    assert line_at(Position("a\0b", 1, 1)) == ""


def test_seconds_have_the_languages_own_decimal_sign() -> None:
    assert [seconds_text(1.25, language) for language in Language] == ["1,2", "1,2", "1.2"]
