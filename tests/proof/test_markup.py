"""The Nu HTML checker finds no error in any page or stylesheet."""

from __future__ import annotations

import subprocess

from tests.proof.conftest import Served, tool

# The checker's list of CSS properties is older than SVG 2, which names this one.
UNKNOWN = ".*“paint-order”: Property “paint-order” doesn't exist.*"


def test_the_nu_checker_finds_no_error(served: Served) -> None:
    jar = tool("java", module="vnu-jar/build/dist/vnu.jar")
    files = sorted(
        str(file) for kind in ("html", "css") for file in served.folder.rglob(f"*.{kind}")
    )
    command = ["java", "-jar", jar, "--errors-only", "--also-check-css", "--filterpattern", UNKNOWN]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    told = done.stderr.replace(served.folder.as_uri(), "")
    assert (told, done.returncode) == ("", 0)
