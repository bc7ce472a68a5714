"""What pictures tell beside what they show: place, author, comments, wherever they keep it."""

from __future__ import annotations

import pytest
from PIL import ExifTags

from socomsite.model.document import Damaged, MarkSort, Place, PlaceSort
from socomsite.model.picturemarks import marks_of, xmp_marks
from tests.attached import XMP, photo

PROPERTY = Place(PlaceSort.PROPERTY)
BASE = ExifTags.Base


def sorts(data: bytes) -> list[tuple[MarkSort, str]]:
    marks = marks_of(data).marks
    assert {mark.place for mark in marks} <= {PROPERTY}
    return [(mark.sort, mark.value) for mark in marks]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_place_is_found_in_every_form(form: str) -> None:
    assert sorts(photo(form, gps=True)) == [(MarkSort.LOCATION, "")]
    assert sorts(photo(form)) == []


@pytest.mark.parametrize(
    ("tag", "value", "sort"),
    [
        (BASE.Artist, "Maija", MarkSort.AUTHOR),
        (BASE.XPAuthor, "Maija".encode("utf-16-le"), MarkSort.AUTHOR),
        (BASE.XPComment, "Maija".encode("utf-16-le"), MarkSort.COMMENTS),
    ],
)
def test_exif_tells_who_and_what(tag: int, value: object, sort: MarkSort) -> None:
    assert sorts(photo(exif={tag: value})) == [(sort, "Maija")]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_a_comment_is_found(form: str) -> None:
    assert sorts(photo(form, comment="Kysy Maijalta")) == [(MarkSort.COMMENTS, "Kysy Maijalta")]


def test_what_a_program_writes_by_itself_is_no_comment() -> None:
    assert sorts(photo(comment="Created with GIMP")) == []


def test_xmp_tells_it_in_elements_and_in_attributes() -> None:
    creator = "<dc:creator><rdf:Seq><rdf:li>Maija</rdf:li></rdf:Seq></dc:creator>"
    xmp = XMP.format(attributes=' exif:GPSLatitude="60,30N"', elements=creator)
    assert sorts(photo(xmp=xmp)) == [(MarkSort.AUTHOR, "Maija"), (MarkSort.LOCATION, "60,30N")]


def test_a_caption_is_no_fault_but_may_hold_one() -> None:
    read = marks_of(photo(exif={BASE.ImageDescription: "Tunnus 131052-308T"}))
    assert read.marks == ()
    assert [piece.text for piece in read.pieces] == ["Tunnus 131052-308T"]


def test_damaged_properties_tell_nothing() -> None:
    assert sorts(photo(xmp="<x:xmpmeta><rdf:RDF>")) == []
    assert list(xmp_marks(b"")) == []


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"a file"])
def test_what_is_no_picture_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        marks_of(data)
