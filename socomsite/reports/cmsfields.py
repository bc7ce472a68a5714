"""A field of the schema as a field of Decap's and Sveltia's form: its widget, words and pattern.

Knows the options that both programs share, as https://decapcms.org/docs/widgets/ and
https://sveltiacms.app/en/docs/fields list them; must never know a kind, nor how YAML is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from socomsite.checks.translations import is_own, is_shared_text
from socomsite.language import Language
from socomsite.messages import choice_words, say
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.labels import label_of
from socomsite.model.schema import Entry

#: An object of the file; its values are texts, numbers, truths, lists and such objects.
Settings = dict[str, Any]

PICTURES, FILES = "content/pictures", "content/files"
_DATE = (
    r"\d{4}(-\d{1,2}){0,2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{1,2}/\d{4}"
    r"|([Kk]evät|[Kk]esä|[Ss]yksy|[Tt]alvi) \d{4}"
)
_CLOCK = r"(klo |kl\. ?)?\d{1,2}([.:]\d{2})?"
_KEY = "[a-z0-9]+(-[a-z0-9]+)*"
_PATTERNS = {
    FieldSort.DATE: rf"^({_DATE})$",
    FieldSort.MOMENT: rf"^({_DATE})([ T]{_CLOCK})?$",
    FieldSort.HOURS: r"^[A-Za-z, –-]+ (klo )?[\d.:]+ *[–-] *[\d.:]+$",
}

_WIDGETS: Mapping[FieldSort, Settings] = {
    # Their rich text rewrites tables and footnotes: docs/guide/muokkaus-gitissa.md
    FieldSort.PROSE: {"widget": "markdown", "modes": ["raw"]},
    FieldSort.DAY: {"widget": "datetime", "format": "YYYY-MM-DD", "time_format": False},
    FieldSort.TRUTH: {"widget": "boolean", "default": False},
    FieldSort.NUMBER: {"widget": "number", "value_type": "int"},
    # A file is named from its folder: nothing stands before its name.
    FieldSort.PICTURE: {"widget": "image", "media_folder": f"/{PICTURES}", "public_folder": ""},
    FieldSort.FILE: {"widget": "file", "media_folder": f"/{FILES}", "public_folder": ""},
}
_LONG_TEXTS = {"summary", "note"}


@dataclass(frozen=True)
class FormFields:
    """Makes fields in a language; `named` gives the fields that tell an entry of a folder.

    `is_translated` where the site has several languages.
    """

    language: Language
    named: Callable[[str], Sequence[str]]
    is_translated: bool

    def of(self, group: type[Any], place: str, *, own: bool = False) -> list[Settings]:
        """The fields of a kind or group, named in labels by `place`.

        `own` where each language has values of its own, whatever the field.
        """
        is_entry = issubclass(group, Entry)
        fields = []
        for field in describe(group):
            made = self._field(field, place, own=own or (is_entry and is_own(field.name)))
            is_open = not field.is_required and group.model_fields[field.name].default is None
            if field.sort is FieldSort.TRUTH and is_open:
                # A switch knows no third state and would answer no for who has not answered.
                made |= {"widget": "select", "options": self._yes_or_no()}
                made.pop("default")
            fields.append(made)
        return fields

    def _field(self, field: FieldDescription, place: str, *, own: bool) -> Settings:
        label = label_of(place, field.name)
        made: Settings = {"name": field.name, "label": label.name.in_language(self.language)}
        # A switch shows what "write yes" asks for.
        help_text = None if field.sort is FieldSort.TRUTH else label.help
        hint = [help_text.in_language(self.language)] if help_text else []
        if field.sort is FieldSort.REFERENCE and len(field.kinds) != 1:
            hint.append(self._how_to_refer(field))
        if hint:
            made["hint"] = " ".join(hint)
        if not field.is_required:
            made["required"] = False
        if self.is_translated:
            made["i18n"] = True if own or self._is_text(field) else "duplicate"
        return made | (
            self._many(field, place, own=own) if field.is_list else self._one(field, own=own)
        )

    def _is_text(self, field: FieldDescription) -> bool:
        """Whether each language has its own: words, and groups, whose fields say it themselves."""
        if field.sort is FieldSort.TEXT:
            return not is_shared_text(field.name)
        return field.sort in {FieldSort.PROSE, FieldSort.GROUP}

    def _one(self, field: FieldDescription, *, own: bool) -> Settings:
        match field.sort:
            case FieldSort.CHOICE:
                return {"widget": "select", "options": self._options(field)}
            case FieldSort.REFERENCE if len(field.kinds) == 1:
                return self._relation(field)
            case FieldSort.REFERENCE:
                return {"widget": "string", "pattern": self._reference_pattern(field)}
            case FieldSort.GROUP:
                assert field.group is not None
                place = field.group.__name__.lower()
                fields = self.of(field.group, place, own=own)
                return {"widget": "object", "collapsed": not field.is_required, "fields": fields}
            case FieldSort.TEXT if field.name in _LONG_TEXTS:
                return {"widget": "text"}
        made = dict(_WIDGETS.get(field.sort, {"widget": "string"}))
        if pattern := _PATTERNS.get(field.sort):
            made["pattern"] = [pattern, say(f"cms-pattern-{field.sort.value}", self.language)]
        return made

    def _many(self, field: FieldDescription, place: str, *, own: bool) -> Settings:
        """A field that holds several: those that are chosen from others say it themselves."""
        one = self._one(field, own=own)
        least = {"min": 1} if field.is_required else {}
        if one["widget"] in {"select", "relation"}:
            return {**one, "multiple": True, **least}
        if one["widget"] == "object":
            rows: Mapping[str, Any] = {"collapsed": True, "fields": one["fields"]}
        else:
            inner = self._field(replace(field, is_list=False, is_required=True), place, own=own)
            rows = {"field": {k: v for k, v in inner.items() if k != "hint"}}
        return {"widget": "list", **least, **rows}

    def _options(self, field: FieldDescription) -> list[Settings]:
        words = {value: choice_words(value) for value in field.choices}
        return [
            {"label": known.in_language(self.language) if known else value, "value": value}
            for value, known in words.items()
        ]

    def _yes_or_no(self) -> list[Settings]:
        words = {True: "cms-yes", False: "cms-no"}
        return [{"label": say(words[v], self.language), "value": v} for v in (True, False)]

    def _relation(self, field: FieldDescription) -> Settings:
        (folder,) = field.kinds
        shown = [" ".join(f"{{{{{name}}}}}" for name in self.named(folder))]
        return {
            "widget": "relation",
            "collection": folder,
            "value_field": "{{slug}}",
            "search_fields": list(self.named(folder)),
            "display_fields": shown,
        }

    def _reference_pattern(self, field: FieldDescription) -> list[str]:
        folders = "|".join(field.kinds) or "[a-z]+"
        return [f"^(({folders})/)?{_KEY}$", self._how_to_refer(field)]

    def _how_to_refer(self, field: FieldDescription) -> str:
        folders = ", ".join(f"{folder}/…" for folder in field.kinds) or "publications/…"
        return say("cms-refer", self.language, folders=folders)
