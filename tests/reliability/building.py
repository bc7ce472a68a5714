"""Faults injected into a build. Each function injects one, once, and looks at what came of it."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import news, without_might
from tests.reliability.laboratory import (
    AS_OF,
    Bench,
    BrokenError,
    Laboratory,
    Said,
    run,
    small_disk,
    tree,
)

#: Counts a process's operations on files of the site, and has it end itself at one of them.
AT_AN_OPERATION = """
import os, sys
seen, own, folder = 0, os.getpid(), {folder!r}
def count(event, arguments):
    global seen
    if event.partition(".")[0] in ("open", "os", "shutil", "sqlite3") and os.getpid() == own:
        named = any(folder in os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes)))
        seen += named
        if named and seen == {number}:
            os.kill(own, {signal})
sys.addaudithook(count)
"""


def killed_at_an_operation(bench: Bench, chance: random.Random) -> None:
    """SIGKILL at a random file operation."""
    _ended(bench, chance, signal.SIGKILL)


def interrupted(bench: Bench, chance: random.Random) -> None:
    """Ctrl+C at a random file operation."""
    _ended(bench, chance, signal.SIGINT)


def _ended(bench: Bench, chance: random.Random, by: signal.Signals) -> None:
    with bench.laboratory() as site:
        number, folder = chance.randrange(1, bench.operations), str(site.root)
        before = AT_AN_OPERATION.format(folder=folder, number=number, signal=int(by))
        said = site.build(before=before)
        if said.code == 0:
            raise BrokenError(f"it was not ended: {said}")
        site.check_whole(said)
        site.check_next()


def killed_at_a_moment(bench: Bench, chance: random.Random) -> None:
    """SIGKILL to all processes of a build at a random moment."""
    with bench.laboratory() as site:
        arguments = ("build", "--site", str(site.root), "--as-of", AS_OF, "--jobs", "2")
        process = subprocess.Popen(
            site.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2], start_new_session=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.05, 2.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        site.check_whole()
        site.check_next()


def disk_full(bench: Bench, chance: random.Random) -> None:
    """No room on the disk for the new site."""
    with bench.laboratory() as site, small_disk(site.root / "disk", 900) as disk:
        output = disk / "output"
        shutil.move(site.output, output)
        (disk / "other").write_bytes(bytes(_room(disk) - chance.randrange(60) * 1024))
        said = site.build("--output", str(output))
        _check_moved(site, output, said)
        (disk / "other").unlink()
        if site.build("--output", str(output)).code != 0 or tree(output) != site.new:
            raise BrokenError("with room again")


def disk_full_for_the_cache(bench: Bench, chance: random.Random) -> None:
    """No room on the disk for what the program remembers."""
    with bench.laboratory() as site:
        cache = site.root / ".cache"
        shutil.rmtree(cache)
        with small_disk(cache, 4 * chance.randrange(1, 60)):
            said = site.build()
            if said.code != 0 or tree(site.output) != site.new:
                raise BrokenError(f"{said}")
        site.check_next()


def output_read_only(bench: Bench, chance: random.Random) -> None:
    """A disk that may only be read."""
    del chance
    with bench.laboratory() as site, small_disk(site.root / "disk", 4000) as disk:
        output = disk / "output"
        shutil.move(site.output, output)
        run(["mount", "-o", "remount,ro", str(disk)])
        said = site.build("--output", str(output))
        if said.code not in (1, 2) or tree(output) != site.old:
            raise BrokenError(f"{said}")


def without_rights(bench: Bench, chance: random.Random) -> None:
    """A folder in which this user may not write."""
    del chance
    with bench.laboratory() as site:
        site.root.chmod(0o555)
        said = site.build(prefix=without_might())
        site.root.chmod(0o755)
        site.check_old(said)
        site.check_next()


def cache_bytes_changed(bench: Bench, chance: random.Random) -> None:
    """Random bytes of the cache changed."""
    with bench.laboratory() as site:
        for file in _cached(site):
            data = bytearray(file.read_bytes())
            for _ in range(chance.randint(1, 200)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            file.write_bytes(data)
        _built_all_the_same(site)


def cache_cut(bench: Bench, chance: random.Random) -> None:
    """The cache cut off at a random place."""
    with bench.laboratory() as site:
        for file in _cached(site):
            os.truncate(file, chance.randrange(file.stat().st_size))
        _built_all_the_same(site)


def cache_of_another_version(bench: Bench, chance: random.Random) -> None:
    """A cache that another version of the program wrote, in other forms."""
    with bench.laboratory() as site:
        for file in _cached(site):
            if file.suffix != ".sqlite":
                file.write_bytes(chance.randbytes(99))
                continue
            with sqlite3.connect(file) as data:
                data.execute("DROP TABLE IF EXISTS made")
                data.execute("CREATE TABLE made (name TEXT, made BLOB)")
                data.execute("INSERT INTO made VALUES ('x', ?)", (chance.randbytes(99),))
            data.close()
        _built_all_the_same(site)


def cache_removed_meanwhile(bench: Bench, chance: random.Random) -> None:
    """The cache removed in the middle of a build."""
    with bench.laboratory() as site:

        def remove() -> None:
            time.sleep(chance.uniform(0.2, 1.2))
            shutil.rmtree(site.root / ".cache", ignore_errors=True)

        with _meanwhile(remove):
            said = site.build()
        if said.code != 0 or tree(site.output) != site.new:
            raise BrokenError(f"{said}")
        site.check_next()


def clock_jumping(bench: Bench, chance: random.Random) -> None:
    """The clock and the times of the files jump by up to thirty years."""
    with bench.laboratory() as site:
        jump = chance.randrange(-(10**9), 10**9)
        for file in (site.root / "content").rglob("*.md"):
            moment = time.time() + chance.randrange(-(10**9), 10**9)
            os.utime(file, (moment, moment))
        before = (
            "import time\n"
            "def shifted(real, size):\n"
            "    return lambda: real() + size\n"
            f"time.time = shifted(time.time, {jump})\n"
            f"time.time_ns = shifted(time.time_ns, {jump * 10**9})\n"
        )
        said = site.build(before=before)
        if said.code != 0 or tree(site.output) != site.new:
            raise BrokenError(f"{said}")
        site.check_next()


def file_vanishing(bench: Bench, chance: random.Random) -> None:
    """Content files vanish and come back while the site is built."""
    with bench.laboratory() as site:
        file = site.root / f"content/news/n{chance.randrange(40)}.md"
        text = file.read_bytes()

        def blink() -> None:
            for _ in range(20):
                file.unlink()
                time.sleep(chance.uniform(0, 0.05))
                file.write_bytes(text)
                time.sleep(chance.uniform(0, 0.05))

        with _meanwhile(blink):
            said = site.build()
        _check_told(said)
        site.check_next()


def file_changing(bench: Bench, chance: random.Random) -> None:
    """Content and templates change while the site is built."""
    with bench.laboratory() as site:
        files = [site.root / "content/news/n1.md", site.root / "templates/news.html"]
        texts = {file: file.read_bytes() for file in files}

        def change() -> None:
            for _ in range(20):
                file = chance.choice(files)
                file.write_bytes(texts[file][: chance.randrange(len(texts[file]))])
                time.sleep(chance.uniform(0, 0.05))
            for each, text in texts.items():
                each.write_bytes(text)

        with _meanwhile(change):
            said = site.build()
        _check_told(said)
        site.check_next()


def two_at_once(bench: Bench, chance: random.Random) -> None:
    """Two builds of one folder at the same time."""
    with bench.laboratory() as site:
        found: list[Said] = []

        def build() -> None:
            time.sleep(chance.uniform(0, 0.5))
            found.append(site.build())

        with _meanwhile(build):
            found.append(site.build())
        # One of them may say that the other is at work; one must have made the site.
        if not any(said.code == 0 for said in found) or tree(site.output) != site.new:
            raise BrokenError(f"{found}")
        site.check_next()


def plain_locale(bench: Bench, chance: random.Random) -> None:
    """A machine that knows no language: the locale C, and no UTF-8 of Python's own."""
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with bench.laboratory(chance.choice(["site", "Näköä ja tekoa"])) as site:
        said = site.build(env=env)
        if said.code != 0 or tree(site.output) != site.new:
            raise BrokenError(f"{said}")


def odd_folder(bench: Bench, chance: random.Random) -> None:
    """A folder with spaces, quotes, letters of other scripts or a line feed in its name."""
    names = (
        "uusi kansio ä",
        'it\'s "50 %"',
        "サイト",
        "a\nb",
        "-x",
        "{{ x }}",
        "$HOME `id`",
        "å" * 80,
    )
    with bench.laboratory(chance.choice(names)) as site:
        said = site.build()
        if said.code != 0 or tree(site.output) != site.new:
            raise BrokenError(f"{said}")


def few_open_files(bench: Bench, chance: random.Random) -> None:
    """A machine that lets a process open only a few files at once."""
    limit = chance.randrange(24, 64)

    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

    with bench.laboratory() as site:
        said = site.build(preexec_fn=lower)
        site.check_whole(said)
        _check_told(said)
        site.check_next()


def nobody_listening(bench: Bench, chance: random.Random) -> None:
    """Whoever reads the program's words goes away."""
    del chance
    with bench.laboratory() as site:
        arguments = ("build", "--site", str(site.root), "--as-of", AS_OF, "--jobs", "1")
        reading, writing = os.pipe()
        process = subprocess.Popen(
            site.command(*arguments), stdout=writing, stderr=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        os.close(writing)
        os.close(reading)
        _, errors = process.communicate()
        if b"Traceback" in errors:
            raise BrokenError(errors.decode())
        site.check_whole()
        site.check_next()


def name_not_utf8(bench: Bench, chance: random.Random) -> None:
    """A file name that is no UTF-8."""
    with bench.laboratory() as site:
        name = b"uutinen-" + bytes(chance.randrange(0x80, 0x100) for _ in range(5)) + b".md"
        file = Path(os.fsdecode(os.fsencode(site.root / "content/news") + b"/" + name))
        file.write_text(news(), "utf-8")
        site.check_old(site.build())
        file.unlink()
        site.check_next()


def names_alike(bench: Bench, chance: random.Random) -> None:
    """Two files whose names differ only by capital letters."""
    with bench.laboratory() as site:
        name = chance.choice(["N1.md", "n1.MD", "N1.fi.md"])
        file = site.root / "content/news" / name
        file.write_text(news("Toinen"), "utf-8")
        said = site.build()
        if said.code == 0 and tree(site.output) != site.new:
            raise BrokenError(f"{said}")
        site.check_whole(said)
        file.unlink()
        site.check_next()


def long_title(bench: Bench, chance: random.Random) -> None:
    """A title of five thousand characters."""
    with bench.laboratory() as site:
        file = site.root / "content/news/pitka.md"
        file.write_text(news(chance.choice("aä字") * 5000), "utf-8")
        _check_told(site.build())
        file.unlink()
        site.check_next()


def deep_folders(bench: Bench, chance: random.Random) -> None:
    """Content in folders below folders, hundreds deep."""
    with bench.laboratory() as site:
        top = deep = site.root / "content/news/syvalla"
        for number in range(chance.randrange(20, 300)):
            deep /= f"k{number}"
        deep.mkdir(parents=True)
        (deep / "pohja.md").write_text(news("Pohjalla"), "utf-8")
        _check_told(site.build())
        shutil.rmtree(top)
        site.check_next()


def many_entries(bench: Bench, chance: random.Random, count: int = 100_000) -> None:
    """A site of a hundred thousand entries."""
    del chance
    with bench.laboratory() as site:
        for number in range(count):
            file = site.root / "content/news" / f"u{number}.md"
            file.write_text(news(f"Uutinen {number}"), "utf-8")
        arguments = ("build", "--site", str(site.root), "--as-of", AS_OF)
        said = run(site.command(*arguments), patience=3600)
        pages = sum(1 for _ in site.output.glob("ajankohtaista/u*/index.html"))
        if said.code != 0 or pages != count:
            raise BrokenError(f"{pages} {said}")


def _room(disk: Path) -> int:
    return shutil.disk_usage(disk).free


def _cached(site: Laboratory) -> list[Path]:
    return [file for file in (site.root / ".cache").iterdir() if file.stat().st_size]


def _built_all_the_same(site: Laboratory) -> None:
    said = site.build()
    if said.code != 0 or tree(site.output) != site.new:
        raise BrokenError(f"{said}")
    site.check_next()


def _check_moved(site: Laboratory, output: Path, said: Said) -> None:
    """The output, wherever it was moved, is the old site with a word why, or the new one."""
    found = tree(output)
    if not (said.code in (1, 2) and found == site.old) and not (
        said.code == 0 and found == site.new
    ):
        raise BrokenError(f"{said}")


def _check_told(said: Said) -> None:
    """Done, or told what to mend."""
    if said.code not in (0, 1, 2) or not said.text.strip():
        raise BrokenError(f"{said}")


@contextmanager
def _meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Do something beside, and end with it; what goes wrong there is raised here."""
    failed: list[BaseException] = []

    def carried() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    thread = threading.Thread(target=carried)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failed:
        raise failed[0]
