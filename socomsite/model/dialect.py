"""Markdown as the site writes it: Python-Markdown with its extensions, and quicker ways through it.

Every quicker way gives exactly what the library's own gives, and leaves to it what it is not made
for: `everyday` writes whole texts, all others here and in `runningtext` go through the library's
own registries and stand for one of its steps. Together with `counting` these are the only importers
of `markdown`, that of one name apart. Must never know safe HTML, places or fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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

from socomsite.model.counting import Counted
from socomsite.model.effort import Effort
from socomsite.model.reader import heading_id, id_among
from socomsite.model.runningtext import Emphasis, Links, RunningText

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
    engine.inlinePatterns.register(Links(inlinepatterns.LINK_RE, engine), "link", 160)
    emphasis = Emphasis("*", "strong,em", engine)
    emphasis.add("_", "strong,em", smart=True)
    engine.inlinePatterns.register(emphasis, "em_strong", 60)
    engine.treeprocessors.register(RunningText(engine), "inline", 20)
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
