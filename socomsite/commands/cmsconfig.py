"""`cms-config`: the form of a git host's editor, and what of the content it could not hold.

Must never know what a collection is.
"""

from __future__ import annotations

from pathlib import Path

import click

from socomsite.commands.build import lines_of
from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.discovery import discover
from socomsite.model.kinds import schema
from socomsite.model.site import read_site
from socomsite.reports.cmsconfig import Repository, cms_config
from socomsite.reports.cmsfit import cms_misfits
from socomsite.yamltext import as_yaml


def run(root: Path, repository: Repository, output: Path | None, language: Language) -> int:
    """Write the file, or show it where none is named; the result is the exit code."""
    site, line_at = read_site(root), lines_of(root)
    if site.value is None:
        for found in site.problems:
            click.echo("\n".join(told(found, language, line_at)), err=True)
        is_missing = any(found.code == "site-missing" for found in site.problems)
        return USAGE if is_missing else PROBLEMS
    kinds = schema()
    head = "".join(f"# {line}\n" for line in say("cms-head", language).splitlines())
    text = head + as_yaml(cms_config(site.value, kinds, repository, language))
    sources = discover(root, kinds.kinds, site.value.language, site.value.languages).value
    for found in cms_misfits(kinds, sources):
        click.echo("\n".join(told(found, language, line_at)), err=True)
    if output is None:
        click.echo(text, nl=False)
        return FINE
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, "utf-8", newline="\n")
    click.echo(say("cms-written", language, path=str(output)))
    return FINE
