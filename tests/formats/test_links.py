from __future__ import annotations

from socomsite.digest import digest
from socomsite.formats.links import Links, NavLink
from socomsite.language import Language


def test_menus_are_equal_by_their_links_and_so_are_their_digests() -> None:
    links = [NavLink("Alku", "/", Language.FI), NavLink("Blogi", "/blogi/", Language.FI)]
    menu = Links(links)
    assert list(menu) == links
    assert len(menu) == 2
    assert not Links()
    assert (menu == Links(links)) is (digest(menu) == digest(Links(links))) is True
    assert (menu == Links(links[:1])) is (digest(menu) == digest(Links(links[:1]))) is False
    assert hash(menu) == hash(Links(links))
