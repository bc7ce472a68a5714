"""The ledger after publishing, and the law of it: no sound build loses what was published."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from socomsite.digest import digest_of_bytes
from socomsite.engine.built import Build
from socomsite.engine.ledger import unanswered, updated, write_ledger
from socomsite.engine.mending import mend
from socomsite.model.ledger import FILE, path_of, read_ledger
from socomsite.problem import Position, problem
from tests.addressed import FILES, ledger_of, page, publish, published, with_file
from tests.attached import PDF, pdf
from tests.conftest import SITE_YAML, build_site, news, write_site

#: Random edits in one run of the suite; SOCOM_EDITS=1000 runs the campaign.
EDITS = int(os.environ.get("SOCOM_EDITS", "60"))


def test_the_first_edition_holds_pages_files_feeds_and_linked_headings(tmp_path: Path) -> None:
    assert ledger_of(published(tmp_path)) == [
        "/ajankohtaista/ | page | pages/section-ajankohtaista | Uutinen",
        "/ajankohtaista/atom.xml | feed | pages/section-ajankohtaista | Uutinen",
        "/ajankohtaista/avajaiset/ | page | news/avajaiset | Avajaiset Kouvolassa",
        "/ajankohtaista/retki/ | page | news/retki | Retki metsään",
        "/esitteet/ | page | pages/esitteet | Esitteet",
        "/ohje/ | page | pages/ohje | Ohje",
        "/ohje/#tavoitteet-ja-keinot | anchor | pages/ohje | Tavoitteet ja keinot",
        "/robots.txt | file | -",
        "/sitemap.xml | file | -",
        f"/tiedostot/esite.pdf | file | files/esite.pdf | {digest_of_bytes(PDF)[:10]}",
        "/topics/ | page | pages/section-topics | Kehittämisalue",
        "/topics/lapset/ | page | topics/lapset | Lapset",
    ]


def test_files_named_by_their_bytes_and_those_for_servers_are_no_promise(tmp_path: Path) -> None:
    files = {**FILES, "templates/assets/style.css": "p {}"}
    made = publish(write_site(tmp_path, files))
    kept = {path_of(line.partition(" | ")[0]) for line in ledger_of(tmp_path) if "#" not in line}
    left = {a.path for a in made.artifacts} - kept
    assert {re.sub(r"[0-9a-f]{10}", "…", path) for path in left} == {
        ".htaccess",
        ".nginx.conf",
        "404.html",
        "_headers",
        "assets/style.….css",
    }


def test_an_address_stays_with_what_it_leads_to_and_why_it_is_gone(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page("Opas", "address: opas\naliases: [/ohje/]\n"))
    (root / "content/news/retki.md").unlink()
    removed = "{address: /ajankohtaista/retki/, reason: Retki peruttiin., date: 21.11.2026}"
    (root / "site.yaml").write_text(f"{SITE_YAML}gone: [{removed}]\n")
    publish(root)
    lines = ledger_of(root)
    assert "/ohje/ | redirect | pages/ohje | Opas" in lines
    assert "/ohje/#tavoitteet-ja-keinot | anchor | pages/ohje | Tavoitteet ja keinot" in lines
    assert "/opas/ | page | pages/ohje | Opas" in lines
    retki = "/ajankohtaista/retki/ | gone | news/retki | 410 2026-11-21 Retki peruttiin."
    assert retki in lines
    # What comes back is a page again.
    (root / "site.yaml").write_text(SITE_YAML)
    (root / "content/news/retki.md").write_text(news("Retki metsään"))
    publish(root)
    assert "/ajankohtaista/retki/ | page | news/retki | Retki metsään" in ledger_of(root)


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    root = published(tmp_path)
    before = (root / FILE).read_bytes(), (root / FILE).stat().st_mtime_ns
    made = publish(root)
    assert ((root / FILE).read_bytes(), (root / FILE).stat().st_mtime_ns) == before
    assert unanswered(made) == ()


def test_a_language_is_named_as_its_file_is(tmp_path: Path) -> None:
    files = {**FILES, "content/pages/ohje.sv.md": page("Anvisning", body="Text.\n")}
    published(tmp_path, {**files, "site.yaml": f"{SITE_YAML}languages: [fi, sv]\n"})
    assert "/sv/ohje/ | page | pages/ohje.sv | Anvisning" in ledger_of(tmp_path)


def test_a_ledger_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert write_ledger(tmp_path, "x\n") == (
        problem(Position(FILE), "ledger-unwritable", reason="Is a directory"),
    )


def test_what_this_build_does_not_answer_is_named_in_order(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/news/retki.md").unlink()
    (root / "content/news/avajaiset.md").unlink()
    made = build_site(root)
    assert unanswered(made) == tuple(sorted(unanswered(made)))
    assert "/ajankohtaista/retki/" in unanswered(made)
    assert updated(made).count("/ajankohtaista/retki/") == 1


def test_a_look_back_in_time_takes_nothing_out_of_the_ledger(tmp_path: Path) -> None:
    root = published(tmp_path)
    made = build_site(root, as_of=dt.date(2026, 10, 1))
    assert "/ajankohtaista/retki/" not in made.addresses.live
    assert updated(made) == (root / FILE).read_text("utf-8")


# The law


WORDS = ("retki", "kokous", "juhla", "kurssi", "opas", "talkoot", "vierailu", "raportti")


class Edits:
    """Random edits of a site, each as a person might make it."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.chance = root, chance

    def any_of(self, pattern: str) -> Path | None:
        found = sorted(self.root.glob(pattern))
        return self.chance.choice(found) if found else None

    def word(self) -> str:
        """A name of so many that most are new, though some have been an address before."""
        first, second = self.chance.choices(WORDS, k=2)
        return f"{first}-{second}-{self.chance.randint(1, 40)}"

    def add_news(self) -> None:
        name = self.word()
        file = self.root / f"content/news/{name}.md"
        if not file.exists():
            file.write_text(news(f"{name} {self.chance.randint(2001, 2026)}"))

    def add_page(self) -> None:
        file = self.root / f"content/pages/{self.word()}.md"
        if not file.exists():
            file.write_text(page(file.stem))

    def rename(self) -> None:
        file = self.any_of("content/[np]*/*.md")
        if file:
            new = file.with_name(f"{self.word()}.md")
            if not new.exists():
                file.rename(new)

    def delete(self) -> None:
        file = self.any_of("content/[np]*/*.md")
        if file and file.stem != "esitteet":
            file.unlink()

    def retitle(self) -> None:
        file = self.any_of("content/[np]*/*.md")
        if file:
            text = re.sub(
                r"^title: .*$", f"title: {self.word()}", file.read_text(), flags=re.MULTILINE
            )
            file.write_text(text)

    def address(self) -> None:
        file = self.any_of("content/pages/*.md")
        if file:
            text = re.sub(r"^address: .*\n", "", file.read_text(), flags=re.MULTILINE)
            if self.chance.random() < 0.7:
                text = text.replace("menu: main\n", f"menu: main\naddress: {self.word()}\n")
            file.write_text(text)

    def section(self) -> None:
        settings = self.root / "site.yaml"
        text = re.sub(r"  news: .*", f"  news: {self.word()}", settings.read_text())
        settings.write_text(text)

    def heading(self) -> None:
        file = self.any_of("content/pages/*.md")
        if file:
            text = file.read_text()
            new = self.chance.choice(["## Tavoitteet ja keinot", "## Tavoitteet", "## Muuta"])
            file.write_text(re.sub(r"^## Tavoitteet.*$", new, text, count=1, flags=re.MULTILINE))

    def attachment(self) -> None:
        for file in self.root.glob("content/files/*"):
            file.unlink()
        name = f"{self.word()}.pdf"
        (self.root / "content/files").mkdir(exist_ok=True)
        same = self.chance.random() < 0.5
        data = PDF if same else pdf(name)
        (self.root / "content/files" / name).write_bytes(data)
        (self.root / "content/pages/esitteet.md").write_text(with_file(name))

    def expire(self) -> None:
        file = self.any_of("content/news/*.md")
        if file and "expires" not in file.read_text():
            file.write_text(file.read_text().replace("date:", "expires: 2026-11-20\ndate:"))

    def drop_alias(self) -> None:
        file = self.any_of("content/[np]*/*.md")
        if file:
            file.write_text(re.sub(r"^aliases: .*\n", "", file.read_text(), flags=re.MULTILINE))

    def drop_redirect(self) -> None:
        settings = self.root / "site.yaml"
        lines = settings.read_text().splitlines(keepends=True)
        listed = [line for line in lines if line.startswith("  - {")]
        if len(listed) > 2:
            lines.remove(self.chance.choice(listed))
            settings.write_text("".join(lines))

    def page_size(self) -> None:
        size = self.chance.randint(1, 5)
        more = f"address: {WORDS[0]}-kaikki\nlists: [{{of: news, per_page: {size}}}]\n"
        (self.root / "content/pages/lista.md").write_text(page("Lista", more))

    def make_one(self) -> None:
        kinds = (
            *(self.add_news, self.add_news, self.add_page, self.rename, self.rename, self.delete),
            *(self.retitle, self.address, self.section, self.heading, self.attachment),
            *(self.expire, self.drop_alias, self.drop_redirect, self.page_size),
        )
        self.chance.choice(kinds)()


def settle(root: Path, made: Build, chance: random.Random) -> None:
    """What a person does who is told of losses: a redirect, a removal, or the heading is let go."""
    settings = root / "site.yaml"
    old, gone = [], []
    for loss in made.addresses.losses:
        address = loss.line.address
        if not loss.line.is_anchor and chance.random() < 0.5:
            target = chance.choice(sorted(made.addresses.live.lines))
            old.append(f'  - {{old: "{address}", new: "{target}"}}\n')
        else:
            gone.append(f'  - {{address: "{address}", reason: Poistettiin., date: 21.11.2026}}\n')
    text = settings.read_text()
    for name, lines in (("redirects", old), ("gone", gone)):
        if lines and f"{name}:\n" not in text:
            text += f"{name}:\n"
        text = text.replace(f"{name}:\n", f"{name}:\n{''.join(lines)}")
    settings.write_text(text)


def unrecorded(root: Path, made: Build) -> Iterator[str]:
    """The published addresses that the files of a build do not answer, as a reader would see it."""
    files = {artifact.path: artifact.data for artifact in made.artifacts}
    ledger = read_ledger(root).value
    assert ledger is not None
    for line in ledger.lines.values():
        path = path_of(line.page)
        told = {line.address, line.page} & made.addresses.answers.gone.keys()
        found = next((p for p in (path, f"{path}/index.html") if p in files), None)
        if found is None:
            yield line.address
            continue
        led = re.search(rb'http-equiv="refresh" content="0; url=([^"]*)"', files[found])
        if led:
            there = urljoin(f"/{found}", led[1].decode()).partition("#")[0]
            if path_of(there) not in files or b"http-equiv" in files[path_of(there)]:
                yield f"{line.address} → {there}"
        elif line.is_anchor and not told:
            anchor = line.address.partition("#")[2]
            if f'id="{anchor}"'.encode() not in files[found]:
                yield line.address


@pytest.mark.parametrize("seed", [1] if EDITS < 1000 else [1, 2, 3])
def test_no_sequence_of_edits_loses_a_published_address(
    seed: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """After each edit what is offered is put in, the rest is decided, and what is sound answers."""
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    root = published(tmp_path / "sivusto")
    kept, sound, refused = root.parent / "ennen", 0, 0
    for _ in range(EDITS):
        shutil.copytree(root, kept)
        edits = Edits(root, chance)
        for _ in range(chance.randint(1, 3)):
            edits.make_one()
        made = build_site(root)
        if mend(root, made.addresses.losses):
            made = build_site(root)
        if made.addresses.losses:
            settle(root, made, chance)
            made = build_site(root)
        if made.is_sound:
            sound += 1
            assert list(unrecorded(root, made)) == []
            assert unanswered(made) == ()
            assert write_ledger(root, updated(made)) == ()
            shutil.rmtree(kept)
        else:  # two of a name, or a link that leads nowhere now: the person takes it back
            refused += 1
            shutil.rmtree(root)
            kept.rename(root)
    record_property("addresses kept", f"{len(ledger_of(root))} after {sound} sound builds")
    assert sound > refused
