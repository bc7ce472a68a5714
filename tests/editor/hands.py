"""A person at the editor: by mouse, by keyboard alone, or without scripts; steps counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, expect

from tests.editor.conftest import Editor

Role = Literal["button", "link", "radio", "checkbox"]
_MOST_TABS = 400
#: Milliseconds that a page may take on a busy machine.
PATIENCE = 60_000
_IS_FOCUSED = "element => element === document.activeElement"


class Way(StrEnum):
    """How the person works."""

    MOUSE = "mouse"
    KEYBOARD = "keyboard"
    NO_SCRIPT = "no-script"


@dataclass
class Hands:
    """Does on a page what a person would, and counts it.

    A step is a press of a button or link, a choice, or a field filled in; `tabs` are how often the
    keyboard had to go on to the next thing.
    """

    page: Page
    own: str
    way: Way
    steps: int = 0
    tabs: int = 0
    faults: list[str] = field(default_factory=list)

    def begin(self, start: str) -> None:
        """Open the start address that the command prints."""
        self.page.goto(self.own + start)

    def press(
        self, name: str | re.Pattern[str], role: Role = "button", *, within: str = ""
    ) -> None:
        """Press a button, follow a link or tick a choice by its name."""
        place = self.page.locator(within) if within else self.page.get_by_role("main")
        self.press_at(place.get_by_role(role, name=name, exact=isinstance(name, str)).first)

    def press_at(self, what: Locator) -> None:
        """Press what is shown there."""
        self.steps += 1
        expect(what).to_be_visible(timeout=PATIENCE)
        if self.way is not Way.KEYBOARD:
            what.click()
            return
        self._go_to(what)
        is_box = what.get_attribute("type") in {"radio", "checkbox"}
        self.page.keyboard.press("Space" if is_box else "Enter")

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Fill a field in, found by what it is called."""
        self.steps += 1
        # The words for what need not be given belong to the name, a colon does not.
        name = (
            re.compile(rf"^\s*{re.escape(label)}\s*($|[(*:])") if isinstance(label, str) else label
        )
        box = self.page.get_by_role("main").get_by_label(name).first
        expect(box).to_be_visible(timeout=PATIENCE)
        if self.way is Way.KEYBOARD:
            self._go_to(box)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        else:
            box.fill(text)

    def choose(self, label: str | re.Pattern[str], option: str) -> None:
        """Choose one of a list that opens, by what it says."""
        self.steps += 1
        box = self.page.get_by_role("main").get_by_label(label).first
        expect(box).to_be_visible(timeout=PATIENCE)
        if self.way is Way.KEYBOARD:
            self._go_to(box)
            self.page.keyboard.type(option)
        else:
            box.select_option(label=option)
        said = "element => element.selectedOptions[0].label"
        assert box.evaluate(said) == option

    def bring(self, label: str | re.Pattern[str], file: Path) -> None:
        """Choose a file of the machine; the window that asks for it is the system's."""
        self.steps += 1
        box = self.page.get_by_label(label).first
        if self.way is Way.KEYBOARD:
            self._go_to(box)
        box.set_input_files(file)

    def unfold(self, name: str | re.Pattern[str]) -> None:
        """Open what is folded away, if it is."""
        fold = self.page.locator(
            "main details", has=self.page.locator("summary", has_text=name)
        ).first
        if fold.get_attribute("open") is None:
            self.press_at(fold.locator("summary").first)

    def sees(self, text: str | re.Pattern[str]) -> None:
        """The page says something."""
        expect(self.page.get_by_role("main")).to_contain_text(text, timeout=PATIENCE)

    def _go_to(self, what: Locator) -> None:
        """By Tab, forwards as far as needed; a group of radios is one stop, its arrows choose."""
        if what.get_attribute("type") == "radio":
            self._go_to_radio(what)
            return
        for _ in range(_MOST_TABS):
            if what.evaluate(_IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
            self.tabs += 1
        raise AssertionError(f"no way by keyboard to {what}")

    def _go_to_radio(self, what: Locator) -> None:
        name = what.get_attribute("name")
        for _ in range(_MOST_TABS):
            if self.page.evaluate("document.activeElement?.name") == name:
                break
            self.page.keyboard.press("Tab")
            self.tabs += 1
        for _ in range(_MOST_TABS):
            if what.evaluate(_IS_FOCUSED):
                return
            self.page.keyboard.press("ArrowDown")
            self.tabs += 1
        raise AssertionError(f"no way by keyboard to {what}")


@contextmanager
def hands(browser: Browser, editor: Editor, way: Way) -> Iterator[Hands]:
    """A person who has opened the editor in a fresh browser, which has nothing to complain of."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        java_script_enabled=way is not Way.NO_SCRIPT,
        locale="fi-FI",
    )
    context.set_default_timeout(PATIENCE)
    person = Hands(context.new_page(), f"http://127.0.0.1:{editor.port}", way)
    told = person.faults
    context.on("console", lambda m: told.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda error: told.append(str(error.error)))
    context.on(
        "request", lambda r: None if r.url.startswith((person.own, "blob:")) else told.append(r.url)
    )
    person.begin(f"/alku?avain={editor.desk.guard.start}")
    yield person
    # What is typed is kept when a page goes: the editor must be there to take it.
    person.page.goto(person.own)
    context.close()
    assert told == []
