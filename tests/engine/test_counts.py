"""How much work a build does: counted, never timed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from socomsite.engine.cache import Cache
from socomsite.engine.output import MANIFEST, release
from socomsite.engine.pipeline import build
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.engine.workers import Workers
from socomsite.formats.pageview import PageView
from socomsite.model import discovery
from socomsite.model.kinds import schema
from socomsite.model.textfile import text_inside
from tests.conftest import TODAY, TOPIC, write_site

NEWS = """\
---
title: {title}
date: 2026-10-{day:02}
topics: [{topic}]
summary: Kerrottua.
---
{body}
"""
PAGE = """\
---
title: {title}
menu: none
reviewed_on: 2026-11-01
owner: Maija
{more}---
Teksti.
"""
DAYS = range(1, 10)
SITE = {
    "content/topics/lapset.md": TOPIC,
    "content/topics/vanhukset.md": TOPIC.replace("Lapset", "Vanhukset"),
    "content/pages/etusivu.md": PAGE.format(title="Etusivu", more='address: ""\n'),
    "content/pages/lista.md": PAGE.format(title="Lista", more="lists: [{of: news, per_page: 4}]\n"),
    "content/pages/uutiset.md": PAGE.format(title="Uutiset", more="address: ajankohtaista\n"),
} | {
    f"content/news/n{day}.md": NEWS.format(
        title=f"Uutinen {day}", day=day, topic="vanhukset" if day == 5 else "lapset", body="Teksti."
    )
    for day in DAYS
}
Counted = dict[tuple[str, str], int]


class Desk:
    """A site that is built, edited and built again."""

    def __init__(self, root: Path) -> None:
        self.root = write_site(root, SITE)
        self.pages: dict[str, PageView] = {}
        self.files: dict[str, bytes] = {}

    def build(self) -> tuple[Counted, set[str], set[str]]:
        """What was made, the pages whose view changed, and the files whose bytes changed."""
        with Cache(self.root, TODAY.toordinal()) as cache:
            workers = Workers(1, cache)
            made = build(self.root, schema(), workers, today=TODAY)
        assert made.problems == ()
        memory = self.root / ".cache/output"
        assert release(made.artifacts, self.root / "output", memory).problems == ()
        pages = {job.path: job.view for job, _ in made.made if isinstance(job.view, PageView)}
        files = {artifact.path: artifact.data for artifact in made.artifacts}
        changed = {path for path, view in pages.items() if self.pages.get(path) != view}
        written = {path for path, data in files.items() if self.files.get(path) != data}
        self.pages, self.files = pages, files
        return dict(workers.made), changed, written

    def inodes(self) -> dict[str, int]:
        """The inode of each file that is written, by its path."""
        folder = self.root / "output"
        found = (file for file in folder.rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.stat().st_ino for file in found}

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A site that was built once."""
    made = Desk(tmp_path)
    made.build()
    return made


def made_of(counted: Counted, step: str) -> Counted:
    """What a step made of those that are worth remembering."""
    kinds = {folder for folder, _ in (key.split("/")[1:3] for key in SITE)} | {"page"}
    return {key: count for key, count in counted.items() if key[0] == step and key[1] in kinds}


def test_a_first_build_makes_everything(tmp_path: Path) -> None:
    counted, changed, _ = Desk(tmp_path).build()
    assert made_of(counted, "read") == {
        ("read", "news"): len(DAYS),
        ("read", "pages"): 3,
        ("read", "topics"): 2,
    }
    assert made_of(counted, "render") == {("render", "page"): len(changed)}


def test_where_nothing_changed_nothing_is_read_or_rendered(desk: Desk) -> None:
    counted, changed, written = desk.build()
    assert made_of(counted, "read") == made_of(counted, "render") == {}
    assert changed == written == set()


def test_an_edited_body_is_one_file_read_and_one_page_rendered(desk: Desk) -> None:
    desk.edit("content/news/n5.md", "Teksti.", "Toinen teksti.")
    counted, _, written = desk.build()
    assert made_of(counted, "read") == {("read", "news"): 1}
    assert made_of(counted, "render") == {("render", "page"): 1}
    assert written == {"ajankohtaista/n5/index.html", "ajankohtaista/atom.xml"}


def test_after_an_edit_only_the_files_that_differ_are_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(discovery, "text_inside", _listening(read, text_inside))
    for number in range(3):  # the folder that stands by has met each edit but the last
        time.sleep(TICK_SECONDS)
        desk.build()
        before = desk.inodes()
        read.clear()
        desk.edit("content/news/n5.md", "Teksti.", f"Toinen teksti {number}. Teksti.")
        counted, _, written = desk.build()
        now = desk.inodes()
        assert made_of(counted, "read") == {("read", "news"): 1}
        assert made_of(counted, "render") == {("render", "page"): 1}
        assert [path for path in read if path.startswith("content/")] == ["content/news/n5.md"]
        fresh = {path for path, inode in now.items() if before.get(path) != inode}
        assert fresh == {*written, MANIFEST}
        assert now.keys() == before.keys()


def _listening(read: list[str], reading: Callable[..., Any]) -> Callable[..., Any]:
    """Reading a text of the site, whose path is noted."""

    def listened(file: Path, path: str, *given: int, **named: object) -> object:
        read.append(path)
        return reading(file, path, *given, **named)

    return listened


def test_an_edited_title_is_rendered_where_it_is_shown_and_nowhere_else(desk: Desk) -> None:
    desk.edit("content/news/n5.md", "Uutinen 5", "Uusi otsikko")
    counted, changed, _ = desk.build()
    assert made_of(counted, "read") == {("read", "news"): 1}
    assert changed == {
        "ajankohtaista/n5/index.html",
        "ajankohtaista/n4/index.html",  # the one before
        "ajankohtaista/n6/index.html",  # the one after
        "lista/sivu-2/index.html",
        "topics/vanhukset/index.html",
    }
    assert made_of(counted, "render") == {("render", "page"): len(changed)}


def test_blank_lines_are_read_and_nothing_is_rendered(desk: Desk) -> None:
    desk.edit("content/news/n5.md", "Teksti.", "Teksti.\n\n\n")
    counted, changed, written = desk.build()
    assert made_of(counted, "read") == {("read", "news"): 1}
    assert made_of(counted, "render") == {}
    assert changed == written == set()


def test_an_edited_template_reads_nothing_and_renders_its_own_pages(desk: Desk) -> None:
    desk.edit("templates/news.html", "</body>", "<p>Loppu.</p></body>")
    counted, _, _ = desk.build()
    assert made_of(counted, "read") == {}
    assert made_of(counted, "render") == {("render", "page"): len(DAYS)}


def test_a_file_taken_away_is_rendered_away_where_it_was_shown(desk: Desk) -> None:
    (desk.root / "content/news/n9.md").unlink()
    counted, changed, _ = desk.build()
    assert made_of(counted, "read") == {}
    assert "ajankohtaista/n8/index.html" in changed
    assert made_of(counted, "render") == {("render", "page"): len(changed)}
