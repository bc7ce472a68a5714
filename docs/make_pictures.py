"""Takes the pictures in docs/pictures/ of the built site: `make pictures`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs/pictures"
#: Name, page below output/, width and height of the window.
PICTURES = (("front", "index.html", 1280, 1400),)


def main() -> None:
    """Open each page in chromium and keep what it shows."""
    chromium = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path, width, height in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto((ROOT / "output" / path).as_uri())
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
