"""Places on other machines, with real servers on loopback: sshd with rsync, and an S3 server.

`python -m tests.publishing.servers 100 1` runs the campaign of kills at length and prints its
figures.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socomsite.model.destination import Bucket
from socomsite.publishing import bucket, server
from socomsite.publishing.bucket import BucketTarget
from socomsite.publishing.lease import KEY
from socomsite.publishing.release import MARKER, NAMED_BY_DIGEST
from tests.publishing.harness import Place
from tests.publishing.hosts import PLACES, main, nginx
from tests.s3_server import ANYONE, REGION, S3Server, s3_server
from tests.ssh_server import ssh_server

GUIDE = Path(__file__).parents[2] / "docs/guide/julkaisukohteet.md"
#: A path as awkward as a server may have it.
AWKWARD = "julki ä'\"$x"


@contextmanager
def server_place(base: Path) -> Iterator[Place]:
    """A folder behind sshd, with nginx before it."""
    site, place = base / "sivusto", base / AWKWARD
    site.mkdir()
    (base / "www").symlink_to(place)  # nginx would take the signs in such a path for its own
    with ssh_server(base / "ssh") as sshd, nginx(base / "www/current", base / "nginx") as url:
        settings = {
            "host": "127.0.0.1",
            "port": sshd.port,
            "user": sshd.user,
            "path": str(place),
            "identity": str(sshd.key),
            "known_hosts": str(sshd.known_hosts()),
            "timeout": 5,
        }
        whole = {"server": settings, "keep": 3}
        yield Place("server", site, whole, url, server.STEPS, lambda: left_on_server(place))


def left_on_server(place: Path) -> list[str]:
    """What a publishing that was cut off left in a folder behind sshd."""
    served = (place / "current").resolve().name
    names = {each.name for each in (place / "releases").iterdir()}
    ids = {name.partition(".")[0] for name in names if not name.startswith(".")}
    half = [each for each in ids if not {each, f"{each}.json"} <= names]
    half += [each for each in ids - {served} if f"{each}.served" not in names]
    half += [name for name in names if name.startswith(".") or name.endswith(".part")]
    half += ["too many"] if len(ids) > 3 else []
    locks = [each.name for each in place.glob(".lock.*")]
    half += locks if len(locks) != 1 or list(place.glob(".lock.*/held")) else []
    return half + [each.name for each in place.glob(".current*")]


@contextmanager
def bucket_place(base: Path, *, pointer: bool = False) -> Iterator[Place]:
    """A bucket, with nginx before it as a host of buckets or a server in front would be."""
    with s3_server(base / "s3") as s3:
        name = s3.bucket("julki")
        front = pointed(s3, name) if pointer else plain(s3, name)
        with nginx(base, base / "nginx", front) as url:
            settings = {
                "name": name,
                "endpoint": s3.url,
                "region": REGION,
                "prefix": "sivusto",
                "pointer": pointer,
            }
            target = BucketTarget.of(Bucket.model_validate(settings), ANYONE)
            yield Place(
                "pointer" if pointer else "bucket",
                base,
                {"bucket": settings, "keep": 3},
                url,
                bucket.STEPS,
                lambda: left_in_bucket(target),
                is_atomic=pointer,
                environ=ANYONE,
            )


def pointer_place(base: Path) -> contextlib.AbstractContextManager[Place]:
    """A bucket whose server in front follows the pointer."""
    return bucket_place(base, pointer=True)


def plain(s3: S3Server, name: str) -> str:
    """nginx as a host that serves a bucket: a page for a folder, and nothing else of its own."""
    return (
        "set $file $uri; if ($uri ~ /$) { set $file ${uri}index.html; }"
        f" location / {{ proxy_pass {s3.url}/{name}/sivusto$file; }}"
    )


def pointed(s3: S3Server, name: str) -> str:
    """nginx as the guide tells to set it before a bucket."""
    found = re.search(r"^```nginx\n(.*?)^```", GUIDE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found is not None, "the guide shows a server in front"
    return found[1].replace("https://s3.example.fi/sailo", f"{s3.url}/{name}")


def left_in_bucket(target: BucketTarget) -> list[str]:
    """What a publishing that was cut off left in a bucket."""
    kept = target.kept()
    assert kept.now is not None
    keys = {each.key for each in target.store.listed("")}
    manifests = {k.removesuffix(".json").rsplit("/", 1)[1] for k in keys if "/releases/" in k}
    left = sorted(manifests - {each.id for each in kept.releases})
    left += ["too many"] if len(manifests) > 3 else []
    lock = target.store.get(KEY)
    left += ["lock"] if lock is None or "owner" in json.loads(lock.data) else []
    left += ["switching"] if ".socomsite/switching" in keys else []
    shown = {key for key in keys if not key.startswith(".socomsite/")}
    if target.is_atomic:
        wanted = {
            f"releases/{each.id}/{path}"
            for each in kept.releases
            for path in (*(filed.path for filed in each.files), MARKER)
        }
    else:
        wanted = {*(filed.path for filed in kept.now.files), MARKER}
        older = {filed.path for each in kept.releases for filed in each.files}
        shown -= {path for path in older - wanted if NAMED_BY_DIGEST.search(path)}
    return left + sorted(shown ^ wanted)


REMOTE = {"server": server_place, "bucket": bucket_place, "pointer": pointer_place}

if __name__ == "__main__":
    PLACES.update(REMOTE)
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:]) or tuple(REMOTE)))
