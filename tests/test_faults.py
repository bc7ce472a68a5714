"""The corpus of faults: each is told once, with its code, file and line, and nothing else is.

To add a fault, write its file below `tests/faults/faulty/`, at the path it has in a site, and a
line here. What changes a whole site, such as `site.yaml` or a template of every page, goes into a
folder of its own below `tests/faults/alone/`. `tests/faults/clean/` is the site that they spoil.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from socomsite.engine.built import Build
from socomsite.model.accessibility import RULES
from socomsite.problem import Problem, Severity
from tests.conftest import TODAY, Files, build_site, write_site

FOLDER = Path(__file__).parent / "faults"
ROOT = Path(__file__).parent.parent

#: The faulty file, the code and the line it is told at; the file it is told in, if another.
FAULTS: tuple[tuple[str, str, int] | tuple[str, str, int, str], ...] = (
    # Pictures
    ("content/news/kuva-ilman-tekstia.md", "picture-alt-missing", 8),
    ("content/news/kuva-ja-tiedoston-nimi.md", "picture-alt-useless", 8),
    ("content/news/kuva-ja-numero.md", "picture-alt-useless", 8),
    ("content/news/kuva-alkaa-kuvassa.md", "picture-alt-useless", 8),
    ("content/news/kuva-alkaa-kuva.md", "picture-alt-useless", 8),
    ("content/news/kuva-ja-bilden.sv.md", "picture-alt-useless", 8),
    ("content/news/kuva-ja-picture-of.en.md", "picture-alt-useless", 8),
    ("content/people/kuva-ilman-tekstia.yaml", "picture-alt-missing", 4),
    ("content/people/kuva-ja-nimi.yaml", "picture-alt-useless", 4),
    ("content/news/kuva-puuttuu.md", "picture-missing", 8),
    # What would be fetched from elsewhere
    ("content/news/kuva-muualta.md", "foreign-request", 8),
    ("content/news/html-kuuluu-pois.md", "html-removed", 8),
    ("content/news/upotus-tekstissa.md", "embed-in-text", 8),
    ("content/events/tallenteeton.yaml", "captions-undecided", 4),
    # Headings, tables, lists
    ("content/news/otsikko-tasolla-yksi.md", "heading-one", 8),
    ("content/news/otsikko-hyppaa.md", "heading-skipped", 10),
    ("content/news/otsikko-tyhja.md", "heading-empty", 8),
    ("content/news/otsikko-lihavoitu.md", "heading-faked", 8),
    ("content/news/taulukko-ilman-otsikoita.md", "table-header-missing", 8),
    ("content/news/taulukko-html.md", "table-header-missing", 8),
    ("content/news/luettelo-viivoilla.md", "list-faked", 9),
    ("content/news/luettelo-numeroilla.md", "list-faked", 9),
    ("content/news/isot-kirjaimet.md", "capitals-only", 8),
    # Links
    ("content/news/linkki-ilman-tekstia.md", "link-text-empty", 8),
    ("content/news/linkki-lue-lisaa.md", "link-text-vague", 8),
    ("content/news/linkki-taman-linkin-kautta.md", "link-text-vague", 8),
    ("content/news/linkki-klikkaa.md", "link-text-vague", 8),
    ("content/news/linkki-nuoli.md", "link-text-vague", 8),
    ("content/news/linkki-lataa.md", "link-text-vague", 8),
    ("content/news/linkki-osoite.md", "link-text-vague", 8),
    ("content/news/linkki-www.md", "link-text-vague", 8),
    ("content/news/linkki-las-mer.sv.md", "link-text-vague", 8),
    ("content/news/linkki-click-here.en.md", "link-text-vague", 8),
    ("content/bulletins/linkki-jutussa.yaml", "link-text-vague", 11),
    ("content/news/linkki-sama-teksti.md", "link-text-repeated", 9),
    ("content/news/linkki-rikki.md", "link-broken", 8),
    ("content/news/linkki-kohta-puuttuu.md", "anchor-broken", 8),
    ("content/news/linkki-tiedosto-puuttuu.md", "file-missing", 8),
    ("content/news/viittaus-tuntematon.md", "reference-unknown", 8),
    ("content/news/viittaus-luonnokseen.md", "reference-draft", 8),
    # Languages
    ("content/news/ruotsia-suomen-sivulla.md", "foreign-passage", 8),
    ("content/news/englantia-suomen-sivulla.md", "foreign-passage", 8),
    ("content/news/suomea-ruotsin-sivulla.sv.md", "foreign-passage", 8),
    ("content/news/suomea-englannin-sivulla.en.md", "foreign-passage", 8),
    ("content/news/englantia-luettelossa.md", "foreign-passage", 9),
    ("content/projects/kopio.sv.yaml", "foreign-passage", 4),
    ("content/pages/yhteystiedot.sv.md", "translation-outdated", 6),
    ("content/pages/palaute.sv.md", "translation-required", 1, "content/pages/palaute.md"),
    ("content/offices/kouvola.sv.yaml", "translation-differs", 4),
    ("content/offices/kouvola.en.yaml", "translation-differs", 3),
    # Fields and rules
    ("content/news/kentta-tuntematon.md", "field-unknown", 5),
    ("content/news/paivaa-ei-ole.md", "date-impossible", 3),
    ("content/projects/tyyppi-vaarin.yaml", "value-not-allowed", 2),
    ("content/projects/loppu-ennen-alkua.yaml", "end-before-start", 7),
    ("content/projects/ilman-kanavaa.yaml", "project-without-channel", 1),
    ("content/materials/video.yaml", "captions-undecided", 2),
    ("content/materials/tallenne.yaml", "captions-undecided", 2),
    ("content/publications/pdf-arvioimatta.yaml", "field-missing", 1),
    ("content/publications/isbn.yaml", "isbn-check", 4),
    ("content/publications/sama-numero.yaml", "publication-number-duplicate", 1),
    # Personal data and secrets; the codes and numbers are made up
    ("content/news/henkilotunnus.md", "identity-code", 8),
    ("content/news/henkilotunnus-uusi-valimerkki.md", "identity-code", 8),
    ("content/news/tilinumero.md", "bank-account", 8),
    ("content/news/matkapuhelin.md", "private-phone", 8),
    ("content/news/salasana-osoitteessa.md", "secret-key", 8),
    ("content/news/010190-900p.md", "name-personal-data", 0, "content/news/010190-….md"),
    ("content/files/opas.pdf", "file-personal-data", 0),
    # The accessibility statement
    ("content/pages/seloste-vanha.md", "statement-review-old", 14),
    ("content/pages/seloste-myohassa.md", "statement-deadline-passed", 13),
    ("content/pages/seloste-avi.md", "supervisor-old", 18),
    ("content/pages/seloste-rfv.sv.md", "supervisor-old", 17),
    ("content/pages/seloste-rsaa.en.md", "supervisor-old", 17),
    ("content/pages/seloste-ilman-pohjaa.md", "field-missing", 1),
    # Colours
    ("templates/assets/vaalea.css", "contrast-low", 3),
    ("templates/assets/tumma.css", "contrast-low", 5),
    ("templates/assets/kuviot.css", "contrast-low", 3),
    ("templates/assets/tuntematon.css", "contrast-unknown", 2),
)

#: The folder of a fault that changes a whole site, the file it is told in, its code and line.
ALONE = (
    ("paino-tuntemattomalle", "site.yaml", "value-not-allowed", 7),
    ("paino-tuntematon", "site.yaml", "value-not-allowed", 7),
    ("vaadittu-sivu-puuttuu", "site.yaml", "reference-unknown", 4),
    ("seloste-puuttuu", "site.yaml", "statement-missing", 0),
    ("nimi-puuttuu-nakymasta", "templates/office.html", "template-undefined", 3),
    ("rakenne-katkeaa", "templates/office.html", "template-syntax", 3),
    ("sana-puuttuu", "templates/office.html", "string-missing", 3),
    ("sana-kaantamatta", "templates/strings.yaml", "string-untranslated", 3),
)


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def spoilt(root: Path, files: Files) -> Build:
    """The clean site with these files in place of its own or beside them."""
    return build_site(write_site(root, files_below(FOLDER / "clean") | dict(files)))


def place_and_code(found: Problem) -> tuple[str, int, str]:
    return found.position.path, found.position.line, found.code


def expected(fault: tuple[str, str, int] | tuple[str, str, int, str]) -> tuple[str, int, str]:
    path, code, line = fault[:3]
    return (fault[3] if len(fault) > 3 else path), line, code


def test_the_clean_site_has_no_fault(tmp_path: Path) -> None:
    assert spoilt(tmp_path, {}).problems == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: Path(fault[0]).name)
def test_a_fault_is_told_at_its_line_and_nothing_else_is(
    fault: tuple[str, str, int] | tuple[str, str, int, str], tmp_path: Path
) -> None:
    files = {fault[0]: (FOLDER / "faulty" / fault[0]).read_bytes()}
    made = spoilt(tmp_path, files)
    assert [place_and_code(found) for found in made.problems] == [expected(fault)]


@pytest.mark.parametrize(("folder", "path", "code", "line"), ALONE, ids=str)
def test_a_fault_of_the_whole_site_is_told_at_its_line(
    folder: str, path: str, code: str, line: int, tmp_path: Path
) -> None:
    made = spoilt(tmp_path, files_below(FOLDER / "alone" / folder))
    assert [place_and_code(found) for found in made.problems] == [(path, line, code)]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    made = spoilt(tmp_path, files_below(FOLDER / "faulty"))
    told = [place_and_code(found) for found in made.problems]
    assert sorted(told) == sorted(expected(fault) for fault in FAULTS)


def test_every_file_of_the_corpus_is_in_the_table() -> None:
    assert {fault[0] for fault in FAULTS} == files_below(FOLDER / "faulty").keys()
    assert {row[0] for row in ALONE} == {f.name for f in (FOLDER / "alone").iterdir()}


def test_every_rule_that_a_site_may_weigh_has_a_fault() -> None:
    assert {fault[1] for fault in FAULTS} | {row[2] for row in ALONE} >= RULES


def test_the_public_site_has_no_fault_that_hinders_readers(tmp_path: Path) -> None:
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "site.yaml", tmp_path)
    made = build_site(tmp_path, as_of=max(TODAY, dt.date(2026, 11, 22)))
    hindering = [found for found in made.problems if found.code in RULES]
    assert [found for found in hindering if found.severity is not Severity.ADVICE] == []
    assert hindering == []
