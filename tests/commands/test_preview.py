"""What is looked at is made first, and is what the whole site then holds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from socomsite.commands.preview import Preview
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.language import Language
from tests.commands.conftest import BROKEN
from tests.conftest import PAGE, build_site, news, write_site

NEWS = "content/news/uutinen.md"
FILE = "ajankohtaista/uutinen/index.html"
LISTS = "lists: [{of: news, per_page: 1}]\n"


def dated(title: str) -> str:
    """The news with another day too: a change after which the whole site is planned."""
    return news(title, date="2026-10-31")


class Looking:
    """A preview and a browser that shows some pages of it."""

    def __init__(self, root: Path, *paths: str) -> None:
        self.preview = Preview(root, Language.FI, drafts=False)
        self.preview.looked_at = lambda: frozenset(paths)
        self.preview.tell_browsers = self.hear
        self.shown: list[Mapping[str, bytes]] = []
        time.sleep(TICK_SECONDS)  # or nothing could go on from a build of files saved just now
        self.preview.build()
        self.shown.clear()

    def hear(self) -> None:
        self.shown.append(dict(self.preview.ahead))

    def save(self, path: str, text: str) -> bool:
        """Save and build; whether browsers have yet to be told."""
        file = self.preview.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return self.preview.build()

    def written(self) -> dict[str, bytes]:
        folder = self.preview.folder
        files = (file for file in folder.rglob("*") if file.is_file() and file.name != ".socomsite")
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_page_that_is_looked_at_comes_first_and_stays(root: Path) -> None:
    looking = Looking(root, FILE)
    assert not looking.save(NEWS, dated("Uusi nimi"))
    (ahead,) = looking.shown
    assert list(ahead) == [FILE]
    assert b"Uusi nimi" in ahead[FILE]
    assert looking.written()[FILE] == ahead[FILE]
    assert looking.preview.ahead == {}
    clean = {artifact.path: artifact.data for artifact in build_site(root).artifacts}
    assert looking.written() == clean


def test_further_pages_of_a_list_come_first_too(root: Path) -> None:
    front = (root / "content/pages/etusivu.md").read_text().replace("layout: front", LISTS.strip())
    write_site(root, {"content/pages/etusivu.md": front, "content/news/b.md": news("Toinen")})
    looking = Looking(root, "sivu-2/index.html", "index.html")
    assert not looking.save("content/news/c.md", news("Kolmas"))
    (ahead,) = looking.shown
    assert list(ahead) == ["index.html", "sivu-2/index.html"]
    assert {path: looking.written()[path] for path in ahead} == ahead


@pytest.mark.parametrize("paths", [(), ("ei/ole/index.html",), (FILE, "robots.txt")])
def test_without_a_page_to_look_at_all_that_differs_comes_before_it_is_written(
    root: Path, paths: tuple[str, ...]
) -> None:
    looking = Looking(root, *paths)
    before = looking.written()
    assert not looking.save(NEWS, dated("Uusi nimi"))
    (ahead,) = looking.shown
    now = looking.written()
    made_last = {path for path in now if "/" not in path and not path.endswith(".html")}
    assert ahead.keys() | made_last >= {path for path in now if now[path] != before.get(path)}
    assert ahead == {path: now[path] for path in ahead}


def test_a_page_that_needs_a_new_file_comes_with_it(root: Path) -> None:
    style = '<link rel="stylesheet" href="{{ site.assets["a.css"] }}"></head>'
    write_site(
        root,
        {"templates/assets/a.css": "p {}", "templates/news.html": PAGE.replace("</head>", style)},
    )
    looking = Looking(root, FILE)
    assert not looking.save("templates/assets/a.css", "p { color: red }")
    (ahead,) = looking.shown
    assert any(path.endswith(".css") for path in ahead)
    assert not looking.save(NEWS, dated("Uusi nimi"))
    assert list(looking.shown[-1]) == [FILE]


def test_after_mistakes_all_that_differs_is_waited_for(root: Path) -> None:
    looking = Looking(root, FILE)
    assert looking.save(NEWS, BROKEN)
    assert looking.preview.problems != ()
    assert not looking.save(NEWS, dated("Ehjä"))
    (ahead,) = looking.shown
    assert {FILE, "ajankohtaista/index.html"} <= ahead.keys()
    assert not looking.save(NEWS, news("Ehjempi"))


def test_a_page_that_goes_is_told_of_once_all_is_written(root: Path) -> None:
    write_site(root, {"content/news/toinen.md": news("Toinen")})
    looking = Looking(root)
    (root / "content/news/toinen.md").unlink()
    assert looking.preview.build()
    assert looking.shown == []
    assert "ajankohtaista/toinen/index.html" not in looking.written()


def test_a_mistake_found_after_the_page_was_shown_is_told(root: Path) -> None:
    looking = Looking(root, FILE)
    assert looking.save("templates/topic.html", "{{ oops }}")
    assert [found.code for found in looking.preview.problems] == ["template-undefined"]
    assert looking.preview.ahead == {}


def test_edits_of_names_and_texts_are_shown_before_they_are_written_whatever_is_looked_at(
    root: Path,
) -> None:
    looking = Looking(root)
    assert not looking.save(NEWS, news("Uusi nimi"))
    (ahead,) = looking.shown
    assert b"Uusi nimi" in ahead[FILE]
    assert b"Uusi nimi" in ahead["ajankohtaista/index.html"]
    assert "yhteystiedot/index.html" not in ahead
    clean = {artifact.path: artifact.data for artifact in build_site(root).artifacts}
    assert ahead == {path: clean[path] for path in ahead}
    assert looking.written() == clean
    assert looking.preview.ahead == {}


def test_a_mistake_is_told_over_the_last_good_page_and_goes_when_it_is_mended(root: Path) -> None:
    looking = Looking(root)
    assert not looking.save(NEWS, news("Uusi nimi"))
    good = looking.written()
    assert looking.save(NEWS, BROKEN)
    assert [found.code for found in looking.preview.problems] == ["date-impossible"]
    assert looking.written() == good
    assert not looking.save(NEWS, news("Ehjä"))
    assert b"Ehj" in looking.shown[-1][FILE]
    assert looking.preview.problems == ()
    assert looking.preview.overlay() == b""


def test_a_page_that_is_again_as_it_was_is_told_of_once_it_is_written(root: Path) -> None:
    write_site(root, {"content/news/toinen.md": news("Toinen")})
    looking = Looking(root)
    assert not looking.save(NEWS, news("Uusi nimi"))
    assert looking.save(NEWS, news("Uutinen"))  # as in the last whole build: nothing is made anew
    assert len(looking.shown) == 1
    clean = {artifact.path: artifact.data for artifact in build_site(root).artifacts}
    assert looking.written() == clean


def test_a_touched_file_shows_nothing_new(root: Path) -> None:
    looking = Looking(root)
    assert looking.save(NEWS, (root / NEWS).read_text())
    assert looking.shown == []


def test_the_files_of_the_pages_that_are_looked_at_are_heeded(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = Looking(root, FILE, "404.html", "ei/ole/index.html")
    heeded: list[set[str]] = []
    monkeypatch.setattr(looking.preview.watched, "heed", lambda paths: heeded.append(set(paths)))
    looking.preview.heed()
    looking.preview.heed()  # nothing new to say
    assert heeded == [{f"{root}/{NEWS}"}]
    looking.preview.looked_at = lambda: frozenset({"index.html"})
    looking.preview.heed()
    assert heeded[1:] == [{f"{root}/content/pages/etusivu.md"}]
