"""What is installed: each file by its hash, and a list of what ships."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
_PINNED = re.compile(r"^([a-z0-9-]+)==([^ ;\\]+)(?: ; [^\\]*)? \\$", re.MULTILINE)
RENEW = "run: make lock"


def pinned(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock; perhaps one for some systems, another for others."""
    found: dict[str, set[str]] = {}
    for package, version in _PINNED.findall((ROOT / "locks" / f"{name}.txt").read_text("utf-8")):
        found.setdefault(package, set()).add(version)
    return found


def wanted(extra: str) -> Iterator[str]:
    """The names that an extra asks for, with the program's own."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"][extra]]
    for line in lines:
        name, _, extras = line.partition("[")
        if name == "socomsite":
            for other in extras.partition("]")[0].split(","):
                yield from wanted(other.strip())
        else:
            found = re.match(r"[A-Za-z0-9._-]+", line)
            assert found is not None
            yield re.sub(r"[-_.]+", "-", found[0]).lower()


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.stem)
def test_every_line_of_a_lock_has_hashes_and_no_index(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"https?://|--index|--find|--trusted", text)
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert blocks
    for block in blocks:
        first, *hashes = block.split("\n")
        assert _PINNED.match(first + "\n"), first
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


@pytest.mark.parametrize("name", ["site", "test", "tools"])
def test_a_lock_holds_what_is_asked_for(name: str) -> None:
    assert set(wanted(name)) <= pinned(name).keys(), RENEW


def test_what_is_tested_is_what_ships() -> None:
    tested = pinned("test")
    differing = {package for package, found in pinned("site").items() if tested[package] != found}
    assert differing == set(), RENEW


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_makefile_installs_by_hash_and_nothing_else() -> None:
    goals = [".venv/site.done", ".venv/test.done"]
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", *goals],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    installs = [line for line in done.stdout.splitlines() if "pip install" in line]
    assert installs
    for line in installs:
        for command in line.split("&&"):
            if "pip install" in command:
                is_ours = "--no-deps --no-build-isolation --editable ." in command
                assert is_ours or "--require-hashes --requirement locks/" in command, command


def test_the_bill_of_materials_is_valid_and_tells_no_time(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable]
    command += [
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--spec-version",
        "1.6",
        "--no-validate",
    ]
    command += ["--output-format", "JSON", "--output-reproducible", "--output-file", str(file)]
    subprocess.run(command, capture_output=True, check=True)
    text = file.read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    assert bill["metadata"]["component"]["name"] == "socomsite"
    assert not {"timestamp", "serialNumber"} & {*bill, *bill["metadata"]}
    names = {component["name"].lower().replace("_", "-") for component in bill["components"]}
    assert set(wanted("search")) <= names
