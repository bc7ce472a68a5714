from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from socomsite.engine.cache import Cache
from tests.conftest import PYTHON, without_might

FILE = Path(".cache/made.sqlite")


def remember(root: Path | None, values: Mapping[str, bytes], day: int = 100) -> None:
    with Cache(root, day) as cache:
        cache.put(values)


def recall(root: Path | None, *keys: str, day: int = 100) -> dict[str, bytes]:
    with Cache(root, day) as cache:
        return dict(cache.get(keys))


def test_what_was_put_is_found_again_and_nothing_else(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1", "b": b""})
    assert recall(tmp_path, "a", "b", "c") == {"a": b"1", "b": b""}


def test_a_value_put_again_replaces_the_first(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"})
    remember(tmp_path, {"a": b"2"})
    assert recall(tmp_path, "a") == {"a": b"2"}


def test_a_value_is_found_as_soon_as_it_is_put(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        cache.put({"a": b"1"})
        assert cache.get(["a"]) == {"a": b"1"}


def test_without_a_folder_nothing_is_remembered() -> None:
    with Cache(None, 100) as cache:
        cache.put({"a": b"1"})
        assert cache.get(["a"]) == {}


def test_thousands_of_values_are_found_at_once(tmp_path: Path) -> None:
    values = {f"key{n}": b"%d" % n for n in range(1201)}
    remember(tmp_path, values)
    assert recall(tmp_path, *values, "other") == values


def test_nothing_is_asked_and_nothing_is_put(tmp_path: Path) -> None:
    remember(tmp_path, {})
    assert recall(tmp_path) == {}


def test_a_damaged_value_is_as_good_as_missing_and_the_others_stay(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"whole", "b": b"whole"})
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.execute("UPDATE made SET data = ? WHERE key = 'a'", (b"wholf",))
        file.commit()
    assert recall(tmp_path, "a", "b") == {"b": b"whole"}


def test_a_value_that_became_text_is_as_good_as_missing(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"whole"})
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.execute("UPDATE made SET data = 'whole'")
        file.commit()
    assert recall(tmp_path, "a") == {}


@pytest.mark.parametrize(
    "data", [b"no database at all" * 100, b"", b"SQLite format 3\0" + b"x" * 5]
)
def test_a_file_that_is_no_database_is_begun_anew(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(data)
    assert recall(tmp_path, "a") == {}
    remember(tmp_path, {"a": b"1"})
    assert recall(tmp_path, "a") == {"a": b"1"}


def test_a_database_of_somebody_else_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.execute("CREATE TABLE made (name TEXT, height INTEGER)")
        file.commit()
    remember(tmp_path, {"a": b"1"})
    assert recall(tmp_path, "a") == {"a": b"1"}


def test_a_damage_that_sqlite_cannot_tell_of_in_words_heals_too(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"})
    data = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(data.replace(b"CREATE TABLE made", b"CREATE \xff\xfeBLE made"))
    assert recall(tmp_path, "a") == {}
    remember(tmp_path, {"a": b"1"})
    assert recall(tmp_path, "a") == {"a": b"1"}


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_file_that_was_cut_off_heals_within_one_build(tmp_path: Path, kept: float) -> None:
    values = {f"key{n}": b"%d" % n * 500 for n in range(300)}
    remember(tmp_path, values)
    data = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(data[: int(len(data) * kept)])
    with Cache(tmp_path, 100) as cache:
        found = cache.get(values)
        assert all(values[key] == value for key, value in found.items())
        cache.put({key: value for key, value in values.items() if key not in found})
    assert recall(tmp_path, *values) == values


@pytest.mark.parametrize("offset", [100, 4096 + 3, 3 * 4096])
def test_a_file_with_a_damaged_page_heals_within_one_build(tmp_path: Path, offset: int) -> None:
    values = {f"key{n}": b"%d" % n * 500 for n in range(300)}
    remember(tmp_path, values)
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * 2000)
    with Cache(tmp_path, 100) as cache:
        found = cache.get(values)
        assert all(values[key] == value for key, value in found.items())
        cache.put({key: value for key, value in values.items() if key not in found})
    assert recall(tmp_path, *values) == values


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_whatever_bytes_of_a_file_change_what_is_found_is_what_was_put(
    tmp_path: Path, start: int
) -> None:
    put = {f"{number:032x}": bytes([number]) * 900 for number in range(200)}
    remember(tmp_path, put)
    whole = (tmp_path / FILE).read_bytes()
    for seed in range(start, start + 20):
        chance = random.Random(seed)  # noqa: S311 - the same damages each time
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 200)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / FILE).write_bytes(damaged)
        asked = chance.sample(list(put), 150)
        assert recall(tmp_path, *asked).items() <= {key: put[key] for key in asked}.items()


def test_a_whole_row_of_another_key_is_not_what_was_asked_for(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"})
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as file:
        (row,) = file.execute("SELECT * FROM made")
        file.execute("DROP TABLE made")
        # As a damaged index does, this one leads from a key to the row of another.
        file.execute("CREATE TABLE made (key TEXT COLLATE NOCASE PRIMARY KEY, mark, day, data)")
        file.execute("INSERT INTO made VALUES (?, ?, ?, ?)", row)
        file.commit()
    assert recall(tmp_path, "A") == {}
    assert recall(tmp_path, "a") == {"a": b"1"}


def test_a_site_in_a_folder_that_cannot_be_written_is_built_without_memory() -> None:
    nowhere = Path("/proc")  # no one, not even root, may make a folder in it
    remember(nowhere, {"a": b"1"})
    assert recall(nowhere, "a") == {}


def test_a_file_in_the_place_of_the_folder_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("mine")
    remember(tmp_path, {"a": b"1"})
    assert recall(tmp_path, "a") == {}
    assert (tmp_path / ".cache").read_text() == "mine"


def test_a_folder_in_the_place_of_the_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(parents=True)
    remember(tmp_path, {"a": b"1"})
    assert recall(tmp_path, "a") == {}


def test_a_database_that_may_only_be_read_is_still_read(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"})
    (tmp_path / FILE).chmod(0o444)
    program = """
import sys
from pathlib import Path
from socomsite.engine.cache import Cache
with Cache(Path(sys.argv[1]), 100) as cache:
    cache.put({"b": b"2"})
    print(dict(cache.get(["a", "b"])))
"""
    done = subprocess.run(
        [*without_might(), PYTHON, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "{'a': b'1'}\n"


def put_beside(cache: Cache, number: int, values: Mapping[str, bytes]) -> bool:
    """As a process that shares out work does; here in this one."""
    shelf = cache.beside(number)
    assert shelf is not None
    with contextlib.closing(shelf):
        return shelf.put(values)


def test_what_processes_put_beside_is_found_whatever_their_number(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        assert put_beside(cache, 1, {"a": b"1"})
        assert put_beside(cache, 12, {"b": b"2"})
        cache.put({"c": b"3"})
    with Cache(tmp_path, 100) as cache:
        assert cache.get(["a", "b", "c", "d"]) == {"a": b"1", "b": b"2", "c": b"3"}
    assert cache.fetch("b") == b"2"


def test_files_beside_are_let_go_before_others_put_into_them(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        put_beside(cache, 1, {"a": b"1"})
        assert cache.get(["a", "b"]) == {"a": b"1"}
        cache.let_go()
        put_beside(cache, 1, {"b": b"2"})
        put_beside(cache, 2, {"c": b"3"})
        assert cache.get(["a", "b", "c"]) == {"a": b"1", "b": b"2", "c": b"3"}


def test_what_is_put_here_stands_before_what_was_put_beside(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        put_beside(cache, 1, {"a": b"1"})
        cache.put({"a": b"2"})
        assert cache.get(["a"]) == {"a": b"2"}


def test_nothing_is_put_beside_a_cache_that_is_closed_or_has_no_folder(tmp_path: Path) -> None:
    assert Cache(tmp_path, 100).beside(1) is None
    with Cache(None, 100) as cache:
        assert cache.beside(1) is None
    assert not list(tmp_path.iterdir())


def test_a_damage_of_one_file_costs_the_others_nothing(tmp_path: Path) -> None:
    values = {f"key{n}": b"%d" % n * 500 for n in range(300)}
    with Cache(tmp_path, 100) as cache:
        put_beside(cache, 1, {"a": b"1"})
        put_beside(cache, 2, values)
        cache.put({"b": b"2"})
    with (tmp_path / ".cache/made-2.sqlite").open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 9000)
    with Cache(tmp_path, 100) as cache:
        assert cache.get(["a", "b", "key1"]) == {"a": b"1", "b": b"2"}
        cache.let_go()
        assert put_beside(cache, 2, values)
        assert cache.get(["a", *values]) == {"a": b"1"} | values


def test_what_no_build_used_goes_from_every_file(tmp_path: Path) -> None:
    with Cache(tmp_path, 100) as cache:
        put_beside(cache, 7, {"used": b"1", "unused": b"2"})
    assert recall(tmp_path, "used", day=130) == {"used": b"1"}
    recall(tmp_path, day=131)
    assert recall(tmp_path, "used", "unused", day=131) == {"used": b"1"}


def test_what_no_build_used_for_thirty_days_goes(tmp_path: Path) -> None:
    remember(tmp_path, {"used": b"1", "unused": b"2"}, day=100)
    assert recall(tmp_path, "used", day=130) == {"used": b"1"}
    assert recall(tmp_path, "used", "unused", day=131) == {"used": b"1", "unused": b"2"}


def test_what_was_put_away_for_longer_is_gone_for_the_build_after(tmp_path: Path) -> None:
    remember(tmp_path, {"used": b"1", "unused": b"2"}, day=100)
    recall(tmp_path, "used", day=131)
    assert recall(tmp_path, "used", "unused", day=131) == {"used": b"1"}


def test_a_clock_that_was_wrong_once_loses_nothing(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"}, day=100_000)
    assert recall(tmp_path, "a", day=100) == {"a": b"1"}
    assert recall(tmp_path, "a", day=101) == {"a": b"1"}


def test_two_builds_at_once_do_not_wait_for_each_other(tmp_path: Path) -> None:
    remember(tmp_path, {"a": b"1"}, day=100)
    start = time.monotonic()
    with Cache(tmp_path, 101) as one, Cache(tmp_path, 101) as other:
        assert one.get(["a"]) == other.get(["a"]) == {"a": b"1"}
        one.put({"b": b"2"})
        other.put({"c": b"3"})
        assert one.get(["b", "c"]) == other.get(["b", "c"]) == {"b": b"2", "c": b"3"}
    assert time.monotonic() - start < 2
    assert recall(tmp_path, "a", "b", "c", day=101) == {"a": b"1", "b": b"2", "c": b"3"}


def test_a_build_that_dies_leaves_what_it_had_put(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from socomsite.engine.cache import Cache
cache = Cache(Path(sys.argv[1]), 100)
cache.__enter__()
cache.put({"a": b"1"})
os._exit(9)
"""
    died = subprocess.run([PYTHON, "-c", program, tmp_path], check=False)
    assert died.returncode == 9
    assert recall(tmp_path, "a") == {"a": b"1"}


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from socomsite.engine.cache import Cache
for n in range(20):
    with Cache(Path(sys.argv[1]), 100) as cache:
        cache.put({f"{sys.argv[2]}{n}": b"%d" % n})
"""
    running = [subprocess.Popen([PYTHON, "-c", program, tmp_path, name]) for name in ("a", "b")]
    assert [process.wait() for process in running] == [0, 0]
    keys = [f"{name}{n}" for name in ("a", "b") for n in range(20)]
    assert len(recall(tmp_path, *keys)) == 40
