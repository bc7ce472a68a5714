"""The staff guide keeps its word: its examples build and its list of messages is whole.

A fenced block of `docs/guide/` whose info string names a path is a file of the site. A third word
tells what it is instead: `lisäys` is added to that file, `rikki` must give the messages that the
next block shows.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from socomsite.commands.build import lines_of
from socomsite.commands.cli import main
from socomsite.language import Language
from socomsite.messages import codes as catalogue_codes
from socomsite.messages import told
from socomsite.model.kinds import schema
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.model.source import split_front_matter
from socomsite.problem import Position
from socomsite.yamltext import read_yaml
from tests.attached import pdf
from tests.commands.conftest import FRONT
from tests.conftest import TOPIC, build_site, picture, write_site

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
MESSAGES = GUIDE / "virheet.md"
ADDED, BROKEN = "lisäys", "rikki"
SETTINGS = "site.yaml"
PICTURE = picture()
DOCUMENT = pdf("Raportti")

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^[a-z_]+:.*\n(?:(?![a-z_]+:).*\n)*", re.MULTILINE)
_INLINE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^### (.*)$", re.MULTILINE)
_CODE = re.compile(r"`([a-z0-9-]+)`")
_LINK = re.compile(r"\]\((?!https?:|mailto:|ref:|#)([^)#\s]+)")


@dataclass(frozen=True)
class Block:
    """A fenced block of the guide: its language, path and mark, if any, and its text."""

    language: str
    path: str
    mark: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in _BLOCK.findall(page.read_text("utf-8"))]


def examples() -> dict[str, str]:
    """The complete files that the guide shows, by path; no two pages show the same."""
    shown = [block for page in PAGES for block in blocks(page) if block.path and not block.mark]
    assert len({block.path for block in shown}) == len(shown)
    return {block.path: block.text for block in shown}


def files_with(own: Mapping[str, str]) -> dict[str, str | bytes]:
    """The guide's examples and these files as a site, with all that they may name."""
    settings = (ROOT / "site.yaml").read_text("utf-8")
    # The examples are no whole site: what it must have is shown by the public one.
    files: dict[str, str | bytes] = {"site.yaml": re.sub(r"required_pages:.*\n", "", settings)}
    for topic in sorted((ROOT / "content" / "topics").glob("*.md")):
        files[f"content/topics/{topic.name}"] = TOPIC
    texts = examples() | dict(own)
    prose = "\n".join(texts.values())
    for name in re.findall(r"[\w-]+\.(?:jpg|png)", prose):
        files[f"content/pictures/{name}"] = PICTURE
    for name in re.findall(r"[\w-]+\.pdf", prose):
        files[f"content/files/{name}"] = DOCUMENT
    return files | texts


def with_addition(text: str, addition: Block) -> str:
    """The file with a block's fields in place of its own, or with a block's text at its end."""
    if addition.language == "markdown":
        return f"{text}\n{addition.text}"
    split = split_front_matter(text)
    kept = split.front if split.front is not None else text
    added = _FIELD.findall(addition.text)
    names = {field.partition(":")[0] for field in added}
    fields = [f for f in _FIELD.findall(kept) if f.partition(":")[0] not in names]
    card = "".join([*fields, *added])
    return card if split.front is None else f"---\n{card}---\n{split.body}"


def messages_of(root: Path, files: Mapping[str, str | bytes], *, drafts: bool) -> list[str]:
    """What a build of these files has to say, in the author's words."""
    made = build_site(write_site(root, files), drafts=drafts)
    line_at = lines_of(root)
    return [line for found in made.problems for line in told(found, Language.FI, line_at)]


def page_name(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


def test_the_examples_build(tmp_path: Path) -> None:
    assert messages_of(tmp_path, files_with({}), drafts=False) == []


ADDITIONS = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page))
    if block.mark == ADDED
]


@pytest.mark.parametrize("block", ADDITIONS)
def test_a_file_still_builds_with_what_the_guide_adds(block: Block, tmp_path: Path) -> None:
    base = examples().get(block.path) or str(files_with({})[block.path])
    files = files_with({block.path: with_addition(base, block)})
    # The translations of the guide's example are of the example as it was.
    key = block.path.partition(".")[0]
    kept = {p: t for p, t in files.items() if p == block.path or p.partition(".")[0] != key}
    assert messages_of(tmp_path, kept, drafts=True) == []


MISTAKES = [
    pytest.param(block, answer.text, id=block.path)
    for page in PAGES
    for block, answer in pairwise(blocks(page))
    if block.mark == BROKEN
]


@pytest.mark.parametrize(("block", "answer"), MISTAKES)
def test_a_mistake_gives_the_messages_that_the_guide_shows(
    block: Block, answer: str, tmp_path: Path
) -> None:
    said = messages_of(tmp_path, files_with({block.path: block.text}), drafts=True)
    assert said == answer.splitlines()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_pieces_without_a_path_can_be_read(page: Path) -> None:
    engine = Reader()
    for block in blocks(page):
        if not block.path and block.language == "yaml":
            assert read_yaml(block.text, page.name).problems == ()
        elif not block.path and block.language == "markdown":
            assert read_prose(engine, block.text, Position(page.name, 1, 1)).problems == ()


def test_all_examples_build_on_the_public_site(tmp_path: Path) -> None:
    """Beside the content that staff add to, with the templates that readers see."""
    real: dict[str, str | bytes] = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in ("content", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
    }
    own = {name: text for name, text in files_with({}).items() if name not in real}
    made = build_site(write_site(tmp_path, real | own), drafts=True)
    assert [p for p in made.problems if p.is_error or p.position.path in own] == []


CONSOLE = [
    pytest.param(page, block.text, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(blocks(page))
    if block.language == "console"
]


@pytest.mark.parametrize(("page", "text"), CONSOLE)
def test_a_command_says_what_the_guide_shows(
    page: Path, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of the block, in its order; `…` stands for lines that are left out.

    Where the same page of the guide adds to the site's settings, the site is whole: with these
    settings, and with front pages.
    """
    templates = {
        file.relative_to(ROOT).as_posix(): file.read_bytes()
        for file in (ROOT / "templates").rglob("*")
        if file.is_file()
    }
    files = files_with({}) | templates
    for block in blocks(page):
        if block.mark == ADDED and block.path == SETTINGS:
            files[SETTINGS] = with_addition(str(files[SETTINGS]), block)
            files |= {f"content/pages/etusivu{tag}.md": FRONT for tag in ("", ".sv", ".en")}
    root = write_site(tmp_path, files)
    command, *shown = text.splitlines()
    with pytest.raises(SystemExit):
        main([*shlex.split(command.removeprefix("$ socomsite ")), "--site", str(root)])
    said = iter(capsys.readouterr().out.splitlines())
    assert [line for line in shown if line != "…" and line not in said] == []


def _strings(node: ast.AST) -> Iterator[str]:
    """Every text that an expression may be; the open parts of an f-string as a pattern."""
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr):
            yield "".join(
                re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else "[a-z]+"
                for piece in part.values
            )
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield re.escape(part.value)


def _codes_given_to(*functions: str) -> dict[str, bool]:
    """Codes of the catalogue passed to these functions in the program; True for warnings."""
    found: dict[str, bool] = {}
    known = tuple(catalogue_codes())
    for file in sorted((ROOT / "socomsite").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        named = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "code"
        ]
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in functions
        ]
        for call in calls:
            is_warning = "Severity.WARNING" in ast.unparse(call)
            uses_name = any(isinstance(argument, ast.Name) for argument in call.args[1:2])
            for expression in [*call.args[:2], *(named if uses_name else [])]:
                for pattern in _strings(expression):
                    for code in known:
                        if re.fullmatch(pattern, code):
                            found[code] = is_warning or found.get(code, False)
    return found


def problem_codes() -> dict[str, bool]:
    """Codes of the problems that authors are told of; True for those that are warnings."""
    given = _codes_given_to("problem", "PydanticCustomError")
    return {code: w for code, w in given.items() if not code.startswith(("help-", "progress-"))}


def described() -> dict[str, bool]:
    """The codes that have a heading in the list of messages; True if it says `varoitus`."""
    text = MESSAGES.read_text("utf-8")
    return {
        code: "varoitus" in heading
        for heading in _HEADING.findall(text)
        for code in _CODE.findall(heading)
    }


def test_every_problem_is_described_and_nothing_else() -> None:
    assert sorted(described()) == sorted(problem_codes())


def test_warnings_are_described_as_warnings() -> None:
    assert described() == problem_codes()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_guide_names_only_codes_that_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    known = set(catalogue_codes())
    links = re.findall(r"\[`([a-z-]+)`\]\(virheet\.md#([a-z-]+)\)", text)
    assert [code for code, anchor in links if code not in known or anchor != code] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_the_guide_makes_new_entries_of_kinds_that_exist(page: Path) -> None:
    asked = re.findall(r"socomsite new ([a-z]+)", page.read_text("utf-8"))
    known = {name for f, kind in schema().kinds.items() for name in (f, kind.__name__.lower())}
    assert [name for name in asked if name not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_between_pages_of_the_guide_lead_somewhere(page: Path) -> None:
    text = _INLINE.sub("", _BLOCK.sub("", page.read_text("utf-8")))
    assert [link for link in _LINK.findall(text) if not (GUIDE / link).exists()] == []


def test_the_first_page_leads_to_every_other() -> None:
    links = set(_LINK.findall((GUIDE / "index.md").read_text("utf-8")))
    assert links >= {page.name for page in PAGES if page.name != "index.md"}
