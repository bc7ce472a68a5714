"""`--fix`: what is put in, what is left alone, and that nothing else in a file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.checks.ledger import Loss, Offer
from socomsite.engine.mending import mend
from socomsite.model.ledger import Line, What
from socomsite.problem import Position

LINE = Line("/a/", What.PAGE, "news/a", "A")
NEWS = "content/news/a.md"


def offered(root: Path, path: str, text: str, field: str, *values: str) -> str | None:
    """The file after an offer is put in, or None if there was no room."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())
    offer = Offer(path, field, values, "")
    found = mend(root, [Loss(LINE, Position(path), offer)])
    after = (root / path).read_bytes().decode()
    assert found or after == text
    return after if found else None


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("---\ntitle: A # oma\n---\nB\n", "---\ntitle: A # oma\naliases: [/a/]\n---\nB\n"),
        ("---\naliases: [/b/]\ntitle: A\n---\n", "---\naliases: [/b/, /a/]\ntitle: A\n---\n"),
        ("---\naliases:\n  - /b/\n---\n", "---\naliases:\n  - /b/\n  - /a/\n---\n"),
        (
            "\ufeff---\r\nt: A\r\n---\r\nB\r\n",
            "\ufeff---\r\nt: A\r\naliases: [/a/]\r\n---\r\nB\r\n",
        ),
    ],
)
def test_an_old_address_goes_into_the_front_matter(text: str, made: str, tmp_path: Path) -> None:
    assert offered(tmp_path, NEWS, text, "aliases", "/a/") == made


def test_an_old_address_goes_into_a_card(tmp_path: Path) -> None:
    path, text = "content/projects/a.yaml", 'name: "A"\n\n# loppu\n'
    made = 'name: "A"\naliases: ["/a,b/"]\n\n# loppu\n'
    assert offered(tmp_path, path, text, "aliases", "/a,b/") == made


def test_a_redirect_goes_into_the_settings(tmp_path: Path) -> None:
    once = offered(tmp_path, "site.yaml", "name: X # y\n", "redirects", "/a.pdf", "/b.pdf")
    assert once == "name: X # y\nredirects:\n  - {old: /a.pdf, new: /b.pdf}\n"
    twice = offered(tmp_path, "site.yaml", once or "", "redirects", "/c/", "/d/")
    assert twice == f"{once}  - {{old: /c/, new: /d/}}\n"
    brackets = "redirects: [{old: /a/, new: /b/}]\n"
    made = offered(tmp_path, "site.yaml", brackets, "redirects", "/c/", "/d/")
    assert made == "redirects: [{old: /a/, new: /b/}, {old: /c/, new: /d/}]\n"


def test_a_key_goes_behind_its_heading_and_no_other(tmp_path: Path) -> None:
    text = "---\n## Uusi\ntitle: A\n---\n```\n## Uusi\n```\n## Uusi ##\n\n### Muu\n"
    made = text.replace("## Uusi ##\n", "## Uusi {#vanha}\n")
    assert offered(tmp_path, NEWS, text, "heading", "Uusi", "vanha") == made
    windows = (each.replace("\n", "\r\n") for each in (text, made))
    assert offered(tmp_path, NEWS, next(windows), "heading", "Uusi", "vanha") == next(windows)


@pytest.mark.parametrize(
    "body", ["## Uusi\n\n## Uusi\n", "## Uusi {#oma}\n", "## Muu\n", "Uusi\n----\n"]
)
def test_a_heading_that_is_not_sure_is_left_alone(body: str, tmp_path: Path) -> None:
    assert offered(tmp_path, NEWS, f"---\nt: A\n---\n{body}", "heading", "Uusi", "v") is None


@pytest.mark.parametrize(
    "text",
    [
        "Ei kenttiä.\n",
        "---\naliases: /b/\n---\n",
        "---\n{t: A}\n---\n",
        "---\n---\n",
        "---\nt: A\r\nu: B\n---\n",
    ],
)
def test_a_file_without_room_is_left_alone(text: str, tmp_path: Path) -> None:
    assert offered(tmp_path, NEWS, text, "aliases", "/a/") is None


def test_nothing_outside_of_the_site_is_touched_and_a_link_stays_one(tmp_path: Path) -> None:
    root, outside = tmp_path / "sivusto", tmp_path / "ulkona.yaml"
    root.mkdir()
    outside.write_text("name: A\n")
    (root / "ulos.yaml").symlink_to(outside)
    (root / "oma.yaml").write_text("name: A\n")
    (root / "linkki.yaml").symlink_to("oma.yaml")
    offers = [Offer(name, "aliases", ("/a/",), "") for name in ("ulos.yaml", "linkki.yaml", "ei")]
    found = mend(root, [Loss(LINE, Position("x"), offer) for offer in offers])
    assert found == [offers[1]]
    assert outside.read_text() == "name: A\n"
    assert (root / "oma.yaml").read_text() == "name: A\naliases: [/a/]\n"
    assert (root / "linkki.yaml").is_symlink()
