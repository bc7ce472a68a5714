"""An issue's fields while it is put together: what moves, what goes, what stays as it was."""

from __future__ import annotations

from socomsite.editor.issuefields import Fields, arranged, extended, typed_into

ISSUE: Fields = {
    "lead": {"title": "Alku", "text": "Hyvä lukija!", "signature": {"name": "Aino"}},
    "sections": [
        {
            "title": "Lapset",
            "topic": "lapset",
            "items": ["news/a", {"entry": "news/b", "text": "B"}],
        },
        {"title": "Muut", "text": "Omaa.", "boxes": [{"sort": "quote", "text": "Niin."}]},
    ],
}


def sections(fields: Fields) -> list[object]:
    found = fields.get("sections", [])
    assert isinstance(found, list)
    return [each["title"] if isinstance(each, dict) else each for each in found]


def placed(**wanted: str) -> Fields:
    """The issue with choices, by places in which `__` stands for a dot."""
    made, asked = arranged(ISSUE, {k.replace("__", "."): v for k, v in wanted.items()}, str)
    assert asked == ()
    return made


def items(fields: Fields, number: int = 0) -> object:
    found = fields["sections"]
    assert isinstance(found, list)
    section = found[number]
    assert isinstance(section, dict)
    return section.get("items")


B: Fields = {"entry": "news/b", "text": "B"}


def test_what_is_chosen_comes_to_its_place_and_the_rest_keeps_its_order() -> None:
    assert sections(placed(sections__0="2")) == ["Muut", "Lapset"]
    assert placed(sections__0="1") == ISSUE
    assert placed(sections__1="99") == ISSUE
    assert items(placed(sections__0__items__1="1")) == [B, "news/a"]
    assert items(placed(sections__0__items__1="0")) == [B, "news/a"]
    both = placed(sections__0__items__0="2", sections__0__items__1="2")
    assert items(both) == ["news/a", B]
    five: Fields = {"sections": [{"title": "Osa", "items": list("abcde")}]}
    made, _ = arranged(five, {"sections.0.items.4": "1", "sections.0.items.0": "3"}, str)
    assert items(made) == list("ebacd"), "both stand where they were to"


def test_an_item_moves_to_another_section_as_its_last() -> None:
    made = placed(sections__0__items__1="sections.1", sections__1="1")
    assert sections(made) == ["Muut", "Lapset"]
    assert items(made, 0) == [B]
    assert items(made, 1) == ["news/a"]
    made = placed(sections__0__items__0="lead")
    assert made["lead"] == {"title": "news/a", "items": ["news/a"]}


def test_a_section_of_which_nothing_is_left_goes() -> None:
    made = placed(sections__0__items__1="cut", sections__0__items__0="cut")
    assert sections(made) == ["Muut"]
    assert "sections" not in placed(sections__0="cut", sections__1="cut")


def test_the_lead_that_was_becomes_the_first_section_with_all_it_had() -> None:
    made = placed(sections__1="lead")
    assert made["lead"] == {
        "title": "Muut",
        "text": "Omaa.",
        "boxes": [{"sort": "quote", "text": "Niin."}],
    }
    assert sections(made) == ["Alku", "Lapset"]
    made, _ = arranged(ISSUE, {"sections.0.items.1": "lead"}, lambda _: "Uutinen B")
    assert made["lead"] == {"title": "Uutinen B", "items": [B]}


def test_words_are_asked_for_where_the_item_came_to_stand() -> None:
    wanted = {"sections.0.items.0": "words", "sections.0.items.1": "1", "sections.1": "1"}
    made, asked = arranged(ISSUE, wanted, str)
    assert items(made, 1) == [B, "news/a"]
    assert asked == ("sections.1.items.1",)


def test_things_are_added() -> None:
    assert sections(extended(ISSUE, "section:", "Uusi osio")) == ["Lapset", "Muut", "Uusi osio"]
    assert items(extended(ISSUE, "add:sections.1", "news/c"), 1) == ["news/c"]
    assert extended(ISSUE, "add:sections.1", "") == ISSUE


def test_a_choice_or_a_place_that_is_not_there_changes_nothing() -> None:
    places = ("sections.9", "", "lead", "x.y", "gathered.0", "sections.-1", "sections.0.items.9")
    for place in places:
        assert arranged(ISSUE, {place: "cut"}, str)[0] == ISSUE, place
        assert extended(ISSUE, f"add:{place}.", "x") == ISSUE, place
    for choice in ("9" * 5000, "-1", "sections", "sections.7", "up", "\0"):
        assert arranged(ISSUE, {"sections.0.items.0": choice}, str)[0] == ISSUE, choice


def test_what_is_typed_comes_to_its_place_and_untyped_items_stay_short() -> None:
    given = {
        "lead.title": "Uusi alku",
        "sections.0.items.0.text": "",
        "sections.0.items.1.text": "",
        "sections.1.text": "Rivi\r\ntoinen",
        "sections.7.title": "ei ole",
    }
    made = typed_into(ISSUE, given)
    assert made["lead"] == {
        "title": "Uusi alku",
        "text": "Hyvä lukija!",
        "signature": {"name": "Aino"},
    }
    given_sections = made["sections"]
    assert isinstance(given_sections, list)
    first, second = given_sections
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["items"] == ["news/a", "news/b"]
    assert second["text"] == "Rivi\ntoinen"
    assert typed_into(ISSUE, {}) == ISSUE
