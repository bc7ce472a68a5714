"""Markdown to Prose: safe HTML with its outline, links and pictures, and what is wrong in it.

The only importer of `markdown`. Python-Markdown keeps no source lines, so the place of a link is
found again in the text; that guess lives in `_Places` alone. Must never know URLs or templates.
"""

from __future__ import annotations

import html as entities
import re

from markdown import Markdown

from socomsite.language import slug
from socomsite.model.fields import Link, Prose
from socomsite.model.sanitize import refused_tags, sanitize
from socomsite.problem import Outcome, Position, Problem, Severity, problem

_EXTENSIONS = (
    "tables",
    "attr_list",
    "footnotes",
    "toc",
    "sane_lists",
    "admonition",
    "def_list",
    "abbr",
)
_HEADING = re.compile(r"<h([1-6])((?: [^>]*)?)>(.*?)</h\1>", re.DOTALL)
_LINK = re.compile(r"<a (?:[^>]*? )?href=\"([^\"]*)\"")
_PICTURE = re.compile(r"<img ([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_MARKUP = re.compile(r"<[^>]*>")
_ANCHOR = re.compile(r'<a (?:[^>]*? )?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_HEADER_CELL = re.compile(r"<th[ >].*?</th>", re.DOTALL)
_TABLE_START = re.compile(r"^.*\|.*\n(?=[ |:-]*-[ |:-]*$)(?=[ :-]*\|)|<table\b", re.MULTILINE)
# What stands around an address in Markdown and HTML, and before the words of a heading.
_BEFORE = r"(?:(?<=[(<\"'=])|(?<=\]: ))"
_AFTER = r"(?![\w/#-])"
_BEFORE_HEADING = r"^(?:[ >]*#+[ ]*|<h[1-6][^>]*>)"
_DECORATIVE = "koriste"
# What other services hand out to be pasted; here it is a material, which fetches nothing by itself.
_EMBEDS = frozenset({"audio", "embed", "iframe", "object", "video"})
# Link texts that say nothing on their own, in the three languages.
_VAGUE = frozenset(
    {"lue lisää", "lisää", "tästä", "täältä", "klikkaa tästä", "linkki", "tämä", "lisätietoja"}
    | {"läs mer", "mer", "här", "klicka här", "länk", "mera"}
    | {"read more", "more", "here", "click here", "link", "this"}
)


def markdown_engine() -> Markdown:
    """A Markdown engine with the site's dialect; one a process, reset before each text."""

    def heading_id(value: str, separator: str) -> str:
        del separator
        return slug(value) or "kohta"

    return Markdown(
        extensions=list(_EXTENSIONS),
        extension_configs={
            "toc": {"slugify": heading_id},
            "footnotes": {"BACKLINK_TITLE": "{}"},
        },
        output_format="html",
    )


def plain_text(html: str) -> str:
    """The text of HTML without its marks, spaces collapsed."""
    return " ".join(entities.unescape(_MARKUP.sub(" ", html)).split())


class _Places:
    """Finds the place of each link again: of equal ones, each time the next in the text."""

    def __init__(self, text: str, start: Position) -> None:
        self.text, self.start = text, start
        self._offsets: dict[str, int] = {}

    def of(self, words: str, before: str = "") -> Position:
        """The place of the words where `before`, a pattern, stands in front of them."""
        since = self._offsets.get(words, 0)
        match = (
            self._form(words, before).search(self.text, since)
            or self._form(words, before).search(self.text)
            or self._form(words).search(self.text)
        )
        if match is None:
            return self.start
        self._offsets[words] = match.end()
        return self._at(match.start(1))

    def _form(self, words: str, before: str = "") -> re.Pattern[str]:
        return re.compile(f"{before}({re.escape(words)}){_AFTER}", re.MULTILINE | re.IGNORECASE)

    def tables(self) -> list[Position]:
        """The place of every table's first row."""
        return [self._at(match.start()) for match in _TABLE_START.finditer(self.text)]

    def _at(self, found: int) -> Position:
        line = self.text.count("\n", 0, found)
        column = found - self.text.rfind("\n", 0, found)
        # On its first line the text may begin anywhere, as a plain scalar after its key does.
        shift = self.start.column - 1 if line == 0 else 0
        return Position(self.start.path, self.start.line + line, column + shift)


def read_prose(engine: Markdown, text: str, start: Position) -> Outcome[Prose]:
    """The Prose of a Markdown text that starts at a place of a file.

    Problems: `heading-one`, `heading-skipped`, `picture-alt-missing`, `link-text-empty`,
    `link-text-vague`, `table-header-missing`, `prose-too-deep`, and as warnings `html-removed`
    and `embed-in-text`.
    """
    try:
        made = engine.reset().convert(text)
    except RecursionError:
        engine.parser.state.clear()  # else the next text would be read as if in a list
        return Outcome(Prose(""), (problem(start, "prose-too-deep"),))
    html = sanitize(made)
    places = _Places(text, start)
    outline, problems = _headings(html, places)
    links = tuple(
        Link(target, Position("") if target.startswith("#fn") else places.of(target, _BEFORE))
        for target in map(entities.unescape, _LINK.findall(html))
    )
    places = _Places(text, start)
    pictures = []
    for attributes in _PICTURE.findall(html):
        named = dict(_ATTRIBUTE.findall(attributes))
        source = entities.unescape(named.get("src", ""))
        here = places.of(source, _BEFORE)
        pictures.append(Link(source, here))
        if not named.get("alt") and _DECORATIVE not in named.get("class", "").split():
            problems.append(problem(here, "picture-alt-missing", path=source))
    problems += _link_texts(html, _Places(text, start))
    problems += _headless_tables(html, _Places(text, start))
    problems += [
        problem(
            _Places(text, start).of(f"<{tag}"),
            "embed-in-text" if tag in _EMBEDS else "html-removed",
            severity=Severity.WARNING,
            tag=tag,
        )
        for tag in refused_tags(made)
    ]
    return Outcome(Prose(html, outline, links, tuple(pictures)), tuple(problems))


def _headings(html: str, places: _Places) -> tuple[tuple[tuple[int, str, str], ...], list[Problem]]:
    outline: list[tuple[int, str, str]] = []
    problems: list[Problem] = []
    before = 1
    for level_text, attributes, inner in _HEADING.findall(html):
        level, words = int(level_text), plain_text(inner)
        here = places.of(words, _BEFORE_HEADING)
        if level == 1:
            problems.append(problem(here, "heading-one"))
        elif level > before + 1:
            problems.append(
                problem(here, "heading-skipped", expected=before + 1, above=before, to=level)
            )
        before = level
        outline.append((level, dict(_ATTRIBUTE.findall(attributes)).get("id", ""), words))
    return tuple(outline), problems


def _link_texts(html: str, places: _Places) -> list[Problem]:
    """Links whose text is missing or does not tell where they lead (WCAG 2.2, 2.4.4)."""
    problems = []
    for target, inner in _ANCHOR.findall(html):
        text = plain_text(inner)
        place = places.of(entities.unescape(target), _BEFORE)
        if not text and not re.search(r'alt="[^"]', inner):
            problems.append(problem(place, "link-text-empty"))
        elif text.casefold().strip(" .:→>") in _VAGUE or text.startswith(("http:", "https:")):
            problems.append(problem(place, "link-text-vague", text=text))
    return problems


def _headless_tables(html: str, places: _Places) -> list[Problem]:
    """Tables without a header cell that says anything (WCAG 2.2, 1.3.1)."""
    tables = _TABLE.findall(html)
    # Counted otherwise than Markdown does, say in a quotation, no place can be told from another.
    found = places.tables()
    starts = found if len(found) == len(tables) else [places.start] * len(tables)
    return [
        problem(here, "table-header-missing")
        for here, table in zip(starts, tables, strict=True)
        if not any(plain_text(cell) for cell in _HEADER_CELL.findall(table))
    ]
