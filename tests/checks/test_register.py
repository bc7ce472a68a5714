"""Series of publications: numbers that are skipped, and gaps that are explained."""

from __future__ import annotations

from tests.conftest import SiteMaker, codes


def publication(number: str, more: str = "") -> str:
    base = f'title: Raportti {number}\nsort: raportti\nowner_of_work: socom\nnumber: "{number}"\n'
    return f"{base}series: Raportteja\n{more}"


def test_each_gap_is_told_of_at_the_work_after_it(site: SiteMaker) -> None:
    made = site(
        {
            "content/publications/a.yaml": publication("B.2:2008"),
            "content/publications/b.yaml": publication("B.5:2008"),
            "content/publications/c.yaml": publication("B.1:2009"),
            "content/publications/d.yaml": publication("A.1:2008"),
        }
    )
    assert [(p.position.path, dict(p.values)["numbers"]) for p in made.problems] == [
        ("content/publications/a.yaml", "B.1:2008"),
        ("content/publications/b.yaml", "B.3:2008, B.4:2008"),
    ]
    assert made.is_sound


def test_a_gap_that_is_explained_is_not_told_of(site: SiteMaker) -> None:
    text = publication("B.2:2008", "gap_before: Numero 1 jäi tekemättä.\n")
    assert codes(site({"content/publications/a.yaml": text})) == []


def test_works_of_others_number_as_they_please(site: SiteMaker) -> None:
    text = publication("B 7").replace("socom", "other")
    assert codes(site({"content/publications/a.yaml": text})) == []


def test_a_number_of_another_form_is_told_of_with_the_right_form(site: SiteMaker) -> None:
    for number in ("B4:2008", "B.4/2008", "b.4:2008", "B.04:2008", "BB.4:2008"):
        made = site({"content/publications/a.yaml": publication(number)})
        assert codes(made) == ["series-number-form"], number


def test_a_yearly_number_needs_no_letter(site: SiteMaker) -> None:
    assert codes(site({"content/publications/a.yaml": publication("1/2007")})) == []


def test_the_year_of_the_number_is_that_of_the_work(site: SiteMaker) -> None:
    wrong = site({"content/publications/a.yaml": publication("B.1:2008", "year: 2009\n")})
    assert codes(wrong) == ["series-number-year"]
    right = site({"content/publications/a.yaml": publication("B.1:2008", "year: 9/2008\n")})
    assert codes(right) == []


def test_nobody_is_accused_of_a_gap_while_an_entry_cannot_be_read(site: SiteMaker) -> None:
    made = site(
        {
            "content/publications/a.yaml": publication("B.1:2008", "isbn: 1\n"),
            "content/publications/b.yaml": publication("B.2:2008"),
        }
    )
    assert codes(made) == ["type-wrong"]
