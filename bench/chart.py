"""The chart of the results: seconds of every peer in three cases, as SVG for light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

_WIDTH, _ROW, _GAP, _LABEL, _VALUE = 760, 26, 40, 110, 80
_STYLE = """\
text { font: 14px system-ui, sans-serif; fill: #13262b; }
.title { font-size: 17px; font-weight: 600; }
.head { font-weight: 600; }
.own { font-weight: 600; }
rect { fill: #8aa0a6; }
.own rect { fill: #8e2f1f; }
.ground { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #eaf0ef; }
  rect { fill: #6f878e; }
  .own rect { fill: #f08a76; }
  .ground { fill: #101c20; }
}
"""

#: A case: its heading, and seconds by the peer's title, fastest first.
Panel = tuple[str, Sequence[tuple[str, float]]]


def chart(title: str, panels: Sequence[Panel], own: str) -> str:
    """The chart as SVG; each case has a scale of its own, since they lie far apart."""
    height = 52 + sum(_GAP + _ROW * len(bars) for _, bars in panels)
    told = "; ".join(
        f"{head}: {', '.join(f'{name} {_seconds(value)}' for name, value in bars)}"
        for head, bars in panels
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"',
        f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title told">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="told">{escape(told)}</desc>',
        f"<style>\n{_STYLE}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
        f'<text class="title" x="16" y="32">{escape(title)}</text>',
    ]
    top = 52
    for head, bars in panels:
        lines.append(f'<text class="head" x="16" y="{top + 20}">{escape(head)}</text>')
        lines += _bars(bars, top + _GAP - 8, own)
        top += _GAP + _ROW * len(bars)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _bars(bars: Sequence[tuple[str, float]], top: int, own: str) -> Iterator[str]:
    longest = max((value for _, value in bars), default=1.0)
    room = _WIDTH - _LABEL - _VALUE - 32
    for place, (name, value) in enumerate(bars):
        y = top + _ROW * place
        width = max(1.5, room * value / longest)
        mark = ' class="own"' if name == own else ""
        yield (
            f'<g{mark}><text x="{16 + _LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(name)}'
            f'</text><rect x="{16 + _LABEL}" y="{y}" width="{width:.1f}" height="20" rx="2"/>'
            f'<text x="{16 + _LABEL + width + 8:.1f}" y="{y + 15}">{_seconds(value)}</text></g>'
        )


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"  # noqa: PLR2004 - three figures
