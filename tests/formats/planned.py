"""Entries planned without files: what a format makes of them, for tests of single formats."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from socomsite.formats import Format
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates
from socomsite.model.kinds import schema
from socomsite.model.linking import link
from socomsite.model.schema import Entry
from socomsite.model.site import Site
from socomsite.model.source import Source
from tests.conftest import TODAY

#: Any title that a file can hold: control signs are taken off when it is read.
# What begins with `ref:` in any plain field is a reference, and told of if it leads nowhere.
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
    lambda title: title.strip() and not title.strip().startswith("ref:")
)
TOOLS = Tools(Renderer(Templates((), ())), "")


def planned(*entries: Entry, **settings: Any) -> Planning:
    """A planning of these entries with plain settings, on the tests' day."""
    site = {"name": "Testikeskus", "url": "https://testi.example/"} | settings
    pairs = [(Source(e.origin.path, e.folder, e.key, e.language), e) for e in entries]
    graph = link(Site.model_validate(site), schema(), pairs, {}, today=TODAY)
    assert graph.problems == ()
    return Planning(graph.value, Templates((), ()), {})


def made_by(form: Format, planning: Planning) -> dict[str, bytes]:
    """What a format makes, by path."""
    made = {}
    for job in form.plan(planning):
        outcome = form.render(job, TOOLS)
        assert outcome.value is not None
        assert outcome.problems == ()
        made[outcome.value.path] = outcome.value.data
    return made
