"""What fields can name, by the names that people know."""

from __future__ import annotations

from socomsite.editor.choices import Choice
from socomsite.model.description import FieldDescription, FieldSort
from tests.editor.entries import scribe


def naming(*kinds: str, sort: FieldSort = FieldSort.REFERENCE) -> FieldDescription:
    return FieldDescription("x", sort, is_required=False, is_list=False, kinds=kinds)


def test_entries_of_one_kind_go_by_name_and_are_written_by_key() -> None:
    assert scribe().choices.of(naming("topics")) == (Choice("Lapset", "lapset"),)
    assert [each.name for each in scribe().choices.of(naming("people"))] == [
        "Aino Esimerkki (people/aino)",
        "Aino Esimerkki (people/toinen-aino)",
    ]


def test_entries_of_several_kinds_are_written_with_their_folder() -> None:
    found = scribe().choices.of(naming("projects", "services"))
    assert found == (Choice("Henkka", "services/henkka"), Choice("SAKKI", "projects/sakki"))
    assert len(scribe().choices.of(naming())) > 10


def test_a_name_or_a_key_is_understood_however_it_is_written() -> None:
    choices, people = scribe().choices, naming("people")
    assert choices.text_of(people, "aino esimerkki  (people/AINO)") == "aino"
    assert choices.text_of(people, "toinen-aino") == "toinen-aino"
    assert choices.text_of(people, "Aino Esimerkki") is None  # two have that name
    assert choices.text_of(naming("projects", "services"), "sakki") == "projects/sakki"
    assert choices.name_of(people, "ei-ole") == "ei-ole"
    assert choices.name_of(naming("topics"), "lapset") == "Lapset"


def test_what_was_perhaps_meant_is_near() -> None:
    choices = scribe().choices
    assert choices.near(naming("people"), "aino") == (
        "Aino Esimerkki (people/aino)",
        "Aino Esimerkki (people/toinen-aino)",
    )
    assert choices.near(naming("topics"), "Lapsat") == ("Lapset",)
    assert choices.near(naming("topics"), "") == ()


def test_files_pictures_and_kinds_are_chosen_too() -> None:
    choices = scribe().choices
    assert choices.of(naming(sort=FieldSort.PICTURE)) == (Choice("talo.png", "talo.png"),)
    assert choices.of(naming(sort=FieldSort.FILE)) == (Choice("raportti.pdf", "raportti.pdf"),)
    assert Choice("uutinen", "news") in choices.of(naming(sort=FieldSort.KIND))
    assert choices.of(naming(sort=FieldSort.TEXT)) == ()
