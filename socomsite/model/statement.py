"""What an accessibility statement declares, as Implementing Decision (EU) 2018/1523 asks.

Knows the statement's own fields; must never know pages or how the statement is worded.
"""

from __future__ import annotations

from enum import StrEnum

from socomsite.model.fields import Day, Text
from socomsite.model.schema import Part


class Compliance(StrEnum):
    """How far the site meets the requirements."""

    FULL = "fully_compliant"
    PARTIAL = "partially_compliant"
    NONE = "not_compliant"


class Reason(StrEnum):
    """Why content is not accessible: the three reasons that the directive knows."""

    NON_COMPLIANCE = "non_compliance"
    DISPROPORTIONATE_BURDEN = "disproportionate_burden"
    OUT_OF_SCOPE = "out_of_scope"


class Assessment(StrEnum):
    """Who assessed the site."""

    SELF = "self_assessment"
    EXTERNAL = "external_assessment"


class Shortcoming(Part):
    """Content that is not accessible: what, why, until when, and how one gets it otherwise."""

    what: Text
    reason: Reason
    deadline: Day | None = None
    alternative: Text | None = None


class Statement(Part):
    """The declared part of an accessibility statement; `published` is its first day."""

    state: Compliance
    standard: Text
    method: Assessment
    published: Day
    exceptions: tuple[Shortcoming, ...] = ()
