"""Office files: their words by place, who made them, what is hidden, and no bomb goes off."""

from __future__ import annotations

import pytest

from socomsite.model.document import Damaged, Mark, MarkSort, Piece, Place, PlaceSort, TooLarge
from socomsite.model.officefile import MOST_BYTES, MOST_PARTS, Found, read_office
from tests.attached import core, docx, packed, photo, pptx, xlsx

TEXT = Place(PlaceSort.TEXT)
PROPERTY = Place(PlaceSort.PROPERTY)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def text_at(found: list[Found], place: Place) -> str:
    return "".join(p.text for p in found if isinstance(p, Piece) and p.place == place)


def marks(found: list[Found]) -> list[Mark]:
    return [each for each in found if isinstance(each, Mark)]


def test_words_that_runs_cut_in_two_are_read_as_one() -> None:
    found = list(read_office(docx("Tunnus 131052-308T.", "Toinen kappale.")))
    assert text_at(found, TEXT) == "Tunnus 131052-308T.\nToinen kappale.\n"
    assert marks(found) == []


def test_what_the_properties_tell_of_people_is_marked() -> None:
    parts = core(creator="Maija Mallikas", lastModifiedBy="Matti Mallikas", description="Luonnos")
    parts["docProps/app.xml"] = "<Properties><Manager>Eeva Esimerkki</Manager></Properties>"
    assert marks(list(read_office(docx("A", parts=parts)))) == [
        Mark(MarkSort.AUTHOR, PROPERTY, "Maija Mallikas"),
        Mark(MarkSort.AUTHOR, PROPERTY, "Matti Mallikas"),
        Mark(MarkSort.COMMENTS, PROPERTY, "Luonnos"),
        Mark(MarkSort.AUTHOR, PROPERTY, "Eeva Esimerkki"),
    ]


def test_a_title_is_no_secret() -> None:
    assert marks(list(read_office(docx("A", parts=core(title="Ohje"))))) == []


def test_tracked_changes_are_told_once_for_each_author_with_what_was_deleted() -> None:
    changed = (
        '<w:p><w:ins w:author="Maija"><w:r><w:t>uusi</w:t></w:r></w:ins>'
        '<w:del w:author="Maija"><w:r><w:delText>131052-308T</w:delText></w:r></w:del>'
        '<w:ins w:author="Matti"><w:r><w:t>!</w:t></w:r></w:ins></w:p>'
    )
    found = list(read_office(docx("A", inside=changed)))
    assert "131052-308T" in text_at(found, TEXT)
    assert marks(found) == [
        Mark(MarkSort.CHANGES, TEXT, "Maija"),
        Mark(MarkSort.CHANGES, TEXT, "Matti"),
    ]


def test_a_change_without_an_author_is_a_change() -> None:
    found = list(read_office(docx("A", inside="<w:p><w:ins><w:r/></w:ins></w:p>")))
    assert marks(found) == [Mark(MarkSort.CHANGES, TEXT)]


def test_comments_headers_and_link_targets_are_read() -> None:
    run = "<w:p><w:r><w:t>Kysy!</w:t></w:r></w:p>"
    note = f"<w:comments {W}><w:comment>{run}</w:comment></w:comments>"
    parts = {
        "word/comments.xml": note,
        "word/header1.xml": f"<w:hdr {W}><w:p><w:r><w:t>Otsake</w:t></w:r></w:p></w:hdr>",
        "word/_rels/document.xml.rels": (
            '<R><Relationship Target="mailto:a@testi.example" TargetMode="External"/>'
            '<Relationship Target="styles.xml"/></R>'
        ),
    }
    found = list(read_office(docx("A", parts=parts)))
    assert marks(found) == [Mark(MarkSort.COMMENTS, Place(PlaceSort.COMMENT), "Kysy!")]
    assert text_at(found, Place(PlaceSort.MARGIN)) == "Otsake\n"
    assert "mailto:a@testi.example" in text_at(found, TEXT)
    assert "styles.xml" not in text_at(found, TEXT)


def test_the_cells_of_a_sheet_stand_in_its_place_and_a_hidden_sheet_is_told_of() -> None:
    sheets = {"Palkat": ["131052-308T", "1200"], "Vanha": ["x y"]}
    found = list(read_office(xlsx(sheets, hidden=("Vanha",))))
    assert text_at(found, Place(PlaceSort.SHEET, "Palkat")) == "131052-308T\t1200\t\n"
    assert marks(found) == [Mark(MarkSort.HIDDEN, Place(PlaceSort.SHEET, "Vanha"))]


def test_a_sheet_that_names_no_shared_text_has_none_there() -> None:
    cells = '<c t="s"><v>99</v></c><c t="inlineStr"><is><t>a</t></is></c>'
    sheet = f"<worksheet><row>{cells}</row></worksheet>"
    found = list(read_office(packed({"xl/worksheets/sheet1.xml": sheet})))
    assert text_at(found, Place(PlaceSort.SHEET)) == "\ta\t\n"


def test_shared_edits_of_a_workbook_are_changes() -> None:
    parts = {"xl/revisions/revisionLog1.xml": "<r/>"}
    found = list(read_office(xlsx({"A": ["b"]}, parts=parts)))
    assert marks(found) == [Mark(MarkSort.CHANGES, Place(PlaceSort.WHOLE))]


def test_slides_and_notes_stand_in_their_places() -> None:
    found = list(read_office(pptx("Eka", "Toka", notes={2: "Muista!"})))
    assert text_at(found, Place(PlaceSort.SLIDE, "2")) == "Toka\n"
    assert text_at(found, Place(PlaceSort.NOTES, "2")) == "Muista!\n"


def test_files_inside_are_given_out_by_name() -> None:
    picture = photo()
    found = list(read_office(docx("A", parts={"word/media/image1.jpeg": picture})))
    assert ("image1.jpeg", picture) in found


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<xml/>", docx("A")[:-30]])
def test_what_is_no_office_file_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(read_office(data))


def test_a_zip_that_is_no_office_file_is_damaged() -> None:
    ordinary = packed({}).replace(b"[Content_Types].xml", b"[Content_Typos].xml")
    with pytest.raises(Damaged):
        list(read_office(ordinary))


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(Damaged):
        list(read_office(packed({"word/document.xml": bomb})))


def test_a_file_that_unpacks_to_too_much_is_too_large() -> None:
    with pytest.raises(TooLarge):
        list(read_office(packed({"word/document.xml": b" " * (MOST_BYTES + 1)})))


def test_a_file_of_too_many_parts_is_too_large() -> None:
    with pytest.raises(TooLarge):
        list(read_office(packed({f"a{number}": "" for number in range(MOST_PARTS)})))
