from __future__ import annotations

from tests.conftest import TOPIC, SiteMaker, codes, picture, text_of

VIDEO = "title: Luento\nsort: video\nsummary: Luento lapsista.\n"


def test_a_recording_without_a_choice_of_text_is_told_also_in_a_draft(site: SiteMaker) -> None:
    made = site(
        {
            "content/materials/a.yaml": VIDEO,
            "content/materials/b.yaml": VIDEO + "draft: kyllä\n",
            "content/materials/c.yaml": VIDEO + "captions: transcript\n",
        }
    )
    assert [(p.position.path, p.code) for p in made.problems] == [
        ("content/materials/a.yaml", "captions-undecided"),
        ("content/materials/b.yaml", "captions-undecided"),
    ]


def test_a_portrait_that_is_called_by_its_file_is_told_at_the_file(site: SiteMaker) -> None:
    person = "name: Anna Aalto\nstaff: kyllä\nportrait:\n  file: anna-1.jpg\n  alt: {alt}\n"
    files = {
        "content/pictures/anna-1.jpg": picture(),
        "content/people/a.yaml": person.format(alt="anna-1"),
        "content/people/b.yaml": person.format(alt="Anna Aalto hymyilee"),
    }
    made = site(files)
    assert codes(made) == ["picture-alt-useless"]
    assert str(made.problems[0].position) == "content/people/a.yaml:4:9"


def test_a_decorative_portrait_needs_no_words(site: SiteMaker) -> None:
    person = "name: Anna Aalto\nstaff: kyllä\nportrait: {file: a.jpg, decorative: kyllä}\n"
    made = site({"content/pictures/a.jpg": picture(), "content/people/a.yaml": person})
    assert made.problems == ()


def test_a_weaker_rule_lets_the_recording_through(site: SiteMaker) -> None:
    settings = (
        "name: Testi\nurl: https://testi.example/\nseverities: {captions-undecided: warning}\n"
    )
    files = {
        "site.yaml": settings,
        "content/topics/lapset.md": TOPIC,
        "content/materials/a.yaml": VIDEO,
    }
    made = site(files)
    assert made.is_sound
    assert "Luento" in text_of(made, "materials/a/index.html")
