from __future__ import annotations

import pytest

from socomsite.formats.pageview import PageView
from tests.conftest import TOPIC, SiteMaker, news, text_of
from tests.formats.pages import FRONT, page, plain_templates, view_of


def test_a_page_may_have_a_layout_of_its_own(site: SiteMaker) -> None:
    files = plain_templates(front="etusivu", page="sivu")
    made = site(
        files
        | {
            "content/pages/etusivu.md": page("E", 'address: ""\nlayout: front\n'),
            "content/pages/socom.md": page("S"),
        }
    )
    assert text_of(made, "index.html") == "etusivu"
    assert text_of(made, "socom/index.html") == "sivu"


def test_a_page_whose_list_is_followed_names_its_feed(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()})
    assert view_of(made, "ajankohtaista/index.html").feed == "/ajankohtaista/atom.xml"
    assert view_of(made, "topics/index.html").feed == ""


def test_only_the_search_page_holds_the_index_of_everything(site: SiteMaker) -> None:
    search = page("Haku", "layout: search\n")
    made = site({"content/topics/lapset.md": TOPIC, "content/pages/haku.md": search})
    index = view_of(made, "haku/index.html").index
    assert index is not None
    assert [letter.letter for letter in index.letters] == ["K", "L"]
    assert view_of(made, "topics/lapset/index.html").index is None


@pytest.mark.parametrize("text", ["{{ metadata.sort }}", "{% include 'head.html' %}"])
def test_metadata_are_made_where_the_template_of_the_page_names_them(
    site: SiteMaker, text: str
) -> None:
    files = plain_templates(page=text) | {"templates/head.html": "{{ metadata.sort }}"}
    made = site(files | {"content/pages/etusivu.md": FRONT, "content/topics/lapset.md": TOPIC})
    views = {job.path: job.view for job, _ in made.made}
    front = views["index.html"]
    topic = next(view for path, view in views.items() if path.endswith("/lapset/index.html"))
    assert isinstance(front, PageView)
    assert front.metadata
    assert text_of(made, "index.html") == "website"
    assert isinstance(topic, PageView)
    assert topic.metadata is None


def test_what_no_template_of_a_page_can_name_is_not_made_for_it(site: SiteMaker) -> None:
    files = {
        "content/pages/etusivu.md": FRONT,
        "content/news/a.md": news("A"),
        "content/news/b.md": news("B", date="2026-11-02"),
    }
    plain = view_of(site(files | plain_templates(news="{{ title }}")), "ajankohtaista/a/index.html")
    assert (plain.breadcrumb, plain.neighbours) == ((), None)
    told = "{{ title }}{% include 'way.html' %}"
    way = "{% for link in breadcrumb %}{{ link.address }}{% endfor %}"
    shown = view_of(site(files | plain_templates(news=told, way=way)), "ajankohtaista/a/index.html")
    assert [link.address for link in shown.breadcrumb] == ["/", "/ajankohtaista/"]
    assert shown.neighbours is None
