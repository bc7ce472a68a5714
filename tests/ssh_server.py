"""A real OpenSSH server on a free loopback port, with keys of its own, that lets one key in.

Its commands find nothing but `sh`, `rsync` and the coreutils: what a plain server has.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.loopback import free_port, wait_for

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
_SHELL = ("sh", "bash", "rsync")
# Whether a server has more is not ours to trust: these are of the coreutils package alone.
_COREUTILS = (
    "basename cat chmod cp cut date dd df dirname du echo env expr false head id join kill ln ls"
    " mkdir mkfifo mktemp mv nice nohup od paste printf pwd readlink realpath rm rmdir sha256sum"
    " sleep sort stat sync tail tee test timeout touch tr true truncate uname uniq wc"
)


@dataclass(frozen=True)
class SshServer:
    """A running server: its port, the keys around it, its process and what it said."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def key(self) -> Path:
        """The private key that the server lets in."""
        return self.folder / "user"

    @property
    def stranger(self) -> Path:
        """A private key that the server does not know."""
        return self.folder / "stranger"

    @property
    def user(self) -> str:
        """The user of the very tests: a server without root lets in no other."""
        return os.environ.get("USER") or Path.home().name

    def known_hosts(self, port: int | None = None) -> Path:
        """A file that knows the server's key, at its own port or that of a line to it."""
        file = self.folder / f"known_hosts-{port or self.port}"
        key = (self.folder / "host.pub").read_text("utf-8")
        file.write_text(f"[127.0.0.1]:{port or self.port} {key}", "utf-8")
        return file

    def drop_lines(self) -> int:
        """Kill every session of the server, as a failing network or host would; how many."""
        found = 0
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for child in listed.read_text("utf-8").split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), 9)
                found += 1
        return found


def _plain_tools(folder: Path) -> Path:
    """A folder of programs with nothing but a shell, rsync and the coreutils."""
    folder.mkdir()
    for name in (*_SHELL, *_COREUTILS.split()):
        found = shutil.which(name)
        if found is not None:
            (folder / name).symlink_to(found)
    return folder


@contextlib.contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """A server that lives as long as the block; its keys and log are in the folder."""
    if SSHD is None or shutil.which("rsync") is None:
        pytest.skip("openssh-server and rsync are not installed")
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "user", "stranger"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name],
            check=True,
        )
    shutil.copy(folder / "user.pub", folder / "authorized")
    port = free_port()
    (folder / "config").write_text(
        f"Port {port}\n"
        "ListenAddress 127.0.0.1\n"
        f"HostKey {folder / 'host'}\n"
        f"PidFile {folder / 'pid'}\n"
        f"AuthorizedKeysFile {folder / 'authorized'}\n"
        "AuthenticationMethods publickey\n"
        "UsePAM no\n"
        "StrictModes no\n"
        "PermitRootLogin prohibit-password\n"
        "MaxStartups 100\n"
        f"SetEnv PATH={_plain_tools(folder / 'bin')}\n",
        "utf-8",
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([SSHD, "-D", "-e", "-f", folder / "config"], stderr=log)
    try:
        wait_for(port, process)
        yield SshServer(port, folder, process)
    finally:
        process.terminate()
        process.wait(timeout=10)
