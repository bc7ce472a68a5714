"""Hugo: everything is its own. The binary is called itself, not through its Python wrapper."""

from __future__ import annotations

import shutil
from pathlib import Path

from peers.common import NAME, URL, Corpus, Peer, base, copy_static, write

_SETTINGS = f"""\
baseURL = '{URL}/'
title = '{NAME}'
disableKinds = ['section', 'taxonomy', '404', 'robotstxt']
cacheDir = '%s'
[taxonomies]
tag = 'tags'
project = 'project'
[permalinks.page]
blog = '/blog/:slug/'
[pagination]
pagerSize = 20
disableAliases = true
[outputs]
home = ['html', 'rss']
page = ['html']
term = ['html']
[outputFormats.rss]
baseName = 'feed'
[services.rss]
limit = 20
[markup.highlight]
codeFences = false
"""
_POST = """\
{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p><time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">{{ .Date.Format "2006-01-02" }}\
</time>
<a href="/project/{{ .Params.project }}/">{{ .Params.project }}</a>
{{ range .Params.tags }}<a href="/tags/{{ . }}/">{{ . }}</a> {{ end }}</p>
{{ .Content }}</article>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
"""
# The pages are asked for once: a `where` here would be carried out anew for each page of the index.
_INDEX = """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ $list := .Paginate site.RegularPages }}
{{ range $list.Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>\
<time>{{ .Date.Format "2006-01-02" }}</time><p>{{ .Params.summary }}</p></article>
{{ end }}<nav>{{ with $list.Prev }}<a href="{{ .URL }}">Uudemmat</a>{{ end }}
{{ $list.PageNumber }}/{{ $list.TotalPages }} \
{{ with $list.Next }}<a href="{{ .URL }}">Vanhemmat</a>{{ end }}</nav>{{ end }}
"""
_TERM = """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li>\
<a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time></li>
{{ end }}</ul>{{ end }}
"""


def _binary(tools: Path) -> str:
    found = (tools / "venv-hugo").glob("lib/python*/site-packages/hugo/binaries/hugo")
    return str(next(iter(found), "hugo"))


class Hugo(Peer):
    """The corpus goes in as it is."""

    name = "hugo"
    title = "Hugo"
    output = "public"
    state = ("resources", ".hugo_build.lock", "cache")
    base = "layouts/baseof.html"
    notes = "nothing left out; the feed is RSS; it has no cache of content and builds all each time"

    def version(self, tools: Path) -> list[str]:
        return [_binary(tools), "version"]

    def lay(self, corpus: Corpus, site: Path, tools: Path) -> None:
        del tools
        shutil.copytree(corpus.folder / "posts", site / "content/blog")
        copy_static(corpus, site / "static")
        write(site / "hugo.toml", _SETTINGS % (site / "cache"))
        write(site / self.base, base("{{ .Title }}", '{{ block "main" . }}{{ end }}'))
        write(site / "layouts/page.html", _POST)
        write(site / "layouts/home.html", _INDEX)
        write(site / "layouts/term.html", _TERM)

    def build(self, site: Path, tools: Path, case: str) -> tuple[list[str], dict[str, str]]:
        del case
        return [_binary(tools), "--quiet", "--source", str(site)], {}

    def post(self, site: Path, slug: str) -> Path:
        return site / "content/blog" / f"{slug}.md"

    def serve(self, site: Path, tools: Path, port: int) -> list[str]:
        where = f"http://localhost:{port}/"
        options = ["--port", str(port), "--baseURL", where, "--disableBrowserError"]
        return [_binary(tools), "server", "--quiet", "--source", str(site), *options]
