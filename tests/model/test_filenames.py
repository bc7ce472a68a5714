from __future__ import annotations

import pytest

from socomsite.model.filenames import ALLOWED, is_as_named, is_known, is_portable, twins

ZIP, OLE = b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"


@pytest.mark.parametrize("name", ["a.pdf", "äiti ja isä.pdf", ".well-known", "console", "a..b", ""])
def test_ordinary_names_suit_every_computer(name: str) -> None:
    assert is_portable(name)


@pytest.mark.parametrize(
    "name",
    [
        *("CON", "con.pdf", "aux", "Nul.txt", "com1", "LPT9.a", "com¹", "conin$"),
        *(
            "a.",
            "a ",
            " a",
            "a:b",
            "a\\b",
            "a/b",
            "a?b",
            "a*b",
            "a|b",
            'a"b',
            "<a>",
            "a\0b",
            "a\nb",
        ),
        *("a" * 201, "ä" * 101),
    ],
)
def test_names_that_some_computer_refuses_are_known(name: str) -> None:
    assert not is_portable(name)


def test_names_that_differ_only_in_capitals_or_accents_are_twins() -> None:
    paths = [
        "files/Liite.pdf",
        "files/liite.pdf",
        "files/a\u0308.pdf",
        "files/ä.pdf",
        "files/b.pdf",
    ]
    assert list(twins(paths)) == [
        ("files/liite.pdf", "files/Liite.pdf"),
        ("files/ä.pdf", "files/a\u0308.pdf"),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.pdf", b"%PDF-1.7"), ("a.PDF", b"%PDF-1.4"), ("a.docx", ZIP), ("a.doc", OLE)),
        *(
            ("a.txt", "Työ\n".encode()),
            ("a.csv", b"a;b\n"),
            ("a.txt", b"a < b"),
            ("a.rtf", b"{\\rtf1"),
        ),
        *(("a.mp4", b"\0\0\0\x18ftypmp42"), ("a.webm", b"\x1a\x45\xdf\xa3"), ("a.mp3", b"ID3")),
        *(("a.webp", b"RIFF....WEBP"), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.jpg", b"\xff\xd8\xff")),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name: str, data: bytes) -> None:
    assert is_known(name)
    assert is_as_named(name, data)


@pytest.mark.parametrize("suffix", ALLOWED)
@pytest.mark.parametrize(
    "data",
    [
        *(
            b"MZ\x90\x00",
            b"\x7fELF\x02",
            b"#!/bin/sh\n",
            b"<!DOCTYPE html><script>",
            b"\xef\xbb\xbf<html>",
        ),
        *(
            b"\n <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>",
            b"<?xml version='1.0'?>",
        ),
        *(b"<script>alert(1)</script>%PDF-1.7", b"L\x00\x00\x00\x01\x14\x02\x00", b"\0\0"),
    ],
)
def test_what_runs_is_never_taken_for_a_document(suffix: str, data: bytes) -> None:
    assert not is_as_named(f"a.{suffix}", data)


@pytest.mark.parametrize(
    "name",
    [
        *("a.svg", "a.html", "a.htm", "a.xml", "a.js", "a.exe", "a.pdf.exe", "a.scr", "a.swf"),
        *("a.svgz", "a.xhtml", "a.docm", "a.xlsm", "a.hta", "a.lnk", "a", "a."),
    ],
)
def test_what_browsers_or_machines_run_has_no_known_ending(name: str) -> None:
    assert not is_known(name)
