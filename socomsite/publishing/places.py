"""The target that a destination's settings mean.

Each sort is imported only when it is asked for. Must never know how any of them works.
"""

from __future__ import annotations

from pathlib import Path

from socomsite.model.destination import Destination
from socomsite.problem import Position, problem
from socomsite.publishing.target import Refused, Target


def target_of(destination: Destination, root: Path) -> Target:
    """The target of a destination, for a site in a folder. Raises Refused if it cannot be made."""
    if destination.folder:
        from socomsite.publishing.folder import FolderTarget  # noqa: PLC0415 - see above

        return FolderTarget.of(destination.folder, root)
    if destination.branch:
        from socomsite.publishing.branch import BranchTarget  # noqa: PLC0415 - see above

        return BranchTarget.of(destination.branch, root)
    sort = "server" if destination.server else "bucket"
    raise Refused(problem(Position("site.yaml"), "destination-unready", sort=sort))
