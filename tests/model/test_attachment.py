"""Any attached file: read by its sort, with the files inside it, and told of where it cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.model import attachment, document
from socomsite.model.attachment import is_looked_into, needs_pillow, needs_pypdf, read_attachment
from socomsite.model.document import Document, Mark, MarkSort, Piece, Place, PlaceSort, Unread
from tests.attached import docx, pdf, photo, xlsx

WORD = docx("Tunnus 131052-308T")


def places(read: Document) -> dict[Place, str]:
    return {piece.place: piece.text.strip() for piece in read.pieces}


def test_each_sort_is_read_by_its_own_reader() -> None:
    assert places(read_attachment(WORD, "A.DOCX")) == {Place(PlaceSort.TEXT): "Tunnus 131052-308T"}
    assert places(read_attachment(pdf("Sana"), "a.pdf"))[Place(PlaceSort.PAGE, "1")] == "Sana"
    assert read_attachment(photo(gps=True), "a.jpg").marks == (
        Mark(MarkSort.LOCATION, Place(PlaceSort.PROPERTY)),
    )


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_plain_text_is_read_in_whatever_coding(coding: str) -> None:
    read = read_attachment("nimi;päivä\r\nÄiti;1.1.".encode(coding), "lista.csv")
    assert read.pieces == (Piece(Place(PlaceSort.LINE), "nimi;päivä\nÄiti;1.1."),)


def test_what_stands_in_a_file_inside_a_file_says_so() -> None:
    inner = xlsx({"Palkat": ["131052-308T"]})
    outer = docx(
        "A", parts={"word/embeddings/taulu.xlsx": inner, "word/media/kuva.jpg": photo(gps=True)}
    )
    read = read_attachment(pdf("A", inside={"kirje.docx": outer}), "a.pdf")
    assert Place(PlaceSort.SHEET, "Palkat", "kirje.docx/taulu.xlsx") in places(read)
    assert (
        Mark(MarkSort.LOCATION, Place(PlaceSort.PROPERTY, "", "kirje.docx/kuva.jpg")) in read.marks
    )


def test_files_are_not_opened_inside_one_another_for_ever() -> None:
    inner = docx("131052-308T")
    for _ in range(5):
        inner = docx("A", parts={"word/embeddings/a.docx": inner})
    assert "131052-308T" not in "".join(places(read_attachment(inner, "a.docx")).values())


@pytest.mark.parametrize("name", ["a.doc", "a.XLS", "a.ppt", "a.rtf", "a.odt", "a.zip", "a.heic"])
def test_a_sort_that_nobody_opens_is_told_of(name: str) -> None:
    assert is_looked_into(name)
    assert read_attachment(b"x", name) == Document(unread=Unread.SORT)


@pytest.mark.parametrize("name", ["a.mp3", "a.mp4", "a.woff2", "a"])
def test_what_holds_no_words_is_left_alone(name: str) -> None:
    assert not is_looked_into(name)


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.png"])
def test_a_damaged_file_is_told_of(name: str) -> None:
    assert read_attachment(b"a file", name) == Document(unread=Unread.DAMAGED)


def test_what_could_be_read_before_the_damage_counts() -> None:
    parts = {"word/footnotes.xml": "<a>", "word/document.xml": "<w><t>131052-308T</t></w>"}
    read = read_attachment(docx("x", parts=parts), "a.docx")
    assert read.unread is Unread.DAMAGED
    assert places(read) == {Place(PlaceSort.TEXT): "131052-308T"}


def test_a_file_too_large_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment, "MOST_BYTES", 10)
    assert read_attachment(b"a" * 11, "a.txt") == Document(unread=Unread.LARGE)


def test_no_more_text_is_held_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_TEXT", 10)
    read = read_attachment(b"a" * 11, "a.txt")
    assert read == Document(unread=Unread.LARGE)


def test_a_locked_file_says_so() -> None:
    assert read_attachment(pdf("A", lock="sala"), "a.pdf").unread is Unread.LOCKED


SEEDS = {
    "a.pdf": pdf("A", author="M", xmp_author="N", comment="c", inside={"x.txt": b"y"}),
    "a.docx": docx("A", parts={"word/media/a.jpg": photo(gps=True)}),
    "a.xlsx": xlsx({"A": ["b", "1"]}, hidden=("A",)),
    "a.jpg": photo(gps=True, comment="c"),
    "a.tif": photo("TIFF", gps=True),
}


@given(st.sampled_from(sorted(SEEDS)), st.data())
@settings(deadline=None)  # how long it may take is the reading process's to say
def test_no_damage_is_more_than_damage(name: str, data: st.DataObject) -> None:
    """Bytes changed, cut out and put in: the reader says what it could read, and raises nothing."""
    damaged = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(damaged)))
        damaged[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    read = read_attachment(bytes(damaged), name)
    assert read.unread in {None, Unread.DAMAGED, Unread.LOCKED, Unread.LARGE, Unread.SORT}


def test_which_libraries_a_file_takes() -> None:
    assert needs_pypdf("A.PDF")
    assert not needs_pypdf("a.docx")
    assert needs_pillow("a.jpeg")
    assert not needs_pillow("a.pdf")


def test_a_document_goes_to_another_process_and_back() -> None:
    read = read_attachment(docx("Sana", parts={"word/media/a.jpg": photo(gps=True)}), "a.docx")
    assert Document.from_plain(**read.plain()) == read  # type: ignore[arg-type]  # as JSON has it
    empty = Document(unread=Unread.SLOW)
    assert Document.from_plain(**empty.plain()) == empty  # type: ignore[arg-type]  # see above
