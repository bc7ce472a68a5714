"""XML parts: read element by element, with no document type and no damage let through."""

from __future__ import annotations

import pytest

from socomsite.model.document import Damaged
from socomsite.model.xmlparts import steps, texts


def test_elements_and_texts_come_in_their_order_without_namespaces() -> None:
    read = list(steps(b'<a:x xmlns:a="urn:a" a:k="v">sana<a:y/></a:x>'))
    assert [(step.sort, step.name, step.text) for step in read] == [
        ("begin", "x", ""),
        ("text", "", "sana"),
        ("begin", "y", ""),
        ("end", "y", ""),
        ("end", "x", ""),
    ]
    assert read[0].values == {"k": "v"}


def test_a_text_over_many_parts_is_read_to_its_end() -> None:
    words = b"<a>" + b"<b>sana</b>" * 20_000 + b"</a>"
    said = [step.text for step in steps(words) if step.sort == "text"]
    assert said == ["sana"] * 20_000


def test_a_text_is_told_with_the_element_that_says_what_it_is() -> None:
    data = b"<d><creator><Seq><li>Maija</li></Seq></creator><e k='v'> </e></d>"
    assert list(texts(data)) == [("creator", "Maija"), ("k", "v")]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>&b;</a>",
        b'<?xml version="1.0" encoding="none-such"?><a/>',
    ],
)
def test_damage_and_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(steps(data))
