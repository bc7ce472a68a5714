"""Fields read out of files and written back: what did not change keeps every byte."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from socomsite.editor.document import Unwritable, fields_in, new_text, with_fields
from socomsite.editor.meaning import is_said, meaning
from socomsite.model.description import describe
from socomsite.model.kinds import KINDS
from socomsite.model.schema import Entry
from socomsite.yamllines import yaml_lines
from socomsite.yamltext import Plain, quoted
from tests.typed import READABLE

CARD = "content/people/anna.yaml"
PAGE = "content/pages/etusivu.md"
CONTENT = Path(__file__).parent.parent.parent / "content"
SHIPPED = sorted(p for p in CONTENT.rglob("*") if p.suffix in {".md", ".yaml"})
WRITTEN = """\
# Tiedoston alku

title:  "Vanha"   # otsikko
topics:
  # lapset ensin
  - lapset   # tärkein
  - nuoret
    # nuorista vielä
  # lopuksi vanhat
  - vanhat
  # - poistettu
goals: [ a, 'b c', d ]   # tavoitteet
text: >-
  eka rivi
  jatkuu
people:
- name: Anna   # nimi
  role: x
  # puhelin
  phone: 040 123

-   # toinen
  name: Bertta
- name: Cecilia
note: |  # huomio
  eka

  toka

# ennen loppua
last:
"""


def fields_of(text: str, path: str = CARD) -> dict[str, Plain]:
    read = fields_in(text, path)
    assert read.problems == ()
    assert read.value is not None
    return read.value


def changed(text: str, name: str, change: Callable[[Plain], Plain] | Plain | None) -> str:
    """The card with one field changed, which it then says, and nothing else."""
    fields = fields_of(text)
    if change is None:
        del fields[name]
    else:
        fields[name] = change(fields[name]) if callable(change) else change
    made = with_fields(text, CARD, fields)
    assert fields_of(made) == fields
    return made


def of_list(change: Callable[[list[Plain]], list[Plain]]) -> Callable[[Plain], Plain]:
    def of(value: Plain) -> Plain:
        assert isinstance(value, list)
        return change(list(value))

    return of


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came, between what begins and what ends the same."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def test_a_card_is_read_as_texts_without_guessing() -> None:
    assert fields_of("open: 12:30\nis: no\npostcode: 00100\nof: [1, {a: ~}]\n") == {
        "open": "12:30",
        "is": "no",
        "postcode": "00100",
        "of": ["1", {"a": "~"}],
    }


def test_the_text_below_the_front_matter_is_the_body() -> None:
    text = "---\r\ntitle: x\r\n---\r\n\r\nEka\r\n\r\nToka\r\n\r\n"
    assert fields_of(text, PAGE) == {"title": "x", "body": "Eka\n\nToka"}


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("", CARD, "file-empty"),
        ("# vain huomautus\n", CARD, "front-matter-missing"),
        ("- a\n", CARD, "yaml-syntax"),
        ("a: [\n", CARD, "yaml-syntax"),
        ("a: &x 1\n", CARD, "yaml-alias"),
        ("Eka\n", PAGE, "front-matter-missing"),
        ("---\nbody: a\n---\nb\n", PAGE, "yaml-duplicate"),
        (b"a: \xe4".decode("utf-8", "surrogateescape"), CARD, "not-utf8"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_not_written(
    text: str, path: str, code: str
) -> None:
    read = fields_in(text, path)
    assert (read.value, [found.code for found in read.problems]) == (None, [code])
    with pytest.raises(Unwritable):
        with_fields(text, path, {"a": "1"})


def test_a_text_keeps_its_quotation_marks_its_place_and_its_comment() -> None:
    made = changed(WRITTEN, "title", "Uusi")
    line = 'title:  "Uusi"   # otsikko'
    assert difference(WRITTEN, made) == (['title:  "Vanha"   # otsikko'], [line])


def test_a_folded_text_is_folded_and_a_block_keeps_its_comment() -> None:
    long = " ".join(["sana"] * 40)
    _, new = difference(WRITTEN, changed(WRITTEN, "text", long))
    assert len(new) == 3
    assert all(len(line) < 84 for line in new)
    old, new = difference(WRITTEN, changed(WRITTEN, "note", "yksi\n\nkaksi\n"))
    assert new == ["  yksi", "", "  kaksi"]
    assert old == ["  eka", "", "  toka"]


def test_a_list_between_brackets_stays_one() -> None:
    made = changed(WRITTEN, "goals", of_list(lambda goals: [*goals[1:], "18:00"]))
    _, new = difference(WRITTEN, made)
    assert new == ["goals: ['b c', d, 18:00]   # tavoitteet"]


def test_comments_stay_with_their_items_when_they_move() -> None:
    made = changed(WRITTEN, "topics", of_list(lambda topics: [*topics[1:], topics[0], "uusi"]))
    assert difference(WRITTEN, made)[1] == [
        "  - nuoret",
        "    # nuorista vielä",
        "  # lopuksi vanhat",
        "  - vanhat",
        "  # lapset ensin",
        "  - lapset   # tärkein",
        "  - uusi",
    ]


def test_a_comment_above_an_item_that_goes_is_kept() -> None:
    made = changed(WRITTEN, "topics", of_list(lambda topics: topics[1:]))
    assert difference(WRITTEN, made) == (["  - lapset   # tärkein"], [])


def test_one_field_of_one_item_changes_one_line() -> None:
    made = changed(WRITTEN, "people", of_list(lambda p: [{**p[0], "phone": "050 9"}, *p[1:]]))  # type: ignore[dict-item]
    assert difference(WRITTEN, made) == (["  phone: 040 123"], ["  phone: 050 9"])


def test_an_item_whose_first_field_goes_keeps_its_dash() -> None:
    def without_name(people: list[Plain]) -> list[Plain]:
        assert isinstance(people[0], dict)
        return [{"role": "x", "phone": "040 123", "email": "a@b.fi"}, *people[1:]]

    made = changed(WRITTEN, "people", of_list(without_name))
    assert "people:\n- role: x\n  # puhelin\n  phone: 040 123\n  email: a@b.fi\n\n-" in made


def test_a_field_that_goes_takes_only_its_lines() -> None:
    made = changed(WRITTEN, "note", None)
    old, new = difference(WRITTEN, made)
    assert (old, new) == (["note: |  # huomio", "  eka", "", "  toka"], [])
    assert "# ennen loppua\nlast:\n" in made


def test_a_new_field_stands_behind_the_one_before_it_and_keeps_the_head_of_the_file() -> None:
    text = "# alku\n\na: 1\nc: 3  # kolme\n# loppu\n"
    fields: dict[str, Plain] = {"0": "x", "a": "1", "b": ["2", "3"], "c": "3", "d": "e\nf"}
    made = with_fields(text, CARD, fields)
    assert made == (
        "# alku\n\n0: x\na: 1\nb:\n  - 2\n  - 3\nc: 3  # kolme\nd: |-\n  e\n  f\n# loppu\n"
    )


def test_a_value_of_another_form_keeps_the_comments_of_the_old_one() -> None:
    _, new = difference(WRITTEN, changed(WRITTEN, "title", {"fi": "a", "sv": "b"}))
    assert new == ["title:  # otsikko", "  fi: a", "  sv: b"]
    _, new = difference(WRITTEN, changed(WRITTEN, "topics", "lapset"))
    assert len(new) == 1
    assert all(f"# {word}" in new[0] for word in ("lapset ensin", "tärkein", "- poistettu"))


def test_an_empty_value_is_as_good_as_none_but_may_be_asked_for() -> None:
    text = "a: 1\nb:\nc: []\n"
    assert with_fields(text, CARD, {"a": "1"}) == text
    assert with_fields(text, CARD, {"a": "1", "d": [], "e": {"f": ""}}) == text
    assert with_fields(text, CARD, {"a": "1", "address": ""}) == f'a: 1\naddress: ""\n{text[5:]}'
    assert with_fields(text, CARD, {"a": "2"}) == text.replace("1", "2")


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = "\ufeff---\r\ntitle: a\r\nother: b\r\n---\r\n\r\nEka\r\n"
    fields: dict[str, Plain] = {"title": "a", "new": "n", "other": "c", "body": "Uusi\nrivi\r\nja"}
    made = with_fields(text, PAGE, fields)
    lines = "title: a", "new: n", "other: c", "---", "", "Uusi", "rivi", "ja", ""
    assert made == "\r\n".join(["\ufeff---", *lines])


def test_a_body_comes_goes_and_keeps_the_blank_lines_around() -> None:
    bare = "---\ntitle: a\n---"
    assert with_fields(bare, PAGE, {"title": "a", "body": "b"}) == f"{bare}\nb\n"
    full = f"{bare}\n\n\nb\n\n"
    assert with_fields(full, PAGE, {"title": "a", "body": "c"}) == f"{bare}\n\n\nc\n\n"
    assert with_fields(full, PAGE, {"title": "a"}) == f"{bare}\n\n\n\n\n"


def test_without_ruamel_values_are_written_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ruamel.yaml", "ruamel.yaml.error"):
        monkeypatch.setitem(sys.modules, name, None)
    made = changed(WRITTEN, "title", "Uusi")
    assert difference(WRITTEN, made)[1] == ["title: Uusi  # otsikko"]


@pytest.mark.parametrize("path", [CARD, PAGE])
def test_what_cannot_be_said_is_not_written(path: str) -> None:
    deep: Plain = "x"
    for _ in range(30):
        deep = [deep]
    with pytest.raises(Unwritable):
        new_text(path, {"a": deep})
    with pytest.raises(Unwritable):
        with_fields(new_text(path, {"a": "1"}), path, {"a": deep})


def test_the_shipped_content_is_saved_untouched() -> None:
    assert len(SHIPPED) > 250
    for file in SHIPPED:
        text = file.read_bytes().decode()
        fields = fields_of(text, file.name)
        assert with_fields(text, file.name, in_a_browser(fields)) == text, file


def in_a_browser(fields: dict[str, Plain]) -> dict[str, Plain]:
    """Fields as a form gives them back: its line ends, nothing for what is empty."""

    def of(value: Plain) -> Plain:
        if isinstance(value, str):
            return value.strip().replace("\n", "\r\n")
        if isinstance(value, list):
            return [of(item) for item in value]
        return {name: of(below) for name, below in value.items() if is_said(below)}

    return {name: of(value) for name, value in reversed(fields.items()) if is_said(value)}


# Fields written in every manner

NAMES = st.sampled_from(["title", "topics", "otsikko ä", "a", "b1", "kesto: ei", "'x'", "#c", "-d"])
LINES = READABLE.map(lambda text: " ".join(text.split())).filter(bool)
VALUES = st.recursive(
    READABLE,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(LINES.map(lambda t: t[:20]), below, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.dictionaries(NAMES, VALUES.filter(is_said), min_size=1, max_size=4)
NEWLINES = st.sampled_from(["\n", "\r\n"])


class Pen:
    """Writes values in manners that are drawn, and numbers every comment."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw, self.count = draw, 0

    def one_of(self, *choices: str | int) -> str | int:
        return self.draw(st.sampled_from(choices))

    def comment(self) -> str:
        self.count += 1
        return f"# h{self.count}; ä: [ '"

    def lead(self, indent: int) -> list[str]:
        """Lines that may stand between others: empty ones and comments."""
        count = int(self.one_of(0, 0, 0, 1, 2))
        return [str(self.one_of("", "  ", " " * indent + self.comment())) for _ in range(count)]

    def tail(self) -> str:
        return str(self.one_of("", "", " ", f"  {self.comment()}"))

    def value(self, head: str, value: Plain) -> list[str]:
        """A value behind its head."""
        if isinstance(value, str):
            return self.text(head, value)
        if not value or self.one_of("flow", "lines", "lines") == "flow":
            return [f"{head} {self.flow(value)}{self.tail()}"]
        step = int(self.one_of(1, 2, 3, 5))
        below: list[str] = []
        if isinstance(value, dict):
            for name, each in value.items():
                below += self.lead(step)
                key = yaml_lines({name: "x"})[0][:-3]
                below += [" " * step + line for line in self.value(f"{key}:", each)]
        else:
            step = 0 if head.endswith(":") and self.one_of(0, 1) else step
            for each in value:
                below += self.lead(step)
                below += [" " * step + line for line in self.value("-", each)]
        return [head + self.tail(), *below]

    def text(self, head: str, value: str) -> list[str]:
        lines = yaml_lines([value])
        manner = self.one_of("plain", "single", "double")
        if len(lines) > 1 or "\n" in value:
            return [f"{head} {lines[0][2:]}", *lines[1:]]
        if manner == "single" and "\\" not in lines[0] and "\t" not in value:
            single = "'" + value.replace("'", "''") + "'"
            lines = [f"- {single}"] if value.isprintable() else lines
        if manner == "double":
            lines = [f"- {quoted(value)}"]
        space = " " * int(self.one_of(1, 1, 3))
        return [f"{head}{space}{lines[0][2:]}{self.tail()}"]

    def flow(self, value: Plain) -> str:
        space = str(self.one_of("", " "))
        if isinstance(value, str):
            return value if value.isalnum() and value.isascii() else quoted(value)
        if isinstance(value, list):
            return f"[{space}{', '.join(map(self.flow, value))}{space}]"
        pairs = (f"{self.flow(name)}: {self.flow(below)}" for name, below in value.items())
        return f"{{{space}{', '.join(pairs)}{space}}}"


@st.composite
def written(
    draw: st.DrawFn, least: int = 1
) -> tuple[dict[str, Plain], dict[str, tuple[str, str, str]], str]:
    """Fields, and a card that says them: by field what stands before it, it, and after it."""
    pen = Pen(draw)
    fields = draw(st.dictionaries(NAMES, VALUES.filter(is_said), min_size=least, max_size=4))
    newline = draw(NEWLINES)
    margin = " " * draw(st.sampled_from([0, 0, 0, 2, 3]))
    start = draw(st.sampled_from(["", "\ufeff", f"# alku{newline}", f"---{newline}"]))
    chunks = []
    for name, value in fields.items():
        key = yaml_lines({name: "x"})[0][:-3]
        lead = "".join(f"{line}{newline}" for line in pen.lead(0))
        lines = [margin + line if line else "" for line in pen.value(f"{key}:", value)]
        chunks += [lead, newline.join(lines), newline]
    if draw(st.booleans()):
        chunks[-1] = ""
    text = start + "".join(chunks)
    places = {}
    for number, name in enumerate(fields):
        before = start + "".join(chunks[: 3 * number + 1])
        own, after = chunks[3 * number + 1], "".join(chunks[3 * number + 2 :])
        places[name] = before, own, after
    return fields, places, text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(card=written(), other=VALUES.filter(is_said), data=st.data())
def test_a_change_in_one_field_touches_no_other_line(
    card: tuple[dict[str, Plain], dict[str, tuple[str, str, str]], str],
    other: Plain,
    data: st.DataObject,
) -> None:
    fields, places, text = card
    read = fields_in(text, CARD)
    assume(read.value is not None and meaning(read.value) == meaning(fields))
    assert read.value is not None
    fields = read.value
    assert with_fields(text, CARD, in_a_browser(fields)) == text
    name = data.draw(st.sampled_from(list(fields)))
    old = fields[name]
    is_moved = isinstance(old, list) and len(old) > 1 and data.draw(st.booleans())
    if isinstance(old, list) and is_moved:
        other = data.draw(st.permutations(old))
        other = [*other, "uusi"] if data.draw(st.booleans()) else other
    elif isinstance(old, list) and old and data.draw(st.booleans()):
        other = [*old[:-1], other]
    assume(meaning(other) != meaning(old))
    made = with_fields(text, CARD, fields | {name: other})
    assert meaning(fields_of(made)) == meaning(fields | {name: other})
    before, own, after = places[name]
    assert made.startswith(before)
    assert made.endswith(after)
    for number in range(1, 40):
        if f"# h{number};" in own and (is_moved or isinstance(old, str)):
            assert f"# h{number};" in made[len(before) :]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(card=written(2), data=st.data())
def test_a_field_taken_away_leaves_all_others(
    card: tuple[dict[str, Plain], dict[str, tuple[str, str, str]], str], data: st.DataObject
) -> None:
    _, places, text = card
    read = fields_in(text, CARD)
    assume(read.value is not None and len(read.value) > 1)
    assert read.value is not None
    name = data.draw(st.sampled_from(list(places)))
    assume(name in read.value)
    rest = {each: value for each, value in read.value.items() if each != name}
    made = with_fields(text, CARD, rest)
    assert fields_of(made) == rest
    before, _, after = places[name]
    kept, found = (each.lstrip("\ufeff").splitlines() for each in (before + after, made))
    assert [line for line in found if line] == [line for line in kept if line]


@settings(max_examples=100, deadline=None)
@given(fields=FIELDS, body=READABLE | st.just(""), path=st.sampled_from([CARD, PAGE]))
def test_a_new_file_says_its_fields(fields: dict[str, Plain], body: str, path: str) -> None:
    if body and path == PAGE:
        fields = fields | {"body": body}
    made = new_text(path, fields)
    assert meaning(fields_of(made, path)) == meaning(fields)
    assert with_fields(made, path, fields) == made


YAML_LIKE = st.text(st.sampled_from("ab:-?[]{},#!|>'\"@ \n\t\r\N{LINE SEPARATOR}ä\x85<=.0"))


@settings(max_examples=200, deadline=None)
@given(text=YAML_LIKE, other=READABLE, path=st.sampled_from([CARD, PAGE]))
def test_any_text_that_can_be_read_is_changed_rightly_or_not_at_all(
    text: str, other: str, path: str
) -> None:
    text = f"x: y\n{text}" if path == CARD else f"---\nx: y\n---\n{text}"
    read = fields_in(text, path)
    assume(read.value is not None and not read.problems)
    assert read.value is not None
    assert with_fields(text, path, read.value) == text
    for name in read.value:
        wished = read.value | {name: other}
        try:
            made = with_fields(text, path, wished)
        except Unwritable:
            continue
        assert meaning(fields_of(made, path)) == meaning(wished)


def entries_of(group: type[BaseModel], depth: int = 2) -> st.SearchStrategy[dict[str, Plain]]:
    """Fields of a kind or group in their right shapes, with any texts in them."""
    given_fields: dict[str, st.SearchStrategy[Plain]] = {}
    for field in describe(group):
        value: st.SearchStrategy[Plain] = READABLE
        if field.group and depth:
            value = entries_of(field.group, depth - 1)
        if field.is_list:
            value = st.lists(value, max_size=3)
        if field.is_named:
            value = st.dictionaries(LINES.map(lambda text: text[:20]), value, max_size=2)
        given_fields[field.name] = value
    return st.fixed_dictionaries({}, optional=given_fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_entries_of_every_kind_are_written_and_read_unchanged(
    kind: type[Entry], data: st.DataObject
) -> None:
    fields, other = (data.draw(entries_of(kind)) for _ in range(2))
    path = f"content/{kind.folder}/a.{data.draw(st.sampled_from(['md', 'yaml']))}"
    made = new_text(path, fields)
    assert meaning(fields_of(made, path) if fields else {}) == meaning(fields)
    assert with_fields(made, path, in_a_browser(fields)) == made
    again = with_fields(made, path, other)
    assert meaning(fields_of(again, path)) == meaning(other)
