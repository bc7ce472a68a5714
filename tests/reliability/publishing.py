"""Faults injected into publishing, with the real servers of the tests on loopback.

Each function injects one so many times, and gives how often it did and what broke.
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.loopback import Line, free_port, line_to
from tests.publishing.editions import PAGES, edition_of
from tests.publishing.harness import Launcher, Place, campaign, get
from tests.publishing.hosts import branch_place, folder_place, nginx
from tests.publishing.servers import bucket_place, plain, pointer_place, server_place
from tests.reliability.laboratory import small_disk
from tests.s3_server import ANYONE, REGION, S3Server, s3_server
from tests.ssh_server import SshServer, ssh_server

Outcome = tuple[int, tuple[str, ...]]
Places = Callable[[Path], AbstractContextManager[Place]]


def killed_to_a_folder(times: int, chance: random.Random) -> Outcome:
    """SIGKILL at random steps and moments of a publishing to a folder."""
    return _campaign(folder_place, times, chance)


def killed_to_a_branch(times: int, chance: random.Random) -> Outcome:
    """SIGKILL at random steps and moments of a publishing to a branch of git."""
    return _campaign(branch_place, times, chance)


def killed_to_a_server(times: int, chance: random.Random) -> Outcome:
    """SIGKILL at random steps and moments of a publishing to a server over SSH."""
    return _campaign(server_place, times, chance)


def killed_to_a_bucket(times: int, chance: random.Random) -> Outcome:
    """SIGKILL at random steps and moments of a publishing to a bucket (each page is whole)."""
    return _campaign(bucket_place, times, chance)


def killed_to_a_bucket_with_a_pointer(times: int, chance: random.Random) -> Outcome:
    """SIGKILL at random steps and moments of a publishing to a bucket with a pointer."""
    return _campaign(pointer_place, times, chance)


def _campaign(place: Places, times: int, chance: random.Random) -> Outcome:
    with tempfile.TemporaryDirectory() as base, place(Path(base)) as made:
        figures = campaign(made, kills=times, seed=chance.randrange(10**6))
    broken = [*figures.torn, *figures.unmended]
    return figures.kills, tuple(broken)


@dataclass
class _Site:
    """A place that can be published to in wrong ways too, and what its readers see."""

    folder: Path
    settings: Mapping[str, Any]
    url: str
    environ: Mapping[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def publish(self, number: int, settings: Mapping[str, Any] | None = None) -> str:
        """Publish an edition in a process of its own; what was refused, or `done`."""
        given = settings or self.settings
        place = Place("", self.folder, given, self.url, (), list, environ=self.environ)
        launcher = Launcher(place)
        try:
            launcher.start(number)
            return launcher.end()[1]
        finally:
            launcher.close()

    def seen(self) -> set[int | None]:
        """The editions of all pages that readers get."""
        host = urlsplit(self.url).netloc
        answers = (get(host, "/" + page.removesuffix("index.html")) for page in PAGES)
        return {edition_of(body) if status == 200 else None for status, body in answers}

    def fault(self, number: int, settings: Mapping[str, Any], *, is_refused: bool = False) -> None:
        """Publish in a way that has a fault; readers then have the old or the new."""
        said = self.publish(number, settings)
        expected = {number} if said == "done" else {number - 1}
        if self.seen() != expected or (is_refused and said == "done"):
            self.broken.append(f"edition {number}: {said}, served {self.seen()}")

    def mend(self, number: int) -> None:
        """Publish without the fault; readers then have the new."""
        said = self.publish(number)
        if said != "done" or self.seen() != {number}:
            self.broken.append(f"edition {number} again: {said}, served {self.seen()}")


@contextmanager
def _behind_ssh() -> Iterator[tuple[_Site, SshServer]]:
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sshd = stack.enter_context(ssh_server(base / "ssh"))
        url = stack.enter_context(nginx(base / "julki/current", base / "nginx"))
        (base / "sivusto").mkdir()
        settings = _of_server(sshd, base / "julki")
        site = _Site(base / "sivusto", settings, url)
        site.mend(1)
        yield site, sshd


def _of_server(sshd: SshServer, place: Path, **others: object) -> dict[str, Any]:
    port = others.get("port", sshd.port)
    assert isinstance(port, int)
    known = {
        "host": "127.0.0.1",
        "port": port,
        "user": sshd.user,
        "path": str(place),
        "identity": str(sshd.key),
        "known_hosts": str(sshd.known_hosts(port)),
        "timeout": 2,
    }
    return {"server": known | others}


def line_to_a_server_dropped(times: int, chance: random.Random) -> Outcome:
    """The line to a server breaks after a random number of bytes."""
    with _behind_ssh() as (site, sshd):
        place = Path(site.settings["server"]["path"])
        for number in range(2, times + 2):
            with line_to(sshd.port, left=chance.randrange(2000, 40_000)) as line:
                site.fault(number, _of_server(sshd, place, port=line.port))
            site.mend(number)
    return times, tuple(site.broken)


def wrong_key(times: int, chance: random.Random) -> Outcome:
    """A key that the server does not know, or a server that is another than before."""
    with _behind_ssh() as (site, sshd):
        place = Path(site.settings["server"]["path"])
        unknown = sshd.folder / "unknown"
        unknown.write_text("", "utf-8")
        wrong = {"identity": str(sshd.stranger)}, {"known_hosts": str(unknown)}
        for number in range(2, times + 2):
            settings = _of_server(sshd, place, **chance.choice(wrong))
            site.fault(number, settings, is_refused=True)
            site.mend(number)
    return times, tuple(site.broken)


def server_away(times: int, chance: random.Random) -> Outcome:
    """A server that does not answer, or takes the call and says nothing."""
    with _behind_ssh() as (site, sshd):
        place = Path(site.settings["server"]["path"])
        for number in range(2, times + 2):
            with line_to(sshd.port, is_dead=True) as line:
                port = chance.choice([line.port, free_port()])
                site.fault(number, _of_server(sshd, place, port=port), is_refused=True)
            site.mend(number)
    return times, tuple(site.broken)


@contextmanager
def _before_a_bucket() -> Iterator[tuple[_Site, S3Server, Callable[[Line], dict[str, Any]]]]:
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        s3 = stack.enter_context(s3_server(base / "s3"))
        name = s3.bucket("julki")
        url = stack.enter_context(nginx(base, base / "nginx", plain(s3, name)))
        own = {"name": name, "endpoint": s3.url, "region": REGION, "prefix": "sivusto"}
        site = _Site(base, {"bucket": own}, url, dict(ANYONE))
        site.mend(1)

        def through(line: Line) -> dict[str, Any]:
            return {"bucket": own | {"endpoint": f"http://127.0.0.1:{line.port}"}}

        yield site, s3, through


def line_to_a_bucket_dropped(times: int, chance: random.Random) -> Outcome:
    """The line to a bucket breaks after a random number of bytes: each page is old or new."""
    with _before_a_bucket() as (site, s3, through):
        for number in range(2, times + 2):
            with line_to(urlsplit(s3.url).port or 80, left=chance.randrange(500, 9000)) as line:
                site.publish(number, through(line))
            if not site.seen() <= {number - 1, number}:
                site.broken.append(f"edition {number}: served {site.seen()}")
            site.mend(number)
    return times, tuple(site.broken)


def wrong_secret(times: int, chance: random.Random) -> Outcome:
    """A bucket's secret that is missing."""
    del chance
    with _before_a_bucket() as (site, _, _):
        for number in range(2, times + 2):
            site.environ = dict.fromkeys(ANYONE, "")
            site.fault(number, site.settings, is_refused=True)
            site.environ = ANYONE
            site.mend(number)
    return times, tuple(site.broken)


def disk_full_at_the_folder(times: int, chance: random.Random) -> Outcome:
    """No room on the disk that the web server reads."""
    with ExitStack() as stack:
        base = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        disk = stack.enter_context(small_disk(base / "disk", 2000))
        url = stack.enter_context(nginx(disk / "julki/current", base / "nginx"))
        (base / "sivusto").mkdir()
        settings = {"folder": {"path": str(disk / "julki")}, "keep": 2}
        site = _Site(base / "sivusto", settings, url)
        site.mend(1)
        for number in range(2, times + 2):
            other = disk / "other"
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
            other.write_bytes(bytes(max(0, free - chance.randrange(40_000))))
            site.fault(number, settings)
            other.unlink()
            site.mend(number)
    return times, tuple(site.broken)


def two_publishings_at_once(times: int, chance: random.Random) -> Outcome:
    """A second publishing begins in the middle of the first."""
    with tempfile.TemporaryDirectory() as folder, folder_place(Path(folder)) as place:
        site = _Site(place.site, place.settings, place.url)
        site.mend(1)
        for number in range(2, times + 2):
            said: list[str] = []

            def second(number: int = number, said: list[str] = said) -> None:
                time.sleep(chance.uniform(0, 0.05))
                said.append(site.publish(number))

            thread = threading.Thread(target=second)
            thread.start()
            said.append(site.publish(number))
            thread.join()
            known = {"done", "publish-busy", "publish-overtaken"}
            if "done" not in said or not {each.partition(" ")[0] for each in said} <= known:
                site.broken.append(f"edition {number}: {said}")
            site.mend(number)
    return times, tuple(site.broken)
