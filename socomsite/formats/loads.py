"""What a browser fetches and runs by itself for a page, a stylesheet, a script or a drawing.

Knows which elements, properties and calls make it fetch (HTML Living Standard, CSS, ECMAScript)
and which directive of the Content Security Policy governs each. Must never know templates
or policies.
"""

from __future__ import annotations

import html as entities
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urljoin

from socomsite.formats.markup import inline, taken_apart
from socomsite.job import Loads

_ATTRIBUTE = re.compile(r"([^\s=\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
#: What most pieces of markup load.
NOTHING = Loads()
# The folder of the search's files, by whatever way a page or a script comes to it.
_SEARCH = "pagefind"
# A way up and down by plain names, which leads where it says.
_WAY = re.compile(r"((?:\.\./)*)((?:[\w-][\w.-]*/)*[\w-][\w.-]*)", re.ASCII)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)

_SOURCES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "img": (("src", "img-src"),),
    "image": (("href", "img-src"), ("xlink:href", "img-src")),
    "feimage": (("href", "img-src"), ("xlink:href", "img-src")),
    "use": (("href", "img-src"), ("xlink:href", "img-src")),
    "source": (("src", "media-src"),),
    "script": (("src", "script-src"),),
    "iframe": (("src", "frame-src"),),
    "frame": (("src", "frame-src"),),
    "object": (("data", "object-src"),),
    "embed": (("src", "object-src"),),
    "video": (("src", "media-src"), ("poster", "img-src")),
    "audio": (("src", "media-src"),),
    "track": (("src", "media-src"),),
    "input": (("src", "img-src"),),
    "base": (("href", "base-uri"),),
    "body": (("background", "img-src"),),
}
_FETCHING = frozenset({*_SOURCES, "link", "meta"})
_RELATIONS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "mask-icon": "img-src",
    "manifest": "manifest-src",
    "modulepreload": "script-src",
    "preconnect": "connect-src",
    "dns-prefetch": "connect-src",
}
_PRELOADED = {"script": "script-src", "style": "style-src", "image": "img-src", "font": "font-src"}
#: Types of `<script>` that a browser acts on; all others are data that no policy governs.
_ACTING = frozenset({"", "module", "importmap", "speculationrules"})
_JAVASCRIPT = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script")

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]+)", re.IGNORECASE)
_CSS_URL = re.compile(r"url\(\s*(\"[^\"]*\"|'[^']*'|[^)\"'\s]*)", re.IGNORECASE)
_CSS_SET = re.compile(r"image-set\(([^;}]*)", re.IGNORECASE)
_CSS_FONT = re.compile(r"@font-face\s*\{[^}]*\}?", re.IGNORECASE)
_CSS_NAMES = re.compile(r"@(?:import|namespace)[^;]*;?", re.IGNORECASE)

_QUOTED = r"\s*[\"'`]([^\"'`\s]*)[\"'`]"
_JS_IMPORT = re.compile(
    rf"\b(?:import|from|importScripts\s*\(|import\s*\(|new\s+(?:Shared)?Worker\s*\(){_QUOTED}"
)
_JS_CALL = re.compile(
    r"\b(?:fetch|sendBeacon|new\s+(?:EventSource|WebSocket|XMLHttpRequest))\s*\("
    rf"(?:{_QUOTED})?"
)


def loads_of_html(text: str, address: str) -> Loads:
    """What the finished page or drawing at a root-relative address loads."""
    return joined(map(loads_of_piece, taken_apart(text)[1::2]), text, address)


def joined(pieces: Iterable[Loads], text: str, address: str) -> Loads:
    """What a page at an address loads: its text, and what the pieces of its markup do."""
    found = [each for each in pieces if each is not NOTHING]
    requests = (
        (kind, _resolved(target, address)) for each in found for kind, target in each.requests
    )
    return Loads(
        requests=_sorted(requests),
        scripts=tuple(sorted({script for each in found for script in each.scripts})),
        styles=tuple(sorted({style for each in found for style in each.styles})),
        frames=tuple(sorted({frame for each in found for frame in each.frames})),
        actions=tuple(sorted({_resolved(to, address) for each in found for to in each.actions})),
        searches=_SEARCH in text,
    )


def loads_of_piece(piece: str) -> Loads:
    """What a piece of a page's markup loads, with addresses as they are written."""
    whole = inline(piece)
    if whole is None:
        return NOTHING if piece[1] == "!" else _of_tag(piece)  # a comment loads nothing
    tag, name, body = whole
    of_tag, given = _of_tag(tag), _attributes(tag[1 + len(name) : -1])
    if name == "style":
        requests = (*of_tag.requests, *_in_css(body))
        return replace(of_tag, requests=requests, styles=(_hash_source(body),))
    if "src" in given or not _acts(given.get("type", "")):
        return of_tag
    requests = (*of_tag.requests, *_in_script(body))
    return replace(of_tag, requests=requests, scripts=(_hash_source(body),))


def _of_tag(tag: str) -> Loads:
    """What an element loads by its name and attributes."""
    name = tag[1:-1].replace("/", " ").split(maxsplit=1)[0]
    small = tag.lower()
    # Attributes by which any element may load something
    has_any = "style" in small or "action" in small or "data-frame" in small
    if not has_any and name.lower() not in _FETCHING:
        return NOTHING
    given = _attributes(tag[1 + len(name) : -1])
    found = Loads(
        requests=(*_requests(name.lower(), given), *_in_css(given.get("style", ""))),
        frames=(given["data-frame"],) if given.get("data-frame") else (),
        actions=tuple(given[key] for key in ("action", "formaction") if given.get(key)),
    )
    return NOTHING if found == NOTHING else found


def loads_of_file(path: str, data: bytes) -> Loads:
    """What a file at a path below the output folder loads, by what its name says it is."""
    address, suffix = f"/{path}", path.rpartition(".")[2].lower()
    text = data.decode("utf-8", "replace") if suffix in {"css", "js", "mjs", "svg", "html"} else ""
    match suffix:
        case "css":
            found = _in_css(text)
        case "js" | "mjs":
            found = _in_script(text)
        case _:
            return loads_of_html(text, address) if text else Loads()
    requests = _sorted((kind, _resolved(target, address)) for kind, target in found)
    return Loads(requests, searches=_SEARCH in text)


def is_foreign(address: str) -> bool:
    """Whether an address names a host: `https://…`, `//…`; not `/a`, `data:…`, `mailto:…`."""
    return re.match(r"(?:(?:https?|wss?|ftp):)?//", address, re.IGNORECASE) is not None


def _sorted(requests: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(kind, target) for kind, target in requests if target != "#"}))


def _resolved(target: str, address: str) -> str:
    """A target as an address from the site's root; a foreign one and `data:…` as they are."""
    if target.startswith("data:"):
        return "data:"
    way = _WAY.fullmatch(target)
    if way and address.endswith("/") and len(way[1]) // 3 == address.count("/") - 1:
        return f"/{way[2]}"  # as nearly always: from a page to the root and down
    return target if is_foreign(target) or not target else urljoin(address, target)


def _attributes(written: str) -> dict[str, str]:
    """Attributes by name in small letters; the first of a name counts, as in a browser."""
    given: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(written):
        plain = value[1:-1] if value[0] in "\"'" else value
        given.setdefault(name.lower(), entities.unescape(plain).strip())
    return given


def _requests(name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if name in {"img", "source", "link"}:
        for key in ("srcset", "imagesrcset"):
            yield from (("img-src", target) for target in _candidates(given.get(key, "")))
    if name == "link":
        for relation in given.get("rel", "").lower().split():
            directive = _RELATIONS.get(relation)
            if relation in {"preload", "prefetch", "prerender"}:
                directive = _PRELOADED.get(given.get("as", "").lower(), "connect-src")
            if directive and given.get("href"):
                yield directive, given["href"]
    elif name == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield from (("navigation", target) for target in _REFRESH.findall(given.get("content", "")))
    for key, directive in _SOURCES.get(name, ()):
        if given.get(key) and not given[key].startswith("#"):
            yield directive, given[key]


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a `srcset`: each ends at white space, or at the comma after it."""
    for part in re.findall(r"(?:^|,\s*|\s)([^\s,]\S*)", srcset):
        if not re.fullmatch(r"[\d.]+[wxh],?", part):
            yield part.rstrip(",")


def _acts(kind: str) -> bool:
    plain = kind.lower().strip()
    return plain in _ACTING or _JAVASCRIPT.fullmatch(plain) is not None


def _in_css(text: str) -> Iterator[tuple[str, str]]:
    text = _CSS_COMMENT.sub("", text)
    yield from (("style-src", target) for target in _CSS_IMPORT.findall(text))
    rest = _CSS_NAMES.sub("", text)
    for block in _CSS_FONT.findall(rest):
        yield from (("font-src", target.strip("\"'")) for target in _CSS_URL.findall(block))
    rest = _CSS_FONT.sub("", rest)
    targets = [target.strip("\"'") for target in _CSS_URL.findall(rest)]
    for candidates in _CSS_SET.findall(rest):
        targets += re.findall(r"[\"']([^\"']*[./][^\"']*)[\"']", candidates)
    yield from (("img-src", target) for target in targets if not target.startswith("#"))


def _in_script(text: str) -> Iterator[tuple[str, str]]:
    """Imports, and calls that fetch; one whose address is not a literal fetches from `/`."""
    for target in _JS_IMPORT.findall(text):
        if is_foreign(target) or target.startswith((".", "/")):
            yield "script-src", target
    yield from (("connect-src", target or "/") for target in _JS_CALL.findall(text))


def _hash_source(body: str) -> str:
    """The hash source of inline text, over its UTF-8 as published (CSP level 3, 6.7.3.3)."""
    return f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'"
