from __future__ import annotations

import dataclasses

import pytest

from socomsite.job import Artifact, Facts, Job
from socomsite.problem import Position


def test_jobs_are_equal_if_they_make_the_same_wherever_it_was_written() -> None:
    here, there = Position("content/a.md", 1, 1), Position("content/a.md", 9, 1)
    one = Job("a/index.html", "page", ("view",), "recipe", "news", here, (("/b/", here),))
    assert one == Job("a/index.html", "page", ("view",), "recipe", "news", there)
    assert one != dataclasses.replace(one, view=("other",))
    assert one != dataclasses.replace(one, recipe="other")


def test_a_job_and_what_came_of_it_are_never_changed() -> None:
    frozen = Job("a", "page", None, ""), Artifact("a", b""), Facts("/a/")
    for value in frozen:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, dataclasses.fields(value)[0].name, "b")
