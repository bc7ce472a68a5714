"""What a picture tells of people beside what it shows: place, author, comments.

Reads EXIF 3.0, XMP, IPTC, and the texts of PNG, JPEG, GIF and TIFF through Pillow. Must never know
what becomes of the picture.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from socomsite.model.document import Damaged, Document, Mark, MarkSort, Piece, Place, PlaceSort
from socomsite.model.xmlparts import texts

_AUTHOR, _COMMENTS, _PLACE = MarkSort.AUTHOR, MarkSort.COMMENTS, MarkSort.LOCATION
_EXIF = {
    ExifTags.Base.Artist: _AUTHOR,
    ExifTags.Base.XPAuthor: _AUTHOR,
    ExifTags.Base.CameraOwnerName: _AUTHOR,
    ExifTags.Base.UserComment: _COMMENTS,
    ExifTags.Base.XPComment: _COMMENTS,
}
_IPTC = {
    (2, 80): _AUTHOR,  # by-line
    (2, 122): _AUTHOR,  # writer of the caption
}
_XMP = {
    "creator": _AUTHOR,
    "Artist": _AUTHOR,
    "AuthorsPosition": _AUTHOR,
    "CaptionWriter": _AUTHOR,
    "OwnerName": _AUTHOR,
    "CameraOwnerName": _AUTHOR,
    "GPSLatitude": _PLACE,
    "GPSLongitude": _PLACE,
    "UserComment": _COMMENTS,
}
# The keywords that PNG lists for its texts; Pillow calls the comments of JPEG and GIF so too.
_TEXTS = {"author": _AUTHOR, "comment": _COMMENTS}
# Captions are meant to be read, but may hold what must not be.
_CAPTIONS = (ExifTags.Base.ImageDescription, ExifTags.Base.XPTitle, ExifTags.Base.XPSubject)
_WIDE = (ExifTags.Base.XPAuthor, ExifTags.Base.XPComment, *_CAPTIONS[1:])
_EMPTY_COMMENT = (b"ASCII\0\0\0", b"UNICODE\0", b"JIS\0\0\0\0\0", b"\0" * 8)
# What programs and phones write as a comment by themselves.
_BY_PROGRAMS = ("created with", "created by", "optimized", "lavc", "screenshot", "file source:")
_MOST_XMP = 4_000_000
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, ArithmeticError, LookupError),
    *(struct.error, zlib.error, AttributeError),
)


def marks_of(data: bytes) -> Document:
    """The marks of a picture. Raises Damaged where nothing can be read.

    The picture itself is not decoded: what stands beside it is at its head.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                found = list(_marks(image))
                given = image.getexif()
                captions = " ".join(_exif_text(tag, given.get(tag)) for tag in _CAPTIONS).strip()
    except (*_FAULTS, Image.DecompressionBombError) as error:
        raise Damaged from error
    place = Place(PlaceSort.PROPERTY)
    words = " ".join(text for _, text in found)
    pieces = (Piece(place, words), Piece(place, captions))
    return Document.of(pieces, (Mark(sort, place, text) for sort, text in found))


def has_location(image: Image.Image) -> bool:
    """Whether an open picture tells where it was taken."""
    return any(sort is _PLACE for sort, _ in _marks(image))


def _marks(image: Image.Image) -> Iterator[tuple[MarkSort, str]]:
    for read in (_of_exif, _of_iptc, _of_xmp, _of_texts):
        try:
            found = list(read(image))
        except (*_FAULTS, Damaged):
            continue  # what is damaged tells nothing to others either
        for sort, text in found:
            if sort is not _COMMENTS or not text.casefold().startswith(_BY_PROGRAMS):
                yield sort, text


def _of_texts(image: Image.Image) -> Iterator[tuple[MarkSort, str]]:
    for name, value in image.info.items():
        sort = _TEXTS.get(str(name).lower())
        text = _text(value)
        if sort and text:
            yield sort, text


def _of_exif(image: Image.Image) -> Iterator[tuple[MarkSort, str]]:
    exif = image.getexif()
    if {1, 2, 3, 4} & exif.get_ifd(ExifTags.IFD.GPSInfo).keys():
        yield _PLACE, ""
    for group in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, sort in _EXIF.items():
            text = _exif_text(tag, group.get(tag))
            if text:
                yield sort, text


def _exif_text(tag: int, value: object) -> str:
    if isinstance(value, tuple):
        value = bytes(part for part in value if isinstance(part, int))
    if isinstance(value, bytes) and tag in _WIDE:
        return value.decode("utf-16-le", "ignore").strip("\0 ")
    if isinstance(value, bytes) and value[:8] in _EMPTY_COMMENT:
        value = value[8:]
    return _text(value)


def _of_iptc(image: Image.Image) -> Iterator[tuple[MarkSort, str]]:
    if not isinstance(image, ImageFile.ImageFile):
        return
    info: Mapping[tuple[int, int], object] = IptcImagePlugin.getiptcinfo(image) or {}
    for key, sort in _IPTC.items():
        value = info.get(key)
        for each in value if isinstance(value, list) else [value]:
            if text := _text(each):
                yield sort, text


def _of_xmp(image: Image.Image) -> Iterator[tuple[MarkSort, str]]:
    data = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    yield from xmp_marks(data.encode() if isinstance(data, str) else bytes(data))


def xmp_marks(data: bytes) -> Iterator[tuple[MarkSort, str]]:
    """What an XMP packet (ISO 16684-1) tells of people. Raises Damaged."""
    begin = data.find(b"<x:xmpmeta")
    begin = begin if begin >= 0 else max(data.find(b"<rdf:RDF"), 0)
    end = data.rfind(b">") + 1
    if end <= begin or len(data) > _MOST_XMP:
        return
    tail = data.find(b"<?xpacket end")
    for name, text in texts(data[begin : tail if tail > begin else end]):
        sort = _XMP.get(name)
        if sort and text.strip():
            yield sort, text.strip()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value.strip("\0 \t\r\n") if isinstance(value, str) else ""
