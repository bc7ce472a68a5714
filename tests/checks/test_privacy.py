"""Personal data in a site: told at its place, never repeated, excused only by a written reason."""

from __future__ import annotations

import re

import pytest

from socomsite.language import Language
from socomsite.messages import message_of, told
from socomsite.problem import Position, Problem, Severity
from tests.attached import core, docx, pdf, photo, pptx, xlsx
from tests.conftest import SITE_YAML, TOPIC, Files, SiteMaker, news

FI = Language.FI
CODE = "131052-308T"
BASE: Files = {"content/topics/lapset.md": TOPIC}
OF_PRIVACY = re.compile(
    r"identity-code|bank-account|private-phone|secret-key|name-personal-data|file-(personal|prop|unr)"
    r"|privacy-.*|person-address-left|picture-gps|library-missing"
)


def said(site: SiteMaker, files: Files) -> list[tuple[str, str]]:
    """What the site is told of privacy: place and code."""
    return [(str(found.position), found.code) for found in problems(site, files)]


def problems(site: SiteMaker, files: Files) -> list[Problem]:
    made = site({**BASE, **files})
    return [found for found in made.problems if OF_PRIVACY.match(found.code)]


def with_file(name: str, data: str | bytes) -> dict[str, str | bytes]:
    """A news item that attaches a file."""
    return {
        "content/news/a.md": news(body=f"Lue [ohje]({name})."),
        f"content/files/{name}": data,
    }


def reasons(*items: str) -> dict[str, str]:
    listed = "".join(f"  - {{{item}}}\n" for item in items)
    return {"site.yaml": f"{SITE_YAML}privacy:\n{listed}"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CODE, "identity-code"),
        ("FI21 1234 5600 0007 85", "bank-account"),
        ("040 123 4567", "private-phone"),
        ("https://tunnus:" + "sala@testi.example", "secret-key"),
    ],
)
def test_each_is_told_by_its_code_at_its_place(text: str, code: str, site: SiteMaker) -> None:
    assert said(site, {"content/news/a.md": news(body=f"Tässä: {text}")}) == [
        ("content/news/a.md:6:8", code)
    ]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("content/offices/a.yaml", f"name: A\ntown: Kotka\nowner: {CODE}\n", "3:8"),
        ("templates/oma.html", f"<p>{CODE}</p>\n", "1:4"),
        ("templates/assets/a.css", f"/* {CODE} */\n", "1:4"),
        (
            "templates/strings.yaml",
            f"nav: {{home: {{fi: E, sv: S, en: H}}}}\na: # {CODE}\n",
            "2:6",
        ),
    ],
)
def test_it_is_found_in_every_text_of_the_site(
    path: str, text: str, place: str, site: SiteMaker
) -> None:
    assert said(site, {path: text}) == [(f"{path}:{place}", "identity-code")]


def test_it_is_found_in_the_settings(site: SiteMaker) -> None:
    files = {"site.yaml": f"{SITE_YAML}# {CODE}\n"}
    line = SITE_YAML.count("\n") + 1
    assert said(site, files) == [(f"site.yaml:{line}:3", "identity-code")]


def test_a_message_neither_repeats_it_nor_shows_its_line(site: SiteMaker) -> None:
    (found,) = problems(site, {"content/news/a.md": news(body=f"Tunnus {CODE}")})
    lines = told(found, FI, lambda _: f"Tunnus {CODE}")
    said = "Tässä on henkilötunnus (131052-…). Poista se, ennen kuin sivu julkaistaan."
    assert lines == (f"content/news/a.md:6:8: error[identity-code]: {said}",)


def test_a_draft_is_looked_at_too(site: SiteMaker) -> None:
    text = news(body=CODE).replace("date:", "draft: kyllä\ndate:")
    assert said(site, {"content/news/a.md": text}) == [("content/news/a.md:7:1", "identity-code")]


def test_numbers_of_contact_fields_may_stand_anywhere(site: SiteMaker) -> None:
    files = {
        "content/people/a.yaml": "name: A\nstaff: kyllä\nphone: 040 123 4567\n",
        "content/offices/b.yaml": "{name: B, town: Kotka, phone: '+358 50 123 4567'}\n",
        "content/news/a.md": news(body="Soita 0401234567 tai 050 123 4567."),
    }
    assert said(site, files) == []


def test_a_number_after_the_word_phone_in_a_text_is_no_contact_field(site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body="phone: 040 123 4567")}
    assert said(site, files) == [("content/news/a.md:6:8", "private-phone")]


@pytest.mark.parametrize("folder", ["files", "pictures"])
def test_the_name_of_a_file_is_told_of_masked(folder: str, site: SiteMaker) -> None:
    (found,) = problems(site, {f"content/{folder}/hakemus_{CODE}.txt": "x"})
    assert found.position == Position(f"content/{folder}/hakemus_131052-….txt")
    assert message_of(found, FI) == (
        "Tiedoston nimessä on henkilötunnus (131052-…). Anna tiedostolle toinen nimi."
    )


def test_the_name_of_content_is_looked_at(site: SiteMaker) -> None:
    files = {f"content/news/{CODE.lower()}.md": news()}
    assert said(site, files) == [("content/news/131052-….md", "name-personal-data")]


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


def test_a_picture_of_the_site_that_tells_its_place_is_a_notice(site: SiteMaker) -> None:
    files: Files = {
        "content/news/a.md": news(body="![Vene rannassa](vene.jpg)"),
        "content/pictures/vene.jpg": photo(gps=True),
    }
    (found,) = problems(site, files)
    assert (str(found.position), found.code) == ("content/pictures/vene.jpg", "picture-gps")
    assert found.severity is Severity.NOTICE


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


@pytest.mark.parametrize(
    "reason",
    [
        "what: bank-account, file: content/news/a.md, reason: Tili on julkinen.",
        "what: bank-account, match: FI21…85, reason: Tili on julkinen.",
    ],
)
def test_a_written_reason_excuses(reason: str, site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body="FI21 1234 5600 0007 85")}
    assert said(site, files | reasons(reason)) == []


def test_a_reason_is_for_what_it_says_alone(site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body=f"FI21 1234 5600 0007 85, {CODE}")}
    reason = "what: bank-account, file: content/news/a.md, match: FI99…85, reason: Julkinen."
    line = SITE_YAML.count("\n") + 2
    assert said(site, files | reasons(reason)) == [
        ("content/news/a.md:6:1", "bank-account"),
        ("content/news/a.md:6:25", "identity-code"),
        (f"site.yaml:{line}:5", "privacy-reason-unused"),
    ]


def test_properties_and_names_can_be_excused_too(site: SiteMaker) -> None:
    files = with_file(f"{CODE}.docx", docx("A", parts=core(creator="Maija Mallikas")))
    name = "content/files/131052-….docx"
    made = reasons(
        f"what: author, file: '{name}', reason: Tekijä on antanut luvan.",
        "what: identity-code, match: 131052-…, reason: Keksitty tunnus.",
    )
    assert said(site, {**files, **made}) == []


def test_a_reason_that_excuses_nothing_is_a_warning(site: SiteMaker) -> None:
    (found,) = problems(site, reasons("what: location, file: a, reason: Paikka saa näkyä."))
    assert (found.code, found.severity) == ("privacy-reason-unused", Severity.WARNING)
    assert message_of(found, FI) == (
        "Tälle syylle ei ole enää käyttöä: missään ei ole sitä, mitä se koskee (kuvauspaikan "
        "sijainti). Poista syy kentästä 'privacy'."
    )


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("what: bank-account, reason: Julkinen.", "field-missing"),
        ("what: bank-account, file: a", "field-missing"),
        ("what: iban, file: a, reason: Julkinen.", "value-not-allowed"),
    ],
)
def test_a_reason_says_what_it_is_for_and_why(item: str, code: str, site: SiteMaker) -> None:
    made = site({**BASE, **reasons(item)})
    assert [found.code for found in made.problems] == [code]
