"""Viewers for tests, of sites stated in full."""

from __future__ import annotations

from collections.abc import Mapping

from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.references import Name
from socomsite.model.schema import Entry
from tests.conftest import SiteMaker

ANNA = "name: Anna Aalto\nstaff: true\nrole: suunnittelija\nphone: 05 123 4567\n"


PROJECT = """\
name: Pitkä hankkeen nimi
short_name: Hanke
sort: project
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
start: 2025
end: 2027
people: [{person: anna, role: vetäjä}]
channels: [{sort: blog, address: https://blogi.example/}]
"""


TWO_LANGUAGES = """\
name: {fi: Testikeskus, sv: Testcentrum}
url: https://testi.example/
languages: [fi, sv]
"""


def viewer_of(
    site: SiteMaker, files: Mapping[str, str], language: Language = Language.FI
) -> Viewer:
    graph = site(files).graph
    assert graph is not None
    return Viewer(graph, language)


def entry_of(viewer: Viewer, name: Name) -> Entry:
    return viewer.graph.entry(name, viewer.language)
