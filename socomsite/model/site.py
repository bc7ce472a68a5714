"""`site.yaml`: what this site is, as a frozen value read through the same schema as content.

Must never know output paths on disk.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from socomsite.language import Language, Words, slug
from socomsite.model.accessibility import Rule
from socomsite.model.decode import model_of
from socomsite.model.destination import Destination, DestinationName, WebRoot
from socomsite.model.fields import Day, Ref, SiteAddress, Text, Truth
from socomsite.model.identifiers import Email, SitePath
from socomsite.model.pages import Page
from socomsite.model.schema import Part
from socomsite.model.sensitive import Sort
from socomsite.model.textfile import read_text, text_of
from socomsite.problem import Outcome, Position, Severity, problem
from socomsite.yamltext import Mapping, read_yaml

FILE = "site.yaml"
_NAMES = Words("sivuston asetukset", "webbplatsens inställningar", "site settings")


class Localized(Part):
    """A text in the languages it exists in; plain text stands for the Finnish one."""

    shorthand = "fi"

    fi: Text
    sv: Text | None = None
    en: Text | None = None

    def in_language(self, language: Language) -> str:
        """The text in a language, else in Finnish."""
        return getattr(self, language.value) or self.fi


class LocalizedPath(Localized):
    """An address word in the languages it exists in."""

    fi: SitePath
    sv: SitePath | None = None
    en: SitePath | None = None


class Series(Part):
    """A bulletin series; its name stands for the whole.

    `key` is the short word for it in commands and file names, `about` the service or project whose
    own series it is, `email` where one subscribes, unsubscribes and answers.
    """

    shorthand = "name"

    name: Text
    key: Annotated[Text, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] | None = None
    description: Localized | None = None
    about: Text | None = None
    email: Email | None = None

    @property
    def short(self) -> str:
        """The word for it in commands and file names."""
        return self.key or slug(self.name)


def _within_site(given: SiteAddress) -> SiteAddress:
    path, sign, anchor = given.name.partition("#")
    steps = path.strip("/").split("/") if path != "/" else []
    is_stray = not path.startswith("/") or bool({".", "..", ""} & set(steps))
    is_torn = path.startswith("//") or bool(re.search(r"[\\?:\s\x00-\x1f]", given.name))
    if is_stray or is_torn or (sign and not anchor):
        raise PydanticCustomError("type-wrong", "address", {"expected": "path"})
    return given


def _whole(given: SiteAddress) -> SiteAddress:
    # What stands behind # never reaches a server, so no place of a page can be led elsewhere.
    if "#" in given.name:
        raise PydanticCustomError("type-wrong", "address", {"expected": "path"})
    return _within_site(given)


class Redirect(Part):
    """An old address of the site, and the one to which it leads now."""

    old: Annotated[SiteAddress, AfterValidator(_whole)]
    new: Annotated[SiteAddress, AfterValidator(_within_site)]


class Removal(Part):
    """An address that nothing answers any more, why, and since when."""

    address: Annotated[SiteAddress, AfterValidator(_within_site)]
    reason: Text | None = None
    date: Day | None = None

    @model_validator(mode="after")
    def _is_explained(self) -> Self:
        if not (self.reason and self.date):
            raise PydanticCustomError("gone-reason-missing", "gone", {"url": self.address.name})
        return self


class Allowance(Part):
    """Why something that looks private may be published: what it is, where, and the reason.

    `match` is how messages name it, with most of it masked. Without `file` it may stand anywhere.
    """

    what: Sort
    file: Text | None = None
    match: Text | None = None
    reason: Text

    @model_validator(mode="after")
    def _is_of_something(self) -> Self:
        if not self.file and not self.match:
            raise PydanticCustomError("field-missing", "file", {"field": "file"})
        return self


class Site(Part):
    """The settings of a site.

    `url` is where the site will stand, perhaps in a subfolder; `sections` gives each kind's
    address word per language; `feedback_page` is the key of the page that tells how to give
    feedback; `required_pages` are the keys of the pages that must be in every language, among
    them the accessibility statement; `severities` makes rules of accessibility and translation
    weigh more or less; `cited_per_page` is how much of each kind stands on one page of a topic,
    project, service or person; `as_of` fixes the as-of date for a site in a test;
    `left_person_days` is how long a build only warns of a contact who has left; `redirects` and
    `gone` tell of old addresses for which no content file can speak; `publish` names the places
    where the site is published; `privacy` tells what that looks private may be published, and why;
    `commit_edits` makes each save of the editor a commit, where the site is a git repository.
    """

    name: Localized
    short_name: Localized | None = None
    url: WebRoot
    language: Language = Language.FI
    languages: tuple[Language, ...] = (Language.FI,)
    sections: Annotated[dict[str, LocalizedPath], Field(default_factory=dict)]
    series: tuple[Series, ...] = ()
    feedback_email: Email | None = None
    feedback_page: Text | None = None
    required_pages: tuple[Ref[Page], ...] = ()
    severities: Annotated[dict[Rule, Severity], Field(default_factory=dict)]
    as_of: Day | None = None
    cited_per_page: Annotated[int, Field(ge=1)] = 50
    left_person_days: Annotated[int, Field(ge=0)] = 30
    redirects: tuple[Redirect, ...] = ()
    gone: tuple[Removal, ...] = ()
    publish: Annotated[dict[DestinationName, Destination], Field(default_factory=dict)]
    privacy: tuple[Allowance, ...] = ()
    commit_edits: Truth = False

    @model_validator(mode="after")
    def _own_language_is_listed(self) -> Self:
        if self.language not in self.languages:
            object.__setattr__(self, "languages", (self.language, *self.languages))
        return self

    def series_named(self, word: str) -> Series | None:
        """The series that a person means by its name, its key or part of its name."""
        wanted = slug(word)
        exact = [s for s in self.series if wanted in {s.short, slug(s.name)}]
        return next(iter(exact), None)

    @property
    def base_path(self) -> str:
        """The path of the site's address: `/`, or `/sub/` in a subfolder."""
        return "/" + self.url.split("://", 1)[1].partition("/")[2]

    def section(self, folder: str, language: Language) -> str:
        """The address word of a kind's section, without slashes."""
        named = self.sections.get(folder)
        return named.in_language(language).strip("/") if named else folder

    def prefix(self, language: Language) -> str:
        """What stands before every address of a language: `/`, or `/sv/`."""
        return "/" if language is self.language else f"/{language.value}/"

    def language_of(self, address: str) -> Language:
        """The language in whose part of the site an address stands."""
        others = (each for each in self.languages if each is not self.language)
        found = (each for each in others if address.startswith(self.prefix(each)))
        return next(found, self.language)


def read_site(root: Path, laid: str | None = None) -> Outcome[Site | None]:
    """The settings in `site.yaml` under a folder, or None and what is wrong with them.

    `laid` is a text of them that is not saved yet.
    """
    file = root / FILE
    if not file.is_file():
        missing = problem(Position(FILE), "site-missing", folder=root.name or str(root))
        return Outcome(None, (missing,))
    text = read_text(file, root, FILE) if laid is None else text_of(laid.encode(), FILE)
    if text.value is None:
        return Outcome(None, text.problems)
    read = read_yaml(text.value, FILE)
    if not isinstance(read.value, Mapping):
        start = Position(FILE, 1, 1)
        return Outcome(None, read.problems or (problem(start, "yaml-syntax"),))
    made = model_of(Site, read.value, _NAMES, folder="site")
    problems = (*read.problems, *made.problems)
    return Outcome(None if problems else made.value, problems)
