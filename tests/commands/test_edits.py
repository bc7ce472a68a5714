"""After any edits the quick build is the clean build, byte for byte, on a site with every kind.

More sequences than the suite tries: `pytest tests/commands/test_edits.py --sequences 300`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from socomsite.commands.start import main
from socomsite.engine.cache import Cache
from socomsite.engine.output import MANIFEST
from socomsite.engine.pipeline import Build, build
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.messages import as_json
from socomsite.model.kinds import schema
from socomsite.problem import Severity, gathered
from tests.conftest import TODAY
from tests.test_sites import laid_out

STEPS = 8
DAY = re.compile(r"\b(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})\b")


class Edited:
    """A site that is edited at random, and what it was at first."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)  # noqa: S311 - the same edits each time
        self.day = TODAY
        first = [*self.files("**/*"), root / "site.yaml"]
        self.first = {file: file.read_bytes() for file in first}
        self.done: list[str] = []

    def files(self, pattern: str) -> list[Path]:
        found = [*self.root.glob(f"content/{pattern}"), *self.root.glob(f"templates/{pattern}")]
        return sorted(file for file in found if file.is_file())

    def any(self, pattern: str = "[!pf]*/*.*") -> Path:
        """One of the content files, not of the pictures or attachments."""
        return self.chance.choice(sorted(self.root.glob(f"content/{pattern}")) or [self.root])

    def change(self, file: Path, pattern: str, new: str, count: int = 1) -> None:
        if file.is_file():
            text = file.read_text("utf-8")
            file.write_text(re.sub(pattern, new, text, count=count, flags=re.MULTILINE), "utf-8")

    def body(self) -> None:
        file = self.any("*/*.md")
        with contextlib.suppress(IsADirectoryError), file.open("a", encoding="utf-8") as opened:
            opened.write(f"\nLisää tekstiä {self.chance.random()}.\n")

    def retitle(self) -> None:
        new = rf"\1: Uusi nimi {self.chance.randint(1, 99)}"
        self.change(self.any(), r"^(title|name): .*$", new)

    def retag(self) -> None:
        new = self.chance.choice(["topics: [lapset]", "topics: []", "topics: [ei-ole]"])
        self.change(self.any(), r"^topics: .*$", new)

    def withhold(self) -> None:
        new = self.chance.choice(["draft: kyllä\n", "expires: 1.1.2020\n", "appears: 1.1.2030\n"])
        self.change(self.any(), r"^(title|name): ", rf"{new}\1: ")

    def redate(self) -> None:
        file = self.any()
        if file.is_file():
            new = f"{self.chance.randint(1, 28)}.{self.chance.randint(1, 12)}.2026"
            file.write_text(DAY.sub(new, file.read_text("utf-8"), count=1), "utf-8")

    def rename(self) -> None:
        file = self.any()
        if file.is_file():
            file.rename(file.with_name(f"uusi{self.chance.randint(1, 5)}{file.suffix}"))

    def delete(self) -> None:
        file = self.chance.choice(self.files("**/*"))
        file.unlink()

    def add(self) -> None:
        file = self.any()
        if file.is_file():
            shutil.copy(file, file.with_name(f"lisatty{self.chance.randint(1, 5)}{file.suffix}"))

    def template(self) -> None:
        templates = [file for file in self.files("*.html") if file.parent.name == "templates"]
        self.change(self.chance.choice(templates), "<h1", f"<h1 data-n='{self.chance.random()}'")

    def asset(self) -> None:
        file = self.root / "templates/assets/lisa.css"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"p {{ margin: {self.chance.randint(1, 99)}px }}")

    def strings(self) -> None:
        self.change(
            self.root / "templates/strings.yaml", r"fi: (\w+)", rf"fi: \g<1>{self.chance.random()}"
        )

    def settings(self) -> None:
        pattern, new = self.chance.choice(
            [
                (r"^name: .*$", f"name: Keskus {self.chance.random()}"),
                (r"^  news: .*$", f"  news: uutiset{self.chance.randint(1, 3)}"),
                (r"\Z", "languages: [fi, sv]\n"),
                (r"\Z", "oops: x\n"),
                (r"^oops: x\n", ""),
            ]
        )
        self.change(self.root / "site.yaml", pattern, new)

    def another_day(self) -> None:
        self.day = TODAY + dt.timedelta(days=self.chance.choice([-400, -1, 0, 1, 30, 5000]))

    def touch(self) -> None:
        for file in self.chance.sample(self.files("**/*"), 3):
            os.utime(file, (0, self.chance.randint(0, 10**9)))

    def swap(self) -> None:
        one, other = self.chance.sample(self.files("[!pf]*/*.*"), 2)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    def restore(self) -> None:
        file = self.chance.choice(sorted(self.first))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.first[file])

    def restore_all(self) -> None:
        shutil.rmtree(self.root / "content")
        for file, data in self.first.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def output(self) -> None:
        found = [file for file in (self.root / "output").rglob("*") if file.is_file()]
        if found:
            self.chance.choice(sorted(found)).write_bytes(b"changed by hand")

    def forget(self) -> None:
        found = [file for file in (self.root / ".cache").rglob("*") if file.is_file()]
        if found:
            self.chance.choice(sorted(found)).unlink()

    def nothing(self) -> None:
        pass

    @property
    def edits(self) -> tuple[Callable[[], None], ...]:
        return (
            *(self.body, self.body, self.retitle, self.retitle, self.retag, self.withhold),
            *(self.redate, self.rename, self.delete, self.add, self.template, self.asset),
            *(self.strings, self.settings, self.another_day, self.touch, self.swap),
            *(self.restore, self.restore, self.restore_all, self.output, self.forget),
            *(self.nothing, self.nothing),
        )

    def edit(self) -> None:
        """One to three edits at random."""
        for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
            edit = self.chance.choice(self.edits)
            self.done.append(edit.__name__)
            edit()


def quick(root: Path, day: dt.date) -> tuple[int, dict[str, object]]:
    """Build as the command does; its exit code and what it tells programs."""
    told = io.StringIO()
    told.reconfigure = lambda **_: None  # type: ignore[attr-defined]  # as a real stream has it
    given = ["build", "--site", str(root), "--as-of", day.isoformat(), "--jobs", "1", "--json"]
    with contextlib.redirect_stdout(told), pytest.raises(SystemExit) as ended:
        main(given)
    assert isinstance(ended.value.code, int)
    return ended.value.code, json.loads(told.getvalue())


def clean(root: Path, day: dt.date) -> Build:
    with Cache(None, 0) as cache:
        return build(root, schema(), Workers(1, cache), today=TODAY, as_of=day)


def written(root: Path) -> dict[str, bytes]:
    folder = root / "output"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def test_after_any_edits_the_quick_build_is_the_clean_build(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    steps = unsound = 0
    for seed in range(request.config.getoption("--sequences")):
        root = laid_out("full", tmp_path / str(seed) / "sivusto")
        site, is_sound = Edited(root, seed), True
        for _ in range(STEPS):
            if not is_sound:
                site.restore_all()
            site.edit()
            if site.chance.random() < 0.5:
                time.sleep(TICK_SECONDS)  # or no snapshot would be trusted
            made = clean(root, site.day)
            is_sound = made.is_sound
            code, told = quick(root, site.day)
            hint = f"sequence {seed}: {site.done}"
            problems = [each for each in made.problems if each.severity is not Severity.ADVICE]
            assert told["problems"] == [as_json(p, Language.FI) for p in gathered(problems)], hint
            assert (code == 0) is is_sound, hint
            if is_sound:
                expected = {artifact.path: artifact.data for artifact in made.artifacts}
                assert written(root) == expected, hint
            steps, unsound = steps + 1, unsound + (not is_sound)
        shutil.rmtree(root)
    request.node.user_properties.append(("edits", f"{steps} steps, {unsound} not sound"))
