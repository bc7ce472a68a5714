"""What looks like personal data, and the reasons in `site.yaml` that excuse it.

Must never know where it is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socomsite.model.sensitive import Found, Sort, found_in
from socomsite.model.site import FILE, Allowance
from socomsite.problem import Position, Problem, Severity, problem
from socomsite.yamltext import Mapping, Sequence, read_yaml


@dataclass(frozen=True)
class Suspect:
    """Something found that must not be published, and what would tell of it."""

    sort: Sort
    mask: str
    path: str
    problem: Problem


def position_in(path: str, text: str, offset: int) -> Position:
    """The line and column of an offset in the text of a file."""
    start = text.rfind("\n", 0, offset) + 1
    return Position(path, text.count("\n", 0, offset) + 1, offset - start + 1)


def told_in_text(place: Position, found: Found) -> Problem:
    """The problem of something found in a text that people read line by line."""
    code = {
        Sort.IDENTITY_CODE: "identity-code",
        Sort.BANK_ACCOUNT: "bank-account",
        Sort.PRIVATE_PHONE: "private-phone",
        Sort.SECRET_KEY: "secret-key",
    }[found.sort]
    return problem(place, code, is_secret=True, mask=found.mask)


def judged(
    suspects: Iterable[Suspect], allowances: tuple[Allowance, ...], settings: str
) -> Iterator[Problem]:
    """The problems of what no reason excuses, and of reasons that excuse nothing any more.

    `settings` is the text of `site.yaml`, for the places of the reasons in it. Problem beside those
    of the suspects: `privacy-reason-unused`, a warning.
    """
    used: set[int] = set()
    for suspect in suspects:
        fitting = [n for n, each in enumerate(allowances) if _excuses(each, suspect)]
        used.update(fitting)
        if not fitting:
            yield suspect.problem
    for number, place in enumerate(_places(settings, len(allowances))):
        if number not in used:
            what = f"choice-{allowances[number].what.value}"
            yield problem(place, "privacy-reason-unused", severity=Severity.WARNING, what=what)


def _excuses(allowance: Allowance, suspect: Suspect) -> bool:
    return (
        allowance.what is suspect.sort
        and allowance.file in {None, suspect.path, masked_path(suspect.path)}
        and allowance.match in {None, suspect.mask}
    )


def _places(settings: str, count: int) -> list[Position]:
    """Where each reason stands in `site.yaml`."""
    tree = read_yaml(settings, FILE).value
    listed = tree.get("privacy") if isinstance(tree, Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else ()
    places = [item.position for item in items]
    return places if len(places) == count else [Position(FILE)] * count


def masked_path(path: str) -> str:
    """A path in which what must not be published is masked, so that it can be told of."""
    return "/".join(_masked(part) for part in path.split("/"))


def _masked(text: str) -> str:
    for found in sorted(found_in(text), reverse=True):
        text = text[: found.start] + found.mask + text[found.end :]
    return text
