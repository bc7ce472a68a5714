"""An issue as a message: HTML with its styles in its elements, the same as plain text, RFC 5322.

The only importer of `css_inline`, and only where a message is made. Must never know how a message
is sent, nor to whom.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from importlib import util
from urllib.parse import quote, urlsplit

from socomsite.dates import at_midnight
from socomsite.formats.issue import MAIL, day_of, html_of, issue_view
from socomsite.formats.plaintext import text_of
from socomsite.formats.planning import Planning, Tools
from socomsite.model.kinds import Bulletin
from socomsite.problem import Outcome

#: What mail programs show whole: Gmail cuts a message at 102 kB.
LARGEST = 100_000
_LIBRARY, _INSTALL = "css_inline", "pip install 'socomsite[mail]'"
_MORNING = 8
_BLANKS = re.compile(r"\n\s*\n+")
_IMAGE = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Letter:
    """An issue for mail: who sends it, the same words as HTML and as text."""

    subject: str
    sender: str
    house: str
    unsubscribe: str
    identity: str
    date: dt.datetime
    html: str
    text: str
    is_too_large: bool


def missing() -> tuple[str, str] | None:
    """The library that keeps this machine from making messages and what installs it."""
    return None if util.find_spec(_LIBRARY) else (_LIBRARY, _INSTALL)


def letter_of(planning: Planning, issue: Bulletin, tools: Tools) -> Outcome[Letter | None]:
    """An issue as it goes into a message, or None and what is wrong with its template."""
    view = issue_view(planning, issue, MAIL)
    made = html_of(view, tools)
    if made.value is None:
        return Outcome(None, made.problems)
    word = tools.renderer.word("bulletin.links", issue.language)
    cancel = tools.renderer.word("bulletin.unsubscribe_link", issue.language)
    told = view.entry["series_told"]
    email = str(told["email"]) if hasattr(told, "__getitem__") else ""
    html = _inlined(made.value)
    name = f"{issue.key}.{issue.language.value}"
    host = urlsplit(str(view.site["url"])).hostname
    letter = Letter(
        subject=issue.label,
        sender=email,
        house=str(view.site["short_name"]),
        unsubscribe=cancel,
        identity=f"<{name}@{host}>",
        date=at_midnight(day_of(issue)).replace(hour=_MORNING),
        html=html,
        text=text_of(made.value, word),
        is_too_large=len(html.encode()) > LARGEST,
    )
    return Outcome(letter, made.problems)


def _inlined(html: str) -> str:
    """The HTML with its styles in its elements; what a light or small screen asks for stays."""
    from css_inline import CSSInliner  # noqa: PLC0415 - where messages are made

    inliner = CSSInliner(
        keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False, minify_css=True
    )
    without = _IMAGE.sub(r"\1", _BLANKS.sub("\n", html))
    return inliner.inline(without)


def message_of(letter: Letter, recipient: str = "") -> bytes:
    """The letter as the bytes of a message (RFC 5322, 2046, 2369): the same every time.

    Without a recipient it is the file that staff look at.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = letter.subject
    if letter.sender:
        message["From"] = Address(letter.house, addr_spec=letter.sender)
    if recipient:
        message["To"] = Address(addr_spec=recipient)
    message["Date"] = format_datetime(letter.date)
    message["Message-ID"] = letter.identity
    if letter.sender:
        subject = quote(letter.unsubscribe, safe="")
        message["List-Unsubscribe"] = f"<mailto:{letter.sender}?subject={subject}>"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.set_boundary("=_socomsite_tiedote")
    return message.as_bytes()
