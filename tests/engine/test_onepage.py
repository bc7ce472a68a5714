"""A page out of a text that is not saved is the page that saving would make."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from socomsite.engine.showing import Showing
from socomsite.engine.stamps import TICK_SECONDS
from tests.commands.conftest import BROKEN, SOUND
from tests.conftest import build_site, news, picture, write_site

NEWS = "content/news/uutinen.md"
FILE = "ajankohtaista/uutinen/index.html"


@pytest.fixture
def showing(tmp_path: Path) -> Showing:
    return Showing(write_site(tmp_path / "sivusto", SOUND), lambda _: "-", drafts=True)


def codes(showing: Showing, path: str, text: str) -> list[str]:
    found = showing.laid(path, text)
    assert found.value is None
    return [each.code for each in found.problems]


def test_the_page_is_the_one_that_saving_makes(showing: Showing) -> None:
    laid = showing.laid(NEWS, news("Uusi nimi", body="Uusi *teksti*."))
    assert laid.value is not None
    assert laid.value.path == FILE
    assert not laid.problems
    write_site(showing.root, {NEWS: news("Uusi nimi", body="Uusi *teksti*.")})
    made = {each.path: each.data for each in build_site(showing.root).artifacts}
    assert laid.value.files[FILE] == made[FILE]


def test_after_a_build_the_rest_of_the_site_is_not_read_for_it(
    showing: Showing, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(TICK_SECONDS)  # or nothing could go on from a build of files saved just now
    showing.build()
    text = news("Uusi nimi", body="Uusi *teksti*.")
    with monkeypatch.context() as patch:
        patch.setattr("socomsite.engine.onepage.read_ground", lambda *_: pytest.fail("all read"))
        laid = showing.laid(NEWS, text)
    assert laid.value is not None
    write_site(showing.root, {NEWS: text})
    made = {each.path: each.data for each in build_site(showing.root).artifacts}
    assert laid.value.files == {FILE: made[FILE]}
    write_site(showing.root, {"content/news/toinen.md": BROKEN})
    again = showing.laid(NEWS, news("Vielä uudempi"))  # a mistake elsewhere is not told
    assert again.value is not None
    assert "Vielä uudempi".encode() in again.value.files[FILE]


def test_nothing_on_disk_changes(showing: Showing) -> None:
    before = {file: file.read_bytes() for file in showing.root.rglob("*.md")}
    showing.laid(NEWS, news("Uusi nimi"))
    assert {file: file.read_bytes() for file in showing.root.rglob("*.md")} == before
    assert not showing.folder.exists()


def test_an_entry_that_is_nowhere_yet_has_its_page(showing: Showing) -> None:
    laid = showing.laid("content/news/ihan-uusi.md", news("Ihan uusi"))
    assert laid.value is not None
    assert b"Ihan uusi" in laid.value.files["ajankohtaista/ihan-uusi/index.html"]


@pytest.mark.parametrize("line", ["draft: true", "appears: 1.1.2090"])
def test_a_draft_and_what_is_yet_to_appear_have_a_page(showing: Showing, line: str) -> None:
    laid = showing.laid(NEWS, news("Tuleva").replace("topics:", f"{line}\ntopics:"))
    assert laid.value is not None
    assert laid.value.path == FILE


def test_its_own_mistakes_are_told_as_a_build_tells_them(showing: Showing) -> None:
    assert codes(showing, NEWS, BROKEN) == ["date-impossible"]
    write_site(showing.root, {NEWS: BROKEN})
    told = [each for each in build_site(showing.root).problems if each.is_error]
    assert list(showing.laid(NEWS, BROKEN).problems) == told


def test_mistakes_elsewhere_do_not_keep_a_page_from_being_seen(showing: Showing) -> None:
    write_site(showing.root, {"content/news/toinen.md": BROKEN})
    assert showing.laid(NEWS, news("Uusi nimi")).value is not None


def test_a_site_without_settings_or_templates_says_why(showing: Showing) -> None:
    write_site(showing.root, {"templates/news.html": "{% oops"})
    assert codes(showing, NEWS, news()) == ["template-syntax"]
    write_site(showing.root, {"site.yaml": "nimi: A\n"})
    assert "field-unknown" in codes(showing, NEWS, news())


def test_a_template_that_fails_on_the_page_says_so(showing: Showing) -> None:
    write_site(showing.root, {"templates/news.html": "{{ oops }}"})
    assert codes(showing, NEWS, news()) == ["template-undefined"]


def test_what_has_no_page_of_its_own_is_told_by_an_empty_path(showing: Showing) -> None:
    laid = showing.laid(NEWS, news().replace("topics:", "expires: 1.1.2020\ntopics:"))
    assert laid.value is not None
    assert laid.value.path == ""
    assert not laid.problems


def test_a_picture_that_stands_nowhere_yet_comes_along(showing: Showing) -> None:
    write_site(showing.root, {"content/pictures/uusi.jpg": picture(700, 400, "JPEG")})
    text = news(body="![Talo](uusi.jpg)")
    laid = showing.laid(NEWS, text)
    assert laid.value is not None
    page, *copies = laid.value.files
    assert page == FILE
    assert len(copies) == 6
    for copy in copies:
        assert copy.encode() in laid.value.files[FILE]
        (showing.folder / copy).parent.mkdir(parents=True, exist_ok=True)
        (showing.folder / copy).write_bytes(laid.value.files[copy])
    again = showing.laid(NEWS, text)
    assert again.value is not None
    assert list(again.value.files) == [FILE]
