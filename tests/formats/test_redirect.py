from __future__ import annotations

from tests.conftest import TOPIC, SiteMaker, text_of
from tests.formats.pages import page


def test_an_old_address_leads_to_the_page_that_took_its_place(site: SiteMaker) -> None:
    more = "aliases: [/vanha/socom.html/, esittely]\n"
    made = site({"content/pages/socom.md": page("Socom & kumppanit", more)})
    assert made.problems == ()
    text = text_of(made, "vanha/socom.html/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../../socom/">' in text
    assert '<link rel="canonical" href="https://testi.example/socom/">' in text
    assert '<a href="../socom/">' in text_of(made, "esittely/index.html")


def test_an_old_address_of_the_front_page_leads_to_the_root(site: SiteMaker) -> None:
    made = site({"content/pages/etusivu.md": page("E", 'address: ""\naliases: [index.php]\n')})
    assert "url=../" in text_of(made, "index.php/index.html")


def test_an_old_address_speaks_the_language_of_its_page(site: SiteMaker) -> None:
    topic = TOPIC.replace("---\nTie", "aliases: [gammal]\n---\nTie")
    settings = "name: A\nurl: https://a.example/\nlanguages: [fi, sv]\n"
    files = {"site.yaml": settings, "content/topics/lapset.sv.md": topic}
    html = text_of(site(files), "gammal/index.html")
    assert '<html lang="sv">' in html
    assert 'content="0; url=../sv/topics/lapset/"' in html
