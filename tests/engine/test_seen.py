"""A file that stands as it was read is not read again, and any other is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from socomsite.engine.repeat import Sight, look
from socomsite.engine.seen import Seen
from socomsite.engine.stamps import TICK_SECONDS, now
from socomsite.language import Language
from socomsite.model import attachedfiles, discovery
from socomsite.model.attachedfiles import discover_files
from socomsite.model.discovery import discover
from socomsite.model.source import Source

FOLDERS = ("news",)
NAME = "content/news/a.md"
PICTURE = "content/pictures/a.png"


class Site:
    """A site whose files are looked at time and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.table: object = None

    def look(self, state: str = "1") -> tuple[tuple[Source, ...], dict[str, str]]:
        """What is found, and how many texts were read for it."""
        seen = Seen(str(self.root), self.table, state, Sight(now(str(self.root / "now")), {}))
        found = discover(self.root, FOLDERS, Language.FI, (Language.FI,), seen)
        files = discover_files(self.root, seen)
        self.table = seen.table(found, files)
        return found.value, files

    @property
    def is_known(self) -> bool:
        """Whether the text of the post was let go."""
        return self.look()[0][0].text == ""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site that was looked at once, a while after it was written."""
    for name, text in ((NAME, "yksi"), (PICTURE, "kuva")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text)
    time.sleep(TICK_SECONDS)
    made = Site(tmp_path)
    made.look()
    return made


def test_what_stands_is_neither_opened_nor_digested(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        for module, name in (
            (discovery, "text_inside"),
            (discovery, "read_text"),
            (attachedfiles, "digest_of_file"),
        ):
            patched.setattr(module, name, lambda *_: pytest.fail("it was read again"))
        (found,), files = site.look()
    (expected,) = discover(site.root, FOLDERS, Language.FI, (Language.FI,)).value
    assert (found.text, found.digest) == ("", expected.digest)
    assert found.whole(site.root) == expected
    assert files == discover_files(site.root)


def test_a_file_saved_within_the_second_and_as_long_is_read(site: Site) -> None:
    before = (site.root / NAME).stat()
    (site.root / NAME).write_text("kaks")
    os.utime(site.root / NAME, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert site.look()[0][0].text == "kaks"


def test_a_file_put_in_the_place_of_another_is_read(site: Site) -> None:
    other = site.root / "other"
    other.write_text("kaks")
    before = (site.root / NAME).stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.rename(site.root / NAME)
    assert site.look()[0][0].text == "kaks"


def test_a_link_is_read_for_what_it_leads_to_may_change(site: Site) -> None:
    (site.root / "other.md").write_text("kaks")
    (site.root / NAME).unlink()
    (site.root / NAME).symlink_to(site.root / "other.md")
    time.sleep(TICK_SECONDS)
    site.look()
    assert site.look()[0][0].text == "kaks"


def test_a_file_of_a_folder_that_is_a_link_is_read(site: Site) -> None:
    (site.root / "content").rename(site.root / "moved")
    (site.root / "content").symlink_to(site.root / "moved")
    time.sleep(TICK_SECONDS)
    assert site.is_known  # the folder leads nowhere else
    (site.root / "content").unlink()
    outside = site.root.parent / "outside"
    (site.root / "moved").rename(outside)
    (site.root / "content").symlink_to(outside)
    (found,), files = site.look()
    assert [each.code for each in found.problems] == ["symlink-outside"]
    assert files == {}


def test_a_file_saved_just_now_is_read_again(site: Site) -> None:
    (site.root / NAME).write_text("kaks")
    assert not site.is_known
    time.sleep(TICK_SECONDS)
    assert not site.is_known
    assert site.is_known


def test_a_file_that_cannot_be_used_is_told_of_each_time(site: Site) -> None:
    (site.root / NAME).write_bytes(b"\xff")
    time.sleep(TICK_SECONDS)
    for _ in range(2):
        (found,), _ = site.look()
        assert [each.code for each in found.problems] == ["not-utf8"]


def test_another_state_or_a_damaged_table_knows_nothing(site: Site) -> None:
    assert site.is_known
    assert site.look("2")[0][0].text == "yksi"
    site.table = ("1", {}, None)
    assert not site.is_known


def test_where_no_time_can_be_read_nothing_is_trusted(site: Site) -> None:
    seen = Seen(str(site.root), None, "1", Sight(0, {}))
    found = discover(site.root, FOLDERS, Language.FI, (Language.FI,), seen)
    assert seen.table(found, {"pictures/a.png": "1"}) == ("1", {}, {}, None)


def test_a_file_that_changes_between_the_look_and_the_reading_is_told_of(site: Site) -> None:
    (found,), _ = site.look()
    (site.root / NAME).write_text("kaks")
    told = found.whole(site.root)
    assert [each.code for each in told.problems] == ["file-unreadable"]
    assert told.text == ""


def test_a_text_that_is_there_is_not_read() -> None:
    there = Source(NAME, "news", "a", Language.FI, "yksi", mark="1")
    assert there.whole(Path("nowhere")) is there


def noted(site: Site, *, wait: float = TICK_SECONDS) -> Seen:
    """What is kept of a site that was looked at as a whole."""
    (site.root / ".cache").mkdir(exist_ok=True)
    time.sleep(wait)
    before = look(str(site.root))
    seen = Seen(str(site.root), None, "1", before)
    found = discover(site.root, FOLDERS, Language.FI, (Language.FI,), seen)
    site.table = seen.table(found, discover_files(site.root, seen))
    return seen_again(site)


def seen_again(site: Site, state: str = "1") -> Seen:
    return Seen(str(site.root), site.table, state, look(str(site.root)))


def test_of_a_site_in_which_files_were_saved_these_are_known(site: Site) -> None:
    seen = noted(site)
    assert seen.saved == []
    assert seen.digests == {NAME: discover_one(site).digest}
    assert list(seen.files) == [PICTURE.removeprefix("content/")]
    (site.root / NAME).write_text("kaks")
    (site.root / "site.yaml").write_text("")
    assert seen_again(site).saved == [NAME]
    assert seen_again(site, "2").saved is None


def discover_one(site: Site) -> Source:
    (found,) = discover(site.root, FOLDERS, Language.FI, (Language.FI,)).value
    return found


@pytest.mark.parametrize(
    "path", ["content/news/b.md", "content/.b.swp", "content/events/c.md", PICTURE]
)
def test_if_other_files_stand_there_or_a_picture_was_saved_that_is_not_known(
    site: Site, path: str
) -> None:
    noted(site)
    (site.root / path).parent.mkdir(exist_ok=True)
    (site.root / path).write_text("muu")
    assert seen_again(site).saved is None


@pytest.mark.parametrize("path", [NAME, PICTURE])
def test_if_a_file_went_away_or_took_the_place_of_another_that_is_not_known(
    site: Site, path: str
) -> None:
    noted(site)
    (site.root / path).rename(site.root / f"{path}.md")
    assert seen_again(site).saved is None


def test_nor_is_it_known_if_something_was_amiss(site: Site) -> None:
    (site.root / "content/outo").mkdir()
    (site.root / "content/outo/a.md").write_text("muu")
    assert noted(site).saved is None


def test_nor_is_it_known_if_a_file_could_have_changed_unseen(site: Site) -> None:
    (site.root / NAME).write_text("kaks")
    assert noted(site, wait=0).saved is None


def test_a_file_that_is_gone_only_while_folders_are_read_is_not_taken_for_none(
    tmp_path: Path,
) -> None:
    for name in (NAME, "content/news/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("yksi")
    (tmp_path / ".cache").mkdir()
    time.sleep(TICK_SECONDS)

    def read(table: object) -> Seen:
        return Seen(str(tmp_path), table, "1", look(str(tmp_path)))

    seen = read(None)
    (tmp_path / NAME).unlink()
    found = discover(tmp_path, FOLDERS, Language.FI, (Language.FI,), seen)
    (tmp_path / NAME).write_text("yksi")
    table = seen.table(found, discover_files(tmp_path, seen))
    assert [each.path for each in found.value] == ["content/news/b.md"]
    assert read(table).saved is None
