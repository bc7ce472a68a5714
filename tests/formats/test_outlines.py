from __future__ import annotations

from tests.conftest import SITE_YAML, TOPIC, SiteMaker, news, paths, text_of
from tests.formats.pages import page, view_of


def test_a_long_list_goes_on_over_numbered_pages(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/pages/lista.md": page("Uutiset", "lists: [{of: news, per_page: 2}]\n"),
        **{f"content/news/n{i}.md": news(f"Uutinen {i}", f"2026-10-0{i}") for i in range(1, 6)},
    }
    made = site(files)
    assert made.problems == ()
    addresses = ("/lista/", "/lista/sivu-2/", "/lista/sivu-3/")
    views = [view_of(made, f"{address.strip('/')}/index.html") for address in addresses]
    assert [view.page_number for view in views] == [1, 2, 3]
    assert [view.address for view in views] == list(addresses)
    ways = [(view.pager.previous, view.pager.next) for view in views if view.pager]
    assert ways == [("", addresses[1]), (addresses[0], addresses[2]), (addresses[1], "")]
    shown = [[c["key"] for g in view.lists[0].groups for c in g.cards] for view in views]
    assert shown == [["n5", "n4"], ["n3", "n2"], ["n1"]]
    assert 'href="../../ajankohtaista/n1/"' in text_of(made, "lista/sivu-3/index.html")


def test_a_short_list_beside_a_long_one_stands_on_the_first_page_only(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/pages/lista.md": page("L", "lists: [{of: news, per_page: 1}, {of: topics}]\n"),
        "content/news/a.md": news("A"),
        "content/news/b.md": news("B"),
    }
    made = site(files)
    first, second = (view_of(made, f"lista/{p}index.html") for p in ("", "sivu-2/"))
    assert [view.of for view in first.lists] == ["news", "topics"]
    assert [view.of for view in second.lists] == ["news"]


def test_a_list_of_one_page_has_no_page_numbers(site: SiteMaker) -> None:
    made = site({"content/pages/lista.md": page("L", "lists: [news]\n")})
    assert view_of(made, "lista/index.html").pager is None


SHOWS_CITED = "{% for card in cited_by.news_topics %}<a href='{{ card.address }}'>a</a>{% endfor %}"


def test_a_topic_that_is_named_often_goes_on_over_numbered_pages(site: SiteMaker) -> None:
    files = {
        "site.yaml": f"{SITE_YAML}cited_per_page: 2\n",
        "templates/topic.html": SHOWS_CITED,
        "content/topics/lapset.md": TOPIC,
        **{f"content/news/n{i}.md": news(f"Uutinen {i}", f"2026-10-0{i}") for i in range(1, 6)},
    }
    made = site(files)
    assert made.problems == ()
    shown = {path: text_of(made, path).count("<a") for path in paths(made) if "lapset/" in path}
    assert shown == {
        "topics/lapset/index.html": 2,
        "topics/lapset/sivu-2/index.html": 2,
        "topics/lapset/sivu-3/index.html": 1,
    }
    further = view_of(made, "topics/lapset/sivu-2/index.html").pager
    assert further
    assert (further.previous, further.next) == ("/topics/lapset/", "/topics/lapset/sivu-3/")
