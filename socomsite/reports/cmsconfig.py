"""The schema as the `config.yml` of Decap CMS and Sveltia CMS, the editors of git hosts.

A collection a kind, its form from the kind's own fields: nothing is said twice. What such a form
cannot hold, `cmsfit` tells. Must never know how a field becomes a widget, nor write a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.description import FieldSort, describe, suffix_of
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import Site
from socomsite.reports.cmsfields import PICTURES, FormFields, Settings

#: How long a key may be; a longer one is cut, as for every new entry.
_LONGEST_KEY = 80


class Host(StrEnum):
    """Whose programs keep the repository."""

    GITHUB = "github"
    GITLAB = "gitlab"
    GITEA = "gitea"


_API = {Host.GITHUB: "/api/v3", Host.GITLAB: "/api/v4", Host.GITEA: "/api/v1"}


@dataclass(frozen=True)
class Repository:
    """Where the site's files are kept; `address` is that of a host of one's own."""

    host: Host
    name: str
    branch: str = "main"
    address: str = ""

    @property
    def settings(self) -> Settings:
        """The `backend` of the file."""
        made: Settings = {"name": self.host.value, "repo": self.name, "branch": self.branch}
        if self.address:
            base = self.address.rstrip("/")
            made |= {"base_url": base, "api_root": base + _API[self.host]}
        return made


def cms_config(site: Site, schema: Schema, repository: Repository, language: Language) -> Settings:
    """The whole file: words in a language, a collection for each kind in the schema's order."""
    made: Settings = {
        "backend": repository.settings,
        "site_url": site.url,
        "media_folder": PICTURES,
        "public_folder": f"/{PICTURES}",
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": _LONGEST_KEY},
        "output": {"omit_empty_optional_fields": True},
    }
    languages = [site.language.value, *(x.value for x in site.languages if x is not site.language)]
    is_translated = len(languages) > 1
    if is_translated:
        # `palaute.md` beside `palaute.sv.md`, and a new entry begins in the site's language alone.
        made["i18n"] = {
            "structure": "multiple_files",
            "locales": languages,
            "default_locale": site.language.value,
            "initial_locales": "default",
            "omit_default_locale_from_file_path": True,
        }
    fields = FormFields(language, lambda folder: named_by(schema.kinds[folder]), is_translated)
    made["collections"] = [_collection(kind, fields, language) for kind in schema.kinds.values()]
    return made


def named_by(kind: type[Entry]) -> Sequence[str]:
    """The fields that tell an entry from others: its title or name, else a text and its numbers."""
    given = {field.name: field for field in describe(kind) if field.is_required}
    own = [name for name in ("title", "name") if name in given]
    texts = [name for name, field in given.items() if field.sort is FieldSort.TEXT]
    numbers = [name for name, field in given.items() if field.sort is FieldSort.NUMBER]
    return own[:1] or [*texts[:1], *numbers]


def _collection(kind: type[Entry], fields: FormFields, language: Language) -> Settings:
    suffix, names = suffix_of(kind).removeprefix("."), named_by(kind)
    label = kind.names.in_language(language)
    made: Settings = {
        "name": kind.folder,
        "label": label[:1].upper() + label[1:],
        "folder": f"content/{kind.folder}",
        "extension": suffix,
        "format": "yaml" if suffix == "yaml" else "yaml-frontmatter",
        "create": True,
        "identifier_field": names[0],
        "slug": "-".join(f"{{{{{name}}}}}" for name in names),
        "summary": " ".join(f"{{{{{name}}}}}" for name in names),
        # Its own way of keeping old addresses would write paths of files into ours.
        "aliases_field": False,
        # Pictures in a text are named as in our own editor: by what follows the folder.
        "media_folder": f"/{PICTURES}",
        "public_folder": "",
    }
    if not kind.is_public:
        made["description"] = say("cms-staff-only", language)
    if fields.is_translated:
        made["i18n"] = True
    return {**made, "fields": fields.of(kind, kind.folder)}
