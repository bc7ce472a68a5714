"""`verify`: a site made from nothing and one made of what is remembered, compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socomsite.commands import verify
from socomsite.commands.verify import differing
from socomsite.engine.pipeline import build
from socomsite.engine.shelf import Shelf
from tests.commands.conftest import BROKEN, Runner
from tests.conftest import news

NEWS = "content/news/uutinen.md"


def test_equal_sites_are_told_as_such_and_nothing_is_written(socomsite: Runner, root: Path) -> None:
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 0
    assert re.fullmatch(
        r"Tarkistettu: \d+\xa0tiedostoa, kaikki samat kuin alusta tehtynä, \d+,\d s\.\n", said.out
    )
    assert not (root / "output").exists()


def test_a_written_site_is_compared_too(socomsite: Runner, root: Path) -> None:
    socomsite("build", "--site", root, "--jobs", "1")
    assert socomsite("verify", "--site", root, "--jobs", "1").code == 0


def test_a_page_that_is_remembered_wrongly_is_named(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that gives an older page: what an incomplete key would do."""
    (root / NEWS).write_text(news("Vanha nimi"))
    made = socomsite("build", "--site", root, "--jobs", "1")
    assert made.code == 0
    whole = Shelf.get

    def lie(self: Shelf, keys: object) -> object:
        found = whole(self, keys)  # type: ignore[arg-type]  # passed on
        return {key: data.replace(b"Vanha nimi", b"VANHA NIMI") for key, data in found.items()}

    monkeypatch.setattr(Shelf, "get", lie)
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 3
    assert "ajankohtaista/uutinen/index.html: nopea teko antaa eri tiedoston" in said.err
    assert "Vika on ohjelmassa, ei sisällössä. Poista kansio .cache" in said.err


def test_a_written_file_that_is_trusted_wrongly_is_named(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socomsite("build", "--site", root, "--jobs", "1")
    (root / "output/robots.txt").write_text("changed")
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 0  # `build` would see it and write the folder anew
    monkeypatch.setattr(verify, "is_unchanged", lambda _: True)
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 3
    assert "output/robots.txt: kansiossa on eri tiedosto kuin alusta tehty.\n1\xa0ero." in said.err
    said = socomsite("verify", "--site", root, "--jobs", "1", "--as-of", "1.1.2020")
    assert said.code == 0  # the folder shows another day


def test_mistakes_are_told_as_ever(socomsite: Runner, root: Path, tmp_path: Path) -> None:
    (root / NEWS).write_text(BROKEN)
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 1
    assert "error[date-impossible]" in said.err
    assert socomsite("verify", "--site", tmp_path, "--jobs", "1").code == 1


def test_a_problem_that_one_build_alone_tells_is_named(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / NEWS).write_text(news(body="<script>x</script>"))

    made = []

    def forgetful(*args: object, **settings: object) -> object:
        made.append(build(*args, **settings))  # type: ignore[arg-type]  # passed on
        problems = made[0].problems if len(made) == 1 else ()
        return type(made[0])(made[-1].site, made[-1].graph, made[-1].made, problems)

    monkeypatch.setattr(verify, "build", forgetful)
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 3
    assert f"{NEWS}:" in said.err
    assert "vain toinen tekotapa huomauttaa tästä (html-removed)" in said.err


def test_a_fault_of_ours_is_reported(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("socomsite.formats.page.render", fail)
    said = socomsite("verify", "--site", root, "--jobs", "1")
    assert said.code == 3
    assert "internal.txt" in said.err


def test_files_that_one_site_lacks_differ() -> None:
    assert differing({"a": b"1", "b": b"2"}, {"b": b"3", "c": b"4", "a": b"1"}) == ("b", "c")
