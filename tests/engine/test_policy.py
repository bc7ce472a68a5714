from __future__ import annotations

from dataclasses import replace

from socomsite.engine.policy import Policies, policies
from socomsite.job import Artifact, Job, Loads

PLAIN = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " connect-src 'self'; img-src 'self'; style-src 'self'"
)


def file(path: str, loads: Loads = Loads(), data: bytes = b"") -> tuple[Job, Artifact]:  # noqa: B008 - frozen
    loads = replace(loads, searches=b"pagefind" in data)
    return Job(path, "page", None, ""), Artifact(path, data, loads=loads)


def requesting(*requests: tuple[str, str]) -> Loads:
    return Loads(requests)


def of(page: Loads, *others: tuple[Job, Artifact], base_path: str = "/", data: bytes = b"") -> str:
    """The policy of one page beside two plain ones."""
    made = [file("a/index.html"), file("b/index.html"), file("x/index.html", page, data), *others]
    return policies(made, base_path).of("x/index.html")


def test_a_page_of_text_and_pictures_may_run_nothing() -> None:
    loads = requesting(("img-src", "/kuvat/a.png"), ("style-src", "/assets/style.css"))
    assert of(loads) == PLAIN


def test_a_script_of_ours_is_allowed_where_it_is_used_alone() -> None:
    made = [file("a/index.html"), file("b/index.html", requesting(("script-src", "/a.js")))]
    found = policies([*made, file("c/index.html")])
    assert found.common == PLAIN
    assert found.others == ((f"{PLAIN}; script-src 'self'", ("b/index.html",)),)


def test_what_stands_inline_is_allowed_by_its_hash_alone() -> None:
    loads = Loads(scripts=("'sha256-A='",), styles=("'sha256-B='",))
    expected = PLAIN.replace("style-src 'self'", "style-src 'self' 'sha256-B='")
    assert of(loads) == f"{expected}; script-src 'sha256-A='"


def test_frames_are_allowed_from_their_hosts_where_a_click_fetches_them() -> None:
    frames = ("https://video.example/1", "https://video.example/2", "https://muu.example/")
    expected = f"{PLAIN}; frame-src https://muu.example https://video.example"
    assert of(Loads(frames=frames)) == expected


def test_another_host_is_never_allowed_otherwise() -> None:
    loads = Loads(
        (("script-src", "https://muu.example/a.js"), ("base-uri", "https://muu.example/")),
        frames=("http://vanha.example/",),
    )
    assert of(loads) == PLAIN


def test_a_form_may_be_sent_where_it_says() -> None:
    assert "form-action 'self' https://muu.example;" in of(Loads(actions=("https://muu.example/",)))
    # The order of sources says nothing; sorted, a host comes after what is quoted.


def test_a_page_needs_what_its_stylesheets_and_scripts_need() -> None:
    loads = requesting(("style-src", "/osa/assets/a.css"), ("script-src", "/osa/assets/a.js"))
    others = (
        file("assets/a.css", requesting(("style-src", "/osa/assets/b.css"))),
        file("assets/b.css", requesting(("font-src", "/f.woff2"), ("img-src", "data:"))),
        file("assets/a.js", requesting(("script-src", "/osa/assets/a.js"))),
    )
    assert of(loads, *others, base_path="/osa/") == (
        PLAIN.replace("img-src 'self'", "img-src 'self' data:")
        + "; font-src 'self'; script-src 'self'"
    )


def test_wasm_runs_on_the_page_that_searches_and_below_pagefind_alone() -> None:
    search = requesting(("script-src", "/assets/search.js"))
    found = policies(
        [
            file("a/index.html"),
            file("b/index.html"),
            file("haku/index.html", search, b'<div data-src="/pagefind/"></div>'),
            file("pagefind/pagefind.js"),
        ]
    )
    searching = f"{PLAIN}; script-src 'self' 'wasm-unsafe-eval'"
    assert found == Policies(
        common=PLAIN,
        union=searching,
        search=searching,
        others=((searching, ("haku/index.html",)),),
    )
    assert found.of("pagefind/pagefind.js") == searching
    assert found.of("assets/search.js") == PLAIN


def test_a_script_may_name_the_search_itself() -> None:
    script = file("assets/s.js", data=b'import("/pagefind/pagefind.js")')
    assert "'wasm-unsafe-eval'" in of(requesting(("script-src", "/assets/s.js")), script)


def test_a_page_that_only_speaks_of_pagefind_runs_nothing() -> None:
    assert of(Loads(), data=b"<p>pagefind</p>") == PLAIN


def test_a_site_without_pages_has_the_plain_policy() -> None:
    assert policies([file("robots.txt")]) == Policies(PLAIN, PLAIN, "", ())
