"""Importing publications: all mistakes at once, nothing half done, nothing done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import SOUND, Runner
from tests.conftest import build_site, dedent, write_site

BIB = dedent(
    """
    @techreport{jalkihuolto,
      author = {Aalto, Anna},
      title = {Jälkihuollon käsikirja},
      year = {2010},
      institution = {Testikeskus},
      isbn = {978-952-10-1234-1},
    }
    @book{toinen, title = {Toinen: "kirja" #1}, year = {2012}, publisher = {Muu}}
    @misc{kolmas, title = {Kolmas}}
    """
)
RIS = "TY  - RPRT\nTI  - Jälkihuollon käsikirja\nPY  - 2010\nER  - \n"
CSV = "title;year;sort;price\nTaulukosta;2011;opas;12 €\nKolmas;;opas;\n"


@pytest.fixture
def site_root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "sivusto", SOUND)


@pytest.fixture
def bring(socomsite: Runner, site_root: Path, tmp_path: Path) -> Runner:
    """Import a file of this text; the result is what was said."""

    def run(text: str, name: str = "viitteet.bib", lang: str = "fi"):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a Runner
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return socomsite("import", "publications", file, "--site", site_root, "--lang", lang)

    return run


def cards(root: Path) -> dict[str, str]:
    folder = root / "content/publications"
    return {file.name: file.read_text("utf-8") for file in sorted(folder.glob("*"))}


def test_new_publications_become_cards_that_build(bring: Runner, site_root: Path) -> None:
    said = bring(BIB)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[:2] == [
        "content/publications/jalkihuolto.yaml",
        "content/publications/toinen.yaml",
    ]
    assert "Uusia julkaisuja 3\u00a0korttia." in said.out
    made = cards(site_root)
    assert made["jalkihuolto.yaml"] == dedent(
        """
        title: Jälkihuollon käsikirja
        sort: raportti
        owner_of_work: socom
        authors:
          - Anna Aalto
        year: 2010
        publisher: Testikeskus
        isbn: 978-952-10-1234-1
        """
    )
    assert "owner_of_work: other" in made["toinen.yaml"]
    assert "owner_of_work: unclear\n" in made["kolmas.yaml"]
    built = build_site(site_root)
    assert built.problems == ()
    assert built.graph is not None
    titles = {e.label for e in built.graph.of_kind("publications", built.graph.site.language)}
    assert titles == {"Jälkihuollon käsikirja", 'Toinen: "kirja" #1', "Kolmas"}


def test_importing_again_changes_nothing(bring: Runner, site_root: Path) -> None:
    bring(BIB)
    first = cards(site_root)
    said = bring(BIB)
    assert said.code == 0
    assert "Uusia julkaisuja 0\u00a0korttia. Sivustolla oli jo 3\u00a0julkaisua." in said.out
    assert cards(site_root) == first


def test_what_people_have_mended_since_stays(bring: Runner, site_root: Path) -> None:
    bring(BIB)
    file = site_root / "content/publications/jalkihuolto.yaml"
    file.write_text(file.read_text("utf-8").replace("käsikirja", "opas"), "utf-8")
    assert "Uusia julkaisuja 0" in bring(BIB).out
    assert "Jälkihuollon opas" in file.read_text("utf-8")


def test_a_work_is_known_whichever_form_it_comes_in(bring: Runner, site_root: Path) -> None:
    bring(BIB)
    assert "0\u00a0korttia" in bring(RIS, "a.ris").out
    said = bring(CSV, "a.csv")
    assert said.out.splitlines()[0] == "content/publications/taulukosta.yaml"
    assert "1\u00a0kortti. Sivustolla oli jo 1\u00a0julkaisu." in said.out
    assert "price: 12 €" in cards(site_root)["taulukosta.yaml"]


def test_a_key_that_is_taken_by_another_work_gets_a_number(bring: Runner, site_root: Path) -> None:
    bring(BIB)
    said = bring("@book{toinen, title = {Aivan muu}, year = {2020}}\n")
    assert said.out.splitlines()[0] == "content/publications/toinen-2.yaml"
    assert len(cards(site_root)) == 4


def test_all_mistakes_are_told_at_once_with_their_line_and_nothing_is_written(
    bring: Runner, site_root: Path
) -> None:
    said = bring(
        dedent(
            """
            @techreport{hyva, title = {Hyvä}, year = {2001}}
            @techreport{huono,
              title = {Huono},
              year = {20100},
              isbn = {978-952-10-1234-5},
              institution = {Testikeskus},
              number = {B7},
            }
            @book{nimeton, year = {2012}}
            @book{kaksi, title = {Hyvä}, year = {2001}}
            @book{rikki, title = {Rikki}
            """
        )
    )
    assert said.code == 1
    errors = [line for line in said.err.splitlines() if "error[" in line]
    assert [line.split(": ")[:2] for line in errors] == [
        ["viitteet.bib:4:1", "error[date-format]"],
        ["viitteet.bib:5:1", "error[isbn-check]"],
        ["viitteet.bib:9:1", "error[field-missing]"],
        ["viitteet.bib:10:1", "error[import-duplicate]"],
        ["viitteet.bib:12:1", "error[import-syntax]"],
    ]
    assert said.err.splitlines()[-1] == "Mitään ei tuotu. Korjaa virheet ja aja komento uudelleen."
    assert "year = {20100}" in said.err
    assert cards(site_root) == {}


def test_a_number_that_the_site_has_is_a_mistake_of_the_record(bring: Runner) -> None:
    own = "owner_of_work;title;series;number;sort;year\nsocom;{};{};B.1:2008;opas;2008\n"
    assert bring(own.format("A", "Sarja"), "a.csv").code == 0
    assert "0\u00a0korttia" in bring(own.format("B", "Sarja"), "b.csv").out
    said = bring(own.format("B", "Sarja").replace("B.1", "B1"), "b.csv")
    assert "b.csv:2:1: error[series-number-form]" in said.err


def test_a_topic_that_the_site_does_not_have_is_told(bring: Runner) -> None:
    said = bring("title;topics\nA;lapst\n", "a.csv")
    assert "a.csv:2:1: error[reference-unknown]" in said.err
    assert "Tarkoititko 'lapset'?" in said.err


def test_what_an_unknown_column_was_to_give_is_not_missing_too(bring: Runner) -> None:
    said = bring("titteli;isbn\nA;1\n", "a.csv")
    assert [
        line.split("[")[1].split("]")[0] for line in said.err.splitlines() if "error[" in line
    ] == [
        "import-column",
        "type-wrong",
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.txt", "A", "import-form"),
        ("a.bib", "Vain tekstiä.", "import-empty"),
        ("a.csv", "title\n", "import-empty"),
        ("a.ris", " \n", "file-empty"),
    ],
)
def test_a_file_that_gives_nothing_is_told_of(
    name: str, text: str, code: str, bring: Runner
) -> None:
    said = bring(text, name)
    assert said.code == 1
    assert f"{name}: error[{code}]" in said.err


def test_an_import_speaks_each_language(bring: Runner) -> None:
    assert "Nya publikationer: 3\u00a0kort." in bring(BIB, lang="sv").out
    assert "The site had 3\u00a0publications already." in bring(BIB, lang="en").out


def test_a_file_that_is_not_there_and_a_missing_site_are_told(
    socomsite: Runner, tmp_path: Path
) -> None:
    file = tmp_path / "a.bib"
    file.write_text(BIB, "utf-8")
    said = socomsite("import", "publications", file, "--site", tmp_path)
    assert said.code == 2
    assert "error[site-missing]" in said.err
    said = socomsite("import", "publications", tmp_path / "puuttuu.bib", "--site", tmp_path)
    assert said.code != 0
    assert "Traceback" not in said.err


EXPORTED = {
    "content/publications/jalkihuolto-opas.yaml": (
        'title: "Jälkihuolto & muut: {opas} 100 %"\nsort: loppuraportti\nowner_of_work: socom\n'
        "authors: [Anna Aalto, Maija von Mallikas]\npublisher: Testikeskus\nseries: Sarja_1\n"
        'number: "B.1:2008"\nyear: 2008\nisbn: 978-952-10-1234-1\n'
    ),
    "content/publications/toinen.yaml": (
        "title: 'Toinen #2'\nsort: opas\nowner_of_work: socom\npublisher: Testikeskus\nyear: 2007\n"
        "last_year: 2009\n"
    ),
}


def exported(root: Path, suffix: str) -> bytes:
    """The references of the list of own publications."""
    made = build_site(root)
    assert made.is_sound, made.problems
    return next(a.data for a in made.artifacts if a.path == f"publications/publications{suffix}")


@pytest.mark.parametrize("suffix", [".bib", ".ris"])
def test_what_the_site_exports_comes_back_the_same(
    suffix: str, socomsite: Runner, tmp_path: Path
) -> None:
    full = write_site(tmp_path / "täysi", SOUND | EXPORTED)
    empty = write_site(tmp_path / "tyhjä", SOUND)
    file = tmp_path / f"viitteet{suffix}"
    file.write_bytes(exported(full, suffix))
    said = socomsite("import", "publications", file, "--site", empty)
    assert (said.code, said.err) == (0, "")
    assert cards(empty).keys() == cards(full).keys()
    assert exported(empty, suffix) == file.read_bytes()
    again = socomsite("import", "publications", file, "--site", full)
    assert "Uusia julkaisuja 0\u00a0korttia. Sivustolla oli jo 2\u00a0julkaisua." in again.out
