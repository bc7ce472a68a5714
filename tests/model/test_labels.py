"""What people call the fields: found by place, then by name; every example is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel

from socomsite.language import Words
from socomsite.model.decode import model_of
from socomsite.model.fields import Prose, Ref
from socomsite.model.kinds import schema
from socomsite.model.labels import Label, example_of, label_of, labels
from socomsite.model.schema import PLACED_FIELDS, Entry
from socomsite.model.site import Site
from socomsite.yamltext import Mapping, read_yaml

#: Fields that no author writes: the program fills them from others.
DERIVED = {("hours", "days"), ("hours", "opens"), ("hours", "closes")}


def groups_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif getattr(annotation, "__origin__", None) is not Ref:
        for part in get_args(annotation):
            yield from groups_in(part)


def fields_of(model: type[BaseModel], place: str) -> Iterator[tuple[type[BaseModel], str, str]]:
    """Every field that an author may write in a kind or its groups, with its place."""
    for name, info in model.model_fields.items():
        if not (issubclass(model, Entry) and name in PLACED_FIELDS):
            yield model, place, name
        for group in groups_in(info.annotation):
            yield from fields_of(group, group.__name__.lower())


def every_field() -> list[tuple[type[BaseModel], str, str]]:
    kinds = schema().kinds
    found = [field for folder, kind in kinds.items() for field in fields_of(kind, folder)]
    found += fields_of(Site, "site")
    return list(dict.fromkeys(found))


FIELDS = every_field()


def test_a_field_has_a_name_a_help_an_example_and_a_help_for_forms() -> None:
    assert label_of("news", "draft") == Label(
        Words("Luonnos", "Utkast", "Draft"),
        Words(
            "Kirjoita 'kyllä', niin sisältö ei näy sivustolla. Poista rivi, kun luonnos on valmis.",
            "Skriv 'ja', så visas innehållet inte på webbplatsen. "
            "Ta bort raden när utkastet är klart.",
            "Write 'yes' and the content is not on the site. Remove the line when the draft is "
            "ready.",
        ),
        "kyllä",
        Words(
            "Luonnos ei näy lukijoille, vaikka sivusto julkaistaan.",
            "Läsarna ser inte ett utkast även om webbplatsen publiceras.",
            "Readers do not see a draft even when the site is published.",
        ),
    )
    known = labels()
    assert label_of("news", "title").hint is known["title"].help
    assert known["topics"].one == Words("kehittämisalue", "utvecklingsområde", "development area")
    assert known["goals"].sample.startswith("Osaaminen vahvistuu, järjestetään koulutus, ")


def test_a_label_of_the_kind_or_group_goes_before_the_common_one() -> None:
    known = labels()
    assert label_of("offices", "name") is known["offices.name"]
    assert label_of("people", "name") is known["name"]
    assert label_of("hours", "text") is known["hours.text"]
    assert label_of("source", "text") is known["text"]


def test_a_field_without_words_is_called_by_its_name() -> None:
    assert label_of("courses", "price_group") == Label(Words(*["price_group"] * 3))


def test_an_example_is_a_line_of_a_file() -> None:
    assert example_of("news", "date") == "date: 22.11.2026"
    assert example_of("hours", "text") == "text: ma–pe 9–11.30"
    assert example_of("courses", "price_group") == "price_group: …"


def test_every_field_that_can_be_written_has_a_label() -> None:
    known = labels()
    missing = [(p, n) for _, p, n in FIELDS if f"{p}.{n}" not in known and n not in known]
    assert missing == []


def test_every_label_has_words_in_each_language() -> None:
    words = [
        words
        for label in labels().values()
        for words in (label.name, label.help, label.form, label.one)
        if words
    ]
    assert all(text.strip() for each in words for text in (each.fi, each.sv, each.en))


@pytest.mark.parametrize(
    ("model", "place", "name"), [f for f in FIELDS if (f[1], f[2]) not in DERIVED]
)
def test_every_example_may_be_copied_into_a_file(
    model: type[BaseModel], place: str, name: str
) -> None:
    read = read_yaml(example_of(place, name), "x.yaml")
    assert isinstance(read.value, Mapping)
    names = Words("a", "b", "c")
    made = model_of(model, read.value, names, folder=place, prose=lambda t, _: Prose(t))
    # The line stands alone: what else the kind or group asks for is missing from it.
    others = {"field-missing", "captions-undecided", "picture-alt-missing"}
    others |= {"gone-reason-missing", "destination-unclear"}
    assert [found for found in made.problems if found.code not in others] == []
