"""axe-core finds nothing on any page: light and dark at 1280 px, and at 320 px."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.proof.conftest import Served, tool

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# The dark page is the same but for its colours, so only what looks at colours is asked again.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """
async (only) => {
  const found = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: false,
  });
  return found.violations.map(each => ({
    rule: `${each.id}: ${each.help}`,
    node: `${each.nodes[0].html} ${each.nodes[0].failureSummary}`,
    count: each.nodes.length,
  }));
}
"""


def test_axe_finds_nothing_on_any_page(browser: Browser, served: Served) -> None:
    # axe itself is a script that the site's policy would refuse; test_requests shows the policy.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=tool("node", module="axe-core/axe.min.js"))
    page = context.new_page()
    found: dict[str, list[str]] = defaultdict(list)

    def run(how: str, only: list[str]) -> None:
        violations: list[dict[str, Any]] = page.evaluate(RUN, only)
        for each in violations:
            place = f"{page.url} ({each['count']} times), first {each['node']}"
            found[f"{each['rule']} ({how})"].append(place)

    for address in served.pages:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(served.address + address)
        run("light, 1280 px", TAGS)
        page.emulate_media(color_scheme="dark")
        run("dark, 1280 px", COLOURS)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        run("light, 320 px", TAGS)
    context.close()
    told = [
        f"{rule}\n  on {len(places)} pages, such as\n  " + "\n  ".join(places[:3])
        for rule, places in sorted(found.items())
    ]
    assert told == [], "\n".join(told)
