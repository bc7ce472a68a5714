"""Script in every field of every kind stays words: in the forms, the lists and the previews."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog

from socomsite.editor.document import fields_in, with_fields
from socomsite.editor.guard import HOST
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.kinds import KINDS
from socomsite.model.schema import Entry
from socomsite.yamltext import Plain
from tests.editor.conftest import Editor, running
from tests.editor.pages import Shown, encoded, faults_of, read, walk
from tests.editor.realsite import keys_of, one_of_each
from tests.editor.test_attacks import FULL

#: Each sets `hyokkays` in the window if a browser ever takes it for code.
SCRIPTS = (
    "<script>window.hyokkays=1</script>",
    "\"'><img src=x onerror=window.hyokkays=1>",
    "</textarea></title></style><svg/onload=window.hyokkays=1>",
    "' onfocus=window.hyokkays=1 autofocus x='",
    '<iframe srcdoc="<script>parent.hyokkays=1</script>"></iframe>',
    "<a href=javascript:window.hyokkays=1>a</a>",
    "[a](javascript:window.hyokkays=1)",
    "<math><mtext></mtext><mglyph><style><!--</style><img title=--&gt;&lt;img&Tab;src=x>",
    "{{ 7919*7927 }}{% for a in () %}{% endfor %}${7919*7927}#{7919*7927}",
    "<!--<img src=--><img src=x onerror=window.hyokkays=1//>",
)
_WORDS = {FieldSort.TEXT, FieldSort.PROSE}
# Texts with a form of their own, in which the build refuses what is not of it.
_FORMED = {
    *("phone", "email", "address", "archived", "link", "recording", "slides", "online", "isbn"),
    *("issn", "number", "postcode", "aliases", "cadence", "of", "linkedin", "sort", "series"),
    *("gathered", "known_in"),
}


def poisoned(group: type[object], value: Plain, script: str) -> Plain:
    """The fields of a kind or group with script behind every text."""
    if not isinstance(value, dict):
        return value
    fields = {field.name: field for field in describe(group)}  # type: ignore[arg-type]  # a Part
    return {name: _behind(fields.get(name), each, script) for name, each in value.items()}


def _behind(field: FieldDescription | None, value: Plain, script: str) -> Plain:
    if field is None or field.name in _FORMED:
        return value
    if isinstance(value, list):
        return [_behind(field, each, script) for each in value]
    if field.group is not None:
        return poisoned(field.group, value, script)
    is_words = field.sort in _WORDS and isinstance(value, str)
    return f"{value} {script}" if is_words else value


def poison(root: Path, script: str) -> int:
    """Put script into every text of every entry; how many files it came into."""
    done = 0
    for kind in KINDS:
        for file in sorted((root / "content" / kind.folder).glob("*")):
            text = file.read_text("utf-8")
            fields = fields_in(text, file.name).value
            assert fields is not None
            made = poisoned(kind, fields, script)
            assert isinstance(made, dict)
            file.write_text(with_fields(text, file.name, made), "utf-8")
            done += 1
    return done


@pytest.fixture(scope="module", params=SCRIPTS[:3], ids=["script", "handler", "end"])
def attacked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Editor]:
    """The editor of a site of every kind that somebody filled with script."""
    root = tmp_path_factory.mktemp("kone") / "sivusto"
    shutil.copytree(FULL, root, ignore=shutil.ignore_patterns("expected*"))
    assert poison(root, request.param) > 15
    for editor in running(root):
        editor.begin()
        yield editor


@pytest.fixture(scope="module")
def shown(attacked: Editor) -> list[Shown]:
    """Every page of it that links lead to."""
    return list(walk(attacked, most=120))


def test_content_is_never_code_in_a_page(shown: list[Shown]) -> None:
    assert [fault for page in shown for fault in faults_of(page)] == []


def test_no_template_is_filled_out_of_content(shown: list[Shown]) -> None:
    assert [page.address for page in shown if "62773913" in page.answer.text] == []


def test_no_page_lets_code_run_that_is_not_the_editors(shown: list[Shown]) -> None:
    for page in shown:
        policy = page.answer.headers["content-security-policy"]
        assert "unsafe" not in policy, page.address
        assert "default-src 'none'" in policy, page.address


@pytest.mark.browser
def test_a_browser_runs_nothing_of_the_content(
    browser: Browser, attacked: Editor, shown: list[Shown]
) -> None:
    own = f"http://{HOST}:{attacked.port}"
    context = browser.new_context()
    context.add_cookies([{"name": n, "value": v, "url": own} for n, v in attacked.cookies.items()])
    page, found = context.new_page(), list[str]()

    def refuse(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    # What the policy had to stop stood in the page as code: nothing may come to that.
    page.on("console", lambda m: found.append(m.text) if "Content Security" in m.text else None)
    for address in one_of_each((each.address for each in shown), keys_of(attacked.root)):
        page.goto(own + address)
        touched = [f.url for f in page.frames if f.evaluate("window.hyokkays") is not None]
        found += [f"{address}: {url}" for url in touched]
    context.close()
    assert found == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
def test_a_form_filled_with_script_comes_back_as_words(editor: Editor, kind: type[Entry]) -> None:
    page = read(f"/uusi/{kind.folder}", editor.get(f"/uusi/{kind.folder}"))
    assert page.answer.status == 200
    form = max(page.forms, key=lambda each: len(each.fields))
    for script in SCRIPTS:
        values = form.values()
        values |= {name: [script] for name in form.names if name.startswith("f.")}
        body, sort = encoded(form, values | {"do": ["save"]})
        headers = {"Content-Type": sort, "Origin": f"http://{HOST}:{editor.port}"}
        answer = editor.ask(form.action, method="POST", body=body, headers=headers)
        assert answer.status in {200, 302, 303, 422}
        again = read(form.action, answer)
        assert list(faults_of(again)) == []
        assert "62773913" not in answer.text
