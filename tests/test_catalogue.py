"""The program's own words are read quickly, and as YAML says."""

from __future__ import annotations

import subprocess
from importlib.resources import files

import pytest

from socomsite.catalogue import _as_yaml, _quickly, _Unusual, read_catalogue
from socomsite.language import Words
from tests.conftest import PYTHON

OWN = files("socomsite").joinpath("messages.yaml").read_text("utf-8")
TERMS = "terms:\n  yes: {fi: kyllä, sv: ja, en: yes}\n"


def test_the_quick_reader_reads_the_whole_catalogue_as_yaml_does() -> None:
    quick, slow = _quickly(OWN), _as_yaml(OWN)
    assert quick == slow
    assert [list(part) for part in quick] == [list(part) for part in slow]


def test_both_forms_comments_and_quotation_marks_are_read() -> None:
    text = f"""\
# A comment
one: {{fi: 'sanoi ''ei''', sv: "sade 'nej' # inte", en: said no}}

  # Another
two-3:
  fi: "a: b"
  sv: '{{b}}'
  en: c d (e)
{TERMS}"""
    messages, terms = _quickly(text)
    assert messages == {
        "one": Words("sanoi 'ei'", "sade 'nej' # inte", "said no"),
        "two-3": Words("a: b", "{b}", "c d (e)"),
    }
    assert terms == {"yes": Words("kyllä", "ja", "yes")}
    assert _as_yaml(text) == (messages, terms)


UNUSUAL = (
    'a: {fi: "\\u00e4", sv: b, en: c}\n',
    "a: {fi: 'b\n  c', sv: b, en: c}\n",
    "a:\n  sv: b\n  fi: a\n  en: c\n",
    "a:\n    fi: a\n    sv: b\n    en: c\n",
    "a: {fi: a, sv: b, en: c} # why\n",
    "'a': {fi: a, sv: b, en: c}\n",
    "a: {fi: 1.10, sv: b, en: c}\n",
)


@pytest.mark.parametrize("item", UNUSUAL)
def test_any_other_form_goes_to_the_yaml_reader(item: str) -> None:
    for text in (item + TERMS, TERMS + item):
        with pytest.raises(_Unusual):
            _quickly(text)
        assert read_catalogue(text) == _as_yaml(text)
        assert len(read_catalogue(text)[0]) == 1


def test_a_text_cut_short_is_not_taken_for_whole() -> None:
    with pytest.raises(_Unusual):
        _quickly(TERMS.rstrip())
    with pytest.raises(_Unusual):
        _quickly("  a: {fi: a, sv: b, en: c}\n" + TERMS)


def test_a_start_wakes_none_of_the_heavy_libraries() -> None:
    program = "import sys; from socomsite.commands.cli import main\ntry: main(['--help'])\n"
    program += "except SystemExit: print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"yaml", "pydantic", "jinja2", "markdown", "nh3", "PIL", "sqlite3", "tornado", "json"}
    assert "click" in loaded
    assert not loaded & heavy
