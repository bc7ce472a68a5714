"""Everyday Markdown straight to HTML: paragraphs, headings, short lists, tables, footnotes.

Python-Markdown reads any text, by steps that each go over a whole tree. Most texts of a site are
made of few constructs in their plain form; of a text that holds nothing else, it is known what the
library writes, and it is written at once, in a tenth of the time. The library reads every other
text, whole: nothing here is a dialect of its own. Must never know the library, safe HTML or fields.

Why it is equal: no sign that may stand for more than itself is passed over. Those that begin HTML,
entities, escapes and attributes must not stand in the text at all; each block must be whole in one
of the forms below, of which no other step of the library wants a part, and next to a block that it
is not joined with; and of running text every mark must belong to a pair that holds no other mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# None of these stands in an everyday text: escapes, HTML, entities, attribute lists, tabs, line
# breaks, a table of contents, the place of footnotes.
_PLACE = "///Footnotes Go Here///"
_FOREIGN = ("\\", "<", "&", "{", "\t", "\r", "\x02", "\x03", " \n", "[TOC]", _PLACE)

# How a line begins that begins no block but a paragraph: not with a sign of a heading, list, table,
# rule, quotation, definition or admonition, nor a number with its point.
_WORDS = r"(?:[^\W\d_]|\d+(?![.\d])|[\"'“”„’»(–—…§])"
_BEGIN = rf"(?:{_WORDS}|[*_]{{1,2}}[^\s*_\[]|`[^`\n]|!?\[[^\^\n])"
_LINE = rf"{_BEGIN}[^\n]*"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n{_WORDS}[^\n]*)*")
_HEADING = re.compile(r"(#{1,6}) ([^\n#*_`\[|]+)")
_BULLETS = re.compile(rf"[-*+] +{_LINE}(?:\n[-*+] +{_LINE})*")
_NUMBERS = re.compile(rf"1\. +{_LINE}(?:\n\d+\. +{_LINE})*")
_MARKER = re.compile(r"^(?:[-*+]|\d+\.) +", re.MULTILINE)
_QUOTATION = re.compile(rf"> {_LINE}(?:\n> {_WORDS}[^\n]*)*")
_TABLE = re.compile(r"\|[^\n`]*\|\n\|[ :|-]*\|(?:\n\|[^\n`]*\|)+")
_CODE = re.compile(r" {4}[^\n]*(?:\n {4}[^\n]*)*")
_NOTE = rf"\[\^([a-z0-9-]+)\]: *({_LINE})"
_NOTES = re.compile(rf"{_NOTE}(?:\n{_NOTE})*")
_EACH_NOTE = re.compile(_NOTE)
# What a block is joined with by the library, or stands in, if that is the element before it.
_JOINED = {
    "ul": ("ul",),
    "ol": ("ol",),
    "blockquote": ("blockquote",),
    "pre": ("ul", "ol", "pre"),
}

# A mark of running text with all it holds: code; a picture or link with an address as it stands;
# what leads to a footnote; strong words and emphasis; an underscore in a word, which is but itself.
# Each begins with its sign and looks back from there, so that nothing is tried at other signs.
_ADDRESS = r"\(([^()\s<>\"'`\[\]]+)\)"
_INNER = r"([^*_`\[\]<]+)(?<!\s)"
_MARK = re.compile(
    r"`(?<!``)(?=\s*[^\s`])([^`<]+)`(?!`)"
    rf"|!\[(?!\^)([^\[\]`<>\"\n]*)\]{_ADDRESS}"
    rf"|\[(?<!!\[)(?!\^)([^\[\]*_`<]+)\]{_ADDRESS}"
    r"|\[(?<!!\[)\^([a-z0-9-]+)\]"
    rf"|\*\*(?<!\*\*\*)(?![\s*]){_INNER}\*\*(?!\*)"
    rf"|\*(?<!\*\*)(?![\s*]){_INNER}\*(?!\*)"
    rf"|__(?<!\w__)(?![\s_]){_INNER}__(?!\w)"
    rf"|_(?<!\w_)(?![\s_]){_INNER}_(?!\w)"
    r"|_(?<=[^\W_]_)(?=[^\W_])"
)
_SIGNS = "*_`[]"
_SET_ASIDE = re.compile(r"\x02(\d+)\x03")


class Everyday(str):
    """HTML that was written here: every element ends, and none stands where it may not.

    `marks` are those of its marks that hold what an author wrote: links and pictures. `outline`
    are its headings as (level, id, text).
    """

    __slots__ = ("marks", "outline")
    marks: tuple[str, ...]
    outline: tuple[tuple[int, str, str], ...]


class _Unusual(Exception):  # noqa: N818 - says that the library shall read the text, no fault
    pass


def everyday_html(text: str, heading_id: Callable[[str, set[str]], str]) -> Everyday | None:
    """The HTML that the library makes of a text, or None if the library has to make it.

    `heading_id` gives the id of a heading by its words and the ids that are in use.
    """
    text = text.strip("\n")
    if not text.strip() or text[-1] == " " or any(sign in text for sign in _FOREIGN):
        return None
    try:
        return _Page(heading_id).read(text)
    except _Unusual:
        return None


class _Page:
    """One text on its way: what is written, and what its footnotes are."""

    def __init__(self, heading_id: Callable[[str, set[str]], str]) -> None:
        self._heading_id = heading_id
        self._ids: set[str] = set()
        self._notes: dict[str, tuple[int, str]] = {}  # by name: its number and its words
        self._led_to: set[str] = set()
        self._quoted = 0
        self._code: list[str] = []  # in which no mark means anything
        self._marks: list[str] = []  # of links and pictures
        self._outline: list[tuple[int, str, str]] = []

    def read(self, text: str) -> Everyday:
        written: list[str] = []
        last, is_note = "", False
        for block in filter(None, (each.lstrip("\n") for each in text.split("\n\n"))):
            element, html = self._block(block)
            if last in _JOINED.get(element, ()) or (is_note and element == "pre"):
                raise _Unusual
            written.append(html)
            is_note = not element
            last = element or last
        if text.count(">") != self._quoted:
            raise _Unusual
        html = self._marked("".join(written) + self._footnotes())
        if self._code:
            html = _SET_ASIDE.sub(lambda place: self._code[int(place[1])], html)
        made = Everyday(html.strip())
        made.marks, made.outline = tuple(self._marks), tuple(self._outline)
        return made

    def _block(self, block: str) -> tuple[str, str]:
        """The element that a block becomes, and its HTML with the marks of running text in it."""
        for form, written in _FORMS:
            if found := form.fullmatch(block):
                return written(self, found)
        raise _Unusual

    def paragraph(self, block: re.Match[str]) -> tuple[str, str]:
        return "p", f"<p>{block[0]}</p>\n"

    def heading(self, block: re.Match[str]) -> tuple[str, str]:
        level, words = len(block[1]), block[2].strip()
        element, name = f"h{level}", self._heading_id(words, self._ids)
        if not words.isprintable():
            raise _Unusual  # what it says is told once it is cleaned
        if words:
            self._outline.append((level, name, " ".join(words.split())))
        return element, f'<{element} id="{name}">{words}</{element}>\n'

    def bullets(self, block: re.Match[str]) -> tuple[str, str]:
        return "ul", _list("ul", block[0])

    def numbers(self, block: re.Match[str]) -> tuple[str, str]:
        return "ol", _list("ol", block[0])

    def table(self, block: re.Match[str]) -> tuple[str, str]:
        """A table; each of its rows must have as many cells as the first."""
        head, marks, *rows = [row[1:-1].split("|") for row in block[0].split("\n")]
        if len(head) == 1 or any(len(row) != len(head) for row in (marks, *rows)):
            raise _Unusual
        styles = [_style(mark.strip(" ")) for mark in marks]
        body = "".join(_row("td", row, styles) for row in rows)
        header = _row("th", head, styles)
        return "table", (f"<table>\n<thead>\n{header}</thead>\n<tbody>\n{body}</tbody>\n</table>\n")

    def quotation(self, block: re.Match[str]) -> tuple[str, str]:
        self._quoted += block[0].count("\n") + 1
        words = block[0][2:].replace("\n> ", "\n")
        return "blockquote", f"<blockquote>\n<p>{words}</p>\n</blockquote>\n"

    def code(self, block: re.Match[str]) -> tuple[str, str]:
        self._code.append(block[0][4:].replace("\n    ", "\n").rstrip())
        return "pre", f"<pre><code>\x02{len(self._code) - 1}\x03\n</code></pre>\n"

    def notes(self, block: re.Match[str]) -> tuple[str, str]:
        """Notes become nothing where they stand."""
        for name, words in _EACH_NOTE.findall(block[0]):
            if name in self._notes:
                raise _Unusual
            self._notes[name] = len(self._notes) + 1, words.rstrip()
        return "", ""

    def _footnotes(self) -> str:
        if not self._notes:
            return ""
        items = "".join(
            f'<li id="fn:{name}">\n<p>{words}&#160;<a class="footnote-backref"'
            f' href="#fnref:{name}" title="{number}">&#8617;</a></p>\n</li>\n'
            for name, (number, words) in self._notes.items()
        )
        return f'<div class="footnote">\n<hr>\n<ol>\n{items}</ol>\n</div>\n'

    def _marked(self, html: str) -> str:
        """The HTML with the marks of running text written as what they mean."""
        written, plain, end = [], [], 0
        for mark in _MARK.finditer(html):
            between = html[end : mark.start()]
            plain.append(between)
            written += [between, self._mark(mark)]
            end = mark.end()
        rest = html[end:]
        left = "".join([*plain, rest])
        if any(sign in left for sign in _SIGNS):
            raise _Unusual
        return "".join([*written, rest])

    def _mark(self, mark: re.Match[str]) -> str:
        group = mark.lastindex or 0
        words = mark[group]
        match group:
            case 1:
                return f"<code>{words.strip()}</code>"
            case 3:
                self._marks.append(f'<img alt="{mark[2]}" src="{words}">')
                return self._marks[-1]
            case 5:
                self._marks.append(f'<a href="{words}">')
                return f"{self._marks[-1]}{mark[4]}</a>"
            case 6:
                return self._reference(words)
            case 7 | 9:
                return f"<strong>{words}</strong>"
            case 8 | 10:
                return f"<em>{words}</em>"
        return words

    def _reference(self, name: str) -> str:
        if name not in self._notes or name in self._led_to:
            raise _Unusual
        self._led_to.add(name)
        number = self._notes[name][0]
        return (
            f'<sup id="fnref:{name}"><a class="footnote-ref" href="#fn:{name}">{number}</a></sup>'
        )


def _list(element: str, block: str) -> str:
    items = "".join(f"<li>{each}</li>\n" for each in _MARKER.sub("", block).split("\n"))
    return f"<{element}>\n{items}</{element}>\n"


def _style(mark: str) -> str:
    if mark.startswith(":"):
        side = "center" if mark.endswith(":") else "left"
    elif mark.endswith(":"):
        side = "right"
    else:
        return ""
    return f' style="text-align: {side};"'


def _row(element: str, cells: list[str], styles: list[str]) -> str:
    written = "".join(
        f"<{element}{style}>{cell.strip(' ')}</{element}>\n"
        for cell, style in zip(cells, styles, strict=True)
    )
    return f"<tr>\n{written}</tr>\n"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[_Page, re.Match[str]], tuple[str, str]]], ...] = (
    (_PARAGRAPH, _Page.paragraph),
    (_HEADING, _Page.heading),
    (_BULLETS, _Page.bullets),
    (_NUMBERS, _Page.numbers),
    (_TABLE, _Page.table),
    (_QUOTATION, _Page.quotation),
    (_CODE, _Page.code),
    (_NOTES, _Page.notes),
)
