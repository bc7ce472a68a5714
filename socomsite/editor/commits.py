"""Each save as a commit in the person's name, where the site is a git repository and wants it.

Only the saved files are committed: what else is changed or staged stays so. Must never know what a
save is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from socomsite.language import slug
from socomsite.model.site import read_site
from socomsite.publishing.git import GitFailed, git
from socomsite.signs import visible


def commit(root: Path, paths: Iterable[str], who: str, what: str) -> str:
    """Commit these files; empty, or what git said if it could not. Does nothing if not wanted.

    A person has no address of mail here; that of the repository's settings stands for it.
    """
    site = read_site(root).value
    if site is None or not site.commit_edits:
        return ""
    try:
        git(root, "rev-parse", "--is-inside-work-tree")
    except GitFailed:
        return ""
    subject = " ".join(visible(what).split()) or "Muokkaus"
    try:
        # A file that git knows, or one to make known; not one that came and went without it.
        named = [path for each in paths if (path := _named(root, each))]
        if not named or not git(root, "status", "--porcelain", "--", *named):
            return ""
        command = ("commit", "--quiet", "--no-verify", "--no-gpg-sign", "--only")
        message = ("--cleanup=verbatim", f"--message={subject}")
        git(root, *command, *message, "--", *named, more=_identity(root, who))
    except GitFailed as failed:
        return str(failed)
    return ""


def _named(root: Path, path: str) -> str:
    literal = f":(literal){path}"
    if not git(root, "ls-files", "--", literal):
        if not (root / path).exists():
            return ""
        git(root, "add", "--intent-to-add", "--", literal)
    return literal


def _identity(root: Path, who: str) -> dict[str, str]:
    name = " ".join(visible(who).replace("<", " ").replace(">", " ").split()) or "socomsite"
    try:
        address = git(root, "config", "user.email").decode().strip()
    except GitFailed:
        address = f"{slug(name) or 'socomsite'}@localhost"
    by = {"NAME": name, "EMAIL": address}
    return {f"GIT_{part}_{key}": by[key] for part in ("AUTHOR", "COMMITTER") for key in by}
