"""`publish` as a person meets it: told what changes, asked, shown the way back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socomsite.engine.built import Build
from socomsite.publishing import served
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.git import git
from socomsite.publishing.release import release_of
from socomsite.publishing.served import Look
from socomsite.publishing.target import Owner
from tests.commands.conftest import BROKEN, CTRL_C, Runner, Said, on_terminal
from tests.conftest import SITE_YAML, news
from tests.publishing.hosts import NGINX, nginx
from tests.publishing.made import NOW

PUBLISH = "publish:\n  koe: {folder: ../julki}\n"
DONE = re.compile(r"Sivusto on julkaistu \d+\.\d+\.\d{4} klo\s\d+(\.\d\d)?\.")


@pytest.fixture
def home(root: Path) -> Path:
    """The small site, with one place to publish to."""
    settings(root, PUBLISH)
    return root


def settings(root: Path, publish: str) -> None:
    (root / "site.yaml").write_text(SITE_YAML + publish)


def place(home: Path) -> Path:
    return home.parent / "julki"


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def add_news(home: Path, key: str, title: str) -> None:
    (home / f"content/news/{key}.md").write_text(news(title))


def published(socomsite: Runner, home: Path, *more: str) -> Said:
    return socomsite("publish", "--site", home, "--jobs", "1", "--yes", *more)


def test_the_first_publishing_says_so_and_the_site_is_there(socomsite: Runner, home: Path) -> None:
    said = published(socomsite, home)
    assert said.code == 0
    first, done = said.out.splitlines()
    assert plain(first) == ("Mikä muuttuu lukijoille (koe): ensimmäinen julkaiseminen, 6 sivua.")
    assert DONE.fullmatch(done)
    assert (place(home) / "current/index.html").is_file()
    assert not (home / "output").exists()


def test_changes_are_told_by_title_and_the_way_back_is_shown(socomsite: Runner, home: Path) -> None:
    published(socomsite, home)
    add_news(home, "toinen", "Toinen uutinen")
    said = published(socomsite, home)
    assert "  uusi: Toinen uutinen – /ajankohtaista/toinen/" in said.out
    assert plain(said.out).startswith("Mikä muuttuu lukijoille (koe): 1 uusi sivu, ")
    assert said.out.rstrip().endswith("Edellinen versio on tallessa: socomsite rollback")


def test_many_pages_are_counted_rather_than_named(socomsite: Runner, home: Path) -> None:
    published(socomsite, home)
    for number in range(11):
        add_news(home, f"uusi-{number}", f"Uusi {number}")
    said = published(socomsite, home)
    assert said.out.count("  uusi: ") == 8
    assert "  ja muita: 3" in said.out


def test_nothing_changed_is_told_and_makes_no_release(socomsite: Runner, home: Path) -> None:
    published(socomsite, home)
    said = published(socomsite, home)
    assert (said.code, said.out) == (
        0,
        "Mikään ei ole muuttunut, joten julkaistavaa ei ole.\n",
    )
    assert len(list((place(home) / "releases").glob("*.json"))) == 1


def test_a_trial_sends_nothing(socomsite: Runner, home: Path) -> None:
    said = socomsite("publish", "--site", home, "--dry-run")
    assert said.code == 0
    assert said.out.endswith("Kokeilu: mitään ei lähetetty.\n")
    assert not place(home).exists()
    published(socomsite, home)
    said = socomsite("publish", "--site", home, "--dry-run", "--yes")
    assert said.out == "Mikään ei ole muuttunut, joten julkaistavaa ei ole.\n"


def test_without_a_terminal_and_without_yes_nothing_is_published(
    socomsite: Runner, home: Path
) -> None:
    said = socomsite("publish", "--site", home, typed="julkaise\n")
    assert said.code == 2
    assert "error[publish-unasked]" in said.err
    assert not place(home).exists()


def test_the_person_at_a_terminal_publishes_by_a_word(home: Path) -> None:
    shown, code = on_terminal(
        "publish", "--site", home, "--jobs", "1", replies=[("Pelkkä Enter peruu.", "Julkaise\r")]
    )
    assert code == 0
    assert DONE.search(shown)


@pytest.mark.parametrize("typed", ["\r", "yes\r"])
def test_anything_else_than_the_word_cancels(home: Path, typed: str) -> None:
    shown, code = on_terminal(
        "publish", "--site", home, "--jobs", "1", replies=[("Pelkkä Enter peruu.", typed)]
    )
    assert code == 0
    assert "Julkaiseminen peruttiin. Mitään ei lähetetty." in shown
    assert not place(home).exists()


def test_ctrl_c_at_the_question_publishes_nothing(home: Path) -> None:
    _, code = on_terminal(
        "publish", "--site", home, "--jobs", "1", replies=[("Pelkkä Enter peruu.", CTRL_C)]
    )
    assert code == 130
    assert not place(home).exists()


def test_ctrl_c_after_the_switch_does_not_say_that_nothing_happened(
    socomsite: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: Build) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("socomsite.publishing.preparing.updated", stopped)
    said = published(socomsite, home)
    assert said.code == 0
    assert DONE.search(said.out)


def test_an_error_stops_everything_before_anything_is_sent(socomsite: Runner, home: Path) -> None:
    (home / "content/news/rikki.md").write_text(BROKEN)
    said = published(socomsite, home)
    assert said.code == 1
    assert "content/news/rikki.md:3:7: error[date-impossible]" in said.err
    assert not place(home).exists()


def test_too_many_pages_to_go_stop_it_and_the_option_lets_it(socomsite: Runner, home: Path) -> None:
    for number in range(4):
        add_news(home, f"uusi-{number}", f"Uusi {number}")
    published(socomsite, home)
    (home / "ledger.txt").unlink()  # else each address would have to be led on
    for number in range(3):
        (home / f"content/news/uusi-{number}.md").unlink()
    said = published(socomsite, home)
    assert said.code == 1
    assert "poistuu: Uusi 0 – /ajankohtaista/uusi-0/" in said.out
    assert plain(said.err).endswith(
        "Poistuvia sivuja olisi 3 (30 %), raja on 10 %."
        " Jos poistot ovat tarkoituksella, lisää --max-deletes 30.\n"
    )
    assert "Uusi 0" in (place(home) / "current/ajankohtaista/uusi-0/index.html").read_text()
    said = published(socomsite, home, "--max-deletes", "30")
    assert said.code == 0
    assert not (place(home) / "current/ajankohtaista/uusi-0").exists()


def test_published_addresses_are_written_into_the_ledger(socomsite: Runner, home: Path) -> None:
    socomsite("publish", "--site", home, "--dry-run")
    assert not (home / "ledger.txt").exists()
    published(socomsite, home)
    assert "/ajankohtaista/uutinen/" in (home / "ledger.txt").read_text()
    (home / "content/news/uutinen.md").unlink()
    said = published(socomsite, home, "--max-deletes", "100")
    assert said.code == 1
    assert "error[address-lost" in said.err
    assert (place(home) / "current/ajankohtaista/uutinen/index.html").is_file()


def test_the_ledger_is_written_even_if_the_run_before_died_ahead_of_it(
    socomsite: Runner, home: Path
) -> None:
    published(socomsite, home)
    (home / "ledger.txt").unlink()
    published(socomsite, home)
    assert "/ajankohtaista/uutinen/" in (home / "ledger.txt").read_text()


def test_what_a_library_of_this_machine_would_leave_out_is_not_published(
    socomsite: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socomsite.publishing.preparing.unanswered", lambda _: ("/a.pdf", "/b.pdf"))
    said = published(socomsite, home)
    assert said.code == 1
    assert "error[publish-unanswered]: Julkaistuja osoitteita jäisi pois 2" in said.err
    assert "/a.pdf" in said.err
    assert not place(home).exists()


def test_another_publishing_under_way_is_told(socomsite: Runner, home: Path) -> None:
    target = FolderTarget(place(home), home, "../julki")
    with target.locked(Owner("anna@kone", NOW)):
        said = published(socomsite, home)
    assert said.code == 1
    assert plain(said.err).splitlines()[-1] == (
        "site.yaml: error[publish-busy]: Toinen julkaiseminen on kesken"
        " (alkoi 26.11.2026 klo 8.50, anna@kone). Odota, että se päättyy."
    )


def test_the_commit_of_the_sources_is_kept_with_the_release(socomsite: Runner, home: Path) -> None:
    git(home, "init", "--quiet")
    git(home, "add", "--all")
    git(home, "-c", "user.name=T", "-c", "user.email=t@t.example", "commit", "-qm", "x")
    (home / ".git/info/exclude").write_text(".cache\n")
    published(socomsite, home)
    (file,) = (place(home) / "releases").glob("*.json")
    release = release_of(file.read_bytes())
    assert release is not None
    assert release.commit == git(home, "rev-parse", "HEAD").decode().strip()
    assert not release.is_modified
    sources = {filed.path: filed.source for filed in release.files}
    assert sources["ajankohtaista/uutinen/index.html"] == "content/news/uutinen.md"


@pytest.mark.parametrize(
    ("publish", "arguments", "code"),
    [
        ("", [], "destination-missing"),
        ("publish: {a: {folder: ../a}, b: {folder: ../b}}\n", [], "destination-which"),
        (PUBLISH, ["kie"], "destination-unknown"),
        ("publish: {a: {bucket: x, folder: y}}\n", [], "destination-unclear"),
        ("publish: {a: {folder: ../a, password: x}}\n", [], "secret-in-settings"),
    ],
)
def test_where_to_publish_must_be_clear(
    socomsite: Runner, root: Path, publish: str, arguments: list[str], code: str
) -> None:
    settings(root, publish)
    said = socomsite("publish", "--site", root, "--yes", *arguments)
    assert said.code == 2
    assert f"error[{code}]" in said.err


def test_a_name_that_was_perhaps_meant_is_offered(socomsite: Runner, home: Path) -> None:
    said = socomsite("publish", "--site", home, "koee")
    assert said.err.splitlines()[1:] == ["    Sallittu: koe", "    Tarkoititko 'koe'?"]


def test_one_of_several_places_is_named_in_the_way_back(socomsite: Runner, root: Path) -> None:
    settings(root, "publish: {a: {folder: ../a}, b: {folder: ../b}}\n")
    published(socomsite, root, "b")
    add_news(root, "toinen", "Toinen")
    said = published(socomsite, root, "b")
    assert said.out.rstrip().endswith("socomsite rollback b")
    assert not (root.parent / "a").exists()


def test_a_place_inside_the_site_is_refused(socomsite: Runner, root: Path) -> None:
    settings(root, "publish: {koe: {folder: output}}\n")
    said = published(socomsite, root)
    assert said.code == 1
    assert "error[publish-place-inside]: Julkaisukansio 'output'" in said.err


def test_what_is_served_is_looked_at(socomsite: Runner, home: Path, tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    with nginx(place(home) / "current", tmp_path / "nginx") as url:
        settings(home, f"publish:\n  koe: {{folder: ../julki, url: '{url}'}}\n")
        said = published(socomsite, home)
        assert said.code == 0
        assert re.search(
            rf"Osoitteesta {url} luettiin \d+ tiedostoa: lukijat näkevät sen", plain(said.out)
        )
        add_news(home, "toinen", "Toinen")
        assert "lukijat näkevät sen, mikä julkaistiin." in published(socomsite, home).out
        assert "lukijat näkevät sen" in socomsite("rollback", "--site", home).out


def test_another_site_at_the_address_is_told(socomsite: Runner, home: Path, tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    (tmp_path / "muu").mkdir()
    with nginx(tmp_path / "muu", tmp_path / "nginx") as url:
        settings(home, f"publish:\n  koe: {{folder: ../julki, url: '{url}'}}\n")
        said = published(socomsite, home)
    assert said.code == 1
    assert DONE.search(said.out)
    assert "error[served-differs]" in said.err
    assert ".well-known/socomsite.json" in said.err


def test_an_older_release_at_the_address_is_told(
    socomsite: Runner, home: Path, tmp_path: Path
) -> None:
    if NGINX is None:
        pytest.skip("nginx is not installed")
    published(socomsite, home)
    old = (place(home) / "current").resolve()
    add_news(home, "toinen", "Toinen")
    with nginx(old, tmp_path / "nginx") as url:
        settings(home, f"publish:\n  koe: {{folder: ../julki, url: '{url}'}}\n")
        said = published(socomsite, home)
    assert said.code == 1
    assert "error[served-other]" in said.err


def test_an_address_that_does_not_answer_is_told(
    socomsite: Runner, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(home, "publish:\n  koe: {folder: ../julki, url: 'http://127.0.0.1:1/'}\n")
    said = published(socomsite, home)
    assert said.code == 1
    assert "error[served-unseen]" in said.err

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(served._Host, "body", stopped)
    add_news(home, "toinen", "Toinen")
    said = published(socomsite, home)
    assert "(Ctrl+C)" in said.err
    assert DONE.search(said.out)


def test_a_branch_can_be_published_to(socomsite: Runner, root: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "etä.git")
    git(root, "init", "--quiet")
    settings(root, f"publish: {{sivut: {{branch: {{name: p, remote: '{tmp_path}/etä.git'}}}}}}\n")
    assert published(socomsite, root).code == 0
    assert b"index.html" in git(tmp_path / "etä.git", "ls-tree", "--name-only", "p")


def test_a_wait_for_a_host_of_pages_is_told(
    socomsite: Runner, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "etä.git")
    git(root, "init", "--quiet")
    branch = f"branch: {{name: p, remote: '{tmp_path}/etä.git'}}"
    settings(root, f"publish: {{sivut: {{url: 'http://127.0.0.1:1/', {branch}}}}}\n")
    monkeypatch.setattr("socomsite.commands.places.look", lambda *_: Look(seen=3))
    said = published(socomsite, root)
    assert "Odotetaan, että uusi versio näkyy osoitteessa http://127.0.0.1:1/." in said.err
    assert "luettiin 3\u00a0tiedostoa" in said.out


def test_it_speaks_swedish_and_english(socomsite: Runner, home: Path) -> None:
    said = published(socomsite, home, "--lang", "sv")
    assert "första publiceringen" in said.out
    add_news(home, "toinen", "Toinen")
    said = published(socomsite, home, "--lang", "en")
    assert plain(said.out).startswith("What changes for readers (koe): 1 new page, ")
    assert "The previous version is kept: socomsite rollback" in said.out
