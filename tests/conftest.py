"""What tests share: a whole small site stated in the test, and entries made in a line."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PIL import Image

from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.kinds import KINDS, schema
from socomsite.model.schema import Entry, Schema
from socomsite.problem import Position

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TODAY = dt.date(2026, 11, 22)

SITE_YAML = """\
name: Testikeskus
url: https://testi.example/
sections:
  projects: hankkeet
  people: yhteystiedot
  news: ajankohtaista
  posts: blogi
"""

# A template of every kind that shows all a test may look for, without any design. Its comment
# names what is made for a page only if its template may name it.
PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head><title>{{ title }}</title></head>
<body>
<nav>{% for item in site.menu %}<a href="{{ item.address }}">{{ item.title }}</a>{% endfor %}</nav>
<h1 id="s-title">{{ title }}</h1>
{% if "body" in entry %}{{ entry.body or "" }}{% endif %}
{% for list in lists %}{% for group in list.groups %}<h2>{{ group.title }}</h2>
{% for card in group.cards %}<p><a href="{{ card.address }}">{{ card.label }}</a></p>
{% endfor %}{% endfor %}{% endfor %}
{# breadcrumb chart exports has_embed neighbours #}
</body>
</html>
"""
REDIRECT = """\
<html lang="{{ language }}">
<link rel="canonical" href="{{ canonical }}">
<meta http-equiv="refresh" content="0; url={{ up }}{{ target[1:] }}">
<a href="{{ target }}">{{ canonical }}</a>
</html>
"""
STRINGS = "nav: {home: {fi: Etusivu, sv: Startsida, en: Home}}\n"
NEWS = """\
---
title: {title}
date: {date}
topics: [lapset]
---
{body}
"""
TOPIC = "---\nname: Lapset\nsummary: Lasten asiat.\n---\nTietoa lapsista.\n"

OTHERS = ("404.html", "redirect.html", "gone.html")

Files = Mapping[str, str | bytes]
E = TypeVar("E", bound=Entry)

schema()  # resolves the groups' references, so that entries can be made alone


def template_names(kinds: tuple[type[Entry], ...] = KINDS) -> list[str]:
    from socomsite.formats.planning import template_of  # noqa: PLC0415

    layouts = (f"{layout}.html" for layout in ("front", "contacts", "search", "statement"))
    return [*map(template_of, kinds), *layouts, *OTHERS]


def write_site(root: Path, files: Files) -> Path:
    """Write a site of these files, with plain templates and settings where it gives none."""
    given: dict[str, str | bytes] = {"site.yaml": SITE_YAML, "templates/strings.yaml": STRINGS}
    given |= {f"templates/{name}": PAGE for name in template_names()}
    given["templates/redirect.html"] = REDIRECT
    given |= files
    for name, text in given.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def build_site(  # noqa: PLR0913 - a build's inputs
    root: Path,
    *,
    schema: Schema | None = None,
    as_of: dt.date | None = None,
    drafts: bool = False,
    jobs: int = 1,
    cached: bool = False,
) -> Build:
    """Build the site in a folder on the tests' day."""
    with Cache(root if cached else None, TODAY.toordinal()) as cache:
        workers = Workers(jobs, cache)
        return build(
            root, schema or Schema.of(KINDS), workers, today=TODAY, as_of=as_of, drafts=drafts
        )


SiteMaker = Callable[..., Build]


@pytest.fixture
def site(tmp_path: Path) -> SiteMaker:
    """Build a site out of texts by path: `site({"content/news/a.md": "…"})`."""

    def make(files: Files, **settings: Any) -> Build:
        return build_site(write_site(tmp_path, files), **settings)

    return make


def news(title: str = "Uutinen", date: str = "2026-11-01", body: str = "Teksti.") -> str:
    """A news item in the topic `lapset`."""
    return NEWS.format(title=title, date=date, body=body)


def entry(kind: type[E], key: str = "x", **fields: Any) -> E:
    """An entry of a kind from fields as an author writes them."""

    def prose(text: str, place: Position) -> Prose:
        del place
        return Prose(f"<p>{text}</p>")

    origin = Position(f"content/{kind.folder}/{key}.yaml", 1, 1)
    given = {"key": key, "language": Language.FI, "origin": origin} | fields
    return kind.model_validate(given, context={"prose": prose})


def picture(width: int = 8, height: int = 6, form: str = "PNG", **saving: Any) -> bytes:
    """A picture file of this size: shades from dark to light, saved as Pillow's `form`."""
    saved = BytesIO()
    shades = Image.linear_gradient("L").resize((width, height))
    Image.merge("RGB", (shades, shades.transpose(Image.Transpose.ROTATE_180), shades)).save(
        saved, form, **saving
    )
    return saved.getvalue()


def codes(made: Build) -> list[str]:
    """The codes of a build's problems, in their order."""
    return [found.code for found in made.problems]


def text_of(made: Build, path: str) -> str:
    """The text of one file of a build."""
    return next(a.data.decode() for a in made.artifacts if a.path == path)


def paths(made: Build) -> list[str]:
    """The paths of a build's files."""
    return [artifact.path for artifact in made.artifacts]


def dedent(text: str) -> str:
    """A text block without its indentation."""
    return textwrap.dedent(text).lstrip("\n")


@pytest.fixture(autouse=True)
def _no_ambient_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not see the machine's own time zone or locale unless they set one."""
    monkeypatch.delenv("TZ", raising=False)


QUIET = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run")
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, for one file of tests: its event loop must not outlive them."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is asked

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


IS_CI = os.environ.get("CI") == "true"
PYTHON = sys.executable


def without_might() -> list[str]:
    """What runs a command without root's right to read and write everything."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that skips has not shown what it should: the run fails."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IS_CI and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("skipped tests are failures in CI")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests measured, for reading: `record_property` in a test, a line here."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, value in report.user_properties if report.when == "call" else ():
            terminalreporter.write_line(f"{name}: {value}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sequences", type=int, default=3, help="random edit sequences to try")
    parser.addoption("--golden", action="store_true", help="renew the expected files of sites")
