from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from socomsite.model.pages import Page
from tests.conftest import entry

PAGE = {
    "title": "Seloste",
    "menu": "footer",
    "reviewed_on": "22.11.2026",
    "owner": "Viestintä",
    "body": "Teksti.",
}
STATEMENT = {
    "state": "fully_compliant",
    "standard": "WCAG 2.1 AA",
    "method": "self_assessment",
    "published": "22.11.2026",
}


def test_a_statement_has_its_layout_and_its_facts() -> None:
    page = entry(Page, **PAGE, layout="statement", statement=STATEMENT)
    assert page.statement is not None
    assert page.statement.exceptions == ()


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [({"layout": "statement"}, "statement"), ({"statement": STATEMENT}, "layout")],
)
def test_one_without_the_other_is_told(fields: dict[str, Any], lacking: str) -> None:
    with pytest.raises(ValidationError) as caught:
        entry(Page, **PAGE, **fields)
    (detail,) = caught.value.errors()
    assert (detail["type"], detail["ctx"]) == ("field-missing", {"field": lacking})


def test_other_pages_have_neither() -> None:
    assert entry(Page, **PAGE).statement is None
