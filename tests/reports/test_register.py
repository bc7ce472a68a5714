"""The register of Socom's own works, with order facts and gaps."""

from __future__ import annotations

from socomsite.reports.register import register_report
from tests.reports.conftest import GraphMaker

BASE = "title: {}\nsort: raportti\nowner_of_work: {}\n"
FILES = {
    "content/publications/a.yaml": BASE.format("Myytävä", "socom")
    + 'number: "B.2:2008"\nseries: Sarja\nyear: 2008\nprice: {amount: 10 €, note: ja posti}\n'
    "gap_before: Jäi tekemättä.\n",
    "content/publications/b.yaml": BASE.format("Ladattava", "socom")
    + "year: 2009\nfile: a.pdf\naccessibility: not_assessed\n",
    "content/publications/c.yaml": BASE.format("Muun", "other"),
    "content/publications/d.yaml": BASE.format("Tuntematon", "socom"),
    "content/files/a.pdf": "%PDF-",
}


def test_own_works_stand_in_order_with_what_is_known_of_them(graph: GraphMaker) -> None:
    works = register_report(graph(FILES)).works
    assert [(w.title, w.price, w.state, w.accessibility) for w in works] == [
        ("Ladattava", "", "to_download", "not_assessed"),
        ("Myytävä", "10 €, ja posti", "to_order", ""),
        ("Tuntematon", "", "", ""),
    ]


def test_an_explained_gap_is_shown_with_its_reason(graph: GraphMaker) -> None:
    (gap,) = register_report(graph(FILES)).gaps
    assert (gap.series, gap.number, gap.explanation) == ("Sarja", "B.1:2008", "Jäi tekemättä.")
    assert gap.place.path == "content/publications/a.yaml"
