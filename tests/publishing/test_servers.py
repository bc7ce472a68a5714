"""Publishings to a server and a bucket that are killed while readers look on."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.model.destination import Destination
from socomsite.publishing.bucket import BucketTarget
from socomsite.publishing.places import target_of
from socomsite.publishing.server import ServerTarget
from tests.publishing.editions import PAGES
from tests.publishing.harness import campaign
from tests.publishing.hosts import NGINX
from tests.publishing.servers import REMOTE
from tests.s3_server import ANYONE


@pytest.mark.parametrize(("name", "kills"), [("server", 6), ("bucket", 6), ("pointer", 4)])
def test_killed_at_any_point_readers_get_old_or_new_and_the_next_completes(
    name: str, kills: int, tmp_path: Path
) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with REMOTE[name](tmp_path) as place:
        figures = campaign(place, kills=kills, seed=37)
    assert (figures.torn, figures.unmended) == ([], [])
    assert figures.kills == kills
    assert figures.reads > kills * len(PAGES)


def test_settings_lead_to_their_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ANYONE.items():
        monkeypatch.setenv(name, value)
    server = Destination.model_validate({"server": {"host": "a.example", "path": "/srv/a"}})
    assert isinstance(target_of(server, tmp_path), ServerTarget)
    bucket = target_of(Destination.model_validate({"bucket": "a"}), tmp_path)
    assert isinstance(bucket, BucketTarget)
    assert (bucket.is_atomic, bucket.store.shown) == (False, "a")
    assert ANYONE["AWS_SECRET_ACCESS_KEY"] not in repr(bucket)
