"""`cms-config`: the file is written where it is wanted, and says what the form cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.commands.conftest import FRONT, SOUND, Runner
from tests.conftest import write_site

ASKED = ("cms-config", "--repo", "esimerkki/sivusto")
PERSON = "name: Maija Mallikas\nstaff: kyllä\nphone: 0401234567\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site whose files the form can hold."""
    front = {"content/pages/etusivu.md": FRONT.replace("22.11.2026", "2026-11-22")}
    front = {path: text.replace('address: ""', "address: /") for path, text in front.items()}
    return write_site(tmp_path / "sivusto", SOUND | front)


def test_the_settings_are_shown_as_yaml(socomsite: Runner, root: Path) -> None:
    said = socomsite(*ASKED, "--site", root)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# Tämä tiedosto syntyy komennolla socomsite cms-config.")
    made = yaml.safe_load(said.out)
    assert made["backend"] == {"name": "github", "repo": "esimerkki/sivusto", "branch": "main"}
    assert made["site_url"] == "https://testi.example/"


def test_the_settings_are_written_to_a_file_and_the_same_each_time(
    socomsite: Runner, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "hallinta" / "config.yml"
    said = socomsite(*ASKED, "--site", root, "--output", file)
    assert (said.code, said.out) == (0, f"Lomakkeen asetukset ovat tiedostossa {file}.\n")
    first = file.read_bytes()
    socomsite(*ASKED, "--site", root, "--output", file)
    assert file.read_bytes() == first


def test_what_the_form_would_spoil_is_told_with_its_line(socomsite: Runner, root: Path) -> None:
    (root / "content/people").mkdir()
    (root / "content/people/maija-mallikas.yaml").write_text(PERSON, "utf-8")
    said = socomsite(*ASKED, "--site", root)
    assert said.code == 0
    told = "on oikein, mutta git-palvelun lomake ymmärtäisi sen väärin ja voisi hävittää sen."
    file, quoted = "content/people/maija-mallikas.yaml", '"0401234567"'
    assert [line for line in said.err.splitlines() if not line.startswith(" ")] == [
        f"{file}:2:8: warning[cms-value-form]: Arvo 'kyllä' {told} Kirjoita se näin: true",
        f"{file}:3:8: warning[cms-value-form]: Arvo '0401234567' {told} Kirjoita se näin: {quoted}",
    ]


def test_a_card_saved_as_text_is_told(socomsite: Runner, root: Path) -> None:
    (root / "content/people").mkdir()
    (root / "content/people/maija.md").write_text("---\nname: M\nstaff: true\n---\n", "utf-8")
    assert socomsite(*ASKED, "--site", root).err.splitlines()[0] == (
        "content/people/maija.md: warning[cms-file-unseen]: Git-palvelun lomake ei löydä tätä "
        "tiedostoa, koska se etsii päätettä .yaml. Muokkaa tiedostoa itse, tai tallenna se sillä "
        "päätteellä."
    )


def test_without_a_repository_the_command_asks_for_it(socomsite: Runner, root: Path) -> None:
    said = socomsite("cms-config", "--site", root)
    assert said.code == 2
    assert "--repo" in said.err


def test_without_a_site_there_is_nothing_to_write(socomsite: Runner, tmp_path: Path) -> None:
    assert socomsite(*ASKED, "--site", tmp_path).code == 2
