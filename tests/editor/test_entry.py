"""The page of an entry: shown, moved, refused, saved, kept and put together, as a browser does."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import build_site, write_site
from tests.editor.conftest import Answer, Editor, running
from tests.editor.entries import NAMED

SAKKI = "/sisallot/projects/sakki/fi"
NEWS = "/sisallot/news/uutinen/fi"


class Fields(HTMLParser):
    """What a browser would send of the form with an id, and what has the focus."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.focus: list[str] = []
        self._inside, self._area, self._select = False, "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if "autofocus" in given:
            self.focus.append(given.get("id") or "")
        if tag == "form":
            self._inside = given.get("id") == "form"
        if not self._inside:
            return
        if tag == "input" and given.get("type") in {"radio", "checkbox"}:
            if "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value") or "")
        elif tag == "input":
            self.sent.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.sent[self._select] = [given.get("value") or ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            text = self.sent[self._area][0].removeprefix("\n")
            self.sent[self._area] = [text.replace("\n", "\r\n")]
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][0] += data


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Editor]:
    """The editor of a site with something of most kinds, and its browser."""
    for editor in running(write_site(tmp_path / "sivusto", NAMED)):
        editor.begin()
        yield editor


def fields_at(site: Editor, address: str) -> dict[str, list[str]]:
    return Fields(site.get(address).text).sent


def press(site: Editor, address: str, sent: Mapping[str, object], do: str) -> Answer:
    given = {name: value for name, value in sent.items() if name != "token"}
    return site.post(address, {**given, "do": do})


def text_at(site: Editor, path: str) -> str:
    return (site.root / path).read_text("utf-8")


def words_in(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def test_a_form_shows_labels_and_names_and_no_key(site: Editor) -> None:
    page = site.get(SAKKI)
    assert page.status == 200
    text = words_in(page)
    assert "SAKKI" in text
    assert "Perustiedot" in text
    assert "Nimi Esimerkiksi:" in text
    assert "Kehittämisalueet" in text
    assert "Lapset" in text
    shown = re.sub(r"<(input type=\"hidden\"|form|button|a |option)[^>]*>", "", page.text)
    assert ">lapset<" not in shown


def test_saving_an_untouched_form_changes_no_byte(site: Editor) -> None:
    addresses = {
        f"/sisallot/{path.split('/')[1]}/{Path(path).stem}/fi": path
        for path in NAMED
        if path.endswith((".md", ".yaml"))
    }
    for address, path in addresses.items():
        before = (site.root / path).read_bytes()
        answer = press(site, address, fields_at(site, address), "save")
        assert "tallennettavaa ei ollut" in words_in(answer), path
        assert (site.root / path).read_bytes() == before


def test_what_was_changed_is_saved_and_nothing_else(site: Editor) -> None:
    path = "content/projects/sakki.yaml"
    (site.root / path).write_text(f"# huomio\n{text_at(site, path)}", "utf-8")
    sent = fields_at(site, SAKKI)
    sent["f.start"], sent["f.end"] = ["1.1.2016"], ["9/2017"]
    answer = press(site, SAKKI, sent, "save")
    assert "Tallennettu klo" in words_in(answer)
    assert "Aika" not in words_in(answer)
    saved = text_at(site, path)
    assert saved.startswith("# huomio\nname: SAKKI\n")
    assert "start: 2016-01-01\n" in saved
    assert "end: 2017-09\n" in saved
    assert build_site(site.root).is_sound


def test_what_a_build_refuses_is_refused_in_the_same_words_beside_the_field(site: Editor) -> None:
    before = text_at(site, "content/projects/sakki.yaml")
    sent = fields_at(site, SAKKI)
    sent |= {"f.start": ["1.1.2016"], "f.end": ["31.12.2015"], "f.name": [""]}
    answer = press(site, SAKKI, sent, "save")
    assert answer.status == 422
    text = words_in(answer)
    assert "Tallennus ei onnistunut: korjaa 1" in text or "korjaa 2" in text
    assert "Virhe: Pakollinen kenttä 'Nimi' puuttuu. Lisää se, esimerkiksi: Pro sos" in text
    assert '<a href="#f.name">' in answer.text
    assert Fields(answer.text).focus == ["summary"]
    assert text_at(site, "content/projects/sakki.yaml") == before
    sent["f.name"] = ["SAKKI"]
    answer = press(site, SAKKI, sent, "save")
    assert "Virhe: Loppu (2015-12-31) on ennen alkua (2016-01-01)." in words_in(answer)
    assert '<a href="#f.end">' in answer.text
    assert 'aria-describedby="f.end-hint f.end-fault" aria-invalid="true"' in answer.text
    assert Fields(answer.text).sent["f.end"] == ["31.12.2015"]


def test_a_name_that_nothing_has_is_told_with_those_that_are_near(site: Editor) -> None:
    address = "/sisallot/publications/raportti/fi"
    sent = fields_at(site, address)
    sent["f.sources.0.publication"] = ["Raportit"]
    answer = press(site, address, sent, "save")
    assert answer.status == 422
    assert "Ei osumia haulla ”Raportit”. Tarkoititko: Raportti" in words_in(answer)
    assert '<a href="#f.sources.0.publication">' in answer.text


def test_names_are_chosen_and_keys_are_written(site: Editor) -> None:
    sent = fields_at(site, SAKKI)
    sent["f.people.0.person"] = ["Aino Esimerkki (people/toinen-aino)"]
    sent["f.people.0.role"] = ["vetäjä"]
    assert "Tallennettu klo" in words_in(press(site, SAKKI, sent, "save"))
    assert "people:\n- person: toinen-aino\n  role: vetäjä\n" in re.sub(
        r"\n  (?=-| )", "\n", text_at(site, "content/projects/sakki.yaml")
    )


def test_rows_are_added_moved_and_removed_without_losing_what_is_typed(site: Editor) -> None:
    sent = fields_at(site, SAKKI)
    sent["f.summary"] = ["Kesken"]
    answer = press(site, SAKKI, sent, "add f.goals")
    assert Fields(answer.text).focus == ["f.goals.0.objective"]
    sent = Fields(answer.text).sent
    assert sent["f.summary"] == ["Kesken"]
    sent["f.goals.0.objective"], sent["f.goals.0.actions.0"] = ["Yksi"], ["a"]
    answer = press(site, SAKKI, sent, "add f.goals.0.actions")
    assert Fields(answer.text).focus == ["f.goals.0.actions.1"]
    sent = Fields(press(site, SAKKI, Fields(answer.text).sent, "add f.goals").text).sent
    sent["f.goals.1.objective"] = ["Kaksi"]
    answer = press(site, SAKKI, sent, "up f.goals.1")
    assert Fields(answer.text).focus == ["down.f.goals.0"]
    sent = Fields(answer.text).sent
    assert sent["f.goals.0.objective"] == ["Kaksi"]
    assert sent["f.goals.1.actions.0"] == ["a"]
    answer = press(site, SAKKI, sent, "remove f.goals.0")
    assert Fields(answer.text).focus == ["f.goals.0.objective"]
    assert Fields(answer.text).sent["f.goals.0.objective"] == ["Yksi"]
    press(site, SAKKI, Fields(answer.text).sent, "save")
    assert "objective: Yksi" in text_at(site, "content/projects/sakki.yaml")
    for nonsense in (
        "up f.goals.9",
        "add f.ei",
        "down f",
        "remove f.name.0",
        "add ",
        "up f.goals.x",
    ):
        assert press(site, SAKKI, sent, nonsense).status == 200


def test_a_new_entry_gets_a_name_of_its_own_and_a_form(site: Editor) -> None:
    sent = fields_at(site, "/uusi/news")
    assert re.fullmatch(r"\d+\.\d+\.20\d\d", sent["f.date"][0])
    sent |= {"f.title": ["Uutinen"], "f.topics.0": ["lapset"], "f.body": ["Hei\r\n\r\nmaailma."]}
    answer = press(site, "/uusi/news", sent, "save")
    assert "Tallennettu klo" in words_in(answer)
    assert text_at(site, "content/news/uutinen-2.md").endswith("---\nHei\n\nmaailma.\n")
    assert build_site(site.root).is_sound
    assert site.get("/uusi/ei-ole").status == 404
    assert site.get("/sisallot/news/ei-ole/fi").status == 404
    assert site.get("/sisallot/news/uutinen/xx").status == 404


def test_a_translation_begins_with_what_the_original_says(tmp_path: Path) -> None:
    two = NAMED | {"site.yaml": SITE_OF_TWO, "content/projects/sakki.yaml": ALIASED}
    for editor in running(write_site(tmp_path / "sivusto", two)):
        editor.begin()
        address = "/sisallot/projects/sakki/sv"
        page = editor.get(address)
        assert "Käännät sisältöä ”SAKKI”" in words_in(page)
        sent = Fields(page.text).sent
        assert sent["f.aliases.0"] == [""]
        sent["f.summary"] = ["Boende."]
        assert "Tallennettu klo" in words_in(press(editor, address, sent, "save"))
        saved = text_at(editor, "content/projects/sakki.sv.yaml")
        assert "summary: Boende.\n" in saved
        assert "aliases" not in saved
        assert "Ruotsi : ajan tasalla" in words_in(editor.get(SAKKI))


SITE_OF_TWO = (
    "name: Testikeskus\nurl: https://testi.example/\nlanguages: [fi, sv]\n"
    "sections:\n  projects: hankkeet\n"
)
ALIASED = (
    "name: SAKKI\nsort: project\nshare: socom\nsummary: Asumista.\ntopics: [lapset]\n"
    "aliases: [/vanha/]\n"
)


def test_what_is_not_saved_is_kept_and_offered_back(site: Editor) -> None:
    sent = fields_at(site, SAKKI)
    sent["f.summary"] = ["Kesken jäi"]
    sent["f.topics.0"] = ["lapsia"]
    assert press(site, SAKKI, sent, "keep").status == 204
    page = site.get(SAKKI)
    assert "Tallentamatonta tekstiä löytyi" in words_in(page)
    assert Fields(page.text).sent["f.summary"] == ["Asumista."]
    again = fields_at(site, f"{SAKKI}?jatka=1")
    assert again["f.summary"] == ["Kesken jäi"]
    assert again["f.topics.0"] == ["lapsia"]
    again["f.topics.0"] = ["Lapset"]
    press(site, SAKKI, again, "save")
    assert "summary: Kesken jäi\n" in text_at(site, "content/projects/sakki.yaml")
    assert "Tallentamatonta" not in words_in(site.get(SAKKI))
    press(site, SAKKI, again, "keep")
    assert "Tallentamatonta" not in words_in(press(site, SAKKI, again, "discard"))


def test_two_who_save_at_once_see_both_and_lose_nothing(site: Editor) -> None:
    mine, theirs = fields_at(site, SAKKI), fields_at(site, SAKKI)
    theirs |= {"f.summary": ["Toisen."], "f.funder": ["Rahasto"]}
    press(site, SAKKI, theirs, "save")
    mine |= {"f.summary": ["Oma."], "f.area": ["Kotka"]}
    answer = press(site, SAKKI, mine, "save")
    assert answer.status == 409
    text = words_in(answer)
    assert "Kaksi versiota" in text
    assert all(each in text for each in ("Toisen.", "Oma.", "Rahasto", "Kotka"))
    assert "summary: Toisen.\n" in text_at(site, "content/projects/sakki.yaml")
    picks = dict(re.findall(r'name="(pick\.[a-z]+)" value="(mine|theirs)" checked', answer.text))
    assert picks == {"pick.summary": "mine", "pick.funder": "theirs", "pick.area": "mine"}
    hidden = re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', answer.text)
    given = {name: html.unescape(value) for name, value in hidden}
    answer = press(site, SAKKI, {**given, **picks, "pick.summary": "theirs"}, "merge")
    sent = Fields(answer.text).sent
    assert (sent["f.summary"], sent["f.area"]) == (["Toisen."], ["Kotka"])
    assert sent["f.funder"] == ["Rahasto"]
    assert "Tallennettu klo" in words_in(press(site, SAKKI, sent, "save"))
    assert "area: Kotka\n" in text_at(site, "content/projects/sakki.yaml")


def test_an_entry_that_was_deleted_meanwhile_can_be_brought_back(site: Editor) -> None:
    sent = fields_at(site, "/sisallot/plan/tiedote/fi")
    file = site.root / "content/plan/tiedote.yaml"
    file.unlink()
    assert press(site, "/sisallot/plan/tiedote/fi", sent, "save").status == 404


def test_a_file_that_cannot_be_read_is_mended_as_text(site: Editor) -> None:
    file = site.root / "content/news/uutinen.md"
    sound = file.read_text("utf-8")
    file.write_text("---\ntitle: [\n---\nHei\n", "utf-8")
    page = site.get(NEWS)
    assert "Tiedostoa ei voi avata lomakkeena" in words_in(page)
    (digest,) = re.findall(r'name="digest" value="([^"]*)"', page.text)
    given = {"digest": digest, "end": "1"}
    answer = press(site, NEWS, given | {"text": "---\ntitle: {\n---\nHei\n"}, "text")
    assert answer.status == 422
    answer = press(site, NEWS, given | {"text": sound.replace("\n", "\r\n")}, "text")
    assert "Perustiedot" in words_in(answer)
    assert file.read_text("utf-8") == sound


def test_a_text_on_top_of_a_newer_file_is_refused_and_both_are_shown(site: Editor) -> None:
    file = site.root / "content/news/uutinen.md"
    sound = file.read_text("utf-8")
    file.write_text("---\ntitle: [\n---\nHei\n", "utf-8")
    (digest,) = re.findall(r'name="digest" value="([^"]*)"', site.get(NEWS).text)
    theirs, mine = (
        sound.replace("title: ", "title: Heidän "),
        sound.replace("title: ", "title: Oma "),
    )
    file.write_text(theirs, "utf-8")
    answer = press(site, NEWS, {"digest": digest, "end": "1", "text": mine}, "text")
    assert answer.status == 409
    assert "uudempi versio" in words_in(answer)
    assert all(f"title: {whose} " in words_in(answer) for whose in ("Oma", "Heidän"))
    assert file.read_text("utf-8") == theirs
    (digest,) = re.findall(r'name="digest" value="([^"]*)"', answer.text)
    press(site, NEWS, {"digest": digest, "end": "1", "text": mine}, "text")
    assert file.read_text("utf-8") == mine


def test_fields_that_no_kind_has_are_shown_kept_and_dropped(site: Editor) -> None:
    path = "content/people/aino.yaml"
    (site.root / path).write_text(f"{text_at(site, path)}publik: x\n", "utf-8")
    address = "/sisallot/people/aino/fi"
    page = site.get(address)
    assert "Kenttää 'publik' ei ole tässä lajissa" in words_in(page)
    sent = Fields(page.text).sent
    assert press(site, address, sent | {"f.role": ["ohjaaja"]}, "save").status == 422
    sent |= {"drop": ["publik"]}
    assert "Tallennettu klo" in words_in(press(site, address, sent, "save"))
    assert "publik" not in text_at(site, path)


def test_what_breaks_others_is_refused_with_where(site: Editor) -> None:
    sent = fields_at(site, "/sisallot/topics/lapset/fi")
    sent["f.draft"] = ["true"]
    answer = press(site, "/sisallot/topics/lapset/fi", sent, "save")
    assert answer.status == 422
    assert "Uutinen: Viittaus" in words_in(answer)
    assert "osoittaa luonnokseen" in words_in(answer)


def test_a_form_that_was_cut_off_on_the_way_saves_nothing(site: Editor) -> None:
    sent = fields_at(site, SAKKI)
    del sent["end"]
    answer = press(site, SAKKI, sent | {"f.name": ["X"]}, "save")
    assert answer.status == 400
    assert "name: SAKKI\n" in text_at(site, "content/projects/sakki.yaml")


def test_an_unsaved_page_is_shown_before_it_is_saved(site: Editor) -> None:
    sent = fields_at(site, NEWS) | {"f.body": ["Ihan uusi teksti."]}
    answer = press(site, NEWS, sent, "preview")
    assert answer.status == 200
    assert "Ihan uusi teksti." in answer.text
    assert "Ihan uusi" not in text_at(site, "content/news/uutinen.md")
    broken = press(site, NEWS, sent | {"f.date": ["31.2.2026"]}, "preview")
    assert broken.status == 422
    assert "Päivää '31.2.2026' ei ole kalenterissa" in words_in(broken)
    assert "frame-ancestors 'self'" in broken.headers["content-security-policy"]


def test_how_a_finnish_text_reads_is_told_under_it(site: Editor) -> None:
    sent = fields_at(site, NEWS) | {"f.body": ["Aino kävelee. Aino juoksee kotiin."]}
    press(site, NEWS, sent, "save")
    assert "2 virkettä · keskimäärin 2 sanaa virkkeessä · hyvä" in words_in(site.get(NEWS))


def test_who_shows_an_entry_stands_beside_its_form(site: Editor) -> None:
    text = words_in(site.get("/sisallot/topics/lapset/fi"))
    assert "Tämä sivu näkyy myös Uutinen SAKKI Henkka" in text
    assert "Muokkaimella ei ole vielä tallennettu tätä." in text
    sent = fields_at(site, "/sisallot/topics/lapset/fi") | {"f.summary": ["Muuttui."]}
    answer = press(site, "/sisallot/topics/lapset/fi", sent, "save")
    assert "Joku: Lapset: Tiivistelmä" in words_in(answer)


def test_a_look_at_what_nobody_changed_leaves_nothing_to_go_on_with(site: Editor) -> None:
    press(site, SAKKI, fields_at(site, SAKKI), "preview")
    assert "Tallentamatonta" not in words_in(site.get(SAKKI))
    sent = fields_at(site, SAKKI)
    sent["f.summary"] = ["Kesken jäi"]
    press(site, SAKKI, sent, "preview")
    assert "Tallentamatonta tekstiä löytyi" in words_in(site.get(SAKKI))
    press(site, SAKKI, fields_at(site, SAKKI), "preview")
    assert fields_at(site, f"{SAKKI}?jatka=1")["f.summary"] == ["Kesken jäi"]


def test_the_frame_says_what_it_will_show(site: Editor) -> None:
    page = site.get(SAKKI).text
    frame = page.partition('<div class="frame">')[2].partition("</div>")[0]
    assert "Paina Esikatsele, niin näet tässä sivun" in frame
    assert 'formtarget="esikatselu"' in page.partition("<aside")[2].partition(frame)[0]
