"""Under the real policy behind a real server: no error, no other host, no cookie, no storage."""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser

from socomsite.engine.headers import COMMON, FOREVER, SHORT
from tests.proof.conftest import Served, tool

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event =>
  window.refused.push(`${event.effectiveDirective} refused ${event.blockedURI}`));
"""
KEPT = """
async () => [
  ...window.refused,
  ...Object.keys(localStorage).map(key => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map(key => `sessionStorage ${key}`),
  ...(await indexedDB.databases()).map(each => `IndexedDB ${each.name}`),
  ...(await caches.keys()).map(key => `cache ${key}`),
  ...(await navigator.serviceWorker.getRegistrations()).map(each => `worker ${each.scope}`),
]
"""
# csp_evaluator's severities: 10 is high, 20 a syntax error, 60 and more is advice.
EVALUATE = """
const {CspParser} = require("./node_modules/csp_evaluator/dist/parser.js");
const {CspEvaluator} = require("./node_modules/csp_evaluator/dist/evaluator.js");
const policies = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(policies.flatMap(policy =>
  new CspEvaluator(new CspParser(policy).csp).evaluate()
    .filter(each => each.severity <= 40).map(each => [policy, each.description]))));
"""


@pytest.mark.browser
def test_no_page_errs_asks_another_host_or_keeps_anything(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    found: dict[str, list[str]] = defaultdict(list)

    def tell(what: str) -> None:
        found[what].append(page.url)

    page.on("console", lambda m: tell(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: tell(str(error)))
    # The browser gives up an icon that it no longer needs; what the policy refuses fails otherwise.
    page.on(
        "requestfailed",
        lambda r: None if r.failure == "net::ERR_ABORTED" else tell(f"{r.failure} {r.url}"),
    )
    page.on("response", lambda r: tell(f"{r.status} {r.url}") if r.status >= 400 else None)
    context.on(
        "request", lambda r: None if r.url.startswith(served.address) else tell(f"asked {r.url}")
    )
    for address in served.pages:
        page.goto(served.address + address)
        for kept in page.evaluate(KEPT):
            tell(kept)
    cookies = context.cookies()
    context.close()
    assert dict(found) == {}
    assert cookies == []


def answer(address: str, path: str) -> tuple[int, dict[str, str]]:
    """The status and headers of an address, their names in small letters."""
    asked = Request(address + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - loopback
    try:
        given = urlopen(asked)  # noqa: S310 - loopback
    except HTTPError as error:
        given = error
    with given:
        names = [name.lower() for name in given.headers]
        assert len(names) == len(set(names)), "a header is given twice"
        return given.status, dict(zip(names, given.headers.values(), strict=True))


def first(served: Served, pattern: str) -> str:
    """The path of the first file that matches a glob."""
    return str(min(served.folder.glob(pattern)).relative_to(served.folder))


@pytest.fixture(params=["nginx", "apache"])
def address(request: pytest.FixtureRequest, served: Served) -> str:
    """The site's address at each server that a header file is made for and that runs here."""
    if request.param == "nginx":
        return served.address
    found: str = request.getfixturevalue("apache")
    return found


@pytest.mark.parametrize("path", ["", "hankkeet/", "assets/*.css", "robots.txt", "ei-ole/"])
def test_every_answer_has_the_common_headers(address: str, served: Served, path: str) -> None:
    path = first(served, path) if "*" in path else path
    status, headers = answer(address, path)
    assert status == (404 if path == "ei-ole/" else 200)
    for name, value in COMMON:
        assert headers[name.lower()] == value
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy.replace("'wasm-unsafe-eval'", "")
    assert headers["cache-control"] == (FOREVER if path.startswith("assets/") else SHORT)


def test_texts_are_sent_small_and_by_their_type(address: str, served: Served) -> None:
    types = {
        "": "text/html",
        first(served, "assets/*.css"): "text/css",
        first(served, "**/atom.xml"): "application/atom+xml",
        "sitemap.xml": ("text/xml", "application/xml"),
    }
    for path, kind in types.items():
        _, headers = answer(address, path)
        assert headers["content-type"].partition(";")[0] in kind
        assert headers["content-type"].lower().endswith("charset=utf-8")
        assert headers["content-encoding"] == "gzip"


def test_a_missing_file_is_not_kept_for_ever(address: str) -> None:
    status, headers = answer(address, "assets/style.0123456789.css")
    assert (status, headers["cache-control"]) == (404, SHORT)


@pytest.mark.parametrize("path", [".htaccess", ".nginx.conf", ".socomsite", "_headers", ".git/"])
def test_what_tells_the_server_is_not_served(address: str, path: str) -> None:
    status, headers = answer(address, path)
    assert (status, headers["content-type"].partition(";")[0]) == (404, "text/html")


def test_a_missing_page_gets_the_page_that_helps(address: str) -> None:
    with pytest.raises(HTTPError) as error:
        urlopen(f"{address}hankkeet/ei-ole/x/")  # noqa: S310 - loopback
    with error.value:
        assert "Sivua ei löytynyt" in error.value.read().decode()


def test_no_policy_has_a_weakness_that_counts(served: Served) -> None:
    tool("node", module="csp_evaluator/dist/evaluator.js")
    policies = sorted(set(re.findall(r"default-src [^\"\n]*", told(served))))
    assert policies
    done = subprocess.run(
        ["node", "-e", EVALUATE],
        cwd="tests/proof",
        input=json.dumps(policies),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


def told(served: Served) -> str:
    """All that the three header files say."""
    names = (".nginx.conf", ".htaccess", "_headers")
    return "\n".join((served.folder / name).read_text("utf-8") for name in names)
