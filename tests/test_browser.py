"""The real site in Debian's chromium: found by clicking what the content says.

On a machine without the browser these skip with one line; in CI that is a failure.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from socomsite.engine.output import write
from tests.conftest import CHROMIUM, IS_CI, build_site

ROOT = Path(__file__).parent.parent

if CHROMIUM is None and not IS_CI:
    pytest.skip("chromium is not installed: browser tests skipped", allow_module_level=True)

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built into a subfolder of what is served."""
    served = tmp_path_factory.mktemp("palvelin")
    made = build_site(ROOT)
    assert made.is_sound, made.problems
    assert write(made.artifacts, served / "sivusto") == ()
    return served


def serving(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The site's address in a subfolder: it must work there too."""
    for root in serving(folder):
        yield f"{root}sivusto/"


@pytest.fixture(scope="module")
def own_address(folder: Path) -> Iterator[str]:
    """The site's address at the root of its host, as `site.yaml` says."""
    yield from serving(folder / "sivusto")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a console error or a request to another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(5000)
    faults: list[str] = []
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith("http://127.0.0.1:") else faults.append(r.url),
    )
    yield opened
    cookies = context.cookies()
    context.close()
    assert faults == []
    assert cookies == []


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_the_front_page_says_what_socom_is_and_what_is_on(page: Page, address: str) -> None:
    page.goto(address)
    heading(page, "Kehitämme sosiaalialaa Kymenlaaksossa ja Etelä-Karjalassa")
    expect(page.get_by_role("main")).to_contain_text("Pro sos")
    expect(page.get_by_role("link", name="Siirry sisältöön")).to_have_count(1)


def test_a_project_is_found_from_the_front_page(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("banner").get_by_role("link", name="Hankkeet", exact=True).click()
    heading(page, "Hankkeet")
    page.get_by_role("main").get_by_role("link", name="SAKKI", exact=False).first.click()
    heading(page, "SAKKI")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Työtehoseura")
    expect(main).to_contain_text("2016")
    expect(main).not_to_contain_text("Käynnissä")


def test_a_person_is_found_from_the_contacts(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("banner").get_by_role("link", name="Yhteystiedot").click()
    heading(page, "Yhteystiedot")
    page.get_by_role("main").get_by_role("link", name="Sirkku Bilaletdin").first.click()
    heading(page, "Sirkku Bilaletdin")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Sosiaaliasiamies")
    expect(main).to_contain_text("2007")
    expect(main).to_contain_text("12–15")


def test_a_publication_is_found_by_its_series_number(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("banner").get_by_role("link", name="Julkaisut").click()
    heading(page, "Julkaisut")
    page.get_by_role("main").get_by_role("link", name="sarj", exact=False).first.click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("B.4:2008")
    main.get_by_role("link", name="jälkihuollon kehittämishanke 2006–2008").first.click()
    expect(page.get_by_role("main")).to_contain_text("Sanna Romppanen")


def test_swedish_and_english_are_one_click_away(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("a[hreflang=sv]").first.click()
    assert page.locator("html").get_attribute("lang") == "sv"
    page.locator("a[hreflang=en]").first.click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_page_without_translation_says_so_where_its_switch_leads(
    page: Page, address: str
) -> None:
    page.goto(address + "sv/")
    said = page.get_by_text("Sidan finns inte på svenska.")
    expect(said).to_be_hidden()
    page.goto(address + "hankkeet/sakki/")
    page.locator("a[hreflang=sv]").first.click()
    expect(said).to_be_visible()
    expect(page.get_by_role("banner")).to_be_in_viewport()


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
@pytest.mark.parametrize("path", ["", "hankkeet/", "hankkeet/sakki/", "julkaisut/", "tapahtumat/"])
def test_nothing_is_wider_than_the_window(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_missing_page_helps(page: Page, own_address: str) -> None:
    page.goto(own_address + "404.html")
    heading(page, "Sivua ei löytynyt")
