from __future__ import annotations

import pickle

import pytest

from socomsite.digest import digest
from socomsite.formats.record import Record


def test_a_record_gives_its_values_by_name() -> None:
    record = Record({"title": "Uutinen", "empty": None})
    assert record["title"] == "Uutinen"
    assert "empty" in record
    assert "other" not in record


def test_a_record_gives_its_values_as_attributes_too_and_hides_none_by_its_methods() -> None:
    record = Record({"title": "Otsikko", "items": (1, 2)})
    assert (record.title, record.items) == ("Otsikko", (1, 2))
    assert not hasattr(record, "summary")
    assert digest(Record({"parts": 1})) != digest(Record({"parts": 2}))
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own bytes


def test_a_record_refuses_a_name_that_it_does_not_have() -> None:
    with pytest.raises(KeyError, match="other"):
        Record({"title": "Uutinen"})["other"]


def test_records_are_equal_by_value_and_so_are_their_digests() -> None:
    one, same = Record({"a": 1, "b": ("x",)}), Record({"a": 1, "b": ("x",)})
    other = Record({"a": 1, "b": ("y",)})
    assert one == same
    assert hash(one) == hash(same)
    assert digest(one) == digest(same)
    assert one != other
    assert digest(one) != digest(other)
    assert one != "a"


def test_a_record_keeps_its_values_when_their_source_changes() -> None:
    values: dict[str, object] = {"a": 1}
    record = Record(values)
    values["a"] = 2
    assert record["a"] == 1
