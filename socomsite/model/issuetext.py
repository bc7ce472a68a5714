"""The file of an issue: its text when it is new, and with what was gathered put in.

Nothing that a person wrote is touched: lines are put in, and the file then says the same as before
with the new things beside. Must never know disks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from socomsite.messages import say
from socomsite.model.decode import Decoder
from socomsite.model.gathering import Found
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin, schema
from socomsite.model.site import Series
from socomsite.model.source import Source
from socomsite.yamlinsert import NoRoom, Text, dashed
from socomsite.yamllines import yaml_lines
from socomsite.yamltext import Plain


@dataclass(frozen=True)
class NewIssue:
    """An issue that is not yet a file."""

    graph: Graph
    series: Series
    number: int

    @property
    def year(self) -> int:
        """The year of which it is the issue."""
        return self.graph.today.year

    @property
    def key(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.series.short}-{self.number}-{self.year}"

    @property
    def path(self) -> str:
        """Its file, from the site's root."""
        return f"content/{Bulletin.folder}/{self.key}.yaml"

    @property
    def label(self) -> str:
        """What it is called."""
        return f"{self.series.name} {self.number}/{self.year}"

    def text(self, found: tuple[Found, ...]) -> str:
        """The file: what must be given, with words to write over, and what was gathered."""
        language = self.graph.site.language
        titles = [title for title, _, _ in by_topic(self.graph, found) if title]
        about = "; ".join(title[:1].lower() + title[1:] for title in titles)
        lines = [
            f"# {say('bulletin-file', language)}",
            *yaml_lines(
                {
                    "series": self.series.name,
                    "number": str(self.number),
                    "year": str(self.year),
                    "date": self.graph.today.isoformat(),
                    "draft": say("word-yes", language),
                    "summary": say("bulletin-summary", language, topics=about)
                    if about
                    else say("bulletin-summary-empty", language),
                    "lead": {
                        "title": say("bulletin-lead-title", language),
                        "text": say("bulletin-lead-text", language),
                    },
                }
            ),
        ]
        text = "\n".join(lines) + "\n"
        return _extended(text, None, self.graph, found) if found else text


def by_topic(graph: Graph, found: Iterable[Found]) -> Iterable[tuple[str, str, tuple[Found, ...]]]:
    """What was found by topic: its name, its key, what stands under it."""
    language = graph.site.language
    for key, group in groupby(found, key=lambda each: each.topic):
        name = graph.find(key, ("topics",)) if key else None
        title = graph.entry(name, language).label if name else ""
        yield title, key if name else "", tuple(group)


def extended(text: str, issue: Bulletin, graph: Graph, found: tuple[Found, ...]) -> str | None:
    """The text of an issue's file with what was found under its topics.

    None where the file has no room for lines, or would then not say the same as before.
    """
    try:
        made = _extended(text, issue, graph, found)
    except NoRoom:
        return None
    return made if _says_the_same(made, issue, found) else None


def _lines(found: Found) -> list[str]:
    """A found thing as an item of a section, with its name for those who read the file."""
    head = f"{found.entry.folder}/{found.entry.key}"
    comment = f"  # {found.entry.label}"
    if found.change:
        return [f"entry: {head}{comment}", f"change: {found.change}"]
    return [head + comment]


def _extended(text: str, issue: Bulletin | None, graph: Graph, found: tuple[Found, ...]) -> str:
    """An issue's file with what was found under its topics. Raises NoRoom."""
    language = graph.site.language
    into = Text.of(text)
    others = say("bulletin-others", language)
    places: dict[str, int] = {}
    for number, section in enumerate(issue.sections if issue else ()):
        if section.topic or section.title == others:
            key = section.topic.key.rpartition("/")[2] if section.topic else ""
            places.setdefault(key, number)
    new: list[list[str]] = []
    for title, key, group in by_topic(graph, found):
        items = [_lines(each) for each in group]
        if key in places:
            into = into.appended(("sections", places[key], "items"), items)
            continue
        named: Plain = {"title": title or others, **({"topic": key} if key else {})}
        head = yaml_lines(named)
        new.append([*head, "items:", *dashed(items)])
    if new:
        into = into.appended(("sections",), new)
    marks = [[each.mark] for each in found]
    return str(into.appended(("gathered",), marks, say("bulletin-gathered", language)))


def _says_the_same(text: str, issue: Bulletin, found: tuple[Found, ...]) -> bool:
    """Whether a file says what an issue says, and beside it just what was found."""
    source = Source(issue.origin.path, issue.folder, issue.key, issue.language, text)
    made = Decoder(schema())(source).value if text else None
    if not isinstance(made, Bulletin):
        return False
    old = issue.sections
    kept = tuple(
        section.model_copy(update={"items": section.items[: len(was.items)]})
        for section, was in zip(made.sections, old, strict=False)
    )
    marks = tuple(each.mark for each in found)
    new = [item for section in made.sections for item in section.items]
    count = len(new) - sum(len(section.items) for section in old)
    without = made.model_copy(update={"sections": kept, "gathered": issue.gathered})
    is_whole = without == issue.model_copy(update={"origin": without.origin})
    return is_whole and made.gathered == (*issue.gathered, *marks) and count == len(found)
