"""`--fix` as a person meets it: what is put in is told, and what is left to them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.addressed import page, published
from tests.commands.conftest import Runner
from tests.conftest import SITE_YAML, news


def test_fix_puts_in_what_is_offered_and_tells_what_is_left(
    socomsite: Runner, tmp_path: Path
) -> None:
    root = published(tmp_path)
    (root / "content/news/retki.md").rename(root / "content/news/metsaretki.md")
    (root / "content/news/avajaiset.md").unlink()
    (root / "content/pages/ohje.md").write_text(page().replace(" ja keinot\n", ", keinot\n"))
    said = socomsite("check", "--site", root, "--fix", "--jobs", "1")
    assert said.code == 1
    assert said.out.startswith(
        "Lisätty tiedostoon content/news/metsaretki.md: aliases: [/ajankohtaista/retki/]\n"
        "Lisätty tiedostoon content/pages/ohje.md: Tavoitteet, keinot {#tavoitteet-ja-keinot}\n"
    )
    told = [line for line in said.err.splitlines() if "error[" in line]
    assert len(told) == 1
    assert "error[address-lost-undecided]: Julkaistu osoite '/ajankohtaista/avajaiset/'" in told[0]
    removed = "{address: /ajankohtaista/avajaiset/, reason: Peruttiin., date: 1.11.2026}"
    (root / "site.yaml").write_text(f"{SITE_YAML}gone: [{removed}]\n")
    said = socomsite("build", "--site", root, "--fix", "--jobs", "1")
    assert said.code == 0
    assert "Lisätty" not in said.out
    assert (root / "output/ajankohtaista/retki/index.html").is_file()


def test_without_fix_no_file_is_touched(socomsite: Runner, tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/news/retki.md").rename(root / "content/news/metsaretki.md")
    said = socomsite("check", "--site", root, "--jobs", "1")
    assert said.code == 1
    assert (
        "ledger.txt:5:1: error[address-lost]: Julkaistu osoite '/ajankohtaista/retki/' katoaisi "
        "(aiemmin news/retki). Lisää ohjaus tiedostoon content/news/metsaretki.md: "
        "aliases: [/ajankohtaista/retki/]\n"
        "    /ajankohtaista/retki/ | page | news/retki | Retki metsään\n"
    ) in said.err
    assert (root / "content/news/metsaretki.md").read_text() == news("Retki metsään", "2026-10-02")


def test_programs_are_told_what_was_put_in(socomsite: Runner, tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/news/retki.md").rename(root / "content/news/metsaretki.md")
    told = json.loads(socomsite("check", "--site", root, "--fix", "--json").out)
    line = "aliases: [/ajankohtaista/retki/]"
    assert told["mended"] == [{"path": "content/news/metsaretki.md", "line": line}]
    assert told["ok"] is True
