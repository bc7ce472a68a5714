from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from socomsite.formats import share
from socomsite.formats.template import Templates
from socomsite.language import Language
from socomsite.messages import told
from socomsite.problem import Position, Severity
from tests.conftest import SiteMaker, build_site, codes, paths, write_site

WITH_TEMPLATE = Templates((("metadata.html", ""),), ())
PAGE = {
    "templates/metadata.html": "<meta>",
    "templates/topic.html": "{{ metadata.picture }}",
    "content/topics/a.md": "---\nname: A\nsummary: B\n---\nC\n",
}


def test_the_picture_is_of_the_size_that_is_told_of_it() -> None:
    picture = Image.open(io.BytesIO(share.drawing()))
    assert picture.format == "PNG"
    assert picture.size == (1200, 630)
    assert len(share.drawing()) < 20_000


def test_the_picture_shows_the_signs_of_the_site() -> None:
    picture = Image.open(io.BytesIO(share.drawing())).convert("RGB")

    def colour(x: int, y: int) -> str:
        pixel = picture.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return "#" + "".join(f"{part:02X}" for part in pixel[:3])

    assert colour(1100, 60) == "#EAF0EF"  # sky
    assert colour(200, 500) == "#8E2F1F"  # rock
    assert colour(20, 600) == "#0B4A5C"  # sea
    assert colour(400, 227) == "#8E2F1F"  # rule of the ridge below the letters
    assert {colour(x, 500) for x in range(800, 816)} >= {"#23604A", "#EAF0EF"}  # hatching
    ring = 100 + 1.55 * 96  # the middle of the first o
    assert colour(round(ring), 96 + round(1.55 * 36)) == "#EAF0EF"
    assert colour(round(ring), 96 + round(1.55 * 7)) == "#13262B"


def test_the_same_drawing_has_the_same_bytes() -> None:
    first = share.drawing()
    share.drawing.cache_clear()
    assert share.drawing() == first


def test_a_site_whose_templates_name_it_has_the_picture(site: SiteMaker) -> None:
    without = {name: text for name, text in PAGE.items() if name != "templates/metadata.html"}
    assert "share.png" not in paths(site(without))
    assert "share.png" in paths(site(PAGE))


def test_a_warm_build_draws_it_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, PAGE)
    cold = build_site(tmp_path, cached=True)
    monkeypatch.setattr(share, "drawing", lambda: pytest.fail("drawn again"))
    assert build_site(tmp_path, cached=True).artifacts == cold.artifacts


def test_without_pillow_one_notice_says_what_is_left_out(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share, "find_spec", lambda _name: None)
    made = site(PAGE)
    assert codes(made) == ["library-missing"]
    (found,) = made.problems
    assert found.severity is Severity.NOTICE
    assert found.position == Position("site.yaml")
    (line,) = told(found, Language.FI, lambda _place: None)
    assert line == (
        "site.yaml: notice[library-missing]: Kirjastoa Pillow ei ole asennettu, joten jakokuva"
        " jää tekemättä. Asenna se komennolla pip install 'pillow>=11.3'."
    )
    assert made.is_sound
    assert "share.png" not in paths(made)
    views = [job.view for job, _ in made.made if job.format == "page"]
    assert {view.metadata.picture for view in views if getattr(view, "metadata", None)} == {""}  # type: ignore[attr-defined]  # a PageView


def test_templates_that_name_no_picture_need_no_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "find_spec", lambda _name: None)
    assert share.offered(Templates((), ())).problems == ()
    assert [found.code for found in share.offered(WITH_TEMPLATE).problems] == ["library-missing"]
