"""What is handed in is known by its content, and only what we write ourselves is kept of it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from socomsite.model.document import MarkSort
from socomsite.model.image import KEPT_SIDE
from socomsite.model.incoming import Refused, document_in, picture_in
from tests.attached import PDF, docx, packed, pdf, photo, pptx, xlsx
from tests.model.test_image import exif, opened, saved, shades

HTML = b"<!doctype html><script>alert(1)</script>"


def zipped(name: str = "a.txt", data: bytes = b"a") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, data)
    return made.getvalue()


def why(take: object, data: bytes) -> str:
    """Why a file is refused: our word, and what a build would tell."""
    with pytest.raises(Refused) as refused:
        take(data)  # type: ignore[operator]  # one of the two functions
    return " ".join([refused.value.why, *(each.code for each in refused.value.problems)])


def test_nothing_beside_the_pixels_of_a_photograph_is_kept() -> None:
    data = photo(gps=True, exif={0x013B: "Aino Esimerkki"}, comment="Salainen huomautus")
    made = picture_in(data)
    assert made.ending == "jpg"
    sorts = {each.sort for each in made.removed}
    assert sorts == {MarkSort.LOCATION, MarkSort.AUTHOR, MarkSort.COMMENTS}
    assert picture_in(made.data).removed == ()
    assert b"Exif" not in made.data
    assert b"Salainen" not in made.data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_kept_upright(orientation: int) -> None:
    data = saved(shades("RGB"), "JPEG", exif=exif(orientation).tobytes())
    size = opened(picture_in(data).data).size
    assert size == ((60, 90) if orientation > 4 else (90, 60))


def test_a_huge_picture_is_made_smaller_and_a_small_one_is_not() -> None:
    data = saved(shades("RGB", (KEPT_SIDE * 2, 40)), "JPEG")
    made = picture_in(data)
    assert made.was_scaled
    assert opened(made.data).size == (KEPT_SIDE, 20)
    small = picture_in(saved(shades("RGB"), "JPEG"))
    assert not small.was_scaled
    assert opened(small.data).size == (90, 60)


@pytest.mark.parametrize(
    ("form", "mode", "ending"),
    [("JPEG", "RGB", "jpg"), ("PNG", "P", "png"), ("WEBP", "RGB", "jpg"), ("GIF", "P", "png")],
)
def test_each_sort_of_picture_becomes_one_that_every_program_opens(
    form: str, mode: str, ending: str
) -> None:
    ramp = Image.linear_gradient("L").resize((90, 60))
    colours = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(180)))
    made = picture_in(saved(colours.convert(mode), form))
    assert made.ending == ending


def test_what_can_be_seen_through_stays_so() -> None:
    clear = Image.new("RGBA", (20, 20), (10, 20, 30, 0))
    assert opened(picture_in(saved(clear, "PNG")).data).mode == "RGBA"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (HTML, "refused"),
        (b"\xff\xd8\xff\xe0" + HTML, "refused"),
        (photo() + HTML, "refused"),
        (photo() + zipped(), "refused"),
        (photo("PNG") + zipped("x.html", HTML), "refused"),
        (PDF, "refused"),
        (b"GIF89a/*%PDF-1.7*/", "refused"),
        (photo()[:300], "refused picture-unreadable"),
        (b"MZ" + b"\0" * 500, "refused picture-unreadable"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 500, "refused picture-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_picture_or_more_than_one_thing_is_refused(data: bytes, told: str) -> None:
    assert why(picture_in, data) == told


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read() -> None:
    data = saved(Image.new("1", (40_000, 1_000)), "PNG")
    assert why(picture_in, data) == "refused picture-too-large"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (pdf("Teksti."), "pdf"),
        (docx("Teksti."), "docx"),
        (xlsx({"Taulukko": ["a"]}, parts={"xl/workbook.xml": "<workbook/>"}), "xlsx"),
        (pptx("Dia", parts={"ppt/presentation.xml": "<p/>"}), "pptx"),
    ],
    ids=["pdf", "docx", "xlsx", "pptx"],
)
def test_a_document_is_known_by_its_content(data: bytes, ending: str) -> None:
    assert document_in(data).ending == ending


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (HTML, "refused"),
        (zipped(), "refused"),
        (packed({"word/document.xml": "<a/>", "xl/workbook.xml": "<a/>"}), "refused"),
        (packed({"odd.xml": "<a/>"}), "refused"),
        (docx("Teksti.")[:200], "damaged"),
        (docx("T.", parts={"word/vbaProject.bin": b"x"}), "macros"),
        (PDF + docx("Teksti."), "refused"),
        (photo() + docx("Teksti."), "refused"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "refused"),
        (b"MZ" + b"\0" * 500, "refused"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_document_or_more_than_one_thing_is_refused(data: bytes, told: str) -> None:
    assert why(document_in, data) == told
