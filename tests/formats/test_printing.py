from __future__ import annotations

import pytest

from socomsite.formats import printing
from socomsite.language import Language
from tests.forms import opened, pdf_words

PAGE = '<html lang="fi"><head><title>T</title></head><body>{}</body></html>'


def test_long_words_break_as_finnish_does_and_stay_whole_words() -> None:
    narrow = '<h1>Otsikko</h1><div style="width: 3cm">'
    narrow += "<p>Lastensuojelusuunnitelmatyöryhmä &lt;a&gt;</p></div>"
    made = printing.pdf_of(PAGE.format(narrow), Language.FI)
    assert pdf_words(made) == ["otsikko", "lastensuojelusuunnitelmatyöryhmä", "a"]


def test_nothing_is_fetched() -> None:
    html = PAGE.format('<h1>Otsikko</h1><p><img src="http://127.0.0.1:9/x.png" alt="Kuva"></p>')
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - takes a second

    with pytest.raises(FatalURLFetchingError, match="127"):
        printing.pdf_of(html, Language.FI)


def test_a_link_is_described_by_its_words() -> None:
    html = PAGE.format(
        '<h1 id="a">Alku</h1><p><a href="https://x.example/?a=1&amp;b=2">Lue <b>nyt</b></a></p>'
    )
    with opened(printing.pdf_of(html, Language.FI)) as pdf:
        notes = list(pdf.pages[0]["/Annots"])
        assert {str(note["/Contents"]) for note in notes} == {"Lue nyt"}


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = printing.missing.__wrapped__
    assert whole() is None
    assert printing.recipe()
    monkeypatch.setattr(printing, "_SYSTEM", (("ei-ole.so",),))
    assert whole() == ("ei-ole.so", printing._INSTALL[1])
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert whole() == ("weasyprint", "pip install 'socomsite[pdf]'")
    monkeypatch.setattr(printing, "missing", lambda: ("weasyprint", ""))
    assert not printing.recipe.__wrapped__()
