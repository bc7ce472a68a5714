"""Whether a file of the site could run or fetch what is not ours, whoever wrote the content.

Pages are parsed as browsers do (WHATWG HTML), not looked through by patterns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

import tinyhtml5

from socomsite.job import Artifact

_HTML = "{http://www.w3.org/1999/xhtml}"
_NEVER = frozenset({"iframe", "frame", "object", "embed", "base", "applet", "portal", "frameset"})
_DRAWN = frozenset({"animate", "animatemotion", "animatetransform", "set", "foreignobject", "use"})
_ADDRESSES = frozenset(
    ("href", "src", "action", "formaction", "poster", "data", "cite", "background", "ping")
)
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel", "webcal"})
_STYLE = re.compile(r"url\(|expression|import|\\", re.IGNORECASE)
_DATA = frozenset({"application/ld+json", "application/json"})
# What browsers take out of an address before they look at its scheme (URL Standard, 4.4).
_LEFT_OUT = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")
_CALENDAR = re.compile(r"[A-Z][A-Z0-9-]*(?:;[^:\n]*)?:")


def faults(artifacts: Iterable[Artifact]) -> Iterator[str]:
    """What is wrong with the files, each named."""
    for artifact in artifacts:
        suffix = artifact.path.rpartition(".")[2]
        for fault in _judged(suffix, artifact):
            yield f"{artifact.path}: {fault}"


def _judged(suffix: str, artifact: Artifact) -> Iterator[str]:
    match suffix:
        case "html" if not artifact.path.startswith("pagefind/"):
            is_redirect = b'http-equiv="refresh"' in artifact.data
            yield from page_faults(artifact.data.decode(), may_refresh=is_redirect)
        case "xml":
            try:
                ET.fromstring(artifact.data)  # noqa: S314 - made by us a moment ago
            except ET.ParseError as error:
                yield f"not well-formed: {error}"
        case "json":
            json.loads(artifact.data)
        case "ics" | "vcf":
            yield from _line_faults(artifact.data.decode())


def _line_faults(text: str) -> Iterator[str]:
    """Lines that somebody else put into a calendar or a card (RFC 5545, 3.1)."""
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line and not _CALENDAR.match(line):
            yield f"no content line: {line[:60]!r}"
        if "\n" in line or "\r" in line:
            yield f"broken line: {line[:60]!r}"


def page_faults(text: str, *, may_refresh: bool = False) -> Iterator[str]:
    """What of a page could run, or leads where nothing of ours does."""
    for element in tinyhtml5.parse(text).iter():
        if isinstance(element.tag, str):
            name = element.tag.rpartition("}")[2].lower()
            named = {str(key).rpartition("}")[2].lower(): value for key, value in element.items()}
            yield from _element_faults(name, named, element.text or "", may_refresh=may_refresh)


def _element_faults(
    name: str, named: dict[str, str], text: str, *, may_refresh: bool
) -> Iterator[str]:
    if name in _NEVER or name in _DRAWN:
        yield f"<{name}>"
    if name == "script":
        yield from _script_faults(named, text)
    if name == "meta" and named.get("http-equiv", "").lower() == "refresh" and not may_refresh:
        yield "refresh"
    for attribute, value in named.items():
        if _is_dangerous(attribute, value):
            yield f"{name} {attribute} {value[:60]!r}"


def _is_dangerous(attribute: str, value: str) -> bool:
    """Whether an attribute runs something, or leads where nothing of ours does."""
    if attribute == "style":
        return bool(_STYLE.search(value))
    is_address = attribute in _ADDRESSES and scheme_of(value) not in _SCHEMES
    return is_address or attribute == "srcdoc" or attribute.startswith("on")


def _script_faults(named: dict[str, str], text: str) -> Iterator[str]:
    if named.get("type") in _DATA:
        try:
            json.loads(text)
        except ValueError:
            yield f"data that is none: {text[:60]!r}"
    elif text.strip() or not re.fullmatch(
        r"(?:\.\./)*(?:\./)?assets/[\w.-]+\.js", named.get("src", "")
    ):
        yield f"script {named} {text[:60]!r}"


def scheme_of(address: str) -> str:
    """The scheme of an address as a browser sees it; empty for a relative one."""
    match = _SCHEME.match(_LEFT_OUT.sub("", address))
    return match[1].lower() if match else ""
