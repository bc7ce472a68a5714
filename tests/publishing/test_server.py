"""A folder behind OpenSSH's sshd: whole or not there, whatever becomes of the line."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import random
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from socomsite.model.destination import Server
from socomsite.publishing.publishing import planned, publish, roll_back
from socomsite.publishing.release import MARKER, Filed
from socomsite.publishing.server import ServerTarget, _sum_line
from socomsite.publishing.target import Kept, Refused
from tests.loopback import free_port, line_to
from tests.publishing.made import NOW, OWNER, SOURCES, at, fails_at, made, put
from tests.ssh_server import SshServer

FIRST = {"index.html": "1", "a/index.html": "same", "style.css": "same"}
SECOND = {"index.html": "2", "a/index.html": "same", "style.css": "same"}
CHANCE = random.Random(1)  # noqa: S311 - no secret
#: So much that a line can break in the middle, and nothing that could be made smaller on the way.
LARGE = {"index.html": "3", "raportti.pdf": CHANCE.randbytes(900_000).hex()}

Maker = Callable[..., ServerTarget]


class Killed(BaseException):
    """Ends a publishing like a kill."""


@pytest.fixture
def target_at(sshd: SshServer, base: Path) -> Maker:
    """A place behind the server, reached in some other way if settings say so."""

    def make(port: int | None = None, **settings: object) -> ServerTarget:
        known = {
            "host": "127.0.0.1",
            "port": port or sshd.port,
            "user": sshd.user,
            "path": str(base / "julki"),
            "identity": str(sshd.key),
            "known_hosts": str(sshd.known_hosts(port)),
            "timeout": 10,
        }
        return ServerTarget(Server.model_validate(known | settings), base, os.environ)

    return make


@pytest.fixture
def target(target_at: Maker) -> ServerTarget:
    return target_at()


def place_of(target: ServerTarget) -> Path:
    return Path(target.settings.path)


def served(target: ServerTarget, path: str = "index.html") -> str:
    return (place_of(target) / "current" / path).read_text("utf-8")


def names(target: ServerTarget) -> list[str]:
    return sorted(each.name for each in (place_of(target) / "releases").iterdir())


def ids(target: ServerTarget) -> list[str]:
    return [each.id for each in target.kept().releases]


def refusal(work: Callable[[], object]) -> tuple[str, dict[str, object]]:
    """The code and values of what a target tells instead of doing something."""
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.problem.code, dict(refused.value.problem.values)


def cut_off(target: ServerTarget, files: dict[str, str], step: str, later: int) -> None:
    """A publishing that is gone at a step."""
    plan = planned(made(files), target.kept(), SOURCES, NOW + dt.timedelta(seconds=later))
    gone = fails_at(step, Killed())  # type: ignore[arg-type]  # no Exception, as a kill is none
    with pytest.raises(Killed):
        publish(target, plan, OWNER, keep=5, record=lambda: (), at=gone)


def steps(target: ServerTarget, files: dict[str, str], do: Callable[[str], None]) -> None:
    """A publishing a second after the first, with something that happens at its steps."""

    def told(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        do(step)

    plan = planned(made(files), target.kept(), SOURCES, NOW + dt.timedelta(seconds=1))
    publish(target, plan, OWNER, keep=5, record=lambda: (), at=told)


def test_a_new_place_keeps_nothing_and_is_not_made_by_asking(target: ServerTarget) -> None:
    assert target.kept() == Kept((), None)
    assert not place_of(target).exists()


def test_releases_stand_beside_each_other_and_a_link_leads_to_one(target: ServerTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=1)
    assert names(target) == [
        "20261126T065051Z",
        "20261126T065051Z.json",
        "20261126T065051Z.served",
        "20261126T065052Z",
        "20261126T065052Z.json",
    ]
    assert (place_of(target) / "current").readlink() == Path("releases/20261126T065052Z")
    assert served(target) == "2"
    assert (place_of(target) / "current" / MARKER).is_file()
    one, other = (place_of(target) / "releases" / f"20261126T06505{n}Z" for n in (1, 2))
    assert (one / "style.css").stat().st_ino == (other / "style.css").stat().st_ino
    assert (one / "index.html").stat().st_ino != (other / "index.html").stat().st_ino
    for each in (one, one / "a"):
        assert stat.S_IMODE(each.stat().st_mode) == 0o755
    assert stat.S_IMODE((one / "index.html").stat().st_mode) == 0o444


def test_going_back_is_one_step_and_serves_the_same_bytes(target: ServerTarget) -> None:
    put(target, FIRST)
    before = {f: (place_of(target) / "current" / f).read_bytes() for f in (*FIRST, MARKER)}
    put(target, SECOND, later=1)
    release, _ = roll_back(target, None, OWNER, at)
    assert release.id == target.kept().current == "20261126T065051Z"
    assert {f: (place_of(target) / "current" / f).read_bytes() for f in before} == before
    assert ids(target) == ["20261126T065051Z", "20261126T065052Z"]


def test_only_the_newest_stay_and_strange_files_do(target: ServerTarget) -> None:
    place_of(target).mkdir()
    (place_of(target) / "releases").mkdir()
    (place_of(target) / "releases/muistio.txt").write_text("x")
    for number in range(4):
        put(target, {"index.html": str(number)}, later=number, keep=2)
    assert [each[-3:] for each in ids(target)] == ["53Z", "54Z"]
    assert len(names(target)) == 2 * 3 - 1 + 1


def test_assets_of_the_release_before_are_carried_along(target: ServerTarget) -> None:
    put(target, FIRST | {"assets/a.0123456789.css": "old", "b.0123456789.css": "old"})
    (place_of(target) / "current/b.0123456789.css").unlink()
    put(target, SECOND, later=1)
    assert served(target, "assets/a.0123456789.css") == "old"
    assert not (place_of(target) / "current/b.0123456789.css").exists()


def test_what_was_half_sent_is_gone_on_with(target: ServerTarget) -> None:
    put(target, FIRST)
    cut_off(target, LARGE, "server:check", 1)
    assert ids(target) == ["20261126T065051Z"]
    assert served(target) == "1"
    sent = (place_of(target) / "releases/.next/raportti.pdf").stat().st_ino
    put(target, LARGE | {"index.html": "4"}, later=2)
    assert served(target) == "4"
    assert (place_of(target) / "current/raportti.pdf").stat().st_ino == sent
    assert not [name for name in names(target) if name.startswith(".")]


def test_what_was_sent_but_never_served_is_not_kept_nor_sent_again(target: ServerTarget) -> None:
    put(target, FIRST)
    cut_off(target, LARGE, "server:flip", 1)
    assert ids(target) == ["20261126T065051Z"]
    sent = (place_of(target) / "releases/20261126T065052Z/raportti.pdf").stat().st_ino
    put(target, LARGE, later=2)
    assert ids(target) == ["20261126T065051Z", "20261126T065053Z"]
    assert (place_of(target) / "current/raportti.pdf").stat().st_ino == sent


def test_what_is_half_sent_does_not_stay_for_ever(target: ServerTarget) -> None:
    put(target, FIRST)
    cut_off(target, LARGE, "server:check", 1)
    os.utime(place_of(target) / "releases/.next", (0, 0))
    assert put(target, FIRST, later=2).difference.is_empty
    assert names(target) == ["20261126T065051Z", "20261126T065051Z.json"]


def test_a_second_publishing_is_refused_with_who_and_since_when(
    target: ServerTarget, target_at: Maker
) -> None:
    with target.locked(OWNER):
        code, values = refusal(lambda: put(target_at(), FIRST))
    assert (code, values["owner"]) == ("publish-busy", "testi@kone")
    put(target, FIRST)
    assert served(target) == "1"


def lock(target: ServerTarget, number: int, age: float) -> None:
    """A lock whose holder gave a sign so many seconds ago."""
    folder = place_of(target) / f".lock.{number}"
    folder.mkdir()
    (folder / "owner").write_text('{"owner": "muu@kone", "started": "2026-11-26T09:00:00+02:00"}')
    for name in ("open", "held"):
        (folder / name).touch()
    then = dt.datetime.now(dt.UTC).timestamp() - age
    os.utime(folder / "held", (then, then))


@pytest.mark.parametrize("age", [200, -200])
def test_the_lock_of_a_server_that_went_down_is_taken_over(target: ServerTarget, age: int) -> None:
    put(target, FIRST)
    lock(target, 7, age)
    put(target, SECOND, later=1)
    assert served(target) == "2"
    assert [each.name for each in place_of(target).glob(".lock.*")] == [".lock.8"]


def test_a_lock_with_a_sign_of_life_is_respected(target: ServerTarget) -> None:
    put(target, FIRST)
    lock(target, 7, 100)
    code, values = refusal(lambda: put(target, SECOND, later=1))
    assert (code, values["owner"]) == ("publish-busy", "muu@kone")


def test_who_was_taken_for_dead_does_nothing_more(target: ServerTarget) -> None:
    put(target, FIRST)

    def taken_over(step: str) -> None:
        if step == "server:flip":
            lock(target, 9, 0)
            (place_of(target) / ".lock.9/held").unlink()

    assert refusal(lambda: steps(target, SECOND, taken_over))[0] == "publish-overtaken"
    assert served(target) == "1"


def test_a_line_that_is_dropped_at_every_step_is_opened_again(
    target: ServerTarget, sshd: SshServer
) -> None:
    put(target, FIRST | {"assets/a.0123456789.css": "old"})
    dropped: list[str] = []

    def drop(step: str) -> None:
        if step.startswith("server:") and step not in dropped:
            assert sshd.drop_lines() > 0
            dropped.append(step)

    steps(target, SECOND, drop)
    assert served(target) == "2"
    assert served(target, "assets/a.0123456789.css") == "old"
    assert {"server:copy", "server:carry", "server:check", "server:flip"} <= {*dropped}


def test_a_line_that_is_cut_in_a_file_leaves_a_part_to_go_on_from(
    target: ServerTarget, target_at: Maker, sshd: SshServer
) -> None:
    put(target, FIRST)
    # So slow that what passes has come: of what lies in between a cut may take any part.
    with line_to(sshd.port, left=700_000, rate=500_000) as line:
        far = target_at(line.port, timeout=3)
        code, values = refusal(lambda: put(far, LARGE, later=1))
    assert code == "publish-line-broken"
    assert values["place"] == f"127.0.0.1:{target.settings.path}"
    assert served(target) == "1"
    with line_to(sshd.port) as line:
        put(target_at(line.port), LARGE, later=2)
        again = line.carried
    assert served(target, "raportti.pdf") == LARGE["raportti.pdf"]
    # The digits are half as much when made smaller on the way: what came before is not sent again.
    assert again < 800_000


def test_a_slow_line_is_no_broken_line(target_at: Maker, sshd: SshServer) -> None:
    with line_to(sshd.port, rate=60_000) as line:
        target = target_at(line.port)
        put(target, {"index.html": "1", "a.pdf": CHANCE.randbytes(60_000).hex()})
    assert served(target) == "1"


def test_a_dead_line_is_given_up(target_at: Maker, sshd: SshServer) -> None:
    with line_to(sshd.port, is_dead=True) as line:
        assert refusal(target_at(line.port, timeout=1).kept)[0] == "publish-unreachable"


def test_a_server_that_is_down_is_told(target_at: Maker) -> None:
    code, values = refusal(target_at(free_port()).kept)
    assert code == "publish-unreachable"
    assert "refused" in str(values["reason"])


def test_a_key_that_the_server_does_not_know_is_told(target_at: Maker, sshd: SshServer) -> None:
    target = target_at(identity=str(sshd.stranger))
    told = ("server-login-refused", {"host": "127.0.0.1", "user": sshd.user})
    assert refusal(target.kept) == told


def test_a_server_is_never_trusted_at_first_sight(target_at: Maker, base: Path) -> None:
    (base / "known_hosts").write_text("")
    target = target_at(known_hosts="known_hosts")
    at_port = f"[127.0.0.1]:{target.settings.port}"
    assert refusal(target.kept) == ("server-key-unknown", {"host": "127.0.0.1", "at": at_port})
    assert (base / "known_hosts").read_text() == ""


def test_a_server_with_another_key_than_before_is_told(
    target_at: Maker, sshd: SshServer, base: Path
) -> None:
    stranger = (sshd.folder / "stranger.pub").read_text()
    (base / "known_hosts").write_text(f"[127.0.0.1]:{sshd.port} {stranger}")
    assert refusal(target_at(known_hosts="known_hosts").kept)[0] == "server-key-changed"


def test_files_of_keys_may_have_any_name(target_at: Maker, sshd: SshServer, base: Path) -> None:
    shutil.copy(sshd.key, base / "avain 100% ä")
    shutil.copy(sshd.known_hosts(), base / "tunnetut 100% ä")
    target = target_at(identity="avain 100% ä", known_hosts="tunnetut 100% ä")
    assert target.kept() == Kept((), None)


@contextmanager
def full_place(sshd: SshServer, place: Path) -> Iterator[None]:
    """A place whose disk has no room left; a stand-in for rsync says so where none can be made."""
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)]
    try:
        is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        is_mounted = False
    if is_mounted:
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        return
    tool = sshd.folder / "bin/rsync"
    real = tool.readlink()
    tool.unlink()
    tool.write_text("#!/bin/sh\necho 'write failed: No space left on device (28)' >&2\nexit 11\n")
    tool.chmod(0o755)
    try:
        yield
    finally:
        tool.unlink()
        tool.symlink_to(real)


def test_a_full_disk_at_the_far_end_is_told_and_readers_keep_what_they_had(
    target: ServerTarget, sshd: SshServer
) -> None:
    with full_place(sshd, place_of(target)):
        code, values = refusal(lambda: put(target, LARGE))
        assert (code, values) == ("place-full", {"place": f"127.0.0.1:{target.settings.path}"})
        assert target.kept() == Kept((), None)
        with target.locked(OWNER):  # it was let go in spite of the full disk
            pass


def test_a_place_that_cannot_be_made_is_told(target_at: Maker, base: Path) -> None:
    (base / "tiedosto").write_text("x")
    target = target_at(path=str(base / "tiedosto/julki"))
    code, values = refusal(lambda: put(target, FIRST))
    assert code == "publish-unwritable"
    assert "Not a directory" in str(values["reason"])


@pytest.mark.parametrize("name", ["etusivu.html", ".piilossa"])
def test_a_place_with_other_things_is_refused(target: ServerTarget, name: str) -> None:
    place_of(target).mkdir()
    (place_of(target) / name).write_text("x")
    assert refusal(target.kept)[0] == "publish-place-foreign"
    assert refusal(lambda: target.locked(OWNER).__enter__())[0] == "publish-place-foreign"


def test_releases_or_current_that_are_something_else_are_not_followed(
    target: ServerTarget, base: Path
) -> None:
    (place_of(target) / "current").mkdir(parents=True)
    assert refusal(target.kept)[0] == "publish-place-foreign"
    (place_of(target) / "current").rmdir()
    (place_of(target) / "releases").symlink_to(base)
    assert refusal(target.kept)[0] == "publish-place-foreign"


def test_what_came_otherwise_than_it_was_sent_is_never_served(target: ServerTarget) -> None:
    put(target, FIRST)

    def spoil(step: str) -> None:
        if step == "server:check":
            file = place_of(target) / "releases/.next/index.html"
            file.unlink()
            file.write_text("9")

    assert refusal(lambda: steps(target, SECOND, spoil))[0] == "publish-damaged"
    assert served(target) == "1"
    put(target, SECOND, later=2)
    assert served(target) == "2"


def test_a_server_without_rsync_is_told(target: ServerTarget, sshd: SshServer) -> None:
    tool = sshd.folder / "bin/rsync"
    real = tool.readlink()
    tool.unlink()
    try:
        code, values = refusal(lambda: put(target, FIRST))
    finally:
        tool.symlink_to(real)
    assert (code, values["program"]) == ("server-program-missing", "rsync")


def test_a_machine_without_the_programs_is_told(target: ServerTarget) -> None:
    lacking = dataclasses.replace(target, environ={"PATH": ""})
    assert refusal(lacking.kept) == ("program-missing", {"program": "ssh"})


def test_names_that_sha256sum_writes_in_its_own_way_are_written_so() -> None:
    plain, odd = Filed("a ä.html", "0" * 64, 1), Filed("a\\b\nc", "0" * 64, 1)
    assert _sum_line(plain) == f"{'0' * 64}  a ä.html\n"
    assert _sum_line(odd) == f"\\{'0' * 64}  a\\\\b\\nc\n"
