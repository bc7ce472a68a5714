"""The objects of an S3-compatible bucket below a prefix, and what went wrong, in words.

The only importer of boto3, which is imported when a bucket is first asked. Who we are comes from
the environment alone. Nothing is asked of a host but what all of them have: single puts, copies,
lists and deletes, whose bodies are signed with their SHA-256. Must never know releases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from socomsite.model.destination import Bucket
from socomsite.problem import Position, Problem, Severity, problem
from socomsite.publishing.target import Refused

_HERE = Position("site.yaml")
_COMMAND = "pip install 'socomsite[bucket]'"
_ID, _SECRET, _SESSION = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
_TRIES = 5
#: How many requests are under way at once.
LANES = 8
_CONFLICTS = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_STRANGERS = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "401"}
)
_FORBIDDEN = frozenset({"AccessDenied", "AllAccessDisabled", "Forbidden", "403"})
_FULL = frozenset({"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "507"})
_CANNOT = frozenset({"NotImplemented", "501"})


class Conflict(Exception):  # noqa: N818 - it says what is
    """Another has written the object meanwhile."""


class Conditionless(Exception):  # noqa: N818 - it says what is
    """The host says that it knows no conditional writes."""


@dataclass(frozen=True)
class Got:
    """An object: its bytes, its tag, and how many seconds old it is by the host's own clock."""

    data: bytes
    tag: str
    age: float


@dataclass(frozen=True)
class Served:
    """How a host is to serve an object: type, Cache-Control, and marks of our own."""

    kind: str = "application/octet-stream"
    cache: str = "no-store"
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, Any]:  # boto3 takes texts and mappings alike
        """As boto3 names it."""
        marks = {"Metadata": dict(self.marks)}
        return {"ContentType": self.kind, "CacheControl": self.cache, **marks}


@dataclass(frozen=True)
class Listed:
    """An object in a list: its key without the prefix, its size, when it was written."""

    key: str
    size: int
    written: dt.datetime


@dataclass(frozen=True)
class Store:
    """A bucket below its prefix; every method raises Refused for a reason outside the program."""

    settings: Bucket
    client: Any = field(repr=False)  # boto3 makes its classes as it runs

    @staticmethod
    def of(settings: Bucket, environ: Mapping[str, str]) -> Store:
        """The bucket of these settings, opened with the keys of the environment."""
        try:
            import boto3  # noqa: PLC0415 - a third of a second, and not everybody has it
            from botocore.config import Config  # noqa: PLC0415 - as above
        except ImportError as error:
            raise Refused(_without_library()) from error
        if not (environ.get(_ID) and environ.get(_SECRET)):
            raise Refused(problem(_HERE, "bucket-keys-missing", names=f"{_ID}, {_SECRET}"))
        region = settings.region or next((environ[r] for r in _REGIONS if environ.get(r)), None)
        config = Config(
            connect_timeout=settings.timeout,
            read_timeout=settings.timeout * 3,
            retries={"mode": "standard", "max_attempts": _TRIES},
            max_pool_connections=LANES + 2,
            # Many hosts know no newer checksums; the signature holds that of the body.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={
                "addressing_style": "path" if settings.endpoint else "auto",
                "payload_signing_enabled": True,
            },
        )
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=settings.endpoint.rstrip("/") if settings.endpoint else None,
            region_name=region or "us-east-1",
            aws_access_key_id=environ[_ID],
            aws_secret_access_key=environ[_SECRET],
            aws_session_token=environ.get(_SESSION),
            config=config,
        )
        return Store(settings, client)

    @property
    def shown(self) -> str:
        """The place as a person writes it."""
        return f"{self.settings.name}/{self.settings.prefix}".rstrip("/")

    def get(self, key: str) -> Got | None:
        """An object, or None if there is none."""
        with self._told():
            try:
                found = self.client.get_object(Bucket=self.settings.name, Key=self._key(key))
            except self.client.exceptions.ClientError as error:
                if _code(error) in _ABSENT:
                    return None
                raise
            data = found["Body"].read()
            headers = found["ResponseMetadata"]["HTTPHeaders"]
            age = parsedate_to_datetime(headers["date"]) - found["LastModified"]
            return Got(data, found["ETag"], age.total_seconds())

    def put(
        self,
        key: str,
        data: bytes,
        served: Served = Served(),
        *,
        instead_of: str | None = None,
    ) -> str:
        """Write an object whole, in one step; its tag.

        `instead_of` is the tag that it must still have, "" if there must be none: else Conflict.
        """
        condition = {}
        if instead_of is not None:
            condition = {"IfMatch": instead_of} if instead_of else {"IfNoneMatch": "*"}
        with self._told():
            done = self.client.put_object(
                Bucket=self.settings.name,
                Key=self._key(key),
                Body=data,
                **served.named,
                **condition,
            )
            return str(done["ETag"])

    def copy(self, source: str, key: str, served: Served) -> bool:
        """Write an object whole out of another, in one step; False if there is no other."""
        with self._told():
            try:
                self.client.copy_object(
                    Bucket=self.settings.name,
                    Key=self._key(key),
                    CopySource={"Bucket": self.settings.name, "Key": self._key(source)},
                    MetadataDirective="REPLACE",
                    **served.named,
                )
            except self.client.exceptions.ClientError as error:
                if _code(error) in _ABSENT:
                    return False
                raise
            return True

    def listed(self, under: str) -> Iterator[Listed]:
        """Every object whose key begins so."""
        with self._told():
            pages = self.client.get_paginator("list_objects_v2")
            start = self._key("")
            for page in pages.paginate(Bucket=self.settings.name, Prefix=self._key(under)):
                for each in page.get("Contents", ()):
                    key = each["Key"].removeprefix(start)
                    yield Listed(key, each["Size"], each["LastModified"])

    def delete(self, key: str) -> None:
        """Take an object away, if it is there."""
        with self._told():
            self.client.delete_object(Bucket=self.settings.name, Key=self._key(key))

    def _key(self, key: str) -> str:
        prefix = self.settings.prefix.strip("/")
        return f"{prefix}/{key}" if prefix else key

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the host or the line to it refuses, told to a person."""
        from botocore import exceptions as refusals  # noqa: PLC0415 - as boto3

        try:
            yield
        except self.client.exceptions.ClientError as error:
            code = _code(error)
            if code in _CONFLICTS:
                raise Conflict from error
            if code in _CANNOT:
                raise Conditionless from error
            raise Refused(_refusal(code, error, self.shown, self.settings.name)) from error
        except (refusals.EndpointConnectionError, refusals.ConnectTimeoutError) as error:
            reason = _reason(error)
            found = problem(_HERE, "publish-unreachable", place=self.shown, reason=reason)
            raise Refused(found) from error
        except refusals.BotoCoreError as error:
            reason = _reason(error)
            found = problem(_HERE, "publish-line-broken", place=self.shown, reason=reason)
            raise Refused(found) from error


def _without_library() -> Problem:
    return problem(
        _HERE,
        "library-missing",
        severity=Severity.ERROR,
        library="boto3",
        lost="lost-bucket",
        command=_COMMAND,
    )


def _code(error: Exception) -> str:
    answer: Mapping[str, Any] = getattr(error, "response", {})  # as boto3 gives it
    return str(answer.get("Error", {}).get("Code", ""))


def _reason(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _refusal(code: str, error: Exception, place: str, bucket: str) -> Problem:
    """The problem that a code of S3 means to a person."""
    if code in _STRANGERS:
        return problem(_HERE, "bucket-login-refused", name=bucket, names=f"{_ID}, {_SECRET}")
    if code in _FORBIDDEN:
        return problem(_HERE, "bucket-forbidden", name=bucket)
    if code == "NoSuchBucket":
        return problem(_HERE, "bucket-missing", name=bucket)
    if code in _FULL:
        return problem(_HERE, "place-full", place=place)
    return problem(_HERE, "publish-unwritable", place=place, reason=_reason(error))
