"""The forms of an issue beside its page: PDF for paper, and plain text.

Must never know HTML pages or mail.
"""

from __future__ import annotations

from collections.abc import Iterator

from socomsite.digest import digest
from socomsite.formats import plaintext, printing
from socomsite.formats.issue import MAIL, PRINT, IssueView, form_addresses, html_of, issue_view
from socomsite.formats.planning import Planning, Tools
from socomsite.job import Artifact, Job
from socomsite.model.kinds import Bulletin
from socomsite.problem import Outcome

NAME = "bulletin"


def plan(planning: Planning) -> Iterator[Job]:
    """A job for each form of each issue that the site's templates give."""
    entries = planning.graph.entries
    for name in (each for each in entries if each[0] == Bulletin.folder):
        for issue in entries[name].values():
            if not isinstance(issue, Bulletin):
                continue
            forms = form_addresses(planning, issue)
            for form, template in (("pdf", PRINT), ("text", MAIL)):
                if forms[form]:
                    yield Job(
                        path=str(forms[form]).lstrip("/"),
                        format=NAME,
                        view=issue_view(planning, issue, template),
                        recipe=planning.templates.recipe(template),
                        origin=issue.origin,
                    )


def key(job: Job) -> str:
    """The digest of all that a form is made from; of paper the library too."""
    assert isinstance(job.view, IssueView)
    with_what = printing.recipe() if job.view.template == PRINT else ""
    return digest(job.path, job.view, job.recipe, with_what)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The issue as PDF/UA-1 or as plain text."""
    view = job.view
    assert isinstance(view, IssueView)
    made = html_of(view, tools)
    if made.value is None:
        return Outcome(None, made.problems)
    if view.template == PRINT:
        return Outcome(Artifact(job.path, printing.pdf_of(made.value, view.language)))
    word = tools.renderer.word("bulletin.links", view.language)
    return Outcome(Artifact(job.path, plaintext.text_of(made.value, word).encode()))
