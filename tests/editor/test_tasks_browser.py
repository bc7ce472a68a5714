"""The daily tasks of the staff, end to end in Debian's chromium on a copy of the public site.

Each is done by mouse, by keyboard alone and with scripts switched off. What readers get is looked
at in the folder that the site is published to. `STEPS` is how many presses, choices and filled
fields a task may take at most: more would be a worse editor.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from socomsite.language import slug
from tests.attached import pdf
from tests.conftest import CHROMIUM, IS_CI, picture
from tests.editor.conftest import Editor, running
from tests.editor.hands import Hands, Way, hands
from tests.editor.realsite import copied

if CHROMIUM is None and not IS_CI:
    pytest.skip("chromium is not installed: browser tests skipped", allow_module_level=True)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAYS = pytest.mark.parametrize("way", Way)
PERSON = """\
name: Maija Mallikas
staff: true  # testissä keksitty
role: esimerkkisuunnittelija
phone: 040 000 0001
"""
PROJECT = """\
name: {name}
sort: project
share: socom
summary: Tämä hanke on keksitty testiä varten.
topics: [lastensuojelu]
start: 2025
{more}"""
STEPS = {"post": 16, "phone": 8, "back": 3, "bulletin": 6, "end": 14, "delete": 5}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The editor of a copy of the public site with a test person, published once."""
    folder = tmp_path_factory.mktemp("tyo")
    root = copied(folder / "sivusto")
    (root / "content/people/maija-mallikas.yaml").write_text(PERSON, "utf-8")
    for way in Way:
        for name, more in (("Päättyvä", ""), ("Poistuva", ""), ("Jäävä", "parent: poistuva-{way}")):
            file = root / f"content/projects/{slug(name)}-{way}.yaml"
            told = PROJECT.format(name=f"{name} hanke {way}", more=more.format(way=way) + "\n")
            file.write_text(told.rstrip("\n") + "\n", "utf-8")
    (root / "content/files").mkdir()
    (root / "content/files/loppuraportti.pdf").write_bytes(pdf("Loppuraportti"))
    with (root / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"publish:\n  verkko:\n    folder: {folder / 'verkko'}\n")
    yield from running(root)


@pytest.fixture(scope="module")
def published(browser: Browser, editor: Editor) -> Editor:
    """The same, whose readers have a site already."""
    with person(browser, editor, Way.MOUSE) as someone:
        publish(someone)
    return editor


def person(browser: Browser, editor: Editor, way: Way):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as of `hands`
    """Somebody who starts the editor anew."""
    editor.desk.guard.start = secrets.token_urlsafe(8)
    return hands(browser, editor, way)


def publish(someone: Hands) -> None:
    """Look at the changes, publish, and wait until readers have them."""
    someone.press_at(someone.page.get_by_role("banner").get_by_role("link", name="Julkaise").first)
    expect(someone.page.get_by_role("heading", level=1)).to_have_text(
        "Katso muutokset ja julkaise", timeout=240_000
    )
    someone.press("Julkaise")
    expect(someone.page.get_by_role("heading", level=1)).to_have_text(
        "Sivusto on julkaistu", timeout=240_000
    )


def readers_get(editor: Editor, address: str) -> str:
    """The page that readers have at an address."""
    file = editor.root.parent / "verkko/current" / address / "index.html"
    return file.read_text("utf-8") if file.is_file() else ""


def ended(someone: Hands, task: str) -> None:
    """How much it took, for whoever runs the tests with `-rP`."""
    print(f"{task}, {someone.way}: {someone.steps} steps, {someone.tabs} tabs")  # noqa: T201 - figures for the report
    assert someone.steps <= STEPS[task]


@WAYS
def test_a_phone_number_changes(browser: Browser, published: Editor, way: Way) -> None:
    number = f"040 000 000{2 + list(Way).index(way)}"
    file = published.root / "content/people/maija-mallikas.yaml"
    before = file.read_text("utf-8")
    with person(browser, published, way) as someone:
        someone.press("Muuta yhteystietoja", "link")
        someone.write("Hae nimellä", "mallikas")
        someone.press("Hae")
        someone.press("Maija Mallikas", "link")
        someone.write("Puhelin", number)
        someone.press("Tallenna")
        someone.sees("Tallennettu")
        changed = re.sub(r"phone: .*", f"phone: {number}", before)
        assert file.read_text("utf-8") == changed, "one line changed, the comment stays"
        publish(someone)
        ended(someone, "phone")
    assert number.replace(" ", "\u00a0") in readers_get(published, "yhteystiedot").replace(
        " ", "\u00a0"
    )


@WAYS
def test_a_post_with_a_photo_and_a_video_is_written_and_published(
    browser: Browser, published: Editor, way: Way, tmp_path: Path
) -> None:
    photo = tmp_path / f"kevat-{way.value}.jpg"
    photo.write_bytes(picture(1200 + list(Way).index(way), 900, "JPEG"))
    text = "Testi kertoo esimerkkipäivästä.\n\n[Esimerkkivideo](https://vimeo.com/76979871)"
    with person(browser, published, way) as someone:
        someone.press("Kirjoita blogiin", "link")
        someone.write("Otsikko", f"Esimerkkipäivä {way.value}")
        someone.write("Nimi", "Maija Mallikas")
        someone.write("Tiivistelmä", "Esimerkkipäivänä testattiin muokkainta.")
        chosen = someone.page.locator("datalist option[value*='ro sos' i]").first
        someone.write("Hanke tai palvelu 1", str(chosen.get_attribute("value")))
        someone.write("Teksti", text)
        add_picture(someone, photo)
        someone.press("Tallenna")
        someone.sees("Tallennettu")
        publish(someone)
        ended(someone, "post")
    page = readers_get(published, f"blogi/esimerkkipaiva-{way.value}")
    assert "Kevätpäivä testissä" in page
    assert "vimeo.com/76979871" in page
    assert f"kevat-{way.value}" in page
    assert page.count("esimerkkipäivästä") == 1


def add_picture(someone: Hands, photo: Path) -> None:
    """A picture brought in on the page that opens beside the form, and put into the text."""
    with someone.page.context.expect_page() as opened:
        someone.press("Lisää uusi kuva", "link")
    form, someone.page = someone.page, opened.value
    someone.bring("Kuvatiedosto", photo)
    someone.press("Kuva kertoo jotakin", "radio")
    someone.write("Tekstivastine", "Kevätpäivä testissä")
    someone.press("Ei näy", "radio")
    someone.press("Lisää kuva")
    someone.sees("Kuva on lisätty")
    if someone.way is Way.NO_SCRIPT:
        made = someone.page.locator("#teksti").input_value()
        someone.page = form
        text = form.locator("textarea.long").input_value()
        someone.write("Teksti", f"{text}\n\n{made}")
    else:
        someone.press("Lisää tekstiin")
        someone.sees("lisä")
        someone.page = form


@WAYS
def test_the_release_before_comes_back(browser: Browser, published: Editor, way: Way) -> None:
    number = f"040 000 001{list(Way).index(way)}"
    with person(browser, published, way) as someone:
        someone.page.goto(f"{someone.own}/sisallot/people/maija-mallikas/fi")
        someone.write("Puhelin", number)
        someone.press("Tallenna")
        publish(someone)
        someone.steps = someone.tabs = 0
        wrong = readers_get(published, "yhteystiedot")
        someone.press_at(
            someone.page.get_by_role("banner").get_by_role("link", name="Julkaise").first
        )
        expect(someone.page.get_by_role("heading", level=1)).to_have_text(
            "Katso muutokset ja julkaise", timeout=240_000
        )
        someone.press("Palauta edellinen versio", "link")
        someone.press("Palauta versio")
        expect(someone.page.get_by_role("heading", level=1)).to_have_text(
            "Aiempi versio on palautettu", timeout=60_000
        )
        ended(someone, "back")
    assert readers_get(published, "yhteystiedot") != wrong
    assert number in (published.root / "content/people/maija-mallikas.yaml").read_text("utf-8")


@WAYS
def test_the_next_bulletin_is_put_together(browser: Browser, published: Editor, way: Way) -> None:
    folder = published.root / "content/bulletins"
    before = set(folder.iterdir())
    with person(browser, published, way) as someone:
        someone.press("Kokoa seuraava tiedote", "link")
        someone.press("Kokoa seuraava numero: Socom Tiedote")
        expect(someone.page.get_by_role("heading", level=1)).to_contain_text(
            "Socom Tiedote", timeout=240_000
        )
        section = someone.page.locator("fieldset", has=someone.page.locator(".item ~ .item")).first
        place = section.get_attribute("id")
        first, second, *rest = section.locator("h3").all_inner_texts()
        someone.choose(f"Paikka: {second}", "Siirrä 1. paikalle")
        someone.choose(f"Paikka: {first}", "Poista numerosta")
        someone.write("Tiivistelmä", "Testin tiivistelmä kertoo, mitä tässä numerossa on.")
        someone.press("Tallenna numero")
        someone.sees("Numero on tallennettu.")
        shown_items = someone.page.locator(f"[id='{place}'] h3")
        assert shown_items.all_inner_texts() == [second, *rest]
        own = someone.page.url
        shown = {each.inner_text(): each.get_attribute("href") for each in looks_of(someone.page)}
        ended(someone, "bulletin")
        for words, address in shown.items():
            answer = someone.page.request.get(someone.own + str(address), timeout=240_000)
            assert answer.ok, (words, answer.status)
            sort = answer.headers["content-type"].partition(";")[0]
            assert sort in {"text/html", "text/plain", "application/pdf"}, words
            someone.page.goto(own)
    assert len(shown) == 4, "web page, mail, text and paper"
    (made,) = set(folder.iterdir()) - before
    assert "Testin tiivistelmä" in made.read_text("utf-8")
    made.unlink()


def looks_of(page: Page) -> list[Locator]:
    """The links to the forms of an issue."""
    return page.locator("aside a[target=_blank]").all()


@WAYS
def test_a_project_ends_with_its_report(browser: Browser, published: Editor, way: Way) -> None:
    name = f"Päättyvä hanke {way}"
    with person(browser, published, way) as someone:
        someone.press_at(
            someone.page.get_by_role("banner").get_by_role("link", name="Sisällöt").first
        )
        someone.write("Hae nimellä", name)
        someone.press("Hae")
        someone.press(name, "link")
        someone.press("Kirjaa päättyminen", "link")
        someone.write("Viimeinen päivä", "30.9.2026")
        someone.choose("Loppuraportti", "Uusi julkaisu")
        someone.write("Otsikko", f"Hankkeen {way} loppuraportti")
        someone.choose(re.compile("Tiedosto"), "loppuraportti.pdf")
        someone.choose(re.compile("[Ss]aavutettav"), "ei arvioitu")
        someone.press("Katso, mitä muuttuu")
        someone.sees("Oma sivu kertoo, että tämä on päättynyt")
        someone.press("Tallenna")
        someone.sees("Kirjattiin päättyminen")
        publish(someone)
        ended(someone, "end")
    page = readers_get(published, f"hankkeet/paattyva-{way}")
    assert "30.9.2026" in page.replace("\u00a0", "")
    assert f"Hankkeen {way} loppuraportti" in page


@WAYS
def test_a_deleted_project_leaves_its_address_to_lead_on(
    browser: Browser, published: Editor, way: Way
) -> None:
    with person(browser, published, way) as someone:
        someone.page.goto(f"{someone.own}/sisallot/projects/poistuva-{way}/fi")
        someone.press("Poista sisältö", "link")
        someone.sees(f"Jäävä hanke {way}")
        someone.press(re.compile("Poista viittaukset"), "radio")
        someone.press(re.compile(r"^Poista ”Poistuva"))
        someone.sees("Muutos on tallennettu")
        publish(someone)
        ended(someone, "delete")
    old = readers_get(published, f"hankkeet/poistuva-{way}")
    assert 'http-equiv="refresh"' in old
    stays = (published.root / f"content/projects/jaava-{way}.yaml").read_text("utf-8")
    assert "parent" not in stays
