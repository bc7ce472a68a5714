"""Pictures of a whole site: which copies there are, what they hold, and when they are made."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.model.kinds import KINDS
from socomsite.model.schema import Schema
from socomsite.problem import Position, problem
from tests.conftest import (
    TODAY,
    TOPIC,
    Files,
    SiteMaker,
    build_site,
    codes,
    news,
    paths,
    picture,
    text_of,
    write_site,
)

PAGE = "ajankohtaista/a/index.html"


def with_picture(data: bytes, name: str = "talo.jpg") -> dict[str, str | bytes]:
    """A site whose one news item shows a picture."""
    return {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body=f"![Talo](<{name}>)"),
        f"content/pictures/{name}": data,
    }


def copies(made: Build) -> dict[str, bytes]:
    return {a.path: a.data for a in made.artifacts if a.path.startswith("kuvat/")}


def photograph(width: int, height: int) -> bytes:
    """A camera's picture: soft shapes, fine grain, and a note of where it was taken."""
    image = Image.new("RGB", (width, height))
    soft, grain = Image.linear_gradient("L"), Image.effect_noise((256, 256), 40)
    tile = Image.merge("RGB", [Image.blend(soft.rotate(t), grain, 0.2) for t in (0, 90, 180)])
    for left in range(0, width, 256):
        for top in range(0, height, 256):
            image.paste(tile, (left, top))
    exif = Image.Exif()
    exif[0x0112] = 1
    exif[0x8825] = {1: "N", 2: (60.0, 52.0, 1.0)}
    saved = io.BytesIO()
    image.save(saved, "JPEG", quality=95, exif=exif)
    return saved.getvalue()


def test_a_page_offers_copies_that_are_there_and_never_the_original(site: SiteMaker) -> None:
    data = picture(700, 400, "JPEG")
    made = site(with_picture(data))
    assert made.problems == ()
    found = copies(made)
    sizes = {Image.open(io.BytesIO(copy)).size for copy in found.values()}
    assert sizes == {(320, 183), (640, 366), (700, 400)}
    assert data not in [artifact.data for artifact in made.artifacts]
    offered = re.findall(r"\.\./\.\./(kuvat/[\w.-]+)", text_of(made, PAGE))
    assert set(offered) == set(found)
    assert 'width="700" height="400"' in text_of(made, PAGE)


def test_a_copy_that_is_missing_would_be_a_broken_link(site: SiteMaker) -> None:
    made = site(with_picture(picture(700, 400)))
    (facts,) = [a.facts for a in made.artifacts if a.path == PAGE]
    assert facts is not None
    assert {link.lstrip("/") for link in facts.links} >= set(copies(made))


def test_a_heavy_photograph_makes_no_page_heavy(site: SiteMaker) -> None:
    data = photograph(6000, 4000)
    assert len(data) > 5_000_000
    made = site(with_picture(data))
    assert codes(made) == ["picture-gps"]
    found = copies(made)
    assert max(map(len, found.values())) < 700_000
    (default,) = re.findall(r' src="\.\./\.\./(kuvat/[\w.-]+)"', text_of(made, PAGE))
    assert len(found[default]) < 150_000
    assert Image.open(io.BytesIO(found[default])).size == (640, 427)
    assert [path for path, copy in found.items() if b"Exif" in copy] == []


def steps(root: Path, jobs: int = 1) -> dict[str, int]:
    """How much of each step a build has to make."""
    heard: dict[str, int] = {}

    def hear(step: str, done: int, total: int) -> None:
        heard.setdefault(step, total - done)

    with Cache(root, TODAY.toordinal()) as cache:
        build(root, Schema.of(KINDS), Workers(jobs, cache, hear), today=TODAY)
    return heard


def test_a_second_build_makes_no_copy(tmp_path: Path) -> None:
    write_site(tmp_path, with_picture(picture(700, 400)))
    assert steps(tmp_path)["measure"] == 1
    first = steps(tmp_path)
    assert first["measure"] == 0
    write_site(tmp_path, {"content/news/b.md": news("B")})
    assert steps(tmp_path)["measure"] == 0


def test_copies_are_remembered_by_the_pictures_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, with_picture(picture(700, 400)))
    before = copies(build_site(tmp_path, cached=True))
    assert len(before) == 6

    def never(*_: object) -> bytes:
        raise AssertionError("a copy was made again")

    monkeypatch.setattr("socomsite.model.image.scaled", never)
    assert copies(build_site(tmp_path, cached=True)) == before
    (tmp_path / "content/pictures/2026").mkdir()
    shutil.move(tmp_path / "content/pictures/talo.jpg", tmp_path / "content/pictures/2026")
    write_site(tmp_path, {"content/news/a.md": news(body="![Talo](2026/talo.jpg)")})
    made = build_site(tmp_path, cached=True)
    assert made.problems == ()
    assert copies(made) == before
    write_site(tmp_path, {"content/pictures/2026/talo.jpg": picture(699, 400)})
    assert "internal" in codes(build_site(tmp_path, cached=True))


def test_two_processes_make_the_same_bytes_as_one(tmp_path: Path) -> None:
    write_site(tmp_path, with_picture(picture(1300, 700, "JPEG")))
    one, two = build_site(tmp_path, jobs=1), build_site(tmp_path, jobs=2)
    assert one.artifacts == two.artifacts
    assert one.problems == two.problems == ()


def test_another_folder_makes_the_same_bytes(tmp_path: Path) -> None:
    files = with_picture(picture(700, 400, "JPEG"))
    one = build_site(write_site(tmp_path / "yksi", files))
    two = build_site(write_site(tmp_path / "toinen kansio", files))
    assert one.artifacts == two.artifacts


def test_the_same_picture_in_two_folders_is_one(site: SiteMaker) -> None:
    data = picture(300, 200)
    files = with_picture(data) | {"content/pictures/2026/talo.jpg": data}
    files["content/news/b.md"] = news(body="![Sama talo](2026/talo.jpg)")
    made = site(files)
    assert made.problems == ()
    assert len(copies(made)) == 2


def test_names_that_differ_only_in_case_are_told_and_do_not_meet(site: SiteMaker) -> None:
    files = with_picture(picture(300, 200)) | {"content/pictures/Talo.jpg": picture(200, 300)}
    files["content/news/b.md"] = news(body="![Toinen talo](Talo.jpg)")
    made = site(files)
    assert [found.code for found in made.problems] == ["file-name-twin"]
    assert len({path.casefold() for path in copies(made)}) == 4


def test_a_picture_that_nobody_shows_is_neither_looked_at_nor_published(site: SiteMaker) -> None:
    hidden = news(body="![Salainen](salainen.jpg)").replace("---\n", "---\ndraft: true\n", 1)
    files: Files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
        "content/news/b.md": hidden,
        "content/pictures/salainen.jpg": picture(300, 200),
        "content/pictures/muistio.txt": "Muistio.",
    }
    made = site(files)
    assert made.problems == ()
    assert copies(made) == {}
    assert len(copies(site(files, drafts=True))) == 2


def test_a_damaged_picture_is_told_once_and_its_page_says_its_words(site: SiteMaker) -> None:
    made = site(with_picture(picture(700, 400, "JPEG")[:900]))
    place = Position("content/pictures/talo.jpg")
    assert made.problems == (problem(place, "picture-unreadable"),)
    assert copies(made) == {}
    assert "<p>Talo</p>" in text_of(made, PAGE)


def test_a_picture_in_capitals_and_spaces_is_found(site: SiteMaker) -> None:
    made = site(with_picture(picture(40, 30, "JPEG"), "Kevään Kuva 1.JPG"))
    assert made.problems == ()
    assert all(path.startswith("kuvat/kevaan-kuva-1-40.") for path in copies(made))


def test_a_portrait_is_offered_as_copies_with_its_words(site: SiteMaker) -> None:
    person = "name: Anna Aalto\nstaff: true\nportrait: {file: a.jpg, alt: Anna}\n"
    shows = (
        "{% set p = entry.portrait %}{{ p.alt }} {{ p.width }}x{{ p.height }}"
        ' <img src=\'{{ p.src }}\' srcset="{{ p.srcset }}"><source srcset="{{ p.avif }}">'
    )
    files: Files = {
        "content/people/anna.yaml": person,
        "content/pictures/a.jpg": picture(400, 400, "JPEG"),
        "templates/person.html": shows,
    }
    made = site(files)
    assert made.problems == ()
    page = text_of(made, "yhteystiedot/anna/index.html")
    assert page.startswith("Anna 400x400 <img")
    assert len(re.findall(r"\.\./\.\./kuvat/a-\d+\.\w+\.(?:jpg|avif) \d+w", page)) == 4
    assert len(copies(made)) == 4


def test_an_original_that_changed_since_it_was_measured_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path, with_picture(picture(30, 20)))
    real = build_site(tmp_path)
    assert real.problems == ()

    def gone(*_: object) -> object:
        from socomsite.problem import Outcome  # noqa: PLC0415 - this one fault only

        place = Position("content/pictures/talo.jpg")
        return Outcome(None, (problem(place, "file-unreadable", reason="reason-changed"),))

    monkeypatch.setattr("socomsite.formats.picture.read_file", gone)
    made = build_site(tmp_path, cached=True)
    assert codes(made) == ["file-unreadable"]
    monkeypatch.undo()
    assert build_site(tmp_path, cached=True).artifacts == real.artifacts


def test_without_pillow_there_is_one_notice_and_no_picture(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socomsite.engine.tasks.library", lambda: "")
    files = with_picture(photograph(60, 40)) | {
        "content/news/b.md": news(
            body='![Sauna](sauna.jpg "Sauna lämpiää")\n\n![](v.jpg){.koriste}'
        ),
        "content/pictures/sauna.jpg": picture(),
        "content/pictures/v.jpg": picture(),
        "content/people/anna.yaml": "name: A\nstaff: true\nportrait: {file: v.jpg, alt: Anna}\n",
        "templates/person.html": "{{ entry.portrait.alt }}{{ entry.portrait.src }}",
    }
    made = site(files)
    assert made.is_sound
    assert codes(made) == ["library-missing"]
    assert [found.severity.value for found in made.problems] == ["notice"]
    assert [path for path in paths(made) if "kuvat" in path] == []
    assert "<p>Talo</p>" in text_of(made, PAGE)
    page = text_of(made, "ajankohtaista/b/index.html")
    assert "<figure>\nSauna\n<figcaption>Sauna lämpiää</figcaption>\n</figure>" in page
    assert "<p></p>" not in page
    assert text_of(made, "yhteystiedot/anna/index.html") == "Anna"


def test_a_site_without_pictures_does_not_ask_for_pillow(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> str:
        raise AssertionError("asked for")

    monkeypatch.setattr("socomsite.engine.tasks.library", asked)
    assert site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}).problems == ()
