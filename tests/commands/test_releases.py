"""`releases` and `rollback` as a person meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from socomsite.language import Language
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.publishing import roll_back
from tests.commands.conftest import Runner
from tests.conftest import SITE_YAML
from tests.publishing.made import OWNER, at, put

FI, SV, EN = Language
IDS = ["20261126T065051Z", "20261126T065052Z", "20261126T065053Z"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site of which three releases were published."""
    root = tmp_path / "sivusto"
    root.mkdir()
    (root / "site.yaml").write_text(f"{SITE_YAML}publish:\n  koe: {{folder: ../julki}}\n")
    for number in range(3):
        put(target(root), {"index.html": str(number), f"s-{number}.html": "x"}, later=number)
    return root


def target(root: Path) -> FolderTarget:
    return FolderTarget(root.parent / "julki", root, "../julki")


def front(home: Path) -> str:
    return (home.parent / "julki/current/index.html").read_text()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_releases_are_listed_newest_first_with_the_one_served_marked(
    socomsite: Runner, home: Path
) -> None:
    said = socomsite("releases", "--site", home)
    assert said.code == 0
    when, changes = "26.11.2026 klo 8.50 aaaaaaaaaa", "1 uusi sivu, 1 muuttui, 1 poistui"
    assert [re.sub(" +", " ", line) for line in plain(said.out).splitlines()] == [
        f"→ {IDS[2]} {when} {changes} nyt lukijoilla",
        f" {IDS[1]} {when} {changes}",
        f" {IDS[0]} {when} ensimmäinen julkaiseminen, 2 sivua",
    ]


def test_releases_are_given_to_programs(socomsite: Runner, home: Path) -> None:
    told = json.loads(socomsite("releases", "koe", "--site", home, "--json").out)
    assert (told["target"], told["current"], told["url"]) == ("koe", IDS[2], None)
    assert [each["id"] for each in told["releases"]] == IDS[::-1]
    assert told["releases"][0]["made"] == "2026-11-26T06:50:53+00:00"
    assert told["releases"][0]["new"] == 1


def test_no_releases_yet_are_told(socomsite: Runner, home: Path) -> None:
    (home / "site.yaml").write_text(f"{SITE_YAML}publish:\n  koe: {{folder: ../muu}}\n")
    said = socomsite("releases", "--site", home)
    assert (said.code, said.out) == (0, "Kohteeseen 'koe' ei ole vielä julkaistu.\n")


def test_rolling_back_leads_to_the_release_before(socomsite: Runner, home: Path) -> None:
    said = socomsite("rollback", "--site", home)
    assert (said.code, said.out) == (
        0,
        f"Palautettiin versio {IDS[1]}. Uudempi versio on yhä tallessa.\n",
    )
    assert front(home) == "1"


@pytest.mark.parametrize("arguments", [["koe", IDS[0]], [IDS[0]]])
def test_rolling_back_to_a_release_by_its_name(
    socomsite: Runner, home: Path, arguments: list[str]
) -> None:
    assert socomsite("rollback", "--site", home, *arguments).code == 0
    assert front(home) == "0"
    assert plain(socomsite("releases", "--site", home).out).splitlines()[2][0] == "→"


def test_going_forward_again_and_staying_are_said_as_they_are(
    socomsite: Runner, home: Path
) -> None:
    roll_back(target(home), None, OWNER, at)
    said = socomsite("rollback", IDS[2], "--site", home)
    assert said.out == f"Otettiin jälleen käyttöön versio {IDS[2]}.\n"
    said = socomsite("rollback", IDS[2], "--site", home)
    assert said.out == f"Lukijat näkevät jo version {IDS[2]}.\n"


def test_a_release_that_is_not_kept_is_told_with_those_that_are(
    socomsite: Runner, home: Path
) -> None:
    said = socomsite("rollback", "20200101T000000Z", "--site", home)
    assert said.code == 1
    assert "error[release-unknown]" in said.err
    assert f"Sallittu: {', '.join(IDS)}" in said.err
    assert front(home) == "2"


def test_nothing_before_the_first_is_told(socomsite: Runner, home: Path) -> None:
    socomsite("rollback", IDS[0], "--site", home)
    said = socomsite("rollback", "--site", home)
    assert said.code == 1
    assert "error[release-none-before]" in said.err


@pytest.mark.parametrize("command", ["releases", "rollback"])
def test_an_unknown_place_and_a_foreign_one_are_told(
    socomsite: Runner, home: Path, command: str
) -> None:
    assert socomsite(command, "muu", "--site", home).code == 2
    (home.parent / "www").mkdir()
    (home.parent / "www/a.html").write_text("x")
    (home / "site.yaml").write_text(f"{SITE_YAML}publish:\n  koe: {{folder: ../www}}\n")
    said = socomsite(command, "--site", home)
    assert said.code == 1
    assert "error[publish-place-foreign]" in said.err


def test_commits_with_changes_beside_are_marked(socomsite: Runner, home: Path) -> None:
    manifest = home.parent / f"julki/releases/{IDS[2]}.json"
    manifest.chmod(0o644)
    manifest.write_text(manifest.read_text().replace('"is_modified": false', '"is_modified": true'))
    assert "aaaaaaaaaa ja muutoksia" in socomsite("releases", "--site", home).out
