"""One issue in four forms: the same words and links on the web, in mail, as text and on paper."""

from __future__ import annotations

import itertools
import re
from html import unescape
from pathlib import Path

import pikepdf
import pytest

from socomsite.formats import printing
from tests.commands.conftest import FRONT
from tests.conftest import SiteMaker, build_site, paths, text_of, write_site
from tests.forms import (
    ROOT,
    Forms,
    forms_of,
    mail_part,
    opened,
    pdf_links,
    pdf_words,
    text_links,
    text_words,
    web_part,
    words,
)
from tests.year import PARTS, SETTINGS, TOPICS

PERSON = "name: Anna Ahkera\nstaff: kyllä\n"
ISSUE = """\
series: Testin tiedote
number: 1
year: 2026
date: 2026-04-01
summary: Kevään asiat & "lainaukset" <merkit>.
note: Tämä on kokeilu.
lead:
  title: Kevät tulee
  text: |
    Lue [uutinen](ref:news/tammi) ja [muualta](https://muu.example/?a=1&b=2).

    ## Väliotsikko

    1. ensimmäinen asia
    2. toinen asia, jonka sanat ovat pitkiä: lastensuojelusuunnitelmatyöryhmä
  signature: {name: Anna Ahkera, person: anna, role: päällikkö, place: Kotka}
  boxes:
    - {sort: event, event: kevat, text: Tule mukaan.}
    - {sort: quote, title: Anna, text: Hyvä kevät.}
sections:
  - title: Lapset ja nuoret
    topic: lapset
    items:
      - news/tammi
      - {entry: events/kevat, text: "Täytä [ilmoittautumislomake](https://ilmo.example/)."}
      - {entry: services/keskus, change: 2026-02-01}
      - publications/raportti
    boxes:
      - sort: figures
        title: Luvut
        figures: [{label: Tyytyväisiä, value: 80 %}, {label: Perheitä, value: "24"}]
      - {sort: publication, title: Uusi, publication: raportti}
  - title: Muuta
    text: |
      | Päivä | Asia |
      |---|---|
      | 5.5. | Kahvit klo 9 |

      - luettelo
          - alempi
contact: Kysy [Annalta](ref:people/anna) tai [kirjoita](mailto:anna@testi.example).
sources:
  - {publication: raportti, where: sivu 2}
"""


def templates() -> dict[str, str | bytes]:
    """The site's own templates."""
    folder = ROOT / "templates"
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def files() -> dict[str, str | bytes]:
    """A small site with one issue that has everything in it."""
    return {
        **templates(),
        **TOPICS,
        "content/pages/etusivu.md": FRONT,
        **PARTS[0][1],
        "site.yaml": SETTINGS,
        "content/people/anna.yaml": PERSON,
        "content/bulletins/tiedote-1-2026.yaml": ISSUE,
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return forms_of(write_site(tmp_path_factory.mktemp("sivusto"), files()), "tiedote-1-2026")


def differences(forms: Forms) -> dict[str, list[str]]:
    """By form, the first words that are not those of the web page."""
    web = words(web_part(forms).text)
    others = {
        "mail": words(mail_part(forms).text),
        "text": text_words(forms.text, forms.title),
        # On paper the name of the house stands above it all.
        "pdf": pdf_words(forms.pdf),
    }
    others["pdf"] = others["pdf"][others["pdf"].index("ilmestyi") :]
    return {name: found for name, found in others.items() if found != web}


def test_the_four_forms_have_the_same_words_in_the_same_order(made: Forms) -> None:
    assert differences(made) == {}
    said = words(web_part(made).text)
    for word in ("merkit", "lastensuojelusuunnitelmatyöryhmä", "24", "alempi", "päällikkö"):
        assert word in said


def test_the_four_forms_have_the_same_links(made: Forms) -> None:
    web = web_part(made).links
    assert mail_part(made).links == web
    assert pdf_links(made.pdf) == web
    furniture = {
        made.address,
        "mailto:tiedote@testi.example?subject=Peru%20tilaus%3A%20Testin%20tiedote",
    }
    assert text_links(made.text) == web | furniture
    assert "https://muu.example/?a=1&b=2" in web
    assert "https://testi.example/services/keskus/" in web


def test_bulletin_1_2007_has_the_same_words_and_links_in_four_forms() -> None:
    forms = forms_of(ROOT, "tiedote-1-2007")
    assert differences(forms) == {}
    web = web_part(forms).links
    assert len(web) > 80
    assert mail_part(forms).links == web
    assert pdf_links(forms.pdf) == web
    assert text_links(forms.text) == web | {forms.address}


@pytest.mark.parametrize("key", ["2007", "small"])
def test_the_pdf_is_tagged_named_and_bookmarked(made: Forms, key: str) -> None:
    forms = made if key == "small" else forms_of(ROOT, "tiedote-1-2007")
    with opened(forms.pdf) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "fi"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in root
        with pdf.open_metadata() as about:
            assert about["dc:title"] == forms.title
            assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        with pdf.open_outline() as outline:
            (top,) = outline.root
            assert top.title == forms.title
            assert next(each.title for each in top.children) == (
                "Kevät tulee" if key == "small" else "Sosiaalialan kehittämishanke päättyy"
            )


def tags(forms: Forms) -> list[str]:
    """The structure types of the PDF's tags, in reading order."""
    with opened(forms.pdf) as pdf:
        found: list[str] = []
        waiting: list[object] = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting += reversed(list(node))
            elif isinstance(node, pikepdf.Dictionary):
                found += [str(node.S)] if "/S" in node else []
                waiting += [node.K] if "/K" in node else []
        return found


def test_headings_tables_and_lists_are_tagged_in_order(made: Forms) -> None:
    found = tags(made)
    headings = [tag for tag in found if re.fullmatch(r"/H\d", tag)]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    levels = [int(tag[2:]) for tag in headings]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote", "/Link"} <= set(found)
    assert "/Figure" not in found  # pictures are drawn behind the text


def test_every_link_of_the_pdf_says_where_it_leads(made: Forms) -> None:
    with opened(made.pdf) as pdf:
        notes = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
        told = {str(note["/Contents"]) for note in notes}
        assert all(str(sheet["/Tabs"]) == "/S" for sheet in pdf.pages)
    assert {"uutinen", "muualta", "Kevät tulee", "Aamukahvit 2026-05-05 klo 9"} <= told
    assert not any(words.startswith(("http", "s-")) for words in told)


def test_fonts_are_embedded_and_give_their_letters(made: Forms) -> None:
    with opened(made.pdf) as pdf:
        parts = [part for part in pdf.objects if isinstance(part, pikepdf.Dictionary)]
        fonts = [part for part in parts if part.get("/Type") == "/Font"]
        whole = [font for font in fonts if font.get("/Subtype") == "/Type0"]
        described = [part for part in parts if part.get("/Type") == "/FontDescriptor"]
        assert whole
        assert all("/ToUnicode" in font for font in whole)
        assert described
        assert all("/FontFile2" in each or "/FontFile3" in each for each in described)


def test_the_same_issue_is_the_same_bytes(made: Forms, tmp_path: Path) -> None:
    again = forms_of(write_site(tmp_path, files()), "tiedote-1-2026")
    assert again.pdf == made.pdf
    assert again.text == made.text
    assert again.letter.html == made.letter.html


def test_the_page_leads_to_the_other_forms(made: Forms) -> None:
    assert 'href="tiedote-1-2026.pdf"' in made.web.replace("../../tiedotteet/tiedote-1-2026/", "")
    assert 'href="tiedote-1-2026.txt"' in made.web.replace("../../tiedotteet/tiedote-1-2026/", "")
    assert "tiedote@<wbr>testi.example" in unescape(made.web)


def test_without_the_library_there_is_a_notice_and_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "missing", lambda: ("libpango-1.0.so.0", "apt-get install x"))
    built = build_site(write_site(tmp_path, files()))
    (found,) = [p for p in built.problems if p.code == "library-missing"]
    assert not found.is_error
    assert built.is_sound
    assert not any(path.endswith(".pdf") for path in paths(built))
    assert ".pdf" not in text_of(built, "tiedotteet/tiedote-1-2026/index.html")


def test_a_site_without_templates_for_the_forms_makes_none(site: SiteMaker) -> None:
    own = {name: text for name, text in files().items() if not name.startswith("templates/")}
    built = site(own)
    assert built.problems == ()
    assert not [
        path for path in paths(built) if path.endswith((".pdf", ".txt")) and "tiedote" in path
    ]


def test_a_series_has_an_archive_a_feed_and_a_way_to_subscribe(tmp_path: Path) -> None:
    page = (
        "---\ntitle: Testin tiedote\nmenu: none\nreviewed_on: 2026-11-01\nowner: Anna\n"
        "address: sarja\nlists: [{of: bulletins, series: Testin tiedote}]\n---\nKaikki numerot.\n"
    )
    other = ISSUE.replace("Testin tiedote", "Keskuksen tiedote").replace("1\n", "2\n", 1)
    own = files() | {
        "content/pages/sarja.md": page,
        "content/bulletins/keskus-2-2026.yaml": other,
    }
    built = build_site(write_site(tmp_path, own))
    assert built.problems == ()
    feed = text_of(built, "sarja/atom.xml")
    assert "tiedotteet/tiedote-1-2026/" in feed
    assert "keskus-2-2026" not in feed
    archive = text_of(built, "sarja/index.html")
    assert "Tilaa tiedote Testin tiedote: lähetä viesti osoitteeseen" in archive
    assert "keskus-2-2026" not in archive
    assert "Kaikki numerot: Testin tiedote" in text_of(
        built, "tiedotteet/tiedote-1-2026/index.html"
    )
    assert "Tilaa tiedote" not in text_of(built, "tiedotteet/keskus-2-2026/index.html")
