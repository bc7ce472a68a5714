"""Videos, slides and webcasts of other services: a panel of our own that fetches nothing by itself.

The link leads to the service; `embed.js` adds a button that shows a frame in the panel's place.
The frame's address stands in the attribute `FRAME` and nowhere else. Must never know the graph.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from socomsite.language import Language, Words

FRAME = "data-frame"
# Compiled by the first link that is asked about: most builds ask about none.
_YOUTUBE = (
    r"https?://(?:youtu\.be/|(?:www\.|m\.)?youtube(?:-nocookie)?\.com/"
    r"(?:watch\?(?:[^#]*&)?v=|embed/|shorts/|live/))([\w-]{11})(?![\w-])"
)
_SLIDESHARE = r"https?://(?:www\.)?slideshare\.net/"
_SLIDESHARE_FRAME = r"https?://(?:www\.)?slideshare\.net/slideshow/embed_code/((?:key/)?\w+)"


@dataclass(frozen=True, slots=True)
class Service:
    """Who shows an address: its name among the words, its host, and the frame it offers, if any."""

    name: str
    host: str
    frame: str = ""


def service_of(link: str) -> Service:
    """The service behind an address; YouTube only by its host that sets no cookie at once."""
    host = urlsplit(link).hostname or ""
    if found := re.match(_YOUTUBE, link):
        return Service("youtube", host, f"https://www.youtube-nocookie.com/embed/{found[1]}")
    if found := re.match(_SLIDESHARE_FRAME, link):
        frame = f"https://www.slideshare.net/slideshow/embed_code/{found[1]}"
        return Service("slideshare", host, frame)
    return Service("slideshare" if re.match(_SLIDESHARE, link) else "other", host)


@dataclass(frozen=True, slots=True)
class Embed:
    """What a panel says: `title` in `language`, where it leads, what form of text there is.

    `address` is the material's own page, empty there; `text` is how a link calls it and `poster`
    its picture, both as HTML.
    """

    title: str
    language: Language
    link: str
    sort: str
    text: str = ""
    address: str = ""
    length: str = ""
    captions: str = ""
    poster: str = ""


@dataclass(frozen=True, slots=True)
class InterfaceWords:
    """The interface's words in a language, safe to stand in HTML, by their dotted name."""

    language: Language
    words: Mapping[str, Words]

    def __call__(self, name: str, **values: str) -> str:
        """The words of a name. Raises KeyError for one that the site lacks."""
        text = self.words[name].in_language(self.language)
        for key, value in values.items():
            text = text.replace("{" + key + "}", value)
        return entities.escape(text)


def embed_html(embed: Embed, word: InterfaceWords) -> str:
    """The panel. Raises KeyError for a word that the site lacks."""
    service = service_of(embed.link)
    title = entities.escape(embed.title)
    opening = '<div class="embed"'
    if service.frame:
        button = word("embed.show-slides" if embed.sort == "slides" else "embed.show")
        frame = entities.escape(service.frame)
        opening += f' {FRAME}="{frame}" data-show="{button}" data-title="{title}"'
    link = entities.escape(embed.link)
    text = f'{word(f"embed.go-{service.name}")}<span class="vh">: {title}</span>'
    about = " · ".join(filter(None, _about(embed, word)))
    return (
        f'{opening}>\n<div class="panel embed-panel">\n{embed.poster}'
        f"<p>{word(f'embed.notice-{service.name}', host=service.host)}</p>\n"
        f'<p><a class="button" href="{link}">{text}</a>'
        f' <span class="lang-note">{word("link.outside")}</span></p>\n</div>\n'
        + (f'<p class="meta">{about}</p>\n' if about else "")
        + "</div>"
    )


def _about(embed: Embed, word: InterfaceWords) -> Iterator[str]:
    """The title as a link to the material's own page, the length, the form of text."""
    if embed.address:
        lang = "" if embed.language is word.language else f' lang="{embed.language.value}"'
        address = entities.escape(embed.address)
        yield f'<a href="{address}"{lang}>{embed.text or entities.escape(embed.title)}</a>'
    if embed.length:
        yield word("embed.length", length=embed.length)
    if embed.captions:
        yield word(f"captions.{embed.captions}")
