"""What mail programs show of an issue, by the data of caniemail.com."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.forms import forms_of
from tests.proof.conftest import ROOT, tool

CHECK = Path(__file__).parent
#: What some mail programs leave out, and why the message stands without it.
LEFT_OUT = {
    "@media",  # own dark colours and narrower margins: without them it is light, or inverted whole
    "<style> element",  # holds only the above; all else stands in the elements
    "color-scheme meta tag",  # says that dark colours are our own
    "<body> element",  # its colours and letters are repeated one element further in
    "role attribute",  # of tables that only draw; unread they are tables of one cell a row
    "Local anchors",  # the contents can be read where one cannot jump
}


def test_mail_programs_can_show_what_matters() -> None:
    tool("node", module="caniemail/package.json")
    said = subprocess.run(
        ["node", "mail.mjs"],
        input=forms_of(ROOT, "tiedote-1-2007").letter.html.encode(),
        capture_output=True,
        check=True,
        cwd=CHECK,
    )
    found = json.loads(said.stdout)
    assert {title for _, title in found["errors"]} <= LEFT_OUT
    assert found["warnings"]  # the check has looked
