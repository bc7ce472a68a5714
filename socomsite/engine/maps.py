"""Old addresses as three kinds of server are told of them: real 301 and 410 answers.

Each address is named in full, with and without its last slash; an address that differs from one
of today in its capitals alone is left out where a host may not tell the two apart. Must never know
pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

from socomsite.formats.planning import old_file
from socomsite.model.redirects import Answers

_SAFE = "/#~!&'()*+,;=:@"


def nginx_rules(base: str, old: Answers) -> Iterator[str]:
    """A `location` for each old address; they hold no header, so those of the server stay."""
    for source, target in old.redirects.items():
        path, sign, anchor = _located(base, target).partition("#")
        for each in _forms(base, source):
            yield f'location = {each} {{ return 301 "{path}$is_args$args{sign}{anchor}"; }}'
    for source in _pages(old.gone):
        page = _located(base, f"/{old_file(source)}", is_path=True)
        for each in _forms(base, source):
            yield f'location = {each} {{ error_page 410 "{page}"; return 410; }}'


def _forms(base: str, source: str) -> Iterator[str]:
    """An old address as nginx compares it: decoded, in quotation marks, in both forms."""
    path = base + unquote(source).strip("/")
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    yield f'"{escaped}"'
    yield f'"{escaped}/"'


def apache_rules(base: str, old: Answers) -> Iterator[str]:
    """A `RedirectMatch` for each old address; Apache escapes the target by itself."""
    for source, target in old.redirects.items():
        path = base + unquote(target).lstrip("/")
        escaped = path.replace("\\", "\\\\").replace("$", "\\$").replace('"', '\\"')
        yield f'RedirectMatch 301 "{_pattern(base, source)}" "{escaped}"'
    for source in _pages(old.gone):
        yield f'RedirectMatch 410 "{_pattern(base, source)}"'
    if any(_pages(old.gone)):
        # Of every removed page, the page that says so stands at its own address.
        yield 'ErrorDocument 410 "/%{REQUEST_URI}/index.html"'


def _pattern(base: str, source: str) -> str:
    return f"^{re.escape(base + unquote(source).strip('/'))}/?$".replace('"', '\\"')


def netlify_rules(base: str, old: Answers, live: Iterable[str]) -> Iterator[str]:
    """A line for each old address, in force though a page stands there too.

    Such hosts document no status 410: there a removed page is answered with 404 and itself.
    """
    known = {address.casefold() for address in live}
    for source, target in old.redirects.items():
        if source.casefold() not in known:
            yield f"{_located(base, source)} {_located(base, target)} 301!"
    for source in _pages(old.gone):
        page = _located(base, f"/{old_file(source)}", is_path=True)
        yield f"{_located(base, source)} {page} 404!"


def _located(base: str, address: str, *, is_path: bool = False) -> str:
    """An address as it stands in an answer: with the site's own path, in ASCII."""
    plain = address if is_path else unquote(address)
    return base + quote(plain.lstrip("/"), safe=_SAFE)


def _pages(gone: Iterable[str]) -> list[str]:
    """Removed addresses that a server is asked for: a place within a page never is."""
    return [address for address in gone if "#" not in address]
