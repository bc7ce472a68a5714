"""`bulletin make` and `bulletin send`, as a person meets them."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from socomsite.commands.journal import locked
from tests.commands.conftest import Runner, environment
from tests.commands.test_posting import PEOPLE, mail_server, taken
from tests.conftest import write_site
from tests.formats.test_bulletin import ISSUE, files

KEY = "tiedote-1-2026"
FOLDER = "output-staff/tiedotteet"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "sivusto", files())


def listed(root: Path, *lines: str) -> Path:
    file = root.parent / "tilaajat.txt"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def changed(root: Path, old: str, new: str) -> None:
    file = root / f"content/bulletins/{KEY}.yaml"
    file.write_text(ISSUE.replace(old, new), "utf-8")


def test_make_writes_the_message_and_its_html_for_staff(socomsite: Runner, root: Path) -> None:
    said = socomsite("bulletin", "make", KEY, "--site", root)
    assert said == (
        0,
        (
            f"Valmis: {FOLDER}/{KEY}.eml. Katso viesti sähköpostiohjelmassa tai samanniminen "
            "html-tiedosto selaimessa.\n"
        ),
        "",
    )
    data = (root / FOLDER / f"{KEY}.eml").read_bytes()
    assert message_from_bytes(data, policy=default)["Subject"] == "Testin tiedote 1/2026"
    assert (root / FOLDER / f"{KEY}.html").exists()
    assert not (root / "output").exists()
    socomsite("bulletin", "make", "--site", root)
    assert (root / FOLDER / f"{KEY}.eml").read_bytes() == data


def test_make_shows_a_draft_only_when_asked(socomsite: Runner, root: Path) -> None:
    changed(root, "number: 1\n", "number: 1\ndraft: kyllä\n")
    said = socomsite("bulletin", "make", KEY, "--site", root)
    assert said.code == 1
    assert said.err.startswith("Testin tiedote 1/2026 on luonnos")
    assert socomsite("bulletin", "make", KEY, "--site", root, "--drafts").code == 0


def test_make_says_when_a_series_has_no_address(socomsite: Runner, root: Path) -> None:
    changed(root, "Testin tiedote", "Keskuksen tiedote")
    said = socomsite("bulletin", "make", KEY, "--site", root)
    assert said.code == 0
    assert said.err.startswith("Sarjalla Keskuksen tiedote ei ole sähköpostiosoitetta.")
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.example", "--site", root)
    assert said.code == 1


def test_a_large_message_is_told_of(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socomsite.formats.mail.LARGEST", 10)
    assert "Viesti on yli 100 kilotavua." in socomsite("bulletin", "make", "--site", root).err
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.example", "--site", root)
    assert "Viesti on yli 100 kilotavua." in said.err


def test_without_yes_nothing_is_sent(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(root, "# tilaajat", *PEOPLE, "", PEOPLE[0].upper(), "anna@muu.example  # uusi")
    with mail_server(root.parent / "p", []) as port:
        monkeypatch.setenv("SOCOMSITE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SOCOMSITE_SMTP_PORT", str(port))
        for more in ([], ["--dry-run"], ["--dry-run", "--yes"]):
            said = socomsite("bulletin", "send", KEY, "--to-list", file, "--site", root, *more)
            assert said == (
                0,
                (
                    "Testin tiedote 1/2026 lähtisi 7\u00a0osoitteeseen. Aiemmin käsiteltyjä on 0. "
                    "Mitään ei lähetetty: lähetä valinnalla --yes.\n"
                ),
                "",
            )
    assert taken(root.parent / "p") == []


def test_a_list_is_sent_to_once_and_the_rest_is_told(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = listed(root, *PEOPLE)
    send = ("bulletin", "send", f"content/bulletins/{KEY}.yaml", "--to-list", file, "--yes")
    plan = ["fine", "unknown", "taken", "rcpt"]
    with mail_server(root.parent / "p", plan) as port:
        monkeypatch.setenv("SOCOMSITE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SOCOMSITE_SMTP_PORT", str(port))
        said = socomsite(*send, "--site", root)
        again = socomsite(*send, "--site", root)
    assert said.code == 1
    assert said.out == "Testin tiedote 1/2026: lähetettiin 4\u00a0viestiä.\n"
    assert said.err.splitlines() == [
        (
            "lukija2@muu.example: palvelin ei ottanut viestiä vastaan (550 no such user). "
            "Tarkista osoite."
        ),
        (
            "lukija3@muu.example: yhteys katkesi juuri, kun viesti oli perillä tai melkein. Sitä "
            "ei lähetetä uudelleen, ettei kukaan saisi kahta. Kysy vastaanottajalta tai lähetä "
            "hänelle erikseen valinnalla --test."
        ),
    ]
    assert again.out == (
        "Testin tiedote 1/2026: lähetettiin 1\u00a0viesti.\n"
        "Aiemmin lähetettyjä on 4\u00a0viestiä. Niitä ei lähetetty uudelleen.\n"
    )
    assert Counter(taken(root.parent / "p")) == Counter(PEOPLE)
    first = json.loads((root.parent / "p/taken").read_text("utf-8").splitlines()[0])
    assert first["text"].startswith("Subject: Testin tiedote 1/2026\r\nFrom: Testi <")
    assert "To: lukija1@muu.example\r\n" in first["text"]
    kept = [f.read_bytes() for f in (root / "output-staff").rglob("*") if f.is_file()]
    assert kept
    assert not any(b"muu.example" in data.replace(b"https://muu.example", b"") for data in kept)


def test_a_trial_goes_to_one_address_as_often_as_asked(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(root.parent / "p", []) as port:
        monkeypatch.setenv("SOCOMSITE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SOCOMSITE_SMTP_PORT", str(port))
        for _ in range(2):
            said = socomsite(
                "bulletin", "send", KEY, "--test", "a@b.example", "--yes", "--site", root
            )
            assert said.code == 0
    assert taken(root.parent / "p") == ["a@b.example", "a@b.example"]


def test_a_sender_killed_in_the_middle_goes_on_where_it_was(root: Path) -> None:
    file = listed(root, *PEOPLE)
    command = [sys.executable, "-m", "socomsite", "bulletin", "send", KEY, "--yes"]
    command += ["--to-list", str(file), "--site", str(root)]
    folder = root.parent / "p"
    with mail_server(folder, ["fine", "fine", "stall"]) as port:
        env = environment(SOCOMSITE_SMTP_HOST="127.0.0.1", SOCOMSITE_SMTP_PORT=str(port))
        running = subprocess.Popen(command, env=env)
        deadline = time.monotonic() + 60
        while len(taken(folder)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.3)
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert subprocess.run(command, env=env, check=False, capture_output=True).returncode == 0
    assert Counter(taken(folder)) == Counter(PEOPLE)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("number: 1\n", "number: 1\ndraft: kyllä\n", "Testin tiedote 1/2026 on luonnos, eikä"),
        ("2026-04-01", "2199-01-01", "Testin tiedote 1/2026 ilmestyy vasta 1.1.2199."),
        (
            "number: 1\n",
            "number: 1\nexpires: 2026-05-01\n",
            "Testin tiedote 1/2026 näkyi lukijoille viimeksi 1.5.2026,",
        ),
    ],
)
def test_an_issue_whose_page_is_not_published_is_not_sent(
    socomsite: Runner, root: Path, old: str, new: str, told: str
) -> None:
    changed(root, old, new)
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.example", "--yes", "--site", root)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(told)


def test_every_bad_address_is_told_of_at_once(socomsite: Runner, root: Path) -> None:
    file = listed(root, "anna@muu.example", "anna", "Anna <a@b.fi>", "", "ä@b.fi", "a@b")
    said = socomsite("bulletin", "send", KEY, "--to-list", file, "--yes", "--site", root)
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        f"tilaajat.txt, rivi {line}: '{value}' ei ole sähköpostiosoite."
        for line, value in ((2, "anna"), (3, "Anna <a@b.fi>"), (5, "ä@b.fi"), (6, "a@b"))
    ]
    file.write_bytes(b"\xe4@b.fi\n")
    said = socomsite("bulletin", "send", KEY, "--to-list", file, "--site", root)
    assert said.err.startswith("Tiedostoa tilaajat.txt ei voi lukea.")


def test_what_is_missing_from_the_command_is_told(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert socomsite("bulletin", "send", KEY, "--site", root).code == 2
    both = ("--test", "a@b.fi", "--to-list", listed(root))
    assert socomsite("bulletin", "send", KEY, *both, "--site", root).code == 2
    said = socomsite("bulletin", "send", "tiedote-9", "--test", "a@b.fi", "--site", root)
    assert said.err == f"Tiedotetta 'tiedote-9' ei ole. Julkaistut tiedotteet: {KEY}.\n"
    monkeypatch.delenv("SOCOMSITE_SMTP_HOST", raising=False)
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.fi", "--yes", "--site", root)
    assert said.code == 2
    assert said.err.startswith("Sähköpostipalvelimen asetus SOCOMSITE_SMTP_HOST puuttuu")
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.fi", "--site", root.parent)
    assert said.code == 2


def test_two_runs_at_once_are_refused(socomsite: Runner, root: Path) -> None:
    (root / FOLDER).mkdir(parents=True)
    with locked(root / FOLDER / f"{KEY}.lahetys") as is_alone:
        assert is_alone
        file = listed(root, *PEOPLE)
        said = socomsite("bulletin", "send", KEY, "--to-list", file, "--yes", "--site", root)
    assert said.err.startswith("Tätä numeroa lähetetään jo toisessa ikkunassa.")


def test_mistakes_in_the_content_stop_everything(socomsite: Runner, root: Path) -> None:
    changed(root, "number: 1", "number: yksi")
    said = socomsite("bulletin", "send", KEY, "--test", "a@b.fi", "--yes", "--site", root)
    assert said.code == 1
    assert "error[type-wrong]" in said.err


def test_a_missing_library_is_told_of(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socomsite.formats.mail.missing", lambda: ("css_inline", "pip install x"))
    said = socomsite("bulletin", "make", "--site", root)
    assert said.code == 1
    assert said.err == (
        "Kirjastoa css_inline ei ole asennettu, joten tiedotteen viesti jää tekemättä. "
        "Asenna se komennolla pip install x.\n"
    )


def test_the_day_of_sending_changes_no_message(root: Path, socomsite: Runner) -> None:
    socomsite("bulletin", "make", "--site", root)
    data = (root / FOLDER / f"{KEY}.eml").read_bytes()
    assert str(dt.date.today().year + 1).encode() not in data  # noqa: DTZ011 - a clock to compare with
    assert b"Date: Wed, 01 Apr 2026 08:00:00 +0300" in data
