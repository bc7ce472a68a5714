"""What came of a build.

Must never know how it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from socomsite.engine.stood import Files
from socomsite.job import Artifact, Finished, Job
from socomsite.model.graph import Graph
from socomsite.model.site import Site
from socomsite.problem import Problem

if TYPE_CHECKING:
    from socomsite.checks.ledger import AddressBook


@dataclass(frozen=True)
class Build:
    """What came of a build: the graph and artifacts if it came so far, and every problem.

    `texts` are those of content and templates by path, for who looks into the words; `book`
    what became of every address ever published. One that `is_edited` was made from the last whole
    one: it knows of its files only what is written, and of pages that stand only their address.
    """

    site: Site | None
    graph: Graph | None
    made: Sequence[tuple[Job, Artifact]]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    book: AddressBook | None = field(default=None, repr=False, compare=False)
    is_edited: bool = False

    @property
    def addresses(self) -> AddressBook:
        """What became of every address, as far as it was asked."""
        from socomsite.checks.ledger import AddressBook  # noqa: PLC0415 - an edit asks nothing

        return self.book or AddressBook()

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps the site from being written."""
        return not any(found.is_error for found in self.problems)

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The files of the site."""
        return tuple(artifact for _, artifact in self.made)

    @property
    def finished(self) -> Iterable[Finished]:
        """The files of the site, for who writes them."""
        return self.made.finished if isinstance(self.made, Files) else self.artifacts

    @property
    def kinds(self) -> Counter[str]:
        """How many pages there are of each kind."""
        if isinstance(self.made, Files):
            return Counter(self.made.kinds)
        return Counter(job.kind for job, artifact in self.made if artifact.facts)
