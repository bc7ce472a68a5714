"""From which commit a site is made, and what git's refusals look like."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.publishing.git import GitFailed, common_folder, git, source_state
from tests.publishing.hosts import repository


def head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD").decode().strip()


def test_a_clean_site_has_its_commit(tmp_path: Path) -> None:
    root = repository(tmp_path)
    assert source_state(root) == (head(root), False)


@pytest.mark.parametrize("name", ["site.yaml", "content/uusi.md"])
def test_changes_that_no_commit_holds_are_told(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path)
    (root / "content").mkdir()
    (root / name).write_text("x")
    assert source_state(root) == (head(root), True)


def test_the_ledger_that_publishing_writes_is_no_change(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "ledger.txt").write_text("/\n")
    assert source_state(root) == (head(root), False)


def test_changes_elsewhere_in_the_repository_are_not_the_sites(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "sivusto").mkdir()
    (root / "sivusto/site.yaml").write_text("x")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")
    (root / "muuta.txt").write_text("x")
    assert source_state(root / "sivusto") == (head(root), False)


def test_without_version_control_or_commits_there_is_no_commit(tmp_path: Path) -> None:
    assert source_state(tmp_path) == (None, False)
    git(tmp_path, "init", "--quiet")
    assert source_state(tmp_path) == (None, False)
    assert source_state(tmp_path / "ei-ole") == (None, False)


def test_without_git_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert source_state(tmp_path) == (None, False)
    with pytest.raises(GitFailed, match="No such file"):
        git(tmp_path, "status")


def test_a_hook_of_another_repository_does_not_lead_astray(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, other = repository(tmp_path / "a"), repository(tmp_path / "b")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert common_folder(root) == root / ".git"


def test_git_is_told_of_with_the_last_that_it_said(tmp_path: Path) -> None:
    with pytest.raises(GitFailed, match="not a git repository"):
        git(tmp_path, "status")
