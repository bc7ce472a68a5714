"""Entries of every kind at random, and a browser that fills in forms, for the editor's tests."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from socomsite.editor.choices import Choices
from socomsite.editor.form import Form, Input, Widget
from socomsite.editor.holding import Held, Holding
from socomsite.editor.typed import Scribe
from socomsite.language import Language
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.schema import Part
from socomsite.signs import visible
from tests.conftest import TOPIC, news, picture, write_site

ROOT = Path(__file__).parents[2]
#: How many entries of each kind are tried: few in the suite, `EDITOR_ENTRIES=1000` by hand.
MANY = int(os.environ.get("EDITOR_ENTRIES", "25"))
tried = settings(max_examples=MANY, deadline=None)
#: The same where each is a whole build: 1000 by hand is a hundred of each kind.
tried_slowly = settings(max_examples=max(2, MANY // 10), deadline=None)

#: A site that has something of every kind that others name.
NAMED: dict[str, str | bytes] = {
    "content/pages/etusivu.md": (
        "---\ntitle: Etusivu\naddress: ''\nmenu: none\nreviewed_on: 2026-11-01\nowner: Viestintä\n"
        "layout: front\n---\nTervetuloa.\n"
    ),
    "content/topics/lapset.md": TOPIC,
    "content/projects/sakki.yaml": (
        "name: SAKKI\nsort: project\nshare: socom\nsummary: Asumista.\ntopics: [lapset]\n"
    ),
    "content/services/henkka.yaml": (
        "name: Henkka\nshare: socom\nsummary: Apua.\naudience: Kaikille.\ntopics: [lapset]\n"
    ),
    "content/people/aino.yaml": "name: Aino Esimerkki\nstaff: true\n",
    "content/people/toinen-aino.yaml": "name: Aino Esimerkki\nstaff: false\n",
    "content/offices/kotka.yaml": "name: Kotkan toimipiste\ntown: Kotka\n",
    "content/news/uutinen.md": news(),
    "content/events/kahvit.yaml": "title: Kahvit\nstart: 2016\nsort: meeting\n",
    "content/publications/raportti.yaml": (
        "title: Raportti\nsort: raportti\nowner_of_work: other\nyear: 2008\n"
    ),
    "content/plans/2016.yaml": (
        "title: Suunnitelma 2016\nyear: 2016\nsummary: Vuosi.\nareas:\n- name: Yksi\n"
    ),
    "content/plan/tiedote.yaml": "title: Tiedote\nsince: 2016-01-01\ncadence: 3 krt/v\n",
    "content/pictures/talo.png": picture(),
    "content/files/raportti.pdf": b"%PDF-1.4\n%%EOF\n",
}

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "'; DROP TABLE entries; --",
    "- a: [b, {c: d}] # e",
    "&ankkuri *viite !!python/object:os.system",
    "---\n...\n---",
    "😀👩\u200d👩\u200d👧 äöåÄÖÅ ß",
    "a\u202eb\u200bc\u00a0d\u2028e",
    "\x00\x07\ufeffx\ufffe",
    "no",
    "~",
    "18:00",
    "00100",
    "p" * 3000,
    "|\n  >\n",
    "\t\t: :",
)
_words = st.sampled_from(("Aino", "työ", "Päätös 1.", "a: b", "# c", "'d'", '"e"', "f, g", "[h]"))


def _hostile(number: int) -> str:
    return HOSTILE[number]


_any = (
    st.lists(_words, min_size=1, max_size=4).map(" ".join)
    | st.text(min_size=1, max_size=30)
    | st.integers(0, len(HOSTILE) - 1).map(_hostile)  # Hypothesis prints what it draws from
)
#: Texts that a file can hold: what nobody sees is gone when it is read, and there is some left.
texts = _any.map(visible).filter(str.strip)
_days = st.dates(dt.date(1990, 1, 1), dt.date(2049, 12, 31)).map(dt.date.isoformat)
_dates = _days | st.sampled_from(("2007", "2007-09", "9/2007", "syksy 2007", "2007-23", "1.2.2016"))
_moments = _dates | st.sampled_from(("2026-02-09 9:30", "9.2.2026 klo 9", "2026-02-09T14:05"))
_hours = st.sampled_from(("ma–pe 9–11.30", "ti, to klo 12–15", "ma-ke 8:00-16:00"))
_proses = st.lists(texts, min_size=1, max_size=3).map("\n\n".join)


@cache
def held() -> Held:
    """The site of `NAMED`; what Hypothesis would print of it as an argument is endless."""
    with tempfile.TemporaryDirectory() as folder:
        return Holding(write_site(Path(folder), NAMED)).now()


@cache
def scribe() -> Scribe:
    """Who writes for that site, in Finnish."""
    return Scribe(Choices(held(), Language.FI))


def named(field: FieldDescription) -> list[str]:
    """What a field can name of the site of `NAMED`, and something that is not there."""
    ends = {FieldSort.FILE: ["raportti.pdf"], FieldSort.PICTURE: ["talo.png"]}
    if field.sort is FieldSort.KIND:
        return ["news", "events"]
    parts = [Path(path).parts for path in NAMED]
    names = [(folder, name.partition(".")[0]) for _, folder, name in parts]
    found = [(f, n) for f, n in names if f in field.kinds or not field.kinds]
    return ends.get(field.sort) or ["/".join(name) for name in found] + ["ei-ole"]


_OF: dict[FieldSort, st.SearchStrategy[Any]] = {
    FieldSort.DAY: _days,
    FieldSort.DATE: _dates,
    FieldSort.MOMENT: _moments,
    FieldSort.TRUTH: st.sampled_from(("true", "false", "kyllä", "ei")),
    FieldSort.NUMBER: st.integers(1990, 2199).map(str),
    FieldSort.HOURS: _hours | _hours.map(lambda text: {"text": text}),
    FieldSort.PROSE: _proses,
    FieldSort.TEXT: texts,
}


@cache
def values(field: FieldDescription) -> st.SearchStrategy[Any]:
    """What a file can say in a field, of the right shape."""
    one = _one(field)
    if field.is_named:
        return st.dictionaries(st.sampled_from(("yksi", "kaksi")), one, min_size=1, max_size=2)
    return st.lists(one, min_size=1, max_size=3) if field.is_list else one


@cache
def _one(field: FieldDescription) -> st.SearchStrategy[Any]:
    if field.group is not None:
        short = field.group.shorthand
        group = fields_of(field.group)
        inner = next((each for each in describe(field.group) if each.name == short), None)
        return group | _one(inner) if inner else group
    if field.choices:
        return st.sampled_from(field.choices)
    return _OF[field.sort] if field.sort in _OF else st.sampled_from(named(field))


@cache
def fields_of(group: type[Part]) -> st.SearchStrategy[dict[str, Any]]:
    """What a file can say of a kind or group; all that must be given, and half of the rest."""

    @st.composite
    def drawn(draw: st.DrawFn) -> dict[str, Any]:
        given = (f for f in describe(group) if f.is_required or draw(st.booleans()))
        return {each.name: draw(values(each)) for each in given}

    return drawn()


def sent_from(form: Form, **more: str) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched: lines end in CRLF, boxes unticked go."""
    found: dict[str, list[str]] = {}
    for section in form.sections:
        for each in (*section.inputs, *section.folded):
            found |= dict(_sent(each))
    return found | {name: [value] for name, value in more.items()} | {"end": ["1"]}


def _sent(each: Input) -> Iterator[tuple[str, list[str]]]:
    for below in (*each.rows, *each.inputs):
        yield from _sent(below)
    if each.rows or each.inputs or each.widget in {Widget.ROWS, Widget.GROUP}:
        return
    if each.options:
        chosen = [option.value for option in each.options if option.is_chosen]
        if each.widget is Widget.SELECT:
            chosen = chosen[:1] or [each.options[0].value]
        if each.widget is Widget.BOX:
            chosen = [value for value in chosen if value == "true"]
        if chosen:
            yield each.name, chosen
        return
    text = each.value.replace("\r\n", "\n").replace("\r", "\n")
    is_long = each.widget in {Widget.AREA, Widget.PROSE}
    yield each.name, [text.replace("\n", "\r\n") if is_long else text.replace("\n", "")]


def content_files() -> Mapping[str, str]:
    """Every content file of the site itself, by path, as it is written."""
    return {
        str(file.relative_to(ROOT)): file.read_bytes().decode("utf-8")
        for suffix in ("md", "yaml")
        for file in sorted(ROOT.glob(f"content/**/*.{suffix}"))
    }
