"""The rooms of the editor: every module that answers at an address, in the order asked."""

from __future__ import annotations

from socomsite.editor import (
    bulletins,
    dashboard,
    ending,
    entry,
    helping,
    history,
    issueforms,
    lists,
    previewing,
    publishing,
    removing,
    shelf,
    starting,
    uploading,
)
from socomsite.editor.application import Route

#: The addresses of every room.
ROOMS: tuple[tuple[Route, ...], ...] = (
    dashboard.ROUTES,
    removing.ROUTES,
    ending.ROUTES,
    lists.ROUTES,
    starting.ROUTES,
    helping.ROUTES,
    entry.ROUTES,
    previewing.ROUTES,
    uploading.ROUTES,
    shelf.ROUTES,
    bulletins.ROUTES,
    issueforms.ROUTES,
    publishing.ROUTES,
    history.ROUTES,
)
