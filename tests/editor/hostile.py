"""Files that nobody should be able to bring into the content, made small and in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

#: Stands in every file that would do something; where it is found, something came through.
MARK = b"HYOKKAYS-41f7"
SCRIPT = b"<script>window.hyokkays='" + MARK + b"'</script>"


def _jpeg(comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 30, 60)).save(made, "JPEG", comment=comment)
    return made.getvalue()


def _gif_that_is_a_script() -> bytes:
    made = io.BytesIO()
    Image.new("P", (8, 6)).save(made, "GIF")
    return made.getvalue() + b"*/=1;/*" + SCRIPT + b"*/"


def _png(width: int, height: int, data: bytes) -> bytes:
    """A picture that says it is of this size, whatever its data is."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _endless_png() -> bytes:
    row = b"\0" * (60_000 // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row * 1000) for _ in range(60)) + packer.flush()
    return _png(60_000, 60_000, data)


def _archive(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _pdf(body: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + body + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def hostile_files() -> dict[str, bytes]:
    """Each file with the name that it comes under."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    html = b"<!doctype html><title>a</title>" + SCRIPT
    program = b"MZ\x90\0" + MARK + b"\0" * 64
    types = b'<?xml version="1.0"?><Types xmlns="a"></Types>'
    return {
        "tyhja.jpg": b"",
        "tyhja.pdf": b"",
        "sivu.jpg": html,
        "sivu.png": html,
        "sivu.pdf": html,
        "sivu.docx": html,
        "sivu.html": html,
        "sivu.jpg.html": _jpeg() + html,
        "piirros.svg": svg,
        "piirros.jpg": svg,
        "piirros.png": b"\xef\xbb\xbf  <!--\n-->" + svg,
        "kahdeksi.gif": _gif_that_is_a_script(),
        "kommentti.jpg": _jpeg(SCRIPT),
        "perassa.jpg": _jpeg() + SCRIPT,
        "zip-perassa.jpg": _jpeg() + _archive({"a.html": html}),
        "edessa.pdf": html + _pdf(b"<</Type/Catalog>>"),
        "toimii.pdf": _pdf(b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(" + MARK + b")>>>>"),
        "ohjelma.pdf": program,
        "ohjelma.docx": program,
        "ohjelma.exe": program,
        "ohjelma.jpg": b"\x7fELF" + MARK,
        "komento.csv": b"#!/bin/sh\necho " + MARK,
        "makro.docm": _archive({"[Content_Types].xml": types, "word/vbaProject.bin": MARK}),
        "makro.docx": _archive({"[Content_Types].xml": types, "word/vbaProject.bin": MARK}),
        "ulos.docx": _archive({"[Content_Types].xml": types, "../../../ulos.txt": MARK}),
        "pommi.docx": _archive(
            {"[Content_Types].xml": types, "word/document.xml": b"\0" * 300_000_000}
        ),
        "pommi.png": _endless_png(),
        "valehtelee.png": _png(4_000_000_000 % 2**31, 2_000_000_000, b"\0"),
        ".htaccess": b"AddType text/html .jpg " + MARK,
        "salasanat.env": b"AVAIN=" + MARK,
    }


#: Names under which a sound picture comes.
NAMES = (
    "../../ulos.jpg",
    "..\\..\\ulos.jpg",
    "/tmp/ulos.jpg",  # noqa: S108 - a name that is refused
    "C:\\ulos.jpg",
    "kuva.jpg\0.html",
    "kuva.jpg\r\nSet-Cookie: a=b",
    "con.jpg",
    "aux",
    ".jpg",
    "..",
    ".",
    "",
    "a" * 300 + ".jpg",
    "kuva.jpg.",
    "kuva .jpg ",
    "\u202egpj.lmth",
    "kuva\u2044..\u2044ulos.jpg",
    "kuva.jpg::$DATA",
    "<img src=x onerror=alert(1)>.jpg",
    '"><script>alert(1)</script>.jpg',
)


def sound_picture() -> bytes:
    """A small picture that anybody may bring."""
    return _jpeg()
