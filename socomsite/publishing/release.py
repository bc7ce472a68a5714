"""A release: what one publishing put before readers, file by file, and its manifest as JSON.

A release's id is its instant in UTC (`20261126T065051Z`), so ids sort by time whatever the time
zone and on the night when clocks are set back. Must never know where releases are kept.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from socomsite.dates import next_second

#: Served with each release, so that anyone can see which one it is. Not in its own manifest.
MARKER = ".well-known/socomsite.json"
#: A file whose name holds the digest of its content: another content has another name.
NAMED_BY_DIGEST = re.compile(r"[._][0-9a-f]{7,}(-[0-9]+)?\.[a-z0-9_]+$")
_FORM = 1
_ID = "%Y%m%dT%H%M%SZ"


class Sort(StrEnum):
    """What a file of a release is to a reader."""

    PAGE = "page"
    REDIRECT = "redirect"
    FILE = "file"
    # Of the release before, for those who still have its pages open.
    CARRIED = "carried"


@dataclass(frozen=True, slots=True, order=True)
class Filed:
    """One file of a release.

    `sha256` is in hexadecimal, `source` the file of the site that it was made from, if one,
    `title` what a page is called, `left` when a carried file ceased to belong to the site (UTC).
    """

    path: str
    sha256: str
    size: int
    sort: Sort = Sort.FILE
    source: str = ""
    title: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How a release differs from the one served before it; `is_first` if there was none."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    redirects: int = 0
    files: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """A release and its manifest: files by path, whence they came and with what they were made.

    `commit` is the commit of the site's sources, None outside version control; `is_modified` says
    that the sources had changes which no commit holds.
    """

    id: str
    version: str
    commit: str | None
    is_modified: bool
    counts: Counts
    files: tuple[Filed, ...]

    @property
    def made(self) -> dt.datetime:
        """The instant of its publishing."""
        return instant_of(self.id)

    @property
    def own(self) -> tuple[Filed, ...]:
        """The files that belong to the site, those carried along apart."""
        return tuple(filed for filed in self.files if filed.sort is not Sort.CARRIED)


def instant_of(release: str) -> dt.datetime:
    """The instant that an id names. Raises ValueError for what is no id."""
    return dt.datetime.strptime(release, _ID).replace(tzinfo=dt.UTC)


def is_id(word: str) -> bool:
    """Whether a word is spelt as the id of a release."""
    try:
        return instant_of(word).strftime(_ID) == word
    except ValueError:
        return False


def next_id(now: dt.datetime, known: Iterable[str]) -> str:
    """The id of a release made now: later than all known ones, even if the clock was set back."""
    latest = max((instant_of(each) for each in known), default=None)
    moment = now.astimezone(dt.UTC)
    if latest is not None and moment.strftime(_ID) <= latest.strftime(_ID):
        moment = next_second(latest)
    return moment.strftime(_ID)


def manifest_of(release: Release) -> bytes:
    """The manifest as JSON: equal releases, equal bytes; a file's empty fields are left out."""
    plain = {"form": _FORM} | asdict(release)
    plain["files"] = [{k: v for k, v in each.items() if v != ""} for each in plain["files"]]
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def release_of(manifest: bytes) -> Release | None:
    """The release that a manifest tells of, or None if it is cut off or of another form."""
    try:
        plain = json.loads(manifest)
        if plain.pop("form") != _FORM or not is_id(plain["id"]):
            return None
        files = tuple(Filed(**each | {"sort": Sort(each["sort"])}) for each in plain.pop("files"))
        counts = Counts(**plain.pop("counts"))
        return Release(**plain, counts=counts, files=files)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def marker_of(release: Release) -> bytes:
    """What is served at `MARKER`: the release and the SHA-256 of its manifest."""
    digest = sha256(manifest_of(release)).hexdigest()
    return (json.dumps({"release": release.id, "manifest": digest}) + "\n").encode()
