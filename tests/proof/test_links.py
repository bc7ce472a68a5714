"""Every link and picture of the site leads somewhere, at the root of a host and in a subfolder."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.proof.conftest import Served, tool


@pytest.mark.parametrize("where", ["address", "under"])
def test_linkinator_finds_no_broken_link(served: Served, where: str) -> None:
    command = tool("node", module="linkinator/build/src/cli.js")
    address: str = getattr(served, where)
    # Addresses of other hosts are not ours to keep whole, and the tests stay off the network.
    skipped = f"^(?!{address})"
    options = ["--recurse", "--format", "json", "--skip", skipped, "--concurrency", "20"]
    done = subprocess.run(
        ["node", command, address, *options], capture_output=True, text=True, check=False
    )
    links = json.loads(done.stdout)["links"]
    broken = [(link["url"], link["parent"]) for link in links if link["state"] == "BROKEN"]
    assert broken == []
    followed = {link["url"] for link in links if link["state"] == "OK"}
    # A crawl that stopped early has shown nothing.
    missed = {address + page for page in served.pages} - followed - {f"{address}404.html"}
    assert len(missed) < len(served.pages) / 20, missed
    assert done.returncode == 0, done.stderr
