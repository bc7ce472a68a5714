"""What tests of reports share: the graph of a small site on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from socomsite.model.graph import Graph
from tests.conftest import Files, SiteMaker

GraphMaker = Callable[..., Graph]
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def graph(site: SiteMaker) -> GraphMaker:
    """The graph of a site out of texts by path, on a day."""

    def make(files: Files, day: dt.date = TODAY) -> Graph:
        made = site(files, as_of=day)
        assert made.is_sound, made.problems
        assert made.graph is not None
        return made.graph

    return make
