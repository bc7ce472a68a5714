"""Messages to a mail server, one for each recipient, so that nobody gets two.

The only importer of `smtplib`. Before the dot that ends a message the journal says `closing`,
after the server's yes it says `sent`. A message whose connection broke in between may have been
taken: it is never sent again by itself, and staff are told. Must never know what the messages are
about.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from socomsite.commands.journal import Journal, Stage

_TRIES = 3
_TIMEOUT = 30
_SETTLE = 0.05
_YES, _YES_ELSEWHERE, _GO_ON = 250, 251, 354
_PREFIX = "SOCOMSITE_SMTP_"


class Tls(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SettingWrong(ValueError):  # noqa: N818 - told to the person with the setting's name
    """A setting of the mail server is missing or cannot be so."""


@dataclass(frozen=True)
class Server:
    """A mail server and how one speaks to it."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Tls = Tls.STARTTLS

    @staticmethod
    def of(settings: Mapping[str, str]) -> Server:
        """The server of `SOCOMSITE_SMTP_HOST`, `_PORT`, `_USER`, `_PASSWORD` and `_TLS`.

        Without TLS only on this very machine. Raises SettingWrong with the setting's name.
        """
        host = settings.get(f"{_PREFIX}HOST", "")
        if not host:
            raise SettingWrong(f"{_PREFIX}HOST")
        own = Tls.NONE if _is_here(host) else Tls.STARTTLS
        tls = settings.get(f"{_PREFIX}TLS", own.value).lower()
        if tls not in set(Tls) or (tls == Tls.NONE and not _is_here(host)):
            raise SettingWrong(f"{_PREFIX}TLS")
        usual = {Tls.STARTTLS: "587", Tls.TLS: "465", Tls.NONE: "25"}[Tls(tls)]
        port = settings.get(f"{_PREFIX}PORT", usual)
        if not (port.isdecimal() and 0 < int(port) <= 65535):  # noqa: PLR2004 - ports of TCP
            raise SettingWrong(f"{_PREFIX}PORT")
        user, password = (settings.get(f"{_PREFIX}{name}", "") for name in ("USER", "PASSWORD"))
        return Server(host, int(port), user, password, Tls(tls))

    def connected(self) -> smtplib.SMTP:
        """A connection on which messages can be given over."""
        context = ssl.create_default_context()
        if self.tls is Tls.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT, context=context
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT)
        try:
            smtp.ehlo()
            if self.tls is Tls.STARTTLS:
                smtp.starttls(context=context)
                smtp.ehlo()
            if self.user:
                smtp.login(self.user, self.password)
        except (OSError, smtplib.SMTPException):
            smtp.close()
            raise
        return smtp


def _is_here(host: str) -> bool:
    """Whether a host is this very machine."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host.lower() == "localhost"


@dataclass
class Posted:
    """What came of a run: addresses by what became of their message."""

    sent: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    uncertain: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    fault: str = ""


def post(  # noqa: PLR0913 - what a run needs, each by its name
    recipients: Sequence[str],
    message_for: Callable[[str], bytes],
    *,
    sender: str,
    connect: Callable[[], smtplib.SMTP],
    journal: Journal,
    pause: Callable[[float], None],
) -> Posted:
    """Give a message to the server for each recipient who has not had it.

    After a broken connection the run goes on with a new one; after three without a message sent
    between them it stops, and the next run goes on from there.
    """
    posted = Posted()
    run = _Run(sender, connect, journal, pause, posted)
    for number, address in enumerate(recipients):
        match journal.stage(address):
            case Stage.SENT:
                posted.before.append(address)
                continue
            case Stage.CLOSING:
                posted.uncertain.append(address)
                continue
        if not run.delivered(address, message_for(address)):
            posted.waiting.extend(
                later for later in recipients[number:] if not journal.stage(later)
            )
            break
    run.close()
    return posted


@dataclass
class _Run:
    """One run over a list, with the connection that it has at the time."""

    sender: str
    connect: Callable[[], smtplib.SMTP]
    journal: Journal
    pause: Callable[[float], None]
    posted: Posted
    smtp: smtplib.SMTP | None = None

    def delivered(self, address: str, data: bytes) -> bool:
        """Give one message over; False if the server cannot be reached any more."""
        for attempt in range(_TRIES):
            try:
                self.smtp = self.smtp or self.connect()
                self._give(self.smtp, address, data)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
                self.posted.fault = _reason(error)
                return False
            except (OSError, smtplib.SMTPException) as error:
                self.close()
                if self.journal.stage(address) == Stage.CLOSING:
                    self.posted.uncertain.append(address)
                    return True
                self.posted.fault = _reason(error)
                self.pause(attempt)
            else:
                self.posted.fault = ""
                return True
        return False

    def _give(self, smtp: smtplib.SMTP, address: str, data: bytes) -> None:
        code, answer = smtp.mail(self.sender)
        if code != _YES:
            raise smtplib.SMTPSenderRefused(code, answer, self.sender)
        code, answer = smtp.rcpt(address)
        if code not in {_YES, _YES_ELSEWHERE}:
            self.posted.refused.append((address, _words(code, answer)))
            smtp.rset()
            return
        code, answer = smtp.docmd("DATA")
        if code != _GO_ON:
            raise smtplib.SMTPDataError(code, answer)
        smtp.send(_dotted(data))
        # Until the dot nothing has been taken: a connection that is gone by now is just tried anew.
        self.pause(_SETTLE)
        if _is_gone(smtp.sock):
            message = "connection lost before the end of the message"
            raise smtplib.SMTPServerDisconnected(message)
        self.journal.note(Stage.CLOSING, address)
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
        if code == _YES:
            self.journal.note(Stage.SENT, address)
            self.posted.sent.append(address)
        else:
            self.journal.note(Stage.NO, address)
            self.posted.refused.append((address, _words(code, answer)))

    def close(self) -> None:
        """Take leave of the server, if it is there."""
        if self.smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.smtp.quit()
            self.smtp.close()
            self.smtp = None


def _dotted(data: bytes) -> bytes:
    """A message with its leading dots doubled (RFC 5321, 4.5.2) and a line's end last."""
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return b"\r\n".join(
        b"." + line if line.startswith(b".") else line for line in whole.split(b"\r\n")
    )


def _is_gone(connection: socket.socket | None) -> bool:
    """Whether the other side has closed a connection, without reading from it."""
    if connection is None:
        return True
    readable, _, _ = select.select([connection], [], [], 0)
    if not readable:
        return False
    with socket.socket(fileno=os.dup(connection.fileno())) as raw:
        try:
            return raw.recv(1, socket.MSG_PEEK) == b""
        except OSError:
            return True


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split()) or type(error).__name__


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"
