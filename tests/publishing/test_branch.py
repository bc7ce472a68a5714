"""A branch for a host of pages: commits on top of each other, the person's checkout untouched."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

import pytest

from socomsite.model.destination import Branch
from socomsite.publishing.branch import MANIFEST, BranchTarget
from socomsite.publishing.git import git
from socomsite.publishing.lock import hold
from socomsite.publishing.publishing import planned, publish, roll_back
from socomsite.publishing.release import MARKER
from socomsite.publishing.target import Kept, Refused
from tests.publishing.hosts import repository
from tests.publishing.made import NOW, OWNER, SOURCES, at, made, put

FIRST = {"index.html": "1", "kansio/sivu.html": "ä"}
SECOND = {"index.html": "2"}


class Home(NamedTuple):
    """A site's repository, and the one that its branch goes to."""

    site: Path
    bare: Path

    @property
    def target(self) -> BranchTarget:
        return BranchTarget.of(Branch(name="gh-pages"), self.site)

    def files(self, commit: str = "gh-pages") -> set[str]:
        listed = git(self.bare, "ls-tree", "-r", "-z", "--name-only", commit)
        return {name.decode() for name in listed.split(b"\0") if name}

    def text(self, path: str) -> str:
        return git(self.bare, "cat-file", "blob", f"gh-pages:{path}").decode()

    def commits(self) -> int:
        return int(git(self.bare, "rev-list", "--count", "gh-pages"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    site, bare = repository(tmp_path / "sivusto"), tmp_path / "etä.git"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(site, "remote", "add", "origin", str(bare))
    return Home(site, bare)


def own_state(site: Path) -> tuple[bytes, ...]:
    """All of the person's repository that publishing must leave alone."""
    return (
        git(site, "for-each-ref", "refs/heads", "refs/tags"),
        (site / ".git/HEAD").read_bytes(),
        (site / ".git/index").read_bytes(),
        git(site, "status", "--porcelain", "--ignored"),
        git(site, "stash", "list"),
    )


def test_a_branch_that_is_not_there_keeps_nothing(home: Home) -> None:
    assert home.target.kept() == Kept((), None)


def test_a_release_is_a_commit_of_its_files_and_no_others(home: Home) -> None:
    put(home.target, FIRST)
    extra = {MARKER, MANIFEST, ".nojekyll"}
    assert home.files() == FIRST.keys() | extra
    assert home.text("kansio/sivu.html") == "ä"
    put(home.target, SECOND, later=1)
    assert home.files() == SECOND.keys() | extra
    assert home.commits() == 2


def test_the_persons_checkout_index_and_branches_are_untouched(home: Home) -> None:
    (home.site / "kesken.txt").write_text("x")
    (home.site / "site.yaml").write_text("muuttunut")
    git(home.site, "add", "kesken.txt")
    before = own_state(home.site)
    put(home.target, FIRST)
    put(home.target, SECOND, later=1)
    roll_back(home.target, None, OWNER, at)
    assert own_state(home.site) == before
    assert not (home.site / ".git/socomsite-publish").exists()


def test_the_history_tells_of_release_and_source(home: Home) -> None:
    put(home.target, FIRST)
    told = git(home.bare, "log", "-1", "--format=%B", "gh-pages").decode()
    assert told.split("\n")[:4] == [
        "Release 20261126T065051Z",
        "",
        "Socomsite-Release: 20261126T065051Z",
        f"Source-Commit: {'a' * 40}",
    ]


def test_releases_are_kept_in_the_history(home: Home) -> None:
    put(home.target, FIRST)
    plan = put(home.target, SECOND, later=1)
    kept = home.target.kept()
    assert [each.id for each in kept.releases] == ["20261126T065051Z", "20261126T065052Z"]
    assert kept.now == plan.release


def test_going_back_is_a_new_commit_of_the_old_files(home: Home) -> None:
    put(home.target, FIRST)
    old = git(home.bare, "rev-parse", "gh-pages^{tree}")
    put(home.target, SECOND, later=1)
    roll_back(home.target, None, OWNER, at)
    assert git(home.bare, "rev-parse", "gh-pages^{tree}") == old
    assert home.commits() == 3
    kept = home.target.kept()
    assert kept.current == "20261126T065051Z"
    assert len(kept.releases) == 2
    roll_back(home.target, "20261126T065052Z", OWNER, at)
    assert home.text("index.html") == "2"


def test_another_clone_sees_the_same_and_can_go_on(home: Home, tmp_path: Path) -> None:
    put(home.target, FIRST)
    other = Home(repository(tmp_path / "toinen"), home.bare)
    git(other.site, "remote", "add", "origin", str(home.bare))
    assert other.target.kept().current == "20261126T065051Z"
    put(other.target, SECOND, later=1)
    assert home.target.kept().current == "20261126T065052Z"
    put(home.target, FIRST, later=2)
    assert home.commits() == 3


def test_a_push_in_between_is_never_overwritten(home: Home) -> None:
    put(home.target, FIRST)
    other = BranchTarget(home.site, "gh-pages", str(home.bare))
    plan = planned(made(SECOND), home.target.kept(), SOURCES, NOW + dt.timedelta(seconds=9))
    theirs = planned(made({"index.html": "x"}), other.kept(), SOURCES, NOW + dt.timedelta(1))

    def meanwhile(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        if step == "branch:push":
            other.send(theirs.release, theirs.files, at)
            other.switch(theirs.release, at)

    with pytest.raises(Refused, match="publish-overtaken"):
        publish(home.target, plan, OWNER, keep=5, record=lambda: (), at=meanwhile)
    assert home.text("index.html") == "x"
    assert home.commits() == 2


def test_a_branch_of_something_else_is_refused(home: Home) -> None:
    git(home.site, "push", "--quiet", "origin", "main")
    with pytest.raises(Refused) as refused:
        put(BranchTarget.of(Branch(name="main"), home.site), FIRST)
    assert refused.value.problem.code == "publish-place-foreign"
    assert git(home.bare, "rev-list", "--count", "main") == b"1\n"


def test_the_domain_that_a_host_keeps_in_the_branch_stays(home: Home) -> None:
    put(home.target, FIRST)
    git(home.site, "fetch", "--quiet", "origin", "gh-pages")
    git(home.site, "worktree", "add", "--quiet", "--detach", "../haara", "FETCH_HEAD")
    branch = home.site.parent / "haara"
    (branch / "CNAME").write_text("testi.example\n")
    git(branch, "add", "--all")
    git(branch, "commit", "--quiet", "--message", "Domain")
    git(branch, "push", "--quiet", "origin", "HEAD:gh-pages")
    put(home.target, SECOND, later=1)
    assert home.text("CNAME") == "testi.example\n"


def test_assets_of_the_release_before_are_carried_along(home: Home) -> None:
    put(home.target, FIRST | {"assets/a.0123456789.css": "old"})
    put(home.target, SECOND, later=1)
    assert home.text("assets/a.0123456789.css") == "old"


def test_the_remote_may_be_an_address_and_the_person_unknown_to_git(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("user.name", "user.email"):
        git(home.site, "config", "--unset", name)
    git(home.site, "config", "user.useConfigOnly", "true")
    monkeypatch.setenv("HOME", str(home.site.parent))
    put(BranchTarget(home.site, "gh-pages", str(home.bare)), FIRST)
    told = git(home.bare, "log", "-1", "--format=%an <%ae>", "gh-pages")
    assert told == b"socomsite <socomsite@localhost>\n"


def test_a_remote_that_cannot_be_reached_is_told_without_a_secret(home: Home) -> None:
    target = BranchTarget(home.site, "gh-pages", "http://me:hunter2@127.0.0.1:9/x.git")
    with pytest.raises(Refused) as refused:
        target.kept()
    told = dict(refused.value.problem.values)
    assert refused.value.problem.code == "publish-unreachable"
    assert told["place"] == "gh-pages"
    assert "127.0.0.1" in str(told["reason"])
    assert "hunter2" not in str(told["reason"])


def test_a_site_outside_version_control_cannot_use_a_branch(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="publish-unreachable"):
        BranchTarget.of(Branch(name="gh-pages"), tmp_path).kept()


def test_two_at_once_from_one_place_are_refused(home: Home) -> None:
    with (
        hold(home.site / ".git/socomsite-publish.lock", OWNER, 0o644),
        pytest.raises(Refused, match="publish-busy"),
    ):
        put(home.target, FIRST)


def test_what_a_killed_git_left_behind_is_no_hindrance(home: Home) -> None:
    put(home.target, FIRST)
    stage = home.site / ".git/socomsite-publish"
    stage.mkdir()
    (stage / "index.lock").write_text("")
    (home.site / ".git/refs/socomsite/gh-pages.lock").write_text("")
    put(home.target, SECOND, later=1)
    assert home.text("index.html") == "2"
    assert git(home.site, "rev-parse", "refs/socomsite/gh-pages") == git(
        home.bare, "rev-parse", "gh-pages"
    )
    assert not stage.exists()


def test_a_full_disk_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused, match="disk-full"):
        put(home.target, FIRST)
