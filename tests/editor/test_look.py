"""The look of the editor: small, of the public palette, readable in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

from socomsite.checks.contrast import check_contrast
from socomsite.editor.look import page, static
from socomsite.language import Language
from tests.commands.conftest import ROOT

_LARGEST = 12 * 1024
_PAIRS = """
/* contrast 4.5: ink/paper ink/mist muted/paper muted/mist water/paper water/mist visited/paper
   granite/paper spruce/paper error/paper error/mist paper/water paper/water-hover
   night/lichen paper/ink */
/* contrast 3: edge/paper edge/mist error/paper */
"""
_TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]+)")


def style() -> str:
    data = static("editor.css")
    assert data is not None
    return data.decode("utf-8")


def test_the_style_is_small() -> None:
    assert len(style().encode()) < _LARGEST


def test_every_pair_of_colours_that_meet_can_be_told_apart_in_light_and_dark() -> None:
    assert [*check_contrast(style() + _PAIRS, "editor.css")] == []


def test_colours_that_the_public_site_has_too_are_the_same() -> None:
    public = Path(ROOT / "templates/assets/style.css").read_text("utf-8")
    cut = [text.partition("Elements")[0] for text in (style(), public)]
    schemes = [text.partition("prefers-color-scheme: dark") for text in cut]
    for own, its in zip(schemes[0][::2], schemes[1][::2], strict=True):
        ours, theirs = dict(_TOKEN.findall(own)), dict(_TOKEN.findall(its))
        shared = ours.keys() & theirs.keys()
        assert len(shared) > len(("paper", "mist", "ink", "muted", "line", "edge", "water"))
        assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def test_a_page_takes_nothing_from_elsewhere_and_has_no_style_of_its_own() -> None:
    for file in (ROOT / "socomsite/editor/templates").glob("*.html"):
        text = file.read_text("utf-8")
        assert "style=" not in text, file.name
        assert not re.search(r"<script>|\son[a-z]+=[\"']|https?://", text), file.name


def test_values_are_shown_as_text() -> None:
    said = page("error.html", **_shared("<b>"))
    assert "&lt;b&gt;" in said
    assert "<b>" not in said.partition("<main")[2].partition("</main>")[0]


def _shared(code: str) -> dict[str, object]:

    shown = {"language": Language.FI, "languages": (), "token": "", "person": "", "place": ""}
    return {**shown, "here": "/", "code": code, "say": lambda code, **_: code}
