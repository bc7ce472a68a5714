from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.attached import PDF
from tests.conftest import TOPIC, SiteMaker, build_site, news, paths, write_site

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


#: What nobody can look into may hold personal data, whatever else it is.
UNREAD = ("file-unread", "content/files/liite.pdf")


def attached(site: SiteMaker, name: str, data: bytes) -> list[tuple[str, str]]:
    link = name.replace(" ", "%20")
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(body=f"[Liite vanhemmille]({link})"),
            f"content/files/{name}": data,
        }
    )
    return [(found.code, found.position.path) for found in made.problems]


def test_a_document_is_attached(site: SiteMaker) -> None:
    assert attached(site, "liite.pdf", PDF) == []


def test_a_program_that_is_called_pdf_is_told(site: SiteMaker) -> None:
    told = [("file-disguised", "content/files/liite.pdf"), UNREAD]
    assert attached(site, "liite.pdf", b"MZ\x90\x00") == told


@pytest.mark.parametrize("name", ["kuva.svg", "sivu.html", "ohjelma.exe", "kuva.svg.xml"])
def test_what_runs_in_a_browser_or_on_a_machine_is_not_attached(site: SiteMaker, name: str) -> None:
    assert attached(site, name, SVG) == [("file-kind", f"content/files/{name}")]


def test_a_page_that_is_called_text_is_told(site: SiteMaker) -> None:
    assert attached(site, "a.txt", SVG) == [("file-disguised", "content/files/a.txt")]


def test_a_name_that_windows_refuses_is_told(site: SiteMaker) -> None:
    told = [("file-name-unportable", "content/files/con.pdf")]
    assert attached(site, "con.pdf", PDF) == told


def test_two_files_that_are_one_on_other_computers_are_told(site: SiteMaker) -> None:
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/files/Liite.pdf": b"%PDF-1",
            "content/files/liite.pdf": b"%PDF-2",
        }
    )
    (found,) = made.problems
    assert (found.code, found.position.path) == ("file-name-twin", "content/files/liite.pdf")
    assert dict(found.values)["other"] == "content/files/Liite.pdf"


def test_a_file_too_large_for_memory_is_told_and_not_read(tmp_path: Path) -> None:
    root = write_site(
        tmp_path,
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(body="[Liite vanhemmille](suuri.pdf)"),
            "content/files/suuri.pdf": b"%PDF-1.7",
        },
    )
    os.truncate(root / "content/files/suuri.pdf", 100_000_001)  # a file with a hole
    made = build_site(root)
    assert "tiedostot/suuri.pdf" not in paths(made)
    found = [(each.code, each.position.path) for each in made.problems]
    assert found == [
        ("file-too-large", "content/files/suuri.pdf"),
        ("file-unread", "content/files/suuri.pdf"),
    ]
