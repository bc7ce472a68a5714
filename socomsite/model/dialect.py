"""Markdown as the site writes it: Python-Markdown with its extensions, and quicker ways through it.

Every quicker way gives exactly what the library's own gives, and leaves to it what it is not made
for: `everyday` writes whole texts, all others here go through the library's own registries and
stand for one of its steps. Together with `counting` the only importer of `markdown`, that of one
name apart. Must never know safe HTML, places or fields.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Mapping
from functools import lru_cache
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown, inlinepatterns
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import toc
from markdown.extensions.toc import escape_cdata
from markdown.preprocessors import NormalizeWhitespace, Preprocessor
from markdown.serializers import (  # type: ignore[attr-defined] # newer than its types
    BOOLEAN_ATTRIBUTES,
    to_html_string,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import (
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_PREFIX,
    INLINE_PLACEHOLDER_RE,
    AtomicString,
)

from socomsite.model.counting import Counted
from socomsite.model.effort import Effort
from socomsite.model.reader import heading_id, id_among

_EXTENSIONS = (
    "tables",
    "attr_list",
    "footnotes",
    "sane_lists",
    "admonition",
    "def_list",
    "abbr",
)
# Before all others: `admonition` has 105.
_FIRST = 200
# Two signs of which one must stand in a text for a pattern of running text to match.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "backtick": ("`", "`"),
    "escape": ("\\", "\\"),
    "footnote": ("[^", "[^"),
    "reference": ("[", "["),
    "link": ("[", "["),
    "image_link": ("![", "!["),
    "image_reference": ("![", "!["),
    "short_reference": ("[", "["),
    "short_image_ref": ("![", "!["),
    "autolink": ("<", "<"),
    "automail": ("<", "<"),
    "linebreak": ("  \n", "  \n"),
    "html": ("<", "<"),
    "entity": ("&", "&"),
    "em_strong": ("*", "_"),
}


class Engine(Markdown):
    """Markdown in the site's dialect, with the work on each text counted."""


def library_engine(effort: Effort) -> Engine:
    """The library with the site's dialect, which counts its work into an effort."""
    engine = Engine(
        extensions=[*_EXTENSIONS, _Headings(slugify=heading_id), Counted(effort)],
        extension_configs={"footnotes": {"BACKLINK_TITLE": "{}"}},
        output_format="html",
    )
    engine.preprocessors.register(_Whitespace(engine), "normalize_whitespace", 30)
    engine.preprocessors.register(_HtmlBlocks(engine), "html_block", 20)
    engine.parser.blockprocessors.register(_PlainBlocks(engine), "plain", _FIRST)
    engine.inlinePatterns.register(_Links(inlinepatterns.LINK_RE, engine), "link", 160)
    emphasis = _Emphasis("*", "strong,em", engine)
    emphasis.add("_", "strong,em", smart=True)
    engine.inlinePatterns.register(emphasis, "em_strong", 60)
    engine.treeprocessors.register(_RunningText(engine), "inline", 20)
    engine.serializer = _written
    # Asked of every element by four steps, of which each makes the name small first.
    engine.is_block_level = lru_cache(maxsize=256)(engine.is_block_level)  # type: ignore[method-assign] # the same answers, remembered
    return engine


def _written(root: Element) -> str:
    """The HTML of an element as the library writes it, in half the time: no XML, no namespaces."""
    pieces: list[str] = []
    try:
        _write(root, pieces.append)
    except RecursionError:
        return to_html_string(root)
    return "".join(pieces) + escape_cdata(root.tail or "")


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag, text = element.tag, element.text
    if element.attrib:
        write(f"<{tag}{''.join(map(_attribute, sorted(element.items())))}>")
    else:
        write(f"<{tag}>")
    if text:
        write(escape_cdata(text))
    for child in element:
        _write(child, write)
        if child.tail:
            write(escape_cdata(child.tail))
    if tag not in HTML_EMPTY:
        write(f"</{tag}>")


def _attribute(named: tuple[str, str | None]) -> str:
    name, value = named
    if value is None or (name == value and name in BOOLEAN_ATTRIBUTES["html"]):
        return f" {name}"
    return f' {name}="{escape_cdata(value).replace(chr(34), "&quot;")}"'


class _Whitespace(NormalizeWhitespace):
    """Normalizes spaces; a text without a space before a line feed, tabs and the like is normal."""

    _SPECIAL = re.compile(r"[\x02\x03\r\t]| \n")

    def run(self, lines: list[str]) -> list[str]:
        """The lines with two empty ones at their end."""
        ended = "\n".join([*lines, ""])
        return super().run(lines) if self._SPECIAL.search(ended) else [*lines, "", ""]


class _HtmlBlocks(Preprocessor):
    """Takes blocks of HTML out of the text; there are none without a `<`."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._own = md.preprocessors["html_block"]

    def run(self, lines: list[str]) -> list[str]:
        """The lines without their blocks of HTML."""
        has_marks = any("<" in line or "&" in line for line in lines)
        return self._own.run(lines) if has_marks else lines


class _PlainBlocks(BlockProcessor):
    """Makes a paragraph or heading at once of a block that no other processor can want.

    Sixteen of them, each with a pattern, took a quarter of the time of Markdown.
    """

    # Lines that begin with a letter or quotation mark are no heading, list, table, rule, quotation
    # or definition, and underline none.
    _PARAGRAPH = re.compile(
        r"(?:[^\W\d_]|[\"”'’][^\W_]|[*_]{1,2}[^\W\d_])[^\n]*(?:\n[^\W\d_][^\n]*)*"
    )
    _HEADING = re.compile(r"#{1,6} [^\n#\\|]+")

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        known = md.parser.blockprocessors
        self._paragraph, self._heading = known["paragraph"], known["hashheader"]

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block is nothing but a paragraph or a heading."""
        del parent
        return bool(self._PARAGRAPH.fullmatch(block) or self._HEADING.fullmatch(block))

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Make the paragraph or heading."""
        own = self._heading if blocks[0].startswith("#") else self._paragraph
        return own.run(parent, blocks)


class _Headings(toc.TocExtension):
    """Gives every heading an id."""

    class TreeProcessorClass(toc.TocTreeprocessor):
        """Gives ids at once where all headings are plain words and no table of contents is asked.

        The library's own way writes, cleans and reads again the HTML of every heading.
        """

        _SPECIAL = re.compile(r"[&<>\x02\x03]")

        def run(self, doc: Element) -> None:
            """Give the ids."""
            elements = list(doc.iter())
            headings = [each for each in elements if self._is_heading(each)]
            is_asked_for = any(self.marker in each.text for each in elements if each.text)
            if is_asked_for or any(map(self._is_special, headings)):
                super().run(doc)
                return
            used = {each.attrib["id"] for each in elements if "id" in each.attrib}
            for heading in headings:
                if "id" not in heading.attrib:
                    heading.attrib["id"] = id_among(heading.text or "", used)

        def _is_heading(self, element: Element) -> bool:
            return self.header_rgx.match(element.tag) is not None

        def _is_special(self, heading: Element) -> bool:
            """Whether more than words stands in the heading or decides on its id."""
            text = heading.text or ""
            is_labelled = "data-toc-label" in heading.attrib
            return len(heading) > 0 or is_labelled or bool(self._SPECIAL.search(text))


class _Links(inlinepatterns.LinkInlineProcessor):
    """Reads a plain link at once: words without brackets, an address without spaces or quotes."""

    _PLAIN = re.compile(r"\[([^][\x02]*)\]\(([^()\s<>\"'\x02]+)\)")

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's own name and form
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """The element of a link, where it begins and where it ends."""
        plain = self._PLAIN.match(data, m.start(0))
        if plain is None:
            return super().handleMatch(m, data)
        link = Element("a", href=plain[2])
        link.text = plain[1]
        return link, plain.start(), plain.end()


class _Emphasis(inlinepatterns.DelimiterProcessor):
    """Goes from sign to sign rather than from letter to letter."""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """The next sign that can open or close."""
        for sign in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[sign[0]]
            match = delimiter.boundary.match(data, sign.start())
            if match is not None and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None


class _RunningText(Treeprocessor):
    """Applies the patterns of running text: emphasis, links, code.

    Does what the library's `InlineProcessor` does, but tries a pattern only on a text that holds
    its sign: of 535 trials in a post of 466 words, 480 could find nothing. No pattern of the
    dialect minds what it stands in, so nothing is remembered of that.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        #: What stands for each placeholder; patterns look it up here.
        self.stashed_nodes: dict[str, Element | str] = {}
        known = md.inlinePatterns
        signs = {known[name]: each for name, each in _SIGNS.items() if name in known}
        self._patterns = [
            (*signs.get(pattern, ("", "")), pattern)
            for pattern in known
            if isinstance(pattern, inlinepatterns.InlineProcessor)  # as all are nowadays
        ]

    def run(self, root: Element) -> None:
        """Read every text of the tree."""
        self.stashed_nodes = {}
        waiting = deque([root])
        while waiting:
            parent = waiting.popleft()
            inside: list[tuple[Element, list[Element]]] = []
            for child in parent:  # also what a tail becomes, which is inserted after its child
                text, tail = child.text, child.tail
                if (
                    text
                    and not isinstance(text, AtomicString)
                    and _is_marked(read := self._read(text))
                ):
                    child.text = None
                    found = self._placed(read, child, is_text=True)
                    waiting.extend(found)
                    inside.append((child, found))
                if tail and _is_marked(read := self._read(tail)):
                    child.tail = None
                    found = self._placed(read, child, is_text=False)
                    _insert(parent, list(parent).index(child) + 1, found)
                if len(child):
                    waiting.append(child)
            for child, found in inside:
                _insert(child, 0, found)

    def _read(self, text: str, first: int = 0) -> str:
        """The text with placeholders for all that the patterns find in it, from the first on."""
        if isinstance(text, AtomicString):
            return text
        for number, (sign, other, pattern) in enumerate(self._patterns[first:], start=first):
            if sign in text or other in text:
                place: int | None = 0
                while place is not None:
                    text, place = self._applied(pattern, number, text, place)
        return text

    def _applied(
        self, pattern: inlinepatterns.InlineProcessor, number: int, text: str, start: int
    ) -> tuple[str, int | None]:
        """The text with the next match replaced and where to go on; None if there is no more."""
        if not self.md.references and isinstance(pattern, inlinepatterns.ReferenceInlineProcessor):
            return text, None
        for match in pattern.getCompiledRegExp().finditer(text, start):
            node, begin, end = pattern.handleMatch(match, text)
            if begin is not None and end is not None:
                break
        else:
            return text, None
        if node is None:
            return text, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            for each in (node, *node):
                if each.text:
                    each.text = self._read(each.text, number + 1)
                if each.tail:
                    each.tail = self._read(each.tail, number)
        name = f"{len(self.stashed_nodes):04d}"
        self.stashed_nodes[name] = node
        placeholder = INLINE_PLACEHOLDER % name
        return f"{text[:begin]}{placeholder}{text[end:]}", begin + len(placeholder)

    def _placed(self, text: str, parent: Element, *, is_text: bool) -> list[Element]:
        """The elements that stand in a text, each with what follows it as its tail.

        What stands before the first becomes the parent's text, or its tail.
        """
        found: list[Element] = []
        pieces = INLINE_PLACEHOLDER_RE.split(text)
        last = AtomicString(pieces[-1]) if isinstance(text, AtomicString) else pieces[-1]
        for before, name in zip(pieces[:-1:2], pieces[1::2], strict=True):
            _add(before, found, parent, is_text=is_text)
            node = self.stashed_nodes[name]
            if isinstance(node, str):
                _add(node, found, parent, is_text=is_text)
                continue
            for each in (node, *node):
                if each.tail and _is_marked(each.tail):
                    tail, each.tail = each.tail, None
                    place = 0 if each is node else list(node).index(each) + 1
                    _insert(node, place, self._placed(tail, each, is_text=False))
                if each.text and _is_marked(each.text):
                    inner, each.text = each.text, None
                    _insert(each, 0, self._placed(inner, each, is_text=True))
            found.append(node)
        _add(last, found, parent, is_text=is_text)
        return found


def _is_marked(text: str) -> bool:
    """Whether a text holds a placeholder, of its own or from what it stood in before."""
    return INLINE_PLACEHOLDER_PREFIX in text


def _insert(parent: Element, place: int, children: list[Element]) -> None:
    for number, child in enumerate(children, start=place):
        parent.insert(number, child)


def _add(text: str, found: list[Element], parent: Element, *, is_text: bool) -> None:
    """Add a text after the last element found; before there is one, to the parent."""
    if not text:
        return
    if found:
        found[-1].tail = found[-1].tail + text if found[-1].tail else text
    elif is_text:
        parent.text = parent.text + text if parent.text else text
    else:
        parent.tail = parent.tail + text if parent.tail else text
