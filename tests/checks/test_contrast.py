from __future__ import annotations

import pytest

from socomsite.checks.contrast import check_contrast, contrast
from socomsite.problem import Position, problem

PATH = "templates/assets/style.css"


def told(css: str) -> list[tuple[str, int, dict[str, object]]]:
    return [(p.code, p.position.line, dict(p.values)) for p in check_contrast(css, PATH)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((0x77, 0x77, 0x77), (255, 255, 255), 4.48),
        ((0x76, 0x76, 0x76), (255, 255, 255), 4.54),
        ((0x13, 0x26, 0x2B), (255, 255, 255), 15.67),
        ((0x5F, 0x72, 0x76), (0xEA, 0xF0, 0xEF), 4.38),
    ],
)
def test_the_contrast_of_two_colours_is_that_of_wcag(
    one: tuple[int, int, int], other: tuple[int, int, int], ratio: float
) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_a_pair_below_its_limit_is_told_at_the_front_colour() -> None:
    css = ":root {\n  --paper: #fff;\n  --hint: #777;\n}\n/* contrast 4.5: hint/paper */\n"
    assert list(check_contrast(css, PATH)) == [
        problem(
            Position(PATH, 3, 3),
            "contrast-low",
            front="hint",
            back="paper",
            ratio="4.47",
            needed="4.5",
            scheme="scheme-light",
        )
    ]
    assert told(css.replace("4.5", "3")) == []


def test_the_dark_scheme_is_looked_at_where_it_changes_anything() -> None:
    css = (
        ":root { --paper: #fff; --ink: #000; --hint: #777777 }\n"
        "@media (prefers-color-scheme: dark) {\n  :root {\n    --paper: #000;\n  }\n}\n"
        "/* contrast 4.5: ink/paper\n   hint/paper */\n"
    )
    assert [(line, values["front"], values["scheme"]) for _, line, values in told(css)] == [
        (1, "ink", "scheme-dark"),
        (1, "hint", "scheme-light"),
    ]


def test_the_colours_of_print_are_no_scheme() -> None:
    css = (
        ":root { --paper: #fff; --ink: #000; }\n"
        "@media print { :root { --ink: #fff; } }\n/* contrast 4.5: ink/paper */\n"
    )
    assert told(css) == []


def test_a_pair_with_an_unknown_colour_is_told_at_the_pair() -> None:
    css = ":root { --ink: #000; --paper: white; }\n/* contrast 3:\n   ink/paper */\n"
    assert told(css) == [("contrast-unknown", 3, {"pair": "ink/paper"})]


def test_a_style_sheet_that_declares_no_pairs_is_left_alone() -> None:
    assert told(":root { --paper: #fff; --ink: #fff; }\n/* contrast is fine */\n") == []
