from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import WORTH_A_POOL, Workers
from socomsite.model.kinds import KINDS, News, Topic
from socomsite.model.pages import Page
from socomsite.model.schema import Schema
from socomsite.problem import Position, problem
from tests.conftest import (
    PYTHON,
    SITE_YAML,
    TODAY,
    TOPIC,
    SiteMaker,
    build_site,
    codes,
    news,
    paths,
    picture,
    text_of,
    write_site,
)

PAGE = """\
---
title: {title}
menu: {menu}
reviewed_on: 2026-11-01
owner: Anna
---
{body}
"""
SHOWS_CITED = """\
<h1>{{ title }}</h1>
{% for card in cited_by.news_topics %}<a href="{{ card.address }}">{{ card.label }}</a>
{% endfor %}{{ site.name }} {{ t("nav.home") }} {{ entry.body }}
"""
PROJECT = """\
name: Hanke
sort: network
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
"""
VARIED: Mapping[str, str | bytes] = {
    "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
    "templates/assets/style.css": "p {}",
    "templates/topic.html": SHOWS_CITED,
    "content/topics/lapset.md": TOPIC,
    "content/topics/lapset.sv.md": TOPIC.replace("Lapset", "Barn"),
    "content/projects/hanke.yaml": PROJECT,
    "content/news/a.md": news("Ä & Ö", body="[aihe](ref:lapset) ![Talo](talo.jpg)"),
    "content/news/b.md": news("B", body="Teksti.[^1]\n\n[^1]: Alaviite."),
    "content/events/c.yaml": "title: Tapahtuma\nsort: seminar\nstart: 9.2.2026 klo 9.30\n",
    "content/pages/etusivu.md": PAGE.format(title="Etusivu", menu="main", body="Tervetuloa."),
    "content/pictures/talo.jpg": picture(),
}
PRINT_DIGESTS = """
import sys
from hashlib import sha256
from pathlib import Path
from tests.conftest import build_site
if __name__ == "__main__":
    if sys.argv[2:]:
        import multiprocessing
        multiprocessing.set_start_method(sys.argv[2])
    made = build_site(Path(sys.argv[1]), jobs=2)
    for artifact in made.artifacts:
        print(sha256(artifact.data).hexdigest(), artifact.path)
    print(len(made.problems))
"""


def many(count: int) -> dict[str, str | bytes]:
    """A site of many news items, of which one has a warning."""
    files = dict(VARIED)
    files |= {f"content/news/n{n}.md": news(f"Uutinen {n}") for n in range(count)}
    return files | {"content/news/n0.md": news(body="<script>x</script>")}


def withheld(text: str, field: str) -> str:
    return text.replace("---\n", f"---\n{field}\n", 1) if "---" in text else f"{text}{field}\n"


def test_a_build_is_the_artifacts_in_order_of_path_each_once(site: SiteMaker) -> None:
    made = site(VARIED)
    assert made.problems == ()
    assert made.is_sound
    assert paths(made) == sorted(set(paths(made)))
    assert {"404.html", "ajankohtaista/a/index.html"} <= set(paths(made))
    assert [path.rpartition(".")[2] for path in paths(made) if "kuvat/" in path] == ["avif", "png"]
    assert [job.path for job, _ in made.made] == paths(made)


def test_one_process_and_two_make_the_same_bytes_and_problems(tmp_path: Path) -> None:
    write_site(tmp_path, many(WORTH_A_POOL))
    one, two = build_site(tmp_path, jobs=1), build_site(tmp_path, jobs=2)
    assert len(one.artifacts) > WORTH_A_POOL
    assert codes(one) == ["html-removed"]
    assert one.artifacts == two.artifacts
    assert one.problems == two.problems


def test_a_cache_changes_nothing_be_it_cold_or_warm(tmp_path: Path) -> None:
    write_site(tmp_path, many(10))
    without = build_site(tmp_path)
    cold, warm = build_site(tmp_path, cached=True), build_site(tmp_path, cached=True)
    assert without.artifacts == cold.artifacts == warm.artifacts
    assert without.problems == cold.problems == warm.problems
    assert codes(warm) == ["html-removed"]


def test_a_warm_build_makes_no_page_again(tmp_path: Path) -> None:
    write_site(tmp_path, VARIED)
    build_site(tmp_path, cached=True)
    heard: dict[str, int] = {}

    def hear(step: str, done: int, total: int) -> None:
        heard.setdefault(step, total - done)

    with Cache(tmp_path, TODAY.toordinal()) as cache:
        made = build(tmp_path, Schema.of(KINDS), Workers(1, cache, hear), today=TODAY)
    others = [
        job.path
        for job, _ in made.made
        if job.format not in {"page", "headers"} and "kuvat/" not in job.path
    ]
    assert heard == {"read": 0, "measure": 0, "render": len(others)}


def test_a_new_title_makes_only_the_pages_again_that_show_it(tmp_path: Path) -> None:
    write_site(tmp_path, VARIED)
    before = build_site(tmp_path, cached=True)
    write_site(tmp_path, {**VARIED, "content/news/b.md": news("Uusi nimi")})
    after = build_site(tmp_path, cached=True)
    old = {a.path: a.data for a in before.artifacts}
    changed = [a.path for a in after.artifacts if old.get(a.path) != a.data]
    assert changed == [
        "ajankohtaista/atom.xml",
        "ajankohtaista/b/index.html",
        "ajankohtaista/index.html",
        "sv/topics/lapset/index.html",
        "topics/lapset/index.html",
    ]


def test_another_folder_makes_the_same_bytes(tmp_path: Path) -> None:
    one = build_site(write_site(tmp_path / "yksi", VARIED))
    two = build_site(write_site(tmp_path / "kaksi kansiota" / "sisäkkäin", VARIED))
    assert one.artifacts == two.artifacts
    assert not [a.path for a in one.artifacts if str(tmp_path).encode() in a.data]


def test_time_zone_locale_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    write_site(tmp_path / "site", VARIED)
    (tmp_path / "program.py").write_text(PRINT_DIGESTS)
    settings_of = (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "fi_FI.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Anchorage", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "2"},
    )
    here = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    running = [
        subprocess.Popen(
            [PYTHON, tmp_path / "program.py", tmp_path / "site"],
            env=here | ambient,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for ambient in settings_of
    ]
    one, two = (process.communicate()[0] for process in running)
    assert one == two
    assert one.endswith("\n0\n")


def test_processes_that_are_not_forked_make_the_site_too(tmp_path: Path) -> None:
    write_site(tmp_path / "site", many(WORTH_A_POOL))
    (tmp_path / "program.py").write_text(PRINT_DIGESTS)
    command = [PYTHON, str(tmp_path / "program.py"), str(tmp_path / "site"), "forkserver"]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    lines = subprocess.check_output(command, env=env, text=True).splitlines()
    made = build_site(tmp_path / "site")
    expected = [f"{sha256(a.data).hexdigest()} {a.path}" for a in made.artifacts]
    assert lines == [*expected, str(len(made.problems))]


def test_nothing_is_written_by_a_build(tmp_path: Path) -> None:
    write_site(tmp_path, VARIED)
    before = sorted(tmp_path.rglob("*"))
    assert build_site(tmp_path).is_sound
    assert sorted(tmp_path.rglob("*")) == before


def test_with_a_cache_only_the_cache_is_written(tmp_path: Path) -> None:
    write_site(tmp_path, VARIED)
    before = {file for file in tmp_path.rglob("*") if ".cache" not in file.parts}
    build_site(tmp_path, cached=True)
    after = {file for file in tmp_path.rglob("*") if ".cache" not in file.parts}
    assert after == before


EVENT = "title: Päivä\nsort: seminar\nstart: {}\n"
SHOWS_STATE = "{{ entry.state }}"


@pytest.mark.parametrize(
    ("day", "state"),
    [(None, "upcoming"), (dt.date(2026, 12, 1), "on_now"), (dt.date(2026, 12, 2), "past")],
)
def test_the_as_of_day_decides_what_is_past(
    site: SiteMaker, day: dt.date | None, state: str
) -> None:
    files = {
        "templates/event.html": SHOWS_STATE,
        "content/events/a.yaml": EVENT.format("1.12.2026"),
    }
    made = site(files, as_of=day)
    assert text_of(made, "events/a/index.html") == state
    assert made.graph is not None
    assert made.graph.today == (TODAY if day is None else day)


def test_the_as_of_day_of_the_settings_holds_unless_one_is_asked_for(site: SiteMaker) -> None:
    files = {
        "site.yaml": SITE_YAML + "as_of: 2.12.2026\n",
        "templates/event.html": SHOWS_STATE,
        "content/events/a.yaml": EVENT.format("1.12.2026"),
    }
    assert text_of(site(files), "events/a/index.html") == "past"
    asked = site(files, as_of=dt.date(2026, 11, 30))
    assert text_of(asked, "events/a/index.html") == "upcoming"


def test_the_as_of_day_decides_what_appears(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news(date="2026-11-23")}
    path = "ajankohtaista/a/index.html"
    assert path not in paths(site(files))
    assert path in paths(site(files, as_of=dt.date(2026, 11, 23)))


def test_another_day_meets_no_page_of_yesterday_in_the_cache(tmp_path: Path) -> None:
    files = {
        "templates/event.html": SHOWS_STATE,
        "content/events/a.yaml": EVENT.format("22.11.2026"),
    }
    write_site(tmp_path, files)
    states = [
        text_of(build_site(tmp_path, cached=True, as_of=day), "events/a/index.html")
        for day in (dt.date(2026, 11, 21), dt.date(2026, 11, 22), dt.date(2026, 11, 23))
    ]
    assert states == ["upcoming", "on_now", "past"]


HEADERS = (".htaccess", ".nginx.conf")
SECRET = "SALAISUUS"  # noqa: S105 - a word to look for
SECRET_KEY = "salaisuus"  # noqa: S105 - as above
HIDDEN_NEWS = news(SECRET, "2026-11-01", f"{SECRET} ![{SECRET}](salaisuus.jpg)").replace(
    "topics:", f"summary: {SECRET}\naliases: [{SECRET_KEY}-vanha]\ntopics:"
)
HIDDEN_EVENT = (
    f"title: {SECRET}\nsort: seminar\nstart: 2026-11-30\nsummary: {SECRET}\n"
    f"about: [hanke]\ntopics: [lapset]\n"
)
HIDDEN_PERSON = f"name: Salla {SECRET}\nstaff: true\nrole: {SECRET}\nnote: {SECRET}\n"
HIDDEN_PAGE = PAGE.format(title=SECRET, menu="main", body=SECRET)


def betrayed(made: Build) -> list[str]:
    """The outputs whose path, bytes or view, of which a template might show all, tell of it."""
    return [
        job.path
        for job, artifact in made.made
        if SECRET.encode() in (job.path.encode() + artifact.data + pickle.dumps(job.view)).upper()
    ]


WAYS = ["draft: true", "appears: 2026-11-23", "expires: 2026-11-21"]


@pytest.mark.parametrize("way", WAYS)
def test_no_byte_of_any_output_comes_from_what_is_withheld(site: SiteMaker, way: str) -> None:
    public: dict[str, str | bytes] = {
        "templates/topic.html": SHOWS_CITED,
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/news/julkinen.md": news("Julkinen"),
        "content/pages/etusivu.md": PAGE.format(title="Etusivu", menu="main", body="x"),
    }
    hidden: dict[str, str | bytes] = {
        f"content/news/{SECRET_KEY}.md": withheld(HIDDEN_NEWS, way),
        f"content/events/{SECRET_KEY}.yaml": withheld(HIDDEN_EVENT, way),
        f"content/people/{SECRET_KEY}.yaml": withheld(HIDDEN_PERSON, way),
        f"content/pages/{SECRET_KEY}.md": withheld(HIDDEN_PAGE, way),
        f"content/pictures/{SECRET_KEY}.jpg": SECRET,
    }
    shown = site(public | hidden, as_of=dt.date(2026, 11, 21), drafts=True)
    assert len(betrayed(shown)) > 10  # so the words are looked for rightly
    made = site(public | hidden)
    assert made.problems == ()
    assert betrayed(made) == []
    assert made.graph is not None
    assert len(made.graph.withheld) == 4


@pytest.mark.parametrize("way", WAYS[1:])
def test_what_names_a_withheld_entry_does_not_give_it_away(site: SiteMaker, way: str) -> None:
    cites = PROJECT + (
        f"people: [{{person: {SECRET_KEY}, role: vetäjä}}]\n"
        f"body: '[vetäjän kortti](ref:{SECRET_KEY})'\n"
    )
    files: dict[str, str | bytes] = {
        "templates/project.html": "{{ entry.people }}{{ entry.body }}",
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": cites,
        f"content/people/{SECRET_KEY}.yaml": withheld(HIDDEN_PERSON, way),
    }
    made = site(files)
    assert made.problems == ()
    assert betrayed(made) == []
    assert "vetäjän kortti" in text_of(made, "hankkeet/hanke/index.html")


@pytest.mark.parametrize("way", WAYS[:2])
def test_a_preview_shows_drafts_and_what_is_to_come(site: SiteMaker, way: str) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": withheld(news("Tuleva"), way),
    }
    assert "Tuleva" in text_of(site(files, drafts=True), "ajankohtaista/a/index.html")


def test_back_references_vanish_with_the_entry_that_makes_them(tmp_path: Path) -> None:
    files = {"templates/topic.html": SHOWS_CITED, "content/topics/lapset.md": TOPIC}
    write_site(tmp_path, files | {"content/news/a.md": news("Uutinen")})
    path = "topics/lapset/index.html"
    assert "Uutinen" in text_of(build_site(tmp_path, cached=True), path)
    write_site(tmp_path, files | {"content/news/a.md": withheld(news("Uutinen"), "draft: true")})
    assert "Uutinen" not in text_of(build_site(tmp_path, cached=True), path)


def test_every_problem_of_every_stage_is_told_at_once_in_order_of_place(site: SiteMaker) -> None:
    files = {
        "templates/project.html": "\n{{ oops }}",
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/news/a.md": news(date="31.2.2026"),
        "content/news/b.md": news(body="[x](ref:ei-ole)"),
        "content/muuta/c.md": "x",
    }
    made = site(files)
    assert [(p.position.path, p.position.line, p.code) for p in made.problems] == [
        ("content/muuta/c.md", 0, "folder-unknown"),
        ("content/news/a.md", 3, "date-impossible"),
        ("content/news/b.md", 6, "reference-unknown"),
        ("templates/project.html", 2, "template-undefined"),
    ]
    assert not made.is_sound
    assert "ajankohtaista/b/index.html" in paths(made)


def test_a_site_without_content_is_told_so(site: SiteMaker) -> None:
    made = site({})
    assert made.problems == (problem(Position("content"), "content-missing"),)
    assert not made.is_sound
    assert paths(made) == [*HEADERS, "404.html", "_headers", "robots.txt", "sitemap.xml"]


def test_a_site_of_which_nothing_is_public_is_whole_nevertheless(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": withheld(TOPIC, "draft: true")})
    assert made.problems == ()
    assert paths(made) == [*HEADERS, "404.html", "_headers", "robots.txt", "sitemap.xml"]


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    made = build_site(tmp_path)
    assert made == Build(
        None, None, (), (problem(Position("site.yaml"), "site-missing", folder=tmp_path.name),)
    )


def test_settings_with_a_mistake_stop_the_build_with_its_place(site: SiteMaker) -> None:
    made = site({**VARIED, "site.yaml": "name: Testi\nurl: testi\n"})
    assert [(p.position, p.code) for p in made.problems] == [
        (Position("site.yaml", 2, 6), "type-wrong")
    ]
    assert made.artifacts == ()


def test_a_site_without_templates_is_told_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "content" / "topics").mkdir(parents=True)
    (tmp_path / "content" / "topics" / "lapset.md").write_text(TOPIC)
    (tmp_path / "site.yaml").write_text(SITE_YAML)
    made = build_site(tmp_path)
    assert made.problems == (
        problem(Position("templates/strings.yaml"), "template-missing", name="strings.yaml"),
    )
    assert made.artifacts == ()
    assert made.graph is not None


def test_a_site_without_the_template_of_a_kind_is_told_which(tmp_path: Path) -> None:
    write_site(tmp_path, VARIED)
    (tmp_path / "templates" / "event.html").unlink()
    made = build_site(tmp_path)
    assert made.problems == (
        problem(Position("templates/event.html"), "template-missing", name="event.html"),
    )
    assert "ajankohtaista/a/index.html" in paths(made)


SMALL = Schema.of((Page, Topic, News))
KEYS = ("a", "b", "c")
Edit = Callable[[Path], None]


def _news(key: str) -> Path:
    return Path("content/news") / f"{key}.md"


def _write(file: Path, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / file).write_text(text)

    return edit


def _delete(file: Path) -> Edit:
    def edit(root: Path) -> None:
        (root / file).unlink(missing_ok=True)

    return edit


def _rename(old: Path, new: Path) -> Edit:
    def edit(root: Path) -> None:
        if (root / old).exists():
            (root / old).replace(root / new)

    return edit


def _touch(file: Path) -> Edit:
    def edit(root: Path) -> None:
        if (root / file).exists():
            os.utime(root / file, (0, 0))

    return edit


def _replace(file: Path, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        if (root / file).exists():
            (root / file).write_text((root / file).read_text().replace(old, new))

    return edit


bodies = ["Teksti.", "[aihe](ref:lapset)", "[uutinen](ref:news/a)", "![x](x.jpg)", "<script>"]
news_files = st.sampled_from([_news(key) for key in KEYS])
edits = st.one_of(
    st.builds(
        lambda file, title, body: _write(file, news(title, body=body)),
        news_files,
        st.sampled_from(["Yksi", "Kaksi"]),
        st.sampled_from(bodies),
    ),
    st.builds(_delete, news_files),
    st.builds(_rename, news_files, news_files),
    st.builds(_touch, news_files),
    st.builds(_replace, news_files, st.just("---\nt"), st.just("---\ndraft: true\nt")),
    st.builds(_replace, news_files, st.just("Teksti"), st.just("\n\nTeksti")),
    st.sampled_from(
        [
            _replace(Path("content/topics/lapset.md"), "Lapset", "Lapset ja nuoret"),
            _replace(Path("content/topics/lapset.md"), "Tietoa", "Uutta tietoa"),
            _replace(Path("templates/topic.html"), "<h1>", "<h1 class='x'>"),
            _replace(Path("templates/news.html"), "<html", "<html class='x'"),
            _replace(Path("templates/strings.yaml"), "Etusivu", "Alkuun"),
            _replace(Path("site.yaml"), "Testikeskus", "Osaamiskeskus"),
            _replace(Path("site.yaml"), "news: ajankohtaista", "news: uutiset"),
            _write(Path("content/pictures/x.jpg"), "uusi kuva"),
            _delete(Path("content/pictures/x.jpg")),
        ]
    ),
)


@settings(max_examples=30, deadline=None, database=None)
@given(st.lists(edits, min_size=1, max_size=4))
def test_after_any_edits_an_incremental_build_is_a_clean_build(sequence: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(
            Path(folder),
            {
                "templates/topic.html": SHOWS_CITED,
                "content/topics/lapset.md": TOPIC,
                "content/news/a.md": news("Yksi"),
                "content/news/b.md": news("Kaksi", body="[aihe](ref:lapset) ![x](x.jpg)"),
                "content/pictures/x.jpg": "kuva",
            },
        )
        for file in (root / "templates").iterdir():
            if file.name not in {
                "page.html",
                "topic.html",
                "news.html",
                "404.html",
                "strings.yaml",
            }:
                file.unlink()
        incremental = build_site(root, schema=SMALL, cached=True)
        for edit in sequence:
            edit(root)
            incremental = build_site(root, schema=SMALL, cached=True)
        clean = build_site(root, schema=SMALL)
        assert incremental.artifacts == clean.artifacts
        assert incremental.problems == clean.problems


def test_a_page_on_the_address_of_a_lists_second_page_is_told(site: SiteMaker) -> None:
    front = "menu: none\nreviewed_on: 2026-11-01\nowner: A\n"
    lists = "lists: [{of: news, per_page: 1}]\n"
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(),
            "content/news/b.md": news(),
            "content/pages/uutiset.md": f"---\ntitle: U\n{front}{lists}---\nU.\n",
            "content/pages/toinen.md": f"---\ntitle: T\naddress: uutiset/sivu-2\n{front}---\nT.\n",
        }
    )
    assert codes(made) == ["address-duplicate"]


def test_who_links_to_a_broken_entry_by_its_address_is_not_accused(site: SiteMaker) -> None:
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(body="[Toinen](/ajankohtaista/b/)"),
            "content/news/b.md": "---\ntitle: B\n---\nB.\n",
        }
    )
    assert set(codes(made)) == {"field-missing"}


def test_a_text_laid_over_comes_to_what_it_would_if_it_were_saved(tmp_path: Path) -> None:
    before = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news("Eka"),
        "content/news/b.md": news("Toka", body="Katso [eka](ref:news/a)."),
    }
    root = write_site(tmp_path, before)
    laid: dict[str, str | None] = {
        "content/news/a.md": None,
        "content/news/b.md": news("Muuttui", body="Katso [eka](ref:news/a).\n\n# Iso"),
        "content/news/c.md": news("Uusi", date="31.2.2026"),
    }
    with Cache(None, 0) as cache:
        made = build(root, Schema.of(KINDS), Workers(1, cache), today=TODAY, laid=laid)
    assert {"reference-unknown", "heading-one", "date-impossible"} <= set(codes(made))
    assert "Muuttui" in text_of(made, "ajankohtaista/b/index.html")
    assert (root / "content/news/a.md").is_file()
    for path, text in laid.items():
        (root / path).unlink(missing_ok=True)
        if text is not None:
            (root / path).write_text(text, "utf-8")
    assert build_site(root) == made
