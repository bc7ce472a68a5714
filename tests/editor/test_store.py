"""Files saved, raced for, killed, undone: nothing is lost and nothing outside is touched."""

from __future__ import annotations

import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from socomsite.editor import changes as history
from socomsite.editor import replacing
from socomsite.editor.paths import Outside
from socomsite.editor.store import Kept, Stale, Store
from socomsite.language import Language
from socomsite.model.attachedfiles import discover_files
from socomsite.model.discovery import discover
from socomsite.model.kinds import schema
from socomsite.publishing.git import git
from socomsite.yamltext import Plain
from tests.conftest import SITE_YAML, write_site
from tests.editor.saver import PATH, text_of
from tests.publishing.hosts import repository

# How often a saving process is killed, and how often two of them race: 200 by hand.
KILLS = int(os.environ.get("SOCOMSITE_KILLS", "12"))
RACES = int(os.environ.get("SOCOMSITE_RACES", "20"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "sivusto ä"
    write_site(folder, {"site.yaml": SITE_YAML, PATH: "name: Anna\n"})
    return folder


@pytest.fixture
def store(root: Path) -> Store:
    return Store(root, "Maija Muokkaaja")


def kept(store: Store, path: str = PATH) -> Kept:
    found = store.read(path)
    assert found is not None
    return found


def save(store: Store, text: str, what: str = "koe") -> Kept:
    return store.save(PATH, text, kept(store).digest, what)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, the history apart."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and history.FOLDER not in path.parts and ".git" not in path.parts
    }


def test_a_save_is_read_back_and_stands_in_the_history(store: Store, root: Path) -> None:
    made = save(store, "name: Anna Aalto\n", "Anna Aalto: nimi")
    assert store.read(PATH) == made
    assert (root / PATH).read_text("utf-8") == "name: Anna Aalto\n"
    (change,) = store.changes()
    assert (change.who, change.what) == ("Maija Muokkaaja", "Anna Aalto: nimi")
    assert [each.path for each in change.files] == [PATH]
    assert str(change.when.tzinfo) == "Europe/Helsinki"
    assert store.before(change.id, PATH) == "name: Anna\n"


def test_a_text_that_is_there_already_is_no_change(store: Store, root: Path) -> None:
    before = (root / PATH).stat()
    save(store, "name: Anna\n")
    assert store.changes() == ()
    after = (root / PATH).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_save_on_top_of_a_newer_file_is_refused_with_both_versions(store: Store) -> None:
    old = kept(store)
    save(store, "name: Aino\n")
    with pytest.raises(Stale) as caught:
        store.save(PATH, "name: Anu\n", old.digest, "koe")
    assert caught.value.theirs == kept(store)
    assert (kept(store).text, caught.value.mine) == ("name: Aino\n", "name: Anu\n")
    with pytest.raises(Stale):
        store.save(PATH, "name: Anu\n", None, "koe")
    store.delete(PATH, kept(store).digest, "koe")
    with pytest.raises(Stale) as caught:
        store.save(PATH, "name: Anu\n", old.digest, "koe")
    assert caught.value.theirs is None


def test_every_change_is_undone_and_the_undoing_too(store: Store, root: Path) -> None:
    first = tree(root)
    save(store, "name: Aino\n")
    store.rename(PATH, "content/people/aino.yaml", kept(store).digest, "nimi", text="name: A\n")
    store.save_file("files", "Ohje 2026.pdf", b"%PDF-1.7")
    store.delete("content/people/aino.yaml", kept(store, "content/people/aino.yaml").digest, "pois")
    last = tree(root)
    assert first.keys() ^ last.keys() == {PATH, "content/files/Ohje 2026.pdf"}
    made = store.changes()
    assert len(made) == 4
    for change in made:
        store.undo(change.id)
    assert tree(root) == first
    for change in store.changes()[:4]:
        store.undo(change.id)
    assert tree(root) == last
    assert [change.undoes for change in store.changes()][4:8] == [c.id for c in reversed(made)]


def test_a_change_is_not_undone_on_top_of_a_later_one(store: Store) -> None:
    save(store, "name: Aino\n")
    save(store, "name: Anu\n")
    with pytest.raises(Stale) as caught:
        store.undo(store.changes()[1].id)
    assert caught.value.theirs == kept(store)
    assert (caught.value.mine, kept(store).text) == ("name: Anna\n", "name: Anu\n")
    for unknown in ("../../site", "", "20260101T000000000000Z-00000000"):
        with pytest.raises(KeyError):
            store.undo(unknown)


def test_bytes_marks_and_rights_stay(store: Store, root: Path) -> None:
    data = b"\xef\xbb\xbfname: \xe4\r\n"
    (root / PATH).write_bytes(data)
    (root / PATH).chmod(0o640)
    text = kept(store).text
    save(store, text + "x: 1\r\n")
    assert (root / PATH).read_bytes() == data + b"x: 1\r\n"
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    store.undo(store.changes()[0].id)
    assert (root / PATH).read_bytes() == data


def test_a_file_that_is_gone_is_not_renamed(store: Store, root: Path) -> None:
    base = kept(store).digest
    store.delete(PATH, base, "pois")
    before = tree(root)
    with pytest.raises(Stale) as caught:
        store.rename(PATH, "content/people/aino.yaml", base, "koe")
    assert (caught.value.theirs, tree(root)) == (None, before)


def test_an_empty_file_is_a_file_too(store: Store, root: Path) -> None:
    (root / PATH).write_bytes(b"")
    save(store, "name: Aino\n")
    assert store.before(store.changes()[0].id, PATH) == ""
    store.undo(store.changes()[0].id)
    assert (root / PATH).read_bytes() == b""


TRAVERSALS = [
    *("", "/", ".", "..", "content", "content/", "content/people", "content/people/", "site.yaml"),
    *("content/../site.yaml", "content/people/../../site.yaml", "content/people/..", "../x.yaml"),
    *("/etc/passwd", "//etc/passwd", "content//people/a.yaml", "content/people//a.yaml"),
    *("./content/people/a.yaml", "content/./people/a.yaml", "content/people/./a.yaml"),
    *("C:\\content\\people\\a.yaml", "C:/content/people/a.yaml", "content\\people\\a.yaml"),
    *("content/people\\..\\..\\site.yaml", "content/people/a\\b.yaml", "\\\\palvelin\\a.yaml"),
    *("content/people/C:a.yaml", "content/people/a.yaml:virta", "content/people/a.yaml::$DATA"),
    *("content/people/con.yaml", "content/people/NUL", "content/aux/a.yaml", "content/files/com1"),
    *("content/people/a.yaml\x00", "content/people/\x00a.yaml", "content/people/a\n.yaml"),
    *("content/people/a.yaml.", "content/people/a.yaml ", "content/people./a.yaml"),
    *("content/people/ a.yaml", "content/files/a.pdf.", "content/files/ a.pdf"),
    *("content/people/.a.yaml", "content/.people/a.yaml", "content/files/.htaccess"),
    *("content/people/~a.yaml", "content/people/a.txt", "content/people/a", "content/x/a.yaml"),
    *("content/people/%2e%2e%2fa.txt", "content/people/a?.yaml", "content/people/*.yaml"),
    *("content／people／a.yaml", "content∕people∕a.yaml", "content/people/．．/a.yaml"),
    *("content/people/ａ.yaml", "content/people/а.yaml", "content/files/pаyment.pdf"),
    *("content/files/a\u202efdp.exe", "content/files/a\u200b.pdf", "content/files/a\u0308.pdf"),
    *("content/files/ﬁ.pdf", "content/files/a\ud800.pdf", "content/people/A.yaml"),
    *("content/people/ä.yaml", "content/people/a.svx.yaml", "content/people/a b.yaml"),
    *("content/people/" + "a" * 300 + ".yaml", "content/files/" + "ä" * 150 + ".pdf"),
    *(
        "content/files/" + "a/" * 600 + "a.pdf",
        "templates/page.html",
        ".history/lock",
        ".git/config",
    ),
    *("output/index.html", ".git/config", "content/people/ANNA.yaml"),
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_of_the_content(store: Store, root: Path, path: str) -> None:
    before = tree(root.parent)
    with pytest.raises(Outside):
        store.save(path, "x: 1\n", None, "koe")
    digest = kept(store).digest
    with pytest.raises(Outside):
        store.rename(PATH, path, digest, "koe")
    folder, _, name = path.removeprefix("content/").partition("/")
    with pytest.raises(Outside):
        store.save_file(folder, name, b"x")
    assert tree(root.parent) == before


def test_no_symbolic_link_leads_out(store: Store, root: Path) -> None:
    outside = root.parent / "muualla"
    outside.mkdir()
    (outside / "a.yaml").write_text("x: 1\n")
    people, posts = root / "content/people", root / "content/posts"
    (people / "linkki.yaml").symlink_to(outside / "a.yaml")
    (people / "silmukka.yaml").symlink_to("silmukka.yaml")
    (people / "asetukset.yaml").symlink_to("../../site.yaml")
    posts.symlink_to(outside)
    before = tree(outside)
    names = "people/linkki", "people/silmukka", "people/asetukset", "posts/a", "posts/uusi"
    for name in names:
        path = f"content/{name}.yaml"
        for act in (store.read, lambda p: store.save(p, "x: 2\n", None, "koe")):
            with pytest.raises(Outside):
                act(path)
    assert tree(outside) == before
    assert (root / "site.yaml").read_text("utf-8") == SITE_YAML


def test_content_that_is_a_link_out_is_not_the_sites(tmp_path: Path) -> None:
    write_site(tmp_path / "muu", {PATH: "name: A\n"})
    (tmp_path / "sivusto").mkdir()
    (tmp_path / "sivusto/content").symlink_to(tmp_path / "muu/content")
    with pytest.raises(Outside):
        Store(tmp_path / "sivusto", "x").read(PATH)


def test_a_file_that_is_another_one_on_other_computers_is_refused(store: Store) -> None:
    store.save_file("pictures", "Kuva.jpg", b"1")
    store.save_file("pictures", "Kuva.jpg", b"1")
    with pytest.raises(Outside):
        store.save_file("pictures", "kuva.JPG", b"2")
    with pytest.raises(Stale):
        store.save_file("pictures", "Kuva.jpg", b"2")


def test_an_unsaved_form_is_kept_until_it_is_thrown_away(store: Store, root: Path) -> None:
    fields: dict[str, Plain] = {"name": "Anna\r\n", "groups": [{"a": ["\ud800", ""]}]}
    assert store.unsaved("people/anna") is None
    store.keep_unsaved("people/anna", {"name": "A"})
    form = store.keep_unsaved("people/anna", fields)
    other = Store(root, "Toinen")
    assert other.unsaved("people/anna") == form
    assert (form.who, form.fields) == ("Maija Muokkaaja", fields)
    other.keep_unsaved("../../../x", {})
    assert [each.form_id for each in store.unsaved_forms()] == ["../../../x", "people/anna"]
    assert {path.parent.name for path in root.rglob("*.json")} == {"unsaved"}
    store.discard("people/anna")
    store.discard("people/anna")
    assert store.unsaved("people/anna") is None


def test_the_oldest_changes_are_forgotten_with_their_texts(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST", 20)
    for number in range(40):
        save(store, f"name: Anna {number}\n")
    made = store.changes()
    assert 20 <= len(made) <= 22
    assert len(list((root / ".history/texts").iterdir())) == len(made)
    assert store.before(made[-1].id, PATH) == f"name: Anna {39 - len(made)}\n"
    assert store.changes(PATH, most=3) == made[:3]
    assert store.changes("content/people/muu.yaml") == ()


def test_a_full_disk_leaves_the_file_as_it_was(root: Path) -> None:
    """The system refuses to write more than so much, as a full disk does."""
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from socomsite.editor.store import Store\n"
        "store = Store(Path(sys.argv[1]), 'x')\n"
        "kept = store.read(sys.argv[2])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n"
        "    store.save(sys.argv[2], 'x' * 20_000, kept.digest, 'koe')\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
        "print(store.read(sys.argv[2]) == kept, store.changes())\n"
    )
    assert resource.RLIMIT_FSIZE is not None
    before = tree(root)
    done = subprocess.run(
        [sys.executable, "-c", script, root, PATH], capture_output=True, text=True, check=True
    )
    assert done.stdout == "File too large\nTrue ()\n"
    assert tree(root) == before


def test_a_rename_that_fails_halfway_is_taken_back(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = tree(root), replacing.replace

    def replace(file: Path, data: bytes | None) -> None:
        if data is None and file.suffix == ".yaml" and file.name == "anna.yaml":
            raise OSError(5, "Input/output error")
        real(file, data)

    monkeypatch.setattr("socomsite.editor.changes.replace", replace)
    with pytest.raises(OSError, match="Input/output"):
        store.rename(PATH, "content/people/aino.yaml", kept(store).digest, "koe")
    assert tree(root) == before
    assert store.changes() == ()


def saving(root: Path, person: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.editor.saver", str(root), person, str(count)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )


def told_by(process: subprocess.Popen[str]) -> list[str]:
    """What it says until it ends."""
    return process.communicate()[0].split()


def seen_by_a_build(root: Path) -> list[str]:
    found = discover(root, schema().kinds, Language.FI, [Language.FI])
    assert found.problems == ()
    return [*(source.path for source in found.value), *discover_files(root)]


@pytest.mark.slow
def test_a_process_killed_while_it_saves_leaves_the_old_file_or_the_new(root: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311 - moments, no secrets
    (root / PATH).write_text(text_of("alku", 0))
    for _ in range(KILLS):
        process = saving(root, "x", 0)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        done = [int(line[1:]) for line in told_by(process)]
        process.wait()
        text = (root / PATH).read_text("utf-8")
        number = text.partition("\n")[0].rpartition("-")[2]
        assert text in {text_of("x", int(number)), text_of("alku", 0)}
        assert seen_by_a_build(root) == [PATH]
        store = Store(root, "y")
        made = store.changes(most=2)
        # What was told saved is saved; what was not is saved or not, and the history knows which.
        assert not done or int(number) in {done[-1], done[-1] + 1}
        if made:
            assert made[0].files[0].after == kept(store).digest
        strays = [path for path in root.rglob(".*.new") if path.is_file()]
        assert strays == []


@pytest.mark.slow
def test_two_that_save_at_once_lose_nothing(root: Path) -> None:
    people = "Anna", "Bertta"
    processes = [saving(root, person, RACES) for person in people]
    told = [told_by(process) for process in processes]
    assert [process.wait() for process in processes] == [0, 0]
    store = Store(root, "x")
    made = store.changes()
    versions = [store.before(change.id, PATH) for change in made] + [kept(store).text]
    saved = 0
    for person, lines in zip(people, told, strict=True):
        assert lines[0] == "ready"
        assert len(lines) == RACES + 1
        for line in lines[1:]:
            if line[0] == "+":
                assert text_of(person, int(line[1:])) in versions
                saved += 1
    assert saved == len(made)
    # Each change was made on what the one before it left.
    for newer, older in pairwise(made):
        assert newer.files[0].before == older.files[0].after


def committing(tmp_path: Path) -> tuple[Store, Path]:
    root = repository(tmp_path)
    write_site(root, {"site.yaml": f"{SITE_YAML}commit_edits: kyllä\n", PATH: "name: Anna\n"})
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "alku")
    return Store(root, "Maija <Muokkaaja>"), root


def last_commit(root: Path) -> list[str]:
    shown = git(root, "show", "--format=%an|%s", "--name-status", "--no-renames", "HEAD").decode()
    return [line.replace("\t", " ") for line in shown.splitlines() if line]


def test_a_save_is_a_commit_in_the_persons_name_of_its_files_only(tmp_path: Path) -> None:
    store, root = committing(tmp_path)
    (root / "kesken.txt").write_text("x")
    (root / "valmis.txt").write_text("x")
    git(root, "add", "valmis.txt")
    assert save(store, "name: Aino\n", "#1 Aino").uncommitted == ""
    assert last_commit(root) == ["Maija Muokkaaja|#1 Aino", f"M {PATH}"]
    store.rename(PATH, "content/people/aino.yaml", kept(store).digest, "nimi")
    assert last_commit(root)[1:] == ["A content/people/aino.yaml", f"D {PATH}"]
    store.undo(store.changes()[0].id, "takaisin")
    shown = ["Maija Muokkaaja|takaisin", f"A {PATH}", "D content/people/aino.yaml"]
    assert sorted(last_commit(root)) == sorted(shown)
    state = git(root, "status", "--porcelain").decode().split("\n")
    assert state == ["A  valmis.txt", "?? kesken.txt", ""]


def test_nothing_is_committed_unless_the_settings_say_so(tmp_path: Path) -> None:
    store, root = committing(tmp_path)
    (root / "site.yaml").write_text(SITE_YAML)
    save(store, "name: Aino\n")
    assert last_commit(root)[0].endswith("|alku")


def test_a_save_that_cannot_be_committed_is_saved_and_says_so(tmp_path: Path) -> None:
    store, root = committing(tmp_path)
    (root / ".git/index.lock").touch()
    assert "remove the file" in save(store, "name: Aino\n").uncommitted
    assert kept(store).text == "name: Aino\n"
    assert len(store.changes()) == 1


def test_without_a_repository_a_save_is_a_save(root: Path, store: Store) -> None:
    (root / "site.yaml").write_text(f"{SITE_YAML}commit_edits: kyllä\n")
    assert save(store, "name: Aino\n").uncommitted == ""
