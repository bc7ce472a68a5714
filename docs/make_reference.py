"""Writes docs/reference/ from the schema and the message catalogue: `make docs`."""

from __future__ import annotations

from pathlib import Path

from socomsite.language import Language
from socomsite.messages import choice_words
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.kinds import schema
from socomsite.model.labels import label_of
from socomsite.model.schema import Entry, Part
from socomsite.model.site import Site

FOLDER = Path(__file__).parent / "reference"
FI = Language.FI
HEAD = "<!-- Tämä sivu syntyy ohjelmasta: make docs. Älä muuta sitä käsin. -->\n"
SORTS = {
    FieldSort.TEXT: "teksti",
    FieldSort.PROSE: "leipäteksti (Markdown)",
    FieldSort.DAY: "päivä",
    FieldSort.DATE: "päivä, kuukausi, vuodenaika tai vuosi",
    FieldSort.MOMENT: "päivä tai vuosi, päivän jälkeen myös kellonaika",
    FieldSort.TRUTH: "kyllä tai ei",
    FieldSort.NUMBER: "kokonaisluku",
    FieldSort.HOURS: "viikonpäivät ja kellonajat",
    FieldSort.FILE: "tiedosto kansiosta content/files",
    FieldSort.PICTURE: "kuva kansiosta content/pictures",
    FieldSort.KIND: "sisällön kansion nimi",
}


def _what(field: FieldDescription) -> str:
    match field.sort:
        case FieldSort.CHOICE:
            what = "jokin näistä: " + ", ".join(map(_choice, field.choices))
        case FieldSort.REFERENCE:
            kinds = schema().kinds
            names = [kinds[kind].names.fi for kind in field.kinds] or ["mikä tahansa sisältö"]
            what = f"tunnus ({' tai '.join(names)})"
        case FieldSort.GROUP:
            assert field.group is not None
            name = field.group.__name__.lower()
            what = f"ryhmä [{name}](#{name})"
        case _:
            what = SORTS[field.sort]
    if field.is_named:
        return f"nimiä ja kunkin alla {what}"
    return f"luettelo: {what}" if field.is_list else what


def _choice(value: str) -> str:
    words = choice_words(value)
    return f"`{value}` ({words.fi})" if words and words.fi != value else f"`{value}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def table(place: str, group: type[Part]) -> list[str]:
    """The fields of a kind or group as a Markdown table; required ones in bold."""
    head = ("Kenttä", "Nimi", "Mitä siihen tulee", "Ohje ja esimerkki")
    lines = [f"| {' | '.join(head)} |", "| --- | --- | --- | --- |"]
    for field in describe(group):
        label = label_of(place, field.name)
        name = f"**`{field.name}`**" if field.is_required else f"`{field.name}`"
        notes = [label.help.in_language(FI)] if label.help else []
        if label.example:
            notes.append(f"`{field.name}: {label.example}`")
        cells = (name, label.name.in_language(FI), _what(field), " ".join(notes))
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return lines


def groups_of(models: list[type[Part]]) -> list[type[Part]]:
    """Every group of fields inside some models, each once, sorted by name."""
    found: dict[str, type[Part]] = {}
    waiting = list(models)
    while waiting:
        for field in describe(waiting.pop()):
            if field.group is not None and field.group.__name__ not in found:
                found[field.group.__name__] = field.group
                waiting.append(field.group)
    return [found[name] for name in sorted(found)]


def kinds_page() -> str:
    """The reference of kinds and fields, in Finnish."""
    kinds: list[type[Entry]] = list(schema().kinds.values())
    lines = [
        HEAD,
        "# Sisältölajit ja kentät",
        "",
        "Lihavoidut kentät ovat pakollisia. Tiedoston nimi on sisällön tunnus.",
        "",
    ]
    for kind in kinds:
        lines += [f"## {kind.names.fi.capitalize()}", "", f"Kansio: `content/{kind.folder}/`", ""]
        lines += [*table(kind.folder, kind), ""]
    lines += ["## Kenttien ryhmät", ""]
    for group in groups_of([*kinds, Site]):
        lines += [f"### {group.__name__.lower()}", "", *table(group.__name__.lower(), group), ""]
    lines += ["## Sivuston asetukset", "", "Tiedosto: `site.yaml`", "", *table("site", Site), ""]
    return "\n".join(lines)


PAGES = {"kinds.md": kinds_page}


def main() -> None:
    """Write every page of the reference."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
