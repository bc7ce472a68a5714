"""An issue's fields while it is put together: what moves, what goes, what stays as it was."""

from __future__ import annotations

from socomsite.editor.issuefields import Fields, acted, typed_into

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


def test_sections_and_items_move_up_and_down_and_no_further() -> None:
    assert sections(acted(ISSUE, "down:sections.0")) == ["Muut", "Lapset"]
    assert acted(ISSUE, "up:sections.0") == ISSUE
    assert acted(ISSUE, "down:sections.1") == ISSUE
    made = acted(ISSUE, "down:sections.0.items.0")["sections"]
    assert isinstance(made, list)
    assert made[0] == ISSUE["sections"][0] | {"items": [{"entry": "news/b", "text": "B"}, "news/a"]}  # type: ignore[index,operator]  # as written above


def test_a_section_of_which_nothing_is_left_goes() -> None:
    made = acted(acted(ISSUE, "cut:sections.0.items.1"), "cut:sections.0.items.0")
    assert sections(made) == ["Muut"]
    assert "sections" not in acted(made, "cut:sections.0")


def test_the_lead_that_was_becomes_the_first_section_with_all_it_had() -> None:
    made = acted(ISSUE, "lead:sections.1")
    assert made["lead"] == {
        "title": "Muut",
        "text": "Omaa.",
        "boxes": [{"sort": "quote", "text": "Niin."}],
    }
    assert sections(made) == ["Alku", "Lapset"]
    assert acted(ISSUE, "lead:sections.0.items.1", "Uutinen B")["lead"] == {
        "title": "Uutinen B",
        "items": [{"entry": "news/b", "text": "B"}],
    }


def test_things_are_added() -> None:
    assert sections(acted(ISSUE, "section:", "Uusi osio")) == ["Lapset", "Muut", "Uusi osio"]
    made = acted(ISSUE, "add:sections.1", "news/c")["sections"]
    assert isinstance(made, list)
    assert isinstance(made[1], dict)
    assert made[1]["items"] == ["news/c"]
    assert acted(ISSUE, "add:sections.1", "") == ISSUE


def test_an_act_at_a_place_that_is_not_there_changes_nothing() -> None:
    for act in (
        "up:sections.9",
        "cut:",
        "cut:lead",
        "lead:x.y",
        "add:gathered.0",
        "up:sections.-1",
        "",
    ):
        assert acted(ISSUE, act, "x") == ISSUE, act


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
