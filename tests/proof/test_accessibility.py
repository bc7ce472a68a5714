"""axe-core finds nothing on any page: light and dark at 1280 px, and at 320 px."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.proof.conftest import Served, tool

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """
async (tags) => {
  const options = {runOnly: tags, preload: false, resultTypes: ["violations"], elementRef: false};
  const found = await axe.run(document, options);
  return found.violations.map(v => ({
    rule: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary),
  }));
}
"""


def test_axe_finds_nothing_on_any_page(browser: Browser, served: Served) -> None:
    axe = tool("node", module="axe-core/axe.min.js")
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=axe)
    page = context.new_page()
    found: dict[str, list[str]] = defaultdict(list)

    def run(name: str, tags: list[str]) -> None:
        violations: list[dict[str, Any]] = page.evaluate(RUN, tags)
        for each in violations:
            rule = f"{each['rule']} ({name}): {each['help']}"
            found[rule].append(f"{page.url} {each['nodes'][0]}")

    import time
    T=defaultdict(float)
    for address in served.pages:
        t=time.perf_counter()
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(served.address + address)
        T['goto']+=time.perf_counter()-t;t=time.perf_counter()
        run("light, 1280 px", TAGS)
        T['light']+=time.perf_counter()-t;t=time.perf_counter()
        page.emulate_media(color_scheme="dark")
        run("dark, 1280 px", COLOURS)
        T['dark']+=time.perf_counter()-t;t=time.perf_counter()
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        run("light, 320 px", TAGS)
        T['320']+=time.perf_counter()-t;t=time.perf_counter()
    print(dict(T))
    context.close()
    shown = [
        f"{rule}\n  on {len(where)} pages, such as\n  " + "\n  ".join(where[:3])
        for rule, where in sorted(found.items())
    ]
    assert shown == [], "\n".join(shown)
