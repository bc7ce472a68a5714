"""With colours of the reader's own and without motion the site still says everything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.proof.conftest import Served

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "hankkeet/",
    "hankkeet/kaaso-2/",
    "julkaisut/",
    "tiedotteet/tiedote-1-2007/",
    "404.html",
)
# What people know by its surface alone must have an edge when surfaces go.
WITHOUT_EDGE = """
() => [...document.querySelectorAll(".button, button, .banner, .panel, summary, [aria-current]")]
  .filter(el => el.checkVisibility() && el.getClientRects().length)
  .filter(el => {
    const style = getComputedStyle(el);
    const plain = getComputedStyle(document.body).backgroundColor;
    const sides = ["Top", "Right", "Bottom", "Left"];
    const edged = sides.some(side => parseFloat(style[`border${side}Width`]) > 0
      && style[`border${side}Style`] !== "none");
    const filled = ![plain, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor);
    return !edged && !filled && style.fontWeight < 600 && style.textDecorationLine === "none";
  })
  .map(el => el.outerHTML.slice(0, 120))
"""


@pytest.fixture(params=["light", "dark"])
def own_colours(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        forced_colors="active", reduced_motion="reduce", color_scheme=request.param
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_told_by_a_surface_alone(own_colours: Page, served: Served, path: str) -> None:
    page = own_colours
    page.goto(served.address + path)
    assert page.evaluate(WITHOUT_EDGE) == []
    for _ in range(3):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_for_who_wants_no_motion(
    own_colours: Page, served: Served, path: str
) -> None:
    page = own_colours
    page.goto(served.address + path)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(el => {"
        " const s = getComputedStyle(el);"
        " return s.scrollBehavior === 'smooth' || parseFloat(s.animationDuration) > 0.01"
        " || parseFloat(s.transitionDuration) > 0.01 }).map(el => el.outerHTML.slice(0, 80))"
    )
    assert moving == []
