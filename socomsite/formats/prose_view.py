"""Running text as pages show it: links with addresses, pictures in copies, videos in panels.

Must never know fields or templates.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from socomsite.formats.copies import offer_of, picture_html
from socomsite.formats.embeds import Embed, InterfaceWords, embed_html
from socomsite.hyphenation import soft_hyphenated
from socomsite.language import Language, Words
from socomsite.model.fields import Prose
from socomsite.model.graph import FILE_ADDRESSES, Graph
from socomsite.model.kinds import Material
from socomsite.model.originals import Original
from socomsite.model.parts import Picture
from socomsite.model.references import file_of_link, is_file_link

_ANCHOR = re.compile(r'<a ((?:[^>]*? )?)href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
# Begins with a sign that must stand, so that all text before it is passed over quickly.
_PICTURE = re.compile(r"<(p><)?img ([^>]*)>(</p>)?")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_LINK_ALONE = re.compile(r'<p><a href="ref:([^"]*)">((?:(?!</?a[ >]).)*)</a></p>', re.DOTALL)
_CELL = re.compile(r"(<t[dh](?: [^>]*)?>)(.*?)(</t[dh]>)", re.DOTALL)
_TEXT = re.compile(r"(?:(?<=>)|^)[^<]+")
_CELL_WORD = 8
_IDS = re.compile(r'(\sid="|\shref="#)')


@dataclass(frozen=True, slots=True)
class Html:
    """Safe HTML with the headings in it as (level, id, text); written unescaped."""

    text: str
    outline: tuple[tuple[int, str, str], ...] = ()

    def __html__(self) -> str:
        """What Jinja writes for it."""
        return self.text

    def __bool__(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.text)


class ProseViewer:
    """Turns the prose of a graph's entries into HTML for readers of one language."""

    def __init__(
        self,
        graph: Graph,
        language: Language,
        originals: Mapping[str, Original],
        words: Mapping[str, Words],
    ) -> None:
        """A viewer with the pictures that can be shown, by name, and the interface's words."""
        self.graph = graph
        self.language = language
        self.originals = originals
        self.word = InterfaceWords(language, words)

    def html(self, prose: Prose, prefix: str = "") -> Html:
        """Prose as a page shows it; `prefix` keeps the ids of several texts apart.

        Links lead to addresses, pictures come in copies, and a paragraph that is only a link to a
        material becomes its panel. The first picture of the body is fetched at once.
        """
        text = prose.html  # most has no picture, panel or table, and to look for that is quick
        if "<img " in text:
            text = _PICTURE.sub(_Pictures(self, is_first_lazy=bool(prefix)), text)
        if '<p><a href="ref:' in text:
            text = _LINK_ALONE.sub(self._panel, text)
        text = _ANCHOR.sub(self._anchor, text)
        if "</t" in text:
            text = _CELL.sub(self._cell, text)
        outline = prose.outline
        if prefix:
            text = _IDS.sub(rf"\g<1>{prefix}-", text)
            outline = tuple((level, f"{prefix}-{i}", words) for level, i, words in outline)
        return Html(text, outline)

    def plain_html(self, prose: Prose) -> str:
        """Prose for readers that know only links and plain pictures, such as those of feeds."""
        text = _ANCHOR.sub(self._anchor, prose.html)
        return _PICTURE.sub(self._plain_picture, text)

    def address_of(self, target: str) -> str:
        """A `ref:` address as the address it stands for; others as they are."""
        if not target.startswith("ref:"):
            return target
        key, hash_sign, anchor = target.removeprefix("ref:").partition("#")
        name = self.graph.find(key, self._folders)
        if name is None:
            return ""
        language = self.graph.language_of(name, self.language)
        return self.graph.addresses[name, language] + hash_sign + anchor

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return self.graph.schema.public_folders

    def _anchor(self, match: re.Match[str]) -> str:
        before, target, after, text = match.groups()
        target = entities.unescape(target)
        if is_file_link(target) and ("files", file_of_link(target)) in self.graph.attachments:
            address = entities.escape(FILE_ADDRESSES["files"] + target)
            return f'<a {before}href="{address}"{after}>{text}</a>'
        if not target.startswith("ref:"):
            return match[0]
        address = self.address_of(target)
        if not address:
            return text
        return f'<a {before}href="{entities.escape(address)}"{after}>{text}</a>'

    def _cell(self, match: re.Match[str]) -> str:
        """A table cell whose words may break: columns are narrow on a phone."""
        start, inner, end = match.groups()
        if len(inner) < _CELL_WORD:
            return match[0]
        texts = _TEXT.sub(lambda t: soft_hyphenated(t[0], self.language, _CELL_WORD), inner)
        return f"{start}{texts}{end}"

    def _plain_picture(self, match: re.Match[str]) -> str:
        is_first, written, after = match.groups(default="")
        before, given = "<p>" if is_first else "", _given(written)
        alt = entities.escape(given.get("alt", ""))
        offer = offer_of(file_of_link(given.get("src", "")), self.originals)
        shown = f'<img src="{offer.src}" alt="{alt}">' if offer else alt
        return _placed(before, shown, after, given.get("title", ""))

    def _panel(self, match: re.Match[str]) -> str:
        """The panel of a material that a paragraph links to and nothing more."""
        key, text = match.groups()
        name = self.graph.find(entities.unescape(key), self._folders)
        entry = self.graph.entry(name, self.language) if name else None
        panel = self.embed(entry, text) if isinstance(entry, Material) else ""
        return panel or match[0]

    def embed(self, material: Material, text: str = "") -> str:
        """The panel of a material, on its own page if the link has no text; may be empty."""
        link = self.address_of(material.link or "")
        if not link:
            return ""
        embed = Embed(
            title=material.title,
            language=material.language,
            link=link,
            sort=material.sort,
            text=text,
            address=self.graph.address(material) if text else "",
            length=material.length or "",
            captions=(material.captions or "") if text else "",  # its own page tells it below
            poster=self._poster(material.poster),
        )
        try:
            return embed_html(embed, self.word)
        except KeyError:
            return ""  # a site without words for panels keeps its plain links

    def _poster(self, poster: Picture | None) -> str:
        offer = offer_of(poster.file.name, self.originals) if poster else None
        if poster is None or offer is None:
            return ""
        return picture_html(offer, {"alt": poster.alt or ""}, is_lazy=True) + "\n"


class _Pictures:
    """Turns the pictures of one text into copies; knows which of them comes first."""

    def __init__(self, viewer: ProseViewer, *, is_first_lazy: bool) -> None:
        self.originals = viewer.originals
        self.is_lazy = is_first_lazy

    def __call__(self, match: re.Match[str]) -> str:
        """A picture in copies, or all there is to tell of it where none could be made."""
        is_first, written, after = match.groups(default="")
        before, given = "<p>" if is_first else "", _given(written)
        offer = offer_of(file_of_link(given.pop("src", "")), self.originals)
        caption = given.pop("title", "") if before and after else ""
        if offer is None:
            return _placed(before, entities.escape(given.get("alt", "")), after, caption)
        shown = picture_html(offer, {"alt": "", **given}, is_lazy=self.is_lazy)
        self.is_lazy = True
        return _placed(before, shown, after, caption)


def _given(written: str) -> dict[str, str]:
    """The attributes of an element by name."""
    return {name: entities.unescape(text) for name, text in _ATTRIBUTE.findall(written)}


def _placed(before: str, shown: str, after: str, caption: str) -> str:
    """A picture in its paragraph; alone there with a caption, a figure; with nothing, nothing."""
    is_alone = before and after
    if is_alone and caption:
        words = f"<figcaption>{entities.escape(caption)}</figcaption>"
        return f"<figure>\n{shown}\n{words}\n</figure>"
    return "" if is_alone and not shown else f"{before}{shown}{after}"
