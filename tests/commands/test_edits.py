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
from pypdf import PdfWriter

from socomsite.commands.start import main
from socomsite.engine import onward, recalled, whole
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.edited import build_edited
from socomsite.engine.edits import Ground
from socomsite.engine.output import MANIFEST
from socomsite.engine.pipeline import build
from socomsite.engine.stamps import TICK_SECONDS, kept
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


class MostlyWritten(Edited):
    """A site in which mostly names and texts are edited."""

    def reword(self) -> None:
        """Something in the middle of a text: words, links, headings, pictures."""
        new = self.chance.choice(
            [
                "sana",
                "[malli](ref:projects/malli)",
                "[eka](ref:news/u1) ja [toka](/hankkeet/malli/)",
                "[puuttuu](/ei-ole/)",
                "[puuttuu](ref:news/ei-ole)",
                "\n\n## Väliotsikko\n\n",
                "\n\n[Video hankkeesta](ref:materials/video)\n\n",
                "\n\n![Talo.](talo.jpg)\n\n",
                "010101-123N",
                "liisa@kaikki.example",
                "[liite](oma%20liite.txt)",
                "<!-- -->",
            ]
        )
        self.change(self.any("[nptm]*/*.md"), r"(?<=\w) (?=\w+ \w+\.$)", f" {new} ")

    def retitle_one(self) -> None:
        """A title that may come elsewhere in lists, or is empty."""
        new = self.chance.choice(["Aamu", "Öljy", "Uutinen", "", "\"Väli: 'lainattu'\""])
        self.change(self.any("[nptm]*/*.md"), r"^title: .*$", f"title: {new}")

    @property
    def edits(self) -> tuple[Callable[[], None], ...]:
        often = (self.body, self.reword, self.reword, self.retitle, self.retitle_one, self.template)
        return (*super().edits, *(often * 8))


NEWS = """\
---
title: Uutinen {n}
date: 2026-10-{day}
topics: [lapset, nuoret]
about: [malli]
---
Tässä on teksti numero {n} ja [kirjoitus toisaalla](ref:{other}).

Tämä on sen viimeinen rivi.
"""
PAGES = {
    "content/pages/lista.md": """\
---
title: Lista
reviewed_on: 2026-11-01
owner: Maija
menu: none
lists:
  - {of: news, per_page: 2}
  - {of: news, group: topic, per_page: 3, all: etusivu}
  - {of: posts, group: year}
---
Teksti.
""",
    "content/topics/nuoret.md": "---\nname: Nuoret\nsummary: Mikä.\n---\nTekstiä on tässä myös.\n",
}


#: With an issue that has a form beside its page, somebody who has left and a file with an author.
MORE = {
    "content/people/lahtenyt.yaml": "name: Liisa Lähtenyt\nstaff: kyllä\nphone: 040 765 4321\n"
    "email: liisa@kaikki.example\nend: 30.10.2026\n",
    "content/news/kirje.md": "---\ntitle: Kirje\ndate: 2026-10-30\ntopics: [lapset]\n"
    "---\nKirjoitimme [kirjeen](kirje.pdf).\n\nTämä on sen viimeinen rivi.\n",
    "templates/mail/bulletin.html": "<title>{{ title }}</title>\n<h1>{{ title }}</h1>\n"
    "{{ entry.lead.text }}\n",
}
SEARCH = """\
---
title: Haku
layout: search
reviewed_on: 2026-11-01
owner: Maija
menu: none
---
Hae.
"""


def well_filled(root: Path, *, has_search: bool) -> None:
    """Put more names and texts into the full site, and what hangs on those of others."""
    more = {"content/pages/haku.md": SEARCH} if has_search else {}
    for path, text in {**PAGES, **MORE, **more}.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    for n in range(1, 7):
        other = f"news/u{n % 6 + 1}" if n % 2 else "topics/lapset"
        text = NEWS.format(n=n, day=10 + n // 2, other=other)
        (root / f"content/news/u{n}.md").write_text(text, "utf-8")
        if n < 3:
            (root / f"content/news/u{n}.sv.md").write_text(
                text.replace("Uutinen", "Nyhet"), "utf-8"
            )
    _letter(root / "content/files/kirje.pdf")
    for path, text in (
        ("content/posts/arki.md", "\nJa [kirje](kirje.pdf) on tässä.\n"),
        ("site.yaml", "languages: [fi, sv]\n"),
        ("templates/strings.yaml", "bulletin.links: {fi: Linkit, sv: Länkar, en: Links}\n"),
    ):
        with (root / path).open("a", encoding="utf-8") as opened:
            opened.write(text)


def _letter(file: Path) -> None:
    """A paper whose properties name its author: the post that it is attached to is hers too."""
    with PdfWriter() as writer:
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Author": "Maija Mallikas"})
        writer.write(file)


def quick(root: Path, day: dt.date, jobs: int = 1) -> tuple[int, dict[str, object]]:
    """Build as the command does; its exit code and what it tells programs."""
    told = io.StringIO()
    told.reconfigure = lambda **_: None  # type: ignore[attr-defined]  # as a real stream has it
    options = ["--site", str(root), "--as-of", day.isoformat(), "--jobs", str(jobs), "--json"]
    with contextlib.redirect_stdout(told), pytest.raises(SystemExit) as ended:
        main(["build", *options])
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


def sequence(root: Path, site: Edited) -> tuple[int, int]:
    """Edit and build; how many steps, and after how many the site was not sound."""
    steps = unsound = 0
    is_sound = True
    for _ in range(STEPS):
        if not is_sound:
            site.restore_all()
        site.edit()
        if site.chance.random() < 0.5:
            time.sleep(TICK_SECONDS)  # or no snapshot would be trusted
        made = clean(root, site.day)
        is_sound = made.is_sound
        code, told = quick(root, site.day)
        hint = f"{root.parent.name}: {site.done}"
        problems = [each for each in made.problems if each.severity is not Severity.ADVICE]
        assert told["problems"] == [as_json(p, Language.FI) for p in gathered(problems)], hint
        assert (code == 0) is is_sound, hint
        if is_sound:
            expected = {artifact.path: artifact.data for artifact in made.artifacts}
            assert written(root) == expected, hint
        steps, unsound = steps + 1, unsound + (not is_sound)
    return steps, unsound


def test_what_another_process_keeps_for_the_next_build_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid_out("full", tmp_path / "sivusto")
    well_filled(root, has_search=True)
    found = []
    for jobs in (1, 2):
        monkeypatch.setattr(whole, "MANY", 0)
        assert quick(root, TODAY, jobs)[0] == 0
        found.append([kept(str(root / ".cache" / name)) for name in ("planned", "briefs")])
        shutil.rmtree(root / ".cache")
    assert found[0] == found[1]
    assert None not in found[0]


def test_after_any_edits_the_quick_build_is_the_clean_build(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = []
    for seed in range(request.config.getoption("--sequences")):
        root = laid_out("full", tmp_path / str(seed) / "sivusto")
        found.append(sequence(root, Edited(root, seed)))
        shutil.rmtree(root)
    steps, unsound = map(sum, zip(*found, strict=True))
    request.node.user_properties.append(("edits", f"{steps} steps, {unsound} not sound"))


def test_after_edits_of_names_and_texts_it_is_too(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_on = []

    def counted(ground: Ground) -> object:
        made = build_edited(ground)
        gone_on.append(made is not None)
        return made

    monkeypatch.setattr(onward, "build_edited", counted)
    found = []
    for seed in range(request.config.getoption("--sequences")):
        # Every other time few cards are made from entries without texts, as many are.
        monkeypatch.setattr(recalled, "_MANY_CARDS", 0 if seed % 2 else 100)
        root = laid_out("full", tmp_path / f"texts-{seed}" / "sivusto")
        well_filled(root, has_search=seed % 3 == 0)
        assert quick(root, TODAY)[0] == 0
        found.append(sequence(root, MostlyWritten(root, seed)))
        shutil.rmtree(root)
    steps, unsound = map(sum, zip(*found, strict=True))
    told = f"{steps} steps, {unsound} not sound, {sum(gone_on)} gone on from the last"
    request.node.user_properties.append(("edits of texts", told))
    assert any(gone_on)
