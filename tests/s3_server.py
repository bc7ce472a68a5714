"""A real S3-compatible server on a free loopback port: moto's, in a process of its own.

It keeps to what S3 says of conditional puts and deletes, pages of a thousand keys, types and cache
headers, and, when told to, checks signatures. What it holds is gone when it ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

from tests.loopback import free_port, wait_for

if TYPE_CHECKING:
    from botocore.client import BaseClient

REGION = "eu-north-1"
#: Names of a key that the server takes from anyone as long as it checks nothing.
ANYONE = {"AWS_ACCESS_KEY_ID": "testi", "AWS_SECRET_ACCESS_KEY": "testi"}


@dataclass(frozen=True)
class S3Server:
    """A running server and its port."""

    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str = "s3") -> BaseClient:
        """A client that may do everything."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id="testi",
            aws_secret_access_key="testi",  # noqa: S106 - it opens nothing
        )

    def bucket(self, name: str) -> str:
        """Make an empty bucket that everybody may read."""
        place = {"LocationConstraint": REGION}
        client = self.client()
        client.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
        statement = {**everybody, "Resource": f"arn:aws:s3:::{name}/*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        client.put_bucket_policy(Bucket=name, Policy=policy)
        return name

    def strict(self, *actions: str) -> dict[str, str]:
        """Check keys from now on; the settings of the one key that may do these actions."""
        iam = self.client("iam")
        iam.create_user(UserName="julkaisija")
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName="julkaisija", PolicyName="p", PolicyDocument=policy)
        key = iam.create_access_key(UserName="julkaisija")["AccessKey"]
        self._reset("0")
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        return dict(zip(names, (key["AccessKeyId"], key["SecretAccessKey"]), strict=True))

    def lax(self) -> None:
        """Check no keys any more."""
        self._reset("1000000000")

    def _reset(self, free: str) -> None:
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}/moto-api/reset-auth",
            free.encode(),
            {"Content-Type": "text/plain"},
            method="POST",
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - our own server


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    """A server that lives as long as the block; its log is in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        env = {**os.environ, **ANYONE}
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=env)
    try:
        wait_for(port, process)
        yield S3Server(port)
    finally:
        process.kill()
        process.wait(timeout=10)
