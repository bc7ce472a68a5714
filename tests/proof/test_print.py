"""A project's page on paper: A4, its own content and address, nothing of the screen's, legible."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.proof.conftest import Served, tool

pytestmark = pytest.mark.browser

PROJECT = "hankkeet/kaaso-2/"
SMALLEST = 9 * 4 / 3  # points, in CSS pixels
# Each text with its size as it would be printed.
TEXTS = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const el = node.parentElement;
    const style = getComputedStyle(el);
    const isShown = el.checkVisibility() && style.clipPath === "none"
      && !el.closest("script, style, .vh, [aria-hidden=true]");
    if (isShown && node.textContent.trim())
      found.push([node.textContent.trim(), parseFloat(style.fontSize)]);
  }
  return found;
}
"""


def letters(text: str) -> str:
    """A text without what lines are broken at: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.fixture
def printed(page: Page, served: Served, tmp_path: Path) -> tuple[Page, Path]:
    page.goto(served.address + PROJECT)
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "hanke.pdf", prefer_css_page_size=True, print_background=True)
    return page, tmp_path / "hanke.pdf"


def test_a_project_is_readable_on_paper(printed: tuple[Page, Path]) -> None:
    page, pdf = printed
    about = subprocess.check_output([tool("pdfinfo"), pdf], text=True)
    assert re.search(r"Page size:\s+59[45]\.?\d* x 84[12]\.?\d* pts \(A4\)", about), about
    text = subprocess.check_output([tool("pdftotext"), "-raw", pdf, "-"], text=True)
    told = letters(text)
    assert letters(page.locator("h1").inner_text()) in told
    assert letters(f"https://socom.fi/{PROJECT}") in told
    for cell in page.locator("main table td, main table th").all_inner_texts():
        for word in cell.split():
            assert letters(word) in told, word
    before = told.partition(letters(page.locator("h1").inner_text()))[0]
    names = page.locator("a.skip, header nav a, header summary").all_text_contents()
    assert len(names) > 5
    assert [name for name in names if letters(name) in before] == []


def test_every_word_of_the_page_is_on_paper_and_large_enough(printed: tuple[Page, Path]) -> None:
    page, pdf = printed
    told = letters(subprocess.check_output([tool("pdftotext"), "-raw", pdf, "-"], text=True))
    texts: list[tuple[str, float]] = page.evaluate(TEXTS)
    assert len(texts) > 20
    missing = [w for text, _ in texts for w in text.split() if letters(w) not in told]
    assert missing == []
    assert [text for text, size in texts if size < SMALLEST] == []
