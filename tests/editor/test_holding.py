"""A site held in memory: as it stands on disk at each asking."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from socomsite.editor.holding import Holding
from socomsite.engine.stamps import TICK_SECONDS
from tests.commands.conftest import BROKEN, SOUND
from tests.conftest import build_site, news, write_site
from tests.editor.conftest import SEARCH


def test_what_was_saved_is_held_at_the_next_asking_and_nothing_is_read_in_vain(
    tmp_path: Path,
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    holding = Holding(root)
    first = holding.now()
    assert holding.now() is first
    assert first.by_path["content/news/uutinen.md"][1] is not None
    write_site(root, {"content/news/toinen.md": news(title="Toinen")})
    assert "content/news/toinen.md" in holding.now().by_path
    (root / "content/news/toinen.md").unlink()
    assert "content/news/toinen.md" not in holding.now().by_path


def test_a_file_that_is_not_sound_is_held_with_its_problems(tmp_path: Path) -> None:
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/rikki.md": BROKEN})
    held = Holding(root).now()
    assert held.by_path["content/news/rikki.md"][1] is None
    assert "date-impossible" in {found.code for found in held.problems}


def test_a_site_whose_settings_cannot_be_read_is_held_as_its_problems(tmp_path: Path) -> None:
    root = write_site(tmp_path / "sivusto", SOUND | {"site.yaml": "title: ["})
    held = Holding(root).now()
    assert held.site is None
    assert held.problems


def test_a_text_is_told_of_as_a_build_would_if_it_were_saved(tmp_path: Path) -> None:
    citing = news(title="Toinen", body="Katso [uutinen](ref:news/uutinen).")
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/toinen.md": citing})
    holding = Holding(root)
    assert [found for found in holding.told() if found.is_error] == []
    path = "content/news/uutinen.md"
    for text in (news(), BROKEN, news(body="# Iso\n\n[x](/ei-ole/) [y](ref:news/ei)"), "---\na: ["):
        told = holding.checked(path, text)
        write_site(root, {path: text})
        built = build_site(root).problems
        assert told == tuple(found for found in built if found.position.path == path)
        write_site(root, {path: news()})


def test_what_goes_wrong_elsewhere_is_told_too(tmp_path: Path) -> None:
    citing = news(title="Toinen", body="Katso [uutinen](ref:news/uutinen).")
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/toinen.md": citing})
    holding, path = Holding(root), "content/news/uutinen.md"
    (gone,) = holding.checked(path, None)
    assert (gone.position.path, gone.code) == ("content/news/toinen.md", "reference-unknown")
    hidden = holding.checked(path, news().replace("date:", "draft: true\ndate:"))
    assert [found.code for found in hidden] == ["reference-draft"]
    assert holding.checked("content/news/uusi.md", news(title="Uusi")) == ()


def test_what_was_wrong_before_is_no_reason_to_refuse(tmp_path: Path) -> None:
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/rikki.md": BROKEN})
    holding = Holding(root)
    assert "date-impossible" in {found.code for found in holding.told()}
    assert holding.checked("content/news/uutinen.md", news(body="Muuttui.")) == ()


def test_what_was_checked_and_then_saved_is_known_without_another_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    holding, path = Holding(root), "content/news/uutinen.md"
    holding.checked(path, BROKEN)
    (root / path).write_text(BROKEN)
    with monkeypatch.context() as patch:
        patch.setattr(holding, "built", lambda *_, **_more: pytest.fail("built once more"))
        told = holding.told()
    assert told == build_site(root).problems
    # Another file beside it, or another text than was checked, is looked at.
    holding.checked(path, news())
    (root / path).write_text(news())
    (root / "content/news/toinen.md").write_text(BROKEN)
    assert holding.told() == build_site(root).problems
    holding.checked(path, news(title="Muu"))
    (root / path).write_text(news(date="32.1.2026"))
    assert holding.told() == build_site(root).problems


def test_a_good_text_is_known_to_be_so_without_a_whole_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    time.sleep(TICK_SECONDS)  # or nothing could go on from a build of files saved just now
    holding, path = Holding(root), "content/news/uutinen.md"
    holding.told()
    with monkeypatch.context() as patch:
        patch.setattr("socomsite.engine.pipeline.read_ground", lambda *_: pytest.fail("all read"))
        for text in (news(body="Muuttui."), news(title="Nimi", body="Muuttui taas.")):
            assert holding.checked(path, text) == ()
            (root / path).write_text(text)
            assert holding.now().by_path[path][1] is not None
        assert [found for found in holding.told() if found.is_error] == []
    assert holding.told() == build_site(root).problems


def test_whichever_line_looks_a_text_over_it_is_told_of_in_the_same_words(tmp_path: Path) -> None:
    citing = news(title="Toinen", body="Katso [uutinen](ref:news/uutinen).")
    root = write_site(tmp_path / "sivusto", SOUND | {"content/news/toinen.md": citing})
    time.sleep(TICK_SECONDS)
    holding, path = Holding(root), "content/news/uutinen.md"
    texts = (
        news(body="Muuttui."),
        BROKEN,
        news(title="Nimi", body="[x](/ei-ole/) [y](ref:news/ei)"),
        news(title="Nimi", body="## Otsikko\n\nMuuttui."),
        news(title="Nimi", body="## Otsikko\n\nMuuttui toisen kerran."),
        news(title="Nimi", body="## Otsikko\n\n[Tässä](#ei-ole)."),
        news(title="", body="Muuttui."),
        news(body="Puhelin 010101-123N."),
        news(body="![](talo.jpg)"),
        news(date="1.1.2026", body="Muuttui."),
        news(date="1.1.2026", body="Muuttui taas."),
        "",
    )
    for text in texts:
        whole = Holding(root).built({path: text}).problems
        told = holding.checked(path, text)
        assert told == tuple(found for found in whole if found.position.path == path)
        if not any(found.is_error for found in told):
            (root / path).write_text(text)
            assert holding.told() == whole


@pytest.mark.parametrize("is_there", [True, False])
def test_a_search_is_not_made_to_know_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    asked: list[object] = []

    def index(pages: object) -> tuple[object, ...]:
        asked.append(pages)
        return ()

    monkeypatch.setattr("socomsite.engine.search._has_pagefind", lambda: is_there)
    monkeypatch.setattr("socomsite.engine.search._index", index)
    root = write_site(tmp_path / "sivusto", SOUND | {"content/pages/haku.md": SEARCH})
    holding = Holding(root)
    told = holding.told()
    assert asked == []
    assert told == holding.built().problems
    assert bool(asked) is is_there


def test_what_is_wrong_is_known_before_the_first_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    holding = Holding(root)
    with monkeypatch.context() as patch:
        patch.setattr("socomsite.editor.holding.build", lambda *_, **_more: 1 / 0)
        holding.foresee()  # a fault of ours is met by who asks, not by who does not
        with pytest.raises(ZeroDivisionError):
            holding.told()
    holding.foresee()
    monkeypatch.setattr(holding, "built", lambda *_, **_more: pytest.fail("built once more"))
    assert holding.told() == build_site(root).problems
