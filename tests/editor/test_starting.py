"""What one can begin to write."""

from __future__ import annotations

import re

from socomsite.model.kinds import KINDS
from tests.editor.conftest import Editor
from tests.editor.test_dashboard import words


def test_every_kind_can_be_begun_the_daily_ones_first(editor: Editor) -> None:
    text = editor.get("/uusi/").text.partition("<main")[2]
    addresses = re.findall(r'<li><a href="([^"]+)"', text)
    assert addresses[:4] == ["/uusi/posts", "/uusi/news", "/uusi/events", "/tiedote/"]
    assert len(addresses) == len(KINDS)
    assert addresses[-2:] == ["/uusi/plan", "/uusi/log"]


def test_each_choice_says_what_it_is_for(editor: Editor) -> None:
    said = words(editor.get("/uusi/").text)
    assert "Blogikirjoitus Kirjoitus hankkeen tai palvelun arjesta" in said
    assert "Vain henkilöstölle Viestintäsuunnitelman rivi" in said
