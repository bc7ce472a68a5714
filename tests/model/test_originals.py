from __future__ import annotations

import sys

import pytest
from PIL import __version__ as pillow

from socomsite.model import originals
from socomsite.model.originals import SAVING, Form, library, recipe


def test_the_library_is_named_by_its_version() -> None:
    assert library() == pillow


def test_without_the_library_there_is_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.delitem(sys.modules, "socomsite.model.image", raising=False)
    monkeypatch.delattr("socomsite.model.image", raising=False)
    assert library() == ""


def test_a_form_that_is_saved_otherwise_has_another_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {form: recipe(form) for form in Form}
    assert len(set(before.values())) == len(Form)
    saving = {**SAVING, Form.JPEG: {**SAVING[Form.JPEG], "quality": 50}}
    monkeypatch.setattr(originals, "SAVING", saving)
    assert [form for form in Form if recipe(form) != before[form]] == [Form.JPEG]
