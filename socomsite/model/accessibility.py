"""Which problems of accessibility and translation a site may weigh for itself in `site.yaml`.

Knows their codes; must never know how any of them is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from socomsite.problem import Problem, Severity


class Rule(StrEnum):
    """A rule whose breach `severities` in `site.yaml` may make weigh more or less."""

    PICTURE_ALT_MISSING = "picture-alt-missing"
    PICTURE_ALT_USELESS = "picture-alt-useless"
    HEADING_ONE = "heading-one"
    HEADING_SKIPPED = "heading-skipped"
    HEADING_EMPTY = "heading-empty"
    HEADING_FAKED = "heading-faked"
    LINK_TEXT_EMPTY = "link-text-empty"
    LINK_TEXT_VAGUE = "link-text-vague"
    LINK_TEXT_REPEATED = "link-text-repeated"
    TABLE_HEADER_MISSING = "table-header-missing"
    LIST_FAKED = "list-faked"
    CAPITALS_ONLY = "capitals-only"
    FOREIGN_PASSAGE = "foreign-passage"
    CAPTIONS_UNDECIDED = "captions-undecided"
    CONTRAST_LOW = "contrast-low"
    STATEMENT_MISSING = "statement-missing"
    STATEMENT_REVIEW_OLD = "statement-review-old"
    STATEMENT_DEADLINE_PASSED = "statement-deadline-passed"
    SUPERVISOR_OLD = "supervisor-old"
    TRANSLATION_REQUIRED = "translation-required"
    TRANSLATION_OUTDATED = "translation-outdated"
    TRANSLATION_DIFFERS = "translation-differs"


#: The codes of all rules.
RULES = frozenset(rule.value for rule in Rule)


def weighed(problems: Iterable[Problem], severities: Mapping[Rule, Severity]) -> Iterable[Problem]:
    """The problems, each as severe as the site says, else as severe as it was found."""
    said = {rule.value: severity for rule, severity in severities.items()}
    for found in problems:
        yield replace(found, severity=said.get(found.code, found.severity))
