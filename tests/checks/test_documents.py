"""Attached files: what they say and what their properties tell, at its place in the file."""

from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Severity
from tests.attached import core, docx, pdf, photo, pptx, xlsx
from tests.checks.guarded import CODE, problems, said, with_file
from tests.conftest import Files, SiteMaker

FI = Language.FI


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        ("a.docx", docx("A", CODE), "leipäteksti"),
        ("a.xlsx", xlsx({"Palkat": [CODE]}), "taulukko Palkat"),
        ("a.pptx", pptx("A", CODE), "dia 2"),
        ("a.pptx", pptx("A", notes={1: CODE}), "muistiinpanot diaan 1"),
        ("a.pdf", pdf("A", "B", CODE), "sivu 3"),
        (
            "a.docx",
            docx("A", parts={"word/embeddings/b.xlsx": xlsx({"P": [CODE]})}),
            "b.xlsx: taulukko P",
        ),
    ],
)
def test_it_is_found_in_an_attachment_with_its_place(
    name: str, data: bytes, where: str, site: SiteMaker
) -> None:
    (found,) = problems(site, with_file(name, data))
    assert (str(found.position), found.code) == (f"content/files/{name}", "file-personal-data")
    assert message_of(found, FI) == (
        f"Liitteessä on henkilötunnus (131052-…). Kohta: {where}. "
        "Poista se alkuperäisestä asiakirjasta ja tallenna liite uudelleen."
    )


def test_a_plain_text_is_told_of_with_line_and_column(site: SiteMaker) -> None:
    files = with_file("lista.csv", f"nimi;tunnus\nA;{CODE}\n")
    assert said(site, files) == [("content/files/lista.csv:2:3", "identity-code")]


def test_a_file_that_nothing_attaches_is_not_published_and_not_looked_into(site: SiteMaker) -> None:
    assert said(site, {"content/files/a.docx": docx(CODE)}) == []


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.docx", docx("A", parts=core(creator="Maija Mallikas")), "tekijän nimi"),
        ("a.docx", docx("A", parts=core(description="Luonnos")), "kommentteja"),
        ("a.docx", docx("A", inside='<w:p><w:ins w:author="M"/></w:p>'), "muutosmerkintöjä"),
        ("a.xlsx", xlsx({"A": ["b"], "C": ["d"]}, hidden=("C",)), "piilotettu taulukko"),
        ("a.pdf", pdf("A", author="Maija Mallikas"), "tekijän nimi"),
        ("a.pdf", pdf("A", comment="Luonnos"), "kommentteja"),
        ("a.jpg", photo(gps=True), "kuvauspaikan sijainti"),
        ("a.png", photo("PNG", comment="Luonnos"), "kommentteja"),
    ],
)
def test_what_properties_tell_of_people_is_an_error(
    name: str, data: bytes, what: str, site: SiteMaker
) -> None:
    (found,) = problems(site, with_file(name, data))
    assert (found.code, found.severity) == ("file-properties", Severity.ERROR)
    assert message_of(found, FI).startswith(f"Liitteessä on {what}. Kohta: ")


def test_a_name_that_the_site_tells_itself_is_no_fault(site: SiteMaker) -> None:
    work = (
        "title: Kirja\nsort: report\nowner_of_work: other\nyear: 2016\nfile: a.pdf\n"
        "accessibility: accessible\nauthors: [Maija Mallikas, {person: eeva}]\n"
    )
    person = "name: Eeva Esimerkki\nstaff: ei\n"
    files: Files = {
        "content/publications/a.yaml": work,
        "content/people/eeva.yaml": person,
        "content/files/a.pdf": pdf("A", author="Mallikas, Maija ja Eeva Esimerkki"),
    }
    assert said(site, files) == []
    assert said(site, with_file("b.pdf", pdf("A", author="Testikeskus"))) == []
    assert said(site, with_file("c.docx", docx("A", parts=core(creator="python-docx")))) == []


@pytest.mark.parametrize(
    ("name", "data", "severity", "reason"),
    [
        ("a.doc", b"x", Severity.ADVICE, "tämän tyyppistä tiedostoa ei osata avata"),
        ("a.docx", b"x", Severity.WARNING, "tiedosto ei aukea tai se katkeaa kesken"),
        ("a.pdf", pdf("A", lock="sala"), Severity.WARNING, "tiedosto on suojattu salasanalla"),
    ],
)
def test_a_file_that_cannot_be_looked_into_is_told_of(
    name: str, data: bytes, severity: Severity, reason: str, site: SiteMaker
) -> None:
    (found,) = problems(site, with_file(name, data))
    assert (str(found.position), found.code) == (f"content/files/{name}", "file-unread")
    assert found.severity is severity
    assert message_of(found, FI) == (
        f"Liitteestä ei voi tarkistaa, onko siinä henkilötietoja: {reason}. Katso se läpi itse tai "
        "tallenna se muodossa PDF, DOCX, XLSX tai PPTX."
    )


@pytest.mark.parametrize("data", [docx("Kysy: maija@testi.example"), docx("05 123 4567")])
def test_the_address_of_who_has_left_is_found_in_an_attachment(
    data: bytes, site: SiteMaker
) -> None:
    person = (
        "name: Maija Mallikas\nstaff: kyllä\nend: 1.11.2026\n"
        "email: maija@testi.example\nphone: 05 123 4567\n"
    )
    files = {**with_file("a.docx", data), "content/people/maija.yaml": person}
    assert said(site, files) == [("content/files/a.docx", "person-address-left")]
