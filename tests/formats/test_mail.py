"""An issue as a message: whole in any mail program, the same every time, nothing of it foreign."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from socomsite.formats import mail
from socomsite.formats.mail import LARGEST, message_of
from tests.conftest import write_site
from tests.formats.test_bulletin import files
from tests.forms import ROOT, Forms, forms_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return forms_of(write_site(tmp_path_factory.mktemp("sivusto"), files()), "tiedote-1-2026")


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_message_is_small_and_fetches_nothing(made: Forms) -> None:
    for letter in (made.letter, forms_of(ROOT, "tiedote-1-2007").letter):
        assert len(letter.html.encode()) < LARGEST
        assert not letter.is_too_large
        assert not re.search(r"<(img|link|script|svg|video|iframe|object)\b", letter.html)
        assert "url(" not in letter.html
        addresses = re.findall(r'(?:href|src)="([^"]*)"', letter.html)
        assert addresses
        assert all(re.match(r"https?:|mailto:|#", address) for address in addresses)


def test_the_message_is_one_column_with_its_styles_in_its_elements(made: Forms) -> None:
    html = made.letter.html
    assert "max-width:600px" in html
    styled = re.findall(r"<(h1|h2|h3|p|a|td)\b([^>]*)>", html)
    assert all("style=" in rest for _, rest in styled)
    assert "prefers-color-scheme:dark" in html.replace(" ", "")


def test_dark_colours_are_readable_also_when_only_they_are_changed(made: Forms) -> None:
    """Each text colour of the dark palette against each ground it can lie on (WCAG 2, 4.5)."""
    dark = made.letter.html.replace(" ", "").partition("prefers-color-scheme:dark")[2]
    grounds = ("#0f1c20", "#18292e")
    for colour in ("#e8efed", "#8ccfdd", "#a8b8ba"):
        assert colour in dark
        assert all(contrast(colour, ground) >= 4.5 for ground in grounds)


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_message_reads_back_as_it_was_written(made: Forms) -> None:
    data = message_of(made.letter, "anna@muu.example")
    assert data == message_of(made.letter, "anna@muu.example")
    message = parsed(data)
    assert message["Subject"] == "Testin tiedote 1/2026"
    assert message["From"] == "Testi <tiedote@testi.example>"
    assert message["To"] == "anna@muu.example"
    assert message["Date"] == "Wed, 01 Apr 2026 08:00:00 +0300"
    assert message["Message-ID"] == "<tiedote-1-2026.fi@testi.example>"
    assert message["List-Unsubscribe"] == ("<mailto:tiedote@testi.example?subject=Peru%20tilaus>")
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == made.letter.text
    assert html.get_content().replace("\r\n", "\n").rstrip("\n") == made.letter.html.rstrip("\n")


def test_every_line_of_the_message_is_short_and_plain(made: Forms) -> None:
    for letter in (made.letter, forms_of(ROOT, "tiedote-1-2007").letter):
        lines = message_of(letter).split(b"\r\n")
        assert max(map(len, lines)) <= 78
        assert all(line.isascii() for line in lines)
        assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_series_without_an_address_invents_none() -> None:
    message = parsed(message_of(forms_of(ROOT, "tiedote-1-2007").letter))
    assert message["From"] is None
    assert message["List-Unsubscribe"] is None
    assert "mailto:" not in message.as_string()


def test_the_text_is_72_columns_wide_but_for_addresses(made: Forms) -> None:
    for forms in (made, forms_of(ROOT, "tiedote-1-2007")):
        wide = [line for line in forms.text.splitlines() if len(line) > 72]
        assert all(re.fullmatch(r"\[\d+\] \S+", line) for line in wide)
        numbers = re.findall(r"^\[(\d+)\] ", forms.text, re.MULTILINE)
        assert set(numbers) == set(re.findall(r" \[(\d+)\]", forms.text))


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail.missing() is None
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert mail.missing() == ("css_inline", "pip install 'socomsite[mail]'")
