"""Personal data in a site: told at its place, and never repeated."""

from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.messages import message_of, told
from socomsite.problem import Position, Severity
from tests.attached import photo
from tests.checks.guarded import CODE, problems, said
from tests.conftest import SITE_YAML, Files, SiteMaker, news

FI = Language.FI


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CODE, "identity-code"),
        ("FI21 1234 5600 0007 85", "bank-account"),
        ("040 123 4567", "private-phone"),
        ("https://tunnus:" + "sala@testi.example", "secret-key"),
    ],
)
def test_each_is_told_by_its_code_at_its_place(text: str, code: str, site: SiteMaker) -> None:
    assert said(site, {"content/news/a.md": news(body=f"Tässä: {text}")}) == [
        ("content/news/a.md:6:8", code)
    ]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("content/offices/a.yaml", f"name: A\ntown: Kotka\nowner: {CODE}\n", "3:8"),
        ("templates/oma.html", f"<p>{CODE}</p>\n", "1:4"),
        ("templates/assets/a.css", f"/* {CODE} */\n", "1:4"),
        (
            "templates/strings.yaml",
            f"nav: {{home: {{fi: E, sv: S, en: H}}}}\na: # {CODE}\n",
            "2:6",
        ),
    ],
)
def test_it_is_found_in_every_text_of_the_site(
    path: str, text: str, place: str, site: SiteMaker
) -> None:
    assert said(site, {path: text}) == [(f"{path}:{place}", "identity-code")]


def test_it_is_found_in_the_settings(site: SiteMaker) -> None:
    files = {"site.yaml": f"{SITE_YAML}# {CODE}\n"}
    line = SITE_YAML.count("\n") + 1
    assert said(site, files) == [(f"site.yaml:{line}:3", "identity-code")]


def test_a_message_neither_repeats_it_nor_shows_its_line(site: SiteMaker) -> None:
    (found,) = problems(site, {"content/news/a.md": news(body=f"Tunnus {CODE}")})
    lines = told(found, FI, lambda _: f"Tunnus {CODE}")
    said = "Tässä on henkilötunnus (131052-…). Poista se, ennen kuin sivu julkaistaan."
    assert lines == (f"content/news/a.md:6:8: error[identity-code]: {said}",)


def test_a_draft_is_looked_at_too(site: SiteMaker) -> None:
    text = news(body=CODE).replace("date:", "draft: kyllä\ndate:")
    assert said(site, {"content/news/a.md": text}) == [("content/news/a.md:7:1", "identity-code")]


def test_numbers_of_contact_fields_may_stand_anywhere(site: SiteMaker) -> None:
    files = {
        "content/people/a.yaml": "name: A\nstaff: kyllä\nphone: 040 123 4567\n",
        "content/offices/b.yaml": "{name: B, town: Kotka, phone: '+358 50 123 4567'}\n",
        "content/news/a.md": news(body="Soita 0401234567 tai 050 123 4567."),
    }
    assert said(site, files) == []


def test_a_number_after_the_word_phone_in_a_text_is_no_contact_field(site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body="phone: 040 123 4567")}
    assert said(site, files) == [("content/news/a.md:6:8", "private-phone")]


@pytest.mark.parametrize("folder", ["files", "pictures"])
def test_the_name_of_a_file_is_told_of_masked(folder: str, site: SiteMaker) -> None:
    (found,) = problems(site, {f"content/{folder}/hakemus_{CODE}.txt": "x"})
    assert found.position == Position(f"content/{folder}/hakemus_131052-….txt")
    assert message_of(found, FI) == (
        "Tiedoston nimessä on henkilötunnus (131052-…). Anna tiedostolle toinen nimi."
    )


def test_the_name_of_content_is_looked_at(site: SiteMaker) -> None:
    files = {f"content/news/{CODE.lower()}.md": news()}
    assert said(site, files) == [("content/news/131052-….md", "name-personal-data")]


def test_a_picture_of_the_site_that_tells_its_place_is_a_notice(site: SiteMaker) -> None:
    files: Files = {
        "content/news/a.md": news(body="![Vene rannassa](vene.jpg)"),
        "content/pictures/vene.jpg": photo(gps=True),
    }
    (found,) = problems(site, files)
    assert (str(found.position), found.code) == ("content/pictures/vene.jpg", "picture-gps")
    assert found.severity is Severity.NOTICE
