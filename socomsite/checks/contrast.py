"""The contrast of the palette's own pairs of colours, in light and in dark.

The pairs are declared in the style sheet itself, beside the colours, in comments such as
`/* contrast 4.5: ink/paper muted/paper */`. The formula and the limits are those of WCAG 2.2,
1.4.3 and 1.4.11. Gets the style sheet's text; must never read files or know pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from socomsite.problem import Position, Problem, problem

_COMMENT = re.compile(r"/\*\s*contrast\s+(\d+(?:\.\d+)?)\s*:(.*?)\*/", re.DOTALL)
_PAIR = re.compile(r"([\w-]+)/([\w-]+)")
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\s*[;}]")
# With the media rule that opens right before it, if it is in one.
_ROOT = re.compile(r"(@media[^{}]*\{\s*)?:root\s*\{[^}]*\}")
_DARK = re.compile(r"prefers-color-scheme:\s*dark")


@dataclass(frozen=True, slots=True)
class _Colour:
    """A colour's channels from 0 to 255, and where it is declared in the style sheet."""

    channels: tuple[int, int, int]
    offset: int


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(channels: tuple[int, int, int]) -> float:
    red, green, blue = map(_linear, channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    is_dark = share <= 0.04045  # noqa: PLR2004 - sRGB's own limit
    return share / 12.92 if is_dark else ((share + 0.055) / 1.055) ** 2.4


def check_contrast(css: str, path: str) -> Iterator[Problem]:
    """The declared pairs of a style sheet whose contrast is too low, in light and in dark.

    Problems: `contrast-low` at the line of the front colour, `contrast-unknown` at the pair.
    """
    light, dark = _schemes(css)
    for comment in _COMMENT.finditer(css):
        needed = float(comment[1])
        for pair in _PAIR.finditer(css, comment.start(2), comment.end(2)):
            front, back = pair[1], pair[2]
            if front not in light or back not in light:
                yield problem(_place(css, path, pair.start()), "contrast-unknown", pair=pair[0])
                continue
            in_light, in_dark = (_pair(colours, front, back) for colours in (light, dark))
            for scheme, (one, other) in {"light": in_light, "dark": in_dark}.items():
                ratio = contrast(one.channels, other.channels)
                if ratio < needed and (scheme == "light" or in_dark != in_light):
                    yield problem(
                        _place(css, path, one.offset),
                        "contrast-low",
                        front=front,
                        back=back,
                        ratio=f"{int(ratio * 100) / 100:.2f}",
                        needed=f"{needed:g}",
                        scheme=f"scheme-{scheme}",
                    )


def _pair(colours: Mapping[str, _Colour], front: str, back: str) -> tuple[_Colour, _Colour]:
    return colours[front], colours[back]


def _schemes(css: str) -> tuple[Mapping[str, _Colour], Mapping[str, _Colour]]:
    """The colours of the light scheme, and those of the dark one: what it does not change stays."""
    light: dict[str, _Colour] = {}
    dark: dict[str, _Colour] = {}
    for root in _ROOT.finditer(css):
        if root[1] and not _DARK.search(root[1]):
            continue  # for print, say: its colours are no scheme of the screen's
        scheme = dark if root[1] else light
        for token in _TOKEN.finditer(css, root.start(), root.end()):
            scheme[token[1]] = _Colour(_channels(token[2]), token.start())
    return light, light | dark


def _channels(code: str) -> tuple[int, int, int]:
    digits = code[1:] if len(code) == 7 else "".join(d * 2 for d in code[1:])  # noqa: PLR2004 - #rrggbb
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def _place(css: str, path: str, offset: int) -> Position:
    return Position(path, css.count("\n", 0, offset) + 1, offset - css.rfind("\n", 0, offset))
