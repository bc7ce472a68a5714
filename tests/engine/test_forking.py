from __future__ import annotations

import subprocess
import threading

from socomsite.engine.forking import is_alone
from tests.conftest import PYTHON


def test_beside_another_thread_a_process_is_not_alone() -> None:
    ended = threading.Event()
    before = is_alone()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        assert not is_alone()
    finally:
        ended.set()
        other.join()
    assert is_alone() is before


def test_who_asks_loads_no_threads_for_it() -> None:
    asks = "import sys; from socomsite.engine.forking import is_alone; assert is_alone()"
    code = f"{asks}; assert 'threading' not in sys.modules"
    subprocess.run([PYTHON, "-c", code], check=True)
