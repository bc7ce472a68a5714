"""Installs the peers at the versions that stand in `bench/peers/`, each in a room of its own.

What cannot be had is left out of the comparison, and the results say so.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = Path(__file__).resolve().parent / "peers"
_DONE = ".done"


def install(name: str, tools: Path) -> str:
    """Install a peer below a folder unless it is there already; what hinders, or nothing."""
    if name == "socomsite":
        return ""
    pins, packages = VERSIONS / f"{name}.txt", VERSIONS / name
    if packages.is_dir():
        return _with_npm(packages, tools / f"npm-{name}")
    return _with_pip(pins, tools / f"venv-{name}")


def _with_pip(pins: Path, room: Path) -> str:
    if _is_done(room, pins):
        return ""
    shutil.rmtree(room, ignore_errors=True)
    python = room / "bin/python"
    quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", str(room)],
        [str(python), *quietly, "--requirement", str(pins)],
    ):
        hindered = _tried(command, room.parent)
        if hindered:
            return hindered
    shutil.copy(pins, room / _DONE)
    return ""


def _with_npm(packages: Path, room: Path) -> str:
    lock = packages / "package-lock.json"
    if _is_done(room, lock):
        return ""
    if not shutil.which("npm"):
        return "npm is not installed"
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(packages, room)
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    hindered = _tried(["npm", "ci", *options], room)
    if not hindered:
        shutil.copy(lock, room / _DONE)
    return hindered


def _is_done(room: Path, pins: Path) -> bool:
    done = room / _DONE
    return done.is_file() and done.read_bytes() == pins.read_bytes()


def _tried(command: list[str], folder: Path) -> str:
    """Carry a command out; the last line of what it said if it failed."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (said or ["it failed without a word"])[-1]
