"""The rooms of the editor: every module that answers at an address, in the order asked."""

from __future__ import annotations

from socomsite.editor import (
    addingfiles,
    addingpictures,
    bulletins,
    dashboard,
    ending,
    entry,
    helping,
    history,
    issueforms,
    issuepage,
    lists,
    previewing,
    publishing,
    removing,
    renaming,
    returning,
    shelf,
    starting,
)
from socomsite.editor.page import Route

#: The addresses of every room.
ROOMS: tuple[tuple[Route, ...], ...] = (
    dashboard.ROUTES,
    removing.ROUTES,
    renaming.ROUTES,
    ending.ROUTES,
    lists.ROUTES,
    starting.ROUTES,
    helping.ROUTES,
    entry.ROUTES,
    previewing.ROUTES,
    addingpictures.ROUTES,
    addingfiles.ROUTES,
    shelf.ROUTES,
    bulletins.ROUTES,
    issuepage.ROUTES,
    issueforms.ROUTES,
    publishing.ROUTES,
    returning.ROUTES,
    history.ROUTES,
)
