"""One lock, one holder: at a host that knows conditions, and as well as can be at another."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from socomsite.model.destination import Bucket
from socomsite.publishing import lease
from socomsite.publishing.lease import KEY, leased, own_life
from socomsite.publishing.lock import text_of
from socomsite.publishing.store import Store
from socomsite.publishing.target import Refused
from tests.loopback import line_to
from tests.publishing.made import OWNER
from tests.s3_server import ANYONE, REGION, S3Server


def store(url: str, name: str) -> Store:
    return Store.of(Bucket(name=name, endpoint=url, region=REGION), ANYONE)


def no_pause(seconds: float) -> None:
    del seconds


def locked_by(kept: Store, life: str) -> None:
    """A lock that someone else wrote just now."""
    told = json.loads(text_of(OWNER)) | {"life": life}
    kept.put(KEY, json.dumps(told).encode())


def code_of(kept: Store) -> str:
    """What is told instead of the lock, or nothing if it can be had."""
    try:
        with leased(kept, OWNER, no_pause):
            return ""
    except Refused as refused:
        return refused.problem.code


def test_a_lock_is_held_by_one_and_then_free(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("lukko"))
    with leased(kept, OWNER, no_pause) as held:
        with pytest.raises(Refused) as refused, leased(kept, OWNER, no_pause):
            raise AssertionError
        assert refused.value.problem.code == "publish-busy"
        assert dict(refused.value.problem.values)["owner"] == "testi@kone"
        assert not held.is_weak
        held.check()
    assert code_of(kept) == ""


def test_a_lock_is_let_go_whatever_happens(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("lukko-virhe"))
    with pytest.raises(KeyError), leased(kept, OWNER, no_pause):
        raise KeyError
    assert code_of(kept) == ""


def test_the_lock_of_a_process_that_died_here_is_free_at_once(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("lukko-kuollut"))
    ask = "from socomsite.publishing.lease import own_life; print(own_life())"
    dead = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    locked_by(kept, dead.stdout.strip())
    assert code_of(kept) == ""


@pytest.mark.parametrize(
    "life", [own_life(), "toinen pid:[1] 1-1", "", "x"], ids=["own", "other", "none", "strange"]
)
def test_a_lock_of_one_who_may_live_is_respected(s3: S3Server, life: str) -> None:
    kept = store(s3.url, s3.bucket(f"lukko-elava-{len(life)}"))
    locked_by(kept, life)
    assert code_of(kept) == "publish-busy"


def test_a_lock_without_a_sign_of_life_is_taken_over(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(s3.url, s3.bucket("lukko-vanha"))
    locked_by(kept, "toinen pid:[1] 1-1")
    monkeypatch.setattr(lease, "_DEAD_AFTER", -1.0)
    with leased(kept, OWNER, no_pause):
        found = kept.get(KEY)
        assert found is not None
        assert "turn" in json.loads(found.data)


def test_a_lock_that_cannot_be_read_still_locks(s3: S3Server) -> None:
    kept = store(s3.url, s3.bucket("lukko-outo"))
    kept.put(KEY, b"\xff")
    assert code_of(kept) == "publish-busy"


def test_signs_of_life_are_given_and_keep_the_lock(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(s3.url, s3.bucket("lukko-merkit"))
    monkeypatch.setattr(lease, "_SIGN_EVERY", 0.01)
    with leased(kept, OWNER, no_pause) as held:
        first = held.store.get(KEY)
        assert first is not None
        monkeypatch.setattr(lease, "_DEAD_AFTER", 0.0)
        held.check()
        assert held.tag == first.tag  # the same bytes have the same tag
    assert code_of(kept) == ""


def test_who_has_lost_the_lock_is_told_and_leaves_it(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(s3.url, s3.bucket("lukko-menetetty"))
    with leased(kept, OWNER, no_pause) as held:
        locked_by(kept, "toinen pid:[1] 1-1")
        monkeypatch.setattr(lease, "_DEAD_AFTER", 0.0)
        with pytest.raises(Refused) as refused:
            held.check()
        assert refused.value.problem.code == "publish-overtaken"
        monkeypatch.undo()
    assert code_of(kept) == "publish-busy"


def test_a_host_that_knows_no_conditions_is_locked_all_the_same(s3: S3Server) -> None:
    name = s3.bucket("lukko-ehdoton")

    def without_conditions(sent: bytes) -> bytes:
        return sent.replace(b"If-None-Match:", b"X-None-Match:").replace(b"If-Match:", b"X-Match:")

    with line_to(s3.port, changed=without_conditions) as line:
        kept = store(f"http://127.0.0.1:{line.port}", name)
        with leased(kept, OWNER, no_pause) as held:
            assert held.is_weak
            assert code_of(kept) == "publish-busy"
            held.check()

        def overwritten(seconds: float) -> None:
            del seconds
            locked_by(kept, "toinen pid:[1] 1-1")

        with pytest.raises(Refused), leased(kept, OWNER, overwritten):
            raise AssertionError
        assert code_of(kept) == "publish-busy"


def test_a_host_that_says_that_it_knows_no_conditions_is_believed(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store(s3.url, s3.bucket("lukko-kieltaa"))
    monkeypatch.setattr("socomsite.publishing.store._CANNOT", frozenset({"PreconditionFailed"}))
    monkeypatch.setattr("socomsite.publishing.store._CONFLICTS", frozenset())
    with leased(kept, OWNER, no_pause) as held:
        assert held.is_weak
