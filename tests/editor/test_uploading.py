"""Pictures and files added in the editor: what is taken, what is asked, what comes of it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from socomsite.editor import receiving
from tests.attached import PDF, core, docx, packed, pdf, photo
from tests.conftest import news
from tests.editor.conftest import Editor
from tests.editor.sending import send

TELLS = {"merkitys": "kertoo", "alt": "Kaksi ihmistä piirtää pöydän ääressä.", "ihmiset": "ei"}
ACCESSIBLE = {"otsikko": "Vuoden 2026 raportti", "tila": "accessible"}


def pictures(editor: Editor) -> list[str]:
    return sorted(file.name for file in (editor.root / "content/pictures").glob("*"))


def files(editor: Editor) -> list[str]:
    return sorted(file.name for file in (editor.root / "content/files").glob("*"))


def test_a_picture_is_added_and_its_line_for_a_text_is_shown(editor: Editor) -> None:
    answer = send(editor, "/lisaa/kuva", TELLS, ("IMG 4711 Työpaja.JPG", photo(gps=True)))
    assert answer.status == 200
    assert "<h1>Kuva on lisätty</h1>" in answer.text
    assert "![Kaksi ihmistä piirtää pöydän ääressä.](img-4711-tyopaja.jpg)" in answer.text
    assert "Kuvasta poistettiin: kuvauspaikan sijainti." in answer.text
    assert pictures(editor) == ["img-4711-tyopaja.jpg"]
    assert b"Exif" not in (editor.root / "content/pictures/img-4711-tyopaja.jpg").read_bytes()


def test_a_decorative_picture_says_nothing(editor: Editor) -> None:
    given = {"merkitys": "koriste", "alt": "jäi", "ihmiset": "ei"}
    answer = send(editor, "/lisaa/kuva", given, ("kukkia.png", photo("PNG")))
    assert "![](kukkia.png){.koriste}" in answer.text


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"ihmiset": "ei"}, "merkitys", "Valitse, kertooko kuva jotakin vai onko se koriste."),
        ({**TELLS, "alt": " "}, "alt", "Kirjoita tekstivastine: mitä kuvassa näkyy?"),
        ({**TELLS, "alt": "kuva.jpg"}, "alt", "Kirjoita, mitä kuvassa näkyy."),
        ({**TELLS, "alt": "a" * 501}, "alt", "Tekstivastineessa on yli 500 merkkiä."),
        ({**TELLS, "ihmiset": ""}, "ihmiset", "Valitse, näkyykö kuvassa ihmisiä."),
        ({**TELLS, "ihmiset": "on"}, "suostumus", "Kirjoita, missä suostumus on tallessa."),
        ({**TELLS, "asti": "huomenna"}, "asti", "Kirjoita päivä näin: 22.11.2026."),
    ],
)
def test_what_a_picture_lacks_is_told_beside_its_field_and_nothing_is_saved(
    editor: Editor, given: dict[str, str], field: str, words: str
) -> None:
    answer = send(editor, "/lisaa/kuva", given, ("kuva.jpg", photo()))
    assert answer.status == 422
    assert f'<a href="#{field}">{words}' in answer.text
    assert f'id="{field}-error">{words}' in answer.text
    assert pictures(editor) == []


def test_what_was_written_stays_when_something_is_to_be_mended(editor: Editor) -> None:
    answer = send(editor, "/lisaa/kuva", TELLS)
    assert "Valitse tiedosto." in answer.text
    assert "Kaksi ihmistä piirtää pöydän ääressä.</textarea>" in answer.text
    assert 'value="kertoo" checked' in answer.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("kuva.jpg", b"", "Tiedosto on tyhjä."),
        ("kuva.jpg", b"<html><script>1</script>", "sisältö ei ole sallittua tyyppiä"),
        ("kuva.jpg", photo() + b"<html><script>1</script></html>", "ei ole sallittua tyyppiä"),
        ("kuva.jpg", photo()[:200], "Tiedosto ei ole kuva, tai se on vaurioitunut."),
        ("kuva.heic", b"\0\0\0\x18ftypheic" + b"\0" * 99, "Kuvan tyyppi ei käy (HEIC)."),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    editor: Editor, name: str, data: bytes, words: str
) -> None:
    answer = send(editor, "/lisaa/kuva", TELLS, (name, data))
    assert answer.status == 422
    assert words in answer.text
    assert pictures(editor) == []


def test_two_pictures_of_one_name_are_both_kept_and_the_same_one_only_once(editor: Editor) -> None:
    for data in (photo(), photo("PNG"), photo()):
        assert send(editor, "/lisaa/kuva", TELLS, ("Kuva.jpg", data)).status == 200
    assert pictures(editor) == ["kuva.jpg", "kuva.png"]
    other = photo(exif={0x0112: 6})
    assert "kuva-2.jpg" in send(editor, "/lisaa/kuva", TELLS, ("KUVA.JPG", other)).text


@pytest.mark.parametrize(
    "name", ["../../site.yaml", "/etc/passwd", "C:\\a\\con.jpg", "ａ\u202egpj."]
)
def test_no_name_leads_out_of_the_pictures(editor: Editor, name: str) -> None:
    before = (editor.root / "site.yaml").read_bytes()
    assert send(editor, "/lisaa/kuva", TELLS, (name, photo())).status == 200
    (found,) = pictures(editor)
    assert found.endswith(".jpg")
    assert found.isascii()
    assert (editor.root / "site.yaml").read_bytes() == before


def test_who_agreed_stands_in_the_history(editor: Editor) -> None:
    given = {**TELLS, "ihmiset": "on", "suostumus": "mappi 7", "asti": "31.12.2027"}
    answer = send(editor, "/lisaa/kuva", given, ("ryhma.jpg", photo()))
    assert "<dd>mappi 7</dd>" in answer.text
    assert "Merkitse 31.12.2027 kalenteriin ja poista kuva tekstistä silloin" in answer.text
    assert "Suostumus on kirjattu kuvan historiaan." in answer.text
    history = editor.get("/historia/?sisalto=content%2Fpictures%2Fryhma.jpg").text
    assert "Suostumus: mappi 7 31.12.2027" in history
    # The same picture once more is not saved again, and nothing is written of the new consent.
    given |= {"suostumus": "mappi 8", "asti": ""}
    answer = send(editor, "/lisaa/kuva", given, ("ryhma.jpg", photo()))
    assert "suostumusta ei kirjattu mihinkään" in answer.text
    assert "Jos joku kuvassa näkyvistä peruu suostumuksensa" in answer.text
    from socomsite.editor.store import Store  # noqa: PLC0415 - asked once

    (change,) = Store(editor.root, "").changes("content/pictures/ryhma.jpg")
    assert change.what == "Kuva lisättiin: ryhma. Suostumus: mappi 7 31.12.2027"


def test_a_form_that_is_too_large_is_told_so(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 10_000)
    answer = send(editor, "/lisaa/kuva", TELLS, ("suuri.jpg", b"\xff\xd8\xff" * 50_000))
    assert answer.status == 413
    assert "Tiedosto on liian suuri" in answer.text


def test_a_form_of_nobody_is_refused_before_anything_is_kept(editor: Editor) -> None:
    answer = send(editor, "/lisaa/kuva", {**TELLS, "token": "arvattu"}, ("a.jpg", photo()))
    assert answer.status == 403
    assert pictures(editor) == []


def test_the_list_shows_each_picture_and_where_it_is_used(editor: Editor) -> None:
    send(editor, "/lisaa/kuva", TELLS, ("oma.jpg", photo()))
    assert "Ei käytössä missään." in editor.get("/lisaa/kuvat").text
    path = editor.root / "content/news/uutinen.md"
    path.write_text(news(body="Alku.\n\n![Kaksi piirtää.](oma.jpg)\n"), "utf-8")
    answer = editor.get("/lisaa/kuvat")
    assert '<a href="/sisallot/news/uutinen/fi">Uutinen</a>' in answer.text
    small = editor.get("/lisaa/pieni/oma.jpg")
    assert (small.status, small.headers["content-type"]) == (200, "image/jpeg")
    assert editor.get("/lisaa/pieni/..%2f..%2fsite.yaml").status == 404


def test_a_picture_that_is_there_gets_words_for_another_text(editor: Editor) -> None:
    send(editor, "/lisaa/kuva", TELLS, ("oma.jpg", photo()))
    assert "<h1>Käytä kuvaa</h1>" in editor.get("/lisaa/kuva?nimi=oma.jpg").text
    answer = send(editor, "/lisaa/kuva", {**TELLS, "alt": "Piirros [1]", "nimi": "oma.jpg"})
    assert "![Piirros \\[1\\]](oma.jpg)" in answer.text
    assert editor.get("/lisaa/kuva?nimi=../site.yaml").status == 404


def test_a_document_is_added_with_its_title_and_state(editor: Editor) -> None:
    answer = send(editor, "/lisaa/tiedosto", ACCESSIBLE, ("x.bin", PDF))
    assert "[Vuoden 2026 raportti](vuoden-2026-raportti.pdf)" in answer.text
    assert "<dd>saavutettava</dd>" in answer.text
    assert files(editor) == ["vuoden-2026-raportti.pdf"]
    assert "vuoden-2026-raportti.pdf" in editor.get("/lisaa/tiedostot").text


def bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"<a>" + b" " * 80_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx("Soita: 131052-308T."), "Tiedostossa on tietoja, joita ei saa julkaista."),
        (pdf("Teksti.", comment="Poista tämä!"), "Liitteessä on kommentteja"),
        (pdf("Teksti.", lock="salasana"), "Tiedosto on lukittu salasanalla."),
        (packed({"word/document.xml": "<a>"}), "Tiedosto on vaurioitunut tai kesken."),
        (b"%PDF-1.7\n" + b"x" * 200, "Tiedosto on vaurioitunut tai kesken."),
        (bomb(), "Tiedosto purkautuu liian suureksi."),
        (b"x,y\n1,2\n", "sisältö ei ole sallittua tyyppiä"),
    ],
    ids=["identity", "comment", "locked", "broken", "no-pdf", "bomb", "table"],
)
def test_a_document_that_may_not_be_published_is_refused_in_words(
    editor: Editor, data: bytes, words: str
) -> None:
    answer = send(editor, "/lisaa/tiedosto", ACCESSIBLE, ("a.pdf", data))
    assert answer.status == 422
    assert words in answer.text
    assert "131052-308" not in answer.text
    assert files(editor) == []


def test_the_author_in_the_properties_is_told_of(editor: Editor) -> None:
    data = docx("Teksti.", parts=core(creator="Aino Esimerkki"))
    answer = send(editor, "/lisaa/tiedosto", ACCESSIBLE, ("a.docx", data))
    assert "Tiedoston ominaisuuksissa on tekijän nimi." in answer.text
    assert "Aino" not in answer.text


def test_a_document_needs_a_title_and_a_state(editor: Editor) -> None:
    answer = send(editor, "/lisaa/tiedosto", {}, ("a.pdf", PDF))
    assert "Kirjoita asiakirjan otsikko." in answer.text
    assert "Valitse, onko tiedosto saavutettava." in answer.text
    assert files(editor) == []
