"""Lays a neutral corpus of blog posts out as a site of this project.

    python bench/corpus.py NEUTRAL_DIR SITE_DIR

NEUTRAL_DIR holds `corpus.json` and `posts/*.md`, whatever their number. SITE_DIR becomes a site
that `socomsite build --site SITE_DIR` builds: a page for each post, tag and project, an index of
twenty a page, a feed and a sitemap, with the small theme below `bench/theme/`, whose pages hold
what those of the other generators hold. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

THEME = Path(__file__).resolve().parent / "theme"
URL = "https://example.org/"
NAME = "Esimerkkisivusto"
SITE = f"""\
name: {NAME}
url: {URL}
cited_per_page: 1000000
sections:
  news: blog
  topics: tags
  projects: project
"""
# The pages to which the menu and the footer of every page lead: (key, title, place in the menu).
PAGES = (
    ("hankkeet", "Hankkeet", "main"),
    ("blog", "Blogi", "main"),
    ("julkaisut", "Julkaisut", "main"),
    ("yhteystiedot", "Yhteystiedot", "main"),
    ("tietosuoja", "Tietosuoja", "footer"),
    ("tags", "Aiheet", "none"),
    ("project", "Kaikki hankkeet", "none"),
)
_FENCE = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# An alternative text that begins with the word "Kuvassa" is an error here.
_PICTURE = re.compile(r"!\[(?:Kuvassa )?([^\]]*)\]\(/images/")


def main() -> None:
    """Read the two folders from the command line, and convert."""
    parser = argparse.ArgumentParser(description="Lay a neutral corpus out as a site.")
    parser.add_argument("neutral", type=Path)
    parser.add_argument("site", type=Path)
    given = parser.parse_args()
    convert(given.neutral, given.site)


def convert(neutral: Path, site: Path) -> None:
    """Make the site anew. Raises OSError, and ValueError for a post unlike the generator's."""
    info = json.loads((neutral / "corpus.json").read_text(encoding="utf-8"))
    if site.exists():
        shutil.rmtree(site)
    content = site / "content"
    for folder in ("pages", "topics", "projects", "news"):
        (content / folder).mkdir(parents=True)
    shutil.copytree(neutral / "static/images", content / "pictures")
    shutil.copytree(THEME, site / "templates")
    (site / "templates/assets").mkdir(exist_ok=True)
    shutil.copy(neutral / "static/style.css", site / "templates/assets/style.css")
    _write(site / "site.yaml", SITE)
    for path, text in (*pages(), *cards(info["tags"], info["projects"])):
        _write(content / path, text)
    for slug in info["slugs"]:
        text = (neutral / "posts" / f"{slug}.md").read_text(encoding="utf-8")
        _write(content / "news" / f"{slug}.md", post(text))


def pages() -> Iterator[tuple[str, str]]:
    """The front page, which is the index of posts, and the pages of menu and footer."""
    common = "reviewed_on: 2026-01-02\nowner: Esimerkki\n"
    lists = "lists: [{of: news, per_page: 20}]\n"
    head = f'title: Blogi\naddress: ""\nmenu_title: Etusivu\nmenu: main\nmenu_order: 1\n{common}'
    yield "pages/etusivu.md", f"---\n{head}{lists}---\nKirjoitukset uusimmasta alkaen.\n"
    for order, (key, title, menu) in enumerate(PAGES, start=2):
        head = f"title: {title}\nmenu: {menu}\nmenu_order: {order}\n{common}"
        yield f"pages/{key}.md", f"---\n{head}---\nTämä sivu on esimerkki.\n"


def cards(tags: list[str], projects: list[str]) -> Iterator[tuple[str, str]]:
    """A topic for each tag and a project for each project; their posts come by back-reference."""
    for tag in tags:
        yield f"topics/{tag}.md", f"---\nname: {tag}\nsummary: Aihe {tag}.\n---\nAihe {tag}.\n"
    for project in projects:
        text = f"name: {project}\nsort: network\nshare: context\nsummary: Hanke {project}.\n"
        yield f"projects/{project}.yaml", f"{text}topics: [{tags[0]}]\n"


def post(text: str) -> str:
    """A post in this project's words: tags are topics, its project is what it is about.

    Fenced code becomes indented code and pictures are named without their folder: the dialect here.
    """
    _, head, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    lines = (
        f"title: {fields['title']}",
        f"date: {fields['date'][:10]}",
        f"topics: {fields['tags']}",
        f"about: [{fields['project']}]",
        f"summary: {fields['summary']}",
    )
    body = _FENCE.sub(lambda found: _indented(found[1]), _PICTURE.sub(r"![\1](", body))
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def _indented(code: str) -> str:
    return "".join(f"    {line}\n" for line in code.splitlines()).rstrip("\n")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
