"""Pagefind's program: what is asked of it, and what happens if it cannot answer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from socomsite.engine.pagefind import bundle
from socomsite.language import Language

if importlib.util.find_spec("pagefind_bin") is None:
    pytest.skip("Pagefind is not installed", allow_module_level=True)

PAGES = [
    (f"/sivu-{n}/", f"<html><body><p>Sana {n} kaupungissa.</p></body></html>") for n in range(9)
]


def test_the_same_pages_in_the_same_order_give_the_same_files() -> None:
    first = dict(bundle(PAGES, Language.FI))
    assert sum(path.endswith(".pf_fragment") for path in first) == len(PAGES)
    assert "pagefind-entry.json" in first
    assert dict(bundle(PAGES, Language.FI)) == first


@pytest.mark.parametrize(
    ("answer", "told"),
    [("", "has ended"), ('{"payload": {"type": "Error", "message": "No room"}}', "No room")],
)
def test_a_program_that_cannot_answer_is_a_fault(
    answer: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(
        f"#!{sys.executable}\nimport base64, sys\nsys.stdin.buffer.read1(1)\n"
        f"sys.stdout.buffer.write(base64.b64encode({answer!r}.encode()) + {',' if answer else ''!r}"
        ".encode())\n"
    )
    program.chmod(0o700)
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: str(program))
    with pytest.raises(RuntimeError, match=told):
        list(bundle(PAGES, Language.FI))
