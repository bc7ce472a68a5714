"""Entries for tests, linked: files stated in full, and the graph of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from socomsite.language import Language, Words
from socomsite.model.decode import Decoder
from socomsite.model.graph import Graph
from socomsite.model.kinds import schema
from socomsite.model.linking import link
from socomsite.model.site import Site
from socomsite.model.source import Source
from socomsite.problem import Outcome, Position
from tests.conftest import TODAY

FI = Language.FI
SCHEMA = schema()


DECODE = Decoder(SCHEMA)


SITE = Site.model_validate(
    {
        "name": "Testi",
        "url": "https://testi.example/",
        "languages": ["fi", "sv", "en"],
        "sections": {"projects": {"fi": "hankkeet", "sv": "projekt"}, "people": "yhteystiedot"},
    }
)


PROJECT = "name: {}\nsort: project\nshare: socom\nsummary: S.\ntopics: [lapset]\n"


TOPIC = "---\nname: {}\nsummary: S.\n---\nTeksti.\n"


PERSON = "name: {}\nstaff: kyllä\n"


PAGE = "---\ntitle: {}\nmenu: none\nreviewed_on: 1.9.2026\nowner: V\n{}---\n{}\n"


FRONT = "---\ntitle: A\ndate: 1.11.2026\ntopics: [lapset]\n{}---\n{}\n"


TOPIC_NAMES = Words("kehittämisalue", "utvecklingsområde", "topic")


PROJECT_NAMES = Words("hanke", "projekt", "project")


def sources_of(files: Mapping[str, str]) -> Iterable[Source]:
    """The sources of files given as `folder/key.language.ending`, the language left out for fi."""
    for name, text in files.items():
        folder, file = name.split("/")
        key, *tags = file.split(".")
        language = Language(tags[0]) if len(tags) > 1 else FI
        yield Source(f"content/{name}", folder, key, language, text)


def linked(
    files: Mapping[str, str],
    *,
    site: Site = SITE,
    attachments: Iterable[str] = (),
    today: dt.date = TODAY,
    drafts: bool = False,
) -> Outcome[Graph]:
    """The graph of these files on a day."""
    pairs = [(source, DECODE(source).value) for source in sources_of(files)]
    digests = dict.fromkeys(attachments, "digest")
    return link(site, SCHEMA, pairs, digests, today=today, drafts=drafts)


def graph_of(files: Mapping[str, str], *, today: dt.date = TODAY) -> Graph:
    """The graph of files without a mistake."""
    made = linked(files, today=today)
    assert made.problems == ()
    return made.value


def at(path: str, line: int, column: int) -> Position:
    return Position(f"content/{path}", line, column)
