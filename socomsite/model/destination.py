"""Where a site is published, as `publish` in `site.yaml` tells it: names and places, never secrets.

Passwords and keys come from the environment, since `site.yaml` is under version control. Must never
know how anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from socomsite.language import slug
from socomsite.model.fields import Text
from socomsite.model.identifiers import SitePath
from socomsite.model.schema import Part

_SECRET_NAMES = re.compile(
    r"(?:^|_)(?:password|passwd|passphrase|pass|secret|token|key|credentials?|salasana|avain)(?:_|$)"
)
# Keys of cloud services, tokens of code hosts, private keys, and a password inside an address.
_SECRET_VALUES = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_|\bglpat-"
    r"|-----BEGIN|://[^/@\s]+:[^/@\s]+@"
)

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+")


def site_address(address: str) -> str:
    """An address of a whole site, with its last slash."""
    if not re.fullmatch(r"https?://[^/?#\s@]+(/[^?#\s]*)?", address):
        raise PydanticCustomError("type-wrong", "address", {"expected": "site-address"})
    return address if address.endswith("/") else address + "/"


def _name(value: str) -> str:
    if slug(value) != value:
        raise PydanticCustomError("type-wrong", "name", {"expected": "key"})
    return value


def _plain(value: str) -> str:
    """A text that a program given it as an argument cannot take for an option or for two."""
    if value.startswith("-") or re.search(r"[\s\x00-\x1f]", value):
        raise PydanticCustomError("type-wrong", "text", {"expected": "plain-word"})
    return value


def _branch(value: str) -> str:
    # What git refuses in a branch's name (git-check-ref-format), and what it could take for more.
    if re.search(r"\.\.|@\{|[~^:?*\[\\]|//|^/|/$|\.lock(/|$)|\.$|(^|/)\.", value):
        raise PydanticCustomError("type-wrong", "branch", {"expected": "plain-word"})
    return _plain(value)


def _host(value: str) -> str:
    """The name or number of a host: nothing that ssh or rsync could take for something else."""
    if not _HOST.fullmatch(value):
        raise PydanticCustomError("type-wrong", "host", {"expected": "host"})
    return value


def _whole_path(value: str) -> str:
    """A folder of another machine from its root, and not the root itself."""
    if not value.startswith("/") or not value.strip("/.") or re.search(r"[\x00-\x1f\x7f]", value):
        raise PydanticCustomError("type-wrong", "path", {"expected": "whole-path"})
    return value.rstrip("/")


def _file(value: str) -> str:
    # In quotes on the command line of ssh, which knows no way to write one inside them.
    if re.search(r'["\x00-\x1f\x7f]', value):
        raise PydanticCustomError("type-wrong", "file", {"expected": "file-name"})
    return value


#: What a destination is called in commands.
DestinationName = Annotated[Text, AfterValidator(_name)]
WebRoot = Annotated[Text, AfterValidator(site_address)]
PlainWord = Annotated[Text, AfterValidator(_plain)]
#: How many seconds a line may be silent before we ask whether it is still there.
Timeout = Annotated[int, Field(ge=1, le=600)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Folder(Part):
    """A folder of this machine that a web server reads: it serves `current` below `path`.

    A relative path starts from the site's folder.
    """

    shorthand = "path"

    path: Text


class Server(Part):
    """A folder of another machine, reached over SSH; the server there serves `current` below it.

    `host` may be a name of ssh's own settings, which then tell what is left out here. `identity` is
    the file of the private key, without it keys are those of the agent and of ssh's
    own settings; `known_hosts` the file of the server's key, without it that of the person. Files
    are sought from the site's folder. A line that is silent for three times `timeout` seconds is
    given up.
    """

    host: Annotated[Text, AfterValidator(_host)]
    path: Annotated[Text, AfterValidator(_whole_path)]
    user: PlainWord | None = None
    port: Port | None = None
    identity: Annotated[Text, AfterValidator(_file)] | None = None
    known_hosts: Annotated[Text, AfterValidator(_file)] | None = None
    timeout: Timeout = 20


class Bucket(Part):
    """An S3-compatible bucket; without `endpoint` that of Amazon, `prefix` a folder in it.

    With `pointer` each release has a folder of its own, and the server in front of the bucket asks
    an object which of them it serves; without it the bucket itself is what readers see.
    """

    shorthand = "name"

    name: PlainWord
    endpoint: WebRoot | None = None
    region: PlainWord | None = None
    prefix: SitePath = ""
    pointer: bool = False
    timeout: Timeout = 20


class Branch(Part):
    """A branch that a host of pages serves; `remote` is a name that git knows, or an address."""

    shorthand = "name"

    name: Annotated[Text, AfterValidator(_branch)]
    remote: PlainWord = "origin"


class Destination(Part):
    """One place where the site is published, and where readers find it.

    `url` is where what was sent can be read, for looking afterwards; `keep` is how many releases
    stay. One of `folder`, `server`, `bucket` and `branch` tells what it is.
    """

    folder: Folder | None = None
    server: Server | None = None
    bucket: Bucket | None = None
    branch: Branch | None = None
    url: WebRoot | None = None
    keep: Annotated[int, Field(ge=2, le=100)] = 5

    @model_validator(mode="before")
    @classmethod
    def _no_secret(cls, value: object) -> object:
        if isinstance(value, Mapping):
            for name in _secrets(value):
                told = {"at": name, "field": name}
                raise PydanticCustomError("secret-in-settings", "secret", told)
        return value

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len([way for way in (self.folder, self.server, self.bucket, self.branch) if way]) != 1:
            raise PydanticCustomError("destination-unclear", "way", {})
        return self


def _secrets(fields: Mapping[str, object]) -> Iterator[str]:
    """The fields of a destination whose name or value looks like a secret, groups of it too."""
    for name, value in fields.items():
        below = isinstance(value, Mapping) and any(_secrets(value))
        is_value = isinstance(value, str) and _SECRET_VALUES.search(value)
        if below or is_value or _SECRET_NAMES.search(str(name).lower()):
            yield name
