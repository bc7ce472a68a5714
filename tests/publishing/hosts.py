"""Real servers on loopback for what is published: nginx, and git's own with a host of pages.

`python -m tests.publishing.hosts 100` runs the campaign of kills at length and prints its figures.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from socomsite.publishing import branch, folder
from socomsite.publishing.git import git
from tests.publishing.harness import Place, campaign, told

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")

_SETTINGS = """\
daemon off;
{user}
worker_processes 1;
pid {own}/nginx.pid;
error_log stderr crit;
events {{ }}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {own}/body;
  proxy_temp_path {own}/proxy;
  fastcgi_temp_path {own}/fastcgi;
  uwsgi_temp_path {own}/uwsgi;
  scgi_temp_path {own}/scgi;
  server {{ listen 127.0.0.1:{port}; root {root}; index index.html; {more} }}
}}
"""


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server while it is needed. Raises RuntimeError with what it said if it does not answer."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            for _ in range(400):
                with socket.socket() as opened:
                    if opened.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    break
                time.sleep(0.05)
            if process.poll() is not None:
                said.seek(0)
                raise RuntimeError(said.read().decode("utf-8", "replace"))
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def nginx(root: Path, own: Path, more: str = "") -> Iterator[str]:
    """nginx that serves a folder, which need not be there yet; its address."""
    assert NGINX is not None
    own.mkdir(parents=True, exist_ok=True)
    port = free_port()
    # Started by root, its workers would be someone who may not read below a private folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (own / "nginx.conf").write_text(
        _SETTINGS.format(user=user, own=own, port=port, root=root, more=more)
    )
    with running([NGINX, "-c", str(own / "nginx.conf"), "-p", str(own)], port):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def folder_place(base: Path) -> Iterator[Place]:
    """A folder with nginx before it."""
    site, place = base / "sivusto", base / "julki"
    site.mkdir()
    with nginx(place / folder.CURRENT, base / "nginx") as url:

        def leftovers() -> list[str]:
            served = (place / folder.CURRENT).resolve().name
            names = {each.name for each in (place / folder.RELEASES).iterdir()}
            ids = {name.partition(".")[0] for name in names}
            half = [i for i in ids if not {i, f"{i}{folder.MANIFEST}"} <= names]
            half += [i for i in ids - {served} if f"{i}{folder.SERVED}" not in names]
            half += [name for name in names if name.endswith(".part")]
            half += ["too many"] if len(ids) > 3 else []
            return half + [each.name for each in place.glob(".current*")]

        settings = {"folder": {"path": str(place)}, "keep": 3}
        yield Place("folder", site, settings, url, folder.STEPS, leftovers)


class PagesHost(threading.Thread):
    """A host of pages: lays out what its branch is at and serves it when it is whole."""

    def __init__(self, repository: Path, served: Path) -> None:
        super().__init__(daemon=True)
        self._repository, self._served = repository, served
        self._done = threading.Event()

    def run(self) -> None:
        """Look for pushes until stopped."""
        seen = ""
        while not self._done.is_set():
            head = self._repository / "refs/heads/sivut"
            tip = head.read_text().strip() if head.is_file() else ""
            if tip and tip != seen:
                self._lay_out(tip)
                seen = tip
            time.sleep(0.02)

    def _lay_out(self, tip: str) -> None:
        laid = self._served.with_name(tip)
        laid.mkdir(exist_ok=True)
        packed = git(self._repository, "archive", "--format=tar", tip)
        subprocess.run(["tar", "-x", "-C", str(laid)], input=packed, check=True)
        following = self._served.with_name("next")
        following.unlink(missing_ok=True)
        following.symlink_to(tip)
        old = self._served.resolve() if self._served.is_symlink() else None
        following.replace(self._served)
        time.sleep(0.2)  # for readers who are in the middle of a page and its asset
        if old:
            shutil.rmtree(old)

    def stop(self) -> None:
        """End."""
        self._done.set()
        self.join(timeout=20)


def repository(folder: Path) -> Path:
    """A repository with one commit."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, value in (("user.name", "Testi"), ("user.email", "testi@testi.example")):
        git(folder, "config", name, value)
    (folder / "site.yaml").write_text("name: Testi\n")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Begin")
    return folder


@contextmanager
def branch_place(base: Path) -> Iterator[Place]:
    """A branch at git's own server, and a host of pages with nginx that serves it."""
    site, bare = repository(base / "sivusto"), base / "git/etä.git"
    git(base, "init", "--quiet", "--bare", str(bare))
    (base / "host").mkdir()
    served, port = base / "host/served", free_port()
    options = ["--reuseaddr", "--export-all", "--enable=receive-pack", "--listen=127.0.0.1"]
    daemon = ["git", "daemon", *options, f"--port={port}", f"--base-path={base / 'git'}"]
    host = PagesHost(bare, served)
    with running(daemon, port), nginx(served, base / "nginx") as url:
        host.start()

        def leftovers() -> list[str]:
            common = site / ".git"
            left = [each.name for each in common.glob("socomsite-publish") if each.is_dir()]
            status = git(site, "status", "--porcelain").decode().split()
            return left + status

        address = f"git://127.0.0.1:{port}/etä.git"
        settings = {"branch": {"name": "sivut", "remote": address}}
        yield Place("branch", site, settings, url, branch.STEPS, leftovers)
        host.stop()


PLACES: dict[str, Callable[[Path], AbstractContextManager[Place]]] = {
    "folder": folder_place,
    "branch": branch_place,
}


def main(kills: int, seed: int = 1, names: tuple[str, ...] = ()) -> int:
    """The campaign at every place; 1 if readers ever saw a torn site."""
    is_well = True
    for name in names or tuple(PLACES):
        with tempfile.TemporaryDirectory() as base, ExitStack() as stack:
            place = stack.enter_context(PLACES[name](Path(base)))
            figures = campaign(place, kills=kills, seed=seed)
        lines = [told(name, figures), *figures.torn[:20], *figures.unmended[:20], ""]
        sys.stdout.write("\n".join(lines))
        sys.stdout.flush()
        is_well = is_well and not (figures.torn or figures.unmended)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:])))
