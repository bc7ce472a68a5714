"""Pictures and panels in Debian's chromium: what is fetched, from whom, and when.

On a machine without the browser these skip with one line; in CI that is a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from socomsite.engine.output import write
from tests.conftest import CHROMIUM, IS_CI, TOPIC, Files, build_site, news, picture, write_site
from tests.test_browser import ROOT, serving

if CHROMIUM is None and not IS_CI:
    pytest.skip("chromium is not installed: browser tests skipped", allow_module_level=True)

pytestmark = pytest.mark.browser

VIDEO = """\
title: Kevään video
sort: video
summary: Mitä kokeiltiin.
link: https://www.youtube.com/watch?v=abcdefghijk
length: 12 min
captions: captions
"""
BODY = '![Talo](talo.jpg "Talo kesällä")\n\n[Kevään video](ref:materials/video)\n'
FRONT = """\
---
title: Etusivu
address: ""
menu: none
reviewed_on: 2026-11-01
owner: Viestintä
---
Tervetuloa.
"""
SITE: Files = {
    "content/pages/etusivu.md": FRONT,
    "content/topics/lapset.md": TOPIC,
    "content/news/a.md": news(body=BODY),
    "content/news/b.md": news(body="Vain tekstiä."),
    "content/materials/video.yaml": VIDEO + "poster: {file: talo.jpg, decorative: kyllä}\n",
    "content/materials/paneeli.yaml": VIDEO,
    "content/materials/linkki.yaml": VIDEO.replace("www.youtube.com", "video.example"),
    "content/pictures/talo.jpg": picture(1400, 900, "JPEG"),
}
PAGE = "ajankohtaista/a/"
FOREIGN_HOST = "www.youtube-nocookie.com"


def named(words: str) -> re.Pattern[str]:
    """A control's name: its words, then unseen the video's title."""
    return re.compile(f"^{words} ?: Kevään video$")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site in the real templates, served."""
    root = tmp_path_factory.mktemp("sivusto")
    templates: Files = {
        f"templates/{file.relative_to(ROOT / 'templates')}": file.read_bytes()
        for file in sorted((ROOT / "templates").rglob("*"))
        if file.is_file()
    }
    made = build_site(write_site(root, {**templates, **SITE}))
    assert made.is_sound, made.problems
    served = tmp_path_factory.mktemp("palvelin")
    assert write(made.artifacts, served / "s") == ()
    yield from serving(served / "s")


@pytest.fixture
def foreign() -> list[str]:
    """The addresses that a page asked other hosts for, in their order."""
    return []


@pytest.fixture
def page(browser: Browser, foreign: list[str]) -> Iterator[Page]:
    """A page whose requests to other hosts are written down and answered by ourselves."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)

    def answer(route: Route) -> None:
        if route.request.url.startswith("http://127.0.0.1:"):
            route.continue_()
        else:
            foreign.append(route.request.url)
            player = "<!doctype html><title>Soitin</title><p>Soitin"
            route.fulfill(body=player, content_type="text/html")

    context.route("**/*", answer)
    opened = context.new_page()
    opened.set_default_timeout(5000)
    yield opened
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", [PAGE, "materials/video/", "materials/paneeli/"])
def test_nothing_is_fetched_from_elsewhere_before_the_click(
    page: Page, address: str, path: str, foreign: list[str]
) -> None:
    page.goto(address + path)
    page.mouse.wheel(0, 5000)
    page.get_by_role("button", name=named("Näytä video")).hover()
    page.wait_for_load_state("networkidle")
    assert foreign == []
    page.keyboard.press("Home")
    page.get_by_role("button", name="Näytä video").press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Kevään video")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    assert frame.get_attribute("allowfullscreen") is not None
    expect(page.frame_locator("iframe").locator("p")).to_have_text("Soitin")
    assert foreign == [f"https://{FOREIGN_HOST}/embed/abcdefghijk"]
    expect(page.get_by_text("YouTube saa tiedon käynnistäsi")).to_have_count(0)
    expect(page.get_by_text("Tekstitys")).to_be_visible()
    box = frame.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.02)


def test_without_script_there_is_a_link_that_says_it_leaves(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address + PAGE)
    link = opened.get_by_role("link", name=named("Katso YouTubessa"))
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=abcdefghijk")
    expect(opened.locator(".embed-panel")).to_contain_text("(toinen sivusto)")
    expect(opened.get_by_role("button")).to_have_count(0)
    context.close()


def test_a_service_without_a_frame_stays_a_link(
    page: Page, address: str, foreign: list[str]
) -> None:
    page.goto(address + "materials/linkki/")
    expect(page.get_by_role("link", name=named("Siirry aineistoon"))).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    assert page.locator("script[src]").count() == 0
    assert foreign == []


def test_only_a_page_with_a_panel_has_its_script(page: Page, address: str) -> None:
    page.goto(address + "ajankohtaista/b/")
    assert page.locator("script[src]").count() == 0
    page.goto(address + PAGE)
    assert page.locator("script[src][defer]").count() == 1


@pytest.mark.parametrize(("width", "chosen"), [(320, 640), (390, 960), (1280, 1280)])
def test_the_browser_takes_a_copy_that_suits_its_screen(
    browser: Browser, address: str, width: int, chosen: int
) -> None:
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, device_scale_factor=2)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(address + PAGE)
    image = opened.get_by_role("img", name="Talo")
    taken = str(image.evaluate("image => image.decode().then(() => image.currentSrc)"))
    assert f"/talo-{chosen}." in taken
    assert taken.endswith(".avif")
    shown = image.bounding_box()
    assert shown is not None
    assert shown["width"] <= width
    assert shown["width"] / shown["height"] == pytest.approx(1400 / 900, abs=0.02)
    context.close()


def test_nothing_jumps_when_pictures_come(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/kuvat/**", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks it
    page.goto(address + PAGE, wait_until="domcontentloaded")
    page.wait_for_timeout(200)
    before = page.locator(".embed").bounding_box()
    assert held
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert before is not None
    assert page.locator(".embed").bounding_box() == pytest.approx(before, abs=0.5)


def test_a_panel_can_be_read_by_a_screen_reader(page: Page, address: str) -> None:
    page.goto(address + PAGE)
    expect(page.get_by_role("figure")).to_contain_text("Talo kesällä")
    expect(page.get_by_role("main")).to_contain_text("Kesto 12 min · Tekstitys")
    assert Path(str(page.locator(".embed img").get_attribute("src"))).suffix == ".jpg"


@pytest.mark.parametrize("width", [320, 1280])
def test_no_panel_is_wider_than_the_window(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in (PAGE, "materials/video/", "materials/linkki/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
