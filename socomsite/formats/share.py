"""The picture with which pages are shown where they are shared: wordmark, ridge, rock and sea.

Drawn from the site's own signs, with no font and no file. Must never know pages.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from socomsite.formats.planning import Planning, Tools
from socomsite.formats.template import Templates
from socomsite.job import Artifact, Job
from socomsite.language import Words
from socomsite.model.site import FILE
from socomsite.problem import Outcome, Position, library_missing

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

NAME = "share"
TEMPLATE = "metadata.html"
ADDRESS = "/share.png"
WIDTH, HEIGHT = 1200, 630
_FINE = 3  # drawn so many times larger, then made smaller: smooth edges without a font's hinting
_STEPS = 96  # short enough that no hatch of the ridge stands a step too high
_LOST = Words("jakokuva", "delningsbilden", "the picture for sharing")

_PAPER, _MIST, _INK = "#FFFFFF", "#EAF0EF", "#13262B"
_GRANITE, _SPRUCE, _SEA, _WAVE = "#8E2F1F", "#23604A", "#0B4A5C", "#9CC3C9"

Point = tuple[float, float]


def offered(templates: Templates) -> Outcome[str]:
    """The picture's address, or nothing where no template names it or Pillow is not installed.

    Problem: `library-missing`, a notice.
    """
    if TEMPLATE not in templates:
        return Outcome("")
    if find_spec("PIL") is None:
        command = "pip install 'pillow>=11.3'"
        lost = library_missing(Position(FILE), "Pillow", lost=_LOST, command=command)
        return Outcome("", (lost,))
    return Outcome(ADDRESS)


def plan(planning: Planning) -> Iterator[Job]:
    """The picture, if it can be made."""
    if planning.share:
        from PIL import __version__  # noqa: PLC0415 - the build goes on where Pillow is missing

        yield Job(planning.share.lstrip("/"), NAME, None, __version__, NAME)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The picture as PNG; the same bytes wherever the same Pillow draws it."""
    del tools
    return Outcome(Artifact(job.path, drawing()))


@cache
def drawing() -> bytes:
    """The drawing, made once in a process: every build of it draws the same."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - as above

    picture = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
    canvas = _Canvas(ImageDraw.Draw(picture))
    canvas.landscape()
    canvas.wordmark(100, 96, 1.55)
    small = picture.reduce(_FINE).quantize(64, dither=Image.Dither.NONE)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


class _Canvas:
    """Draws in the picture's own pixels, whatever it is made finer by."""

    def __init__(self, draw: ImageDraw) -> None:
        self._draw = draw

    def area(self, points: Sequence[Point], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """A filled upright rectangle; its right and lower edges are outside."""
        corners = (left * _FINE, top * _FINE, right * _FINE - 1, bottom * _FINE - 1)
        self._draw.rectangle([round(corner) for corner in corners], fill=colour)

    def arc(self, centre: Point, radius: float, turn: tuple[float, float], width: float) -> None:
        """A stroke of ink along a part of a circle, in degrees clockwise from the right."""
        outer, inner = radius + width / 2, radius - width / 2
        steps = [math.radians(turn[0] + (turn[1] - turn[0]) * i / 90) for i in range(91)]
        edge = [_on(centre, outer, step) for step in steps]
        self.area([*edge, *(_on(centre, inner, step) for step in reversed(steps))], _INK)

    def landscape(self) -> None:
        """The mist, the hatched ridge, the red rock before it, and the sea."""
        horizon, crest = 545, [(330, 520), (560, 480), (760, 340), (960, 340), (1200, 420)]
        self.box(0, 0, WIDTH, horizon, _MIST)
        ridge = _curve(crest)
        for left in range(336, WIDTH, 8):
            self.box(left, _height(ridge, left), left + 3, horizon, _SPRUCE)
        rock = _curve([(-40, 452), (160, 420), (300, 424), (460, 470), (640, 545)])
        self.area([(-40, 560), *rock, (640, 560)], _GRANITE)
        self.box(0, horizon, WIDTH, HEIGHT, _SEA)
        for top, dashes in ((562, (320, 24, 190, 36)), (580, (200, 30, 280, 26)), (602, (140, 90))):
            left, turn = 40, 0
            while left < WIDTH:
                dash = dashes[turn % len(dashes)]
                if turn % 2 == 0:
                    self.box(left, top, left + dash, top + 2, _WAVE)
                left, turn = left + dash, turn + 1

    def wordmark(self, x: float, y: float, unit: float) -> None:
        """The letters as strokes of 14 units, x-height 72, and the two rules below them."""
        width = 14 * unit

        def at(across: float, down: float) -> Point:
            return (x + across * unit, y + down * unit)

        def bar(left: float, top: float, right: float, bottom: float, colour: str = _INK) -> None:
            self.box(*at(left, top), *at(right, bottom), colour)

        bar(21.5, 0, 49, 14)
        bar(21, 29, 29, 43)
        bar(0, 58, 28.5, 72)
        self.arc(at(21.5, 21.5), 14.5 * unit, (90, 270), width)
        self.arc(at(28.5, 50.5), 14.5 * unit, (-90, 90), width)
        for centre, turn in ((96, (0, 360)), (178, (42, 318)), (251.6, (0, 360))):
            self.arc(at(centre, 36), 29 * unit, turn, width)
        for left in (306.6, 352.6, 398.6):
            bar(left - 7, 30, left + 7, 72)
        for left in (329.6, 375.6):
            self.arc(at(left, 30), 23 * unit, (180, 360), width)
        bar(0, 81, 405.6, 89, _GRANITE)
        bar(0, 95, 405.6, 98, _SEA)


def _on(centre: Point, radius: float, turn: float) -> Point:
    return (centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn))


def _curve(points: Sequence[Point]) -> list[Point]:
    """A smooth line through points, in short steps (Catmull and Rom's)."""
    ends = [points[0], *points, points[-1]]
    line = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(_STEPS):
            t = step / _STEPS
            line.append((_between(t, a[0], b[0], c[0], d[0]), _between(t, a[1], b[1], c[1], d[1])))
    return [*line, points[-1]]


def _between(t: float, a: float, b: float, c: float, d: float) -> float:
    bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (2 * b + (c - a) * t + bend) / 2


def _height(line: Sequence[Point], x: float) -> float:
    """The height of a line above a place."""
    return next((y for left, y in line if left >= x), line[-1][1])
