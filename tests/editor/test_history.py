"""The history: who changed what, before and after, and one button to take it back."""

from __future__ import annotations

import re

from socomsite.editor.store import Store
from tests.conftest import news
from tests.editor.conftest import Editor

NEWS = "content/news/uutinen.md"
WHO = "Aino Esimerkki"


def save(editor: Editor, text: str, what: str = "Uutinen: otsikko", who: str = WHO) -> None:
    store = Store(editor.root, who)
    kept = store.read(NEWS)
    assert kept
    store.save(NEWS, text, kept.digest, what)


def text_of(editor: Editor) -> str:
    return (editor.root / NEWS).read_text()


def test_changes_are_listed_newest_first_with_who_and_when(editor: Editor) -> None:
    assert "Täällä ei ole vielä mitään" in editor.get("/historia/").text
    save(editor, news("Toinen"), "Ensimmäinen muutos")
    save(editor, news("Kolmas"), "<b>Toinen</b> muutos", "")
    text = editor.get("/historia/").text
    assert re.search(r"\d{4} klo\s\d+(\.\d\d)? · nimeä ei kerrottu", text)
    assert f"· {WHO}</p>" in text
    assert text.index("&lt;b&gt;Toinen&lt;/b&gt; muutos</a>") < text.index("Ensimmäinen muutos</a>")
    assert "Ensimmäinen muutos" in editor.get(f"/historia/?sisalto={NEWS}").text
    assert "Ensimmäinen" not in editor.get("/historia/?sisalto=content/news/muu.md").text


def test_the_last_save_is_undone_by_a_button_and_so_is_that(editor: Editor) -> None:
    save(editor, news("Virhe"))
    for expected in (news(), news("Virhe")):
        (last,) = re.findall(r'name="muutos" value="([^"]+)"', editor.get("/historia/").text)
        answer = editor.post("/historia/kumoa", {"muutos": last})
        assert text_of(editor) == expected
        assert "Kumottu: " in answer.text


def test_before_and_after_stand_beside_each_other_by_field(editor: Editor) -> None:
    save(editor, news("Uusi nimi", body="Uusi & <script>parempi</script>."))
    save(editor, news("Vielä uudempi"))
    first = editor.get("/historia/").text
    addresses = re.findall(r'<a href="(/historia/[0-9][^"]+)"', first)
    text = editor.get(addresses[1]).text
    assert "<h3>Otsikko</h3>" in text
    assert '<pre tabindex="0">Uutinen</pre>' in text
    assert '<pre tabindex="0">Uusi nimi</pre>' in text
    assert "Vielä uudempi" not in text.partition('<div class="compare">')[2]
    assert "Uusi &amp; &lt;script&gt;parempi&lt;/script&gt;." in text
    assert 'href="/sisallot/news/uutinen/fi"' in text
    assert "<h3>Päivä" not in text


def test_undoing_under_newer_text_is_refused_kindly(editor: Editor) -> None:
    save(editor, news("Toinen"), "Vanhempi")
    save(editor, news("Kolmas"), "Uudempi")
    older = Store(editor.root, "").changes()[1]
    answer = editor.post("/historia/kumoa", {"muutos": older.id})
    assert answer.status == 409
    assert "<h1>Tätä ei voi kumota suoraan</h1>" in answer.text
    assert f"/historia/?sisalto={NEWS.replace('/', '%2F')}" in answer.text
    assert text_of(editor) == news("Kolmas")


def test_a_new_entry_and_one_that_was_deleted_are_told_as_such(editor: Editor) -> None:
    store = Store(editor.root, WHO)
    kept = store.save("content/news/uusi.md", news("Ihan uusi"), None, "Lisättiin")
    store.delete("content/news/uusi.md", kept.digest, "Poistettiin")
    gone, new = store.changes()
    assert "Uusi: sitä ei ollut ennen." in editor.get(f"/historia/{new.id}").text
    assert "Ihan uusi" in editor.get(f"/historia/{new.id}").text
    assert "Poistettiin." in editor.get(f"/historia/{gone.id}").text
    editor.post("/historia/kumoa", {"muutos": gone.id})
    assert (editor.root / "content/news/uusi.md").read_text() == news("Ihan uusi")


def test_what_is_not_kept_is_not_there(editor: Editor) -> None:
    assert editor.get("/historia/20200101T000000000000Z-00000000").status == 404
    assert editor.post("/historia/kumoa", {"muutos": "../x"}).status == 404
    assert editor.post("/historia/kumoa", {"muutos": "x", "token": ""}).status == 403
