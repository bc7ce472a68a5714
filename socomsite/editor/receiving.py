"""Pages to which files are sent: their form is read as it comes, and never more of it than allowed.

What is too large is read to its end and let go, so that the browser gets an answer in words. Must
never know what is done with the files.
"""

from __future__ import annotations

from dataclasses import dataclass

from tornado import httputil, web

from socomsite.editor.page import Page

#: Bytes of a form with its file; what is kept of it in memory.
LARGEST = 50_000_000
# So much is read and let go before the line is cut.
_PATIENCE = 4_000_000_000


@dataclass(frozen=True)
class Sent:
    """A file as it came: the name that it had there, and its bytes."""

    name: str
    data: bytes


@web.stream_request_body
class Receiving(Page):
    """A page whose form brings files."""

    def prepare(self) -> None:
        """Admit the browser; what it sends is still on its way."""
        self.admit()
        self._chunks: list[bytes] = []
        self._size = 0
        connection = self.request.connection
        if connection is not None and hasattr(connection, "set_max_body_size"):
            connection.set_max_body_size(_PATIENCE)

    def data_received(self, chunk: bytes) -> None:
        """Keep what comes, as long as it is not too much."""
        self._size += len(chunk)
        if self._size <= LARGEST:
            self._chunks.append(chunk)
        else:
            self._chunks.clear()

    def receive(self) -> bool:
        """Read the form that has come; False if it was too large, and nothing of it is known.

        Refuses a form that no page of this session made.
        """
        if self._size > LARGEST:
            return False
        kind = self.request.headers.get("Content-Type", "")
        body = b"".join(self._chunks)
        self._chunks.clear()
        try:
            given, files = self.request.body_arguments, self.request.files
            httputil.parse_body_arguments(kind, body, given, files)
        except httputil.HTTPInputError as error:
            raise web.HTTPError(400) from error
        self.admit_form()
        return True

    def sent(self, field: str) -> Sent | None:
        """The file of a field; None if none was chosen."""
        found = self.request.files.get(field)
        if not found or not (found[0]["filename"] or found[0]["body"]):
            return None
        return Sent(found[0]["filename"], found[0]["body"])
