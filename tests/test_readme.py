"""The README's examples build as they stand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.conftest import build_site

ROOT = Path(__file__).parent.parent


def test_the_examples_of_the_readme_build(tmp_path: Path) -> None:
    for name in ("content", "templates", "site.yaml"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    readme = (ROOT / "README.md").read_text("utf-8")
    examples = re.findall(r"```(yaml|markdown)\n(.*?)```", readme, re.DOTALL)
    places = {"yaml": "content/projects/esimerkki.yaml", "markdown": "content/posts/esimerkki.md"}
    assert {language for language, _ in examples} == places.keys()
    for language, text in examples:
        (tmp_path / places[language]).write_text(text, "utf-8")
    made = build_site(tmp_path)
    assert [found for found in made.problems if found.is_error] == []
    written = {artifact.path for artifact in made.artifacts}
    assert {"hankkeet/esimerkki/index.html", "blogi/esimerkki/index.html"} <= written
