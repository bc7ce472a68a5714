"""A job to make one output from one view, and the artifact that came out.

Must never know any format.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from socomsite.problem import Position


@dataclass(frozen=True, slots=True)
class Job:
    """Make the file at `path` below the output folder, in a format, from a view.

    `recipe` is the digest of the template or asset it is made with; `origin` and `places` say
    where its content and the links in it were written, for messages only. `is_own` marks the page
    at an entry's own address rather than a further page of its list or a redirect. `asked` is what
    the view hangs on beside what all hang on (`model.entries.Question`).
    """

    path: str
    format: str
    view: object
    recipe: str
    kind: str = ""
    origin: Position = field(default=Position(""), compare=False)
    places: tuple[tuple[str, Position], ...] = field(default=(), compare=False)
    is_own: bool = False
    asked: frozenset[tuple[str, str, str]] = field(default=frozenset(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a finished page says of itself, for the checks.

    `links` are root-relative addresses as written before they were made relative, `ids` the
    anchors one can link to.
    """

    address: str
    links: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Loads:
    """What a browser fetches and runs for a finished file by itself.

    `requests` are addresses, each with the directive of the Content Security Policy (CSP, level 3)
    that governs it; own ones are root-relative. `scripts` and `styles` are the hash sources of
    what stands inline and takes effect. `frames` are fetched after a click only, `actions` when a
    form is sent.
    """

    requests: tuple[tuple[str, str], ...] = ()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file: its path below the output folder and its bytes."""

    path: str
    data: bytes
    facts: Facts | None = None
    loads: Loads = Loads()
