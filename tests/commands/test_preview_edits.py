"""After any edits the preview shows what a clean build makes, or tells why there is none.

More sequences than the suite tries: `pytest tests/commands/test_preview_edits.py --sequences 100`.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from socomsite.commands.preview import Preview
from socomsite.engine import pipeline
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.edited import build_edited
from socomsite.engine.output import MANIFEST
from socomsite.engine.pipeline import build
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.model.kinds import schema
from tests.commands.test_edits import STEPS, MostlyWritten, well_filled
from tests.conftest import TODAY
from tests.test_sites import laid_out


def clean(root: Path) -> Build:
    with Cache(None, 0) as cache:
        return build(root, schema(), Workers(1, cache), today=TODAY, drafts=True)


class Watching:
    """A preview of a site with drafts, and what its browser was shown before all was written."""

    def __init__(self, root: Path) -> None:
        self.preview = Preview(root, Language.FI, drafts=True)
        self.preview.tell_browsers = self.hear
        self.ahead: Mapping[str, bytes] = {}
        self.preview.watched.has_changed()
        self.preview.build()

    def hear(self) -> None:
        self.ahead = dict(self.preview.ahead)
        self.preview.overlay()

    def written(self) -> dict[str, bytes]:
        folder = self.preview.folder
        files = (file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST)
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}

    def build_as_watched(self, chance: float) -> None:
        """Build after the looks of a preview that is served, or without any."""
        if chance < 0.7:
            while self.preview.watched.has_changed() or self.preview.watched.glance():
                time.sleep(TICK_SECONDS)
        self.ahead = {}
        self.preview.build()


def sequence(root: Path, site: MostlyWritten) -> None:
    """Edit and build; the preview is the clean build, or stays as it was with what is wrong."""
    watching = Watching(root)
    shown = watching.written()
    for _ in range(STEPS):
        site.edit()
        watching.build_as_watched(site.chance.random())
        made, hint = clean(root), f"{root.parent.name}: {site.done}"
        problems = tuple(found for found in made.problems if found.is_error)
        assert watching.preview.problems == problems, hint
        if made.is_sound:
            shown = {artifact.path: artifact.data for artifact in made.artifacts}
            assert watching.ahead == {path: shown[path] for path in watching.ahead}, hint
        assert watching.written() == shown, hint
        assert watching.preview.ahead == {}, hint
        if problems and site.chance.random() < 0.5:
            site.restore_all()


def test_after_any_edits_the_preview_is_the_clean_build(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_on = []

    def counted(*given: object) -> object:
        made = build_edited(*given)  # type: ignore[arg-type]
        gone_on.append(made is not None)
        return made

    monkeypatch.setattr(pipeline, "build_edited", counted)
    monkeypatch.setattr("socomsite.engine.showing.today_in_helsinki", lambda: TODAY)
    for seed in range(request.config.getoption("--sequences")):
        root = laid_out("full", tmp_path / str(seed) / "sivusto")
        well_filled(root, has_search=seed % 3 == 0)
        sequence(root, MostlyWritten(root, seed))
        shutil.rmtree(root)
    told = f"{len(gone_on)} looked at, {sum(gone_on)} gone on from the last"
    request.node.user_properties.append(("edits in a preview", told))
    assert any(gone_on)
