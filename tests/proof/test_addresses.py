"""Old addresses behind real servers: 301 and 410, their pages, and a site in a subfolder."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from socomsite.engine.output import write
from tests.addressed import FILES
from tests.attached import PDF
from tests.conftest import SITE_YAML, build_site, write_site
from tests.proof.conftest import apache_over, nginx_over

SETTINGS = """\
redirects:
  - {old: /vanha/, new: /ohje/}
  - {old: /vanhin/, new: /vanha/}
  - {old: /kohta/, new: "/ohje/#tavoitteet-ja-keinot"}
  - {old: /tiedostot/oma%20$opas.pdf, new: /tiedostot/äiti.pdf}
  - {old: /Ohje/, new: /ohje/}
gone:
  - {address: /retki/, reason: Retki peruttiin., date: 1.11.2026}
  - {address: /tiedostot/pois.pdf, reason: Esite vanheni., date: 1.11.2026}
"""
MORE: dict[str, str | bytes] = {
    "content/pages/esitteet.md": "---\ntitle: Esitteet\nmenu: main\nreviewed_on: 2026-11-01\n"
    "owner: Testaaja\n---\n[Esite](äiti.pdf)\n",
    "content/files/äiti.pdf": PDF,
    "templates/gone.html": '<a href="/ohje/">{{ entry.reason }}</a>',
}


def built(folder: Path, url: str) -> Path:
    """A small site with old addresses, written as it will be served."""
    settings = SITE_YAML.replace("https://testi.example/", url) + SETTINGS
    made = build_site(write_site(folder / "lahde", {**FILES, **MORE, "site.yaml": settings}))
    assert made.problems == ()
    assert write(made.artifacts, folder / "sivusto") == ()
    return folder / "sivusto"


def answer(address: str, path: str) -> tuple[int, str, str]:
    """What a server answers: status, where it leads and the body."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request("GET", path)
    got = connection.getresponse()
    place = urlsplit(got.headers.get("Location", ""))
    shown = place._replace(scheme="", netloc="").geturl()
    body = got.read().decode("utf-8", "replace")
    connection.close()
    return got.status, shown, body


@contextmanager
def behind(server: str, site: Path, root: Path, own: Path) -> Iterator[str]:
    if server == "nginx":
        with nginx_over(own, site / ".nginx.conf", root) as (address,):
            yield address
    else:
        with apache_over(own, root) as address:
            yield address


@pytest.mark.parametrize("base", ["/", "/osa/"])
@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_old_addresses_are_answered_as_they_should_be(
    server: str, base: str, tmp_path: Path
) -> None:
    site = built(tmp_path, f"http://testi.example{base}")
    root = site
    if base != "/":
        root = tmp_path / "palvelin"
        root.mkdir()
        site.rename(root / "osa")
        site = root / "osa"
    with behind(server, site, root, tmp_path) as address:

        def get(path: str) -> tuple[int, str, str]:
            return answer(address, base + path)

        for old in ("vanha/", "vanha", "vanhin/", "Ohje/"):
            assert get(old)[:2] == (301, f"{base}ohje/"), old
        assert get("kohta/")[:2] == (301, f"{base}ohje/#tavoitteet-ja-keinot")
        assert get("vanha/?sivu=2")[:2] == (301, f"{base}ohje/?sivu=2")
        for old in ("tiedostot/oma%20$opas.pdf", "tiedostot/oma%20%24opas.pdf"):
            status, place, _ = get(old)
            assert (status, unquote(place)) == (301, f"{base}tiedostot/äiti.pdf")
            assert place.isascii()
        assert get("ohje/")[0] == 200
        assert get("vanhaa/")[0] == 404
        assert get("vanha/muuta/")[0] == 404
        for old, why in (("retki/", "Retki peruttiin."), ("tiedostot/pois.pdf", "Esite vanheni.")):
            status, _, body = get(old)
            assert (status, body) == (410, f'<a href="{base}ohje/">{why}</a>'), old
        assert get("_redirects")[0] == 404
