"""Pictures and panels in running text, and the same text for a feed."""

from __future__ import annotations

import re
from pathlib import Path

from socomsite.formats.embeds import FRAME
from socomsite.formats.prose_view import Html
from socomsite.model.fields import Prose
from tests.conftest import STRINGS, TOPIC, Files, SiteMaker, news, picture, text_of
from tests.formats.viewed import ANNA, PROJECT, entry_of, viewer_of

REAL_STRINGS = (Path(__file__).parents[2] / "templates/strings.yaml").read_text("utf-8")


PAGE, FEED = "ajankohtaista/a/index.html", "ajankohtaista/atom.xml"


VIDEO = """\
title: Kevään video
sort: video
summary: Mitä kokeiltiin.
link: https://www.youtube.com/watch?v=abcdefghijk
length: 12 min
captions: captions
"""


SHOWS_EMBED = "{{ has_embed }} {{ entry.embed }}"


def page_of(site: SiteMaker, body: str, **more: str) -> str:
    files: dict[str, str | bytes] = {
        "templates/strings.yaml": REAL_STRINGS,
        "templates/material.html": SHOWS_EMBED,
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body=body),
        "content/materials/video.yaml": VIDEO,
        "content/pictures/talo.jpg": picture(400, 300, "JPEG"),
    }
    made = site(files | {f"content/materials/{key}.yaml": text for key, text in more.items()})
    assert [found for found in made.problems if found.is_error] == []
    return text_of(made, PAGE)


def test_a_picture_alone_with_a_title_is_a_figure_with_a_caption(site: SiteMaker) -> None:
    page = page_of(site, "![Talo](talo.jpg \"Toimisto Kouvolassa & 'kesä'\")")
    caption = "<figcaption>Toimisto Kouvolassa &amp; &#x27;kesä&#x27;</figcaption>\n</figure>"
    assert caption in page
    assert "<figure>\n<picture><source" in page
    assert "title=" not in page
    assert page.count("Toimisto") == 1


def test_a_picture_among_words_stays_among_them(site: SiteMaker) -> None:
    page = page_of(site, 'Tässä ![Talo](talo.jpg "Toimisto") on talo.')
    assert "<figure" not in page
    assert 'title="Toimisto"' in page
    assert "Tässä <picture>" in page


def test_the_first_picture_is_fetched_at_once_and_others_when_near(site: SiteMaker) -> None:
    page = page_of(site, "![Talo](talo.jpg)\n\n![Sama](talo.jpg)\n\n![Taas](talo.jpg)")
    images = re.findall(r"<img [^>]*>", page)
    assert [' loading="lazy"' in image for image in images] == [False, True, True]
    assert all(' width="400" height="300"' in image for image in images)


def test_decoration_says_nothing_and_keeps_its_mark(site: SiteMaker) -> None:
    page = page_of(site, "![](talo.jpg){.koriste}")
    assert ' alt="" class="koriste"' in page


def test_words_of_a_picture_cannot_break_out(site: SiteMaker) -> None:
    page = page_of(site, '![a > b "c" <i>](talo.jpg)')
    assert ' alt="a &gt; b &quot;c&quot; &lt;i&gt;"' in page


def test_a_paragraph_that_is_only_a_link_to_a_material_is_its_panel(site: SiteMaker) -> None:
    page = page_of(site, "Katso:\n\n[Kevään video](ref:materials/video)")
    assert (
        f'<div class="embed" {FRAME}="https://www.youtube-nocookie.com/embed/abcdefghijk"' in page
    )
    assert "Kun avaat sen, YouTube saa tiedon käynnistäsi." in page
    assert '<a href="../../materials/video/">Kevään video</a> · Kesto 12 min · Tekstitys' in page


def test_a_link_among_words_is_a_link(site: SiteMaker) -> None:
    page = page_of(site, "Katso [video](ref:materials/video) ja [aihe](ref:topics/lapset).")
    assert FRAME not in page
    assert '<a href="../../materials/video/">video</a>' in page


def test_a_link_alone_to_what_has_no_panel_is_a_link(site: SiteMaker) -> None:
    text = "title: Diat\nsort: slides\nsummary: S.\n"
    page = page_of(site, "[Diat](ref:diat)\n\n[Lapset](ref:lapset)", diat=text)
    assert '<p><a href="../../materials/diat/">Diat</a></p>' in page
    assert '<p><a href="../../topics/lapset/">Lapset</a></p>' in page


def test_a_panel_whose_material_is_an_entry_of_the_site_leads_to_its_page(site: SiteMaker) -> None:
    text = VIDEO.replace("https://www.youtube.com/watch?v=abcdefghijk", "ref:topics/lapset")
    page = page_of(site, "[V](ref:materials/k)", k=text)
    assert "topics/lapset/" in page
    assert "ref:" not in page


def test_a_poster_stands_in_the_panel_as_copies(site: SiteMaker) -> None:
    text = VIDEO + "poster: {file: talo.jpg, alt: Talo}\n"
    page = page_of(site, "[V](ref:materials/k)", k=text)
    assert re.search(
        r'<div class="panel embed-panel">\n<picture>.* alt="Talo" loading="lazy"', page
    )


def test_the_material_page_has_the_panel_and_knows_of_it(site: SiteMaker) -> None:
    files: Files = {
        "templates/strings.yaml": REAL_STRINGS,
        "templates/material.html": SHOWS_EMBED,
        "content/materials/video.yaml": VIDEO,
        "content/materials/linkki.yaml": VIDEO.replace("www.youtube.com", "video.example"),
        "content/materials/diat.yaml": "title: D\nsort: slides\nsummary: S.\n",
    }
    made = site(files)
    assert made.problems == ()
    own = text_of(made, "materials/video/index.html")
    assert own.startswith("True <div")
    assert "<a href=" not in own
    assert text_of(made, "materials/linkki/index.html").startswith("False <div")
    assert text_of(made, "materials/diat/index.html") == "False "


def test_a_site_without_words_for_panels_keeps_its_links(site: SiteMaker) -> None:
    files: Files = {
        "templates/strings.yaml": STRINGS,
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body="[V](ref:materials/video)"),
        "content/materials/video.yaml": VIDEO,
    }
    assert '<p><a href="../../materials/video/">V</a></p>' in text_of(site(files), PAGE)


def test_a_feed_has_plain_pictures_and_plain_links(site: SiteMaker) -> None:
    files: Files = {
        "templates/strings.yaml": REAL_STRINGS,
        "templates/material.html": SHOWS_EMBED,
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body='![Talo](talo.jpg "Kesä")\n\n[V](ref:materials/video)'),
        "content/materials/video.yaml": VIDEO,
        "content/pictures/talo.jpg": picture(400, 300, "JPEG"),
    }
    feed = text_of(site(files), FEED)
    for missing in ("srcset", "<picture", "data-", "embed", "youtube"):
        assert missing not in feed
    assert '&lt;figure&gt;\n&lt;img src="https://testi.example/kuvat/talo-400.' in feed
    assert "&lt;figcaption&gt;Kesä&lt;/figcaption&gt;" in feed
    assert 'href="https://testi.example/materials/video/"' in feed


SITE: dict[str, str] = {
    "content/topics/lapset.md": TOPIC,
    "content/people/anna.yaml": ANNA,
    "content/projects/hanke.yaml": PROJECT,
}


def test_empty_html_is_false_so_that_a_template_may_ask_for_it() -> None:
    assert not Html("")
    assert Html("<p>x</p>")
    assert Html("<p>x</p>").__html__() == "<p>x</p>"


def test_a_link_to_an_entry_leads_to_its_address_with_the_anchor(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    shown = viewer.html(Prose('<p><a class="x" href="ref:people/anna#puhelin">Anna</a></p>'))
    assert shown.text == '<p><a class="x" href="/yhteystiedot/anna/#puhelin">Anna</a></p>'


def test_a_link_to_an_entry_that_is_not_shown_leaves_its_words(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    shown = viewer.html(Prose('<p>Kysy <a href="ref:people/berit"><b>Beritiltä</b></a>.</p>'))
    assert shown.text == "<p>Kysy <b>Beritiltä</b>.</p>"


def test_links_to_elsewhere_stay_as_they_are(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    text = (
        '<a href="https://muu.example/">1</a><a href="mailto:a@b.example">2</a>'
        '<a href="tel:+358">3</a><a href="/hankkeet/">4</a><a href="#kohta">5</a>'
    )
    assert viewer.html(Prose(text)).text == text


def test_files_in_prose_get_the_addresses_they_are_published_at(site: SiteMaker) -> None:
    body = "[Opas](opas.pdf) ja [sivu 2](opas.pdf#page=2)"
    files = SITE | {
        "content/news/a.md": news(body=body),
        "content/files/opas.pdf": "%PDF-",
    }
    viewer = viewer_of(site, files)
    shown = viewer.record(entry_of(viewer, ("news", "a")))["body"]
    assert isinstance(shown, Html)
    assert '<a href="/tiedostot/opas.pdf">Opas</a>' in shown.text
    assert '<a href="/tiedostot/opas.pdf#page=2">sivu 2</a>' in shown.text


def test_a_file_name_cannot_break_out_of_its_attribute(site: SiteMaker) -> None:
    name = 'a" onclick="b&c.pdf'
    files = SITE | {
        "content/news/a.md": news(body=f"[Opas](<{name}>)"),
        f"content/files/{name}": "%PDF-",
    }
    viewer = viewer_of(site, files)
    shown = viewer.record(entry_of(viewer, ("news", "a")))["body"]
    assert isinstance(shown, Html)
    assert shown.text == ('<p><a href="/tiedostot/a&quot; onclick=&quot;b&amp;c.pdf">Opas</a></p>')


def test_a_prefix_keeps_the_anchors_of_several_texts_apart(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    prose = Prose(
        '<h2 id="alku">Alku</h2><p><a href="#alku">Alkuun</a></p>', ((2, "alku", "Alku"),)
    )
    shown = viewer.html(prose, "lead-text")
    expected = '<h2 id="lead-text-alku">Alku</h2><p><a href="#lead-text-alku">Alkuun</a></p>'
    assert shown.text == expected
    assert shown.outline == ((2, "lead-text-alku", "Alku"),)


def test_only_addresses_of_entries_are_looked_up(site: SiteMaker) -> None:
    viewer = viewer_of(site, SITE)
    assert viewer.address_of("ref:anna") == "/yhteystiedot/anna/"
    assert viewer.address_of("ref:nobody") == ""
    assert viewer.address_of("https://muu.example/ref:anna") == "https://muu.example/ref:anna"


def test_long_words_in_table_cells_may_break_and_links_stay_whole(site: SiteMaker) -> None:
    table = "| Tilastollinen katsaus |\n| --- |\n| [Lastensuojelu](ref:topics/lapset) |\n"
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(body=f"Lastensuojelu\n\n{table}"),
        }
    )
    html = text_of(made, "ajankohtaista/a/index.html")
    assert "<th>Tilas\u00adtol\u00adli\u00adnen katsaus</th>" in html
    assert '<a href="../../topics/lapset/">Las\u00adten\u00adsuo\u00adjelu</a>' in html
    assert "<p>Lastensuojelu</p>" in html
