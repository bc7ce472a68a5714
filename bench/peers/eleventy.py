"""Eleventy: Nunjucks layouts, markdown-it with typographer and footnotes.

Tag and project pages are paginated over collections made once; so are the neighbours, since its own
filters for them look through all posts for each post.
"""

from __future__ import annotations

from pathlib import Path

from peers.common import URL, Corpus, Peer, base, copy_static, write

_SETTINGS = """\
import rss from "@11ty/eleventy-plugin-rss";
import footnote from "markdown-it-footnote";

export default function (config) {
  const posts = (api) => api.getFilteredByGlob("content/blog/*.md");
  const newest = (api) => posts(api).sort((a, b) => b.date - a.date);
  const grouped = (field) => (api) => {
    const groups = new Map();
    for (const post of newest(api)) {
      for (const name of [post.data[field]].flat()) {
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(post);
      }
    }
    return [...groups].map(([name, posts]) => ({ name, posts }));
  };
  config.addPlugin(rss);
  config.amendLibrary("md", (md) => md.set({ typographer: true, html: true }).use(footnote));
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("first", (list, count) => list.slice(0, count));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addCollection("newest", (api) => {
    const list = newest(api);
    list.forEach((post, i) => Object.assign(post.data, { next: list[i - 1], prev: list[i + 1] }));
    return list;
  });
  config.addCollection("tags", grouped("labels"));
  config.addCollection("projects", grouped("project"));
  return {
    dir: { input: "content", includes: "_includes", output: "_site" },
    markdownTemplateEngine: false,
  };
}
"""
_POST = """\
---
layout: base.njk
---
<article><h1>{{ title }}</h1>
<p><time datetime="{{ page.date.toISOString() }}">{{ page.date | day }}</time>
<a href="/project/{{ project }}/">{{ project }}</a>
{% for tag in labels %}<a href="/tags/{{ tag }}/">{{ tag }}</a> {% endfor %}</p>
{{ content | safe }}</article>
<nav>{% if prev %}<a href="{{ prev.url }}">{{ prev.data.title }}</a>{% endif %}
{% if next %}<a href="{{ next.url }}">{{ next.data.title }}</a>{% endif %}</nav>
"""
_INDEX = """\
---
layout: base.njk
title: Blogi
pagination: {data: collections.newest, size: 20, alias: posts}
permalink: "{% if pagination.pageNumber %}/page/{{ pagination.pageNumber + 1 }}{% endif %}/"
---
<h1>Blogi</h1>
{% for p in posts %}<article><h2><a href="{{ p.url }}">{{ p.data.title }}</a></h2>\
<time>{{ p.date | day }}</time><p>{{ p.data.summary }}</p></article>
{% endfor %}<nav>{% if pagination.href.previous %}\
<a href="{{ pagination.href.previous }}">Uudemmat</a>{% endif %}
{{ pagination.pageNumber + 1 }}/{{ pagination.hrefs.length }} {% if pagination.href.next %}\
<a href="{{ pagination.href.next }}">Vanhemmat</a>{% endif %}</nav>
"""
_GROUP = """\
---
layout: base.njk
pagination: {data: collections.%s, size: 1, alias: group}
permalink: "/%s/{{ group.name }}/"
eleventyComputed: {title: "{{ group.name }}"}
---
<h1>{{ group.name }}</h1><ul>{%% for p in group.posts %%}<li>\
<a href="{{ p.url }}">{{ p.data.title }}</a> <time>{{ p.date | day }}</time></li>
{%% endfor %%}</ul>
"""
_FEED = f"""\
---
permalink: /feed.xml
---
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Blogi</title><id>{URL}/</id>\
{{% for p in collections.newest | first(20) %}}
<entry><title>{{{{ p.data.title }}}}</title><link href="{URL}{{{{ p.url }}}}"/>\
<id>{URL}{{{{ p.url }}}}</id><updated>{{{{ p.date | dateToRfc3339 }}}}</updated>\
<summary>{{{{ p.data.summary }}}}</summary></entry>{{% endfor %}}</feed>
"""
_SITEMAP = f"""\
---
permalink: /sitemap.xml
eleventyExcludeFromCollections: true
---
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{{% for p in collections.all %}}\
<url><loc>{URL}{{{{ p.url }}}}</loc></url>
{{% endfor %}}</urlset>
"""
_EACH = """\
export default { layout: "post.njk", permalink: (data) => `/blog/${data.slug}/` };
"""


def _command(tools: Path) -> str:
    return str(tools / "npm-eleventy/node_modules/@11ty/eleventy/cmd.cjs")


class Eleventy(Peer):
    """Tags are called labels: `tags` would make forty collections of its own as well."""

    name = "eleventy"
    title = "Eleventy"
    output = "_site"
    state = (".cache",)
    base = "content/_includes/base.njk"
    notes = (
        "feed and footnotes by plugins, the sitemap is a template, neighbours are set once on a "
        "collection; it has no cache and builds all each time"
    )

    def version(self, tools: Path) -> list[str]:
        return ["node", _command(tools), "--version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        for slug, head, body in corpus.posts():
            named = head.replace("\ntags:", "\nlabels:")
            write(self.post(site, slug), f"---\n{named}---\n\n{body}")
        copy_static(corpus, site / "static")
        (site / "node_modules").symlink_to(tools / "npm-eleventy/node_modules")
        write(site / "package.json", '{"type": "module", "private": true}\n')
        write(site / "eleventy.config.js", _SETTINGS)
        write(site / "content/blog/blog.11tydata.js", _EACH)
        write(site / self.base, base("{{ title }}", "{{ content | safe }}"))
        write(site / "content/_includes/post.njk", _POST)
        write(site / "content/index.njk", _INDEX)
        write(site / "content/tags.njk", _GROUP % ("tags", "tags"))
        write(site / "content/projects.njk", _GROUP % ("projects", "project"))
        write(site / "content/feed.njk", _FEED)
        write(site / "content/sitemap.njk", _SITEMAP)

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        del site, case
        return ["node", _command(tools), "--quiet"], {}

    def post(self, site: Path, slug: str) -> Path:
        return site / "content/blog" / f"{slug}.md"
