"""A mail's HTML to plain text in 72 columns, every link numbered and listed below its article.

Words and links come from the HTML alone, so the two forms cannot differ. Blank lines part what
headings part, and no rules are drawn, so that it can be read aloud. Must never know bulletins.
"""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

WIDTH = 72
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "li", "tr", "table", "dl"})
_BLOCKS |= frozenset({"dt", "dd", "blockquote", "section", "aside", "pre", "hr"})
# Not the no-break space: a number stays with its unit, and a link's number with its words.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = frozenset({"head", "style", "script", "title"})
_SPACE = {"h1": 2, "h2": 2, "h3": 1, "p": 1, "ul": 1, "ol": 1, "blockquote": 1, "table": 1}


def text_of(html: str, links_word: str) -> str:
    """The text of an HTML document; `links_word` stands over each list of links."""
    reader = _Reader(links_word)
    reader.feed(html)
    reader.close()
    reader.end()
    return "\n".join(reader.lines).strip("\n") + "\n"


class _Reader(HTMLParser):
    """Walks through a document once, writing lines."""

    def __init__(self, links_word: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._links_word = links_word
        self._words: list[str] = []
        self._blank = 0
        self._lists: list[int] = []
        self._mark = ""
        self._unseen = 0
        self._target = ""
        self._targets: dict[str, int] = {}
        self._waiting: list[str] = []
        self._divs: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._flush()
        elif tag == "a":
            target = given.get("href") or ""
            self._target = "" if target.startswith("#") else target
        elif tag == "img" and given.get("alt"):
            self._words.append(str(given["alt"]))
        elif tag in _BLOCKS:
            self._flush()
            self._blank = max(self._blank, _SPACE.get(tag, 0) if not self._mark else 0)
            if tag in {"ul", "ol"}:
                self._lists.append(1 if tag == "ol" else 0)
            elif tag == "li" and self._lists:
                self._mark = f"{self._lists[-1]}. " if self._lists[-1] else "- "
                self._lists[-1] += 1 if self._lists[-1] else 0
            elif tag == "div":
                self._divs.append("story" in str(given.get("class") or "").split())

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag == "a" and self._target:
            self._number(self._target)
            self._target = ""
        elif tag in _BLOCKS:
            self._flush()
            self._blank = max(self._blank, _SPACE.get(tag, 0) and 1)
            if tag in {"ul", "ol"} and self._lists:
                self._lists.pop()
            elif tag == "li":
                self._mark = ""
            elif tag == "div" and self._divs and self._divs.pop():
                self._list_links()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)

    def end(self) -> None:
        """Write what is still waiting."""
        self._flush()
        self._list_links()

    def _number(self, target: str) -> None:
        words = "".join(self._words).rstrip()
        if words.endswith((target, target.removeprefix("mailto:"))):
            return  # the words are the address
        if target not in self._targets:
            self._targets[target] = len(self._targets) + 1
        if target not in self._waiting:
            self._waiting.append(target)
        # A no-break space, so that the number stays with its words.
        self._words.append(f"\N{NO-BREAK SPACE}[{self._targets[target]}]")

    def _flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self._words).replace("\N{SOFT HYPHEN}", "")).strip(" ")
        self._words.clear()
        if not text:
            return
        if self.lines:
            self.lines += [""] * self._blank
        self._blank = 0
        indent = "  " * max(len(self._lists) - 1, 0)
        first, rest = indent + self._mark, indent + " " * len(self._mark)
        if self._mark:
            self._mark = " " * len(self._mark)
        wrapped = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.lines += [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrapped]

    def _list_links(self) -> None:
        if self._waiting:
            self.lines += ["", self._links_word]
            self.lines += [f"[{self._targets[target]}] {target}" for target in self._waiting]
            self._waiting.clear()
            self._blank = 2
