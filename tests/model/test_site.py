"""The settings in `site.yaml`, read as content is, with every mistake at its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from socomsite.language import Language, Words
from socomsite.model.site import Localized, Site, read_site
from socomsite.problem import Outcome, Position, Problem, problem

FI, SV, EN = Language
MINIMAL = "name: Testi\nurl: https://testi.example\n"
NAMES = Words("sivuston asetukset", "webbplatsens inställningar", "site settings")


def read(root: Path, text: str | bytes) -> Outcome[Site | None]:
    """The settings of a site whose `site.yaml` is this text."""
    (root / "site.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_site(root)


def sound(root: Path, text: str) -> Site:
    made = read(root, text)
    assert made.problems == ()
    assert made.value is not None
    return made.value


def told(root: Path, text: str | bytes) -> list[Problem]:
    made = read(root, text)
    assert made.value is None
    return sorted(made.problems, key=lambda found: (found.position, found.code))


def at(line: int, column: int) -> Position:
    return Position("site.yaml", line, column)


def test_a_name_and_an_address_are_enough(tmp_path: Path) -> None:
    site = sound(tmp_path, MINIMAL)
    assert (site.name, site.url) == (Localized(fi="Testi"), "https://testi.example/")
    assert (site.language, site.languages, site.short_name) == (FI, (FI,), None)
    assert (site.sections, site.series, site.feedback_email, site.as_of) == ({}, (), None, None)


def test_all_settings_are_read(tmp_path: Path) -> None:
    text = """\
name: {fi: Testikeskus, sv: Testcentret}
short_name: Testi
url: https://testi.example/alakansio
languages: [fi, sv]
sections:
  projects: {fi: hankkeet, sv: projekt}
  news: /ajankohtaista/
series: [Tiedote]
feedback_email: palaute@testi.example
as_of: 22.11.2026
"""
    site = sound(tmp_path, text)
    assert site.name == Localized(fi="Testikeskus", sv="Testcentret")
    assert site.short_name == Localized(fi="Testi")
    assert (site.url, site.base_path) == ("https://testi.example/alakansio/", "/alakansio/")
    assert site.languages == (FI, SV)
    assert [series.name for series in site.series] == ["Tiedote"]
    assert site.feedback_email == "palaute@testi.example"
    assert site.as_of == dt.date(2026, 11, 22)
    assert site.section("projects", SV) == "projekt"
    assert site.section("news", FI) == "ajankohtaista"


def test_a_section_without_a_word_has_its_folder_and_without_a_language_the_finnish(
    tmp_path: Path,
) -> None:
    site = sound(tmp_path, MINIMAL + "sections: {news: ajankohtaista}\n")
    assert (site.section("news", SV), site.section("people", SV)) == ("ajankohtaista", "people")


def test_a_text_without_a_language_is_given_in_finnish() -> None:
    text = Localized(fi="Testi", en="Test")
    assert [text.in_language(language) for language in Language] == ["Testi", "Testi", "Test"]


def test_the_sites_own_language_stands_without_a_prefix(tmp_path: Path) -> None:
    site = sound(tmp_path, MINIMAL + "language: sv\nlanguages: [fi, en]\n")
    assert site.languages == (SV, FI, EN)
    assert [site.prefix(language) for language in Language] == ["/fi/", "/", "/en/"]


@pytest.mark.parametrize(
    ("address", "base"),
    [
        ("https://a.example", "/"),
        ("http://localhost:5500/", "/"),
        ("https://a.example/b/c/", "/b/c/"),
    ],
)
def test_a_site_may_stand_at_a_root_or_in_a_folder(address: str, base: str, tmp_path: Path) -> None:
    assert sound(tmp_path, f"name: Testi\nurl: {address}\n").base_path == base


@pytest.mark.parametrize(
    "address", ["testi.example", "ftp://a.example/", "https://a.example/?a=b", "https:///a", "/a/"]
)
def test_an_address_where_no_site_can_stand_is_told(address: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"name: Testi\nurl: {address}\n") == [
        problem(
            at(2, 6), "type-wrong", field="url", value=address, expected="expected-site-address"
        )
    ]


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    root = tmp_path / "tyhja"
    root.mkdir()
    assert read_site(root) == Outcome(
        None, (problem(Position("site.yaml"), "site-missing", folder="tyhja"),)
    )


def test_a_folder_named_like_the_settings_is_no_settings(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").mkdir()
    assert [found.code for found in read_site(tmp_path).problems] == ["site-missing"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"", problem(Position("site.yaml"), "file-empty")),
        (b"\xef\xbb\xbf\r\n", problem(Position("site.yaml"), "file-empty")),
        (b"name: A\nurl: \xe4\n", problem(at(2, 1), "not-utf8")),
        (b"# vain huomautus\n", problem(at(1, 1), "yaml-syntax")),
        (b"- a\n- b\n", problem(at(1, 1), "yaml-syntax")),
        (b"name: 'A\nurl: b\n", problem(at(1, 7), "yaml-syntax")),
        (b"name: &a A\n", problem(at(1, 7), "yaml-alias")),
    ],
)
def test_settings_that_cannot_be_read_are_told(text: bytes, found: Problem, tmp_path: Path) -> None:
    assert told(tmp_path, text) == [found]


def test_settings_with_a_byte_order_mark_and_carriage_returns_are_read(tmp_path: Path) -> None:
    made = read(tmp_path, b"\xef\xbb\xbfname: Testi\r\nurl: https://testi.example/\r\n")
    assert made.problems == ()
    assert made.value is not None
    assert made.value.name == Localized(fi="Testi")


def test_a_setting_given_twice_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, MINIMAL + "name: Toinen\n") == [
        problem(at(3, 1), "yaml-duplicate", field="name", line=1)
    ]


def test_all_mistakes_in_the_settings_are_told_at_once(tmp_path: Path) -> None:
    text = """\
nmae: Testi
language: se
languages: [fi, de]
feedback_email: palaute
sections:
  news: {sv: nytt}
  people: [a]
as_of: 31.2.2026
series: Tiedote
short_name:
"""
    tags = ("fi", "sv", "en")
    found = told(tmp_path, text)
    assert [(p.position.line, p.position.column, p.code) for p in found] == [
        (1, 1, "field-missing"),
        (1, 1, "field-missing"),
        (1, 1, "field-unknown"),
        (2, 11, "value-not-allowed"),
        (3, 17, "value-not-allowed"),
        (4, 17, "type-wrong"),
        (6, 9, "field-missing"),
        (7, 11, "type-wrong"),
        (8, 8, "date-impossible"),
        (9, 9, "type-wrong"),
        (10, 1, "field-empty"),
    ]
    unknown, language = found[2], found[3]
    assert unknown == problem(at(1, 1), "field-unknown", near=("name",), field="nmae", kind=NAMES)
    assert language == problem(
        at(2, 11), "value-not-allowed", allowed=tags, field="language", value="se"
    )


def test_a_missing_setting_is_told_with_an_example(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "name: Testi\n")
    assert (found.code, dict(found.values)["field"]) == ("field-missing", "url")
    assert str(dict(found.values)["example"]).startswith("url: https://")


def test_settings_linked_from_outside_the_site_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "muut.yaml").write_text(MINIMAL, "utf-8")
    root = tmp_path / "sivusto"
    root.mkdir()
    (root / "site.yaml").symlink_to(tmp_path / "muut.yaml")
    assert read_site(root).problems == (problem(Position("site.yaml"), "symlink-outside"),)


def test_a_series_is_found_by_its_name_or_its_short_word(tmp_path: Path) -> None:
    text = """\
name: Testi
url: https://testi.example/
series:
  - Henkan tiedote
  - {name: Socom Tiedote, key: tiedote, email: t@testi.example, description: Sidosryhmille}
"""
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    site = read_site(tmp_path).value
    assert site is not None
    plain, told = site.series
    assert (plain.short, told.short) == ("henkan-tiedote", "tiedote")
    for word in ("tiedote", "Socom Tiedote", "socom-tiedote"):
        assert site.series_named(word) is told
    assert site.series_named("henkan-tiedote") is plain
    assert site.series_named("henkka") is None
    assert told.description is not None
    assert told.description.in_language(site.language) == "Sidosryhmille"
