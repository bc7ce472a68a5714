from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Runner
from tests.conftest import TOPIC, news, write_site

SETTINGS = """\
name: Testi
url: https://testi.example/
languages: [fi, sv]
sections: {news: ajankohtaista}
"""
JARGON = "Malli jalkautettiin kuntiin."
FAKED = "**Mitä tehdään**\n\nTeksti."


def laid_out(root: Path, *, jargon: int = 1) -> Path:
    files: dict[str, str | bytes] = {
        "site.yaml": SETTINGS,
        "content/topics/lapset.md": TOPIC,
        "content/news/otsikko.md": news(body=FAKED),
    }
    for number in range(jargon):
        files[f"content/news/n{number:02}.md"] = news(body=JARGON)
    return write_site(root, files)


def test_check_tells_advice_and_counts_it(socomsite: Runner, tmp_path: Path) -> None:
    root = laid_out(tmp_path)
    said = socomsite("check", "--site", root)
    assert said.code == 0
    assert "content/news/otsikko.md:6:3: advice[heading-faked]" in said.out
    assert "content/news/n00.md:6:7: advice[plain-jargon]" in said.out
    assert "Selkeä kieli: neuvottavaa on 1\u00a0sisällössä, virkkeessä keskimäärin" in said.out
    assert "2\u00a0neuvoa. Neuvot eivät estä julkaisemista." in said.out


def test_build_tells_no_advice_unless_asked(socomsite: Runner, tmp_path: Path) -> None:
    root = laid_out(tmp_path)
    said = socomsite("build", "--site", root)
    assert said.code == 0
    assert "advice[" not in said.out + said.err
    asked = socomsite("build", "--advice", "--site", root)
    assert "advice[heading-faked]" in asked.out
    assert "advice[plain-jargon]" in asked.out


def test_check_shows_the_ten_worst_and_all_when_asked(socomsite: Runner, tmp_path: Path) -> None:
    root = laid_out(tmp_path, jargon=12)
    assert socomsite("check", "--site", root).out.count("advice[plain-jargon]") == 10
    said = socomsite("check", "--advice", "--site", root)
    assert said.out.count("advice[plain-jargon]") == 12
    assert "13\u00a0neuvoa." in said.out


def test_a_site_without_advice_is_told_none(socomsite: Runner, tmp_path: Path) -> None:
    root = write_site(tmp_path, {"site.yaml": SETTINGS, "content/topics/lapset.md": TOPIC})
    said = socomsite("check", "--site", root)
    assert "neuvo" not in said.out


def test_programs_get_advice_from_check_only(socomsite: Runner, tmp_path: Path) -> None:
    root = laid_out(tmp_path, jargon=12)
    told = json.loads(socomsite("check", "--json", "--site", root).out)
    assert len(told["advice"]) == 13
    assert {found["severity"] for found in told["advice"]} == {"advice"}
    assert told["problems"] == []
    assert told["words_per_sentence"] > 0
    assert told["translations_missing"]["sv"]["topics"] == ["lapset"]
    assert told["translations_outdated"] == []
    built = json.loads(socomsite("build", "--json", "--site", root).out)
    assert "advice" not in built
    assert built["problems"] == []


def test_check_lists_missing_translations_by_kind(socomsite: Runner, tmp_path: Path) -> None:
    root = laid_out(tmp_path, jargon=6)
    said = socomsite("check", "--site", root)
    assert "Käännös puuttuu (ruotsi): uutinen 7, kehittämisalue 1 (lapset)" in said.out
    assert (
        "Översättning saknas (svenska):" in socomsite("check", "--lang", "sv", "--site", root).out
    )
    assert "Käännös" not in socomsite("build", "--site", root).out


def test_check_lists_translations_older_than_their_original(
    socomsite: Runner, tmp_path: Path
) -> None:
    reviewed = TOPIC.replace("---\n", "---\nreviewed_on: {day}\n", 1)
    root = write_site(
        tmp_path,
        {
            "site.yaml": SETTINGS,
            "content/topics/lapset.md": reviewed.format(day="2026-11-02"),
            "content/topics/lapset.sv.md": reviewed.format(day="2026-11-01"),
        },
    )
    said = socomsite("check", "--site", root)
    assert "Käännös on vanhempi kuin alkuteksti (ruotsi): content/topics/lapset.sv.md" in said.out
    assert "puuttuu" not in said.out
    told = json.loads(socomsite("check", "--json", "--site", root).out)
    assert told["translations_outdated"] == ["content/topics/lapset.sv.md"]


def test_a_site_that_cannot_be_read_gets_no_advice(socomsite: Runner, tmp_path: Path) -> None:
    root = write_site(tmp_path, {"site.yaml": "name: [\n"})
    said = socomsite("check", "--json", "--site", root)
    assert said.code == 1
    told = json.loads(said.out)
    assert (told["advice"], told["translations_missing"]) == ([], {})
