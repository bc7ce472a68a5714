"""`--fix` as people and programs ask for it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.addressed import published
from tests.commands.conftest import Runner
from tests.conftest import news


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
