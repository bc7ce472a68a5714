from __future__ import annotations

from typing import Any

import pytest

from socomsite.formats.mentions import Mentions, type_of
from socomsite.language import Language
from socomsite.model.fields import Ref
from socomsite.model.kinds import (
    Material,
    Person,
    Project,
    Publication,
    RegisterEntry,
    Topic,
)
from socomsite.model.pages import Page
from socomsite.model.parts import Author
from socomsite.model.schema import Entry
from tests.conftest import entry
from tests.formats.planned import planned

PAGE = {"title": "Sivu", "body": "x", "menu": "none", "reviewed_on": "2026-11-01", "owner": "A"}
PROJECT: dict[str, Any] = {"name": "Hanke", "share": "socom", "summary": "x", "topics": ["lapset"]}
ANNA = entry(Person, "anna", name="Anna Mäki", staff="true")


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (entry(Page, **PAGE), "WebPage"),
        (entry(Page, lists=["news"], **PAGE), "CollectionPage"),
        (entry(Page, layout="contacts", lists=["people"], **PAGE), "ContactPage"),
        (entry(Topic, name="Lapset", summary="x", body="x"), "WebPage"),
        (entry(Project, sort="project", **PROJECT), "Project"),
        (entry(Project, sort="network", **PROJECT), "Organization"),
        (entry(Publication, title="x", sort="selvitys", owner_of_work="socom"), "Report"),
        (entry(Publication, title="x", sort="opas", owner_of_work="socom"), "Book"),
        (entry(Material, title="x", sort="slides", summary="x"), "PresentationDigitalDocument"),
        (
            entry(Material, title="x", sort="video", summary="x", captions="captions"),
            "VideoObject",
        ),
        (entry(RegisterEntry, name="x", sort="trainer", summary="x", area="x"), "WebPage"),
    ],
)
def test_each_thing_has_its_type(found: Entry, name: str) -> None:
    assert type_of(found) == name


def test_a_mention_names_what_it_mentions_once_and_for_all() -> None:
    mentions = Mentions(planned(ANNA).viewers[Language.FI])
    anna = {
        "@type": "Person",
        "@id": "https://testi.example/people/anna/#about",
        "name": "Anna Mäki",
        "url": "https://testi.example/people/anna/",
    }
    assert mentions.reference(Ref("anna")) == anna
    assert mentions.references([Ref("anna"), Ref("kukaan")]) == [anna]
    assert mentions.reference(None) is None
    assert mentions.author(Author.model_validate({"person": "anna"})) == anna


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("Eva Aalto", {"@type": "Person", "name": "Eva Aalto"}),
        ("Kouvolan kaupunki", {"@type": "Organization", "name": "Kouvolan kaupunki"}),
        # A word alone may be a person's name or a body's: nothing is claimed.
        ("Socom", {"name": "Socom"}),
    ],
)
def test_who_is_known_by_name_only_is_mentioned_by_it(name: str, node: dict[str, str]) -> None:
    mentions = Mentions(planned(ANNA).viewers[Language.FI])
    assert mentions.author(Author.model_validate({"name": name})) == node


def test_addresses_are_whole_and_those_elsewhere_as_they_are() -> None:
    mentions = Mentions(planned(ANNA, url="https://testi.example/sub/").viewers[Language.FI])
    assert mentions.whole("/people/anna/") == "https://testi.example/sub/people/anna/"
    assert mentions.whole("https://muu.example/a") == "https://muu.example/a"
