"""Names that a file or an address can have on every computer, and what a file is by its bytes.

Windows, macOS and Linux each refuse or confuse names that the others take: what is made on one
must be whole on all. Must never know where files lie.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

#: Bytes of one step of a path: ext4, APFS and NTFS allow 255, and endings are added.
LONGEST = 200
# What NTFS and FAT refuse in a name ("Naming Files, Paths, and Namespaces", Microsoft).
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$)(?:\..*)?", re.IGNORECASE
)
# How a file of each kind begins. What is packed or bound can hold any document of its kind.
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_BEGINS: Mapping[str, tuple[bytes, ...]] = {
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt"), _OLE),
    "pdf": (b"%PDF-",),
    "rtf": (b"{\\rtf",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
# Plain text, which no browser runs: of no certain beginning.
_TEXTS = frozenset({"txt", "csv", "ics", "vcf", "bib", "ris", "srt", "vtt"})
# What a program or a browser would run, whatever the name says.
_RUNS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa"),
    *(b"CWS", b"FWS", b"L\x00\x00\x00\x01\x14\x02\x00"),
)
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script|svg|\?xml|!--|iframe|math)",
    re.IGNORECASE,
)
ALLOWED = tuple(sorted({*_BEGINS, *_TEXTS, "mp4", "webm", "m4a", "webp", "avif"}))
_SINCE_FOUR: Mapping[str, tuple[bytes, ...]] = {
    "mp4": (b"ftyp",),
    "m4a": (b"ftyp",),
    "avif": (b"ftypavif",),
}


def is_portable(name: str) -> bool:
    """Whether every computer can have a file, or a step of an address, of this name."""
    return not (
        _REFUSED.search(name)
        or _DEVICES.fullmatch(name)
        or name.endswith((".", " "))
        or name.startswith(" ")
        or len(name.encode("utf-8", "replace")) > LONGEST
    )


def folded(path: str) -> str:
    """What two paths share that are one file on Windows or macOS: case and accents aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def twins(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path that is the same as an earlier one on another computer, with that one."""
    first: dict[str, str] = {}
    for path in paths:
        other = first.setdefault(folded(path), path)
        if other != path:
            yield path, other


def is_known(name: str) -> bool:
    """Whether the ending is of a kind of file that can be attached."""
    return name.rpartition(".")[2].lower() in ALLOWED


def is_as_named(name: str, data: bytes) -> bool:
    """Whether a file's bytes are of the kind that its ending says."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in _TEXTS:
        head = data[:4096]
        return b"\0" not in head and not head.startswith(_RUNS) and not _MARKUP.match(head)
    if suffix in _SINCE_FOUR:
        return data.startswith(_SINCE_FOUR[suffix], 4)
    if suffix == "webp":
        return data.startswith(b"RIFF") and data.startswith(b"WEBP", 8)
    if suffix == "webm":
        return data.startswith(b"\x1a\x45\xdf\xa3")
    return data.startswith(_BEGINS.get(suffix, ()))
