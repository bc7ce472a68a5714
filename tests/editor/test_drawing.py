"""The form of an entry as a value: drawn from the schema, the same for every kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from socomsite.editor.document import Unwritable, fields_in, new_text, with_fields
from socomsite.editor.drawing import draw
from socomsite.editor.form import Form, Input, Widget
from socomsite.editor.grouping import groups
from socomsite.editor.holding import Holding
from socomsite.editor.submission import typed_in
from socomsite.editor.telling import Told
from socomsite.editor.typed import Scribe, nothing_in
from socomsite.language import Language
from socomsite.model.description import describe, suffix_of
from socomsite.model.kinds import KINDS, Event, Person, Project, Publication, schema
from socomsite.model.schema import Entry
from socomsite.yamltext import Plain
from tests.conftest import build_site, write_site
from tests.editor.entries import (
    NAMED,
    ROOT,
    content_files,
    scribe,
    sent_from,
    tried_slowly,
)
from tests.editor.sound import soundly

FI = Language.FI
#: So many tries say something of how many are accepted.
ENOUGH, ACCEPTED = 20, "accepted"
#: What only those who write files know: keys, names of fields, marks of YAML.
OF_FILES = re.compile(r" = |[Tt]unnu|[Nn]yckel|\b[Kk]eys? |(?<!\w)'\w+'|[\[{]|content/|\\bref:")


def form_of(kind: type[Entry], **typed: Plain) -> Form:
    return draw(kind, nothing_in(kind) | typed, scribe().choices, FI)


def inputs(form: Form) -> Iterator[Input]:
    waiting = [each for s in form.sections for each in (*s.inputs, *s.folded)]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [*found.rows, *found.inputs]


def named(form: Form, name: str) -> Input:
    return next(each for each in inputs(form) if each.name == name)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
@pytest.mark.parametrize("language", Language)
def test_every_field_of_every_kind_has_a_label_and_a_hint(
    kind: type[Entry], language: Language
) -> None:
    typed = nothing_in(kind)
    for each in describe(kind):
        if each.group and each.is_list:
            row = nothing_in(each.group)
            for inner in describe(each.group):
                if inner.group and inner.is_list:
                    row[inner.name] = [nothing_in(inner.group)]
            typed[each.name] = [row]
    form = draw(kind, typed, scribe().choices, language)
    found = [each for each in inputs(form) if not each.name.rpartition(".")[2].isdecimal()]
    assert {each.name.split(".")[1] for each in found} == {each.name for each in describe(kind)}
    for shown in found:
        assert shown.label != shown.name.rpartition(".")[2], shown.name
        assert shown.hint, shown.name
        assert not OF_FILES.search(shown.hint), (shown.name, shown.hint)


def test_every_field_stands_under_one_heading() -> None:
    known, rare = groups()
    listed = [name for group in known for name in group.fields]
    assert len(listed) == len(set(listed))
    every = {each.name for kind in KINDS for each in describe(kind)}
    assert set(listed) | rare <= every
    assert every <= set(listed)


def test_what_must_be_given_or_is_said_is_seen_and_the_rest_is_folded() -> None:
    form = form_of(Project, funder="Rahasto", other_names=["S"])
    by_heading = {section.heading: section for section in form.sections}
    basics = by_heading["Perustiedot"]
    assert basics.is_open
    assert "f.other_names" in [each.name for each in basics.inputs]
    assert "f.short_name" in [each.name for each in basics.folded]
    assert by_heading["Yhteydet muihin sisältöihin"].is_open
    assert not by_heading["Yhteystiedot ja kanavat"].is_open
    assert not by_heading["Näkyminen ja ylläpito"].is_open


def test_a_field_is_filled_in_as_what_it_holds() -> None:
    form = form_of(Event, start="9.2.2026 klo 9", speakers=[{"person": "", "subject": ""}])
    widgets = {each.name: each.widget for each in inputs(form)}
    assert widgets["f.start"] is Widget.DATE
    assert widgets["f.sort"] is Widget.SELECT
    assert widgets["f.status"] is Widget.RADIOS
    assert widgets["f.draft"] is Widget.BOX
    assert widgets["f.body"] is Widget.PROSE
    assert widgets["f.summary"] is Widget.AREA
    assert widgets["f.place"] is Widget.LINE
    assert widgets["f.topics"] is Widget.LINES
    assert widgets["f.speakers.0.person"] is Widget.SELECT
    assert widgets["f.registration"] is Widget.GROUP
    assert {each.name: each.widget for each in inputs(form_of(Person))}["f.staff"] is Widget.RADIOS


def test_names_of_many_things_are_searched_and_those_of_few_seen(tmp_path: Path) -> None:
    many: dict[str, str | bytes] = {
        f"content/people/p{n}.yaml": f"name: Henkilö {n}\nstaff: true\n" for n in range(20)
    }
    held = Holding(write_site(tmp_path, NAMED | many)).now()
    known = Scribe(type(scribe().choices)(held, FI))
    form = draw(Event, {"speakers": [{"person": "Henkilö 3"}]}, known.choices, FI)
    person = named(form, "f.speakers.0.person")
    assert (person.widget, person.value) == (Widget.SEARCH, "Henkilö 3")
    assert "Aino Esimerkki (people/aino)" in form.lists[person.listed]
    assert named(form_of(Event), "f.topics").rows[0].options[1].text == "Lapset"


def test_what_is_told_stands_at_its_field_or_at_what_holds_it() -> None:
    told = (
        Told("f.goals.0.objective", "puuttuu"),
        Told("f.start.x", "väärin"),
        Told("", "muualla"),
        Told("f.end", "outo", is_error=False),
    )
    typed = nothing_in(Project) | {"goals": [{"objective": ""}]}
    form = draw(Project, typed, scribe().choices, FI, told)
    assert named(form, "f.goals.0.objective").faults == ("puuttuu",)
    assert named(form, "f.start").faults == ("väärin",)
    assert named(form, "f.end").notes == ("outo",)
    assert [each.name for each in form.faults] == ["f.goals.0.objective", "f.start", ""]
    assert [each.name for each in form.notes] == ["f.end"]


def test_a_choice_that_is_not_there_is_shown_as_it_is() -> None:
    options = named(form_of(Publication, status="outo"), "f.status").options
    assert [(o.value, o.text) for o in options if o.is_chosen] == [("outo", "outo")]


@pytest.mark.slow
def test_an_untouched_form_of_every_content_file_changes_no_byte() -> None:
    held = Holding(ROOT).now()
    known = Scribe(type(scribe().choices)(held, FI))
    files = content_files()
    for path, text in files.items():
        kind = held.schema.kinds[path.split("/")[1]]
        said = fields_in(text, path).value
        assert said is not None, path
        form = draw(kind, known.typed(kind, said), known.choices, FI)
        again = known.said(kind, typed_in(kind, sent_from(form)), said)
        assert again == said, path
        assert with_fields(text, path, again) == text, path
    assert len(files) > 250


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Holding:
    root = write_site(tmp_path_factory.mktemp("sivusto"), NAMED)
    holding = Holding(root)
    assert not any(found.is_error for found in holding.told())
    return holding


@pytest.mark.parametrize("folder", [kind.folder for kind in KINDS])
def test_whatever_the_form_accepts_builds(site: Holding, folder: str) -> None:
    """By hand: `EDITOR_ENTRIES=1000`, and `-rP` tells how many of each, and why others were not."""
    kind, root = schema().kinds[folder], site.root
    path = f"content/{folder}/kokeilu{suffix_of(kind)}"
    became = Counter[str]()

    @tried_slowly
    @given(said=soundly(kind))
    def tried_out(said: dict[str, object]) -> None:
        form = draw(kind, scribe().typed(kind, said), scribe().choices, FI)  # type: ignore[arg-type]
        fresh = scribe().said(kind, typed_in(kind, sent_from(form)), {})
        try:
            text = new_text(path, fresh)
        except Unwritable:
            became["cannot be written"] += 1
            return
        refused = {found.code for found in site.checked(path, text) if found.is_error}
        became[min(refused, default=ACCEPTED)] += 1
        if refused:
            return
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
        try:
            assert build_site(root).is_sound
        finally:
            (root / path).unlink()

    tried_out()
    print(f"{folder}: {dict(became)}")  # noqa: T201 - what is asked for by hand
    assert became.total() < ENOUGH or became[ACCEPTED] > became.total() / 2, "sound.py is old"
