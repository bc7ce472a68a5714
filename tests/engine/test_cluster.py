"""A build on a cluster that another project keeps: Dask's, here of two processes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import WORTH_A_POOL, Task, Workers
from socomsite.model.kinds import schema
from tests.conftest import TODAY, TOPIC, news, write_site
from tests.engine.test_sending import place, whose

pytestmark = pytest.mark.slow
distributed = pytest.importorskip("distributed")


def test_a_site_built_on_a_cluster_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    files = {f"content/news/n{n}.md": news(f"Uutinen {n}") for n in range(WORTH_A_POOL + 10)}
    root = write_site(tmp_path / "site", {"content/topics/lapset.md": TOPIC} | files)
    here = build(root, schema(), Workers(1, Cache(None, 1)), today=TODAY)
    settings = {"dashboard_address": "127.0.0.1:0", "local_directory": str(tmp_path)}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, **settings) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        workers = Workers(1, Cache(None, 1), executor=executor)
        there = build(root, schema(), workers, today=TODAY)
        found = workers.map("whose", Task(whose, str, place), range(WORTH_A_POOL))
        theirs = set(client.run(os.getpid).values())
    assert len(theirs) == 2
    assert {outcome.value for outcome in found} <= theirs
    assert workers.made["render", "page"] > WORTH_A_POOL
    assert there.problems == here.problems == ()
    assert there.artifacts == here.artifacts
