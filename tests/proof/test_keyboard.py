"""With the keyboard alone, from the address bar to what people look for; the focus always seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.proof.conftest import Served

pytestmark = pytest.mark.browser

MOST_STEPS = 150
# What the focused element is called, and what keeps people from seeing that it has the focus.
FOCUSED = """
() => {
  const el = document.activeElement;
  if (!el || el === document.body) return {name: "", faults: [], leads: false};
  const name = (el.innerText || el.getAttribute("aria-label") || el.name || el.textContent || "")
    .replace(/\\u00ad/g, "").replace(/\\s+/g, " ").trim();
  const faults = [];
  const box = el.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) faults.push("has no size");
  else {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push("is out of view");
    else {
      const top = document.elementFromPoint(x, y);
      if (!top || !(el.contains(top) || top.contains(el))) faults.push("is covered");
    }
  }
  const look = () => {
    const style = getComputedStyle(el);
    const seen = style.outlineStyle !== "none" && !/, 0\\)|transparent/.test(style.outlineColor)
      && parseFloat(style.outlineWidth) > 0;
    return [seen ? style.outline : "", style.backgroundColor, style.boxShadow].join("|");
  };
  const focused = look();
  el.blur();
  const plain = look();
  el.focus({preventScroll: true});
  if (focused === plain) faults.push("does not show its focus");
  return {name, faults, leads: el.matches("a[href]:not([href^='#'])")};
}
"""


class Keyboard:
    """Someone who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def follow(self, name: str, *, within: str = "") -> None:
        """Tab until what has this name has the focus, and press Enter."""
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED)
            assert found["faults"] == [], f"{found['name']} on {self.page.url}"
            is_there = not within or self.page.locator(f"{within} :focus").count()
            if found["name"].startswith(name) and is_there:
                self._enter(leads=found["leads"])
                return
        pytest.fail(f"{name} is not reached on {self.page.url}")

    def _enter(self, *, leads: bool) -> None:
        """Press Enter, and wait for the page that a link leads to."""
        if leads:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Enter")


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def keyboard(request: pytest.FixtureRequest, context: BrowserContext, served: Served) -> Keyboard:
    page = context.new_page()
    page.set_viewport_size({"width": request.param, "height": 800})
    page.goto(served.address)
    return Keyboard(page)


def main_menu(keyboard: Keyboard, name: str) -> None:
    """Go to a page of the menu, opening the menu where it is folded."""
    if keyboard.page.locator("summary:visible").count():
        keyboard.follow("Valikko")
    keyboard.follow(name, within="header")
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text(name)


def seen(page: Page, text: str) -> None:
    """A text that can be brought into view stands on the page."""
    place = page.get_by_role("main").get_by_text(text).first
    expect(place).to_be_visible()


def test_to_the_phone_hours_of_a_service(keyboard: Keyboard) -> None:
    main_menu(keyboard, "Palvelut")
    keyboard.follow("Sosiaaliasiamiestoiminta", within="main")
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text("Sosiaaliasiamies")
    seen(keyboard.page, "12–15")


def test_to_the_people_of_a_project(keyboard: Keyboard) -> None:
    main_menu(keyboard, "Hankkeet")
    name = "Kaakkois-Suomen lastensuojelun kehittämisyksikkö"
    keyboard.follow(name, within="main")
    keyboard.follow("Paula Ylönen", within="main")
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text("Paula Ylönen")


def test_to_how_a_publication_is_cited_and_ordered(keyboard: Keyboard) -> None:
    main_menu(keyboard, "Julkaisut")
    keyboard.follow("Seuraava", within="main")
    keyboard.follow("Katsomosta estradille", within="main")
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text("Katsomosta")
    seen(keyboard.page, "Tilausosoite ja puhelinnumero eivät ole säilyneet")
    seen(keyboard.page, "Socomin julkaisusarja.")


def test_past_the_header_in_one_step(keyboard: Keyboard) -> None:
    keyboard.follow("Siirry sisältöön")
    keyboard.page.keyboard.press("Tab")
    assert keyboard.page.locator("main :focus").count() == 1


def test_every_element_on_the_front_page_shows_its_focus(keyboard: Keyboard) -> None:
    page = keyboard.page
    count = page.locator("a:visible, button:visible, summary:visible, input:visible").count()
    names = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        assert found["faults"] == [], found["name"]
        names.append(found["name"])
    assert len(names) > 20
