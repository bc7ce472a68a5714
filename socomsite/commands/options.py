"""The options that commands share, explained in a language.

Must never know what a command does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from socomsite.commands.plain import MOST_JOBS, usual_jobs
from socomsite.commands.spoken import Day
from socomsite.language import Language
from socomsite.messages import say

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Options:
    """The options of the commands, explained in a language."""

    def __init__(self, language: Language) -> None:
        """Options that speak a language."""
        self.language = language
        codes = click.Choice([code.value for code in Language])
        folder = click.Path(file_okay=False, readable=False, path_type=Path)
        self.lang = self.option("lang", type=codes, expose_value=False)
        self.site = self.option("site", "folder", type=folder, default=Path())

    def words(self, code: str) -> str:
        """What a command or option is for."""
        return say(f"help-{code}", self.language)

    def option(self, name: str, word: str = "", **settings: Any) -> _Decorator:  # noqa: ANN401 - click's
        """An option; `word` names what it takes, where click would name it in English."""
        metavar = say(f"word-{word}", self.language) if word else None
        help_ = self.words(name.partition("/")[0])
        return click.option(f"--{name}", help=help_, metavar=metavar, **settings)

    def common(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What every command takes."""
        return self.site(self.lang(function))

    def showing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What every command takes that builds a site as it stands on a day."""
        number, default = click.IntRange(1, MOST_JOBS), usual_jobs()
        for each in (
            self.option("jobs", "number", type=number, default=default),
            self.option("drafts", is_flag=True),
            self.option("as-of", "day", type=Day(self.language)),
        ):
            function = each(function)
        return self.common(function)

    def building(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What `build` and `check` take."""
        as_json = click.option("--json", "as_json", is_flag=True, help=self.words("json"))
        advice, fix = (self.option(name, is_flag=True) for name in ("advice", "fix"))
        return self.showing(advice(fix(as_json(function))))

    def reporting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What every report takes; the command gets it as one desk."""

        @wraps(function)
        def with_desk(site: Path, as_of: Any, as_json: Any, output: Any, **rest: Any) -> int:  # noqa: ANN401 - what click read
            from socomsite.commands.desk import Desk  # noqa: PLC0415

            return int(function(Desk(site, self.language, as_of, as_json, output), **rest))

        path = click.Path(path_type=Path)
        output = click.option(
            "--output", type=path, help=self.words("staff-output"), metavar=self.word("folder")
        )
        as_json = click.option("--json", "as_json", is_flag=True, help=self.words("json"))
        as_of = self.option("as-of", "day", type=Day(self.language))
        return self.common(as_of(as_json(output(with_desk))))

    def word(self, code: str) -> str:
        """What stands for a value in a help page."""
        return say(f"word-{code}", self.language)
