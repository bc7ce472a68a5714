"""A small site on a fixed day with something of all that the first page and the lists tell of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.commands.conftest import FRONT
from tests.conftest import SITE_YAML, TOPIC, news

_POST = """\
---
title: {title}
author: Anna Mallikas
about: [alku]
summary: Mitä opittiin Ålandin matkalla.
date: {date}
---
Teksti.
"""
_PAGE = """\
---
title: {title}
menu: none
reviewed_on: {reviewed}
owner: Viestintä
---
Teksti.
"""


def post(title: str, date: str) -> str:
    """A blog post on the project."""
    return _POST.format(title=title, date=date)


def page(title: str, reviewed: str) -> str:
    """A page that somebody read through on a day."""
    return _PAGE.format(title=title, reviewed=reviewed)


def put(root: Path, files: Mapping[str, str]) -> None:
    """Write files of the content beside those that are there."""
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")


PROJECT = """\
name: Alku-hanke
short_name: Alku
sort: project
share: socom
summary: S
topics: [lapset]
start: 1.1.2026
channels: [{sort: blog, address: "https://blogi.example/"}]
people: [{person: maija-mallikas}]
"""
PERSON = "name: Maija Mallikas\nstaff: kyllä\nrole: projektipäällikkö\nend: 20.6.2026\n"

FILES = {
    "site.yaml": f"{SITE_YAML}languages: [fi, sv]\nas_of: 2026-06-01\n",
    "content/pages/etusivu.md": FRONT.replace("22.11.2026", "1.5.2026"),
    "content/pages/vanha.md": page("Vanha sivu", "1.2.2025"),
    "content/pages/ohjeet.md": page("Ohjeet", "1.5.2026"),
    "content/pages/ohjeet.sv.md": page("Anvisningar", "1.3.2026"),
    "content/topics/lapset.md": TOPIC,
    "content/projects/alku.yaml": PROJECT,
    "content/people/maija-mallikas.yaml": PERSON,
    "content/posts/kevat.md": post("Kevään opit", "2.5.2026"),
    "content/posts/syksy.md": post("Syksyn suunnitelmat", "1.9.2026"),
    "content/news/kesken.md": news("Keskeneräinen").replace("---\n", "---\ndraft: kyllä\n", 1),
    "content/news/uutinen.md": news(date="2026-04-01"),
    "content/plan/blogi.yaml": (
        "title: Blogi\nnumber: 1\nsince: 1.1.2026\ncadence: 3 krt/v\ncounts: [post]\n"
    ),
    "content/plan/messut.yaml": (
        "title: Messut\nnumber: 2\nsince: 1.1.2026\ncadence: tarpeen mukaan\n"
    ),
    "content/plan/tiedote.yaml": (
        "title: Tiedote\nnumber: 3\nsince: 1.1.2026\ncadence: 3 krt/v\ncounts: [bulletin]\n"
    ),
}
