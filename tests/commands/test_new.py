"""`new`: the kinds by all their names, questions, options, and files that always build."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from socomsite.commands import new
from socomsite.commands.draft import Draft, value_of
from socomsite.model.description import FieldSort, describe
from socomsite.model.kinds import KINDS, Bulletin, Material, News, Plan, Publication, schema
from socomsite.model.labels import label_of
from socomsite.model.schema import Entry
from socomsite.model.site import Site, read_site
from socomsite.yamllines import readable
from tests.commands.conftest import CTRL_C, FRONT, Runner, alone, environment, on_terminal
from tests.conftest import SITE_YAML, TOPIC, build_site, news, write_site
from tests.typed import ANY_TEXT, READABLE

Texts = dict[str, tuple[str, ...]]
GIVEN = ("--date", "1.11.2026", "--topics", "lapset", "--body", "Teksti.")
PROJECT = """\
name: Pro sos
sort: network
share: socom
summary: Lyhyesti.
topics: [lapset]
"""


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("news", "news"),
        ("uutinen", "news"),
        ("projects", "projects"),
        ("project", "projects"),
        ("Project", "projects"),
        ("hanke", "projects"),
        ("HANKE", "projects"),
        ("projekt", "projects"),
        ("kehittämisalue", "topics"),
        ("kehittamisalue", "topics"),
        ("blog post", "posts"),
        ("media-appearance", "media"),
        ("mediaappearance", "media"),
        ("registerentry", "register"),
        ("verkostopankin-merkinta", "register"),
        ("toimintasuunnitelma", "plans"),
    ],
)
def test_a_kind_goes_by_all_its_names(socomsite: Runner, name: str, folder: str) -> None:
    said = socomsite("new", name, "--lang", "fi", "--help")
    assert said.code == 0
    assert f"content/{folder}." in said.out


def test_options_make_a_file_that_builds(socomsite: Runner, root: Path) -> None:
    said = socomsite("new", "--site", root, "uutinen", "--title", "Äidit: 'ja' \"isät\"", *GIVEN)
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Tehty: content/news/aidit-ja-isat.md. Tarkista sivu komennolla make serve.\n"
    )
    assert (root / "content/news/aidit-ja-isat.md").read_text("utf-8") == (
        "---\n"
        "date: 1.11.2026\n"
        'title: "Äidit: \'ja\' \\"isät\\""\n'
        "topics:\n"
        "  - lapset\n"
        "---\n"
        "Teksti.\n"
    )
    assert build_site(root).is_sound


def test_the_site_may_be_named_before_or_after_the_kind(socomsite: Runner, root: Path) -> None:
    assert socomsite("new", "news", "--site", root, "--title", "Yksi", *GIVEN).code == 0
    assert socomsite("new", "--site", root, "news", "--title", "Kaksi", *GIVEN).code == 0
    assert len(list(root.glob("content/news/*.md"))) == 3


def test_what_is_not_given_is_asked(socomsite: Runner, root: Path) -> None:
    typed = "22.11.2026\nUutta\nlapset\nTeksti.\n"
    said = socomsite("new", "news", "--site", root, typed=typed)
    assert said.code == 0
    assert said.out.startswith(
        "  Kirjoita koko päivä, esimerkiksi 22.11.2026. Sisältö näkyy siitä päivästä alkaen.\n"
        "Päivä (esimerkiksi 22.11.2026): "
    )
    assert "Tehty: content/news/uutta.md." in said.out


def test_an_empty_answer_is_asked_again(socomsite: Runner, root: Path) -> None:
    said = socomsite("new", "news", "--site", root, *GIVEN, typed="\n \nUutta\n")
    assert said.code == 0
    assert said.out.count("Tämä tieto tarvitaan.") == 2


def test_only_what_was_wrong_is_asked_again(socomsite: Runner, root: Path) -> None:
    given_wrong = ("--date", "31.2.2026", "--topics", "lapsetko", "--body", "Teksti.")
    typed = "Uutta\n1.11.2026\nlapset\n"
    said = socomsite("new", "news", "--site", root, *given_wrong, typed=typed)
    assert said.code == 0
    assert said.err.startswith(
        "Päivä (--date): Päivää '31.2.2026' ei ole kalenterissa. Tarkista päivä ja kuukausi.\n"
    )
    assert "Tunnusta 'lapsetko' ei löydy (kehittämisalue)." in said.err
    assert said.out.count("Otsikko (") == 1
    assert build_site(root).is_sound


def test_an_unknown_reference_is_told_with_what_was_meant(socomsite: Runner, root: Path) -> None:
    wrong = ("--date", "1.11.2026", "--topics", "lapest", "--body", "x")
    said = socomsite("new", "news", "--site", root, "--title", "Uutta", *wrong, typed="lapset\n")
    assert said.code == 0
    assert said.err == (
        "Kehittämisalueet (--topics): Tunnusta 'lapest' ei löydy (kehittämisalue)."
        " Tarkista kirjoitusasu tai tee kohde ensin.\n  Tarkoititko 'lapset'?\n"
    )


def test_a_wrong_choice_is_told_with_the_right_ones(socomsite: Runner, root: Path) -> None:
    given_fields = ("--name", "Pro sos", "--share", "socom", "--summary", "x", "--topics", "lapset")
    said = socomsite("new", "hanke", "--site", root, *given_fields, typed="projekt\nnetwork\n")
    assert said.code == 0
    assert "Tyyppi (--sort): Arvo 'projekt' ei sovi kenttään 'sort'." in said.err
    assert "Sallittu: project (hanke), programme (ohjelma), network (verkosto)" in said.err
    assert (root / "content/projects/pro-sos.yaml").is_file()


def test_where_nobody_answers_all_that_is_missing_is_told(socomsite: Runner, root: Path) -> None:
    said = socomsite("new", "news", "--site", root, "--title", "Uutta")
    assert said.code == 1
    for field in ("date", "topics", "body"):
        assert f"(--{field}): Pakollinen kenttä '{field}' puuttuu." in said.err
    assert said.err.endswith(
        "Tiedostoa ei tehty. Kentät voi antaa myös valinnoilla: socomsite new news --help\n"
    )
    assert not (root / "content/news/uutta.md").exists()


def test_a_closed_input_is_as_good_as_nobody(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(new._Questions, "_ask", lambda *_given: False)
    assert socomsite("new", "news", "--site", root).code == 1


def test_nothing_is_overwritten(socomsite: Runner, root: Path) -> None:
    before = (root / "content/news/uutinen.md").read_bytes()
    said = socomsite("new", "news", "--site", root, "--title", "Uutinen", *GIVEN)
    assert said.code == 1
    assert "Tiedosto content/news/uutinen.md on jo olemassa." in said.err
    assert (root / "content/news/uutinen.md").read_bytes() == before


def test_a_taken_key_is_asked_anew(socomsite: Runner, root: Path) -> None:
    said = socomsite("new", "news", "--site", root, "--title", "Uutinen", *GIVEN, typed="toinen\n")
    assert said.code == 0
    assert "Tunnus eli tiedoston nimi: " in said.out
    assert (root / "content/news/toinen.md").is_file()


@pytest.mark.parametrize("key", ["../../ulos", "Iso", "a b", "", "a/b", "ä", "-a"])
def test_a_key_that_is_none_is_refused(socomsite: Runner, root: Path, key: str) -> None:
    before = sorted(root.parent.rglob("*"))
    said = socomsite("new", "news", "--site", root, "--title", "Uutta", "--key", key, *GIVEN)
    assert said.code == 1
    assert f"Tiedoston nimi '{key}' ei sovi tunnukseksi." in said.err
    assert sorted(root.parent.rglob("*")) == before


def test_an_entry_in_another_language_does_not_take_the_key(socomsite: Runner, root: Path) -> None:
    write_site(
        root,
        {
            "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
            "content/news/uutta.sv.md": news("Nytt"),
        },
    )
    assert socomsite("new", "news", "--site", root, "--title", "Uutta", *GIVEN).code == 0


def test_a_title_without_letters_gets_the_folders_name(socomsite: Runner, root: Path) -> None:
    assert socomsite("new", "news", "--site", root, "--title", "…!", *GIVEN).code == 0
    assert (root / "content/news/news.md").is_file()


def test_a_publication_number_that_is_taken_is_asked_again(socomsite: Runner, root: Path) -> None:
    taken = "title: A\nsort: opas\nowner_of_work: socom\nseries: Sarja\nnumber: '1'\n"
    write_site(root, {"content/publications/a.yaml": taken})
    fields = ("--title", "B", "--sort", "opas", "--owner-of-work", "socom", "--series", "Sarja")
    said = socomsite("new", "julkaisu", "--site", root, *fields, "--number", "1", typed="2\n")
    assert said.code == 0
    assert "Numero sarjassa (--number): Julkaisunumero '1' on jo käytössä" in said.err
    assert build_site(root).is_sound


def test_a_page_may_not_take_anothers_address(socomsite: Runner, root: Path) -> None:
    write_site(root, {"content/pages/a.md": FRONT.replace('""', "palaute")})
    fields = ("--title", "Palaute", "--body", "x", "--menu", "none", "--owner", "x")
    day = ("--reviewed-on", "1.1.2026")
    said = socomsite("new", "sivu", "--site", root, *fields, *day, typed="palaute-meille\n")
    assert said.code == 0
    assert "Osoite '/palaute/' on käytössä kahdesti" in said.err
    assert build_site(root).is_sound


def test_a_video_needs_its_text_and_is_asked_for_it(socomsite: Runner, root: Path) -> None:
    fields = ("--title", "Luento", "--sort", "video", "--summary", "x")
    said = socomsite("new", "aineisto", "--site", root, *fields, typed="captions\n")
    assert said.code == 0
    assert "Tekstitys tai tekstiversio (--captions): Videon tekstitystä ei ole valittu." in said.err


def test_a_list_of_groups_is_answered_as_yaml(socomsite: Runner, root: Path) -> None:
    areas = "[{name: 'Osaaminen: 1', goals: [{objective: Osaaminen vahvistuu}, {objective: b}]}]"
    typed = f"Suunnitelma 2016\n2016\nLyhyesti.\n[{{name: x\n[{{nme: x}}]\n{areas}\n"
    said = socomsite("new", "plans", "--site", root, typed=typed)
    assert said.code == 0, said.err
    assert "(esimerkiksi [{name: Osaaminen, goals: [{objective:" in said.out
    assert "Suunnitelman luvut (--areas): Tiedostoa ei voi lukea tästä eteenpäin." in said.err
    assert "Suunnitelman luvut (--areas): Kenttää 'nme' ei ole" in said.err
    assert said.out.count("Otsikko (") == 1
    assert (root / "content/plans/suunnitelma-2016.yaml").read_text("utf-8") == (
        "title: Suunnitelma 2016\n"
        "year: 2016\n"
        "summary: Lyhyesti.\n"
        "areas:\n"
        '  - name: "Osaaminen: 1"\n'
        "    goals:\n"
        "      - objective: Osaaminen vahvistuu\n"
        "      - objective: b\n"
    )


def test_list_options_may_be_repeated(socomsite: Runner, root: Path) -> None:
    write_site(root, {"content/topics/nuoret.md": TOPIC, "content/topics/vanhat.md": TOPIC})
    topics = ("--topics", "lapset, nuoret", "--topics", "[vanhat]")
    given_rest = ("--title", "Uutta", "--date", "1.1.2026", "--body", "x")
    assert socomsite("new", "news", "--site", root, *given_rest, *topics).code == 0
    text = (root / "content/news/uutta.md").read_text("utf-8")
    assert "topics:\n  - lapset\n  - nuoret\n  - vanhat\n" in text


def test_cards_are_yaml_and_texts_markdown() -> None:
    site = Site.model_validate({"name": "x", "url": "https://x.example/"})
    text_kinds = {
        kind.folder for kind in KINDS if Draft(Path(), site, schema(), kind, {}).suffix == ".md"
    }
    assert text_kinds == {"pages", "topics", "posts", "news"}


def test_the_key_of_an_issue_is_its_series_number_and_year(root: Path) -> None:
    given_texts: Texts = {"series": ("Socom Tiedote",), "number": ("1",), "year": ("2007",)}
    draft = Draft(root, _site(root), schema(), Bulletin, given_texts)
    assert draft.path == "content/bulletins/socom-tiedote-1-2007.yaml"


def test_a_text_of_several_lines_stays_readable(socomsite: Runner, root: Path) -> None:
    body = "## Väliotsikko\n\n- yksi\n  - kaksi\n"
    fields = ("--name", "Kotka", "--town", "Kotka", "--body", body)
    assert socomsite("new", "toimipiste", "--site", root, *fields).code == 0
    assert (root / "content/offices/kotka.yaml").read_text("utf-8") == (
        "name: Kotka\ntown: Kotka\nbody: |-\n  ## Väliotsikko\n\n  - yksi\n    - kaksi\n"
    )
    assert build_site(root).is_sound


@pytest.mark.parametrize("language", ["sv", "en"])
def test_questions_come_in_the_asked_language(socomsite: Runner, root: Path, language: str) -> None:
    asked = {"sv": "Rubrik (till exempel ", "en": "Title (for example "}
    said = socomsite("new", "news", "--site", root, "--lang", language, *GIVEN, typed="A\n")
    assert said.code == 0
    assert asked[language] in said.out


def test_a_site_in_swedish_makes_swedish_entries(socomsite: Runner, root: Path) -> None:
    write_site(root, {"site.yaml": SITE_YAML + "language: sv\n"})
    said = socomsite("new", "news", "--site", root, *GIVEN, typed="Nytt\n")
    assert said.out.endswith("Klart: content/news/nytt.md. Granska sidan med make serve.\n")
    assert build_site(root).is_sound


def test_broken_settings_are_told_with_their_place(socomsite: Runner, root: Path) -> None:
    write_site(root, {"site.yaml": SITE_YAML + "urll: x\n"})
    said = socomsite("new", "news", "--site", root, "--title", "Uutta", *GIVEN)
    assert said.code == 1
    assert "site.yaml:8:1: error[field-unknown]" in said.err
    assert "    urll: x\n" in said.err


def test_no_site_is_a_slip_of_the_command(socomsite: Runner, tmp_path: Path) -> None:
    said = socomsite("new", "news", "--site", tmp_path, "--title", "Uutta", *GIVEN)
    assert said.code == 2
    assert "error[site-missing]" in said.err


def test_a_folder_that_cannot_be_made_is_told(socomsite: Runner, root: Path) -> None:
    write_site(root, {"content/offices": "tiedosto eikä kansio"})
    said = socomsite("new", "office", "--site", root, "--name", "Kotka", "--town", "Kotka")
    assert said.code == 1
    assert said.err.startswith("Kansioon ")


def test_a_file_that_came_meanwhile_stays(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Draft, "_key_problem", lambda _draft: None)
    (root / "content/news/uutta.md").symlink_to("poissa.md")
    said = socomsite("new", "news", "--site", root, "--title", "Uutta", *GIVEN)
    assert said.code == 1
    assert not (root / "content/news/poissa.md").exists()


def test_a_broken_neighbour_does_not_keep_a_file_from_being_made(
    socomsite: Runner, root: Path
) -> None:
    write_site(root, {"content/topics/lapset.md": "---\nnme: x\n---\n"})
    assert socomsite("new", "news", "--site", root, "--title", "Uutta", *GIVEN).code == 0


def test_bytes_that_are_no_text_are_left_out(root: Path) -> None:
    title = os.fsdecode(b"\xc3\x84iti \xff")
    done = alone("new", "news", "--site", root, "--title", title, *GIVEN)
    assert done.returncode == 0
    text = (root / "content/news/aiti.md").read_text("utf-8")
    assert "title: Äiti\n" in text


def test_answers_are_utf_8_in_any_locale(root: Path) -> None:
    env = environment(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    done = alone("new", "news", "--site", root, *GIVEN, env=env, typed="Äiti\n".encode())
    assert done.returncode == 0
    assert "title: Äiti\n" in (root / "content/news/aiti.md").read_text("utf-8")


def test_a_terminal_is_asked_and_ctrl_c_ends_it(root: Path) -> None:
    replies = [("Päivä (", "1.11.2026\n"), ("Otsikko (", CTRL_C)]
    shown, code = on_terminal("new", "news", "--site", root, replies=replies)
    assert code == 130
    assert "Kerro tärkein asia." in shown
    assert "Keskeytetty." in shown
    assert "Traceback" not in shown


def _site(root: Path) -> Site:
    site = read_site(root).value
    assert site is not None
    return site


def _holds_letters(text: str) -> bool:
    return bool(re.search(r"[^\W_]", text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=ANY_TEXT, body=ANY_TEXT)
@example(title="COM0", body="")
def test_a_news_item_of_any_title_builds(
    title: str, body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    given_texts = {"date": "1.11.2026", "title": title, "topics": "lapset", "body": f"a {body}"}
    kept: Texts = {name: (text,) for name, raw in given_texts.items() if (text := readable(raw))}
    root = tmp_path_factory.getbasetemp() / "uutisia"
    if not root.exists():
        write_site(root, {"content/topics/lapset.md": TOPIC, "content/pages/etusivu.md": FRONT})
    draft = Draft(root, _site(root), schema(), News, kept)
    problems = [(name, found) for name, found in draft.problems() if found.is_error]
    if problems:  # what is wrong is always about a field that can be asked again
        assert {name for name, _ in problems} <= {"title", "body"}
        return
    file = root / draft.path
    file.parent.mkdir(exist_ok=True)
    file.write_text(draft.text(), "utf-8", newline="\n")
    try:
        made = build_site(root, cached=True)
        assert made.is_sound, made.problems
        assert made.graph is not None
        entry = made.graph.entry(("news", draft.key), draft.site.language)
        assert entry.label == " ".join(readable(title).split())
    finally:
        file.unlink()


@settings(max_examples=25, deadline=None)
@given(name=READABLE.filter(_holds_letters))
def test_a_person_of_any_name_has_no_problem(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "henkilöitä"
    if not root.exists():
        write_site(root, {"content/pages/etusivu.md": FRONT})
    person = schema().kinds["people"]
    draft = Draft(root, _site(root), schema(), person, {"name": (name,), "staff": ("ei",)})
    assert draft.problems() == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_examples_of_every_kind_make_a_file_that_builds(
    socomsite: Runner, root: Path, kind: type[Entry]
) -> None:
    topic = TOPIC
    write_site(root, {f"content/topics/{key}.md": topic for key in ("lastensuojelu",)})
    write_site(root, {"content/projects/pro-sos.yaml": PROJECT})
    row = "title: Lehdet\nsince: 1.1.2016\ncadence: 3 krt/v\n"
    write_site(root, {"content/plan/lehdet-radio-tv.yaml": row})
    required = [field for field in describe(kind) if field.is_required]
    typed = "".join(f"{label_of(kind.folder, field.name).example}\n" for field in required)
    said = socomsite("new", kind.folder, "--site", root, "--key", "koe", typed=typed)
    assert said.code == 0, said.err
    assert build_site(root).is_sound


def test_a_group_may_be_given_in_short(root: Path) -> None:
    author = next(field for field in describe(schema().kinds["posts"]) if field.name == "author")
    assert author.sort is FieldSort.GROUP
    assert value_of(author, ["Maija Meikäläinen"]) == "Maija Meikäläinen"
    assert value_of(author, ["{person: maija}"]) == {"person": "maija"}
    assert value_of(author, ["{person"]) is None
    areas = next(field for field in describe(Plan) if field.name == "areas")
    assert value_of(areas, ["{name: a}"]) == [{"name": "a"}]
    authors = next(field for field in describe(Publication) if field.name == "authors")
    assert value_of(authors, ["A B, C D"]) == ["A B", "C D"]
    assert Draft(root, _site(root), schema(), Material, {}).text() == "{}\n"
