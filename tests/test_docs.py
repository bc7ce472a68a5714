"""What is documented is so: the generated reference, the README's commands, the decisions."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from socomsite.language import Language
from socomsite.model.description import describe
from socomsite.model.kinds import KINDS
from socomsite.model.labels import label_of

ROOT = Path(__file__).parent.parent


def make_reference() -> ModuleType:
    file = ROOT / "docs/make_reference.py"
    spec = importlib.util.spec_from_file_location("make_reference", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_schema_says() -> None:
    made = make_reference()
    for name, page in made.PAGES.items():
        assert (ROOT / "docs/reference" / name).read_text("utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_field_has_words_in_three_languages(kind: type) -> None:
    for field in describe(kind):
        label = label_of(kind.folder, field.name)  # type: ignore[attr-defined]  # an Entry
        for language in Language:
            assert label.name.in_language(language) != field.name, field.name
        if field.is_required:
            assert label.example, field.name


def test_every_make_verb_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    verbs = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    for verb in verbs:
        assert re.search(rf"^{verb}:.*## ", makefile, re.MULTILINE), verb


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.index("make site") < readme.index("make test") < readme.index("![")


def test_every_decision_is_listed() -> None:
    listing = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    for page in sorted((ROOT / "docs/decisions").glob("0*.md")):
        assert page.name in listing
