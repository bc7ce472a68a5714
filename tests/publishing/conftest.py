"""Servers that tests of publishing share, one of a sort for a file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.s3_server import S3Server, s3_server
from tests.ssh_server import SshServer, ssh_server


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """OpenSSH's server."""
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A server of buckets."""
    with s3_server(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder whose path is as awkward as one may be."""
    folder = tmp_path / "julki ä'\"$x 100%"
    folder.mkdir()
    return folder
