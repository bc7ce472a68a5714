from __future__ import annotations

import re

import pytest

from socomsite.engine.headers import FOREVER, SHORT, header_files, served_as
from socomsite.job import Artifact, Job, Loads
from socomsite.model.site import Site
from tests.conftest import TOPIC, SiteMaker, paths, text_of

EMBED = Loads((("script-src", "/assets/e.0123456789.js"),), frames=("https://video.example/1",))


def settings(url: str = "https://testi.example/") -> Site:
    return Site.model_validate({"name": {"fi": "Testikeskus"}, "url": url})


def files(*pages: tuple[str, Loads], url: str = "https://testi.example/") -> dict[str, str]:
    made = [
        (Job(path, "page", None, ""), Artifact(path, b"", loads=loads)) for path, loads in pages
    ]
    return {a.path: a.data.decode() for _, a in header_files(settings(url), made)}


PAGES = (
    ("index.html", Loads()),
    ("404.html", Loads()),
    ("blogi/index.html", Loads()),
    ("blogi/v/index.html", EMBED),
    ("video/index.html", EMBED),
    ("assets/e.0123456789.js", Loads()),
    ("tiedostot/a.pdf", Loads()),
)
PLAIN = "default-src 'none'; base-uri 'none'; form-action 'self'"


def test_a_site_has_three_header_files_in_their_order(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC})
    assert paths(made) == sorted(paths(made))
    assert {"_headers", ".htaccess", ".nginx.conf"} <= set(paths(made))
    assert PLAIN in text_of(made, "_headers")
    assert "unsafe" not in text_of(made, ".nginx.conf")


def test_every_file_tells_the_same_of_every_answer() -> None:
    for text in files(*PAGES).values():
        assert re.search(r"X-Content-Type-Options:? \"?nosniff", text)
        assert re.search(r"Referrer-Policy:? \"?same-origin", text)
        assert re.search(r"Strict-Transport-Security:? \"?max-age=31536000", text)
        assert "geolocation=()" in text
        assert "text/calendar" in text


def test_a_site_without_https_does_not_ask_for_it() -> None:
    for text in files(*PAGES, url="http://testi.example/").values():
        assert "Strict-Transport-Security" not in text


def test_pages_with_a_policy_of_their_own_are_named_to_nginx_and_apache() -> None:
    made = files(*PAGES)
    pattern = r"^/(blogi/v/|video/)(index\.html)?$"
    lines = [line for line in made[".nginx.conf"].splitlines() if "frame-src" in line]
    assert len(lines) == 1
    assert f'if ($uri ~ "{pattern}")' in lines[0]
    lines = [line for line in made[".htaccess"].splitlines() if "frame-src" in line]
    assert len(lines) == 1
    assert f'"expr=%{{REQUEST_URI}} =~ m#{pattern}#"' in lines[0]


def test_hosts_that_join_rules_may_only_take_away() -> None:
    rules = files(*PAGES)["_headers"].split("\n/")
    assert "frame-src https://video.example" in rules[0]
    named = {rule.splitlines()[0]: rule for rule in rules[1:]}
    # A folder whose pages differ keeps what any of them needs; the other folders lose it.
    assert "blogi/*" not in named
    assert "video/*" not in named
    assert "frame-src" not in named["tiedostot/*"]
    assert "Cache-Control" not in named["tiedostot/*"]
    assert f"Cache-Control: {FOREVER}" in named["assets/*"]
    assert sum("Cache-Control" in rule for rule in rules) == 1


def test_a_site_in_a_subfolder_has_its_path_in_every_rule() -> None:
    made = files(*PAGES, url="https://testi.example/osa/")
    assert "error_page 404 /osa/404.html;" in made[".nginx.conf"]
    assert 'if ($uri ~ "^/osa/(blogi/v/|video/)' in made[".nginx.conf"]
    assert "ErrorDocument 404 /osa/404.html" in made[".htaccess"]
    assert made["_headers"].startswith("/osa/*\n")


def test_the_search_is_told_of_only_where_there_is_one() -> None:
    assert "pagefind/" not in files(*PAGES)[".nginx.conf"]
    made = files(*PAGES, ("pagefind/pagefind.js", Loads()))
    assert '"^/pagefind/"' in made[".nginx.conf"]
    rules = made["_headers"].split("\n/")
    assert "'wasm-unsafe-eval'" in rules[0]
    own = next(rule for rule in rules if rule.startswith("pagefind/*"))
    assert "script-src 'self' 'wasm-unsafe-eval'" in own
    assert "frame-src" not in own


@pytest.mark.parametrize("name", ["_headers", ".htaccess", ".nginx.conf"])
def test_the_same_site_gives_the_same_files_in_any_order(name: str) -> None:
    assert files(*PAGES)[name] == files(*reversed(PAGES))[name]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("blogi/atom.xml", "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a/b.json", "application/json; charset=utf-8"),
        ("a/kalenteri.ics", "text/calendar; charset=utf-8"),
        ("a/viite.bib", "application/x-bibtex; charset=utf-8"),
        ("pagefind/fi/pagefind.js", "text/javascript; charset=utf-8"),
        ("pagefind/fi/wasm.fi.pagefind", "application/octet-stream"),
        ("a/KUVA.JPG", "image/jpeg"),
        ("a/kuva.avif", "image/avif"),
        ("a/raportti.pdf", "application/pdf"),
        (
            "a/lomake.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a/outo.ei-mikaan", "application/octet-stream"),
        ("_headers", "application/octet-stream"),
        (".htaccess", "application/octet-stream"),
    ],
)
def test_a_host_that_keeps_types_beside_files_is_told_each(path: str, kind: str) -> None:
    assert served_as(path) == (kind, SHORT)


def test_what_is_named_by_its_digest_may_be_stored_for_ever() -> None:
    paths = ("assets/style.0123456789.css", "k/kuva.0123456789-320.avif", "style.css")
    assert [served_as(path)[1] for path in paths] == [FOREVER, FOREVER, SHORT]
