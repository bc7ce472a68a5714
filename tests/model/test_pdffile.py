"""PDF files: text by page, people in the properties, comments, files inside, locks and damage."""

from __future__ import annotations

from collections import deque
from io import BytesIO

import pikepdf
import pytest

from socomsite.model.document import Damaged, Mark, MarkSort, Piece, Place, PlaceSort, Unread
from socomsite.model.pdffile import read_pdf
from tests.attached import pdf

PROPERTY = Place(PlaceSort.PROPERTY)


def test_text_stands_on_its_page() -> None:
    found = list(read_pdf(pdf("Ensimmäinen", "Tunnus 131052-308T")))
    texts = {p.place.name: p.text for p in found if isinstance(p, Piece)}
    assert texts == {"1": "Ensimmäinen", "2": "Tunnus 131052-308T"}


def test_the_author_is_found_in_both_places_where_it_is_kept() -> None:
    found = list(read_pdf(pdf("A", author="Maija Mallikas", xmp_author="Matti Mallikas")))
    marks = {each for each in found if isinstance(each, Mark)}
    assert {m.value for m in marks} == {"Maija Mallikas", "Matti Mallikas"}
    assert {(m.sort, m.place) for m in marks} == {(MarkSort.AUTHOR, PROPERTY)}


def test_a_comment_on_a_page_is_told_of_with_its_words() -> None:
    found = list(read_pdf(pdf("A", "B", comment="Soita Maijalle")))
    (mark,) = (each for each in found if isinstance(each, Mark))
    assert mark == Mark(MarkSort.COMMENTS, Place(PlaceSort.PAGE, "2"), "Soita Maijalle")


def test_files_inside_are_given_out_by_name() -> None:
    found = list(read_pdf(pdf("A", inside={"liite.txt": b"131052-308T"})))
    assert ("liite.txt", b"131052-308T") in found


def test_a_file_that_asks_for_a_password_is_locked() -> None:
    assert list(read_pdf(pdf("A", author="Maija", lock="sala"))) == [Unread.LOCKED]


@pytest.mark.parametrize("data", [b"", b"a file", pdf("A")[:200]])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(read_pdf(data))


def test_a_page_that_cannot_be_read_keeps_nobody_from_the_others() -> None:
    whole = pikepdf.open(BytesIO(pdf("Sana", "Toinen", inside={"x.txt": b"y"})))
    stream = whole.make_stream(b"zz")
    stream.Filter = pikepdf.Name("/Fl")  # an old short name, which pypdf refuses
    whole.pages[0].Contents = stream
    saved = BytesIO()
    whole.save(saved, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    found: deque[object] = deque()
    with pytest.raises(Damaged):
        found.extend(read_pdf(saved.getvalue()))  # it keeps what came before the damage was told
    assert Piece(Place(PlaceSort.PAGE, "2"), "Toinen") in found
    assert ("x.txt", b"y") in found
