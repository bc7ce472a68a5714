"""Pictures of the content: what a file is, its size upright, and smaller copies of it.

The only importer of Pillow. Must never know addresses or pages.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import PIL
from PIL import Image, ImageCms, ImageFile, features

from socomsite.digest import digest_of_bytes
from socomsite.model.originals import SAVING, Form, Original
from socomsite.model.picturemarks import has_location
from socomsite.problem import Outcome, Position, Problem, Severity, problem

_NEEDED = ("avif", "jpg", "littlecms2", "webp", "zlib")
#: The version of Pillow; nothing if it was built without what copies need.
VERSION = PIL.__version__ if all(features.check(name) for name in _NEEDED) else ""

MOST_PIXELS = 100_000_000
# Of those that must be read whole, so many that reading and shrinking stays below 400 MB.
_MOST_WHOLE = {"PNG": 30_000_000, "GIF": 30_000_000, "WEBP": 20_000_000}
_MOST_PROGRESSIVE = 200_000_000  # of all its channels together: their coefficients are all kept
LONGEST_SIDE = 30_000
#: The longest side that is kept of a picture on its way in: twice what any page shows of it.
KEPT_SIDE = 3840
_FEW_COLOURS = 256
_PHOTOGRAPHS = ("JPEG", "MPO")
_KNOWN = (*_PHOTOGRAPHS, "PNG", "WEBP", "GIF")
_READERS = ("JPEG", "PNG", "WEBP", "GIF")  # the first reads MPO too
# What people also save pictures as, and how such a file begins: told of by name.
_FOREIGN = (
    ("BMP", 0, (b"BM",)),
    ("TIFF", 0, (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    ("AVIF", 4, (b"ftypavif", b"ftypavis")),
    ("SVG", 0, (b"<svg", b"<?xml", b"<!DOCTYPE svg")),
    ("HEIC", 4, (b"ftyphei", b"ftyphev", b"ftypmif1")),
    ("PDF", 0, (b"%PDF",)),
)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = range(5, 9)  # turns in which width and height change places
# What Pillow's readers raise on damaged bytes, found by feeding them such.
_FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, EOFError, ArithmeticError, LookupError),
    *(struct.error, zlib.error),
)


def measured(data: bytes, path: str) -> Outcome[Original | None]:
    """What is to be known of a picture before its copies are made; reads it to the end.

    Problems: `picture-type`, `picture-too-large`, `picture-unreadable`; `picture-gps`, a notice.
    """
    place = Position(path)
    too_large = problem(place, "picture-too-large", limit=MOST_PIXELS // 1_000_000)
    try:
        refused = _foreign(data)
        if refused:
            return Outcome(None, (problem(place, "picture-type", type=refused),))
        with _opened(data) as image:
            refused = _refused(image)
            if refused:
                return Outcome(None, (problem(place, "picture-type", type=refused),))
            width, height = image.size
            most = _most_pixels(image)
            if width * height > most or max(image.size) > LONGEST_SIDE:
                found = problem(place, "picture-too-large", limit=most // 1_000_000)
                return Outcome(None, (found,))
            image.draft(None, (max(1, width // 8), max(1, height // 8)))
            image.load()
            if _orientation(image) in _LYING:
                width, height = height, width
            fallback = Form.PNG if _suits_png(image) else Form.JPEG
            told = _told_of(image, place)
    except Image.DecompressionBombError:
        return Outcome(None, (too_large,))
    except _FAULTS:
        return Outcome(None, (problem(place, "picture-unreadable"),))
    return Outcome(Original(digest_of_bytes(data), width, height, fallback), told)


def _told_of(image: Image.Image, place: Position) -> tuple[Problem, ...]:
    """A notice for a picture that tells where it was taken; its copies will not."""
    if not has_location(image):
        return ()
    return (problem(place, "picture-gps", severity=Severity.NOTICE),)


def scaled(data: bytes, width: int, height: int, form: Form) -> bytes:
    """A copy in this size of a picture that could be measured.

    Upright, in sRGB, and without EXIF, XMP, comment or colour profile.
    """
    with _opened(data) as image:
        orientation = _orientation(image)
        size = (height, width) if orientation in _LYING else (width, height)
        # A JPEG is read at the half, quarter or eighth that is still half as large again.
        image.draft(None, (size[0] * 3 // 2, size[1] * 3 // 2))
        plain = _plain(_in_srgb(image))
        made = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        if orientation in _TURNS:
            made = made.transpose(_TURNS[orientation])
        made.info.clear()  # some writers would take the profile or a comment from here
        saved = BytesIO()
        made.save(saved, form.name, **SAVING[form])
    return saved.getvalue()


def kept(data: bytes) -> tuple[bytes, str]:
    """What is kept of a picture that could be measured, and the ending of its name.

    Upright, in sRGB, no larger than is of use, and nothing beside its pixels: no place, no author,
    no other file behind it. Always written anew, since only what we write ourselves is known.
    """
    with _opened(data) as image:
        orientation, is_photograph = _orientation(image), image.format in _PHOTOGRAPHS
        image.draft(None, (KEPT_SIDE, KEPT_SIDE))
        made = _plain(_in_srgb(image))
        made.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
        if orientation in _TURNS:
            made = made.transpose(_TURNS[orientation])
        is_webp = image.format == "WEBP" and not _suits_png(image)
        made.info.clear()
        saved = BytesIO()
        if is_photograph or (is_webp and made.mode == "RGB"):
            made.save(saved, "JPEG", quality=92, optimize=True)
            return saved.getvalue(), "jpg"
        made.save(saved, "PNG", optimize=True)
    return saved.getvalue(), "png"


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The picture in these bytes; its reader's own warnings are not for authors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # WeasyPrint, once imported, has Pillow forgive a file that ends too soon, everywhere.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        # No reader of any other form ever sees the bytes.
        with Image.open(BytesIO(data), formats=_READERS) as image:
            yield image


def _foreign(data: bytes) -> str:
    """The name of a type that we know only to refuse it."""
    return next((name for name, at, begins in _FOREIGN if data.startswith(begins, at)), "")


def _refused(image: Image.Image) -> str:
    """Why a picture that can be read is still not taken: its type, or that it moves."""
    if image.format not in _KNOWN:
        return image.format or "?"
    moves = image.format not in _PHOTOGRAPHS and getattr(image, "is_animated", False)
    return "picture-moving" if moves else ""


def _most_pixels(image: Image.Image) -> int:
    """How large a picture may be: a JPEG that is not progressive is read at an eighth."""
    if image.info.get("progressive"):
        return min(MOST_PIXELS, _MOST_PROGRESSIVE // len(image.getbands()))
    return _MOST_WHOLE.get(image.format or "", MOST_PIXELS)


def _orientation(image: Image.Image) -> int:
    """How the picture is turned (EXIF 2.3, tag Orientation); 1, upright, if that is damaged."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _FAULTS:
        return 1


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours that browsers assume; as it is if its profile is damaged."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, srgb, outputMode=mode) or image
    except (OSError, ImageCms.PyCMSError):
        return image


def _plain(image: Image.Image) -> Image.Image:
    """The picture in RGB, or in RGBA if anything of it can be seen through."""
    if image.mode.startswith("I"):  # sixteen bits of grey, which Pillow would clip to eight
        image = image.point(lambda value: value * (1 / 256)).convert("L")
        image.info.pop("transparency", None)
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    is_solid = clear.getchannel("A").getextrema()[0] == 255  # noqa: PLR2004 - eight bits
    return clear.convert("RGB") if is_solid else clear


def _suits_png(image: Image.Image) -> bool:
    """Whether a picture would lose in JPEG: it can be seen through, or is drawn in few colours."""
    if image.format in _PHOTOGRAPHS:
        return False
    plain = _plain(image)
    return plain.mode == "RGBA" or plain.getcolors(_FEW_COLOURS) is not None
