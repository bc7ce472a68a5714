"""What hinders a reader in running text: links, pictures, headings, tables, lists, languages.

The rules are those of WCAG 2.2, levels A and AA, as far as a program can tell; each problem is at
its place in the text. Knows safe HTML; must never know Markdown's engine, kinds or `site.yaml`.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from socomsite.language import Language
from socomsite.model.blocks import Block, blocks, plain_text
from socomsite.model.places import Places, before_address, before_heading
from socomsite.model.tongue import foreign_to, may_be_foreign
from socomsite.model.wording import is_useless_alt, is_vague, key_of
from socomsite.problem import Position, Problem, Severity, problem

Heading = tuple[int, str, str]

_HEADING = re.compile(r"<h([1-6])((?: [^>]*)?)>(.*?)</h\1>", re.DOTALL)
_PICTURE = re.compile(r"<img ([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_ANCHOR = re.compile(r'<a (?:[^>]*? )?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_SPOKEN_PICTURE = re.compile(r'<img [^>]*alt="([^"]+)"[^>]*>')
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_HEADER_CELL = re.compile(r"<th[ >].*?</th>", re.DOTALL)
_BOLD_ALONE = re.compile(r"<p>\s*<(strong|b)>([^<]{1,80})</\1>\s*</p>")
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_LINE_WITH_MARK = re.compile(r"(?:^|\n|<br\s*/?>)\s*(?:[-–—•·*]|\d{1,2}[.)])\s+(\S[^<\n]*)")
# What stands in a text that has a second such line, quickly told.
_SECOND_MARK = re.compile(r"\n\s*(?:[-–—•·*]|\d{1,2}[.)])\s")
_FEWEST_LINES = 2
_CAPITALS = re.compile(r"(?:\b[A-ZÅÄÖ]{2,}\b[^\w.!?]+){3,}\b[A-ZÅÄÖ]{2,}\b")
_TWO_CAPITALS = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ]")  # sought in a third of the time of `{2}`
# Each capital as A, all else as nothing of interest.
_SHAPE = bytes(ord("A" if re.match("[A-ZÅÄÖ]", chr(code)) else " ") for code in range(256))
_CAPITAL_WORD = re.compile(r"[A-ZÅÄÖ]{5,}")
_DECORATIVE = "koriste"


def heard_text(html: str) -> str:
    """The text of HTML as it is heard: a picture's alternative stands for the picture."""
    return plain_text(_SPOKEN_PICTURE.sub(r"\1", html) if "<img" in html else html)


def pictures(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The address and the attributes of every picture."""
    if "<img " not in html:
        return
    for attributes in _PICTURE.findall(html):
        named = {n: entities.unescape(v) for n, v in _ATTRIBUTE.findall(attributes)}
        yield named.get("src", ""), named


def outline(html: str) -> tuple[Heading, ...]:
    """The headings that have words, as (level, id, text)."""
    return tuple(
        (int(level), dict(_ATTRIBUTE.findall(attributes)).get("id", ""), words)
        for level, attributes, inner in _HEADING.findall(html)
        if (words := plain_text(inner))
    )


def faults(  # noqa: PLR0913 - what is known of a text, each by its name
    html: str,
    text: str,
    start: Position,
    language: Language,
    headings: tuple[Heading, ...],
    *,
    is_plain: bool = False,
) -> Iterator[Problem]:
    """What hinders a reader in the HTML that a text at a place was made into.

    `headings` is the outline of the HTML. A text that `is_plain` holds each word of the HTML as it
    stands there.

    Problems: `heading-one`, `heading-skipped`, `heading-empty`, `picture-alt-missing`,
    `picture-alt-useless`, `link-text-empty`, `link-text-vague`, `table-header-missing`,
    `foreign-passage`; as advice `link-text-repeated`, `heading-faked`, `list-faked`,
    `capitals-only`.
    """
    if html.count("</h") != len(headings) or not _is_in_steps(level for level, _, _ in headings):
        yield from _headings(html, Places(text, start))
    yield from _pictures(html, Places(text, start))
    yield from _links(html, Places(text, start))
    yield from _tables(html, Places(text, start))
    yield from _fakes(html, Places(text, start))
    # Of a Finnish text without a small word of another language, nothing more is to be looked at.
    words = text if is_plain else html
    if not may_be_foreign(language, words) and not _has_two_capitals(words):
        return
    passages = blocks(html)
    yield from _foreign(passages, Places(text, start), language)
    yield from _capitals(passages, Places(text, start))


def _has_two_capitals(text: str) -> bool:
    """Whether two capitals stand together, told in a third of the time of a search."""
    return b"AA" in text.encode("latin-1", "replace").translate(_SHAPE)


def _is_in_steps(levels: Iterable[int]) -> bool:
    """Whether no level is skipped, as nearly always: so no place is sought."""
    return all(1 < level <= above + 1 for above, level in pairwise([1, *levels]))


def _headings(html: str, places: Places) -> Iterator[Problem]:
    """Headings that are empty or out of order (WCAG 1.3.1, 2.4.6)."""
    found = [(int(level), heard_text(inner)) for level, _, inner in _HEADING.findall(html)]
    before, empty = 1, iter(places.empty_headings())
    for level, words in found:
        if not words:
            yield problem(next(empty, places.start), "heading-empty")
            continue
        here = places.of(words, before_heading)
        if level == 1:
            yield problem(here, "heading-one")
        elif level > before + 1:
            yield problem(here, "heading-skipped", expected=before + 1, above=before, to=level)
        before = level


def _pictures(html: str, places: Places) -> Iterator[Problem]:
    """Pictures whose alternative is missing or tells nothing (WCAG 1.1.1)."""
    for source, named in pictures(html):
        here, alt = places.of(source, before_address), named.get("alt", "")
        if alt and is_useless_alt(alt, source):
            yield problem(here, "picture-alt-useless", text=alt)
        elif not alt and _DECORATIVE not in named.get("class", "").split():
            yield problem(here, "picture-alt-missing", path=source)


def _links(html: str, places: Places) -> Iterator[Problem]:
    """Links whose text is missing, does not tell where they lead or leads to two places (2.4.4)."""
    first: dict[str, str] = {}
    links = [
        (heard_text(inner), entities.unescape(target))
        for target, inner in _ANCHOR.findall(html)
        if not target.startswith("#fn")  # a footnote's number, made by us
    ]
    heard = {key_of(words) for words, _ in links}
    if len(heard) == len(links) and not any(not words or is_vague(words) for words, _ in links):
        return  # as nearly always: so no place is sought
    for words, address in links:
        place = places.of(address, before_address)
        if not words:
            yield problem(place, "link-text-empty")
        elif is_vague(words):
            yield problem(place, "link-text-vague", text=words)
        elif first.setdefault(key_of(words), address) != address:
            other = first[key_of(words)]
            yield problem(
                place, "link-text-repeated", severity=Severity.ADVICE, text=words, other=other
            )


def _tables(html: str, places: Places) -> Iterator[Problem]:
    """Tables without a header cell that says anything (WCAG 1.3.1)."""
    if "<table" not in html:
        return
    tables = _TABLE.findall(html)
    is_headed = [any(map(plain_text, _HEADER_CELL.findall(table))) for table in tables]
    if all(is_headed):
        return  # as nearly always: so no place is sought
    # Counted otherwise than Markdown does, say in a quotation, no place can be told from another.
    found = places.tables()
    starts = found if len(found) == len(tables) else [places.start] * len(tables)
    for here, has_header in zip(starts, is_headed, strict=True):
        if not has_header:
            yield problem(here, "table-header-missing")


def _fakes(html: str, places: Places) -> Iterator[Problem]:
    """What looks like a heading or list but is none for who cannot see it (WCAG 1.3.1)."""
    for _, inner in _BOLD_ALONE.findall(html):
        words = plain_text(inner)
        if not words.endswith((".", "!", "?", ":", "”", '"')):
            here = places.of_passage(words)
            yield problem(here, "heading-faked", severity=Severity.ADVICE, text=words)
    if "<br" not in html and not _SECOND_MARK.search(html):
        return
    for inner in _PARAGRAPH.findall(html):
        has_lines = "\n" in inner or "<br" in inner
        lines = _LINE_WITH_MARK.findall(inner) if has_lines else []
        if len(lines) >= _FEWEST_LINES:
            here = places.of_passage(entities.unescape(lines[0]))
            yield problem(here, "list-faked", severity=Severity.ADVICE)


def _foreign(passages: tuple[Block, ...], places: Places, language: Language) -> Iterator[Problem]:
    """Passages in another language that do not say so (WCAG 3.1.2)."""
    for passage in passages:
        other = foreign_to(language, passage.text)
        if other is not None:
            here = places.of_passage(passage.text)
            named, mark = f"language-{other.value}", f"{{: lang={other.value}}}"
            yield problem(here, "foreign-passage", language=named, mark=mark)


def _capitals(passages: tuple[Block, ...], places: Places) -> Iterator[Problem]:
    """Sentences in capitals, which are slow to read and may be spelt out letter by letter."""
    for passage in (each for each in passages if _TWO_CAPITALS.search(each.text)):
        for found in _CAPITALS.finditer(passage.text):
            if len(_CAPITAL_WORD.findall(found[0])) >= _FEWEST_LINES:
                here = places.of_passage(found[0])
                yield problem(here, "capitals-only", severity=Severity.ADVICE)
