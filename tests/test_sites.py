"""Whole small sites: the broken ones tell exactly what is wrong, the sound ones become these files.

`make golden` renews what is expected; the difference is then read before it is committed.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from socomsite.commands.build import lines_of
from socomsite.language import Language
from socomsite.messages import told
from socomsite.model.image import LONGEST_SIDE
from socomsite.model.textfile import LARGEST
from tests.conftest import Files, build_site, picture, write_site
from tests.test_faults import ALONE, FAULTS
from tests.test_guide import problem_codes

SITES = Path(__file__).parent / "sites"
BROKEN = sorted(folder.name for folder in SITES.glob("broken*"))
SOUND = sorted(folder.name for folder in SITES.iterdir() if not folder.name.startswith("broken"))

#: Codes that no site folder can show: the tests of the modules that give them do.
SHOWN_ELSEWHERE = {
    "content-missing",  # engine/test_pipeline
    "disk-full",  # engine/test_output
    "output-busy",
    "output-foreign",
    "output-inside",
    "output-unwritable",
    "site-missing",  # model/test_site
    "internal",  # engine/test_workers
    "prose-too-deep",  # model/test_prose
    "library-missing",  # formats/test_share
    "entry-exists",  # commands/test_new
    "staff-inside-output",  # engine/test_staff
    "person-address-left",  # checks/test_people
    "import-form",  # commands/test_importing
    "import-syntax",
    "import-empty",
    "import-many",
    "import-column",
    "import-duplicate",
    "import-library",
    "plain-sentences",  # checks/test_plainlanguage: never told by a build
    "plain-words",
    "plain-jargon",
    "plain-abbreviation",
    "bulletin-unwritten",  # checks/test_rules
    "address-lost",  # checks/test_ledger: the site has to have been published before
    "address-lost-undecided",
    "anchor-lost",
    "cms-file-unseen",  # reports/test_cmsconfig: a build tells of none
    "cms-value-form",
    "ledger-line",  # model/test_ledger
    "ledger-unwritable",  # engine/test_ledger
    "redirect-loop",  # model/test_redirects
    "redirect-broken",
    "gone-reason-missing",
    "file-kind",  # checks/test_attachments
    "file-disguised",
    "file-name-unportable",
    "file-name-twin",
    "link-host-lookalike",  # checks/test_hosts
    "template-unsafe",  # formats/test_sandbox
    "template-endless",
    "prose-too-heavy",  # model/test_effort
    "yaml-wide",  # test_yamltext
    "file-properties",  # checks/test_documents: files that are made there
    "file-unread",
    "privacy-reason-unused",  # checks/test_suspects
    "picture-gps",  # checks/test_privacy: a notice
    "consent-ending",  # checks/test_consents
    "consent-ended",
    "link-external-dead",  # checks/test_outside: told only to who asks other sites
    "link-external-archived",
    "link-external-local",
    "link-external-unsure",
    "link-external-moved",
    "destination-unclear",  # model/test_destination
    "secret-in-settings",
    "destination-missing",  # commands/test_publish
    "destination-unknown",
    "destination-which",
    "publish-deletes-many",
    "publish-unanswered",
    "publish-unasked",
    "publish-overtaken",  # publishing/test_publishing
    "release-none-before",
    "release-unknown",
    "publish-busy",  # publishing/test_folder
    "publish-place-foreign",
    "publish-place-inside",
    "publish-unwritable",
    "place-full",  # publishing/test_server
    "program-missing",
    "publish-damaged",
    "publish-line-broken",
    "publish-unreachable",
    "server-key-changed",
    "server-key-unknown",
    "server-login-refused",
    "server-program-missing",
    "bucket-forbidden",  # publishing/test_store
    "bucket-keys-missing",
    "bucket-login-refused",
    "bucket-missing",
    "served-differs",  # publishing/test_served
    "served-other",
    "served-unseen",
}


def laid_out(name: str, root: Path) -> Path:
    """A copy of a site, with what a repository cannot hold and templates where it has none."""
    shutil.copytree(SITES / name, root, dirs_exist_ok=True, symlinks=True)
    shutil.rmtree(root / "expected", ignore_errors=True)
    own: Files = {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }
    write_site(root, own)
    if name == "broken":
        news = root / "content/news"
        (news / "suuri.md").write_bytes(b"a" * (LARGEST + 1))
        (news / "kansio.md").mkdir()
        (root.parent / "ulkona.md").write_text("---\ntitle: Ulkona\n---\n", "utf-8")
        (news / "ulkona.md").symlink_to(root.parent / "ulkona.md")
        (news / "linkki").symlink_to(root.parent, target_is_directory=True)
    if name == "broken-pictures":
        (root / "content/pictures/pitka.png").write_bytes(picture(LONGEST_SIDE + 1, 1))
        (root / "content/pictures/kesken.jpg").write_bytes(picture(90, 60, "JPEG")[:600])
    if name == "broken-rendering":
        (root / "templates/404.html").unlink()
    return root


def described(data: bytes) -> bytes:
    """What a picture is, for its bytes vary with the library that made it."""
    with Image.open(BytesIO(data)) as image:
        return f"{image.format} {image.width}x{image.height} {image.mode}\n".encode()


def compare(expected: Path, data: bytes, *, renew: bool) -> None:
    """The bytes are what the file holds; or, renewing, become it."""
    data = described(data) if expected.suffix in {".avif", ".jpg", ".png"} else data
    if renew:
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_bytes(data)
    wanted = expected.read_bytes()
    assert data.decode("utf-8", "replace") == wanted.decode("utf-8", "replace")
    assert data == wanted


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_site_tells_all_that_is_wrong(
    name: str, language: Language, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    root = laid_out(name, tmp_path / "sivusto")
    made = build_site(root)
    lines = [line for found in made.problems for line in told(found, language, lines_of(root))]
    expected = SITES / name / "expected" / f"{language.value}.txt"
    text = "\n".join(lines) + "\n"
    compare(expected, text.encode(), renew=pytestconfig.getoption("golden"))
    assert not made.is_sound


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_site_becomes_the_expected_files(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    made = build_site(laid_out(name, tmp_path / "sivusto"))
    # A photograph of `full` tells where it was taken, as those of phones do.
    assert {found.code for found in made.problems} <= {"picture-gps"}
    expected = SITES / name / "expected"
    renew = pytestconfig.getoption("golden")
    if renew:
        shutil.rmtree(expected, ignore_errors=True)
    for artifact in made.artifacts:
        compare(expected / artifact.path, artifact.data, renew=renew)
    found = {p.relative_to(expected).as_posix() for p in expected.rglob("*") if p.is_file()}
    assert found == {artifact.path for artifact in made.artifacts}


def test_the_broken_sites_show_every_message_for_authors(tmp_path: Path) -> None:
    shown = {
        found.code
        for name in BROKEN
        for found in build_site(laid_out(name, tmp_path / name)).problems
    }
    told_of = problem_codes().keys()
    in_corpus = {fault[1] for fault in FAULTS} | {row[2] for row in ALONE}
    assert told_of - shown - SHOWN_ELSEWHERE - in_corpus == set()
    assert shown <= told_of
