"""Panels of other services' videos: which frame they may open, and that nothing else names it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from socomsite.formats.embeds import Embed, InterfaceWords, Service, embed_html, service_of
from socomsite.language import Language, Words

NAMES = (
    *("embed.notice-youtube", "embed.notice-slideshare", "embed.notice-other", "embed.length"),
    *("embed.go-youtube", "embed.go-slideshare", "embed.go-other", "embed.show"),
    *("embed.show-slides", "link.outside", "captions.captions", "captions.transcript"),
)
WORDS = {name: Words(f"<{name}> {{host}}{{length}}", f"sv {name}", name) for name in NAMES}
WORD = InterfaceWords(Language.FI, WORDS)
FRAME = "https://www.youtube-nocookie.com/embed/abc-_123XYZ"
VIDEO = Embed("Video", Language.FI, "https://youtu.be/abc-_123XYZ", "video")


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/watch?v=abc-_123XYZ",
        "https://youtube.com/watch?v=abc-_123XYZ&t=90",
        "http://m.youtube.com/watch?list=PL1&v=abc-_123XYZ#x",
        "https://youtu.be/abc-_123XYZ?si=x",
        "https://www.youtube.com/embed/abc-_123XYZ",
        "https://www.youtube.com/shorts/abc-_123XYZ",
        "https://www.youtube.com/live/abc-_123XYZ?feature=share",
        "https://www.youtube-nocookie.com/embed/abc-_123XYZ",
    ],
)
def test_every_address_of_a_youtube_video_opens_without_cookies(link: str) -> None:
    found = service_of(link)
    assert (found.name, found.frame) == ("youtube", FRAME)


@pytest.mark.parametrize(
    ("link", "service"),
    [
        (
            "https://www.slideshare.net/slideshow/embed_code/key/aBc12",
            Service(
                "slideshare",
                "www.slideshare.net",
                "https://www.slideshare.net/slideshow/embed_code/key/aBc12",
            ),
        ),
        ("https://www.slideshare.net/socom/diat-1", Service("slideshare", "www.slideshare.net")),
        ("https://video.example/tallenne", Service("other", "video.example")),
        ("https://www.youtube.com/@kanava", Service("other", "www.youtube.com")),
        ("https://youtu.be/liian-pitka-tunnus", Service("other", "youtu.be")),
        (
            "https://muu.example/?x=https://youtu.be/abc-_123XYZ",
            Service("other", "muu.example"),
        ),
        (
            "https://youtube.com.example/watch?v=abc-_123XYZ",
            Service("other", "youtube.com.example"),
        ),
    ],
)
def test_what_offers_no_frame_stays_a_link(link: str, service: Service) -> None:
    assert service_of(link) == service


def test_a_panel_names_the_frame_in_one_attribute_and_links_to_the_service() -> None:
    panel = embed_html(VIDEO, WORD)
    assert panel.count("youtube-nocookie") == 1
    assert panel.startswith(f'<div class="embed" data-frame="{FRAME}" data-show="')
    assert '<a class="button" href="https://youtu.be/abc-_123XYZ">' in panel
    assert "&lt;link.outside&gt;" in panel
    assert "<iframe" not in panel
    assert "src=" not in panel


def test_a_panel_without_a_frame_has_no_button_to_show_it() -> None:
    panel = embed_html(replace(VIDEO, link="https://video.example/a"), WORD)
    assert "data-" not in panel
    assert "&lt;embed.notice-other&gt; video.example" in panel


def test_slides_are_shown_by_their_own_word() -> None:
    link = "https://www.slideshare.net/slideshow/embed_code/key/a"
    panel = embed_html(replace(VIDEO, link=link, sort="slides"), WORD)
    assert 'data-show="&lt;embed.show-slides&gt;' in panel


def test_a_panel_tells_the_title_the_length_and_the_form_of_text() -> None:
    told = replace(VIDEO, address="/a/", length="12 min", captions="transcript", text="<b>V</b>")
    assert embed_html(told, WORD).endswith(
        '<p class="meta"><a href="/a/"><b>V</b></a> · &lt;embed.length&gt; {host}12 min'
        " · &lt;captions.transcript&gt; {host}{length}</p>\n</div>"
    )
    assert "meta" not in embed_html(VIDEO, WORD)


def test_a_material_in_another_language_says_so() -> None:
    told = replace(VIDEO, address="/a/")
    panel = embed_html(told, InterfaceWords(Language.SV, WORDS))
    assert '<a href="/a/" lang="fi">Video</a>' in panel
    assert "sv embed.notice-youtube" in panel


def test_no_title_or_address_can_break_out() -> None:
    nasty = replace(VIDEO, title='"><script>', link='https://x.example/"><script>', address='"><')
    assert "<script" not in embed_html(nasty, WORD)
    assert '""><' not in embed_html(nasty, WORD)


def test_a_word_that_the_site_lacks_is_named() -> None:
    with pytest.raises(KeyError, match=r"embed\.show"):
        embed_html(VIDEO, InterfaceWords(Language.FI, {}))
