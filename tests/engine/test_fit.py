"""Sites with issues, attached files, people who have left and a search go on from the last too."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from pypdf import PdfWriter

from socomsite.baseforms import baseforms
from socomsite.engine.cache import Cache
from socomsite.engine.onepage import pages_of
from socomsite.engine.pipeline import build
from socomsite.engine.repeat import look
from socomsite.engine.waiting import Waiting
from socomsite.engine.warm import Warm
from socomsite.engine.workers import Workers
from socomsite.model.kinds import schema
from tests.conftest import TODAY
from tests.engine.test_counts import PAGE
from tests.engine.test_edited import Site

N3 = "content/news/n3.md"
ISSUE = """\
series: Tiedote
number: 1
year: 2026
date: 2026-10
summary: Syksyn tiedote.
lead: {title: Alku, text: Luettavaa on., items: [n1]}
"""
GONE = "name: Liisa Lähtenyt\nstaff: kyllä\nemail: liisa@testi.example\nend: 30.10.2026\n"
FORM = '<title>{{ title }}</title>\n<link rel="stylesheet">\n{{ entry.lead.text }}\n'
TEXT = """\
<!doctype html>
<html lang="{{ language }}">
<head><title>{{ title }}</title></head>
<body><main data-pagefind-body><h1>{{ title }}</h1>
{{ entry.body or "" }}
{% for list in lists %}{% for group in list.groups %}{% for card in group.cards %}
<p>{{ card.label }}</p>
{% endfor %}{% endfor %}{% endfor %}
</main></body>
</html>
"""
NEEDS_SEARCH = pytest.mark.skipif(
    importlib.util.find_spec("pagefind_bin") is None or baseforms() is None,
    reason="Pagefind or Voikko is not installed",
)


def added(root: Path, files: dict[str, str]) -> Site:
    """A site with these files too, after its first build."""
    made = Site(root)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return made


def with_letter(root: Path) -> Site:
    """A site that attaches a paper by somebody whose work it tells it to be."""
    site = added(root, {"content/people/maija.yaml": "name: Maija Mallikas\nstaff: kyllä\n"})
    (root / "content/files").mkdir()
    with PdfWriter() as writer:
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Author": "Maija Mallikas"})
        writer.write(root / "content/files/kirje.pdf")
    post = "---\ntitle: Arki\ndate: 2026-10-03\nauthor: {person: maija}\nsummary: S.\n"
    post += "about: [malli]\n---\n"
    about = "name: Malli\nsort: network\nshare: socom\nsummary: T.\ntopics: [lapset]\nstart: 2025\n"
    (root / "content/projects").mkdir()
    (root / "content/projects/malli.yaml").write_text(about, "utf-8")
    (root / "content/posts").mkdir()
    (root / "content/posts/arki.md").write_text(f"{post}[Kirje](kirje.pdf) on tässä.\n", "utf-8")
    assert site.build()[0].problems == ()
    return site


def test_an_edited_text_keeps_what_it_attaches(tmp_path: Path) -> None:
    site = with_letter(tmp_path)
    for old, new in (("on tässä", "on siinä"), ("Arki", "Arkea"), ("[Kirje]", "Siis [kirje]")):
        site.change("content/posts/arki.md", old, new)
        assert site.build()[0].is_edited
        assert site.files == site.clean()


def test_a_text_that_no_longer_attaches_a_file_is_left_to_the_whole_build(tmp_path: Path) -> None:
    site = with_letter(tmp_path)
    site.change(N3, "Teksti.", "Myös [kirje](kirje.pdf).")
    assert not site.build()[0].is_edited
    assert site.files == site.clean()
    site.change("content/posts/arki.md", "[Kirje](kirje.pdf)", "Kirje")
    made, _ = site.build()
    assert not made.is_edited
    assert [found.code for found in made.problems] == ["file-properties"]


@pytest.fixture
def issued(tmp_path: Path) -> Site:
    """A site with an issue that has a form beside its page, and names one of the news."""
    site = added(
        tmp_path, {"content/bulletins/t1.yaml": ISSUE, "templates/mail/bulletin.html": FORM}
    )
    with (tmp_path / "templates/strings.yaml").open("a", encoding="utf-8") as opened:
        opened.write("bulletin.links: {fi: Linkit, sv: Länkar, en: Links}\n")
    assert site.build()[0].problems == ()
    assert "tiedotteet/t1/t1.txt" in site.files or "bulletins/t1/t1.txt" in site.files
    return site


def test_what_no_issue_shows_makes_no_issue(issued: Site) -> None:
    issued.change(N3, "Uutinen 3", "Uusi nimi")
    made, counted = issued.build()
    assert made.is_edited
    assert ("render", "bulletin") not in counted
    assert issued.files == issued.clean()


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("content/news/n1.md", "Uutinen 1"),
        ("content/bulletins/t1.yaml", "Luettavaa"),
        ("templates/mail/bulletin.html", "{{ title }}"),
    ],
)
def test_what_an_issue_shows_is_left_to_the_whole_build(issued: Site, path: str, old: str) -> None:
    issued.change(path, old, f"Toinen {old}")
    assert not issued.build()[0].is_edited
    assert issued.files == issued.clean()


def test_no_entry_shows_the_address_of_who_has_left(tmp_path: Path) -> None:
    site = added(tmp_path, {"content/people/liisa.yaml": GONE})
    site.change("content/news/n4.md", "Teksti.", "Kysy: liisa@testi.example.")
    assert [found.code for found in site.build()[0].problems] == ["person-left"]
    # The page of what stands beside it, and its own feed, show the other again.
    site.change(N3, "Uutinen 3", "Uusi nimi")
    made, _ = site.build()
    assert made.is_edited
    assert [found.code for found in made.problems] == ["person-left"]
    assert site.files == site.clean()
    assert not any(b"liisa@" in data for data in site.files.values())


def test_a_text_that_names_who_has_left_is_left_to_the_whole_build(tmp_path: Path) -> None:
    site = added(tmp_path, {"content/people/liisa.yaml": GONE})
    site.build()
    site.change(N3, "Teksti.", "Kysy: liisa@testi.example.")
    assert not site.build()[0].is_edited
    assert site.files == site.clean()
    site.change(N3, "liisa@testi.example", "muilta")
    assert not site.build()[0].is_edited
    assert site.files == site.clean()


@pytest.fixture
def searched(tmp_path: Path) -> Site:
    """A site in two languages whose search is made."""
    more = {
        "content/pages/haku.md": PAGE.format(title="Haku", more="layout: search\n"),
        "content/pages/ruotsi.sv.md": PAGE.format(title="Svenska", more=""),
        "templates/page.html": TEXT,
        "templates/news.html": TEXT,
    }
    site = added(tmp_path, more)
    with (tmp_path / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("languages: [fi, sv]\n")
    site.build()
    return site


@NEEDS_SEARCH
def test_the_search_is_made_again_of_the_pages_that_differ(searched: Site) -> None:
    before = dict(searched.files)
    searched.change(N3, "Teksti.", "Teksti kertoo kaupungeissa kokeillusta.")
    made, counted = searched.build()
    assert made.is_edited
    assert counted["search", ""] == 2  # a copy of the page, and the index of its language
    assert searched.files == searched.clean()
    swedish = {path for path in before if path.startswith("pagefind/sv/")}
    assert swedish
    assert all(searched.files[path] == before[path] for path in swedish)
    assert any(b"kaupunki" in searched.files[path] for path in searched.files)
    searched.change(N3, "Teksti kertoo kaupungeissa kokeillusta.", "Teksti.")
    made, counted = searched.build()
    assert made.is_edited
    assert ("search", "") not in counted
    assert searched.files == before


@NEEDS_SEARCH
def test_a_name_is_found_wherever_it_is_shown(searched: Site) -> None:
    searched.change("content/news/n8.md", "Uutinen 8", "Uusi nimi")
    made, counted = searched.build()
    assert made.is_edited
    assert counted["search", ""] > 2
    assert searched.files == searched.clean()


@NEEDS_SEARCH
def test_where_all_is_searched_another_template_is_left_to_the_whole_build(searched: Site) -> None:
    searched.change("templates/news.html", "<h1", "<h1 class=a")
    assert not searched.build()[0].is_edited
    assert searched.files == searched.clean()


@NEEDS_SEARCH
def test_a_copy_that_is_no_longer_remembered_means_a_whole_build(
    searched: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as forgetful:
        forgetful.setattr("socomsite.engine.search.unpickled", lambda _: None)
        searched.change(N3, "Teksti.", "Toinen teksti.")
        assert not searched.build()[0].is_edited
    assert searched.files == searched.clean()


@NEEDS_SEARCH
def test_a_preview_shows_a_page_before_the_search_is_made(searched: Site) -> None:
    root, warm, told = searched.root, Warm(), list[str]()
    shown = Waiting(anew=lambda files: told.extend(sorted(files)))

    def seen() -> bool:
        told.clear()
        with Cache(root, TODAY.toordinal()) as cache:
            workers = Workers(1, cache, lambda step, *_: told.append(step), warm=warm)
            return build(
                root,
                schema(),
                workers,
                today=TODAY,
                waiting=shown,
                may_go_on=True,
                sight=look(str(root)),
            ).is_edited

    assert not seen()
    searched.change(N3, "Teksti.", "Toinen teksti.")
    assert seen()
    assert told.index("ajankohtaista/n3/index.html") < told.index("search")


@NEEDS_SEARCH
def test_one_page_is_shown_without_a_search(searched: Site) -> None:
    root, warm = searched.root, Warm()
    text = (root / N3).read_text("utf-8").replace("Teksti.", "Toinen teksti.")
    with Cache(root, TODAY.toordinal()) as cache:
        workers = Workers(1, cache, warm=warm)
        sight = look(str(root))
        build(root, schema(), workers, today=TODAY, drafts=True, may_go_on=True, sight=sight)
        workers.made.clear()
        made = pages_of(
            root, schema(), workers, N3, text, today=TODAY, stands=lambda _: True, sight=sight
        )
    assert made.value is not None
    assert [b"Toinen" in data for data in made.value.files.values()] == [True]
    assert ("search", "") not in workers.made
