"""Where a site is published: one way each, no option in disguise, and never a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.commands.build import lines_of
from socomsite.language import Language
from socomsite.messages import told
from socomsite.model.site import Site, read_site
from socomsite.problem import Problem
from tests.conftest import SITE_YAML


def problems(tmp_path: Path, publish: str) -> tuple[Problem, ...]:
    (tmp_path / "site.yaml").write_text(f"{SITE_YAML}publish:\n{publish}")
    return read_site(tmp_path).problems


def site(tmp_path: Path, publish: str) -> Site:
    assert problems(tmp_path, publish) == ()
    found = read_site(tmp_path).value
    assert found is not None
    return found


def told_of(found: Problem) -> tuple[int, int, str]:
    return found.position.line, found.position.column, found.code


def test_a_destination_has_a_name_and_one_way(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        "  verkko: {folder: /srv/socom, url: https://socom.example, keep: 3}\n"
        "  palvelin: {server: {host: palvelin.example, path: /srv/socom}}\n"
        "  pilvi: {bucket: socom}\n"
        "  sivut: {branch: gh-pages}\n",
    ).publish
    assert list(found) == ["verkko", "palvelin", "pilvi", "sivut"]
    assert found["verkko"].folder is not None
    assert found["verkko"].folder.path == "/srv/socom"
    assert (found["verkko"].url, found["verkko"].keep) == ("https://socom.example/", 3)
    assert found["palvelin"].server is not None
    assert found["palvelin"].server.port is None
    assert found["sivut"].branch is not None
    assert (found["sivut"].branch.remote, found["sivut"].keep) == ("origin", 5)


def test_a_site_need_not_be_published(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SITE_YAML)
    found = read_site(tmp_path).value
    assert found is not None
    assert found.publish == {}


@pytest.mark.parametrize("text", ["{url: https://a.example/}", "{folder: a, branch: b}"])
def test_none_or_several_ways_are_told_at_the_destination(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, f"  koe: {text}\n")
    assert told_of(found) == (9, 8, "destination-unclear")
    assert dict(found.values)["field"] == "koe"


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("  Kö: {folder: a}", 3, "type-wrong"),
        ("  a: {branch: -x}", 15, "type-wrong"),
        ("  a: {branch: a..b}", 15, "type-wrong"),
        ("  a: {branch: a b}", 15, "type-wrong"),
        ("  a: {branch: x.lock}", 15, "type-wrong"),
        ("  a: {branch: {name: b, remote: --upload-pack=x}}", 33, "type-wrong"),
        ("  a: {server: {host: -oProxyCommand=x, path: /a}}", 22, "type-wrong"),
        ("  a: {folder: a, url: ftp://a}", 23, "type-wrong"),
        ("  a: {folder: a, keep: 1}", 24, "value-not-allowed"),
        ("  a: {folder: a, kansio: b}", 18, "field-unknown"),
    ],
)
def test_what_cannot_be_so_is_told_in_its_place(
    tmp_path: Path, text: str, column: int, code: str
) -> None:
    assert [told_of(found) for found in problems(tmp_path, f"{text}\n")] == [(9, column, code)]


# Put together here, so that no whole one stands in any file.
SECRETS = [
    "password: hunter2",
    "secret_access_key: x",
    "salasana: hunter2",
    "url: https://me:hunter2@a.example/",
    f"branch: {{name: b, remote: 'https://{'gh'}{'p_'}{'a1B2' * 9}@a.example/b.git'}}",
    f"bucket: {{name: {'AK'}{'IA'}{'ABCD' * 4}}}",
    f"server: {{host: a, path: '{'-----BE'}GIN x'}}",
    "server: {host: a, path: /a, password: hunter2}",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_told_and_not_repeated(tmp_path: Path, text: str) -> None:
    (found,) = problems(tmp_path, f"  koe:\n    {text}\n")
    field = text.partition(":")[0]
    assert told_of(found) == (10, 5 + len(field) + 2, "secret-in-settings")
    said = told(found, Language.FI, lines_of(tmp_path))
    assert len(said) == 1
    assert f"'{field}'" in said[0]
    assert "hunter2" not in said[0]


def test_words_that_only_resemble_secrets_are_none(tmp_path: Path) -> None:
    text = "  avaimet: {bucket: {name: keys, prefix: token/avain}, keep: 3}\n"
    assert site(tmp_path, text).publish["avaimet"].bucket is not None


@pytest.mark.parametrize(
    "text",
    [
        "server: {host: -oProxyCommand=x, path: /srv/a}",
        "server: {host: a/b, path: /srv/a}",
        "server: {host: 'a b', path: /srv/a}",
        "server: {host: a.example, path: srv/a}",
        "server: {host: a.example, path: /}",
        "server: {host: a.example, path: /srv/a, user: -x}",
        "server: {host: a.example, path: /srv/a, port: 0}",
        "server: {host: a.example, path: /srv/a, timeout: 0}",
        "server: {host: a.example, path: /srv/a, identity: 'a\"b'}",
        "bucket: {name: a, prefix: ../b}",
        "bucket: {name: a, endpoint: s3.example}",
    ],
)
def test_what_a_program_could_take_for_something_else_is_refused(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, f"  a: {{{text}}}\n") != ()


@pytest.mark.parametrize("host", ["palvelin.example", "10.0.0.1", "::1", "fe80::1", "verkko"])
def test_a_host_has_a_name_or_a_number(tmp_path: Path, host: str) -> None:
    text = f"  a: {{server: {{host: '{host}', path: \"/srv/ä b's\"}}}}\n"
    server = site(tmp_path, text).publish["a"].server
    assert server is not None
    assert (server.host, server.path) == (host, "/srv/ä b's")
