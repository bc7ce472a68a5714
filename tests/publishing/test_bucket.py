"""A bucket: only what changed is sent, every page whole at every moment, and back in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from socomsite.engine.headers import FOREVER, SHORT
from socomsite.model.destination import Bucket
from socomsite.publishing import bucket
from socomsite.publishing.bucket import BucketTarget, ranked
from socomsite.publishing.publishing import planned, publish, roll_back
from socomsite.publishing.release import MARKER
from socomsite.publishing.target import Kept, Refused
from tests.publishing.made import NOW, OWNER, SOURCES, at, fails_at, made, put
from tests.s3_server import ANYONE, REGION, S3Server

OLD, NEW = "assets/a.0123456789.css", "assets/b.0123456789.css"
FIRST = {"index.html": "1", "a/index.html": "same", "poistuva.html": "1", OLD: "old"}
SECOND = {"index.html": "2", "a/index.html": "same", "uusi.html": "2", NEW: "new", "b.txt": "2"}


class Killed(BaseException):
    """Ends a publishing like a kill."""


@pytest.fixture
def target(s3: S3Server, request: pytest.FixtureRequest) -> BucketTarget:
    """A bucket of its own for each test; with a pointer if the test says so."""
    name = f"s{abs(hash(request.node.name)):x}"
    settings = {"name": s3.bucket(name), "endpoint": s3.url, "region": REGION, "prefix": "sivut"}
    pointer = "pointer" in request.node.name
    return BucketTarget.of(Bucket.model_validate(settings | {"pointer": pointer}), ANYONE)


def shown(target: BucketTarget) -> dict[str, bytes]:
    """What readers find, by path."""
    folder = f"releases/{target.kept().current}/" if target.is_atomic else ""
    keys = [each.key for each in target.store.listed(folder)]
    found = {key: target.store.get(key) for key in keys if not key.startswith(".socomsite/")}
    return {key.removeprefix(folder): got.data for key, got in found.items() if got}


def pages(files: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def without_marker(found: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if path != MARKER}


def asked_of(target: BucketTarget) -> list[tuple[str, str]]:
    """From now on, what is asked of the host: the operation and the key."""
    asked: list[tuple[str, str]] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        path = str(params["url_path"]).partition("sivut/")[2]
        asked.append((model.name, path))

    target.store.client.meta.events.register("before-call.s3", note)
    return asked


def cut_off(target: BucketTarget, files: dict[str, str], step: str, later: int = 1) -> None:
    """A publishing that is gone at a step; its process with it."""
    plan = planned(made(files), target.kept(), SOURCES, NOW + dt.timedelta(seconds=later))
    gone = fails_at(step, Killed())  # type: ignore[arg-type]  # no Exception, as a kill is none
    with pytest.raises(Killed):
        publish(target, plan, OWNER, keep=5, record=lambda: (), at=gone)


def ids(target: BucketTarget) -> list[str]:
    return [each.id[-3:] for each in target.kept().releases]


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problem.code


def test_a_new_bucket_keeps_nothing_and_nothing_is_written_by_asking(target: BucketTarget) -> None:
    assert target.kept() == Kept((), None)
    assert list(target.store.listed("")) == []


@pytest.mark.parametrize("mode", ["plain", "pointer"])
def test_readers_find_the_release_and_nothing_else(target: BucketTarget, mode: str) -> None:
    assert target.is_atomic == (mode == "pointer")
    put(target, FIRST)
    assert without_marker(shown(target)) == pages(FIRST)
    put(target, SECOND, later=1)
    assert without_marker(shown(target)) == pages(SECOND | {OLD: "old"})
    assert ids(target) == ["51Z", "52Z"]


def test_files_have_types_and_cache_headers(target: BucketTarget, s3: S3Server) -> None:
    put(target, FIRST)

    def served(path: str) -> tuple[str, str]:
        head = s3.client().head_object(Bucket=target.store.settings.name, Key=f"sivut/{path}")
        return head["ContentType"], head["CacheControl"]

    assert served("index.html") == ("text/html; charset=utf-8", SHORT)
    assert served(OLD) == ("text/css; charset=utf-8", FOREVER)
    assert served(MARKER) == ("application/json; charset=utf-8", "no-cache")


def test_the_pointer_tells_the_release_in_a_header(target: BucketTarget, s3: S3Server) -> None:
    put(target, FIRST)
    key = "sivut/.socomsite/current"
    head = s3.client().head_object(Bucket=target.store.settings.name, Key=key)
    assert head["Metadata"] == {"release": "20261126T065051Z"}
    assert head["CacheControl"] == "no-cache"


def test_only_contents_that_are_not_there_are_sent(target: BucketTarget) -> None:
    put(target, FIRST)
    asked = asked_of(target)
    put(target, FIRST | {"index.html": "2", "kopio.html": "same"}, later=1)
    sent = [key for name, key in asked if name == "PutObject" and "/blobs/" in key]
    assert len(sent) == 2  # the changed page and the marker
    copied = [key for name, key in asked if name == "CopyObject"]
    assert sorted(copied) == ["index.html", "kopio.html"]


def test_assets_come_first_then_pages_and_deletions_last(target: BucketTarget) -> None:
    put(target, FIRST | {"b.txt": "1"})
    asked = asked_of(target)
    put(target, SECOND, later=1)
    written = [key for name, key in asked if name in {"CopyObject", "DeleteObject"}]
    assert written[:-1] == [NEW, "uusi.html", "b.txt", "index.html", "poistuva.html"]
    pointed = asked.index(("PutObject", ".socomsite/current"))
    assert asked.index(("CopyObject", "index.html")) < pointed
    assert pointed < asked.index(("DeleteObject", "poistuva.html"))


def test_files_in_the_order_in_which_no_page_lacks_any() -> None:
    release = planned(made(SECOND), Kept((), None), SOURCES, NOW).release
    now = {"index.html": "x", "b.txt": "x", "a/index.html": release.files[0].sha256}
    found = {step: [filed.path for filed in files] for step, files in ranked(release, now)}
    assert found == {
        "bucket:new-files": [NEW],
        "bucket:new-pages": ["uusi.html"],
        "bucket:files": ["b.txt"],
        "bucket:pages": ["index.html"],
    }
    assert set(found) <= set(bucket.STEPS)


@pytest.mark.parametrize("mode", ["plain", "pointer"])
def test_going_back_sends_nothing_and_gives_the_same_bytes(target: BucketTarget, mode: str) -> None:
    del mode
    put(target, FIRST)
    before = shown(target)
    put(target, SECOND, later=1)
    asked = asked_of(target)
    roll_back(target, None, OWNER, at)
    assert not [key for name, key in asked if name == "PutObject" and "/blobs/" in key]
    found = shown(target)
    assert {path: found[path] for path in before} == before
    assert set(found) - set(before) <= {NEW}  # for those who have a page of the newer one open
    assert ids(target) == ["51Z", "52Z"]
    roll_back(target, "20261126T065052Z", OWNER, at)
    assert without_marker(shown(target)) == pages(SECOND | {OLD: "old"})


@pytest.mark.parametrize("mode", ["plain", "pointer"])
def test_only_the_newest_stay(target: BucketTarget, mode: str) -> None:
    for number in range(4):
        asset = f"assets/a.012345678{number}.css"
        put(target, {"index.html": str(number), asset: ""}, later=number * 90_000, keep=2)
    assert len(ids(target)) == 2
    found = without_marker(shown(target))
    newest = {"index.html", "assets/a.0123456783.css"}
    # What the release before carried along stays too where readers see the bucket itself.
    carried = {"assets/a.0123456782.css", *(["assets/a.0123456781.css"] if mode == "plain" else [])}
    assert set(found) - newest == carried
    folders = {each.key.split("/")[1] for each in target.store.listed("releases/")}
    assert len(folders) == (2 if mode == "pointer" else 0)


@pytest.mark.parametrize("step", ["bucket:contents", "send", "bucket:manifest"])
@pytest.mark.parametrize("mode", ["plain", "pointer"])
def test_what_is_half_sent_is_not_kept_and_not_sent_again(
    target: BucketTarget, step: str, mode: str
) -> None:
    del mode
    put(target, FIRST)
    cut_off(target, SECOND, step)
    assert ids(target) == ["51Z"]
    assert without_marker(shown(target)) == pages(FIRST)
    there = {each.key for each in target.store.listed(".socomsite/blobs/")}
    asked = asked_of(target)
    put(target, SECOND, later=2)
    sent = {key for name, key in asked if name == "PutObject" and "/blobs/" in key}
    assert not sent & there
    assert without_marker(shown(target)) == pages(SECOND | {OLD: "old"})
    assert ids(target) == ["51Z", "53Z"]


SWITCHING = (
    *("bucket:switch", "bucket:new-files", "bucket:new-pages", "bucket:pages"),
    *("bucket:pointer", "bucket:deletions", "bucket:switched"),
)


@pytest.mark.parametrize("step", SWITCHING)
def test_a_switch_that_was_cut_off_is_mended_by_whatever_comes_next(
    target: BucketTarget, step: str
) -> None:
    put(target, FIRST)
    cut_off(target, SECOND, step)
    is_new = step in {"bucket:deletions", "bucket:switched"}
    assert target.kept().current == f"20261126T06505{2 if is_new else 1}Z"
    # The editor has taken the change back: nothing differs from what is served, or all does.
    put(target, FIRST, later=2)
    found = without_marker(shown(target))
    assert {path: found.get(path) for path in FIRST} == pages(FIRST)
    assert set(found) - set(FIRST) <= {NEW}
    assert not target.store.get(".socomsite/switching")


@pytest.mark.parametrize("step", SWITCHING[:5])
def test_a_very_first_switch_that_was_cut_off_is_begun_again(
    target: BucketTarget, step: str
) -> None:
    if step == "bucket:pages":
        step = "bucket:new-pages"
    cut_off(target, FIRST, step, later=0)
    put(target, SECOND, later=1)
    assert without_marker(shown(target)) == pages(SECOND)
    assert ids(target) == ["52Z"]


def test_contents_that_nobody_has_go_when_they_are_old(
    target: BucketTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target, FIRST)
    cut_off(target, SECOND, "bucket:manifest")
    there = len(list(target.store.listed(".socomsite/blobs/")))
    target.tidy(5, at)
    assert len(list(target.store.listed(".socomsite/blobs/"))) == there
    monkeypatch.setattr(bucket, "_UNUSED", dt.timedelta(seconds=-1))
    target.tidy(5, at)
    assert len(list(target.store.listed(".socomsite/blobs/"))) == len(FIRST) + 1 - 1
    assert without_marker(shown(target)) == pages(FIRST)


def test_a_bucket_with_other_things_is_refused(target: BucketTarget) -> None:
    target.store.put("index.html", b"another's")
    assert refusal(target.kept) == "publish-place-foreign"
    assert [each.key for each in target.store.listed("")] == ["index.html"]


def test_other_things_that_come_later_stay(target: BucketTarget) -> None:
    put(target, FIRST)
    target.store.put("vahvistus.html", b"another's")
    put(target, SECOND, later=1, keep=2)
    put(target, FIRST, later=2, keep=2)
    assert shown(target)["vahvistus.html"] == b"another's"


def test_two_at_once_are_refused(target: BucketTarget) -> None:
    with target.locked(OWNER):
        assert refusal(lambda: put(target, FIRST)) == "publish-busy"
    put(target, FIRST)
    assert target.kept().current


@pytest.mark.parametrize("mode", ["plain", "pointer"])
def test_a_content_that_is_not_there_is_never_pointed_at(target: BucketTarget, mode: str) -> None:
    del mode
    put(target, FIRST)
    plan = planned(made(SECOND), target.kept(), SOURCES, NOW + dt.timedelta(seconds=1))
    lost = next(filed for filed in plan.release.files if filed.path == "uusi.html")

    def lose(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        if step in {"bucket:folder", "bucket:switch"}:
            target.store.delete(f".socomsite/blobs/{lost.sha256}")

    def again() -> None:
        publish(target, plan, OWNER, keep=5, record=lambda: (), at=lose)

    assert refusal(again) == "publish-damaged"
    assert target.kept().current == "20261126T065051Z"
    found = without_marker(shown(target))
    assert {path: found[path] for path in FIRST} == pages(FIRST)
    assert set(found) - set(FIRST) <= {NEW}
    put(target, SECOND, later=2)
    assert without_marker(shown(target)) == pages(SECOND | {OLD: "old"})


def test_a_pointer_that_cannot_be_read_is_as_none(target: BucketTarget) -> None:
    put(target, FIRST)
    target.store.put(".socomsite/current", b"{")
    assert target.kept() == Kept((), None)
