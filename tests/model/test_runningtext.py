from __future__ import annotations

from tests.model.test_dialect import OURS


def test_no_pattern_of_the_library_is_tried_in_vain() -> None:
    """A pattern without a known sign would be tried on every text: right, but slow."""
    running = OURS.library.treeprocessors["inline"]
    patterns = getattr(running, "_patterns")  # noqa: B009 - hidden from types
    assert len(patterns) == len(OURS.library.inlinePatterns)
    assert all(sign for sign, _, _ in patterns)
