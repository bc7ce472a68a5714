"""Pages for tests: written, made and looked at."""

from __future__ import annotations

from socomsite.engine.built import Build
from socomsite.formats.pageview import PageView

PAGE = """\
---
title: {title}
menu: {menu}
reviewed_on: 2026-11-01
owner: Anna
{more}---
{body}
"""


def page(title: str, more: str = "", body: str = "Teksti.", menu: str = "none") -> str:
    return PAGE.format(title=title, more=more, body=body, menu=menu)


def view_of(made: Build, path: str) -> PageView:
    view = next(job.view for job, _ in made.made if job.path == path)
    assert isinstance(view, PageView)
    return view


def plain_templates(**given: str) -> dict[str, str]:
    return {f"templates/{name}.html": text for name, text in given.items()}


FRONT = page("Etusivu", 'address: ""\n', menu="main")
