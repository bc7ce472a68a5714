"""Addresses in pages: unreadable to who looks for `name@host`, the same as before to a browser."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.model.mailaddress import unveiled, veiled

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HARVESTED = re.compile(r"[\w.+-]+(?:@|%40|&#64;?@)[\w.-]+\.\w+|mailto:")
LINK = '<a href="mailto:maija.mallikas@testi.example?subject=Hei">maija@<wbr>testi.example</a>'


def test_an_address_is_written_in_references_in_the_link_and_its_text() -> None:
    assert veiled(LINK) == (
        '<a href="mailto&#x3a;maija.mallikas&#64;testi&#x2e;example?subject=Hei">'
        "maija&#64;<wbr>testi&#x2e;example</a>"
    )
    assert not HARVESTED.search(veiled(LINK))


def test_a_browser_reads_the_same_page() -> None:
    assert html.unescape(veiled(LINK)) == LINK


def test_in_structured_data_the_escape_is_that_of_json() -> None:
    page = '<script type="application/ld+json">{"email": "maija@testi.example"}</script>'
    assert veiled(page) == page.replace("@testi", "\\u0040testi")


@pytest.mark.parametrize(
    "text",
    [
        "<style>@media print { a { b: c@d.e } }</style>",
        "<script>let a = 'x@y.z';</script>",
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<p>Twitterissä @socom ja klo 9 @ Kotka</p>",
    ],
)
def test_what_is_no_address_or_would_break_stays(text: str) -> None:
    assert veiled(text) == text


@given(st.text("ab.@<>\"'&; -", max_size=40))
def test_no_text_is_read_otherwise(text: str) -> None:
    assert html.unescape(veiled(html.escape(text))) == text


def test_who_looks_for_an_address_finds_it_in_the_page_as_it_is_read() -> None:
    page = LINK + '<script type="application/ld+json">{"email": "maija@testi.example"}</script>'
    assert unveiled(veiled(page)).count("maija@testi.example") == 2


@pytest.mark.browser
def test_in_a_browser_without_scripts_the_link_writes_to_the_address(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(veiled(LINK))
    link = page.get_by_role("link", name="maija@testi.example")
    assert link.get_attribute("href") == "mailto:maija.mallikas@testi.example?subject=Hei"
    assert link.text_content() == "maija@testi.example"
    context.close()
