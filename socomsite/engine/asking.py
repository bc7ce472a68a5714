"""Asks addresses of other sites whether they are there: the one door to the network of others.

One question at a time to a host and a pause after it, several hosts at once, every wait with an
end. Says who asks. Must never know where an address was written.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import logging
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from socket import gaierror
from urllib.parse import urljoin

from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.iostream import StreamClosedError, UnsatisfiableReadError
from tornado.netutil import OverrideResolver, Resolver
from tornado.simple_httpclient import (
    HTTPStreamClosedError,
    HTTPTimeoutError,
    SimpleAsyncHTTPClient,
)

from socomsite.checks.outside import Answer, Health, host_of, is_local

Asked = Callable[[int, int], None]

_MOST_REDIRECTS = 10
_MOST_BYTES = 200_000
_MOVED_FOR_GOOD = frozenset({301, 308})
_MOVED = frozenset({301, 302, 303, 307, 308})
#: Answers by which a server turns programs away: of a page for people they say nothing.
_REFUSED = frozenset({401, 403, 405, 406, 407, 429, 451, 501, 999})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_WAY = frozenset({errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH})
#: Why nothing could be asked at all.
NO_LINE = "link-no-line"
#: What is said of every host where it is the line of this machine that is down.
_SILENCE = frozenset({"link-no-host", "link-no-way", "link-no-answer"})
_GONE = {404: "link-not-found", 410: "link-gone"}
_FINE = range(200, 300)
_OF_SERVER = 500


@dataclass(frozen=True)
class Patience:
    """How long we wait, in seconds, and how often we ask again.

    `hosts` is how many hosts are asked at once, `whole` how long all of it may take; `ports` sends
    the questions to a host and port elsewhere, for tests.
    """

    answer: float = 15.0
    pause: float = 1.0
    tries: int = 3
    longest_pause: float = 30.0
    hosts: int = 8
    whole: float = 900.0
    ports: Mapping[tuple[str, int], tuple[str, int]] = field(default_factory=dict)


def ask_all(
    addresses: Iterable[str], agent: str, patience: Patience, asked: Asked = lambda *_: None
) -> Mapping[str, Answer]:
    """The answer of each address; those for which the time ran out are `unasked`.

    So are all, for want of a line, if none of several hosts can even be reached.
    `agent` says who asks; `asked` hears how many of how many have been.
    """
    wanted = sorted(set(addresses))
    logging.getLogger("tornado").setLevel(logging.CRITICAL)  # what servers do wrong, we tell
    answers = asyncio.run(_Asker(agent, patience).all(wanted, asked))
    return dict.fromkeys(answers, Answer(Health.UNASKED, NO_LINE)) if _is_cut(answers) else answers


def _is_cut(answers: Mapping[str, Answer]) -> bool:
    """Whether it is this machine that has no line, not all the others that have gone."""
    asked = {a: answer for a, answer in answers.items() if answer.health is not Health.LOCAL}
    hosts = {host_of(address) for address in asked}
    return len(hosts) > 1 and all(answer.reason in _SILENCE for answer in asked.values())


@dataclass(frozen=True)
class _Reply:
    """What one request came to: a status and headers, or the reason why there is none."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


class _Asker:
    """The questions of one run; holds its client."""

    def __init__(self, agent: str, patience: Patience) -> None:
        self.agent = agent
        self.patience = patience
        self.answers: dict[str, Answer] = {}

    async def all(self, wanted: list[str], asked: Asked) -> Mapping[str, Answer]:
        """Ask all, host by host."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in wanted:
            by_host[host_of(address)].append(address)
        resolver = OverrideResolver(resolver=Resolver(), mapping=dict(self.patience.ports))
        self.client = SimpleAsyncHTTPClient(
            force_instance=True,
            max_clients=self.patience.hosts,
            max_body_size=_MOST_BYTES,
            max_header_size=_MOST_BYTES,
            resolver=resolver,
        )
        room = asyncio.Semaphore(self.patience.hosts)
        asked(0, len(wanted))

        async def ask_host(addresses: list[str]) -> None:
            async with room:
                for number, address in enumerate(addresses):
                    if number:
                        await asyncio.sleep(self.patience.pause)
                    self.answers[address] = await self.one(address)
                    asked(len(self.answers), len(wanted))

        tasks = [asyncio.create_task(ask_host(addresses)) for addresses in by_host.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self.patience.whole)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.client.close()
        for task in tasks:
            if not task.cancelled():
                task.result()  # a fault of ours is not passed over
        return {a: self.answers.get(a, Answer(Health.UNASKED, "link-no-time")) for a in wanted}

    async def one(self, address: str) -> Answer:
        """The answer of an address, wherever it leads on to."""
        here, seen, is_for_good = address, {address}, True
        while True:
            if not host_of(here):
                return Answer(Health.DEAD, "link-leads-nowhere")
            if is_local(here):
                is_first = here == address
                return (
                    Answer(Health.LOCAL) if is_first else Answer(Health.DEAD, "link-leads-inside")
                )
            reply = await self.patiently(here)
            if reply.status not in _MOVED or "location" not in reply.headers:
                break
            is_for_good = is_for_good and reply.status in _MOVED_FOR_GOOD
            there = _joined(here, reply.headers["location"])
            if there in seen or len(seen) > _MOST_REDIRECTS:
                # A browser with its cookies may still get through.
                return Answer(Health.UNSURE, "link-circle", reply.status)
            seen.add(there)
            here = there
        has_moved = here != address and is_for_good
        return _answer(reply, here if has_moved else "")

    async def patiently(self, address: str) -> _Reply:
        """The reply to HEAD, or to GET where that tells nothing; again if the server is busy."""
        method = "HEAD"
        pause = self.patience.pause
        for number in range(self.patience.tries):
            reply = await self.request(address, method)
            if method == "HEAD" and not _tells(reply):
                method = "GET"  # many servers know only that
                await asyncio.sleep(self.patience.pause)
                reply = await self.request(address, method)
            is_last = number == self.patience.tries - 1
            if is_last or not _passes(reply):
                break
            wait = _asked_pause(reply.headers) or pause
            if wait > self.patience.longest_pause:
                break  # it asks for more than we have; the answer is what it said
            await asyncio.sleep(wait)
            pause *= 3
        return reply

    async def request(self, address: str, method: str) -> _Reply:
        """One request; what came before it broke off counts."""
        got: list[str] = []
        request = HTTPRequest(
            address,
            method,
            headers={"User-Agent": self.agent, "Accept": "*/*"},
            follow_redirects=False,
            connect_timeout=self.patience.answer,
            request_timeout=self.patience.answer,
            header_callback=got.append,
            decompress_response=False,
        )
        try:
            response = await self.client.fetch(request, raise_error=False)
        except (HTTPClientError, UnsatisfiableReadError, OSError, ValueError) as error:
            return _broken(got, error)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return _Reply(response.code, headers)


def _joined(here: str, location: str) -> str:
    """Where a redirect leads; nothing if that is no address."""
    try:
        return urljoin(here, location).partition("#")[0]
    except ValueError:
        return ""


def _broken(got: list[str], error: BaseException | None) -> _Reply:
    """The reply of which at least the head came, else why nothing did."""
    heads = [line.split(None, 2) for line in got if line.startswith("HTTP/")]
    is_whole = bool(got) and got[-1].strip() == ""
    if heads and is_whole and len(heads[-1]) > 1 and heads[-1][1].isdigit():
        pairs = (line.partition(":") for line in got if ":" in line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        return _Reply(int(heads[-1][1]), headers)
    return _Reply(reason=_why(error))


def _why(error: BaseException | None) -> str:
    """The term for what went wrong below HTTP."""
    if isinstance(error, StreamClosedError) and error.real_error is not None:
        error = error.real_error
    match error:
        case gaierror():
            return "link-no-host"
        case ssl.SSLCertVerificationError():
            return "link-certificate"
        case ssl.SSLError():
            return "link-insecure"
        case HTTPTimeoutError() | TimeoutError():
            return "link-no-answer"
        case ConnectionRefusedError():
            return "link-refused"
        case OSError(errno=number) if number in _NO_WAY:
            return "link-no-way"
        case HTTPStreamClosedError() | OSError():
            return "link-broken-off"
    return "link-garbage"


def _tells(reply: _Reply) -> bool:
    """Whether HEAD told what GET would: success, a way on, or that nobody is there at all."""
    if reply.reason:
        return reply.reason in {
            *("link-no-host", "link-no-way", "link-refused"),
            *("link-certificate", "link-insecure"),
        }
    return reply.status in _FINE or reply.status in _MOVED or reply.status in {410, 429}


def _passes(reply: _Reply) -> bool:
    """Whether it may be otherwise in a while."""
    return reply.status in _BUSY or reply.reason in {"link-no-answer", "link-broken-off"}


def _asked_pause(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for (RFC 9110, section 10.2.3), if it can be read."""
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, moment.timestamp() - time.time())


def _answer(reply: _Reply, target: str) -> Answer:
    """What a last reply says of the address; `target` is where it has moved for good."""
    status = reply.status
    if reply.reason:
        return Answer(Health.DEAD, reply.reason)
    if status in _FINE:
        return Answer(Health.MOVED if target else Health.WELL, target=target)
    if status in _REFUSED:
        return Answer(Health.UNSURE, "link-turned-away", status)
    if status >= _OF_SERVER:
        return Answer(Health.DEAD, "link-server-fault", status)
    return Answer(Health.DEAD, _GONE.get(status, "link-odd-answer"), status)
