"""A site held in memory: as it stands on disk at each asking."""

from __future__ import annotations

from pathlib import Path

from socomsite.editor.holding import Holding
from tests.commands.conftest import BROKEN, SOUND
from tests.conftest import news, write_site


def test_what_was_saved_is_held_at_the_next_asking_and_nothing_is_read_in_vain(
    tmp_path: Path,
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    holding = Holding(root)
    first = holding.now()
    assert holding.now() is first
    assert first.by_path["content/news/uutinen.md"][1] is not None
    write_site(root, {"content/news/toinen.md": news(title="Toinen")})
    assert "content/news/toinen.md" in holding.now().by_path
    (root / "content/news/toinen.md").unlink()
    assert "content/news/toinen.md" not in holding.now().by_path


def test_a_file_that_is_not_sound_is_held_with_its_problems(tmp_path: Path) -> None:
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/rikki.md": BROKEN})
    held = Holding(root).now()
    assert held.by_path["content/news/rikki.md"][1] is None
    assert "date-impossible" in {found.code for found in held.problems}


def test_a_site_whose_settings_cannot_be_read_is_held_as_its_problems(tmp_path: Path) -> None:
    root = write_site(tmp_path / "sivusto", SOUND | {"site.yaml": "title: ["})
    held = Holding(root).now()
    assert held.site is None
    assert held.problems
