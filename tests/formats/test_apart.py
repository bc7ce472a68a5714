from __future__ import annotations

from tests.conftest import SiteMaker, text_of
from tests.formats.pages import FRONT, page, view_of


def test_the_not_found_page_keeps_whole_addresses_since_it_is_shown_at_any_depth(
    site: SiteMaker,
) -> None:
    files = {"templates/404.html": '<a href="{{ site.home }}">a</a><a href="/socom/">b</a>'}
    made = site(files | {"content/pages/etusivu.md": FRONT, "content/pages/socom.md": page("S")})
    assert text_of(made, "404.html") == '<a href="/">a</a><a href="/socom/">b</a>'
    assert not view_of(made, "404.html").is_indexed
