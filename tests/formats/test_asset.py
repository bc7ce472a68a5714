from __future__ import annotations

from pathlib import Path

from socomsite.digest import digest_of_bytes
from socomsite.formats import asset
from socomsite.formats.asset import AssetView, read_asset_texts, read_assets
from socomsite.formats.planning import Tools
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates
from socomsite.job import Artifact, Job
from socomsite.problem import Position, problem
from tests.attached import pdf
from tests.conftest import TOPIC, SiteMaker, news, paths, write_site

GUIDE = pdf("Opas")


def asset_paths(found: list[str]) -> list[str]:
    return [path for path in found if path.startswith(("assets/", "tiedostot/"))]


def test_an_asset_is_published_under_a_name_with_its_digest(tmp_path: Path) -> None:
    write_site(tmp_path, {"templates/assets/style.css": "p {}"})
    mark = digest_of_bytes(b"p {}")[:10]
    assert read_assets(tmp_path).value == {"style.css": f"/assets/style.{mark}.css"}


def test_an_assets_address_changes_with_its_bytes_only(tmp_path: Path) -> None:
    write_site(tmp_path, {"templates/assets/style.css": "p {}"})
    before = read_assets(tmp_path).value
    write_site(tmp_path, {"templates/assets/style.css": "p {}", "templates/assets/b.css": "b {}"})
    assert read_assets(tmp_path).value["style.css"] == before["style.css"]
    write_site(tmp_path, {"templates/assets/style.css": "p{}"})
    assert read_assets(tmp_path).value["style.css"] != before["style.css"]


def test_names_of_many_parts_keep_their_last_ending(tmp_path: Path) -> None:
    files = {
        "templates/assets/fonts.v2/teksti.min.woff2": "F",
        "templates/assets/fonts.v2/LICENSE": "L",
        "templates/assets/.piilossa": "x",
    }
    write_site(tmp_path, files)
    font, text = digest_of_bytes(b"F")[:10], digest_of_bytes(b"L")[:10]
    assert read_assets(tmp_path).value == {
        "fonts.v2/LICENSE": f"/assets/fonts.v2/LICENSE.{text}",
        "fonts.v2/teksti.min.woff2": f"/assets/fonts.v2/teksti.min.{font}.woff2",
    }


def test_a_site_without_assets_has_none(tmp_path: Path) -> None:
    assert read_assets(tmp_path).value == {}


def test_every_asset_is_copied_as_it_is(site: SiteMaker) -> None:
    data = bytes(range(256))
    made = site({"content/topics/lapset.md": TOPIC, "templates/assets/img/logo.png": data})
    (copied,) = [a for a in made.artifacts if a.path.startswith("assets/")]
    assert copied.path == f"assets/img/logo.{digest_of_bytes(data)[:10]}.png"
    assert copied.data == data
    assert copied.facts is None


def test_an_attachment_is_copied_only_when_a_published_entry_uses_it(site: SiteMaker) -> None:
    body = "[opas](oppaat/opas.pdf#page=2)"
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body=body),
        "content/files/oppaat/opas.pdf": GUIDE,
        "content/files/muu.pdf": b"MUU",
    }
    made = site(files)
    assert made.problems == ()
    assert asset_paths(paths(made)) == ["tiedostot/oppaat/opas.pdf"]
    assert {a.path: a.data for a in made.artifacts}["tiedostot/oppaat/opas.pdf"] == GUIDE


def test_a_publications_file_is_an_attachment_too(site: SiteMaker) -> None:
    files = {
        "content/publications/kirja.yaml": (
            "title: Kirja\nsort: kirja\nowner_of_work: socom\nfile: kirja.pdf\n"
            "accessibility: accessible\n"
        ),
        "content/files/kirja.pdf": b"%PDF-",
    }
    assert asset_paths(paths(site(files))) == ["tiedostot/kirja.pdf"]


def test_what_only_withheld_entries_use_is_in_no_output(site: SiteMaker) -> None:
    draft = news(body="[Salainen](salainen.pdf)").replace("---\n", "---\ndraft: true\n", 1)
    later = news(date="2026-12-24", body="[x](joulu.pdf)")
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/luonnos.md": draft,
        "content/news/joulu.md": later,
        "content/files/salainen.pdf": b"%PDF-SALAINEN",
        "content/files/joulu.pdf": b"%PDF-SALAINEN",
    }
    made = site(files)
    assert made.problems == ()
    assert asset_paths(paths(made)) == []
    assert not [a.path for a in made.artifacts if b"%PDF-SALAINEN" in a.data]
    with_drafts = site(files, drafts=True)
    assert asset_paths(paths(with_drafts)) == ["tiedostot/joulu.pdf", "tiedostot/salainen.pdf"]


def test_an_asset_that_went_away_since_it_was_planned_is_told(tmp_path: Path) -> None:
    job = Job("assets/a.css", "asset", AssetView("templates/assets/a.css"), "")
    tools = Tools(Renderer(Templates((), ())), str(tmp_path))
    made = asset.render(job, tools)
    place = Position("templates/assets/a.css")
    assert made.value is None
    assert made.problems == (problem(place, "file-unreadable", reason="No such file or directory"),)


def test_an_asset_is_read_when_it_is_copied(tmp_path: Path) -> None:
    write_site(tmp_path, {"templates/assets/a.css": "p {}"})
    job = Job("assets/a.css", "asset", AssetView("templates/assets/a.css"), "")
    tools = Tools(Renderer(Templates((), ())), str(tmp_path))
    assert asset.render(job, tools).value == Artifact("assets/a.css", b"p {}")


def test_an_asset_that_leads_out_of_the_site_is_told(tmp_path: Path) -> None:
    (tmp_path / "ulkona.css").write_text("a", "utf-8")
    folder = tmp_path / "sivusto/templates/assets"
    folder.mkdir(parents=True)
    (folder / "style.css").symlink_to(tmp_path / "ulkona.css")
    read = read_assets(tmp_path / "sivusto")
    assert read.value == {}
    assert [found.code for found in read.problems] == ["symlink-outside"]


def test_assets_that_are_texts_are_read_by_their_paths(tmp_path: Path) -> None:
    folder = tmp_path / "templates/assets"
    (folder / "osat").mkdir(parents=True)
    (folder / "style.css").write_text("p {}\n", "utf-8")
    (folder / "osat/b.css").write_text("b {}\n", "utf-8")
    (folder / "kuva.svg").write_text("<svg/>\n", "utf-8")
    (folder / "tyhja.css").write_text("", "utf-8")
    (folder / "kirjain.woff2").write_bytes(b"x")
    assert read_asset_texts(tmp_path) == {
        "templates/assets/kuva.svg": "<svg/>\n",
        "templates/assets/osat/b.css": "b {}\n",
        "templates/assets/style.css": "p {}\n",
    }
    assert read_asset_texts(tmp_path / "muualla") == {}
