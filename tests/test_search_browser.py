"""The search of the real site in Debian's chromium, under a strict content security policy.

On a machine without the browser, Pagefind or Voikko these skip with one line; in CI that is a
failure.
"""

from __future__ import annotations

import functools
import importlib.util
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from socomsite.baseforms import baseforms
from socomsite.engine.output import write
from socomsite.language import Language
from socomsite.model.graph import Graph
from tests.conftest import CHROMIUM, IS_CI, build_site

ROOT = Path(__file__).parent.parent
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
)
HAS_ALL = CHROMIUM and importlib.util.find_spec("pagefind_bin") and baseforms()

if not HAS_ALL and not IS_CI:
    pytest.skip("chromium, Pagefind or Voikko is not installed", allow_module_level=True)

pytestmark = pytest.mark.browser

# What somebody asks, and a page that must be among the first three.
PAIRS = """\
vammaispalvelu              julkaisut/vammaispalvelujen-kasikirja/
vammaispalvelujen           hankkeet/kouvolan-seudun-vammaispalvelut/
vammaispalvelulaista        tapahtumat/vammaispalvelulaki-tyokokous/
lapsiperhe                  socom/alue/
lapsiperheissä              socom/alue/
lapsiperheiden              socom/alue/
kaupunki                    hankkeet/aikuissosiaalityon-areenat/
kaupungeissa                hankkeet/aikuissosiaalityon-areenat/
kaupungin                   hankkeet/aikuissosiaalityon-areenat/
hanke                       hankkeet/
hankkeet                    hankkeet/
hankkeiden                  hankkeet/
työpaja                     tapahtumat/sakki-tyopajat/
työpajoissa                 tapahtumat/paletti-tyopajat/
sosiaaliasiamies            palvelut/sosiaaliasiamiestoiminta/
sosiaaliasiamiehet          palvelut/sosiaaliasiamiestoiminta/
sosiaaliasiamiehen puhelinaika  palvelut/sosiaaliasiamiestoiminta/
sosiaalityo                 hankkeet/pro-sos/
aikuissosiaalityössä        kehittamisalueet/aikuissosiaalityo/
lastensuojelu               kehittamisalueet/lastensuojelu/
lastensuojelussa            kehittamisalueet/lastensuojelu/
jälkihuolto                 hankkeet/ek-jalkihuolto/
jälkihuollon                hankkeet/ek-jalkihuolto/
jalkihuolto esite           julkaisut/jalkihuolto-esite/
käsikirja                   julkaisut/lastensuojelun-kasikirja/
käsikirjat                  julkaisut/vammaispalvelujen-kasikirja/
vanhustyö                   kehittamisalueet/vanhustyo/
vanhustyöstä                kehittamisalueet/vanhustyo/
päihdetyö                   kehittamisalueet/mielenterveys-ja-paihdetyo/
päihdeasiakkaille           julkaisut/paihdeasiakkaan-hoitopolku/
toimeentulotuki             julkaisut/s4-toimeentulotuki/
toimeentulotuen             julkaisut/s4-uudet-toimeentulotuen/
maahanmuutosta              kehittamisalueet/maahanmuutto/
varhaiskasvatuksen strategia  julkaisut/varhaiskasvatuksen-tvt-strategia/
henkilökohtainen apu        kehittamisalueet/henkilokohtainen-apu/
henkilökohtaisen avun keskus  palvelut/henkka/
avustaja                    palvelut/henkka/
edunvalvonnan               palvelut/lastensuojelun-edunvalvonta/
edunvalvoja                 palvelut/lastensuojelun-edunvalvonta/
Bilaletdin                  yhteystiedot/sirkku-bilaletdin/
Sirkku Bilaletdinin         yhteystiedot/sirkku-bilaletdin/
Taipaleen                   yhteystiedot/minna-taipale/
Tiitisen                    yhteystiedot/eija-tiitinen/
B.4:2008                    julkaisut/ek-jalkihuolto-loppuraportti/
tiedote 1/2007              tiedotteet/tiedote-1-2007/
toimintasuunnitelma 2016    toimintasuunnitelmat/2016/
Lappeenrannassa             yhteystiedot/lappeenranta/
Kouvolan toimipiste         yhteystiedot/kouvola/
kulttuurikahvila            tapahtumat/senioreiden-kulttuurikahvilat/
taiteen                     blogi/taide-vanhustyossa/
yrittäjyys                  hankkeet/hyvinvointialan-yrittajyysverkostot/
esteettömyys                hankkeet/esteetta-eteenpain/
saavutettavuus              saavutettavuusseloste/
evästeet                    tietosuoja/
kirjaaminen                 hankkeet/kansa-koulu/
kirjaamisen                 tapahtumat/kirjaamisvalmentajakoulutukset/
varhainen puuttuminen       tapahtumat/varhainen-puuttuminen-koulutukset/
päivähoidossa               julkaisut/avaimia-paivahoidon-arkeen/
tutkimuksen                 kehittamisalueet/koulutus-ja-tutkimus/
"""
#: The search page may load so much for a first query, beside its own page and style.
BUDGET = 320_000


class _Strict(SimpleHTTPRequestHandler):
    """Serves a folder as the site's own server will: with the policy, and quietly."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Graph]:
    """The real site in a subfolder of what is served, and what is in it."""
    served = tmp_path_factory.mktemp("palvelin")
    made = build_site(ROOT)
    assert made.is_sound, made.problems
    assert made.graph is not None
    assert write(made.artifacts, served / "sivusto") == ()
    return served, made.graph


@pytest.fixture(scope="module")
def address(built: tuple[Path, Graph]) -> Iterator[str]:
    handler = functools.partial(_Strict, directory=str(built[0]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sivusto/"
    server.shutdown()
    server.server_close()


def watched(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on a word in the console, another host, a cookie or storage."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda r: None if r.url.startswith("http://127.0.0.1:") else faults.append(r.url),
    )
    yield opened
    assert opened.evaluate("localStorage.length + sessionStorage.length") == 0
    cookies = context.cookies()
    context.close()
    assert faults == []
    assert cookies == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    yield from watched(browser)


@pytest.fixture(scope="module")
def asked(browser: Browser, address: str) -> Iterator[Page]:
    """The Finnish search page, open for one question after another."""
    for opened in watched(browser):
        opened.goto(f"{address}haku/")
        yield opened


def ask(page: Page, query: str) -> None:
    """Write into the field and press Enter; wait until the answer to it is told."""
    box = page.get_by_role("main").get_by_role("searchbox")
    box.fill(query)
    box.press("Enter")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(f"”{query}”")


def found(page: Page, base: str) -> list[str]:
    """The addresses of the results on show, from the site's root."""
    links = page.locator(".search-hits > .rows .row-title a")
    return [link.get_attribute("href").removeprefix(urlsplit(base).path) for link in links.all()]  # type: ignore[union-attr]  # each has one


@pytest.mark.parametrize("pair", PAIRS.splitlines(), ids=lambda pair: " ".join(pair.split()))
def test_the_page_meant_is_among_the_first_three(asked: Page, address: str, pair: str) -> None:
    query, _, meant = pair.rpartition(" ")
    ask(asked, query.strip())
    assert meant in found(asked, address)[:3]


def test_there_are_thirty_pairs_and_no_two_the_same() -> None:
    assert len(set(PAIRS.splitlines())) >= 30


def test_a_result_says_kind_summary_and_date_and_marks_what_was_sought(
    page: Page, address: str
) -> None:
    page.goto(f"{address}haku/?q=vammaispalvelulaki")
    first = page.locator(".search-hits > .rows > li").first
    expect(first).to_contain_text("Tapahtuma")
    expect(first).to_contain_text("Henkilökohtaisen avun koordinaattorit")
    expect(first).to_contain_text("2016")
    expect(first.locator("mark").first).to_have_text("Vammaispalvelulain")
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("vammaispalvelulaki")


def test_no_result_shows_the_forms_that_are_only_in_the_index(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=kaupunki")
    row = page.locator(".search-hits > .rows > li", has_text="areenat").first
    expect(row).to_be_visible()
    assert "kaupungin" not in row.inner_text()


def test_the_count_is_told_once_after_typing_and_focus_stays(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    page.evaluate(
        """() => {
          window.told = [];
          const status = document.querySelector("main [role=status]");
          new MutationObserver(() => window.told.push(status.textContent))
            .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    box = page.get_by_role("main").get_by_role("searchbox")
    box.focus()
    # All keys within one turn of the browser: a busy machine must not make pauses in the typing.
    box.evaluate(
        """(box) => {
          for (const letter of "lastensuojelu") {
            box.value += letter;
            box.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }"""
    )
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("”lastensuojelu”")
    told = page.evaluate("window.told")
    assert [text for text in told if "osumaa" in text] == told[-1:]
    expect(box).to_be_focused()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["lastensuojelu"]}


def test_by_keyboard_from_the_field_to_more_results(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    ask(page, "lastensuojelu")
    rows = page.locator(".search-hits > .rows > li")
    expect(rows).to_have_count(10)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Hae", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Rajaa")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".narrow input:visible").first).to_be_focused()
    more = page.get_by_role("button", name="Näytä lisää osumia")
    more.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(20)
    expect(rows.nth(10).get_by_role("link")).to_be_focused()


def test_filters_narrow_and_are_in_the_address_and_can_be_cleared(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=lastensuojelu")
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_contain_text("osumaa")
    before = status.inner_text()
    box = page.get_by_role("group", name="Laji").get_by_label("Tapahtumat")
    count = box.locator("xpath=..").locator("small").inner_text().strip()
    box.check()
    expect(status).to_have_text(f"{count} osumaa haulla ”lastensuojelu”")
    kinds = {row.inner_text() for row in page.locator(".search-hits .work-sort").all()}
    assert kinds == {"Tapahtuma"}
    year = page.get_by_role("group", name="Vuosi").get_by_role("checkbox").first
    chosen = year.get_attribute("value")
    year.check()
    expect(page).to_have_url(f"{address}haku/?q=lastensuojelu&kind=events&year={chosen}")
    page.reload()
    expect(box).to_be_checked()
    expect(page.get_by_role("group", name="Vuosi").get_by_role("checkbox").first).to_be_checked()
    expect(page.locator("summary", has_text="Rajaa")).to_contain_text("(2)")
    page.get_by_role("button", name="Tyhjennä rajaukset").click()
    expect(status).to_have_text(before)
    expect(box).not_to_be_checked()
    expect(page).to_have_url(f"{address}haku/?q=lastensuojelu")


def test_a_topic_narrows_to_pages_of_the_topic(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=kehittämisyksikkö")
    page.get_by_role("group", name="Kehittämisalue").get_by_label("Vanhustyö").check()
    expect(page).to_have_url(f"{address}haku/?q=kehitt%C3%A4misyksikk%C3%B6&topic=vanhustyo")
    first = page.locator(".search-hits > .rows > li").first
    expect(first).to_contain_text("vanhustyön")


def test_back_from_a_result_leads_to_the_same_results(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=lastensuojelu")
    rows = page.locator(".search-hits > .rows > li")
    expect(rows).to_have_count(10)
    page.get_by_role("button", name="Näytä lisää osumia").click()
    expect(rows).to_have_count(20)
    rows.nth(15).get_by_role("link").click()
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_count(0)
    page.go_back()
    expect(rows).to_have_count(20)
    expect(page.get_by_role("main").get_by_role("searchbox")).to_have_value("lastensuojelu")


def test_no_hits_say_so_and_offer_the_index(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    ask(page, "zzxq")
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_have_text(
        "Haulla ”zzxq” ei löytynyt mitään. Kokeile lyhyempää sanaa tai katso hakemistosta A–Ö."
    )
    expect(page.get_by_role("heading", name="Hakemisto A–Ö")).to_be_visible()


def test_a_misspelt_word_gets_a_suggestion(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    ask(page, "lastensuojlu")
    page.get_by_role("button", name="Tarkoititko ”lastensuojelu”?").click()
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_contain_text("osumaa haulla ”lastensuojelu”")
    expect(page.get_by_role("button", name="Tarkoititko")).to_have_count(0)


def test_a_word_in_another_form_gets_no_suggestion(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    for query in ("kaupungeissa", "sosiaalityo", "hankkeiden"):
        ask(page, query)
        expect(page.locator(".search-hits > .rows > li").first).to_be_visible()
        page.wait_for_timeout(300)
        expect(page.get_by_role("button", name="Tarkoititko")).to_have_count(0)


def test_words_that_no_page_has_together_find_the_pages_with_some(page: Page, address: str) -> None:
    page.goto(f"{address}haku/")
    ask(page, "Bilaletdin evästeet")
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(
        "Kaikki sanat eivät ole samalla sivulla."
    )
    assert "yhteystiedot/sirkku-bilaletdin/" in found(page, address)


def test_emptying_the_field_brings_the_index_back(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=lastensuojelu")
    index = page.get_by_role("heading", name="Hakemisto A–Ö")
    expect(index).to_be_hidden()
    page.get_by_role("main").get_by_role("searchbox").fill("")
    expect(index).to_be_visible()
    expect(page).to_have_url(f"{address}haku/")


def test_a_query_with_markup_in_it_is_only_text(page: Page, address: str) -> None:
    page.goto(f"{address}haku/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    status = page.get_by_role("main").get_by_role("status")
    expect(status).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize(
    ("asked_at", "own", "also"),
    [
        ("sv/sok/?q=respons", "Respons", ""),
        ("sv/sok/?q=Bilaletdin", "", "Sirkku Bilaletdin"),
        ("en/search/?q=feedback", "Feedback", ""),
        ("en/search/?q=vammaispalvelulaki", "", "Vammaispalvelulain työkokous"),
    ],
)
def test_swedish_and_english_search_their_own_pages_and_the_finnish_apart(
    page: Page, address: str, asked_at: str, own: str, also: str
) -> None:
    page.goto(f"{address}{asked_at}")
    query = asked_at.rpartition("=")[2]
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text(query)
    own_rows = page.locator(".search-hits > .rows .row-title")
    also_rows = page.locator(".search-also > .rows[lang=fi] .row-title")
    if own:
        expect(own_rows.first).to_have_text(own)
    if also:
        expect(also_rows.first).to_have_text(also)
        language = "finska" if asked_at.startswith("sv") else "Finnish"
        expect(page.locator(".search-also .note")).to_contain_text(language)


def test_without_script_the_page_is_an_index_of_everything(
    browser: Browser, built: tuple[Path, Graph], address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}haku/?q=vammaispalvelu")
    expect(page.locator("noscript p")).to_contain_text("Haku tarvitsee JavaScriptin")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_role("heading", name="Hakemisto A–Ö")).to_be_visible()
    expect(page.locator("#s-search")).to_be_hidden()
    linked = {link.get_attribute("href") for link in page.locator(".index-rows a").all()}
    graph = built[1]
    for name in graph.entries:
        entry = graph.entry(name, Language.FI)
        if entry.key != "haku":
            assert f"..{graph.address(entry)}" in linked
    expect(page.locator(".index-rows a", has_text="Bilaletdin, Sirkku")).to_have_count(1)
    context.close()


def test_where_no_index_was_made_the_page_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404))
    page.goto(f"{address}haku/?q=vammaispalvelu")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text(
        "Haku ei toimi juuri nyt. Katso hakemistosta A–Ö."
    )
    expect(page.get_by_role("heading", name="Hakemisto A–Ö")).to_be_visible()
    context.close()


def test_a_missing_page_offers_the_search(browser: Browser, address: str) -> None:
    # It names the site's own root, so in this subfolder it stands without its style.
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}404.html")
    form = page.get_by_role("main").get_by_role("search")
    expect(form.get_by_role("searchbox", name="Hae sivustolta")).to_be_visible()
    assert form.get_attribute("action") == "/haku/"
    context.close()


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_results_and_index_are_no_wider_than_the_window(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}haku/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ask(page, "vammaispalvelutoimistoille")
    expect(page.locator(".search-hits > .rows > li").first).to_be_visible()
    details = page.locator(".narrow")
    assert (details.get_attribute("open") is not None) == (width >= 960)
    if width < 960:
        page.locator("summary", has_text="Rajaa").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_first_query_loads_little(page: Page, address: str) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda r: sizes.update({urlsplit(r.url).path: len(r.body())}))
    page.goto(f"{address}haku/?q=vammaispalvelu")
    expect(page.locator(".search-hits > .rows > li")).to_have_count(10)
    page.wait_for_timeout(200)
    loaded = {path: size for path, size in sizes.items() if "/pagefind/" in path}
    assert any(path.endswith("wasm.fi.pagefind") for path in loaded)
    assert sum(loaded.values()) < BUDGET, loaded
