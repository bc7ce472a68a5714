"""MkDocs: made for documentation. Its order is that of file names, and it knows no dates."""

from __future__ import annotations

import shutil
from pathlib import Path

from peers.common import NAME, URL, Corpus, Peer, base, copy_static, write

# No plugins, so no search; the site's own theme, so no navigation tree on every page.
_SETTINGS = f"""\
site_name: {NAME}
site_url: {URL}/
theme: {{name: null, custom_dir: theme}}
plugins: []
markdown_extensions: [extra, sane_lists, smarty]
validation:
  links: {{absolute_links: ignore, unrecognized_links: ignore, not_found: ignore}}
"""
_POST = """\
{% set meta = page.meta %}<article><h1>{{ page.title }}</h1>
<p><time datetime="{{ meta.date }}">{{ (meta.date|string)[:10] }}</time>
<a href="/project/{{ meta.project }}/">{{ meta.project }}</a>
{% for tag in meta.tags %}<a href="/tags/{{ tag }}/">{{ tag }}</a> {% endfor %}</p>
{{ page.content }}</article>
<nav>{% if page.previous_page %}\
<a href="/{{ page.previous_page.url }}">{{ page.previous_page.title }}</a>{% endif %}
{% if page.next_page %}\
<a href="/{{ page.next_page.url }}">{{ page.next_page.title }}</a>{% endif %}</nav>
"""
_FRONT = "---\ntitle: Blogi\n---\n\n# Blogi\n"


class MkDocs(Peer):
    """Post pages with neighbours, and a sitemap."""

    name = "mkdocs"
    title = "MkDocs"
    output = "site"
    base = "theme/main.html"
    notes = (
        "no index of pages, no tag or project pages, no feed; it has no cache: nothing changed and "
        "edits of a post are built with `--dirty`, which makes only files older than their source, "
        "warns that it may be wrong, and writes “None” for neighbours; no plugins"
    )
    shows_lists = False

    def version(self, tools: Path) -> list[str]:
        return [str(tools / "venv-mkdocs/bin/mkdocs"), "--version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        del tools
        shutil.copytree(corpus.folder / "posts", site / "docs/blog")
        copy_static(corpus, site / "docs")
        write(site / "docs/index.md", _FRONT)
        write(site / "mkdocs.yml", _SETTINGS)
        write(site / self.base, base("{{ page.title }}", _POST))

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        del site
        command = [str(tools / "venv-mkdocs/bin/mkdocs"), "build", "-q"]
        return command + ([] if case in {"cold", "base"} else ["--dirty"]), {}

    def post(self, site: Path, slug: str) -> Path:
        return site / "docs/blog" / f"{slug}.md"
