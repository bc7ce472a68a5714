"""Attached files made for tests: the smallest Word, Excel and PowerPoint, PDF, pictures.

Nothing here is a file that somebody wrote, and all names are made up.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from PIL import Image, PngImagePlugin

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

Parts = Mapping[str, str | bytes]


def packed(parts: Parts) -> bytes:
    """A zip of these parts that calls itself an office file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in ({"[Content_Types].xml": "<Types/>"} | dict(parts)).items():
            file.writestr(name, content)
    return made.getvalue()


def core(**fields: str) -> dict[str, str | bytes]:
    """The part with properties: `creator`, `description` of Dublin Core, the others of Office."""
    told = "".join(
        f"<{prefix}:{name}>{escape(text)}</{prefix}:{name}>"
        for name, text in fields.items()
        for prefix in ["dc" if name in {"creator", "description", "title"} else "cp"]
    )
    return {"docProps/core.xml": f"<cp:coreProperties {_CORE}>{told}</cp:coreProperties>"}


def docx(*paragraphs: str, inside: str = "", parts: Parts = {}) -> bytes:  # noqa: B006 - only read
    """A Word file of paragraphs, each word a run of its own; `inside` is more of the body's XML."""
    runs = "".join(f"<w:p>{_runs(text)}</w:p>" for text in paragraphs)
    body = f"<w:document {_W}><w:body>{runs}{inside}</w:body></w:document>"
    return packed({"word/document.xml": body} | dict(parts))


def _runs(text: str) -> str:
    middle = len(text) // 2
    return "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (text[:middle], text[middle:])
    )


def xlsx(
    sheets: Mapping[str, list[str]],
    hidden: tuple[str, ...] = (),
    parts: Parts = {},  # noqa: B006 - only read
) -> bytes:
    """An Excel file: the cells of one row a sheet, those with letters among the shared texts."""
    shared = [c for cells in sheets.values() for c in cells if not c.isdecimal()]
    made: dict[str, str | bytes] = dict(parts)
    listed, relations = "", ""
    for number, (name, cells) in enumerate(sheets.items(), start=1):
        row = "".join(_cell(cell, shared) for cell in cells)
        sheet = f"<worksheet {_S}><sheetData><row>{row}</row></sheetData></worksheet>"
        made[f"xl/worksheets/sheet{number}.xml"] = sheet
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{escape(name)}" r:id="r{number}"{state}/>'
        relations += f'<Relationship Id="r{number}" Target="worksheets/sheet{number}.xml"/>'
    made["xl/workbook.xml"] = f"<workbook {_S} {_R}><sheets>{listed}</sheets></workbook>"
    made["xl/_rels/workbook.xml.rels"] = f"<Relationships {_RELATIONS}>{relations}</Relationships>"
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    made["xl/sharedStrings.xml"] = f"<sst {_S}>{texts}</sst>"
    return packed(made)


def _cell(text: str, shared: list[str]) -> str:
    if text in shared:
        return f'<c t="s"><v>{shared.index(text)}</v></c>'
    return f"<c><v>{text}</v></c>"


def pptx(*slides: str, notes: Mapping[int, str] = {}, parts: Parts = {}) -> bytes:  # noqa: B006 - only read
    """A PowerPoint file of slides with a text each, and the speaker's notes by their number."""
    made: dict[str, str | bytes] = dict(parts)
    for number, text in enumerate(slides, start=1):
        made[f"ppt/slides/slide{number}.xml"] = _slide("sld", text)
    for number, text in notes.items():
        made[f"ppt/notesSlides/notesSlide{number}.xml"] = _slide("notes", text)
    return packed(made)


def _slide(element: str, text: str) -> str:
    words = f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>"
    return f"<p:{element} {_P} {_A}>{words}</p:{element}>"


def pdf(
    *pages: str,
    author: str = "",
    xmp_author: str = "",
    comment: str = "",
    lock: str = "",
    inside: Mapping[str, bytes] = {},
) -> bytes:
    """A PDF of pages with a line of text each."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    for text in pages or ("Teksti.",):
        page = made.add_blank_page()
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
        page.Contents = made.make_stream(b"BT /F1 12 Tf 72 720 Td (" + shown + b") Tj ET")
    if comment:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 10, 10],
            Contents=comment,
        )
        made.pages[-1].Annots = pikepdf.Array([made.make_indirect(note)])
    if xmp_author:
        with made.open_metadata(update_docinfo=False) as metadata:
            metadata["dc:creator"] = [xmp_author]
    if author:
        made.docinfo["/Author"] = author
    for name, content in inside.items():
        made.attachments[name] = content
    saved = BytesIO()
    made.save(saved, encryption=pikepdf.Encryption(owner=lock, user=lock) if lock else False)
    return saved.getvalue()


#: A document of one page.
PDF = pdf()


def photo(
    form: str = "JPEG",
    *,
    exif: Mapping[int, object] = {},
    gps: bool = False,
    comment: str = "",
    xmp: str = "",
) -> bytes:
    """A picture with such properties; EXIF tags by their number."""
    image = Image.linear_gradient("L").resize((16, 12)).convert("RGB")
    tags = Image.Exif()
    for tag, value in exif.items():
        tags[tag] = value
    if gps:
        tags[0x8825] = {1: "N", 2: (60.0, 30.0, 0.0), 3: "E", 4: (26.0, 55.0, 0.0)}
    saving: dict[str, Any] = {"exif": tags.tobytes()} if exif or gps else {}
    if form == "PNG" and comment:
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", comment)
        saving["pnginfo"] = texts
    elif comment:
        saving["comment"] = comment
    if xmp:
        saving["xmp"] = xmp.encode()
    saved = BytesIO()
    image.save(saved, form, **saving)
    return saved.getvalue()


XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    "{attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
