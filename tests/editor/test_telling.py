"""Problems of a build, told beside the field that each is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.editor.holding import Holding
from socomsite.editor.telling import Teller
from socomsite.language import Language
from socomsite.model.kinds import Bulletin, News, Person, Plan, Project, schema
from socomsite.model.pages import Page
from socomsite.model.schema import Entry
from tests.conftest import write_site
from tests.editor.entries import NAMED, scribe

SOUND = "name: X\nsort: project\nshare: socom\nsummary: X\ntopics: [lapset]\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Holding:
    return Holding(write_site(tmp_path_factory.mktemp("sivusto"), NAMED))


@pytest.mark.parametrize(
    ("kind", "text", "names"),
    [
        (Project, SOUND + "start: 2016\nend: 2015\n", {"f.end"}),
        (Project, SOUND.replace("sort: project\n", ""), {"f.sort"}),
        (Project, SOUND + "goals:\n- actions: [a]\n", {"f.goals.0.objective"}),
        (Project, SOUND + "goals:\n- objective: a\n  state: x\n", {"f.goals.0.state"}),
        (Project, SOUND + "people: [aino, ei-ole]\n", {"f.people.1.person"}),
        (Project, SOUND + "people:\n- person: ei-ole\n", {"f.people.0.person"}),
        (Project, SOUND + "channels:\n- sort: blog\n", {"f.channels.0.address"}),
        (Project, SOUND + "active: [2007, x]\n", {"f.active.1"}),
        (Project, SOUND + "links:\n- {text: a, address: x}\n", {"f.links.0.address"}),
        (Person, "name: A\nstaff: true\nphone_hours: [ma 9]\n", {"f.phone_hours.0"}),
        (Person, "name: A\nstaff: true\nportrait: {file: talo.png}\n", {"f.portrait"}),
        (Person, "name: A\nstaff: true\ncompetence: {education: [a]}\n", {"f.competence.consent"}),
        (Plan, "title: A\nyear: 1\nsummary: A\nareas: []\n", {"f.areas", "f.year"}),
        (News, "---\ntitle: A\ndate: 1.1.2026\ntopics: [lapset]\n---\n# Iso\n", {"f.body"}),
        (News, "---\ntitle: A\ndate: 1.1.2026\ntopics: []\n---\nA\n", {"f.topics"}),
        (Bulletin, "series: A\nnumber: 1\nyear: 2016\ndate: 2016\nsummary: A\n", {"f.lead"}),
        (Page, "---\ntitle: A\nmenu: none\nreviewed_on: 1.1.2026\nowner: A\n---\n", {"f.body"}),
    ],
)
def test_a_problem_is_told_at_the_field_that_it_is_about(
    site: Holding, kind: type[Entry], text: str, names: set[str]
) -> None:
    ending = "md" if text.startswith("---") else "yaml"
    path = f"content/{kind.folder}/kokeilu.{ending}"
    teller = Teller(kind, path, text, scribe().choices, Language.FI)
    told = teller.told(site.checked(path, text))
    assert {each.name for each in told if each.is_error} == names


def test_a_field_goes_by_its_label_and_what_it_names_by_its_name(site: Holding) -> None:
    path = "content/projects/kokeilu.yaml"

    def told(text: str, language: Language = Language.FI) -> list[str]:
        teller = Teller(schema().kinds["projects"], path, text, scribe().choices, language)
        return [each.text for each in teller.told(site.checked(path, text))]

    (missing,) = told(SOUND.replace("topics: [lapset]\n", ""))
    example = "Lisää se, esimerkiksi: Lapset"
    assert missing == f"Pakollinen kenttä 'Kehittämisalueet' puuttuu. {example}"
    (missing,) = told(SOUND.replace("sort: project\n", ""), Language.EN)
    assert missing == "Required field 'Type' is missing. Add it, for example: project"
    (unknown,) = told(SOUND.replace("lapset", "lapsett"))
    assert unknown == "Ei osumia haulla ”lapsett”. Tarkoititko: Lapset?"
    (far,) = told(SOUND.replace("lapset", "xyz"))
    assert far == "Ei osumia haulla ”xyz”. Tarkista kirjoitusasu tai tee uusi."


def test_a_text_that_cannot_be_read_is_told_of_as_a_whole(site: Holding) -> None:
    path = "content/projects/kokeilu.yaml"
    teller = Teller(Project, path, "name: [", scribe().choices, Language.FI)
    (told,) = teller.told(site.checked(path, "name: ["))
    assert told.name == ""
    assert Path(path).name not in told.text
