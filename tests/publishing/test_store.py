"""A bucket as a real S3-compatible server has it, and what it refuses, in words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from socomsite.model.destination import Bucket
from socomsite.problem import Severity
from socomsite.publishing.store import Conflict, Served, Store
from socomsite.publishing.target import Refused
from tests.loopback import free_port, line_to
from tests.s3_server import ANYONE, REGION, S3Server

NAMES = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"


def store(url: str, name: str, keys: dict[str, str] = ANYONE, **settings: object) -> Store:
    known = {"name": name, "endpoint": url, "region": REGION, "timeout": 5}
    return Store.of(Bucket.model_validate(known | settings), keys)


def refusal(work: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problem.code, dict(refused.value.problem.values)


def test_an_object_is_kept_with_its_type_cache_and_marks(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("oliot"), prefix="a/b")
    assert kept.get("ä 1") is None
    kept.put("ä 1", b"x", Served("text/html; charset=utf-8", "no-cache", {"release": "1"}))
    found = kept.get("ä 1")
    assert found is not None
    assert (found.data, found.age < 60) == (b"x", True)
    head = s3.client().head_object(Bucket="oliot", Key="a/b/ä 1")
    assert head["ContentType"] == "text/html; charset=utf-8"
    assert (head["CacheControl"], head["Metadata"]) == ("no-cache", {"release": "1"})
    assert kept.copy("ä 1", "b", Served("text/css", "no-store"))
    head = s3.client().head_object(Bucket="oliot", Key="a/b/b")
    assert (head["ContentType"], head["CacheControl"]) == ("text/css", "no-store")
    assert not kept.copy("ei-ole", "c", Served())
    assert [each.key for each in kept.listed("")] == ["b", "ä 1"]
    kept.delete("b")
    kept.delete("b")
    assert [(each.key, each.size) for each in kept.listed("")] == [("ä 1", 1)]


def test_a_prefix_is_a_folder_and_not_the_beginning_of_a_name(s3: S3Server) -> None:
    name = s3.bucket("alut")
    store(s3.url, name, prefix="sivut-2").put("a", b"")
    assert list(store(s3.url, name, prefix="sivut").listed("")) == []


def test_an_object_is_written_only_if_it_is_as_it_was(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("ehdot"))
    tag = kept.put("a", b"1", instead_of="")
    with pytest.raises(Conflict):
        kept.put("a", b"2", instead_of="")
    newer = kept.put("a", b"3", instead_of=tag)
    with pytest.raises(Conflict):
        kept.put("a", b"4", instead_of=tag)
    found = kept.get("a")
    assert found is not None
    assert (found.data, found.tag) == (b"3", newer)


def test_of_many_at_once_one_is_first(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("kilpa"))

    def is_first(number: int) -> bool:
        try:
            kept.put("a", str(number).encode(), instead_of="")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as lanes:
        assert sum(lanes.map(is_first, range(8))) == 1


def test_more_than_a_thousand_objects_are_all_listed(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("monta"))
    with ThreadPoolExecutor(8) as lanes:
        list(lanes.map(lambda n: kept.put(f"{n:04}", b""), range(1005)))
    assert len(list(kept.listed(""))) == 1005


@pytest.mark.parametrize(
    "keys", [{}, {"AWS_ACCESS_KEY_ID": "a"}, ANYONE | {"AWS_ACCESS_KEY_ID": ""}]
)
def test_keys_come_from_the_environment_alone(keys: dict[str, str]) -> None:
    code, values = refusal(lambda: store("http://127.0.0.1:1", "sailo", keys))
    assert (code, values) == ("bucket-keys-missing", {"names": NAMES})


def test_what_a_key_may_not_is_told_without_the_key(s3: S3Server) -> None:
    name = s3.bucket("oikeudet")
    keys = s3.strict("s3:GetObject", "s3:ListBucket")
    try:
        good = store(s3.url, name, keys)
        assert list(good.listed("")) == []
        assert refusal(lambda: good.put("a", b"")) == ("bucket-forbidden", {"name": name})
        for wrong in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            bad = store(s3.url, name, keys | {wrong: "väärä".encode().hex()})
            told = ("bucket-login-refused", {"name": name, "names": NAMES})
            assert refusal(partial(bad.get, "a")) == told
            assert keys[wrong] not in repr(bad)
    finally:
        s3.lax()


def test_a_bucket_that_is_not_there_is_told(s3: S3Server) -> None:
    told = ("bucket-missing", {"name": "puuttuu"})
    assert refusal(lambda: list(store(s3.url, "puuttuu").listed(""))) == told
    assert refusal(lambda: store(s3.url, "puuttuu").get("a")) == told


def test_a_host_that_is_down_is_told() -> None:
    kept = store(f"http://127.0.0.1:{free_port()}", "sailo", prefix="a")
    code, values = refusal(lambda: kept.get("a"))
    assert (code, values["place"]) == ("publish-unreachable", "sailo/a")


def test_a_dead_line_is_given_up(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socomsite.publishing.store._TRIES", 1)
    with line_to(s3.port, is_dead=True) as line:
        kept = store(f"http://127.0.0.1:{line.port}", "sailo", timeout=1)
        assert refusal(lambda: kept.get("a"))[0] == "publish-line-broken"


def test_a_line_that_is_cut_once_is_tried_again(s3: S3Server) -> None:
    name = s3.bucket("katko")
    with line_to(s3.port) as line:
        kept = store(f"http://127.0.0.1:{line.port}", name)
        seen: list[int] = []

        def cut_once(sent: bytes) -> bytes:
            seen.append(len(sent))
            if len(seen) == 1:
                line.cut()
            return sent

        line.changed = cut_once
        kept.put("a", b"x" * 3000)
    assert [each.size for each in store(s3.url, name).listed("")] == [3000]
    assert len(seen) > 1


def test_a_line_that_stays_cut_is_told(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socomsite.publishing.store._TRIES", 2)
    name = s3.bucket("poikki")
    with line_to(s3.port, left=20_000) as line:
        kept = store(f"http://127.0.0.1:{line.port}", name)
        code, values = refusal(lambda: [kept.put("a", b"x" * 9000) for _ in range(9)])
    assert (code, values["place"]) == ("publish-line-broken", name)


def test_without_the_library_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(Refused) as refused:
        store("http://127.0.0.1:1", "sailo")
    found = refused.value.problem
    assert (found.code, found.severity) == ("library-missing", Severity.ERROR)
    assert dict(found.values)["command"] == "pip install 'socomsite[bucket]'"
