"""The command line: help in three languages, slips told in words, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from socomsite.commands.ending import asked, keep_report, language_for
from socomsite.language import Language
from tests.commands.conftest import Runner, alone, environment
from tests.conftest import SITE_YAML

ENGLISH = ("Usage", "Options", "Commands", "Show this", "[OPTIONS]", "COMMAND", "DIRECTORY", "TEXT")
HEAVY = {"pydantic", "jinja2", "markdown", "livereload", "tornado", "sqlite3", "nh3", "asyncio"}
PAGES: tuple[list[str], ...] = (
    [],
    ["build"],
    ["check"],
    ["serve"],
    ["new"],
    ["new", "hanke"],
    ["new", "plans"],
    ["plan"],
    ["schedule"],
    ["freshness"],
    ["handover"],
    ["register"],
    ["deposit"],
    ["import"],
    ["import", "publications"],
)


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_help_is_in_finnish_to_the_last_word(socomsite: Runner, page: list[str]) -> None:
    said = socomsite(*page, "--lang", "fi", "--help")
    assert said.code == 0
    assert said.out.startswith("Käyttö: socomsite")
    assert "Valinnat:" in said.out
    assert "Näytä tämä ohje." in said.out
    assert [word for word in ENGLISH if word in said.out] == []


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
@pytest.mark.parametrize(("tag", "usage"), [("sv", "Användning:"), ("en", "Usage:")])
def test_help_speaks_the_other_languages_too(
    socomsite: Runner, page: list[str], tag: str, usage: str
) -> None:
    said = socomsite(*page, "--help", "--lang", tag)
    assert said.code == 0
    assert said.out.startswith(usage)
    assert "Näytä" not in said.out
    assert "Valinnat" not in said.out


def test_no_help_line_of_a_command_is_cut_short(socomsite: Runner) -> None:
    for tag in Language:
        assert "..." not in socomsite("--lang", tag.value, "--help").out


def test_every_kind_has_a_help_page_with_its_fields(socomsite: Runner) -> None:
    for folder in ("pages", "events", "bulletins", "register", "materials", "offices"):
        said = socomsite("new", folder, "--lang", "fi", "--help")
        assert said.code == 0
        assert f"content/{folder}." in said.out
        assert "* " in said.out


@pytest.mark.parametrize("page", [[], ["new"]], ids=["program", "new"])
def test_without_arguments_the_help_is_shown(socomsite: Runner, page: list[str]) -> None:
    said = socomsite(*page)
    assert (said.code, said.err) == (2, "")
    assert said.out.startswith("Käyttö:")


def test_options_without_a_kind_show_the_help(socomsite: Runner, root: Path) -> None:
    said = socomsite("new", "--site", root)
    assert said.code == 2
    assert said.err.startswith("Käyttö:")


def test_the_version_is_told(socomsite: Runner) -> None:
    assert socomsite("--version").out.startswith("socomsite ")


SLIPS = {
    "buidl": "Komentoa 'buidl' ei ole. Komennot näkee valinnalla --help.\nTarkoititko 'build'?\n",
    "xyz": "Komentoa 'xyz' ei ole. Komennot näkee valinnalla --help.\n",
    "build --ouput x": "Valintaa '--ouput' ei ole. Valinnat näkee valinnalla --help.\n"
    "Tarkoititko '--output'?\n",
    "build -x": "Valintaa '-x' ei ole. Valinnat näkee valinnalla --help.\n",
    "build x": "Komennossa on ylimääräinen osa 'x'. Poista se, tai laita useasta sanasta koostuva"
    " arvo lainausmerkkeihin.\n",
    "build --site": "Valinnasta '--site' puuttuu arvo. Kirjoita se valinnan perään.\n",
    "build --json=1": "Valinta '--json' ei ota arvoa. Poista yhtäsuuruusmerkki ja arvo.\n",
    "build --jobs 0": "Valinnan '--jobs' arvo ei sovi. Anna kokonaisluku väliltä 1–64.\n",
    "build --jobs monta": "Valinnan '--jobs' arvo ei sovi. Anna kokonaisluku väliltä 1–64.\n",
    "serve --port 0": "Valinnan '--port' arvo ei sovi. Anna kokonaisluku väliltä 1–65535.\n",
    "check --lang de": "Valinnan '--lang' arvo ei sovi. Valitse jokin näistä: fi, sv, en.\n",
    "check --as-of 2026-02-30": "Päivää '2026-02-30' ei ole kalenterissa."
    " Tarkista päivä ja kuukausi.\n",
    "check --as-of 9/2007": "Päivästä '9/2007' ei saa selvää."
    " Kirjoita koko päivä, esimerkiksi 2026-11-22 tai 22.11.2026.\n",
    "check --as-of eilen": "Päivästä 'eilen' ei saa selvää."
    " Kirjoita koko päivä, esimerkiksi 2026-11-22 tai 22.11.2026.\n",
}


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_in_a_command_is_told_in_words(socomsite: Runner, line: str) -> None:
    said = socomsite(*line.split())
    assert (said.code, said.out, said.err) == (2, "", SLIPS[line])


def test_a_file_is_no_folder(socomsite: Runner, root: Path) -> None:
    said = socomsite("check", "--site", root / "site.yaml")
    assert said.code == 2
    assert said.err == (
        "Valinnan '--site' arvo on tiedosto, mutta tähän tarvitaan kansio. Anna kansion nimi.\n"
    )


def test_an_unknown_kind_is_told_with_those_there_are(socomsite: Runner) -> None:
    said = socomsite("new", "hankee")
    assert said.code == 2
    assert said.err.startswith(
        "Lajia 'hankee' ei ole. Valitse jokin sallituista.\nSallittu: pages,"
    )
    assert said.err.endswith("Tarkoititko 'hanke'?\n")


def test_slips_are_told_in_the_asked_language(socomsite: Runner) -> None:
    assert socomsite("buidl", "--lang", "sv").err.startswith("Kommandot 'buidl' finns inte.")
    assert socomsite("buidl", "--lang=en").err.startswith("There is no command 'buidl'.")


def test_an_option_is_found_before_the_rest_is_read() -> None:
    assert asked(["build", "--lang", "sv"], "--lang") == "sv"
    assert asked(["--lang=en"], "--lang") == "en"
    assert asked(["--lang"], "--lang") is None
    assert asked(["build"], "--lang") is None


@pytest.mark.parametrize(
    ("settings", "language"),
    [
        (SITE_YAML + "language: sv\n", Language.SV),
        (SITE_YAML, Language.FI),
        ("language: xx\n", Language.FI),
        ("language: [sv]\n", Language.FI),
        ("language: 'sv\n", Language.FI),
        ("- sv\n", Language.FI),
        ("", Language.FI),
    ],
)
def test_messages_come_in_the_sites_own_language(
    root: Path, settings: str, language: Language
) -> None:
    (root / "site.yaml").write_text(settings, "utf-8")
    assert language_for(["check", "--site", str(root)]) is language
    assert language_for(["check", "--site", str(root), "--lang", "en"]) is Language.EN


def test_no_site_speaks_finnish(tmp_path: Path) -> None:
    assert language_for(["--site", str(tmp_path / "poissa")]) is Language.FI
    assert language_for(["--site", "a\0b"]) is Language.FI


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from socomsite.commands.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert {name.partition(".")[0] for name in done.stderr.split()} & HEAVY == set()


@pytest.mark.parametrize("charset", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_finnish_letters_are_told_in_any_locale(charset: dict[str, str]) -> None:
    env = environment(PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", **charset)
    done = alone("--help", env=env)
    assert done.returncode == 0
    assert "Näytä tämä ohje." in done.stdout.decode("utf-8")


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    for arguments in ([], ["--help"], ["new", "hanke", "--help"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "socomsite", *arguments],
            stdout=write,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
        os.close(write)
        assert (done.returncode, done.stderr) == (1, b"")


def test_a_fault_of_ours_is_3_with_a_report(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        message = "ääni katkesi \udcff"
        raise RuntimeError(message)

    monkeypatch.setattr("socomsite.engine.ground.link", broken)
    said = socomsite("check", "--site", root)
    report = root / ".cache" / "internal.txt"
    assert said.code == 3
    assert "Traceback" not in said.out + said.err
    assert said.err.endswith(
        f"Vika on ohjelmassa, ei sisällössä. Lähetä ylläpitäjälle tiedosto {report.as_posix()}.\n"
    )
    assert "ääni katkesi" in report.read_text("utf-8")
    assert "RuntimeError" in report.read_text("utf-8")


@pytest.mark.parametrize("moment", ["engine.ground.link", "commands.cli.language_for"])
def test_ctrl_c_is_130(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def interrupted(*_given: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"socomsite.{moment}", interrupted)
    said = socomsite("build", "--site", root)
    assert said.code == 130
    assert said.err.endswith("\nKeskeytetty. Aiempi sivusto on ennallaan.\n")
    assert not (root / "output").exists()


def test_a_report_goes_elsewhere_where_there_is_no_site(tmp_path: Path) -> None:
    file = Path(keep_report(tmp_path, ["Traceback"]))
    assert file.read_text("utf-8") == "Traceback"
    assert list(tmp_path.iterdir()) == []
    file.unlink()


def test_a_report_that_cannot_be_kept_is_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_given: object) -> None:
        raise OSError

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert keep_report(tmp_path, ["Traceback"]) == "-"
