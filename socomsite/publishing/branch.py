"""A branch that a host of pages serves: a commit for each release, made beside the checkout.

The files are staged in git's own folder and written with an index of their own, so neither the
person's files, index nor branches are touched. Readers pass to another release when the remote
takes the push, which is one step. Must never know what is in a release.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from socomsite.model.destination import Branch
from socomsite.problem import Position, problem
from socomsite.publishing.git import GitFailed, common_folder, git
from socomsite.publishing.lock import hold
from socomsite.publishing.release import Release, Sort, is_id, manifest_of, release_of
from socomsite.publishing.target import At, Kept, Owner, Refused, refusal_of

MANIFEST = ".socomsite/manifest.json"
#: A host would otherwise read the files as sources of a site and leave out those with a dot.
_PLAIN = ".nojekyll"
#: A person's own: which domain a host serves the branch at.
_DOMAIN = "CNAME"
_TRAILER = "Socomsite-Release"
_STAGE = "socomsite-publish"
#: How many releases are listed; git keeps all.
_LISTED = 30
_HERE = Position("site.yaml")

#: Where a kill can come between two of its steps.
STEPS = ("branch:stage", "branch:objects", "branch:commit", "branch:push", "branch:pushed")


@dataclass
class BranchTarget:
    """A branch of a remote that the site's own repository knows."""

    root: Path
    name: str
    remote: str
    is_atomic: bool = field(default=True, init=False)
    patience: int = field(default=180, init=False)
    _sent: dict[str, str] = field(default_factory=dict, init=False)

    @staticmethod
    def of(settings: Branch, root: Path) -> BranchTarget:
        """The branch of these settings."""
        return BranchTarget(root.resolve(), settings.name, settings.remote)

    def kept(self) -> Kept:
        """As `Target` has it: what the branch's history holds, newest thirty."""
        with self._told():
            tip = self._tip()
            commits = self._commits(tip) if tip else {}
            found = [self._manifest_in(commit) for commit in commits.values()]
            whole = {each.id: each for each in found if each and each.id in commits}
            now = self._manifest_in(tip) if tip else None
            if tip and now is None:
                raise Refused(problem(_HERE, "publish-place-foreign", place=self.name))
            return Kept(tuple(whole[each] for each in sorted(whole)), now.id if now else None)

    @contextmanager
    def locked(self, owner: Owner) -> Iterator[None]:
        """As `Target` has it: one at a time from here; against others elsewhere the push guards."""
        with contextlib.ExitStack() as held:
            with self._told():
                file = common_folder(self.root) / f"{_STAGE}.lock"
                held.enter_context(hold(file, owner, 0o644))
            yield

    def send(self, release: Release, files: Mapping[str, bytes], at: At) -> None:
        """As `Target` has it: a commit in the site's own repository, on top of the branch."""
        with self._told():
            tip = self._tip()
            former = self._blobs(tip) if tip else {}
            staged = {**files, MANIFEST: manifest_of(release), _PLAIN: b""}
            blobs = self._stored(staged, at)
            carried = {f.path for f in release.files if f.sort is Sort.CARRIED} | {_DOMAIN}
            blobs = {p: former[p] for p in carried & former.keys()} | blobs
            at("branch:commit")
            self._sent = {release.id: self._committed(release, self._tree(blobs), tip)}

    def switch(self, release: Release, at: At) -> None:
        """As `Target` has it; an earlier release comes back as a new commit of its files."""
        with self._told():
            tip = self._tip()
            commit = self._sent.get(release.id)
            if commit is None and tip is not None:
                earlier = self._commits(tip)[release.id]
                tree = self._git("rev-parse", f"{earlier}^{{tree}}").decode().strip()
                commit = self._committed(release, tree, tip)
            assert commit is not None  # whoever asks has sent it or seen it in the history
            at("branch:push")
            self._push(commit, tip)
            at("branch:pushed")
            self._remember(commit)

    def tidy(self, keep: int, at: At) -> None:
        """As `Target` has it; nothing is taken out of the branch's history."""
        del keep, at
        with contextlib.suppress(GitFailed):
            shutil.rmtree(common_folder(self.root) / _STAGE, ignore_errors=True)

    @property
    def _there(self) -> str:
        return f"refs/heads/{self.name}"

    def _git(
        self, *arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None
    ) -> bytes:
        return git(self.root, *arguments, given=given, more=more)

    def _tip(self) -> str | None:
        """The commit that the remote's branch is at, fetched, or None if there is no branch."""
        heads = self._git("ls-remote", "--", self.remote, self._there).decode().splitlines()
        found = (head.split("\t") for head in heads)
        tip = next((commit for commit, name in found if name == self._there), None)
        if tip is not None and not self._is_here(tip):
            options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
            self._git("fetch", *options, "--", self.remote, self._there)
        return tip

    def _is_here(self, commit: str) -> bool:
        try:
            self._git("rev-list", "--objects", "--quiet", commit)
        except GitFailed:
            return False
        return True

    def _remember(self, commit: str) -> None:
        """Keep git from clearing away what the branch is at; a convenience, never needed."""
        name = f"refs/socomsite/{self.name}"
        with contextlib.suppress(GitFailed, OSError):
            # Left by a git that was killed: we hold the lock of publishing, so nobody uses it.
            (common_folder(self.root) / f"{name}.lock").unlink(missing_ok=True)
            self._git("update-ref", name, commit)

    def _commits(self, tip: str) -> dict[str, str]:
        """The newest commit of each release in the branch's history, by id."""
        form = f"--format=%H %(trailers:key={_TRAILER},valueonly,separator=%x20)"
        lines = self._git("log", "--first-parent", form, tip).decode().splitlines()
        found: dict[str, str] = {}
        for commit, _, release in (line.partition(" ") for line in lines):
            if is_id(release.strip()) and len(found) < _LISTED:
                found.setdefault(release.strip(), commit)
        return found

    def _manifest_in(self, commit: str) -> Release | None:
        try:
            return release_of(self._git("cat-file", "blob", f"{commit}:{MANIFEST}"))
        except GitFailed:
            return None

    def _blobs(self, commit: str) -> dict[str, str]:
        """The files of a commit by path, as git's index takes them."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")
        pairs = (line.decode().partition("\t") for line in listed if line)
        return {path: told.split(" ")[2] for told, _, path in pairs if " blob " in told}

    def _stored(self, files: Mapping[str, bytes], at: At) -> dict[str, str]:
        """Files as objects of the repository, by path."""
        stage = common_folder(self.root) / _STAGE
        shutil.rmtree(stage, ignore_errors=True)
        at("branch:stage")
        stage.mkdir()
        paths = sorted(files)
        for number, path in enumerate(paths, 1):
            (stage / str(number)).write_bytes(files[path])
            at("send", number, len(paths))
        at("branch:objects")
        lines = "".join(f"{stage}/{number}\n" for number in range(1, len(paths) + 1))
        made = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=lines.encode())
        return dict(zip(paths, made.decode().split(), strict=True))

    def _tree(self, blobs: Mapping[str, str]) -> str:
        stage = common_folder(self.root) / _STAGE
        index = {"GIT_INDEX_FILE": str(stage / "index")}
        lines = "".join(f"100644 {blobs[path]}\t{path}\0" for path in sorted(blobs))
        self._git("update-index", "-z", "--index-info", given=lines.encode(), more=index)
        return self._git("write-tree", more=index).decode().strip()

    def _committed(self, release: Release, tree: str, tip: str | None) -> str:
        text = f"Release {release.id}\n\n{_TRAILER}: {release.id}\n"
        text += f"Source-Commit: {release.commit}\n" if release.commit else ""
        parent = ("-p", tip) if tip else ()
        return (
            self._git("commit-tree", tree, *parent, given=text.encode(), more=self._who())
            .decode()
            .strip()
        )

    def _who(self) -> dict[str, str]:
        """The person as git knows them; if it does not, the program."""
        try:
            self._git("var", "GIT_COMMITTER_IDENT")
        except GitFailed:
            names = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME")
            mails = ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")
            return dict.fromkeys(names, "socomsite") | dict.fromkeys(mails, "socomsite@localhost")
        return {}

    def _push(self, commit: str, tip: str | None) -> None:
        lease = f"--force-with-lease={self._there}:{tip or ''}"
        options = ("--quiet", "--porcelain", "--no-verify", "--atomic", lease)
        try:
            self._git("push", *options, "--", self.remote, f"{commit}:{self._there}")
        except GitFailed:
            if self._tip() != tip:
                raise Refused(problem(_HERE, "publish-overtaken")) from None
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What git or the system refuses, told to a person."""
        try:
            yield
        except GitFailed as error:
            # git repeats an address with whatever stands in it.
            reason = re.sub(r"://[^/@\s]+@", "://", str(error))
            told = problem(_HERE, "publish-unreachable", place=self.name, reason=reason)
            raise Refused(told) from None
        except OSError as error:
            raise Refused(refusal_of(error, self.name)) from None
