"""Publishing from the browser: seen before it is done, done once, and undone by a button."""

from __future__ import annotations

import re
import threading

import pytest

from socomsite.editor import publications
from socomsite.editor.store import Store
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.git import git
from socomsite.publishing.preparing import carry_out
from socomsite.publishing.target import Owner
from tests.conftest import SITE_YAML, news
from tests.editor.conftest import PUBLISH, Answer, Editor
from tests.editor.publishes import NEWS, patient, place, press, published, save, served
from tests.publishing.hosts import repository
from tests.publishing.made import NOW


def test_the_site_is_published_by_a_button_and_only_then(home: Editor) -> None:
    shown = patient(home)
    assert "Mikä muuttuu lukijoille (koe): ensimmäinen julkaiseminen" in shown.text
    assert not place(home).exists()
    done = press(home, shown)
    assert "<h1>Sivusto on julkaistu</h1>" in done.text
    assert "Uutinen" in served(home, "ajankohtaista/uutinen/index.html")
    assert (home.root / "ledger.txt").is_file()
    assert "Julkaistavaa ei ole." in patient(home).text


def test_changes_are_told_in_words_each_page_by_its_title(home: Editor) -> None:
    published(home)
    save(home, {"content/news/toinen.md": news("Toinen <b>uutinen</b> & muuta")})
    save(home, {NEWS: news("Uusi nimi")})
    text = patient(home).text.replace("\u00a0", " ")
    assert "Mikä muuttuu lukijoille (koe): 1 uusi sivu, " in text
    assert "<h2>Uudet sivut</h2>" in text
    assert "Toinen &lt;b&gt;uutinen&lt;/b&gt; &amp; muuta</a>" in text
    assert '<p class="meta">/ajankohtaista/toinen/</p>' in text
    assert "<h2>Muuttuvat sivut</h2>" in text


def test_what_was_seen_is_what_is_published(home: Editor) -> None:
    shown = patient(home)
    save(home, {NEWS: news("Tallennettiin välissä")})
    (version,) = re.findall(r'name="versio" value="([^"]+)"', shown.text)
    answer = home.post("/julkaise/", {"kohde": "koe", "versio": version}, follow=False)
    assert answer.headers["location"] == "/julkaise/?kohde=koe"
    assert not place(home).exists()


def test_mistakes_stop_it_and_lead_to_the_form(home: Editor) -> None:
    save(home, {NEWS: news(date="31.2.2026")})
    text = patient(home).text
    assert "Korjaa 1\u00a0kohta, niin sivuston voi julkaista" in text
    assert f'<a href="/sisallot/news/uutinen/fi">{NEWS}</a>' in text
    assert "31.2.2026" in text
    assert 'name="versio"' not in text


def test_a_mistake_is_told_in_the_words_of_its_form(home: Editor) -> None:
    save(home, {NEWS: news().replace("topics: [lapset]\n", "")})
    for path in ("/julkaise/", "/sisallot/?tila=korjattavat"):
        text = patient(home, path).text
        assert "Pakollinen kenttä &#39;Kehittämisalueet&#39; puuttuu" in text, path
        assert "topics" not in text, path


def test_a_lost_address_is_kept_by_a_button(home: Editor) -> None:
    published(home)
    (home.root / NEWS).rename(home.root / "content/news/uutinen-uusi.md")
    text = patient(home).text
    assert "Ohjaa /ajankohtaista/uutinen/ uuteen osoitteeseen" in text
    fields = {"kohde": "koe", "osoite": "/ajankohtaista/uutinen/"}
    home.post("/julkaise/osoite", fields)
    assert (
        "aliases: [/ajankohtaista/uutinen/]"
        in (home.root / "content/news/uutinen-uusi.md").read_text()
    )
    (change,) = Store(home.root, "").changes()
    assert change.what == "/ajankohtaista/uutinen/ ohjataan uuteen osoitteeseen"
    shown = patient(home)
    assert "1\u00a0ohjaus" in shown.text
    press(home, shown)
    assert "uutinen-uusi" in served(home, "ajankohtaista/uutinen/index.html")


def test_many_removals_are_asked_about(home: Editor) -> None:
    more = {f"content/news/uusi-{number}.md": news(f"Uusi {number}") for number in range(4)}
    save(home, more)
    published(home)
    (home.root / "ledger.txt").unlink()
    for path in more:
        (home.root / path).unlink()
    shown = patient(home)
    assert "Kyllä, 4\u00a0sivua poistetaan tarkoituksella" in shown.text
    (version,) = re.findall(r'name="versio" value="([^"]+)"', shown.text)
    asked = home.post("/julkaise/", {"kohde": "koe", "versio": version})
    assert asked.status == 409
    assert "Virhe: sivuja poistuisi tavallista enemmän." in asked.text
    assert (place(home) / "current/ajankohtaista/uusi-0").exists()
    press(home, asked, poistot="1")
    assert not (place(home) / "current/ajankohtaista/uusi-0").exists()


def test_where_there_are_several_places_one_is_chosen(editor: Editor) -> None:
    save(editor, {"site.yaml": f"{SITE_YAML}{PUBLISH}  toinen: {{folder: ../muu}}\n"})
    text = editor.get("/julkaise/").text
    assert '<a href="/julkaise/?kohde=toinen">toinen</a>' in text
    assert "Kohde: toinen" in patient(editor, "/julkaise/?kohde=toinen").text


def test_without_a_place_it_is_said_what_to_do(editor: Editor) -> None:
    text = editor.get("/julkaise/").text
    assert "Julkaisukohdetta ei ole vielä kerrottu." in text
    assert "Pyydä ylläpitäjää" in text


def test_missing_secrets_are_told_in_words(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    bucket = "publish:\n  koe: {bucket: {name: a, endpoint: 'http://127.0.0.1:9/'}}\n"
    save(editor, {"site.yaml": SITE_YAML + bucket})
    text = patient(editor).text
    assert "<h2>Julkaiseminen ei nyt onnistu</h2>" in text
    assert "Säilön avaimet puuttuvat." in text


def test_another_publishing_under_way_is_told(home: Editor) -> None:
    shown = patient(home)
    target = FolderTarget(place(home), home.root, "../julki")
    with target.locked(Owner("anna@kone", NOW)):
        done = press(home, shown)
    assert "<h1>Julkaiseminen keskeytyi</h1>" in done.text
    assert "Toinen julkaiseminen on kesken" in done.text


def test_nothing_is_ever_done_twice_at_once(home: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, going, calls = patient(home), threading.Event(), list[object]()

    def slow(*given: object, **_: object) -> object:
        calls.append(given)
        going.wait(10)
        return carry_out(*given)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(publications, "carry_out", slow)
    (version,) = re.findall(r'name="versio" value="([^"]+)"', shown.text)
    fields = {"kohde": "koe", "versio": version}
    for _ in range(3):
        home.post("/julkaise/", fields, follow=False)
        home.post("/julkaise/palauta", fields, follow=False)
    progress = home.ask("/julkaise/?kohde=koe&tehty=1")
    assert progress.headers["refresh"] == "1"
    assert "<script" not in progress.text.partition("<main")[2]
    going.set()
    assert "<h1>Sivusto on julkaistu</h1>" in patient(home, "/julkaise/?kohde=koe&tehty=1").text
    assert len(calls) == 1


def test_a_fault_of_ours_is_told_and_the_page_does_not_wait_for_ever(
    home: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = patient(home)

    def broken(*_: object, **__: object) -> None:
        message = "rikki"
        raise RuntimeError(message)

    monkeypatch.setattr(publications, "carry_out", broken)
    assert "Vika on ohjelmassa" in press(home, shown).text
    monkeypatch.setattr(publications, "build", broken)
    (home.root / NEWS).touch()
    assert "Vika on ohjelmassa" in patient(home).text
    assert "rikki" in home.reports.pop()
    assert "rikki" in home.reports.pop()


def test_publishing_needs_the_form_of_the_page(home: Editor) -> None:
    for path in ("/julkaise/", "/julkaise/osoite", "/julkaise/palauta"):
        assert home.post(path, {"kohde": "koe", "token": ""}).status == 403
    assert not place(home).exists()


def moved(editor: Editor) -> Answer:
    """A page whose address was given another letter, and the page that offers to keep the old."""
    save(editor, {"content/pages/ohje.md": address_page("ohje")})
    published(editor)
    save(editor, {"content/pages/ohje.md": address_page("Ohje")})
    return patient(editor)


def address_page(address: str) -> str:
    front = "title: Ohje\nmenu: main\nreviewed_on: 2026-11-01\nowner: Testaaja\n"
    return f"---\n{front}address: {address}\n---\nHyvä.\n"


def test_a_redirect_that_goes_into_the_settings_is_in_the_history(home: Editor) -> None:
    assert "Ohjaa /ohje/ uuteen osoitteeseen" in moved(home).text
    settings = home.root / "site.yaml"
    before = settings.read_bytes()
    home.cookies["socomsite-person"] = "Maija%20Mallikas"
    home.post("/julkaise/osoite", {"kohde": "koe", "osoite": "/ohje/"})
    assert settings.read_bytes().startswith(before)
    assert "- {old: /ohje/, new: /Ohje/}" in settings.read_text()
    (change,) = Store(home.root, "").changes()
    assert (change.who, change.what) == (
        "Maija Mallikas",
        "/ohje/ ohjataan uuteen osoitteeseen",
    )
    text = home.get(f"/historia/{change.id}").text
    assert "<h2>Sivuston asetukset</h2>" in text
    assert "/Ohje/" in text
    answer = home.post("/historia/kumoa", {"muutos": change.id})
    assert "Kumottu: /ohje/ ohjataan uuteen osoitteeseen" in answer.text
    assert settings.read_bytes() == before
    assert "Ohjaa /ohje/ uuteen osoitteeseen" in patient(home).text


def test_a_redirect_is_a_commit_where_edits_are(home: Editor) -> None:
    moved(home)
    text = (home.root / "site.yaml").read_text()
    repository(home.root)
    save(home, {"site.yaml": f"{text}commit_edits: kyllä\n"})
    git(home.root, "commit", "--quiet", "--all", "--message", "alku")
    patient(home)
    home.cookies["socomsite-person"] = "Maija%20Mallikas"
    home.post("/julkaise/osoite", {"kohde": "koe", "osoite": "/ohje/"})
    shown = git(home.root, "show", "--format=%an|%s", "--name-only", "HEAD").decode().split("\n")
    assert shown[0] == "Maija Mallikas|/ohje/ ohjataan uuteen osoitteeseen"
    assert [line for line in shown[1:] if line] == ["site.yaml"]
