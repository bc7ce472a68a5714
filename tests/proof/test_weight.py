"""The front page is light: what it transfers, measured by the browser through nginx with gzip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Response

from tests.proof.conftest import Served

pytestmark = pytest.mark.browser

WITHOUT_PICTURES = 60_000
FIRST_VIEW = 100_000


@pytest.mark.parametrize("window", [(390, 844, 3), (1280, 900, 1)], ids=["phone", "desktop"])
def test_the_front_page_is_light(
    browser: Browser,
    served: Served,
    record_property: Callable[[str, object], None],
    window: tuple[int, int, int],
) -> None:
    width, height, scale = window
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale
    )
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda each: answers.append(each))  # noqa: PLW0108 - a builtin method is no handler
    page.goto(served.address, wait_until="networkidle")
    weights: dict[str, int] = {}
    pictures = 0
    for each in answers:
        sizes = each.request.sizes()
        weights[each.url] = sizes["responseBodySize"] + sizes["responseHeadersSize"]
        if each.request.resource_type == "image" and not each.url.endswith(".svg"):
            pictures += weights[each.url]
    context.close()
    total = sum(weights.values())
    record_property("weight", f"front at {width} px: {total} bytes, pictures {pictures} of them")
    assert total - pictures < WITHOUT_PICTURES, weights
    assert total < FIRST_VIEW, weights
