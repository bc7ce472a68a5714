"""What a template may not do, whoever wrote it, and what it still may."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from socomsite.formats.record import Record
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import read_templates
from socomsite.language import Language
from socomsite.problem import Position
from tests.formats.filled import fault, rendered


@dataclass(frozen=True)
class Plan:
    title: str

    def publish(self) -> str:
        return "done"


ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ t.__init__.__globals__ }}",
    "{{ t.func }}{{ t.func.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ loop }}{% for a in [1] %}{{ loop.__init__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{0}'.format_map({}) }}",
    "{{ ''.join.__self__.__class__ }}",
    "{{ entry.publish() }}",
    "{{ namespace.__init__ }}",
    "{{ dict.__base__ }}",
    "{{ (['a']|map(attribute='__class__')|first).x }}",
    "{{ ['a']|map('attr', '__class__')|list }}",
    "{% set x = [] %}{{ x.append(1) }}",
    "{% set x = {} %}{{ x.update(a=1) }}",
    "{{ 'a'.encode() }}",
    "{{ '%s' % 'a' }}",
    "{{ 2 ** 10 }}",
    "{% include '../site.yaml' %}",
    "{% include '/etc/passwd' %}",
    "{% import '..\\\\x.html' as x %}",
    "{{ 1|round(10) }}",
    "{{ [1]|random }}",
    "{% debug %}",
)
HUGE = (
    "{% for a in range(10**9) %}{% endfor %}",
    "{% for a in range(1000000000) %}{% endfor %}",
    "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    (
        "{% for a in range(90000)|map('string') %}"
        "{% for b in range(90000)|map('string') %}{% endfor %}{% endfor %}"
    ),
    "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% for a in [1] recursive %}{{ loop([1, 1]) }}{% endfor %}",
    "{{ 'x' * 10000000000 }}",
    (
        "{% set n = namespace(x='xxxxxxxxxx') %}"
        "{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
    ),
    (
        "{% set n = namespace(x='xxxxxxxxxx') %}"
        "{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}"
    ),
    (
        "{% set n = namespace(x='xxxxxxxxxx') %}"
        "{% for a in range(60) %}{% set n.x = n.x|replace('x', n.x) %}{% endfor %}"
    ),
    (
        "{% set n = namespace(x='xxxxxxxxxx') %}{% for a in range(60) %}"
        "{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}{% endfor %}"
    ),
    (
        "{% set n = namespace(x=(1, 2)) %}"
        "{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}"
    ),
    "{% set n = namespace(x=3) %}{% for a in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ '9'.center(1000000000) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ 'a'|indent(1000000000) }}",
    "{{ [1]|batch(1000000000, 1)|list }}",
    "{{ lipsum(1000000) }}",
)
TOLD = {"template-unsafe", "template-endless", "template-undefined", "template-fault"}


@pytest.mark.parametrize("text", ESCAPES)
def test_a_template_that_reaches_outside_its_view_is_told_with_its_line(
    text: str, tmp_path: Path
) -> None:
    written = tmp_path / "templates/page.html"
    written.parent.mkdir()
    written.write_text(f"<p>\n{text}\n</p>", "utf-8")
    (tmp_path / "templates/strings.yaml").write_text("a: {fi: a, sv: a, en: a}\n", "utf-8")
    read = read_templates(tmp_path)
    problems = read.problems
    if not problems:
        view = {"entry": Plan("Otsikko")}
        made = Renderer(read.value).render("page.html", view, Language.FI, "Page")
        assert made.value is None
        problems = made.problems
    (found,) = problems
    assert found.code in TOLD | {"template-syntax", "template-missing"}
    assert found.position == Position("templates/page.html", 2, 1)


@pytest.mark.parametrize("text", HUGE)
def test_a_template_that_would_never_end_is_stopped_at_its_line(text: str, tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": f"<p>\n{text}\n</p>"})
    assert found.code in TOLD
    assert found.position == Position("templates/page.html", 2, 1)


def test_what_a_template_may_not_do_is_told_as_such(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "\n{{ entry.publish() }}"}, entry=Plan("x"))
    assert found.code == "template-unsafe"
    assert found.position.line == 2


def test_a_name_that_was_safe_is_not_trusted_with_a_method_that_formats(tmp_path: Path) -> None:
    shown = (Record({"x": "a"}), Record({"x": "{0.__class__}".format}))
    text = "{{ shown.0.x }}\n{{ shown.1.x(1) }}"
    found = fault(tmp_path, {"page.html": text}, shown=shown)
    assert found.position.line == 2
    assert found.code == "template-unsafe"


@pytest.mark.parametrize("name", ["__class__", "__dict__", "_spelled", "named_values"])
def test_what_was_refused_once_is_refused_again(name: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    text = f"{{{{ entry.label }}}}{{{{ entry.{name}() }}}}"
    (tmp_path / "templates/page.html").write_text(text, "utf-8")
    (tmp_path / "templates/strings.yaml").write_text("a: {fi: a, sv: a, en: a}\n", "utf-8")
    renderer = Renderer(read_templates(tmp_path).value)
    view = {"entry": Record({"label": "a"})}
    for _ in range(2):
        made = renderer.render("page.html", view, Language.FI, "Page")
        assert made.value is None
        assert made.problems[0].code in {"template-unsafe", "template-undefined"}


def test_a_text_seen_before_is_escaped_again_and_html_never(tmp_path: Path) -> None:
    html = "{% for a in [text, text|safe, text] %}{{ a }} {% endfor %}"
    assert rendered(tmp_path, {"page.html": html}, text="<b>") == "&lt;b&gt; <b> &lt;b&gt; "


def test_a_template_without_end_is_told_as_such(tmp_path: Path) -> None:
    text = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    found = fault(tmp_path, {"page.html": f"{text}\n{{{{ m(60) }}}}"})
    assert found.code == "template-endless"


def test_one_page_after_another_may_each_take_its_steps(tmp_path: Path) -> None:
    text = "{% for a in range(90000) %}{% endfor %}ok"
    for _ in range(3):
        assert rendered(tmp_path, {"page.html": text}) == "ok"


def test_a_template_may_look_at_text_and_gather_what_it_shows(tmp_path: Path) -> None:
    text = (
        "{% set found = namespace(names=()) %}"
        "{% for name in names if name.startswith('A') %}"
        "{% set found.names = found.names + (name.partition(' ')[0],) %}{% endfor %}"
        "{{ found.names|join('+') }} {{ 2 * 3 + 1 }} {{ entry.title|replace('a', 'b') }}"
        "{% for one in (1, 2, 3) %}{{ loop.cycle('-', '_') }}{{ loop.length }}{% endfor %}"
    )
    made = rendered(
        tmp_path,
        {"page.html": text},
        names=("Anna Malli", "Bo", "Aino X"),
        entry=Record({"title": "aa"}),
    )
    assert made == "Anna+Aino 7 bb-3_3-3"


def test_a_template_that_is_a_link_out_of_the_site_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret", "utf-8")
    folder = tmp_path / "site/templates"
    folder.mkdir(parents=True)
    (folder / "page.html").symlink_to(secret)
    (folder / "strings.yaml").write_text("a: {fi: a, sv: a, en: a}\n", "utf-8")
    read = read_templates(tmp_path / "site")
    assert [(p.code, p.position.path) for p in read.problems] == [
        ("symlink-outside", "templates/page.html")
    ]
    assert "page.html" not in read.value
