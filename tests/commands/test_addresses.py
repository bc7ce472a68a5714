"""`ledger`: what is published and new, and the first edition."""

from __future__ import annotations

from pathlib import Path

from socomsite.model.ledger import FILE
from tests.addressed import published
from tests.commands.conftest import Runner
from tests.conftest import news


def test_a_site_without_a_ledger_is_shown_what_it_would_hold(socomsite: Runner, root: Path) -> None:
    said = socomsite("ledger", "--site", root)
    assert said.code == 0
    assert said.out == (
        "Osoiteluetteloa ledger.txt ei vielä ole.\n"
        "Luettelossa 0\xa0osoitetta, uusia 8, ohjauksia 0, poistettuja 0.\n"
        "  + /\n  + /ajankohtaista/\n  + /ajankohtaista/atom.xml\n"
        "  + /ajankohtaista/uutinen/\n  + /robots.txt\n  + /sitemap.xml\n"
        "  + /topics/\n  + /topics/lapset/\n"
    )
    assert not (root / FILE).exists()


def test_the_first_edition_is_written_when_it_is_asked_for(socomsite: Runner, root: Path) -> None:
    said = socomsite("ledger", "--site", root, "--write")
    assert said.code == 0
    assert said.out.endswith(
        "Kirjoitettu: ledger.txt. Tallenna se versionhallintaan sisällön mukana.\n"
    )
    assert (root / FILE).read_text("utf-8").count("\n") == 9
    again = socomsite("ledger", "--site", root)
    assert again.out == "Luettelossa 8\xa0osoitetta, uusia 0, ohjauksia 0, poistettuja 0.\n"


def test_of_many_new_addresses_the_first_are_shown(socomsite: Runner, root: Path) -> None:
    for number in range(30):
        (root / f"content/news/n{number}.md").write_text(news(f"Uutinen {number}"))
    said = socomsite("ledger", "--site", root, "--lang", "en")
    assert said.out.count("  + ") == 20
    assert said.out.endswith("  … 19\n")


def test_a_site_with_errors_is_told_of_and_no_ledger_is_written(
    socomsite: Runner, tmp_path: Path
) -> None:
    root = published(tmp_path)
    before = (root / FILE).read_bytes()
    (root / "content/news/retki.md").unlink()
    said = socomsite("ledger", "--site", root, "--write")
    assert said.code == 1
    assert "error[address-lost-undecided]" in said.err
    assert (root / FILE).read_bytes() == before


def test_a_ledger_that_cannot_be_written_is_told_of(socomsite: Runner, root: Path) -> None:
    (root / f".{FILE}.new").mkdir()
    said = socomsite("ledger", "--site", root, "--write")
    assert said.code == 1
    assert "error[ledger-unwritable]" in said.err
