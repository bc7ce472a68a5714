"""The deposit package: files with Dublin Core, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from socomsite.model.kinds import Publication
from socomsite.reports.deposit import deposit_package, deposit_report, dublin_core
from tests.conftest import TOPIC
from tests.reports.conftest import GraphMaker

DC = "{http://purl.org/dc/elements/1.1/}"
FILES = {
    "content/topics/lapset.md": TOPIC,
    "content/people/maija.yaml": "name: Maija Mallikas\nstaff: kyllä\n",
    "content/publications/a.yaml": (
        "title: Raportti & muut\nsubtitle: alaotsikko\nsort: loppuraportti\nowner_of_work: socom\n"
        'year: 2008\nauthors: [Anna Aalto, {person: maija}]\nseries: Sarja\nnumber: "B.1:2008"\n'
        "isbn: 978-952-10-1234-1\ntopics: [lapset]\nsummary: Tiivistys.\nfile: sub/a.pdf\n"
        "accessibility: not_assessed\n"
    ),
    "content/publications/b.yaml": (
        "title: Paperinen\nsort: opas\nowner_of_work: socom\nyear: 2008\n"
    ),
    "content/publications/c.yaml": (
        "title: Toinen vuosi\nsort: opas\nowner_of_work: socom\nyear: 2009\n"
    ),
    "content/publications/d.yaml": "title: Muun\nsort: opas\nowner_of_work: other\nyear: 2008\n",
    "content/files/sub/a.pdf": "%PDF-",
}


def test_the_package_holds_a_file_and_its_metadata_for_each_work(graph: GraphMaker) -> None:
    data = deposit_package(graph(FILES), 2008, lambda name: f"bytes of {name}".encode())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist() == ["a/dublin-core.xml", "a/a.pdf"]
        assert package.read("a/a.pdf") == b"bytes of sub/a.pdf"
        assert package.testzip() is None


def test_the_same_works_give_the_same_bytes(graph: GraphMaker) -> None:
    made = graph(FILES)
    one, other = (deposit_package(made, 2008, lambda _: b"PDF") for _ in range(2))
    assert one == other


def test_works_without_a_file_are_listed_apart(graph: GraphMaker) -> None:
    report = deposit_report(graph(FILES), 2008)
    assert [work.title for work in report.packed] == ["Raportti & muut"]
    assert [work.title for work in report.without_file] == ["Paperinen"]


def test_dublin_core_tells_all_that_is_known(graph: GraphMaker) -> None:
    made = graph(FILES)
    work = made.entry(("publications", "a"), made.site.language)
    assert isinstance(work, Publication)
    root = ET.fromstring(dublin_core(work, made))  # noqa: S314 - our own bytes
    assert [(part.tag.removeprefix(DC), part.text) for part in root] == [
        ("title", "Raportti & muut: alaotsikko"),
        ("creator", "Anna Aalto"),
        ("creator", "Maija Mallikas"),
        ("subject", "Lapset"),
        ("description", "Tiivistys."),
        ("publisher", "Testikeskus"),
        ("date", "2008"),
        ("type", "loppuraportti"),
        ("identifier", "ISBN 978-952-10-1234-1"),
        ("identifier", "https://testi.example/publications/a/"),
        ("language", "fi"),
        ("relation", "Sarja B.1:2008"),
    ]
