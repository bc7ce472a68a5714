"""What tests of privacy share: small sites that hold what must not be published."""

from __future__ import annotations

import re

from socomsite.problem import Problem
from tests.conftest import SITE_YAML, TOPIC, Files, SiteMaker, news

CODE = "131052-308T"
BASE: Files = {"content/topics/lapset.md": TOPIC}
OF_PRIVACY = re.compile(
    r"identity-code|bank-account|private-phone|secret-key|name-personal-data|file-(personal|prop|unr)"
    r"|privacy-.*|person-address-left|picture-gps|library-missing"
)


def said(site: SiteMaker, files: Files) -> list[tuple[str, str]]:
    """What the site is told of privacy: place and code."""
    return [(str(found.position), found.code) for found in problems(site, files)]


def problems(site: SiteMaker, files: Files) -> list[Problem]:
    made = site({**BASE, **files})
    return [found for found in made.problems if OF_PRIVACY.match(found.code)]


def with_file(name: str, data: str | bytes) -> dict[str, str | bytes]:
    """A news item that attaches a file."""
    return {
        "content/news/a.md": news(body=f"Lue [ohje]({name})."),
        f"content/files/{name}": data,
    }


def reasons(*items: str) -> dict[str, str]:
    listed = "".join(f"  - {{{item}}}\n" for item in items)
    return {"site.yaml": f"{SITE_YAML}privacy:\n{listed}"}
