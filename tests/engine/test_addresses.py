"""Addresses that are one file, or a file and a folder, on some computer or on all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import TOPIC, SiteMaker, build_site, codes, news, write_site

PAGE = "---\ntitle: S\nmenu: none\nreviewed_on: 2026-11-01\nowner: A\n{more}\n---\nTeksti.\n"


def problems_of(site: SiteMaker, *more: str) -> list[str]:
    pages = {f"content/pages/s{n}.md": PAGE.format(more=text) for n, text in enumerate(more)}
    return codes(site({"content/topics/lapset.md": TOPIC, **pages}))


@pytest.mark.parametrize("taken", ["404.html", "sitemap.xml", "robots.txt", "SITEMAP.xml"])
def test_an_address_below_a_file_of_ours_is_told(site: SiteMaker, taken: str) -> None:
    assert "address-duplicate" in problems_of(site, f"address: {taken}")
    assert "address-duplicate" in problems_of(site, f"aliases: [{taken}]")


def test_old_addresses_that_differ_only_in_capitals_or_accents_are_told(site: SiteMaker) -> None:
    assert "address-duplicate" in problems_of(site, "aliases: [Vanha]", "aliases: [vanha]")
    composed, apart = "aliases: [\u00e4]", "aliases: [a\u0308]"
    assert "address-duplicate" in problems_of(site, composed, apart)


@pytest.mark.parametrize(
    "address", ["con", "a/aux.html", "a.", "a/b./c", "a" * 201, "a;return", "a$uri", "a%2e", "{a}"]
)
def test_an_address_that_a_computer_or_server_would_misread_is_told(
    site: SiteMaker, address: str
) -> None:
    assert "type-wrong" in problems_of(site, f"aliases: ['{address}']")


def test_a_key_that_windows_cannot_have_is_told(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/con.md": news()})
    assert codes(made) == ["name-unsafe"]
    assert dict(made.problems[0].values)["suggestion"] == "news-con.md"


def test_a_pipe_among_the_content_is_told_and_never_waited_for(tmp_path: Path) -> None:
    root = write_site(tmp_path, {"content/topics/lapset.md": TOPIC})
    (root / "content/news").mkdir()
    os.mkfifo(root / "content/news/a.md")
    assert codes(build_site(root)) == ["file-unreadable"]
