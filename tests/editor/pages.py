"""Pages of the editor as a visitor without eyes finds them: their links, forms and fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from tests.editor.conftest import FORM, Answer, Editor

#: Fields that say who sends; an attacker who may write has them right.
OURS = frozenset({"token"})
_VOID = {"input", "img", "br", "hr", "meta", "link", "source", "col", "wbr"}


@dataclass(frozen=True)
class Element:
    """A tag as it was opened."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass
class Form:
    """A form: where it is sent, and its fields with what they hold, several of a name in order."""

    action: str
    method: str
    is_multipart: bool
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unticked: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the fields that a person fills and of the buttons, each once."""
        pressed = (name for name, _, _ in self.buttons)
        given = (*(name for name, _ in self.fields), *self.unticked, *pressed)
        return [name for name in dict.fromkeys(given) if name and name not in OURS]

    def values(self) -> dict[str, list[str]]:
        """What is sent as it is."""
        given: dict[str, list[str]] = {}
        for name, value in self.fields:
            given.setdefault(name, []).append(value)
        return given

    def with_value(self, name: str, value: str) -> dict[str, list[str]]:
        """What is sent with a field filled otherwise."""
        return self.values() | {name: [value]}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self._open: list[Form] = []
        self._select: tuple[Form, str, list[tuple[str, bool]]] | None = None
        self._area: tuple[Form, str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, given))
        if tag == "form":
            is_multipart = given.get("enctype") == "multipart/form-data"
            made = Form(given.get("action", ""), given.get("method", "get").lower(), is_multipart)
            self.forms.append(made)
            self._open.append(made)
            if "id" in given:
                self.by_id[given["id"]] = made
            return
        form = self.by_id.get(given.get("form", "")) or (self._open[-1] if self._open else None)
        name = given.get("name", "")
        if form is None:
            return
        if tag == "select" and name:
            self._select = (form, name, [])
        elif tag == "option" and self._select is not None:
            self._select[2].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea" and name:
            self._area = (form, name, [])
        elif tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append((name, given.get("value", ""), given.get("formaction", "")))
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: Mapping[str, str]) -> None:
        sort = given.get("type", "text")
        if sort == "file":
            form.files.append(name)
        elif sort in {"submit", "image"}:
            form.buttons.append((name, given.get("value", ""), given.get("formaction", "")))
        elif sort not in {"checkbox", "radio"} or "checked" in given:
            form.fields.append((name, given.get("value", "on" if sort == "checkbox" else "")))
        else:
            form.unticked.append(name)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[2].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self._open.pop()
        if tag == "textarea" and self._area is not None:
            form, name, text = self._area
            # HTML leaves out the first line feed of an area.
            form.fields.append((name, "".join(text).removeprefix("\n")))
            self._area = None
        if tag == "select" and self._select is not None:
            form, name, options = self._select
            chosen = [value for value, is_chosen in options if is_chosen]
            form.fields += [(name, value) for value in chosen or [options[0][0]] if options]
            self._select = None


@dataclass(frozen=True)
class Shown:
    """A page that was read: its address and answer, its elements, links and forms."""

    address: str
    answer: Answer
    elements: tuple[Element, ...]
    forms: tuple[Form, ...]

    @property
    def links(self) -> Iterator[str]:
        """The addresses on this server that the page leads to, without anchors."""
        for element in self.elements:
            where = element.attributes.get("href" if element.tag == "a" else "src", "")
            if where and element.tag in {"a", "iframe"} and (found := self._own(where)):
                yield found

    def _own(self, where: str) -> str:
        joined = urldefrag(urljoin(f"http://editor{self.address}", where)).url
        parts = urlsplit(joined)
        is_own = parts.scheme == "http" and parts.netloc == "editor"
        return joined.removeprefix("http://editor") if is_own else ""


def read(address: str, answer: Answer) -> Shown:
    """The page at an address, from what came back."""
    reader = _Reader()
    if answer.headers.get("content-type", "").startswith("text/html"):
        reader.feed(answer.text)
    forms = [
        replace(form, action=urljoin(address, form.action) if form.action else address)
        for form in reader.forms
    ]
    return Shown(address, answer, tuple(reader.elements), tuple(forms))


def walk(editor: Editor, start: Iterable[str] = ("/",), most: int = 400) -> Iterator[Shown]:
    """Every page that links and frames lead to from these, each once."""
    waiting, seen = list(start), set(start)
    while waiting and len(seen) <= most:
        address = waiting.pop(0)
        shown = read(address, editor.get(address))
        yield shown
        for link in shown.links:
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def encoded(
    form: Form,
    values: Mapping[str, list[str]],
    files: Mapping[str, tuple[str, bytes]] | None = None,
) -> tuple[bytes, str]:
    """What a browser would send, and its type; `files` are name and bytes by field."""
    if not form.is_multipart:
        return urlencode(values, doseq=True).encode(), FORM
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode("utf-8", "replace")
        for name, each in values.items()
        for value in each
    ]
    for name, (called, data) in (files or {}).items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data)
    mark = b"raja-5d41402abc4b2a76b9719d911017c592"
    body = (
        b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--"
    )
    return body + b"\r\n", f"multipart/form-data; boundary={mark.decode()}"


_LOADS = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href", "srcdoc"}


def faults_of(shown: Shown) -> Iterator[str]:
    """What of a page could do something that the editor does not: scripts, handlers, frames."""
    for element in shown.elements:
        given = element.attributes
        told = f"{shown.address}: <{element.tag} {dict(given)}>"
        if element.tag == "script" and not given.get("src", "").startswith("/static/"):
            yield told
        if element.tag in {"object", "embed", "base", "applet", "style"} or "style" in given:
            yield told
        if element.tag == "meta" and "http-equiv" in given:
            yield told
        if element.tag == "iframe" and (
            "sandbox" not in given or {"allow-scripts"} & set(given["sandbox"].split())
        ):
            yield told
        for name, value in given.items():
            shortened = "".join(value.split()).lower()
            is_code = shortened.startswith(("javascript:", "vbscript:", "data:text"))
            if name.startswith("on") or name == "srcdoc" or (name in _LOADS and is_code):
                yield told
