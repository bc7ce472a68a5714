"""The next Tiedote in the editor: gathered, put in order, cut, extended, saved, seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from socomsite.editor.document import fields_in
from tests.conftest import write_site
from tests.editor.conftest import Editor, running
from tests.editor.pages import read
from tests.year import PARTS, begun

PATH = "content/bulletins/tiedote-1-2026.yaml"


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Editor]:
    """The editor of a site to which something has come since its last issue."""
    root = begun(write_site(tmp_path / "sivusto", PARTS[0][1]))
    text = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(f"{text}as_of: {PARTS[0][0]}\n", "utf-8")
    for editor in running(root):
        editor.begin()
        yield editor


def said(editor: Editor) -> dict[str, object]:
    found = fields_in((editor.root / PATH).read_text("utf-8"), PATH).value
    assert found is not None
    return dict(found)


def act(editor: Editor, act: str, **fields: str) -> str:
    """Press a button of the issue's form, as the page shows it now."""
    page = editor.get("/tiedote/tiedote-1-2026").text
    digest = page.partition('name="digest" value="')[2].partition('"')[0]
    return editor.post("/tiedote/tiedote-1-2026", {"tee": act, "digest": digest, **fields}).text


def test_the_next_issue_is_gathered_and_again_only_adds(year: Editor) -> None:
    assert "Kokoa seuraava numero" in year.get("/tiedote/").text
    page = year.post("/tiedote/", {"sarja": "tiedote"}).text
    assert "<h1>Testin tiedote 1/2026</h1>" in page
    before = (year.root / PATH).read_bytes()
    assert "Uutta ei ole tullut." in year.post("/tiedote/", {"sarja": "tiedote"}).text
    assert (year.root / PATH).read_bytes() == before


def test_moves_are_kept_until_they_are_saved(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    before = said(year)
    page = act(year, "section:")
    assert "Muutoksia ei ole vielä tallennettu." in page
    assert said(year) == before
    number = len(before.get("sections", []))  # type: ignore[arg-type]  # a list
    typed = {
        f"f.sections.{number}.title": "Toimitukselta",
        f"f.sections.{number}.text": "Kevät tuli.",
        "f.lead.title": "Hyvä lukija",
        "f.lead.text": "Tervetuloa.",
        "f.summary": "Mitä keväällä tapahtui.",
    }
    page = act(year, "save", **typed)
    assert "Numero on tallennettu." in page
    after = said(year)
    assert after["sections"][-1] == {"title": "Toimitukselta", "text": "Kevät tuli."}  # type: ignore[index]  # a list
    assert after["lead"] == {"title": "Hyvä lukija", "text": "Tervetuloa."}
    assert after["gathered"] == before["gathered"]


def test_items_are_put_where_was_chosen_and_words_are_asked_for(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    before = said(year)["sections"]
    assert isinstance(before, list)
    number = next(n for n, each in enumerate(before) if len(each["items"]) > 1)
    first, second, *rest = before[number]["items"]
    place = f"paikka.sections.{number}.items"
    page = act(year, "arrange", **{f"{place}.1": "1"})
    assert "Muutoksia ei ole vielä tallennettu." in page
    page = act(year, "save", **{f"{place}.1": "words"})
    assert f'<textarea id="sections.{number}.items.1.text"' in page
    assert "Numero on tallennettu." in page
    act(year, "save", **{f"{place}.0": "cut", f"f.sections.{number}.items.1.text": "Omin sanoin."})
    after = said(year)["sections"]
    assert isinstance(after, list)
    assert after[number]["items"] == [{"entry": first, "text": "Omin sanoin."}, *rest]
    assert second not in str(after)


def test_the_date_is_shown_as_people_write_it_and_stays_as_it_is_written(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    before = (year.root / PATH).read_bytes()
    shown = re.findall(r'name="f.date" value="([0-9.]+)"', year.get("/tiedote/tiedote-1-2026").text)
    assert "Numero on tallennettu." in act(year, "save", **{"f.date": shown[0]})
    assert (year.root / PATH).read_bytes() == before
    act(year, "save", **{"f.date": "1.12.2026"})
    assert said(year)["date"] == "2026-12-01"


def test_a_section_shows_how_its_own_text_begins(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    act(year, "section:")
    number = len(said(year).get("sections", []))  # type: ignore[arg-type]  # a list
    text = f"Katso [hanke](ref:projects/x) ja {'muuta ' * 20}."
    page = act(year, "arrange", **{f"f.sections.{number}.text": text})
    assert '<p class="meta">Katso hanke ja muuta muuta' in page
    assert "muuta …</p>" in page


def test_what_is_typed_is_kept_and_comes_back(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    before = (year.root / PATH).read_bytes()
    address = "/tiedote/tiedote-1-2026"
    page = read(address, year.get(address))
    (form,) = (each for each in page.forms if "digest" in each.names)
    as_it_is = {name: values[-1] for name, values in form.values().items()}
    assert year.post(address, as_it_is | {"do": "keep"}).status == 204
    assert "Muutoksia ei ole" not in year.get(address).text
    typed = as_it_is | {"f.lead.text": "Kesken jäänyt pääkirjoitus", "do": "keep"}
    assert year.post(address, typed).status == 204
    text = year.get(address).text
    assert "Kesken jäänyt pääkirjoitus" in text
    assert "Muutoksia ei ole vielä tallennettu." in text
    assert (year.root / PATH).read_bytes() == before


def test_what_the_build_refuses_is_told_and_nothing_is_saved(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    before = (year.root / PATH).read_bytes()
    page = act(year, "save", **{"f.date": "31.2.2026"})
    assert 'role="alert"' in page
    assert "31.2.2026" in page
    assert (year.root / PATH).read_bytes() == before


def test_an_issue_that_somebody_else_changed_is_not_written_over(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    file = year.root / PATH
    act(year, "section:")
    file.write_text(f"{file.read_text('utf-8')}# muistiin\n", "utf-8")
    page = act(year, "save", **{"f.lead.title": "Minun"})
    assert "Tähän tallennettiin uudempi versio" in page
    assert "# muistiin" in file.read_text("utf-8")
    assert "Minun" not in file.read_text("utf-8")


def test_the_forms_are_shown_and_can_run_nothing(year: Editor) -> None:
    year.post("/tiedote/", {"sarja": "tiedote"})
    for form, kind in (("posti", "text/html"), ("teksti", "text/plain")):
        answer = year.get(f"/tiedote/tiedote-1-2026/muoto/{form}")
        if answer.status == 404:  # this site has no template of mail
            continue
        assert answer.headers["content-type"].startswith(kind)
        assert "sandbox" in answer.headers["content-security-policy"]
    assert year.get("/tiedote/ei-ole").status == 404
    assert year.get("/tiedote/ei-ole/muoto/posti").status == 404
