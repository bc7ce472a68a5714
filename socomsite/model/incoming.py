"""Files that somebody hands in: what each is by its content, and what is kept of it.

The name that a file comes with says nothing; a file that is two things at once is neither. Must
never know where files are kept.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from socomsite.model.document import Damaged, Mark
from socomsite.model.image import KEPT_SIDE, kept, measured
from socomsite.model.picturemarks import marks_of
from socomsite.problem import Problem

# The part that makes a packed file a document of its kind (ISO/IEC 29500).
_MAIN: Mapping[str, str] = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACROS = re.compile(r"(?:^|/)(?:vbaProject|vbaData)", re.IGNORECASE)
# What a browser would take for a page, at the head or the tail of a file.
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|math|\?php)[\s>/]", re.IGNORECASE
)
_EDGE = 65_536
_PDF_HEAD = 1024  # so far readers look for its beginning (ISO 32000-2, annex H)


class Why(StrEnum):
    """Why a file is not taken in."""

    EMPTY = "empty"
    REFUSED = "refused"
    DAMAGED = "damaged"
    MACROS = "macros"


class Refused(Exception):  # noqa: N818 - what it says of a file, not of the program
    """A file that is not taken in: why, and what a build would tell of it."""

    def __init__(self, why: Why, problems: tuple[Problem, ...] = ()) -> None:
        """For a reason, or for problems."""
        super().__init__(why)
        self.why, self.problems = why, problems


@dataclass(frozen=True)
class Incoming:
    """What is kept of a file: its bytes, the ending of its name, what was taken out of it."""

    data: bytes
    ending: str
    removed: tuple[Mark, ...] = ()
    was_scaled: bool = False


def picture_in(data: bytes) -> Incoming:
    """The picture that a file is, as it is kept. Raises Refused."""
    if not data:
        raise Refused(Why.EMPTY)
    if _is_several(data):
        raise Refused(Why.REFUSED)
    found = measured(data, "")
    if found.value is None:
        raise Refused(Why.REFUSED, found.problems)
    made, ending = kept(data)
    is_huge = max(found.value.width, found.value.height) > KEPT_SIDE
    return Incoming(made, ending, _told(data), is_huge)


def _told(data: bytes) -> tuple[Mark, ...]:
    try:
        return marks_of(data).marks
    except Damaged:
        return ()  # what cannot be read tells nobody anything


def _is_several(data: bytes) -> bool:
    """Whether a file with a picture's head is another file as well."""
    is_pdf = b"%PDF-" in data[:_PDF_HEAD]
    edges = data[:_EDGE] + b"\n" + data[-_EDGE:]
    return is_pdf or bool(_MARKUP.search(edges)) or zipfile.is_zipfile(BytesIO(data))


def document_in(data: bytes) -> Incoming:
    """The PDF or Office document that a file is. Raises Refused.

    What it says is read elsewhere, in a process of its own.
    """
    if not data:
        raise Refused(Why.EMPTY)
    if data.startswith(b"%PDF-"):
        if zipfile.is_zipfile(BytesIO(data)) or _MARKUP.search(data[:_PDF_HEAD]):
            raise Refused(Why.REFUSED)
        return Incoming(data, "pdf")
    if data.startswith(b"PK\x03\x04") and b"%PDF-" not in data[:_PDF_HEAD]:
        return Incoming(data, _office_kind(data))
    raise Refused(Why.REFUSED)


def _office_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.namelist()
    # `zipfile` raises the last for a form of archive that it does not know.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(Why.DAMAGED) from error
    if any(_MACROS.search(name) for name in names):
        raise Refused(Why.MACROS)
    found = [kind for main, kind in _MAIN.items() if main in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise Refused(Why.REFUSED)
    return found[0]
