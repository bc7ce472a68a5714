"""What scripts add to a form, in Debian's chromium; and the same done without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Route, expect

from tests.conftest import CHROMIUM, IS_CI, picture, write_site
from tests.editor.conftest import Editor, running
from tests.year import PARTS, begun

if CHROMIUM is None and not IS_CI:
    pytest.skip("chromium is not installed: browser tests skipped", allow_module_level=True)

pytestmark = pytest.mark.browser

NEWS, PROJECT = "/sisallot/news/uutinen/fi", "/sisallot/projects/alku/fi"
OF_PROJECT = """\
name: Alku
sort: project
share: socom
summary: S
topics: [lapset]
partners: [Kotka, Hamina]
goals:
- objective: Ensimmäinen
- objective: Toinen
"""
WITH_SELECTION = """a => {
  const [start, end] = [a.selectionStart, a.selectionEnd];
  return `${a.value.slice(0, start)}«${a.value.slice(start, end)}»${a.value.slice(end)}`;
}"""
#: What answers to a form that was kept: nothing to show.
KEPT = 204
KEEPS = re.compile(r"/sisallot/")


@pytest.fixture
def home(editor: Editor) -> Editor:
    """The small site with a project that has rows."""
    file = editor.root / "content/projects/alku.yaml"
    file.parent.mkdir()
    file.write_text(OF_PROJECT, "utf-8")
    return editor


@contextmanager
def opened(browser: Browser, editor: Editor, *, scripts: bool = True) -> Iterator[BrowserContext]:
    """A browser that the editor knows; nothing in it goes wrong."""
    own = f"http://127.0.0.1:{editor.port}"
    context = browser.new_context(base_url=own, java_script_enabled=scripts, locale="fi-FI")
    context.add_cookies([{"name": n, "value": v, "url": own} for n, v in editor.cookies.items()])
    told = list[str]()
    context.on("weberror", lambda error: told.append(str(error.error)))
    yield context
    context.close()
    assert told == []


@contextmanager
def shown(browser: Browser, editor: Editor, path: str, *, scripts: bool = True) -> Iterator[Page]:
    """A page of the editor in a browser of its own; what is typed there is kept when it goes."""
    with opened(browser, editor, scripts=scripts) as context:
        page = context.new_page()
        page.goto(path)
        yield page
        page.goto("/ohje/")


def area_of(page: Page) -> Locator:
    return page.get_by_label("Teksti", exact=True)


def tool(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Väliotsikko", "Tausta", "## «Tausta»"),
        ("Väliotsikko", "", "## «Väliotsikko»"),
        ("Lihavoi", "", "**«teksti»**"),
        ("Luettelo", "- yksi", "- «yksi»"),
        ("Luettelo", "", "- «kohta»"),
        ("Linkki", "", "[kohteen nimi](«https://»)"),
        ("Kuva", "Alku.", "Alku.\n\n![«mitä kuvassa on»](kuva.jpg)\n"),
        (
            "Taulukko",
            "",
            "| «otsikko 1» | otsikko 2 |\n| --- | --- |\n| tieto | tieto |\n",
        ),
        ("Alaviite", "Väite", "Väite[^1]\n\n[^1]: «alaviitteen teksti»"),
        ("Alaviite", "A[^1]\n\n[^1]: b", "A[^1]\n\n[^1]: b[^2]\n\n[^2]: «alaviitteen teksti»"),
    ],
)
def test_each_tool_writes_and_is_undone(
    browser: Browser, home: Editor, name: str, before: str, after: str
) -> None:
    """What is selected afterwards stands between « and »: it is there to be written over."""
    with shown(browser, home, NEWS) as page:
        area = area_of(page)
        area.fill(before)
        area.press("ControlOrMeta+End")
        tool(page, name)
        assert str(area.evaluate(WITH_SELECTION)) == after
        area.press("ControlOrMeta+z")
        assert area.input_value() == before


def test_what_is_selected_is_what_a_tool_works_on(browser: Browser, home: Editor) -> None:
    with shown(browser, home, NEWS) as page:
        area = area_of(page)
        area.fill("yksi kaksi")
        area.evaluate("a => a.setSelectionRange(5, 10)")
        area.press("ControlOrMeta+b")
        assert area.input_value() == "yksi **kaksi**"
        area.press("ControlOrMeta+k")
        assert area.input_value() == "yksi **[kaksi](https://)**"
        area.fill("yksi\nkaksi")
        area.press("ControlOrMeta+a")
        tool(page, "Luettelo")
        assert area.input_value() == "- yksi\n- kaksi"


def test_the_tools_are_one_stop_and_arrows_go_through_them(browser: Browser, home: Editor) -> None:
    with shown(browser, home, NEWS) as page:
        area = area_of(page)
        area.focus()
        page.keyboard.press("Shift+Tab")
        names = []
        for _ in range(7):
            names.append(page.evaluate("document.activeElement.textContent"))
            page.keyboard.press("ArrowRight")
        assert names == [
            *("Väliotsikko", "Lihavoi", "Luettelo", "Linkki", "Kuva", "Taulukko", "Alaviite"),
        ]
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        expect(area).to_be_focused()
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.textContent") == "Lihavoi"
        area.fill("")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert area.input_value() == "**teksti**"


def objectives(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("[name$='.objective']").all()]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_rows_are_added_moved_and_removed_by_keyboard(
    browser: Browser, home: Editor, *, scripts: bool
) -> None:
    with shown(browser, home, PROJECT, scripts=scripts) as page:
        page.get_by_role("button", name=re.compile("Lisää (osa)?tavoite")).focus()
        page.keyboard.press("Enter")
        third = page.locator("[id='f.goals.2.objective']")
        expect(third).to_be_focused()
        page.keyboard.insert_text("Kolmas")
        page.locator("[id='up.f.goals.2']").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[id='up.f.goals.1']")).to_be_focused()
        assert objectives(page) == ["Ensimmäinen", "Kolmas", "Toinen"]
        page.keyboard.press("Enter")
        # At the top there is no way up: the focus is on the way down.
        expect(page.locator("[id='down.f.goals.0']")).to_be_focused()
        assert objectives(page) == ["Kolmas", "Ensimmäinen", "Toinen"]
        page.locator("button[value='remove f.goals.1']").focus()
        page.keyboard.press("Enter")
        next_row = page.locator("[id='f.goals.1.objective']")
        expect(next_row).to_have_value("Toinen")
        expect(next_row).to_be_focused()
        page.get_by_role("button", name="Tallenna", exact=True).last.click()
        expect(page.get_by_role("status").first).to_contain_text("Tallennettu")
    text = (home.root / "content/projects/alku.yaml").read_text("utf-8")
    assert text.index("Kolmas") < text.index("Toinen")
    assert "Ensimmäinen" not in text


def test_without_scripts_there_are_no_tools_that_do_nothing(browser: Browser, home: Editor) -> None:
    with shown(browser, home, NEWS, scripts=False) as page:
        expect(page.get_by_role("toolbar")).to_have_count(0)
        area_of(page).fill("## Itse\n\n**kirjoitettu**")
        page.get_by_role("button", name="Tallenna", exact=True).last.click()
        expect(page.get_by_role("status").first).to_contain_text("Tallennettu")
    assert "## Itse\n\n**kirjoitettu**" in (home.root / "content/news/uutinen.md").read_text()


def kept(page: Page, text: str) -> None:
    """Write, and wait until the form has been kept."""
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok, timeout=30_000):
        area_of(page).fill(text)


def test_what_was_typed_outlives_a_browser_that_crashes(browser: Browser, home: Editor) -> None:
    before = (home.root / "content/news/uutinen.md").read_bytes()
    with opened(browser, home) as context:
        page = context.new_page()
        page.goto(NEWS)
        kept(page, "Ennen kaatumista.")
        with pytest.raises(Error, match="crash"):
            page.goto("chrome://crash")
        page = context.new_page()
        page.goto(NEWS)
        expect(page.get_by_role("main")).to_contain_text("Tallentamatonta tekstiä löytyi")
        assert area_of(page).input_value() != "Ennen kaatumista."
        page.get_by_role("link", name="Jatka").click()
        expect(area_of(page)).to_have_value("Ennen kaatumista.")
        page.goto("/ohje/")
    assert (home.root / "content/news/uutinen.md").read_bytes() == before


def test_what_was_typed_is_there_after_the_page_is_loaded_again(
    browser: Browser, home: Editor
) -> None:
    with shown(browser, home, NEWS) as page:
        area_of(page).fill("Ehti vain kirjoittaa.")
        page.reload()
        page.get_by_role("link", name="Jatka").click()
        expect(area_of(page)).to_have_value("Ehti vain kirjoittaa.")
        page.get_by_role("button", name="Tallenna", exact=True).last.click()
        expect(page.get_by_role("status").first).to_contain_text("Tallennettu")
        page.goto(NEWS)
        expect(page.get_by_role("main")).not_to_contain_text("Tallentamatonta")


def test_what_was_typed_into_a_bulletin_outlives_a_crash_too(
    browser: Browser, tmp_path: Path
) -> None:
    root = begun(write_site(tmp_path / "sivusto", PARTS[0][1]))
    with (root / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"as_of: {PARTS[0][0]}\n")
    for editor in running(root):
        editor.begin()
        editor.post("/tiedote/", {"sarja": "tiedote"})
        address = "/tiedote/tiedote-1-2026"
        with opened(browser, editor) as context:
            page = context.new_page()
            page.goto(address)
            with page.expect_response(lambda r: r.status == KEPT, timeout=30_000):
                page.get_by_label("Oma teksti").first.fill("Pääkirjoitus ennen kaatumista.")
            with pytest.raises(Error, match="crash"):
                page.goto("chrome://crash")
            page = context.new_page()
            page.goto(address)
            box = page.get_by_label("Oma teksti").first
            expect(box).to_have_value("Pääkirjoitus ennen kaatumista.")
            page.goto("/ohje/")


def test_what_could_not_be_kept_is_tried_again(browser: Browser, home: Editor) -> None:
    with shown(browser, home, NEWS) as page:
        failed = list[str]()

        def cut(route: Route) -> None:
            failed.append(route.request.url)
            route.abort()

        page.route(KEEPS, cut)
        with page.expect_event("requestfailed", timeout=30_000):
            area_of(page).fill("Yhteys katkesi.")
        page.unroute(KEEPS)
        with page.expect_response(lambda r: r.request.method == "POST" and r.ok, timeout=30_000):
            pass
        assert failed
    assert "Tallentamatonta tekstiä löytyi" in home.get(NEWS).text


def test_a_name_that_is_in_no_list_is_told_at_once(browser: Browser, home: Editor) -> None:
    (home.root / "content/people").mkdir()
    for number in range(13):  # fewer are simply chosen from
        card = f"name: Aino {number}\nstaff: true\n"
        (home.root / f"content/people/aino-{number}.yaml").write_text(card, "utf-8")
    with shown(browser, home, "/uusi/posts") as page:
        box = page.get_by_label(re.compile("^Henkilö")).first
        box.fill("Ei Kukaan")
        box.blur()
        expect(page.get_by_role("main")).to_contain_text("Ei osumia haulla ”Ei Kukaan”")
        box.fill("aino 7")
        box.blur()
        expect(page.get_by_role("main")).not_to_contain_text("Ei osumia")


def test_a_picture_dropped_on_its_page_is_the_one_that_is_sent(
    browser: Browser, home: Editor, tmp_path: Path
) -> None:
    file = tmp_path / "pudotettu.jpg"
    file.write_bytes(picture(20, 10, "JPEG"))
    with shown(browser, home, "/lisaa/kuva") as page:
        page.evaluate(
            """([name, bytes]) => {
              const dropped = new DataTransfer();
              dropped.items.add(new File([new Uint8Array(bytes)], name, {type: "image/jpeg"}));
              const given = {dataTransfer: dropped, bubbles: true, cancelable: true};
              const over = new DragEvent("dragover", given);
              document.body.dispatchEvent(over);
              if (!over.defaultPrevented) throw new Error("the browser would open the file");
              document.body.dispatchEvent(new DragEvent("drop", given));
            }""",
            [file.name, list(file.read_bytes())],
        )
        expect(page.get_by_label("Kuvatiedosto")).to_be_focused()
        page.get_by_role("radio", name="Kuva kertoo jotakin").check()
        page.get_by_label("Tekstivastine").fill("Pudotettu kuva testissä")
        page.get_by_role("radio", name="Ei näy").check()
        page.get_by_role("button", name="Lisää kuva").click()
        expect(page.get_by_role("main")).to_contain_text("Kuva on lisätty")
    assert (home.root / "content/pictures/pudotettu.jpg").is_file()
