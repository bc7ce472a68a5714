"""A build that goes on from the last: when it does, how little it makes, and when it must not."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from socomsite.commands.build import run
from socomsite.commands.ending import FINE
from socomsite.engine.built import Build
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.model import textfile
from socomsite.model.kinds import schema
from socomsite.problem import Outcome
from tests.conftest import PAGE, TODAY, template_names, write_site
from tests.engine.test_counts import NEWS as COUNTED_NEWS
from tests.engine.test_counts import PAGE as COUNTED_PAGE
from tests.engine.test_counts import SITE

Counted = dict[tuple[str, str], int]


class Site:
    """A site that is built, edited, and built again from what was left."""

    def __init__(self, root: Path) -> None:
        self.root = write_site(root, SITE)

    def change(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def build(self, today: dt.date = TODAY, *, drafts: bool = False) -> tuple[Build, Counted]:
        with Cache(self.root, TODAY.toordinal()) as cache:
            workers = Workers(1, cache)
            made = build(self.root, schema(), workers, today=today, drafts=drafts, may_go_on=True)
            self.files = {each.path: each.data for each in made.artifacts}
            return made, dict(workers.made)

    def clean(self) -> dict[str, bytes]:
        with Cache(None, 0) as cache:
            made = build(self.root, schema(), Workers(1, cache), today=TODAY)
        return {each.path: each.data for each in made.artifacts}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    assert not made.build()[0].is_edited
    return made


@pytest.fixture
def based(tmp_path: Path) -> Site:
    """A site whose templates are all made of one."""
    made = Site(tmp_path)
    for name in template_names():
        if name != "redirect.html":
            (made.root / "templates" / name).write_text('{% extends "base.html" %}', "utf-8")
    (made.root / "templates/base.html").write_text(PAGE, "utf-8")
    (made.root / "templates/assets").mkdir()
    made.build()
    return made


def test_the_first_build_reads_each_file_of_the_content_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: Counter[str] = Counter()
    own = textfile.text_of

    def counted(data: bytes, path: str, largest: int = textfile.LARGEST) -> Outcome[str | None]:
        read[path] += 1
        return own(data, path, largest)

    monkeypatch.setattr(textfile, "text_of", counted)
    Site(tmp_path).build()
    found = [each.relative_to(tmp_path).as_posix() for each in tmp_path.glob("content/*/*.md")]
    assert len(found) > 5
    assert {path: read[path] for path in found} == dict.fromkeys(found, 1)


def test_an_edited_text_makes_its_page_and_its_feeds_alone(site: Site) -> None:
    site.change("content/news/n3.md", "Teksti.", "Teksti ja toinen.")
    made, counted = site.build()
    assert made.is_edited
    assert counted == {("read", "news"): 1, ("render", "page"): 1, ("render", "feed"): 1}
    assert site.files == site.clean()


def test_an_edited_title_makes_those_pages_that_show_it(site: Site) -> None:
    site.change("content/news/n5.md", "Uutinen 5", "Uusi nimi")
    made, counted = site.build()
    assert made.is_edited
    # Its own, those of both neighbours, of a list, and of its topic
    assert counted == {("read", "news"): 1, ("render", "page"): 5, ("render", "feed"): 1}
    assert site.files == site.clean()


@pytest.mark.parametrize("path", ["content/pages/lista.md", "content/topics/lapset.md"])
def test_the_text_of_what_all_pages_name_makes_its_own_pages(site: Site, path: str) -> None:
    file = site.root / path
    file.write_text(f"{file.read_text('utf-8')}\nLisää tekstiä.\n", "utf-8")
    made, counted = site.build()
    assert made.is_edited
    assert counted["render", "page"] < len(made.artifacts) / 2
    assert site.files == site.clean()


def test_one_edit_after_another_goes_on_from_the_last_whole_build(site: Site) -> None:
    for number in (3, 4, 5):
        site.change(f"content/news/n{number}.md", "Teksti.", f"Teksti {number}.")
        assert site.build()[0].is_edited
        assert site.files == site.clean()


def test_an_edit_taken_back_makes_the_site_as_it_was(site: Site) -> None:
    before = site.files
    site.change("content/news/n3.md", "Teksti.", "Teksti ja toinen.")
    site.build()
    site.change("content/news/n3.md", "Teksti ja toinen.", "Teksti.")
    assert site.build()[0].is_edited
    assert site.files == before


@pytest.mark.parametrize(
    "edit",
    [
        lambda site: site.change("content/news/n3.md", "2026-10-03", "2026-10-04"),
        lambda site: site.change("content/news/n3.md", "summary: Kerrottua.", "summary: Muuta."),
        lambda site: site.change("content/news/n3.md", "topics: [lapset]", "topics: [vanhukset]"),
        lambda site: site.change("content/news/n3.md", "title:", "draft: kyllä\ntitle:"),
        lambda site: site.change("content/news/n3.md", "Teksti.", "## Otsikko\n\nTeksti."),
        lambda site: site.change("content/news/n3.md", "Teksti.", "[Muualla](/ei-ole/)"),
        lambda site: site.change("content/news/n3.md", "Teksti.", "[Muualla](ref:news/ei-ole)"),
        lambda site: site.change("content/pages/lista.md", "title: Lista", "title: Luettelo"),
        lambda site: site.change("site.yaml", "name:", "# huomautus\nname:"),
        lambda site: (site.root / "content/news/n3.md").unlink(),
        lambda site: (site.root / "content/news/n3.md").rename(site.root / "content/news/m.md"),
        lambda site: (site.root / "templates/uusi.html").write_text("<p>", "utf-8"),
        lambda site: (site.root / "ledger.txt").write_text("", "utf-8"),
        lambda site: (site.root / FOLDER / "made.sqlite").unlink(),
        lambda site: (site.root / FOLDER / "planned").write_bytes(b"x" * 100),
    ],
)
def test_whatever_else_changes_is_left_to_the_whole_build(
    site: Site, edit: Callable[[Site], None]
) -> None:
    site.change("content/news/n4.md", "Teksti.", "Toinen teksti.")
    edit(site)
    assert not site.build()[0].is_edited
    assert site.files == site.clean()


def test_another_template_makes_the_pages_that_are_made_with_it(site: Site) -> None:
    site.change("templates/news.html", "<h1", "<h1 class=a")
    made, counted = site.build()
    news = sum(path.startswith("ajankohtaista/n") for path in site.files)
    assert (made.is_edited, counted) == (True, {("render", "page"): news})
    assert site.files == site.clean()
    assert site.build()[1] == {}


def test_the_template_of_all_pages_may_change_with_a_text_and_a_name(based: Site) -> None:
    site = based
    site.change("templates/base.html", "<h1", "<!-- uusi --><h1")
    site.change("content/news/n3.md", "Teksti.", "Teksti ja toinen.")
    site.change("content/news/n5.md", "Uutinen 5", "Uusi nimi")
    made, counted = site.build()
    assert made.is_edited
    pages = sum(path.endswith(".html") for path in site.files)
    assert counted["render", "page"] == pages
    assert site.files == site.clean()
    # The edited texts are part of what stands now.
    assert site.build()[1] == {}
    site.change("content/news/n3.md", "ja toinen.", "ja kolmas.")
    made, counted = site.build()
    assert made.is_edited
    assert counted["render", "page"] == 1
    assert site.files == site.clean()


@pytest.mark.parametrize(
    "edit",
    [
        lambda site: site.change("templates/base.html", "<h1", "{{ puuttuu.taalta }}<h1"),
        lambda site: site.change("templates/base.html", "<h1", "{% endif %}<h1"),
        lambda site: site.change("templates/base.html", "<h1", '<a href="/ei/">x</a><main'),
        lambda site: site.change("templates/base.html", "<h1", "<p>010101-123N</p><h1"),
        lambda site: site.change("templates/base.html", "<h1", "<script>1</script><h1"),
        lambda site: site.change("templates/base.html", ' id="s-title"', ""),
        lambda site: site.change("templates/strings.yaml", "fi: ", "fi: uusi "),
        lambda site: (site.root / "templates/news.html").unlink(),
        lambda site: (site.root / "templates/assets/uusi.css").write_text("p {}", "utf-8"),
    ],
)
def test_a_template_of_which_more_has_to_be_known_is_left_to_the_whole_build(
    based: Site, edit: Callable[[Site], None]
) -> None:
    edit(based)
    made = based.build()[0]
    assert not made.is_edited
    with Cache(None, 0) as cache:
        clean = build(based.root, schema(), Workers(1, cache), today=TODAY)
    assert made.problems == clean.problems
    assert based.files == based.clean()


def test_a_file_that_is_no_longer_remembered_is_made_again(tmp_path: Path) -> None:
    site, output = Site(tmp_path / "sivusto"), tmp_path / "sivusto/output"

    def command() -> int:
        options = {"as_of": TODAY, "drafts": False, "jobs": 1, "as_json": True}
        return run(site.root, output, Language.FI, **options)  # type: ignore[arg-type]

    assert command() == FINE
    site.change("content/news/n3.md", "Teksti.", "Teksti ja toinen.")
    for folder in (output, output.with_name(".output.next")):
        shutil.rmtree(folder)
    with Cache(site.root, TODAY.toordinal()) as cache:
        files = cache.table("planned")[3]["files"]  # type: ignore[index]
    lost = next(row[4] for row in files if row[0] == "ajankohtaista/n7/index.html")
    connection = sqlite3.connect(site.root / FOLDER / "made.sqlite")
    assert connection.execute("DELETE FROM made WHERE key = ?", (lost,)).rowcount == 1
    connection.commit()
    connection.close()
    assert command() == FINE
    for path, data in site.clean().items():
        assert (output / path).read_bytes() == data


def test_another_day_and_drafts_are_left_to_the_whole_build(site: Site) -> None:
    assert not site.build(TODAY + dt.timedelta(days=1))[0].is_edited
    assert not site.build(drafts=True)[0].is_edited


def test_a_name_that_changes_the_order_of_a_list_is_left_to_the_whole_build(site: Site) -> None:
    site.change("content/topics/lapset.md", "Lapset", "Öljy")
    assert not site.build()[0].is_edited
    assert site.files == site.clean()


@pytest.mark.parametrize(
    "listing",
    [
        "{of: news, per_page: 4}",
        "{of: news, group: topic, per_page: 4}",
        "{of: news, group: month, per_page: 4}",
        "{of: news, latest: 4}",
    ],
)
def test_a_title_that_passes_others_of_its_day_makes_the_pages_that_show_them(
    site: Site, listing: str
) -> None:
    site.change("content/pages/lista.md", "{of: news, per_page: 4}", listing)
    for number in (4, 5):
        site.change(f"content/news/n{number}.md", f"2026-10-0{number}", "2026-10-06")
    assert not site.build()[0].is_edited
    first = site.files["ajankohtaista/n6/index.html"]
    site.change("content/news/n4.md", "Uutinen 4", "Öljy")
    made, counted = site.build()
    assert made.is_edited
    assert counted["render", "page"] < len(made.artifacts) / 2
    assert site.files == site.clean()
    site.change("content/news/n6.md", "Uutinen 6", "Alku")
    assert site.build()[0].is_edited
    assert site.files == site.clean()
    site.change("content/news/n4.md", "Öljy", "Uutinen 4")
    site.change("content/news/n6.md", "Alku", "Uutinen 6")
    assert site.build()[0].is_edited
    assert site.files["ajankohtaista/n6/index.html"] == first


def test_who_passes_others_while_templates_change_is_left_to_the_whole_build(site: Site) -> None:
    site.change("content/news/n5.md", "2026-10-05", "2026-10-06")
    site.build()
    site.change("content/news/n5.md", "Uutinen 5", "Öljy")
    site.change("templates/news.html", "<h1", "<h1 class=a")
    assert not site.build()[0].is_edited
    assert site.files == site.clean()


def test_after_any_new_titles_the_lists_are_those_of_a_clean_build(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    site, chance = Site(tmp_path), random.Random(7)  # noqa: S311 - the same titles each time
    with (tmp_path / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("languages: [fi, sv]\n")
    lists = (
        "lists: [{of: news, per_page: 3}, {of: news, group: topic, per_page: 4},"
        " {of: news, latest: 6}, {of: news, group: month, latest: 8}]\n"
    )
    for mark in ("", ".sv"):
        page = tmp_path / f"content/pages/lista{mark}.md"
        page.write_text(COUNTED_PAGE.format(title=f"Lista{mark}", more=lists), "utf-8")
    for number in range(14):
        told = {"topic": chance.choice(["lapset", "vanhukset"]), "day": 10 + number // 5}
        for mark in ("", ".sv")[: 2 - bool(number % 3)]:
            text = COUNTED_NEWS.format(title=f"Nimi{mark}", body="Teksti.", **told)
            (tmp_path / f"content/news/n{number}{mark}.md").write_text(text, "utf-8")
    assert not site.build()[0].is_edited
    gone_on = 0
    for _ in range(2 * request.config.getoption("--sequences")):
        for file in chance.sample(
            sorted(tmp_path.glob("content/news/*")), chance.choice([1, 2, 4])
        ):
            was, new = file.read_text("utf-8").split("\n")[1], "".join(chance.sample("AaÄBcÖ", 2))
            site.change(file.relative_to(tmp_path).as_posix(), was, f"title: {new}")
        gone_on += site.build()[0].is_edited
        assert site.files == site.clean()
    assert gone_on
    request.node.user_properties.append(("new titles", f"{gone_on} gone on from the last"))
