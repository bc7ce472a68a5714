"""The form of a git host's editor is what Sveltia CMS itself says that such a file may be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from socomsite.language import Language
from socomsite.model.kinds import schema
from socomsite.model.site import read_site
from socomsite.reports.cmsconfig import Host, Repository, cms_config
from tests.proof.conftest import ROOT, tool

SCHEMA = "@sveltia/cms/schema/sveltia-cms.json"
REPOSITORIES = (
    Repository(Host.GITHUB, "esimerkki/sivusto"),
    Repository(Host.GITLAB, "esimerkki/sivusto", "kehitys", "https://git.testi.example"),
    Repository(Host.GITEA, "esimerkki/sivusto", "main", "https://git.testi.example"),
)


def validator() -> Draft7Validator:
    found = json.loads(Path(tool("npm", module=SCHEMA)).read_text("utf-8"))
    # A widget of one's own may have any options: with it, every misspelt field would be one.
    standard = found["definitions"]["Field"]["anyOf"]
    found["definitions"]["Field"]["anyOf"] = [
        each for each in standard if each != {"$ref": "#/definitions/CustomField"}
    ]
    assert len(standard) == len(found["definitions"]["Field"]["anyOf"]) + 1
    return Draft7Validator(found)


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda each: each.host.value)
@pytest.mark.parametrize("language", Language)
def test_the_published_schema_finds_no_error(repository: Repository, language: Language) -> None:
    site = read_site(ROOT).value
    assert site is not None
    made = cms_config(site, schema(), repository, language)
    found = validator().iter_errors(made)
    assert [("/".join(map(str, each.path)), each.message[:200]) for each in found] == []


@pytest.mark.parametrize(
    ("name", "value"), [("widget", "päivä"), ("hnit", "Ohje"), ("required", "ei")]
)
def test_the_published_schema_would_find_one(name: str, value: str) -> None:
    site = read_site(ROOT).value
    assert site is not None
    made = cms_config(site, schema(), REPOSITORIES[0], Language.FI)
    made["collections"][0]["fields"][0][name] = value
    assert not validator().is_valid(made)
