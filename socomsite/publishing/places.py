"""The target that a destination's settings mean.

Each sort is imported only when it is asked for. Must never know how any of them works.
"""

from __future__ import annotations

import os
from pathlib import Path

from socomsite.model.destination import Destination
from socomsite.publishing.target import Target


def target_of(destination: Destination, root: Path) -> Target:
    """The target of a destination, for a site in a folder. Raises Refused if it cannot be made."""
    if destination.folder:
        from socomsite.publishing.folder import FolderTarget  # noqa: PLC0415 - see above

        return FolderTarget.of(destination.folder, root)
    if destination.branch:
        from socomsite.publishing.branch import BranchTarget  # noqa: PLC0415 - see above

        return BranchTarget.of(destination.branch, root)
    if destination.server:
        from socomsite.publishing.server import ServerTarget  # noqa: PLC0415 - see above

        return ServerTarget(destination.server, root, os.environ)
    assert destination.bucket is not None, "a destination has one of the four"
    from socomsite.publishing.bucket import BucketTarget  # noqa: PLC0415 - see above

    return BucketTarget.of(destination.bucket, os.environ)
