"""Takes the pictures in docs/pictures/ of the built site and of the editor: `make pictures`."""

from __future__ import annotations

import functools
import io
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the editor is started as its tests start it

from tests.editor.conftest import Editor, running  # noqa: E402 - found by the line above
from tests.editor.realsite import copied  # noqa: E402 - as above

OUTPUT = ROOT / "output"
FOLDER = ROOT / "docs/pictures"
#: What each picture shows, by its name: words for the list, and the page's address.
PAGES = {
    "front": ("Front page", ""),
    "projects": ("Projects", "hankkeet/"),
    "project": ("A project", "hankkeet/pro-sos/"),
    "ended-project": ("An ended project", "hankkeet/kaaso-2/"),
    "topic": ("A development area", "kehittamisalueet/lastensuojelu/"),
    "person": ("A person", "yhteystiedot/sirkku-bilaletdin/"),
    "contacts": ("Contacts", "yhteystiedot/"),
    "service": ("A service with phone hours", "palvelut/sosiaaliasiamiestoiminta/"),
    "publications": ("Publications", "julkaisut/"),
    "publication": ("A publication", "julkaisut/katsomosta-estradille/"),
    "bulletin": ("A bulletin", "tiedotteet/tiedote-1-2007/"),
    "event": ("An event", "tapahtumat/esteetta-eteenpain-seminaari/"),
    "plan": ("A plan of a year", "toimintasuunnitelmat/2009/"),
    "statement": ("The accessibility statement", "saavutettavuusseloste/"),
    "search": ("Search", "haku/?q=vammaispalvelu"),
    "not-found": ("A missing page", "404.html"),
}
#: The same of the editor, of a copy of the public site in which nobody has written yet.
EDITOR = {
    "editor-dashboard": ("The editor's desk", "/"),
    "editor-list": ("Contents, found by name", "/sisallot/?laji=people&haku=an"),
    "editor-new": ("A new entry", "/uusi/"),
    "editor-form": ("The form of a project", "/sisallot/projects/pro-sos/fi"),
    "editor-person": ("The form of a person", "/sisallot/people/anita-sipila/fi"),
    "editor-delete": ("Deleting an entry that others cite", "/sisallot/projects/kaaso/fi/poista"),
    "editor-ending": ("A project ends", "/sisallot/projects/pro-sos/fi/paata"),
    "editor-picture": ("Adding a picture", "/lisaa/kuva"),
    "editor-bulletin": ("Putting a bulletin together", "/tiedote/tiedote-1-2007"),
    "editor-publish": ("Publishing", "/julkaise/"),
    "editor-history": ("What was changed", "/historia/"),
    "editor-help": ("Help", "/ohje/"),
}
WINDOWS = {"desktop": (1280, 900), "phone": (390, 844)}
COLOURS = ("light", "dark")
#: Pictures are of the page's top: pixels of the page at most.
HIGHEST = 1800
#: Of WebP: all pictures together stay below 6 MB.
QUALITY = 40
#: The README's own picture, and the height of its window.
README = ("front.png", 1400)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        del format, args


def main() -> None:
    """Serve the output, open each page in chromium and keep what it shows."""
    handler = functools.partial(_Quiet, directory=str(OUTPUT))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    shown = {name: page for name, page in PAGES.items() if _exists(page[1])}
    for name in sorted(set(PAGES) - set(shown)):
        print(f"No such page, so no picture: {name} ({PAGES[name][1]})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for window in WINDOWS:
            for colour in COLOURS:
                _take(browser, address, shown, window=window, colour=colour)
        with editing() as editor:
            for window in WINDOWS:
                for colour in COLOURS:
                    _take(browser, editor, EDITOR, window=window, colour=colour)
        page = browser.new_page(viewport={"width": 1280, "height": README[1]})
        page.goto(address)
        _paletted(page.screenshot()).save(FOLDER / README[0], optimize=True)
        browser.close()
    server.shutdown()
    (FOLDER / "README.md").write_text(listing(shown | EDITOR), "utf-8")
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures, {size / 1e6:.1f} MB")


@contextmanager
def editing() -> Iterator[Editor]:
    """The editor of a copy of the public site."""
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder) / "sivusto")
        with (root / "site.yaml").open("a", encoding="utf-8") as settings:
            settings.write(f"publish: {{verkko: {{folder: {folder}/verkko}}}}\n")
        for editor in running(root):
            editor.begin()
            yield editor


def _exists(address: str) -> bool:
    path = OUTPUT / address.partition("?")[0]
    return path.is_file() or (path / "index.html").is_file()


def _take(
    browser: Browser,
    where: str | Editor,
    shown: dict[str, tuple[str, str]],
    *,
    window: str,
    colour: str,
) -> None:
    """One picture of each page in a window and colours; `where` is an address or the editor."""
    width, height = WINDOWS[window]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colour == "dark" else "light",
        reduced_motion="reduce",
        locale="fi-FI",
    )
    address = where if isinstance(where, str) else f"http://127.0.0.1:{where.port}"
    if not isinstance(where, str):
        cookies = where.cookies.items()
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies])
    page = context.new_page()
    for name, (_, path) in shown.items():
        page.goto(address + path, wait_until="networkidle")
        # What takes a while says so and comes by itself.
        expect(page).not_to_have_title(re.compile("^Hetki"), timeout=300_000)
        # The bar that stays at the bottom of a window comes to rest below the whole page.
        page.evaluate(
            "for (const e of document.querySelectorAll('.save')) e.style.position = 'static'"
        )
        tall = page.evaluate("document.documentElement.scrollHeight")
        # A window of that height: what sticks to its edge must not stand in the middle.
        page.set_viewport_size({"width": width, "height": min(int(tall), HIGHEST)})
        taken = page.screenshot()
        page.set_viewport_size({"width": width, "height": height})
        picture = Image.open(io.BytesIO(taken)).convert("RGB")
        picture.save(FOLDER / file_name(name, window, colour), quality=QUALITY, method=6)
    context.close()


def _paletted(taken: bytes) -> Image.Image:
    """A picture of few colours in a quarter of the bytes."""
    return Image.open(io.BytesIO(taken)).convert("RGB").quantize(128)


def file_name(name: str, window: str, colour: str) -> str:
    """The file of a picture: `project-phone-dark.webp`."""
    return f"{name}-{window}-{colour}.webp"


def listing(shown: dict[str, tuple[str, str]]) -> str:
    """The list of the pictures, as Markdown."""
    heads = [f"{window}, {colour}" for window in WINDOWS for colour in COLOURS]
    wide, narrow = WINDOWS["desktop"][0], WINDOWS["phone"][0]
    lines = [
        "# Pictures of the site",
        "",
        "Taken of the site and its editor by `make pictures`, which also writes this list: the top",
        f"of each page at {wide} and {narrow} pixels, in light and dark. Look at each before you",
        "commit it.",
        "",
    ]
    if shown:
        lines.append(f"| page | {' | '.join(heads)} |")
        lines.append(f"|---|{'---|' * len(heads)}")
    for name, (words, _) in shown.items():
        cells = [
            f"[look]({file_name(name, window, colour)})" for window in WINDOWS for colour in COLOURS
        ]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
