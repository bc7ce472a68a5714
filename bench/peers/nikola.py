"""Nikola: a graph of tasks, each carried out when what it depends on has changed."""

from __future__ import annotations

from pathlib import Path

from peers.common import NAME, URL, Corpus, Peer, base, copy_static, jinja_list, write

_SETTINGS = f"""\
BLOG_AUTHOR, BLOG_TITLE, BLOG_DESCRIPTION = "Esimerkki", "{NAME}", "Esimerkki"
BLOG_EMAIL, SITE_URL = "esimerkki@example.org", "{URL}/"
DEFAULT_LANG, TRANSLATIONS, TIMEZONE = "fi", {{"fi": ""}}, "Europe/Helsinki"
NAVIGATION_LINKS, THEME = {{"fi": ()}}, "equal"
POSTS, PAGES = (("posts/*.md", "blog", "post.tmpl"),), ()
COMPILERS, METADATA_FORMAT, PRETTY_URLS = {{"markdown": [".md"]}}, "YAML", True
INDEX_PATH, TAG_PATH, CATEGORY_PATH, CATEGORY_PREFIX = "", "tags", "project", ""
INDEX_DISPLAY_POST_COUNT, INDEXES_STATIC, URL_TYPE = 20, False, "full_path"
INDEXES_PRETTY_PAGE_URL = ["page", "{{number}}", "{{index_file}}"]
TAGS_INDEX_PATH, WRITE_TAG_CLOUD = "", False
TAG_PAGES_ARE_INDEXES = CATEGORY_PAGES_ARE_INDEXES = False
FEED_LENGTH, GENERATE_RSS, GENERATE_ATOM, DISABLE_TAGS_FEEDS = 20, True, False, True
MARKDOWN_EXTENSIONS = [
    f"markdown.extensions.{{name}}" for name in ("extra", "toc", "sane_lists", "smarty")
]
DISABLED_PLUGINS = [
    "render_galleries", "render_listings", "classify_archive", "render_archive",
    "classify_authors", "create_bundles", "copy_assets", "redirect", "robots", "gallery",
    "classify_sections", "post_list", "sources", "classify_page_index",
]
COPY_SOURCES = SHOW_SOURCELINK = USE_BUNDLES = CREATE_ARCHIVE = USE_KATEX = USE_CDN = False
POST_PROCESS = ENABLE_AUTHOR_PAGES = False
GENERATE_SITEMAP, STRIP_INDEXES, CODE_COLOR_SCHEME = True, True, "default"
FILES_FOLDERS, FILTERS, CACHE_FOLDER = {{"files": ""}}, {{}}, "cache"
GALLERY_FOLDERS, LISTINGS_FOLDERS, IMAGE_FOLDERS = {{}}, {{}}, {{}}
"""
_DAY = "p.date.strftime('%Y-%m-%d')"
_POST = """\
{% extends "base.tmpl" %}{% block content %}<article><h1>{{ post.title() }}</h1>
<p><time datetime="{{ post.date.isoformat() }}">{{ post.date.strftime('%Y-%m-%d') }}</time>
<a href="{{ _link('category', post.meta('category')) }}">{{ post.meta('category') }}</a>
{% for tag in post.tags %}<a href="{{ _link('tag', tag) }}">{{ tag }}</a> {% endfor %}</p>
{{ post.text() }}</article>
<nav>{% if post.prev_post %}\
<a href="{{ post.prev_post.permalink() }}">{{ post.prev_post.title() }}</a>{% endif %}
{% if post.next_post %}\
<a href="{{ post.next_post.permalink() }}">{{ post.next_post.title() }}</a>{% endif %}</nav>
{% endblock %}
"""
_INDEX = """\
{% extends "base.tmpl" %}{% block content %}<h1>Blogi</h1>
{% for p in posts %}<article><h2><a href="{{ p.permalink() }}">{{ p.title() }}</a></h2>\
<time>{{ p.date.strftime('%Y-%m-%d') }}</time><p>{{ p.description() }}</p></article>
{% endfor %}<nav>{% if prevlink %}<a href="{{ prevlink }}">Uudemmat</a>{% endif %}
{% if nextlink %}<a href="{{ nextlink }}">Vanhemmat</a>{% endif %}</nav>{% endblock %}
"""


class Nikola(Peer):
    """A project is a category."""

    name = "nikola"
    title = "Nikola"
    output = "output"
    state = (
        *("cache", "state_data.json", ".doit.db", ".doit.db.db"),
        *(".doit.db.dat", ".doit.db.dir", ".doit.db.bak"),
    )
    base = "themes/equal/templates/base.tmpl"
    notes = (
        "nothing left out; also makes a feed for each tag and project and two pages that list "
        "them, which no setting turns off"
    )

    def version(self, tools: Path) -> list[str]:
        return [str(tools / "venv-nikola/bin/nikola"), "version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        del tools
        for slug, head, body in corpus.posts():
            named = head.replace("\nproject: ", "\ncategory: ")
            named = named.replace("\nsummary: ", "\ndescription: ")
            write(self.post(site, slug), f"---\n{named}type: text\n---\n\n{body}")
        copy_static(corpus, site / "files")
        write(site / "conf.py", _SETTINGS)
        theme = site / "themes/equal"
        write(theme / "equal.theme", "[Theme]\nengine = jinja\nparent = base-jinja\n")
        write(site / self.base, base("{{ title }}", "{% block content %}{% endblock %}"))
        write(theme / "templates/post.tmpl", _POST)
        write(theme / "templates/index.tmpl", _INDEX)
        listed = jinja_list("posts", "p.permalink()", "p.title()", _DAY)
        group = f'{{% extends "base.tmpl" %}}{{% block content %}}<h1>{{{{ title }}}}</h1>{listed}'
        write(theme / "templates/tag.tmpl", f"{group}{{% endblock %}}\n")

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        del site, case
        return [str(tools / "venv-nikola/bin/nikola"), "build", "-q"], {}

    def post(self, site: Path, slug: str) -> Path:
        return site / "posts" / f"{slug}.md"
