"""Speaks to a server over SSH: commands at its end, the copying, and what went wrong, in words.

The programs ssh and rsync do the work. A host is never trusted at first sight: only keys in a file
of known hosts count. Nothing hangs: a line that says nothing for some times `timeout` is given up.
Must never know releases.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, NoReturn

from socomsite.model.destination import Server
from socomsite.problem import Position, Problem, problem
from socomsite.publishing.target import Refused

_HERE = Position("site.yaml")
_LOCK_LOST, _FOREIGN, _NOT_WHOLE, _NO_PROGRAM, _NO_LINE = 70, 71, 72, 127, 255
# Of rsync's exit codes those that a broken, silent or refused line gives.
_RSYNC_LINE = frozenset({10, 12, 30, 35})
_LOST = "socomsite: lock lost"
_SIGNS = 3
_USUAL_PORT = 22
_PROGRAMS = ("ssh", "rsync")


class LineBroken(Exception):  # noqa: N818 - it says what happened
    """The line broke while something was done: it may be done, or not."""

    def __init__(self, reason: str) -> None:
        """With the last words of the program that lost it."""
        super().__init__(reason)
        self.reason = reason


class LockLost(Exception):  # noqa: N818 - it says what happened
    """The lock that a command was given under is not ours any more."""


class NotWhole(Exception):  # noqa: N818 - it says what happened
    """What came is not what was sent, or a release is not there."""


@cache
def _script() -> str:
    return files("socomsite").joinpath("publishing/server.sh").read_text("utf-8")


@dataclass(frozen=True)
class Remote:
    """The way to a server: its settings, the site's folder, and the environment of programs.

    `shared` is a socket through which commands go over one line, that of the command `opened`.
    """

    settings: Server
    root: Path
    environ: Mapping[str, str] = field(repr=False)
    shared: Path | None = None

    @property
    def shown(self) -> str:
        """The place as a person writes it."""
        return f"{self.settings.host}:{self.settings.path}"

    def ask(self, word: str, *words: str, data: bytes = b"") -> bytes:
        """What a command of `server.sh` says. Raises LineBroken, LockLost, NotWhole, Refused."""
        self._refuse_lacking()
        command = [*self._ssh(), self.settings.host, self._command(word, *words)]
        done = subprocess.run(  # noqa: S603 - our own arguments, quoted for the other end
            command, input=data, capture_output=True, env=self._environ(), check=False
        )
        if done.returncode:
            self._raise(done.returncode, done.stderr, done.stdout)
        return done.stdout

    def opened(self, word: str, *words: str) -> subprocess.Popen[bytes]:
        """A command of `server.sh` that stays while it is spoken to; others share its line."""
        self._refuse_lacking()
        command = [*self._ssh(is_first=True), self.settings.host, self._command(word, *words)]
        return subprocess.Popen(  # noqa: S603 - as above
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environ(),
        )

    def ended(self, process: subprocess.Popen[bytes]) -> NoReturn:
        """Raise what a command that stays ended with before it should have."""
        out, error = process.communicate()
        self._raise(process.returncode or _NO_LINE, error, out)

    def farewell(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """End a command that stays by saying no more, and wait for it, but not for ever."""
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def copied(self, source: Path, folder: str, number: str, *options: str) -> Iterator[str]:
        """Copy a folder's content over a folder of the place; each file's path as it is done.

        Raises LineBroken, LockLost, Refused.
        """
        self._refuse_lacking()
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        command = [
            "rsync",
            "--protect-args",
            "--compress",
            f"--timeout={self.settings.timeout * _SIGNS}",
            f"--rsh={' '.join(map(_for_rsync, self._ssh()))}",
            f"--rsync-path={self._command('copy', number)}",
            *options,
            f"{source}/",
            f"{host}:{self.settings.path}/{folder}/",
        ]
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(  # noqa: S603 - as above
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=self._environ(),
            )
            with process:
                yield from _lines(process)
            if process.returncode:
                errors.seek(0)
                code = process.returncode
                self._raise(_NO_LINE if code in _RSYNC_LINE else code, errors.read(), b"")

    def _refuse_lacking(self) -> None:
        for program in _PROGRAMS:
            if shutil.which(program, path=self.environ.get("PATH")) is None:
                raise Refused(problem(_HERE, "program-missing", program=program))

    def _environ(self) -> dict[str, str]:
        """The environment of the programs: in English, since we read what they say."""
        return {**self.environ, "LC_ALL": "C"}

    def _ssh(self, *, is_first: bool = False) -> list[str]:
        settings = self.settings
        options = {
            "BatchMode": "yes",
            "StrictHostKeyChecking": "yes",
            "UpdateHostKeys": "no",
            "ConnectTimeout": str(settings.timeout),
            "ServerAliveInterval": str(settings.timeout),
            "ServerAliveCountMax": str(_SIGNS),
            "ClearAllForwardings": "yes",
            "ForwardAgent": "no",
            "RequestTTY": "no",
            "RemoteCommand": "none",
            "PermitLocalCommand": "no",
            "LogLevel": "ERROR",
            "ControlPath": f'"{_quoted(self.shared)}"' if self.shared else "none",
            "ControlMaster": "yes" if is_first and self.shared else "no",
            "ControlPersist": "no",
        }
        if settings.known_hosts:
            options["UserKnownHostsFile"] = f'"{self._file(settings.known_hosts)}"'
            options["GlobalKnownHostsFile"] = "none"
        if settings.identity:
            options["IdentityFile"] = f'"{self._file(settings.identity)}"'
            options["IdentitiesOnly"] = "yes"
        command = ["ssh"]
        command += ["-p", str(settings.port)] if settings.port else []
        command += ["-l", settings.user] if settings.user else []
        return [*command, *(part for name in options for part in ("-o", f"{name}={options[name]}"))]

    def _file(self, name: str) -> str:
        """A file as ssh reads its name: `~` is its own to open, `%` would be a sign to it."""
        return _quoted(name if name.startswith("~") else self.root / name)

    def _command(self, word: str, *words: str) -> str:
        """A command for the other end's shell."""
        parts = ("sh", "-c", _script(), "sh", word, self.settings.path, *words)
        return " ".join(map(shlex.quote, parts))

    def _raise(self, code: int, error: bytes, out: bytes) -> NoReturn:
        """Raise what an exit code and the words that came with it mean."""
        text = error.decode("utf-8", "replace")
        if code == _LOCK_LOST or _LOST in text:
            raise LockLost
        if code == _NO_LINE:
            found = _login_problem(text, self.settings)
            if found is not None:
                raise Refused(found)
            raise LineBroken(_last(text))
        if code == _NOT_WHOLE:
            raise NotWhole(_last(out.decode("utf-8", "replace")))
        place = self.shown
        if code == _FOREIGN:
            raise Refused(problem(_HERE, "publish-place-foreign", place=place))
        if code == _NO_PROGRAM or "command not found" in text:
            raise Refused(problem(_HERE, "server-program-missing", place=place, program="rsync"))
        if "No space left on device" in text or "Disk quota exceeded" in text:
            raise Refused(problem(_HERE, "place-full", place=place))
        raise Refused(problem(_HERE, "publish-unwritable", place=place, reason=_last(text)))


def _quoted(path: Path | str) -> str:
    return str(path).replace("%", "%%")


def _lines(process: subprocess.Popen[bytes]) -> Iterator[str]:
    """The files that rsync tells of, one by one."""
    assert process.stdout is not None
    out: IO[bytes] = process.stdout
    for line in out:
        told, _, path = line.decode("utf-8", "replace").rstrip("\n").partition(" ")
        if told[1:2] == "f":
            yield path.strip()


def _for_rsync(word: str) -> str:
    """A word of a remote shell's command as rsync splits it: quotes inside quotes are doubled."""
    return "'" + word.replace("'", "''") + "'"


def _last(text: str) -> str:
    """The last line that says something; what rsync says last is only that there was something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith("rsync error:")]
    return (telling or lines or ["?"])[-1]


def _login_problem(text: str, settings: Server) -> Problem | None:
    """Why the server did not let us in, or None if it was only not to be reached."""
    is_usual = settings.port in {None, _USUAL_PORT}
    at = settings.host if is_usual else f"[{settings.host}]:{settings.port}"
    values = {"host": settings.host, "at": at}
    if "REMOTE HOST IDENTIFICATION HAS CHANGED" in text or "offending" in text.lower():
        return problem(_HERE, "server-key-changed", **values)
    if "Host key verification failed" in text or "host key is known for" in text:
        return problem(_HERE, "server-key-unknown", **values)
    if "Permission denied (" in text or "Too many authentication failures" in text:
        return problem(_HERE, "server-login-refused", host=settings.host, user=settings.user or "")
    return None
