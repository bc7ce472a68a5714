"""Entries at random as somebody careful writes them, who knows the rules but not each other's.

Nothing here says what the build takes: that is asked of the build. These rules only keep most of
what is drawn from being refused, so that what is accepted is much and varied.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from socomsite.dates import read_moment
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.schema import Part
from tests.editor.entries import named, texts, values

_slugs = st.from_regex(r"[a-zäö]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
_hosts = _slugs.map(lambda slug: f"https://{slug.replace('ä', 'a').replace('ö', 'o')}.example/")
_addresses = _hosts | st.sampled_from(
    ("http://vanha.example/a?b=c&d=ä#e", "/hankkeet/sakki/", "ref:projects/sakki")
)
_one_of = st.sampled_from

#: Texts that have a form of their own, by field.
_FORMED: dict[str, st.SearchStrategy[str]] = {
    "phone": st.from_regex(r"(\+358|0)[0-9]{2} [0-9]{3,7}", fullmatch=True),
    "email": _slugs.map(lambda slug: f"{slug}@testi.example"),
    "postcode": st.from_regex(r"[0-9]{5}", fullmatch=True),
    "isbn": _one_of(("978-952-5733-00-6", "978-951-27-0000-4", "952-99967-0-5")),
    "issn": _one_of(("1796-1904", "0378-5955")),
    "cadence": _one_of(("3 krt/v", "1 krt/kk", "tarpeen mukaan", "aina ajan tasalla")),
    "aliases": _slugs.map(lambda slug: f"/vanha/{slug}/"),
    "address": _addresses,
    "archived": _hosts,
    "link": _addresses,
    "linkedin": _hosts,
    "online": _hosts,
    "recording": _hosts,
    "slides": _addresses,
}
#: Where a field of a kind has another form than that of the same name elsewhere.
_OF_KIND = {("Page", "address"): _slugs.map(lambda slug: f"omat/{slug}")}
#: Of so many fields that may be left out, one is given.
_EVERY = 4

Said = dict[str, Any]
Rule = Callable[[Said, st.DrawFn], None]


def _is_true(said: Said, name: str) -> bool:
    return said.get(name) in {"true", "kyllä"}


def _in_order(said: Said, _: st.DrawFn) -> None:
    """Nothing ends before it starts."""
    if "start" in said and "end" in said:
        start, end = (read_moment(said[name]) for name in ("start", "end"))
        if end.day.last_day < start.day.first_day:
            said["start"], said["end"] = said["end"], said["start"]
        elif end.day == start.day:
            del said["end"]


def _needs(*others: str, is_met: Callable[[Said], bool] = lambda _: False) -> Rule:
    """One of these is given, unless something else is as good; the first if none is."""

    def rule(said: Said, draw: st.DrawFn) -> None:
        if not is_met(said) and not any(said.get(name) for name in others):
            said[others[0]] = draw(texts)

    return rule


def _chosen(name: str, *values: str, where: Callable[[Said], bool]) -> Rule:
    """A choice is made where something else is given."""

    def rule(said: Said, draw: st.DrawFn) -> None:
        if where(said):
            said.setdefault(name, draw(_one_of(values)))

    return rule


def _statement_has_its_layout(said: Said, _: st.DrawFn) -> None:
    if "statement" in said:
        said["layout"] = "statement"
    elif said.get("layout") == "statement":
        del said["layout"]


def _number_is_of_the_series(said: Said, _: st.DrawFn) -> None:
    if said["owner_of_work"] == "socom" and "number" in said:
        said["number"], said["year"] = "B.7:2008", "2008"


#: What binds the fields of a kind or group to each other.
_RULES: dict[str, tuple[Rule, ...]] = {
    "Project": (_in_order,),
    "Service": (_in_order,),
    "Event": (
        _in_order,
        _chosen("captions", "captions", "transcript", where=lambda said: "recording" in said),
    ),
    "Material": (
        _chosen("captions", "captions", "transcript", where=lambda s: s["sort"] != "slides"),
    ),
    "Publication": (
        _chosen("accessibility", "accessible", "not_assessed", where=lambda said: "file" in said),
        _number_is_of_the_series,
    ),
    "Page": (_statement_has_its_layout,),
    "Author": (_needs("name", "person"),),
    "Article": (_needs("text", "items"),),
    "Picture": (_needs("alt", is_met=lambda said: _is_true(said, "decorative")),),
}


@cache
def soundly(group: type[Part]) -> st.SearchStrategy[Said]:
    """What a file says of a kind or group, mostly so that a build takes it."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Said:
        said: Said = {}
        for each in describe(group):
            if each.is_required or draw(st.integers(1, _EVERY)) == 1:
                said[each.name] = draw(_values(group, each))
        for rule in _RULES.get(group.__name__, ()):
            rule(said, draw)
        return said

    return drawn()


@cache
def _values(group: type[Part], field: FieldDescription) -> st.SearchStrategy[Any]:
    one = _one(group, field)
    if field.is_named:
        return values(field)
    return st.lists(one, min_size=1, max_size=2) if field.is_list else one


def _one(group: type[Part], field: FieldDescription) -> st.SearchStrategy[Any]:
    formed = _OF_KIND.get((group.__name__, field.name), _FORMED.get(field.name))
    if field.group is not None:
        return st.deferred(lambda: soundly(field.group))
    if formed is not None and field.sort is FieldSort.TEXT:
        return formed
    if field.sort in {FieldSort.REFERENCE, FieldSort.FILE, FieldSort.PICTURE, FieldSort.KIND}:
        return _one_of([name for name in named(field) if name != "ei-ole"])
    single = FieldDescription(
        field.name, field.sort, is_required=True, is_list=False, choices=field.choices
    )
    return values(single)
