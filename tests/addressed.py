"""A small site that has been published once, for tests of what then becomes of its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from socomsite.engine.built import Build
from socomsite.engine.ledger import updated, write_ledger
from socomsite.model.ledger import FILE
from tests.attached import PDF
from tests.conftest import SITE_YAML, TOPIC, build_site, news, write_site

PAGE = (
    "---\ntitle: {title}\nmenu: main\nreviewed_on: 2026-11-01\nowner: Testaaja\n{more}---\n{body}"
)
BODY = """\
Katso [tavoitteet](#tavoitteet-ja-keinot).

## Tavoitteet ja keinot

Hyvä.

## Muuta

Joo.
"""


def page(title: str = "Ohje", more: str = "", body: str = BODY) -> str:
    """A page of its own."""
    return PAGE.format(title=title, more=more, body=body)


def with_file(name: str = "esite.pdf") -> str:
    """A page that links to an attachment."""
    return page("Esitteet", body=f"Lue [esite]({name}).\n")


FILES: Mapping[str, str | bytes] = {
    "site.yaml": SITE_YAML,
    "content/topics/lapset.md": TOPIC,
    "content/news/avajaiset.md": news("Avajaiset Kouvolassa"),
    "content/news/retki.md": news("Retki metsään", "2026-10-02"),
    "content/pages/ohje.md": page(),
    "content/pages/esitteet.md": with_file(),
    "content/files/esite.pdf": PDF,
}


def published(root: Path, files: Mapping[str, str | bytes] = FILES) -> Path:
    """The site written, built and entered in its ledger."""
    publish(write_site(root, files))
    return root


def publish(root: Path) -> Build:
    """Build a sound site and enter it in its ledger, as publishing does."""
    made = build_site(root)
    assert made.is_sound, made.problems
    assert write_ledger(root, updated(made)) == ()
    return made


def ledger_of(root: Path) -> list[str]:
    """The lines of a site's ledger but the first, which explains it."""
    return (root / FILE).read_text("utf-8").splitlines()[1:]


def lost_of(made: Build) -> list[str]:
    """What a build tells of lost addresses, in order: place, code and values."""
    codes = {"address-lost", "address-lost-undecided", "anchor-lost"}
    return [
        f"{found.position} {found.code} " + " ".join(f"{n}={v}" for n, v in found.values)
        for found in made.problems
        if found.code in codes
    ]
