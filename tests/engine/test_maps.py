from __future__ import annotations

import datetime as dt

from socomsite.engine.headers import MOVED
from socomsite.engine.maps import apache_rules, netlify_rules, nginx_rules
from socomsite.model.redirects import Answers, Gone
from tests.addressed import FILES
from tests.conftest import SITE_YAML, SiteMaker, paths, text_of

GONE = Gone("Peruttiin.", dt.date(2026, 11, 1))
OLD = Answers(
    {
        "/vanha/": "/uusi/#kohta",
        "/tiedostot/oma%20opas.pdf": "/tiedostot/äiti$1.pdf",
        "/Uusi/": "/uusi/",
    },
    {"/pois/": GONE, "/tiedostot/pois.pdf": GONE, "/uusi/#pois": GONE},
)


def test_nginx_is_told_of_each_address_in_both_forms_and_keeps_the_query() -> None:
    assert list(nginx_rules("/", OLD)) == [
        'location = "/vanha" { return 301 "/uusi/$is_args$args#kohta"; }',
        'location = "/vanha/" { return 301 "/uusi/$is_args$args#kohta"; }',
        (
            'location = "/tiedostot/oma opas.pdf" '
            '{ return 301 "/tiedostot/%C3%A4iti%241.pdf$is_args$args"; }'
        ),
        (
            'location = "/tiedostot/oma opas.pdf/" '
            '{ return 301 "/tiedostot/%C3%A4iti%241.pdf$is_args$args"; }'
        ),
        'location = "/Uusi" { return 301 "/uusi/$is_args$args"; }',
        'location = "/Uusi/" { return 301 "/uusi/$is_args$args"; }',
        'location = "/pois" { error_page 410 "/pois/index.html"; return 410; }',
        'location = "/pois/" { error_page 410 "/pois/index.html"; return 410; }',
        (
            'location = "/tiedostot/pois.pdf" '
            '{ error_page 410 "/tiedostot/pois.pdf/index.html"; return 410; }'
        ),
        (
            'location = "/tiedostot/pois.pdf/" '
            '{ error_page 410 "/tiedostot/pois.pdf/index.html"; return 410; }'
        ),
    ]


def test_apache_is_told_of_whole_addresses_only() -> None:
    rules = list(apache_rules("/", OLD))
    assert rules[0] == 'RedirectMatch 301 "^/vanha/?$" "/uusi/#kohta"'
    assert rules[1] == (
        r'RedirectMatch 301 "^/tiedostot/oma\ opas\.pdf/?$" "/tiedostot/äiti\$1.pdf"'
    )
    assert rules[3:5] == [
        'RedirectMatch 410 "^/pois/?$"',
        r'RedirectMatch 410 "^/tiedostot/pois\.pdf/?$"',
    ]
    assert len(rules) == 6


def test_netlify_style_rules_are_in_force_though_a_page_stands_there() -> None:
    assert list(netlify_rules("/", OLD, ["/uusi/"])) == [
        "/vanha/ /uusi/#kohta 301!",
        "/tiedostot/oma%20opas.pdf /tiedostot/%C3%A4iti%241.pdf 301!",
        "/pois/ /pois/index.html 404!",
        "/tiedostot/pois.pdf /tiedostot/pois.pdf/index.html 404!",
    ]


def test_a_site_in_a_subfolder_has_its_path_in_every_rule() -> None:
    old = Answers({"/a/": "/b/"}, {"/c/": GONE})
    assert list(nginx_rules("/osa/", old))[1::2] == [
        'location = "/osa/a/" { return 301 "/osa/b/$is_args$args"; }',
        'location = "/osa/c/" { error_page 410 "/osa/c/index.html"; return 410; }',
    ]
    assert list(apache_rules("/osa/", old))[:2] == [
        'RedirectMatch 301 "^/osa/a/?$" "/osa/b/"',
        'RedirectMatch 410 "^/osa/c/?$"',
    ]
    assert list(netlify_rules("/osa/", old, [])) == [
        "/osa/a/ /osa/b/ 301!",
        "/osa/c/ /osa/c/index.html 404!",
    ]


def test_a_quotation_mark_in_an_address_ends_nothing() -> None:
    old = Answers({'/a";b/': "/c/"})
    assert 'location = "/a\\";b/" {' in list(nginx_rules("/", old))[1]
    assert '"^/a\\";b/?$"' in next(apache_rules("/", old))


def test_a_build_writes_the_maps_only_where_there_are_old_addresses(site: SiteMaker) -> None:
    assert MOVED not in paths(site(FILES))
    made = site({**FILES, "site.yaml": f"{SITE_YAML}redirects: [{{old: /a/, new: /ohje/}}]\n"})
    assert text_of(made, MOVED) == "/a/ /ohje/ 301!\n"
    assert 'location = "/a/" {' in text_of(made, ".nginx.conf")
    assert 'RedirectMatch 301 "^/a/?$" "/ohje/"' in text_of(made, ".htaccess")
