"""Larger text, closer zoom and wider spacing lose nothing on any page (WCAG 1.4.4, .10, .12)."""

from __future__ import annotations

from collections import defaultdict

import pytest
from playwright.sync_api import Browser

from tests.proof.conftest import Served

pytestmark = pytest.mark.browser

# WCAG 2.2, 1.4.12: what a reader may set.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)
TWICE = "html { font-size: 200% !important }"
# Name, width and height in CSS pixels, and the reader's own style.
WAYS = (
    ("text at 200 %", 1280, 900, TWICE),
    ("zoom at 400 %", 320, 256, ""),
    ("text spacing", 1280, 900, SPACING),
    ("text spacing at 320 px", 320, 640, SPACING),
)
LOST = """
() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) {
    const out = [...document.querySelectorAll("body *")].filter(
      el => el.innerText && el.getBoundingClientRect().right > innerWidth + 1).pop();
    found.push(`${wide} px too wide: ${out ? out.outerHTML.slice(0, 120) : ""}`);
  }
  for (const el of document.querySelectorAll("body *")) {
    if (el.scrollWidth <= el.clientWidth + 1 && el.scrollHeight <= el.clientHeight + 1) continue;
    const style = getComputedStyle(el);
    const isForEars = el.clientWidth <= 1 || style.clipPath !== "none";
    if (isForEars || style.display === "inline" || !el.innerText?.trim()) continue;
    const hides = way => ["hidden", "clip"].includes(way);
    if ((hides(style.overflowX) && el.scrollWidth > el.clientWidth + 1)
      || (hides(style.overflowY) && el.scrollHeight > el.clientHeight + 1))
      found.push(`cut: ${el.outerHTML.slice(0, 120)}`);
  }
  return found;
}
"""


def test_no_page_loses_anything(browser: Browser, served: Served) -> None:
    # A reader's own style is put in past the site's policy, as a browser does.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    found: dict[str, list[str]] = defaultdict(list)
    for address in served.pages:
        page.goto(served.address + address)
        page.evaluate("document.head.append(document.createElement('style'))")
        for name, width, height, style in WAYS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("text => { document.head.lastChild.textContent = text }", style)
            for lost in page.evaluate(LOST):
                found[f"{name}, {lost}"].append(page.url)
    context.close()
    told = [f"{what} on {len(urls)} pages, first {urls[0]}" for what, urls in found.items()]
    assert told == [], "\n".join(told)
