"""Files that should not be in the content: refused by what they are, whatever they are called."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from socomsite.editor.guard import HOST
from socomsite.model.filenames import is_as_named, is_known, is_portable
from tests.attached import pdf
from tests.conftest import picture
from tests.editor.conftest import Answer, Editor, running
from tests.editor.hostile import MARK, NAMES, hostile_files, sound_picture
from tests.editor.pages import Form, encoded, faults_of, read
from tests.editor.test_attacks import FULL, PRIVATE, prints_of

PAGES = ("/lisaa/kuva", "/lisaa/tiedosto")
HOSTILE = hostile_files()
#: What both pages ask beside the file.
ANSWERS = {"merkitys": "kertoo", "alt": "Kevätpäivä testissä", "ihmiset": "ei"}
ANSWERS |= {"otsikko": "Testin tiedosto", "tila": "not_assessed"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The editor of a site of every kind; beside its content nothing may change."""
    folder = tmp_path_factory.mktemp("kone")
    shutil.copytree(FULL, folder / "sivusto", ignore=shutil.ignore_patterns("expected*"))
    before = prints_of(folder)
    for editor in running(folder / "sivusto"):
        editor.begin()
        yield editor
    assert prints_of(folder) == before


def form_at(editor: Editor, address: str) -> Form:
    forms = [form for form in read(address, editor.get(address)).forms if form.files]
    assert len(forms) == 1
    return forms[0]


def sent(editor: Editor, address: str, name: str, data: bytes) -> Answer:
    """A file sent with everything else filled in as a person would."""
    form = form_at(editor, address)
    values = form.values() | {name: [value] for name, value in ANSWERS.items()}
    body, sort = encoded(form, values, {form.files[0]: (name, data)})
    headers = {"Content-Type": sort, "Origin": f"http://{HOST}:{editor.port}"}
    return editor.ask(form.action, method="POST", body=body, headers=headers)


def files_of(editor: Editor) -> dict[Path, bytes]:
    folders = [editor.root / "content" / name for name in ("pictures", "files")]
    return {f: f.read_bytes() for folder in folders for f in folder.rglob("*") if f.is_file()}


def assert_sound(editor: Editor, before: dict[Path, bytes]) -> None:
    """What has come is what its name says, and holds nothing of what was meant to run."""
    for file, data in files_of(editor).items():
        if file in before:
            assert data == before[file], "nothing that was there is written over"
            continue
        assert MARK not in data, file
        assert is_portable(file.name), file
        assert not file.name.startswith("."), file
        if file.is_relative_to(editor.root / "content/pictures"):
            Image.open(io.BytesIO(data)).load()
        else:
            assert is_known(file.name), file
            assert is_as_named(file.name, data), file


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_does_more_than_it_says_does_not_come_in(
    guarded: Editor, address: str, name: str
) -> None:
    before = files_of(guarded)
    answer = sent(guarded, address, name, HOSTILE[name])
    assert answer.status < 500
    assert list(faults_of(read(address, answer))) == []
    assert_sound(guarded, before)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_leads_nowhere(guarded: Editor, address: str, name: str) -> None:
    before = files_of(guarded)
    answer = sent(guarded, address, name, sound_picture())
    assert answer.status < 500
    assert PRIVATE not in answer.text
    assert list(faults_of(read(address, answer))) == []
    assert_sound(guarded, before)


def test_a_sound_file_comes_in(guarded: Editor) -> None:
    before = files_of(guarded)
    assert sent(guarded, "/lisaa/tiedosto", "ohje.pdf", pdf("Ohje")).status < 400
    assert len(files_of(guarded)) == len(before) + 1


def test_a_sound_picture_comes_in(guarded: Editor) -> None:
    before = files_of(guarded)
    assert sent(guarded, "/lisaa/kuva", "kevat.jpg", picture(31, 17, "JPEG")).status < 400
    assert len(files_of(guarded)) == len(before) + 1
