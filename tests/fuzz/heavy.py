"""Texts that grow slow readers: each a pattern that is repeated up to a size.

What is quadratic or worse in Markdown, in YAML or in a pattern of ours takes minutes at one
megabyte. `run` decodes one as a news item, in the process it is called in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from socomsite.language import Language
from socomsite.model.decode import Decoder
from socomsite.model.kinds import schema
from socomsite.model.source import Source
from socomsite.model.textfile import text_of
from socomsite.problem import Problem

FRONT = "---\ntitle: Uutinen\ndate: 2026-11-01\ntopics: [lapset]\n---\n"
LARGEST = 1_000_000


def _stairs(mark: str) -> Callable[[int], str]:
    """Lines each one step further in than the one before."""

    def make(size: int) -> str:
        lines, length, depth = [], 0, 0
        while length < size:
            lines.append("    " * (depth % 200) + mark)
            length += len(lines[-1]) + 1
            depth += 1
        return "\n".join(lines)

    return make


def _repeated(unit: str, start: str = "", end: str = "") -> Callable[[int], str]:
    return lambda size: start + unit * (size // len(unit)) + end


def _halves(first: str, second: str) -> Callable[[int], str]:
    return lambda size: first * (size // 2 // len(first)) + second * (size // 2 // len(second))


def _numbered(form: str) -> Callable[[int], str]:
    def make(size: int) -> str:
        lines, length, number = [], 0, 0
        while length < size:
            lines.append(form.format(n=number))
            length += len(lines[-1]) + 1
            number += 1
        return "\n".join(lines)

    return make


BODIES: Mapping[str, Callable[[int], str]] = {
    "words": _repeated("sana "),
    "one word": _repeated("a"),
    "paragraphs": _repeated("sana\n\n"),
    "blank lines": _repeated("\n", end="x"),
    "spaces": _repeated(" ", start="x", end="x"),
    "spaces and breaks": _repeated(" \n", start="x", end="x"),
    "quotes": _repeated("> "),
    "quotes in a line": _repeated(">"),
    "quoted lines": _repeated("> a\n"),
    "lists in steps": _stairs("* a"),
    "numbers in steps": _stairs("1. a"),
    "flat list": _repeated("* a\n"),
    "loose list": _repeated("* a\n\n"),
    "stars": _repeated("*"),
    "stars with words": _repeated("*a "),
    "stars two": _repeated("**a "),
    "stars odd": _repeated("*a**b"),
    "underscores": _repeated("_a "),
    "underscores two": _repeated("__a_ "),
    "brackets": _repeated("["),
    "brackets closed": _halves("[", "]"),
    "brackets with stops": _repeated("[a]("),
    "brackets with marks": _repeated("![a"),
    "link in link": _repeated("[a](b"),
    "link titles": _repeated('[a](b "'),
    "link spaces": _repeated("[a](<b "),
    "links": _repeated("[a](http://a.fi/) "),
    "distinct links": _numbered("[linkki {n}](http://a.fi/{n})"),
    "distinct references": _numbered("[linkki {n}](ref:news/a{n})"),
    "pictures": _numbered("![Kuva {n} jostakin](kuva{n}.jpg)"),
    "references": _repeated("[a][b] "),
    "reference definitions": _numbered("[a{n}]: http://a.fi/{n}"),
    "definitions open": _repeated("[a]: <"),
    "backticks": _repeated("`"),
    "backticks growing": _numbered("`a{n}``"),
    "code open": _repeated("`a ``b "),
    "angles": _repeated("<"),
    "tags open": _repeated("<a "),
    "tags": _repeated("<b>"),
    "tags closed": _halves("<b>", "</b>"),
    "blocks": _repeated("<div>"),
    "blocks in lines": _repeated("<div>\n"),
    "blocks with blanks": _repeated("<div>\n\n"),
    "blocks closed": _halves("<div>\n", "</div>\n"),
    "attributes": _repeated(' a="b"', start="<p", end=">x</p>"),
    "attributes open": _repeated(' a="', start="<p"),
    "comments": _repeated("<!--"),
    "comments open": _repeated("<!-- a --"),
    "declarations": _repeated("<!a"),
    "instructions": _repeated("<?"),
    "sections": _repeated("<![CDATA["),
    "entities": _repeated("&amp;"),
    "entities open": _repeated("&a"),
    "numbers of entities": _repeated("&#x0;"),
    "backslashes": _repeated("\\"),
    "escapes": _repeated("\\*"),
    "headings": _numbered("## Otsikko {n}"),
    "headings alike": _repeated("## Otsikko\n\n"),
    "headings empty": _repeated("## \n\n"),
    "heading of marks": _repeated("#"),
    "heading with ends": _repeated("# ", start="# a "),
    "headings with lines": _repeated("a\n=\n"),
    "rules": _repeated("* * *\n"),
    "rule of marks": _repeated("- "),
    "rule almost": _repeated("- ", end="a"),
    "table cells": _repeated("|a", end="\n" + "|-" * 200),
    "table columns": lambda size: "|a" * (size // 6) + "|\n" + "|-" * (size // 6) + "|\n|a|\n",
    "table rows": lambda size: "|a|b|\n|-|-|\n" + "|a|b|\n" * (size // 6),
    "table lines": _repeated("|a\n"),
    "table dashes": _repeated("-|", start="a|b\n"),
    "pipes": _repeated("|"),
    "tables": _repeated("a|b\n-|-\nc|d\n\n"),
    "footnotes": _numbered("a[^{n}]\n\n[^{n}]: b\n"),
    "footnote alike": _repeated("[^1] ", end="\n\n[^1]: a"),
    "footnote open": _repeated("[^"),
    "footnote inside": _repeated("[^1]: [^1] "),
    "abbreviations": lambda size: (
        "a b c " * (size // 60) + "".join(f"\n*[a{n}]: b" for n in range(size // 16))
    ),
    "admonitions": _stairs('!!! note "a"'),
    "admonitions flat": _repeated("!!! note\n"),
    "definitions": _repeated("a\n:   b\n\n"),
    "definitions in steps": _stairs(":   a"),
    "attribute lists": _repeated("a {: #a .b }\n\n"),
    "attribute list open": _repeated("{: a"),
    "attribute list long": _repeated(" .a", start="# a {:", end="}"),
    "addresses": _repeated("<http://a.fi/>"),
    "mail addresses": _repeated("<a@b.fi>"),
    "capitals": _repeated("AB "),
    "capitals and dashes": _repeated("AB-"),
    "capital letters": _repeated("A"),
    "bold paragraphs": _repeated("**a**\n\n"),
    "dashes in lines": _repeated("– a\n"),
    "line numbers": _repeated("1) a\n"),
    "quotes of html": _repeated("<blockquote>a"),
    "cells of html": _repeated("<td>"),
    "tables of html": _repeated("<table>"),
    "headings of html": _repeated("<h2>"),
    "anchors of html": _repeated('<a href="b">'),
    "anchors open": _repeated("<a href="),
    "languages": _repeated('<span lang="sv">a</span> '),
    "details": _repeated("<details><summary>a</summary>\n\n"),
    "addresses bare": _repeated("www.a.fi/"),
    "dots": _repeated("."),
    "hyphens": _repeated("-"),
    "equals": _repeated("="),
    "tildes": _repeated("~"),
    "tabs": _repeated("\t", end="x"),
    "indents": _repeated("    a\n"),
    "toc": _repeated("[TOC]\n\n"),
    "toc and headings": lambda size: "[TOC]\n\n" * 200 + "## a\n\n" * (size // 12),
    "quotes and lists": _repeated("> * "),
    "lists and quotes": _repeated("* > "),
    "lists in a line": _repeated("* "),
    "numbers in a line": _repeated("1. "),
}

YAML: Mapping[str, Callable[[int], str]] = {
    "flow lists": _repeated("["),
    "flow maps": _repeated("{a: "),
    "indents": lambda size: "\n".join(" " * n + "a:" for n in range(int((2 * size) ** 0.5))),
    "sequence": _repeated("- "),
    "items": _repeated("- a\n", start="a:\n"),
    "keys": _numbered("k{n}: a"),
    "same key": _repeated("a: a\n"),
    "quotes": _repeated('"'),
    "quoted lines": _repeated("\n\n", start='a: "', end='"'),
    "anchors": _repeated("&a "),
    "tags": _repeated("!a "),
    "comments": _repeated("#a\n", end="a: b"),
    "folded": lambda size: "a: >\n" + " b\n" * (size // 3),
    "colons": _repeated(":"),
    "questions": _repeated("? "),
    "documents": _repeated("---\n"),
    "directives": _repeated("%a\n"),
    "escapes": _repeated("\\x41", start='a: "', end='"'),
    "topics": lambda size: "title: a\ndate: 2026\ntopics: [" + "a, " * (size // 3) + "b]",
    "unknown topics": lambda size: (
        "title: a\ndate: 2026\ntopics: [" + ", ".join(f"a{n}" for n in range(size // 8)) + "]"
    ),
    "long number": lambda size: "title: a\ndate: " + "9" * size,
    "long title": lambda size: "date: 2026-01-01\ntopics: [a]\ntitle: " + "a" * size,
    "long spaces": lambda size: "date: 2026-01-01\ntopics: [a]\ntitle: a" + " " * size + "b",
    "long language": lambda size: "language: " + "a" * size,
    "fronts": _repeated("---\na: b\n"),
}


def text_for(name: str, size: int = LARGEST) -> tuple[str, str]:
    """The path and text of a file of at most this size, by a name such as `body/stars`."""
    sort, _, pattern = name.partition("/")
    path = "content/news/a.yaml" if sort == "yaml" else "content/news/a.md"
    text = FRONT + BODIES[pattern](size) if sort == "body" else YAML[pattern](size)
    text = "---\n" + text if sort == "front" else text
    return path, text.encode()[:size].decode("utf-8", "ignore")


NAMES = (
    *(f"body/{name}" for name in BODIES),
    *(f"yaml/{name}" for name in YAML),
    *(f"front/{name}" for name in YAML),
)


def run(name: str, size: int = LARGEST) -> tuple[Problem, ...]:
    """Decode the text of a name, as a build does; what is wrong with it."""
    path, text = text_for(name, size)
    read = text_of(text.encode(), path)
    source = Source(path, "news", "a", Language.FI, read.value or "", read.problems)
    return Decoder(schema())(source).problems
