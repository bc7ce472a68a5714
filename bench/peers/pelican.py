"""Pelican: a project is a category. Neighbours come from a small plugin in its settings."""

from __future__ import annotations

from pathlib import Path

from peers.common import (
    NAME,
    URL,
    Corpus,
    Peer,
    base,
    copy_static,
    fields_of,
    jinja_list,
    tags_of,
    write,
)

_SETTINGS = f"""\
import os

from pelican import signals

SITENAME, SITEURL, AUTHOR = "{NAME}", "{URL}", "Esimerkki"
TIMEZONE, DEFAULT_LANG = "Europe/Helsinki", "fi"
PATH, OUTPUT_PATH, CACHE_PATH, THEME = "content", "output", "cache", "theme"
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["blog"], [], ["static"]
EXTRA_PATH_METADATA = {{"static/style.css": {{"path": "style.css"}}}} | {{
    f"static/images/kuva-{{k}}.png": {{"path": f"images/kuva-{{k}}.png"}} for k in range(8)
}}
ARTICLE_URL, ARTICLE_SAVE_AS = "blog/{{slug}}/", "blog/{{slug}}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{{slug}}/", "tags/{{slug}}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "project/{{slug}}/", "project/{{slug}}/index.html"
AUTHOR_SAVE_AS = DRAFT_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES, SITEMAP_SAVE_AS = ["index", "sitemap"], "sitemap.xml"
PAGINATED_TEMPLATES, DEFAULT_PAGINATION = {{"index": 20}}, 20
PAGINATION_PATTERNS = (
    (1, "{{base_name}}/", "{{base_name}}/index.html"),
    (2, "{{base_name}}/page/{{number}}/", "{{base_name}}/page/{{number}}/index.html"),
)
FEED_ALL_ATOM, FEED_MAX_ITEMS, RSS_FEED_SUMMARY_ONLY = "feed.xml", 20, True
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
EXTENSIONS = ("extra", "toc", "meta", "sane_lists", "smarty")
MARKDOWN = {{
    "extension_configs": {{f"markdown.extensions.{{name}}": {{}} for name in EXTENSIONS}},
    "output_format": "html5",
}}
if os.environ.get("BENCH_CACHE"):
    CACHE_CONTENT = LOAD_CONTENT_CACHE = True
    CHECK_MODIFIED_METHOD, CONTENT_CACHING_LAYER = "mtime", "reader"


def neighbours(generator):
    listed = generator.articles
    for newer, older in zip(listed, listed[1:]):
        newer.older, older.newer = older, newer


class Neighbours:
    __name__ = "neighbours"

    @staticmethod
    def register():
        signals.article_generator_finalized.connect(neighbours)


PLUGINS = [Neighbours]
"""
_DAY = "p.date.strftime('%Y-%m-%d')"
_POST = """\
{% extends "base.html" %}{% block title %}{{ article.title }}{% endblock %}
{% block content %}<article><h1>{{ article.title }}</h1>
<p><time datetime="{{ article.date.isoformat() }}">{{ article.date.strftime('%Y-%m-%d') }}</time>
<a href="/{{ article.category.url }}">{{ article.category }}</a>
{% for tag in article.tags %}<a href="/{{ tag.url }}">{{ tag }}</a> {% endfor %}</p>
{{ article.content }}</article>
<nav>{% if article.older %}<a href="/{{ article.older.url }}">{{ article.older.title }}</a>\
{% endif %}
{% if article.newer %}<a href="/{{ article.newer.url }}">{{ article.newer.title }}</a>{% endif %}\
</nav>{% endblock %}
"""
_INDEX = """\
{% extends "base.html" %}{% block title %}Blogi{% endblock %}
{% block content %}<h1>Blogi</h1>
{% for p in articles_page.object_list %}<article><h2><a href="/{{ p.url }}">{{ p.title }}</a></h2>\
<time>{{ p.date.strftime('%Y-%m-%d') }}</time><p>{{ p.summary }}</p></article>
{% endfor %}<nav>{% if articles_page.has_previous() %}\
<a href="/{{ articles_previous_page.url }}">Uudemmat</a>{% endif %}
{{ articles_page.number }}/{{ articles_paginator.num_pages }} {% if articles_page.has_next() %}\
<a href="/{{ articles_next_page.url }}">Vanhemmat</a>{% endif %}</nav>{% endblock %}
"""
_SITEMAP = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\
{% for article in articles %}<url><loc>{{ SITEURL }}/{{ article.url }}</loc></url>
{% endfor %}{% for group, _ in tags + categories %}<url>\
<loc>{{ SITEURL }}/{{ group.url }}</loc></url>
{% endfor %}</urlset>
"""


class Pelican(Peer):
    """Cold as it is shipped, without cache; the other cases with its cache of content on."""

    name = "pelican"
    title = "Pelican"
    output = "output"
    state = ("cache",)
    base = "theme/templates/base.html"
    notes = (
        "neighbours by a small plugin, the sitemap is a template; cold without a cache, as "
        "shipped; the other cases with its cache of content on, filled by one uncounted build"
    )
    primes = True

    def version(self, tools: Path) -> list[str]:
        return [str(tools / "venv-pelican/bin/pelican"), "--version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        del tools
        for slug, head, body in corpus.posts():
            fields = fields_of(head)
            lines = (
                f"Title: {fields['title']}",
                f"Slug: {slug}",
                f"Date: {fields['date']}",
                f"Tags: {', '.join(tags_of(head))}",
                f"Category: {fields['project']}",
                f"Summary: {fields['summary']}",
            )
            write(self.post(site, slug), "\n".join(lines) + f"\n\n{body}")
        copy_static(corpus, site / "content/static")
        write(site / "pelicanconf.py", _SETTINGS)
        theme = site / "theme/templates"
        (site / "theme/static").mkdir(parents=True)
        title, content = "{% block title %}{% endblock %}", "{% block content %}{% endblock %}"
        write(theme / "base.html", base(title, content))
        write(theme / "article.html", _POST)
        write(theme / "index.html", _INDEX)
        write(theme / "sitemap.html", _SITEMAP)
        listed = jinja_list("articles", "'/' ~ p.url", "p.title", _DAY)
        for name in ("tag", "category"):
            write(theme / f"{name}.html", _group(name, listed))

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        command = [
            str(tools / "venv-pelican/bin/pelican"),
            "-q",
            "-s",
            str(site / "pelicanconf.py"),
        ]
        return command, {} if case == "cold" else {"BENCH_CACHE": "1"}

    def post(self, site: Path, slug: str) -> Path:
        return site / "content/blog" / f"{slug}.md"


def _group(name: str, listed: str) -> str:
    return (
        f'{{% extends "base.html" %}}{{% block title %}}{{{{ {name} }}}}{{% endblock %}}\n'
        f"{{% block content %}}<h1>{{{{ {name} }}}}</h1>{listed}{{% endblock %}}\n"
    )
