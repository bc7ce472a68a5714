"""A thousand random mutations of a site with every kind: never a fault of ours."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from socomsite.commands.build import lines_of
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.messages import told
from socomsite.model.kinds import schema
from tests.conftest import TODAY
from tests.test_sites import laid_out

ROUNDS = 50
FILES_A_ROUND = 20
NASTY = (
    *("", "~", "null", "no", "-1", "0", "1e999", "9" * 40, "0401234567", "18:00", "2026-02-30"),
    *("[", "]", "{", "}", "[[", "- ", ": ", "#", "|", ">", "&a", "*a", "!!python/object:x.y", "%"),
    *("'", '"', "\\", "\t", "\r\n", "\x00", "\x85", "\u2028", "\ufeff", "\ud7ff", "😀", "ä" * 300),
    *("{{ 1/0 }}", "{% raw %}", "<script>", "<iframe src=x>", "]]>", "](ref:", "](ref:pages/)"),
    *("![](x)", "# x", "####### x", "> " * 200, "* " * 200, "[^1]", "[^1]: x", "---", "|-|", "```"),
    *("ref:", "ref:projects/malli#", "ref:#", "../../etc/passwd", "/", "//muualla.example", "a/b"),
    *("2007–2009", "klo", "ma–su 0–24", "ma 9–8", "kyllä", "fi: x", "<<: {a: 1}", "? x"),
)


def mutated(data: bytes, chance: random.Random) -> bytes:  # noqa: C901 - a table
    """The file after one to three random changes."""
    for _ in range(chance.randint(1, 3)):
        lines = data.split(b"\n")
        place = chance.randrange(len(lines))
        at = chance.randrange(len(data) + 1)
        nasty = chance.choice(NASTY).encode("utf-8", "surrogatepass")
        match chance.randrange(10):
            case 0:
                data = data[:at] + nasty + data[at:]
            case 1:
                data = data[:at] + data[at + chance.randint(1, 20) :]
            case 2:
                del lines[place]
                data = b"\n".join(lines)
            case 3:
                data = b"\n".join([*lines[:place], lines[place], *lines[place:]])
            case 4:
                name, colon, _ = lines[place].partition(b":")
                lines[place] = name + colon + b" " + nasty
                data = b"\n".join(lines)
            case 5:
                lines[place] = b"  " * chance.randint(0, 4) + lines[place].lstrip()
                data = b"\n".join(lines)
            case 6:
                chance.shuffle(lines)
                data = b"\n".join(lines)
            case 7:
                data = data[:at]
            case 8:
                data = data[:at] + bytes(chance.randrange(256) for _ in range(3)) + data[at:]
            case 9:
                lines[place] = b'x: "' + nasty + b'"'
                data = b"\n".join(lines)
    return data


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out("full", tmp_path_factory.mktemp("ehja"))


@pytest.mark.parametrize("number", range(ROUNDS))
def test_no_mutation_of_content_is_our_fault(number: int, whole: Path, tmp_path: Path) -> None:
    chance = random.Random(number)  # noqa: S311 - reproducible, not secret
    root = tmp_path / "sivusto"
    shutil.copytree(whole, root)
    files = sorted(p for p in (root / "content").rglob("*") if p.suffix in {".md", ".yaml"})
    for file in chance.choices(files, k=FILES_A_ROUND):
        file.write_bytes(mutated(file.read_bytes(), chance))
    if number % 10 == 0:
        (root / "site.yaml").write_bytes(mutated((root / "site.yaml").read_bytes(), chance))
    with Cache(None, 0) as cache:
        workers = Workers(1, cache)
        made = build(root, schema(), workers, today=TODAY)
    assert workers.crashes == []
    assert "internal" not in {found.code for found in made.problems}
    for language in Language:
        for found in made.problems:
            assert told(found, language, lines_of(root))
    for artifact in made.artifacts:
        if artifact.path.endswith(".html"):
            assert b"<script" not in artifact.data
            assert b"<iframe" not in artifact.data


def test_the_unchanged_site_is_sound(whole: Path) -> None:
    with Cache(None, 0) as cache:
        made = build(whole, schema(), Workers(1, cache), today=TODAY)
    # One of its pictures tells where it was taken, which the published copies do not.
    assert [found.code for found in made.problems] == ["picture-gps"]
