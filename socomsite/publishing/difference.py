"""What a release would change for readers, page by page, and in numbers.

Must never know where releases are kept or how people are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from socomsite.publishing.release import Counts, Filed, Release, Sort


@dataclass(frozen=True, slots=True)
class Difference:
    """The files that readers get anew, changed or no more; `redirects` are the new ones.

    `pages` is how many pages the site had before. A page that has become a redirect is not removed.
    """

    new: tuple[Filed, ...]
    changed: tuple[Filed, ...]
    removed: tuple[Filed, ...]
    redirects: tuple[Filed, ...]
    files: tuple[Filed, ...]
    pages: int
    is_first: bool

    @property
    def is_empty(self) -> bool:
        """Whether readers would notice nothing at all."""
        groups = (self.new, self.changed, self.removed, self.redirects, self.files)
        return not self.is_first and not any(groups)

    @property
    def counts(self) -> Counts:
        """In numbers, as a manifest keeps it."""
        return Counts(
            new=len(self.new),
            changed=len(self.changed),
            removed=len(self.removed),
            redirects=len(self.redirects),
            files=len(self.files),
            is_first=self.is_first,
        )

    def removes_over(self, percent: int) -> bool:
        """Whether more of the pages would go than so many of a hundred."""
        return len(self.removed) * 100 > percent * self.pages


def difference(former: Release | None, own: Iterable[Filed]) -> Difference:
    """How the files of a new release differ from those of the release that is served."""
    before = {filed.path: filed for filed in former.own} if former else {}
    after = {filed.path: filed for filed in own}
    fresh = [each for path, each in after.items() if path not in before]
    changed = [each for path, each in after.items() if _is_changed(each, before.get(path))]
    gone = [each for path, each in before.items() if path not in after]
    turned = [each for each in changed if before[each.path].sort is not each.sort]
    redirects = [each for each in (*fresh, *turned) if each.sort is Sort.REDIRECT]
    pages = [each for each in fresh if each.sort is Sort.PAGE]
    pages += [each for each in turned if each.sort is Sort.PAGE]
    same = [each for each in changed if each.sort is Sort.PAGE and each not in turned]
    removed = [each for each in gone if each.sort is Sort.PAGE]
    told = {each.path for each in (*redirects, *pages, *same, *removed)}
    rest = [each for each in (*fresh, *changed, *gone) if each.path not in told]
    return Difference(
        new=tuple(sorted(pages)),
        changed=tuple(sorted(same)),
        removed=tuple(sorted(removed)),
        redirects=tuple(sorted(redirects)),
        files=tuple(sorted(rest)),
        pages=sum(each.sort is Sort.PAGE for each in before.values()),
        is_first=former is None,
    )


def _is_changed(after: Filed, before: Filed | None) -> bool:
    return before is not None and (after.sha256, after.sort) != (before.sha256, before.sort)
