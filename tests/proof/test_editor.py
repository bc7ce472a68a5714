"""Every page of the editor: nothing for axe, light and dark, wide and narrow; no error for Nu."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.editor.conftest import Editor, running
from tests.editor.pages import Shown, read
from tests.editor.realsite import copied, keys_of, one_of_each
from tests.proof.conftest import tool
from tests.proof.test_accessibility import RUN, TAGS

#: What the editor shows of the site itself, which the other proofs are about.
_OF_THE_SITE = re.compile(r"/esikatselu/|.*/muoto/")
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
# What is folded away is looked at too. The bar at the bottom of the window lies over what scrolls
# below it, which axe takes for too small: it is laid where it comes to rest.
UNFOLD = """() => {
  for (const each of document.querySelectorAll("main details")) each.open = true;
  for (const each of document.querySelectorAll(".save")) each.style.position = "static";
}"""
WINDOWS = {"1280 px": (1280, 900), "320 px": (320, 640)}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The editor of a copy of the public site, opened."""
    for opened in running(copied(tmp_path_factory.mktemp("muokkain") / "sivusto")):
        opened.begin()
        yield opened


@pytest.fixture(scope="module")
def pages(editor: Editor) -> list[Shown]:
    """One page of every sort that links lead to, and pages that say no."""
    keys, waiting = keys_of(editor.root), ["/", "/ohje/", "/ei-ole/"]
    seen: dict[str, Shown] = {}
    while waiting:
        seen |= {address: read(address, editor.get(address)) for address in waiting}
        links = [link for shown in seen.values() for link in shown.links]
        kept = one_of_each([*seen, *(x for x in links if not _OF_THE_SITE.match(x))], keys)
        waiting = [address for address in kept if address not in seen]
    return [s for s in seen.values() if s.answer.headers["content-type"].startswith("text/html")]


@pytest.mark.browser
def test_axe_finds_nothing_on_any_page_of_the_editor(
    browser: Browser, editor: Editor, pages: list[Shown]
) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    context.add_init_script(path=tool("node", module="axe-core/axe.min.js"))
    own = f"http://127.0.0.1:{editor.port}"
    context.add_cookies([{"name": n, "value": v, "url": own} for n, v in editor.cookies.items()])
    page = context.new_page()
    found: dict[str, list[str]] = defaultdict(list)
    for shown in pages:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for window, (width, height) in WINDOWS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(own + shown.address)
                page.evaluate(UNFOLD)
                violations: list[dict[str, Any]] = page.evaluate(RUN, TAGS)
                for each in violations:
                    place = f"{shown.address} ({scheme}, {window}): {each['node']}"
                    found[each["rule"]].append(place)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    found["wider than its window"].append(f"{shown.address}: {wide} > {width}")
    context.close()
    told = [
        f"{rule}\n  {len(places)} times, such as\n  " + "\n  ".join(places[:3])
        for rule, places in sorted(found.items())
    ]
    assert told == [], "\n".join(told)


def test_the_nu_checker_finds_no_error_in_the_editor(
    editor: Editor, pages: list[Shown], tmp_path: Path
) -> None:
    jar = tool("java", module="vnu-jar/build/dist/vnu.jar")
    names = {}
    for number, shown in enumerate(pages):
        file = tmp_path / f"{number:03}.html"
        file.write_bytes(shown.answer.body)
        names[file.as_uri()] = shown.address
    style = tmp_path / "editor.css"
    style.write_bytes(editor.get("/static/editor.css").body)
    files = [str(file) for file in sorted(tmp_path.iterdir())]
    command = ["java", "-jar", jar, "--errors-only", "--also-check-css", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = done.stderr
    for uri, address in names.items():
        told = told.replace(f'"{uri}"', address)
    assert (told, done.returncode) == ("", 0)
