"""What this project has to reach: ratios to others in one run, seconds of the preview, growth."""

from __future__ import annotations

import math
from collections.abc import Iterator

from figures import Figures
from tables import number, table

# Against whom, case, words, at how many posts, at least, aim.
_RATIOS = (
    ("hugo", "same", "nothing changed ÷ Hugo", 100, 1.0, 0.02),
    ("hugo", "same", "nothing changed ÷ Hugo", 1_000, 0.3, 0.02),
    ("hugo", "same", "nothing changed ÷ Hugo", 10_000, 0.08, 0.02),
    ("hugo", "body", "body edited ÷ Hugo", 10_000, 0.12, 0.06),
    ("hugo", "title", "title edited ÷ Hugo", 10_000, 0.15, 0.08),
    ("hugo", "base", "base edited ÷ Hugo", 10_000, 1.0, 0.6),
    ("eleventy", "cold", "cold ÷ Eleventy", 10_000, 1.0, 1.0),
    ("pelican", "cold", "cold ÷ Pelican", 10_000, 0.25, 0.25),
    ("hugo", "cold", "cold ÷ Hugo", 10_000, math.inf, 1.0),
)
_MEMORY = ("memory ÷ Hugo", 10_000, 0.4, 0.2)
_PREVIEWS = ((1_000, 0.3, 0.1), (10_000, 1.0, 0.1))
_SHIPPED = (
    ("cold", "shipped site, cold but for search and pictures, seconds", 6.0, 3.0),
    ("same", "shipped site, nothing changed, seconds", 0.4, 0.2),
    ("help", "`socomsite --help`, seconds", 0.12, 0.06),
)
_GROWTH = ((1_000, 10_000), (10_000, 100_000))

#: Words, posts (0 where there are none), what was measured, at least, aim.
Goal = tuple[str, int, float, float, float]


def goals(found: Figures) -> list[str]:
    """What was measured beside what it must reach; nothing where nothing was measured."""
    rows = []
    for name, size, value, least, aim in _measured(found):
        if not math.isnan(value):
            reached = "aim" if value <= aim else "yes" if value <= least else "**no**"
            if math.isinf(least) and value > aim:
                reached = "–"  # nothing was promised but the aim
            wanted = "–" if math.isinf(least) else f"≤ {least:g}"
            posts = number(size) if size else "–"
            rows.append((name, posts, f"{value:.3f}", wanted, f"≤ {aim:g}", reached))
    head = ("socomsite", "posts", "measured", "at least", "aim", "reached")
    return ["## What it must reach", "", *table(head, rows)] if rows else []


def _measured(found: Figures) -> Iterator[Goal]:
    for other, case, words, size, least, aim in _RATIOS:
        yield words, size, found.ratio(size, case, (other, case)), least, aim
    words, size, least, aim = _MEMORY
    yield words, size, found.memory_ratio(size, "hugo"), least, aim
    for size, least, aim in _PREVIEWS:
        figure = found.builds.get((size, "socomsite", "preview"))
        yield "preview, seconds", size, figure.median if figure else math.nan, least, aim
    for small, large in _GROWTH:
        value = found.exponent("socomsite", "cold", small, large)
        yield f"growth from {number(small)}, exponent", large, value, 1.1, 1.02
    largest = found.builds.get((100_000, "socomsite", "cold"))
    yield "memory, GB", 100_000, largest.memory / 1024 if largest else math.nan, 4.0, 4.0
    for case, words, least, aim in _SHIPPED:
        yield words, 0, found.shipped.get(case, math.nan), least, aim
