"""The public site's templates in three languages: the statement, and words of another language."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from socomsite.language import Language
from socomsite.model.blocks import blocks
from socomsite.model.tongue import foreign_to
from tests.conftest import Files, build_site, text_of, write_site

ROOT = Path(__file__).parent.parent
TEMPLATES: Files = {
    path.relative_to(ROOT).as_posix(): path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.is_file()
}
SETTINGS = """\
name: {fi: Testikeskus, sv: Testcentret, en: Test Centre}
url: https://testi.example/
languages: [fi, sv, en]
feedback_page: palaute
"""
# A word that stands in everything Finnish; nothing else on a Swedish page may hold it.
MARK = "Suomimerkki"
PAGE = "---\ntitle: {title}\n{more}menu: none\nreviewed_on: 2026-11-22\nowner: X\n---\n{body}\n"
KINDS = "projects services people offices posts news events publications media materials register"


class _Unmarked(HTMLParser):
    """The texts of a page that are said to be in the page's own language, with their element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "br", "img", "wbr", "path", "input"}:
            inherited = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1] == self.open[0][1]:
            self.texts.append(data.strip())


def unmarked(html: str) -> list[str]:
    reader = _Unmarked()
    reader.feed(html)
    return reader.texts


def page(title: str, more: str = "", body: str = "Text.") -> str:
    return PAGE.format(title=title, more=more, body=body)


FRONTS: Files = {
    f"content/pages/etusivu{mark}.md": page(title, 'address: ""\nlayout: front\n')
    for mark, title in (("", "Etusivu"), (".sv", "Startsida"), (".en", "Front page"))
}


def finnish_content() -> Files:
    """An entry of each kind in which every Finnish word of its own is marked."""
    m = MARK
    return {
        "content/topics/a.md": f"---\nname: {m}\nsummary: {m}\n---\n{m}\n",
        "content/offices/a.yaml": f"name: {m}\ntown: {m}\nstreet: {m}\n",
        "content/services/a.yaml": (
            f"name: {m}\nsummary: {m}\naudience: {m}\nshare: socom\ntopics: [a]\n"
        ),
        "content/people/a.yaml": (
            f"name: {m}\nstaff: kyllä\nrole: {m}\norganisation: {m}\noffice: a\nunit: services/a\n"
        ),
        "content/projects/a.yaml": (
            f"name: {m}\nsort: network\nshare: socom\nsummary: {m}\ntopics: [a]\n"
        ),
        "content/news/a.md": (
            f"---\ntitle: {m}\ndate: 2026-11-01\nsummary: {m}\ntopics: [a]\n---\n{m}\n"
        ),
        "content/posts/a.md": (
            f"---\ntitle: {m}\ndate: 2026-11-01\nsummary: {m}\nauthor: {m}\n"
            f"about: [projects/a]\n---\n{m}\n"
        ),
        "content/events/a.yaml": (
            f"title: {m}\nsort: seminar\nstart: 2027-01-01\nsummary: {m}\nplace: {m}\n"
        ),
        "content/publications/a.yaml": (
            f"title: {m}\nsubtitle: {m}\nsort: {m}\nowner_of_work: other\npublisher: {m}\n"
        ),
        "content/media/a.yaml": f"title: {m}\ndate: 2026-11-01\noutlet: {m}\nsummary: {m}\n",
        "content/materials/a.yaml": f"title: {m}\nsort: slides\nsummary: {m}\n",
        "content/register/a.yaml": (
            f"name: {m}\nsort: trainer\nsummary: {m}\narea: {m}\norganisation: {m}\n"
        ),
        "content/pages/kaikki.md": page(m),
    }


def test_finnish_words_on_a_swedish_page_say_that_they_are_finnish(tmp_path: Path) -> None:
    lists = "".join(f"  - {{of: {kind}, title: T, all: kaikki}}\n" for kind in KINDS.split())
    grouped = "  - {of: projects, title: T, group: topic}\n"
    files = (
        dict(TEMPLATES)
        | dict(FRONTS)
        | dict(finnish_content())
        | {
            "site.yaml": SETTINGS,
            "content/pages/kaikki-listat.sv.md": page("Allt", f"lists:\n{lists}{grouped}"),
            "content/pages/etusivu.sv.md": page(
                "Start", f'address: ""\nlayout: front\nlists:\n{lists}featured: [projects/a]\n'
            ),
        }
    )
    made = build_site(write_site(tmp_path, files))
    assert [found for found in made.problems if found.is_error] == []
    for path in ("sv/kaikki-listat/index.html", "sv/index.html"):
        html = text_of(made, path)
        assert html.count(MARK) > 20
        body = html[html.index("<body") :]
        assert [text for text in unmarked(f'<html lang="sv">{body}') if MARK in text] == [], path


def test_words_of_the_interface_are_not_said_to_be_finnish(tmp_path: Path) -> None:
    files = (
        dict(TEMPLATES)
        | dict(FRONTS)
        | dict(finnish_content())
        | {
            "site.yaml": SETTINGS,
            "content/pages/lista.sv.md": page(
                "Allt", "lists: [{of: projects, title: Projekt, all: kaikki}]\n"
            ),
        }
    )
    html = text_of(build_site(write_site(tmp_path, files)), "sv/lista/index.html")
    assert "Alla projekt och nätverk" in unmarked(html)


def test_no_page_of_the_public_site_holds_a_passage_of_an_unsaid_language(tmp_path: Path) -> None:
    content: Files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "content").rglob("*"))
        if path.is_file()
    }
    settings = (ROOT / "site.yaml").read_text("utf-8")
    made = build_site(
        write_site(tmp_path, dict(TEMPLATES) | dict(content) | {"site.yaml": settings})
    )
    pages = [a for a in made.artifacts if a.facts]
    assert len(pages) > 200
    accused = []
    for each in pages:
        html = each.data.decode()
        language = Language(html.split('<html lang="')[1][:2])
        body = html[html.index("<body") :]
        found = (block.text for block in blocks(body))
        accused += [(each.path, text) for text in found if foreign_to(language, text)]
    assert accused == []


STATEMENT = """\
layout: statement
statement:
  state: partially_compliant
  standard: WCAG 2.1 AA
  method: self_assessment
  published: 2025-02-01
  exceptions:
    - what: Diagram.
      reason: disproportionate_burden
      alternative: Call us.
    - what: Forms.
      reason: non_compliance
      deadline: 2027-03-01
"""


def statement_site(tmp_path: Path, settings: str = SETTINGS) -> dict[Language, str]:
    """The statement's page in each language, on a site with one PDF that is not accessible."""
    pages: dict[str, str | bytes] = {
        "content/pages/seloste.md": page("Seloste", STATEMENT),
        "content/pages/seloste.sv.md": page("Utlåtande", f"address: utlatande\n{STATEMENT}"),
        "content/pages/seloste.en.md": page("Statement", f"address: statement\n{STATEMENT}"),
        "content/pages/palaute.md": page("Palaute"),
        "content/pages/palaute.sv.md": page("Respons", "address: respons\n"),
        "content/pages/palaute.en.md": page("Feedback", "address: feedback\n"),
        "content/files/a.pdf": "%PDF-",
    }
    work = "title: {title}\nsort: opas\nowner_of_work: socom\nfile: a.pdf\naccessibility: {state}\n"
    pages |= {
        f"content/publications/{state.replace('_', '-')}.yaml": work.format(
            title=title, state=state
        )
        for title, state in (
            ("Vanha opas", "not_accessible"),
            ("Uusi opas", "accessible"),
            ("Puoliksi luettava opas", "partly_accessible"),
            ("Arvioimaton opas", "not_assessed"),
        )
    }
    made = build_site(
        write_site(tmp_path, dict(TEMPLATES) | dict(FRONTS) | pages | {"site.yaml": settings})
    )
    assert [found for found in made.problems if found.is_error] == []
    paths = ("seloste", "sv/utlatande", "en/statement")
    return {
        language: text_of(made, f"{path}/index.html")
        for language, path in zip(Language, paths, strict=True)
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            Language.FI,
            (
                "Sivusto täyttää saavutettavuusvaatimukset osittain.",
                "Muuttaminen olisi kohtuuton rasite",
                "Forms. Korjataan viimeistään 1.\u00a0maaliskuuta 2027.",
                "Diagram. Näin saat tiedon muuten: Call us.",
                "Seloste laadittiin 1.\u00a0helmikuuta 2025.",
                "Se tarkistettiin viimeksi 22.\u00a0marraskuuta 2026.",
                "kahden viikon",
                "Liikenne- ja viestintävirasto Traficomille",
                'href="https://www.saavutettavuusvaatimukset.fi/"',
                ">Palaute</a>",
            ),
        ),
        (
            Language.SV,
            (
                "Webbplatsen uppfyller tillgänglighetskraven delvis.",
                "den 22\u00a0november 2026",
                "inom två veckor",
                "Transport- och kommunikationsverket Traficom",
                'href="https://www.tillganglighetskrav.fi/"',
                ">Respons</a>",
            ),
        ),
        (
            Language.EN,
            (
                "The site meets the accessibility requirements in part.",
                "on 22\u00a0November 2026",
                "within two weeks",
                "Finnish Transport and Communications Agency Traficom",
                'href="https://www.webaccessibility.fi/"',
                ">Feedback</a>",
            ),
        ),
    ],
)
def test_the_statement_says_what_the_law_asks(
    language: Language, said: tuple[str, ...], tmp_path: Path
) -> None:
    html = statement_site(tmp_path)[language]
    assert [words for words in said if words not in html] == []


def test_publications_that_are_not_for_all_come_into_the_statement_by_themselves(
    tmp_path: Path,
) -> None:
    pages = statement_site(tmp_path)
    for html in pages.values():
        main = html[html.index("<main") : html.index("</main>")]
        assert "Vanha opas</a>" in main
        assert "Puoliksi luettava opas</a>" in main
        assert "Uusi opas" not in main
        assert "Arvioimaton opas" not in main
    assert 'lang="fi" hreflang="fi">Vanha opas</a>' in pages[Language.SV]


def test_feedback_is_a_mail_with_its_context_where_there_is_an_address(tmp_path: Path) -> None:
    html = statement_site(tmp_path, f"{SETTINGS}feedback_email: palaute@testi.example\n")[
        Language.FI
    ]
    about = "Palaute%20saavutettavuudesta%3A%20https%3A//testi.example/"
    assert f'href="mailto:palaute@testi.example?subject={about}"' in unescape(html)
    context = "subject=Palaute%20sivusta%3A%20Seloste&amp;body=Sivu%3A%20https"
    assert context in html
