"""`new bulletin --series …`: what came is gathered once, and a person's file is left as it is."""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.commands import gather
from socomsite.language import Language
from socomsite.model.decode import Decoder
from socomsite.model.kinds import Bulletin, schema
from socomsite.model.source import Source
from socomsite.yamltext import Mapping, Sequence, read_yaml
from tests.commands.conftest import Runner
from tests.conftest import build_site, write_site
from tests.year import PARTS, WANTED, begun

FIRST = "content/bulletins/tiedote-1-2026.yaml"


def remembered(file: Path) -> list[str]:
    """What an issue's file says has been gathered into it."""
    tree = read_yaml(file.read_text("utf-8"), "").value
    assert isinstance(tree, Mapping)
    noted = tree.get("gathered")
    return [item.text for item in noted.items] if isinstance(noted, Sequence) else []  # type: ignore[union-attr]  # scalars


def held(file: Path) -> list[str]:
    """The items that stand in an issue's sections, by their marks."""
    made = Decoder(schema())(
        Source(file.name, "bulletins", "x", Language.FI, file.read_text("utf-8"))
    ).value
    assert isinstance(made, Bulletin)
    items = [item for section in made.sections for item in section.items]
    return [f"{item.entry.key} {item.change or ''}".strip() for item in items]


def added(before: str, after: str) -> list[str]:
    """The lines that were put in; nothing was taken away or changed."""
    found = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    assert not [line for line in found if line[0] in "-?"]
    return [line[2:] for line in found if line[0] == "+"]


def ready(file: Path) -> None:
    """A person finishes the issue."""
    text = file.read_text("utf-8").replace("draft: kyllä\n", "")
    text = text.replace("Kirjoita pääkirjoitus tähän.", "Hyvä lukija!")
    file.write_text(text, "utf-8")


def test_a_year_of_three_issues_tells_of_everything_once(socomsite: Runner, tmp_path: Path) -> None:
    root = begun(tmp_path)
    for number, (day, files) in enumerate(PARTS, start=1):
        write_site(root, files)
        begun(root)
        said = socomsite("new", "bulletin", "--series", "tiedote", "--site", root, "--as-of", day)
        assert said.code == 0, said.err
        assert f"Uusi numero: Testin tiedote {number}/2026." in said.out
        file = root / f"content/bulletins/tiedote-{number}-2026.yaml"
        assert set(held(file)) == WANTED[number - 1]
        assert len(held(file)) == len(WANTED[number - 1])
        assert remembered(file) == held(file)
        ready(file)
        assert build_site(root, as_of=None).problems == ()


def first_issue(socomsite: Runner, root: Path) -> Path:
    begun(write_site(root, PARTS[0][1]))
    said = socomsite(
        "new", "bulletin", "--series", "tiedote", "--site", root, "--as-of", PARTS[0][0]
    )
    assert said.code == 0, said.err
    return root / FIRST


def again(socomsite: Runner, root: Path, day: str = PARTS[1][0]) -> str:
    said = socomsite("new", "tiedote", "--series", "tiedote", "--site", root, "--as-of", day)
    assert said.code == 0, said.err
    return said.out


def test_the_new_file_is_a_draft_that_builds(socomsite: Runner, tmp_path: Path) -> None:
    file = first_issue(socomsite, tmp_path)
    assert file.read_text("utf-8") == (
        "# Järjestä, lyhennä ja täydennä vapaasti. Poista rivi draft, kun numero on valmis.\n"
        "series: Testin tiedote\nnumber: 1\nyear: 2026\ndate: 2026-03-31\ndraft: kyllä\n"
        'summary: "Tässä numerossa: lapset; vanhustyö."\n'
        "lead:\n  title: Pääkirjoitus\n  text: Kirjoita pääkirjoitus tähän.\n"
        "sections:\n"
        "  - title: Lapset\n    topic: lapset\n    items:\n"
        "      - news/tammi  # Uutinen 2026-01-10\n"
        "      - events/kevat  # Aamukahvit 2026-05-05 klo 9\n"
        "      - entry: services/keskus  # Keskus\n        change: 2026-02-01\n"
        "  - title: Vanhustyö\n    topic: vanhat\n    items:\n"
        "      - news/maalis  # Uutinen 2026-03-31\n"
        "      - events/syksy  # Aamukahvit 2026-10-10\n"
        "  - title: Muut aiheet\n    items:\n"
        "      - publications/raportti  # Raportti 2026\n"
        "# Muistiinpano siitä, mitä tähän numeroon on koottu. Älä muuta: poistamasi asiat eivät "
        "näin palaa.\n"
        "gathered:\n  - news/tammi\n  - events/kevat\n  - services/keskus 2026-02-01\n"
        "  - news/maalis\n  - events/syksy\n  - publications/raportti\n"
    )
    made = build_site(tmp_path)
    assert made.problems == ()
    assert not any("tiedote-1-2026" in a.path for a in made.artifacts)
    assert build_site(tmp_path, drafts=True).problems == ()


def test_gathering_again_changes_nothing_when_nothing_came(
    socomsite: Runner, tmp_path: Path
) -> None:
    file = first_issue(socomsite, tmp_path)
    before = file.read_bytes()
    said = again(socomsite, tmp_path, PARTS[0][0])
    assert said == f"Testin tiedote 1/2026: uutta ei ole. Tiedosto {FIRST} on ennallaan.\n"
    assert file.read_bytes() == before


PERSON = (
    "# Minun muistiinpanoni\n"
    "series:   Testin tiedote   # sarja\n"
    "number: 1\n"
    "year: 2026\n"
    "date: 31.3.2026\n"
    "draft: kyllä\n"
    "\n"
    "sections:\n"
    "  # Tärkein ensin\n"
    "  - title: Oma juttu\n"
    "    text: >-\n"
    "      Tässä kerrotaan,\n"
    "      mitä   tapahtui.\n"
    "\n"
    "      items: tämä ei ole luettelo\n"
    "  - topic: lapset\n"
    "    title: 'Lapset ja nuoret'\n"
    "    items:\n"
    "    - entry: events/kevat\n"
    "      text: |\n"
    "        Tule mukaan!\n"
    "    # kommentti luettelon sisällä\n"
    "    - news/tammi\n"
    "\n"
    "# Loppuosa\n"
    "summary: Lyhyesti.\n"
    "lead: {title: Alku, text: Hei}\n"
    "gathered: # ohjelman\n"
    "- news/tammi\n"
    "- events/kevat\n"
    "- services/keskus 2026-02-01\n"
    "- news/maalis\n"
    "- events/syksy\n"
    "- publications/raportti"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_lines_are_added_to_what_a_person_wrote(
    socomsite: Runner, tmp_path: Path, newline: str
) -> None:
    file = first_issue(socomsite, tmp_path)
    text = PERSON.replace("\n", newline)
    file.write_bytes(text.encode())
    begun(write_site(tmp_path, PARTS[1][1]))
    said = again(socomsite, tmp_path)
    assert said.startswith(f"Testin tiedote 1/2026: tiedostoon {FIRST} lisättiin 7\u00a0asiaa.")
    after = file.read_bytes().decode()
    assert added(text, after)
    assert set(held(file)) == {"events/kevat", "news/tammi"} | WANTED[1]
    assert "\n" not in after.replace(newline, "")
    assert again(socomsite, tmp_path).endswith("on ennallaan.\n")


def test_what_a_person_cut_stays_cut_also_in_the_next_issue(
    socomsite: Runner, tmp_path: Path
) -> None:
    file = first_issue(socomsite, tmp_path)
    text = file.read_text("utf-8").replace("      - news/tammi  # Uutinen 2026-01-10\n", "")
    file.write_text(text, "utf-8")
    assert again(socomsite, tmp_path, PARTS[0][0]).endswith("on ennallaan.\n")
    ready(file)
    begun(write_site(tmp_path, PARTS[1][1]))
    assert "Uusi numero: Testin tiedote 2/2026." in again(socomsite, tmp_path)
    assert set(held(tmp_path / FIRST.replace("-1-", "-2-"))) == WANTED[1]


def test_what_an_earlier_issue_links_to_does_not_come_again(
    socomsite: Runner, tmp_path: Path
) -> None:
    by_hand = (
        "series: Testin tiedote\nnumber: 1\nyear: 2026\ndate: 2026-01-02\nsummary: A.\nlead:\n"
        "  title: A\n  text: Lue [uutinen](ref:news/tammi).\n"
        "  boxes:\n    - {sort: event, event: kevat}\n"
    )
    begun(write_site(tmp_path, {FIRST: by_hand, **PARTS[0][1]}))
    again(socomsite, tmp_path, PARTS[0][0])
    found = held(tmp_path / FIRST.replace("-1-", "-2-"))
    assert set(found) == WANTED[0] - {"news/tammi", "events/kevat"}


def test_a_series_with_its_own_subject_gathers_only_that(socomsite: Runner, tmp_path: Path) -> None:
    begun(write_site(tmp_path, PARTS[0][1] | PARTS[1][1]))
    said = socomsite(
        "new",
        "bulletin",
        "--series",
        "Keskuksen tiedote",
        "--site",
        tmp_path,
        "--as-of",
        "1.9.2026",
    )
    assert said.code == 0
    found = held(tmp_path / "content/bulletins/keskus-1-2026.yaml")
    wanted = {"news/kesa", "posts/loma", "services/keskus 2026-02-01", "services/keskus 2026-09-01"}
    assert set(found) == wanted


def test_an_unknown_series_names_those_there_are(socomsite: Runner, tmp_path: Path) -> None:
    begun(tmp_path)
    said = socomsite("new", "bulletin", "--series", "uutiset", "--site", tmp_path)
    assert said.code == 2
    assert said.err == (
        "Sarjaa 'uutiset' ei ole. Sarjat ovat tiedostossa site.yaml: "
        "tiedote (Testin tiedote), keskus (Keskuksen tiedote).\n"
    )


def test_a_mistake_in_an_issue_stops_before_anything_is_written(
    socomsite: Runner, tmp_path: Path
) -> None:
    file = first_issue(socomsite, tmp_path)
    file.write_text(file.read_text("utf-8").replace("number: 1", "number: yksi"), "utf-8")
    said = socomsite("new", "bulletin", "--series", "tiedote", "--site", tmp_path)
    assert said.code == 1
    assert f"{FIRST}:3:9: error[type-wrong]" in said.err
    assert [p.name for p in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("line", ["gathered: [news/tammi]", "sections: []"])
def test_lists_in_brackets_are_left_alone_with_a_word(
    socomsite: Runner, tmp_path: Path, line: str
) -> None:
    file = first_issue(socomsite, tmp_path)
    head = file.read_text("utf-8").partition(line.partition(":")[0] + ":\n")[0]
    text = f"{head}{line}\n"
    file.write_text(text, "utf-8")
    begun(write_site(tmp_path, PARTS[1][1]))
    said = socomsite(
        "new", "bulletin", "--series", "tiedote", "--site", tmp_path, "--as-of", PARTS[1][0]
    )
    assert said.code == 1
    assert said.err.startswith(f"Tiedostoon {FIRST} ei voi lisätä rivejä")
    assert file.read_text("utf-8") == text
    assert not list(file.parent.glob(".*"))


def test_a_file_of_the_same_name_is_never_written_over(socomsite: Runner, tmp_path: Path) -> None:
    text = "series: Keskuksen tiedote\nnumber: 7\nyear: 2026\ndate: 2026\nsummary: A.\n"
    text += "lead: {title: A, text: B}\n"
    begun(write_site(tmp_path, {FIRST: text}))
    said = socomsite(
        "new", "bulletin", "--series", "tiedote", "--site", tmp_path, "--as-of", "1.5.2026"
    )
    assert said.code == 1
    assert (tmp_path / FIRST).read_text("utf-8") == text


def test_a_folder_without_a_site_is_told_of(socomsite: Runner, tmp_path: Path) -> None:
    said = socomsite("new", "bulletin", "--series", "tiedote", "--site", tmp_path)
    assert said.code == 2
    assert "error[site-missing]" in said.err


@settings(max_examples=6, deadline=None)
@given(st.permutations(sorted(WANTED[0])), st.integers(0, 6))
def test_whatever_order_and_cuts_a_person_makes_nothing_comes_twice(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], cut: int
) -> None:
    root = begun(write_site(tmp_path_factory.mktemp("s"), PARTS[0][1]))
    kept = order[cut:]
    items = "".join(
        f"      - entry: {mark.partition(' ')[0]}\n"
        + (f"        change: {mark.partition(' ')[2]}\n" if " " in mark else "")
        for mark in kept
    )
    text = (
        "series: Testin tiedote\nnumber: 1\nyear: 2026\ndate: 2026-03-31\nsummary: A.\ndraft: on\n"
    )
    text += "lead: {title: A, text: B}\n"
    text += f"sections:\n  - title: Kaikki\n    items:\n{items}" if kept else ""
    text += "gathered:\n" + "".join(f"  - {mark}\n" for mark in order)
    (root / FIRST).parent.mkdir()
    (root / FIRST).write_text(text, "utf-8")
    begun(write_site(root, PARTS[1][1]))
    assert gather.run(root, "tiedote", dt.date(2026, 8, 31), Language.FI) == 0
    assert sorted(held(root / FIRST)) == sorted([*kept, *WANTED[1]])
    assert added(text, (root / FIRST).read_text("utf-8"))
