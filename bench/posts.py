"""Makes the corpus: blog posts in Finnish words that mean nothing, the same for the same number.

    python bench/posts.py NUMBER FOLDER [--seed WORD]

Writes `posts/<slug>.md` (front matter and Markdown of 300 to 600 words), eight small pictures and a
style sheet below `static/`, and `corpus.json` with tags, projects and slugs, oldest first.
Standard library only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path


def _words(listed: str) -> tuple[str, ...]:
    """Words out of a text; a bar stands for a space inside one."""
    return tuple(word.replace("|", " ") for word in listed.split())


_WHO = _words(
    """naapuri opettaja talkooväki kuoro leipuri puutarhuri lukija pelaaja kirjasto kylä
    retkeilijä valokuvaaja soittaja harjoittelija kauppias kalastaja suutari ompelija kerho
    torimyyjä marjastaja pyöräilijä hiihtäjä kuljettaja vaari mummo serkku nuoriso vartija"""
)
_DOES = _words(
    """maalaa kutoo kantaa etsii löytää laskee soittaa kirjoittaa lukee kerää istuttaa korjaa
    avaa sulkee nostaa leipoo kuvaa lainaa palauttaa muistaa kertoo odottaa vaihtaa ostaa
    punnitsee pesee lajittelee kiillottaa piirtää juhlii"""
)
_WHAT = _words(
    """venettä sanomalehteä omenaa kelloa porttia siltaa laulua kirjettä karttaa lyhtyä mattoa
    ikkunaa kukkapenkkiä juhlaa retkeä leipää valokuvaa tarinaa polkua satamaa myllyä torvea
    lankakerää hyllyä nuottia lippua ruskaa kevättä pihapuuta näyttelyä"""
)
_LIKE = _words(
    """vanhaa punaista pientä pitkää hiljaista kirkasta yhteistä lainattua kesäistä haaleaa
    tuttua unohdettua keväistä kotoista kevyttä raikasta"""
)
_WHEN = _words(
    """aamulla illalla torstaina rannalla torilla pihalla talvella kotona vintillä
    saunan|jälkeen sateen|aikana ennen|juhannusta kolmatta|kertaa ystävän|kanssa
    koko|viikon metsän|reunassa"""
)
_JOIN = ("ja", "mutta", "kun", "koska", "vaikka", "joten")
_FIRST = ("Vanha", "Uusi", "Pieni", "Punainen", "Hiljainen", "Kesäinen", "Kirkas", "Kadonnut")
_SECOND = ("laituri", "mylly", "kirje", "lyhty", "tori", "portti", "laulu", "kartta", "silta")
_TAGS = _words(
    """talkoot musiikki kirjat retket puutarha leivonta kuvaus pyorat kalastus kasityot historia
    luonto lapset vanhukset urheilu juhlat ruoka meri metsa koulu kerhot kielet elokuvat pelit
    rakentaminen kierratys elaimet matkat terveys talvi kevat kesa syksy kyla kaupunki tiede
    taide tanssi teatteri lehti"""
)
_PLACES = ("saari", "lahti", "niemi", "koski", "harju", "suo", "lampi", "luoto", "korpi", "ranta")
_PLAIN = str.maketrans("äöåÄÖÅ", "aoaAOA")
_DAYS = 7300  # twenty years
_PICTURES = 8


def main() -> None:
    """Read the command line, and write."""
    parser = argparse.ArgumentParser(description="Make a corpus of posts.")
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", default="1")
    given = parser.parse_args()
    write(given.number, given.folder, given.seed)


def write(number: int, folder: Path, seed: str) -> None:
    """Write so many posts, replacing what stood in the folder."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "posts").mkdir(parents=True)
    writer = Writer(number, seed)
    for slug, text in writer.posts():
        (folder / "posts" / f"{slug}.md").write_text(text, encoding="utf-8")
    images = folder / "static/images"
    images.mkdir(parents=True)
    for place in range(_PICTURES):
        (images / f"kuva-{place}.png").write_bytes(_picture(30 * place))
    style = "body { max-width: 42rem; margin: auto; font: 1.1rem/1.5 sans-serif; }\n"
    (folder / "static/style.css").write_text(style, encoding="utf-8")
    (folder / "corpus.json").write_text(json.dumps(writer.told()), encoding="utf-8")


class Writer:
    """Writes posts; the same number and seed give the same words."""

    def __init__(self, number: int, seed: str) -> None:
        """Choose titles and dates of all posts, since any may link to any."""
        self._random = random.Random(f"{number} {seed}")  # noqa: S311 - nothing secret
        self.projects = [
            f"{_PLACES[each % len(_PLACES)]}-{each}" for each in range(max(10, number // 50))
        ]
        self.titles = [
            f"{self._pick(_FIRST)} {self._pick(_SECOND)} {self._pick(_WHEN)}" for _ in range(number)
        ]
        self.slugs = [
            f"{place:06d}-{'-'.join(title.split()[:2]).translate(_PLAIN).lower()}"
            for place, title in enumerate(self.titles)
        ]
        self._used: set[str] = set()

    def _pick(self, words: tuple[str, ...]) -> str:
        return self._random.choice(words)

    def told(self) -> dict[str, object]:
        """What the other generators' layouts need to know of the posts."""
        tags = sorted(tag for tag in _TAGS if tag in self._used)
        projects = sorted(name for name in self.projects if name in self._used)
        return {"n": len(self.slugs), "tags": tags, "projects": projects, "slugs": self.slugs}

    def posts(self) -> Iterator[tuple[str, str]]:
        """Slug and text of every post, oldest first."""
        start = dt.datetime(2006, 1, 2, 8, tzinfo=dt.timezone(dt.timedelta(hours=2)))
        step = dt.timedelta(days=_DAYS) / max(len(self.slugs), 1)
        for place, slug in enumerate(self.slugs):
            tags = self._random.sample(_TAGS, self._random.randint(1, 4))
            project = self._random.choice(self.projects)
            self._used |= {*tags, project}
            moment = (start + step * place).replace(microsecond=0)
            head = (
                f'title: "{self.titles[place]}"',
                f"slug: {slug}",
                f"date: {moment.isoformat()}",
                f"tags: [{', '.join(tags)}]",
                f"project: {project}",
                f'summary: "{self._sentence(is_marked=False)}"',
            )
            body = "\n\n".join(self._body(place))
            yield slug, "---\n" + "\n".join(head) + f"\n---\n\n{body}\n"

    def _body(self, place: int) -> Iterator[str]:
        goal, words = self._random.randint(300, 560), 0
        for number, block in enumerate(self._blocks(place)):
            yield block
            words += len(block.split())
            if words >= goal and number > 0:
                break
        if place % 20 == 0:
            yield f"{self._sentence()}[^1]"
            yield f"[^1]: {self._sentence()}"
        elif place % 20 == 10:  # noqa: PLR2004 - every other tenth
            yield "```text\n" + "\n".join(f"{self._pick(_WHO)} = {n}" for n in range(5)) + "\n```"

    def _blocks(self, place: int) -> Iterator[str]:
        """Blocks without end: a picture in every fourth post, a table in every fifth."""
        other = self._random.choice(self.slugs)
        yield f"{self._paragraph()} Lue myös [{self._pick(_WHO)} kertoo](/blog/{other}/)."
        if place % 4 == 0:
            picture = self._random.randrange(_PICTURES)
            yield f"![{self._clause().capitalize()}](/images/kuva-{picture}.png)"
        for number in range(1000):
            yield f"## {self._pick(_SECOND).capitalize()} {self._pick(_WHEN)}"
            yield self._paragraph()
            if self._random.random() < 0.4:  # noqa: PLR2004 - so often
                sign = self._random.choice(("-", "1."))
                yield "\n".join(f"{sign} {self._clause()}" for _ in range(4))
            if place % 5 == 0 and number == 0:
                rows = (f"| {2015 + n} | {self._pick(_WHAT)} | {n * 7} |" for n in range(5))
                yield "\n".join(("| Vuosi | Mitä | Kuinka monta |", "|---|---|--:|", *rows))
            if self._random.random() < 0.1:  # noqa: PLR2004 - so often
                yield f"> {self._sentence()}"
            yield self._paragraph()

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self._random.randint(3, 5)))

    def _sentence(self, *, is_marked: bool = True) -> str:
        text = self._clause()
        if self._random.random() < 0.5:  # noqa: PLR2004 - every other
            text = f"{text}, {self._pick(_JOIN)} {self._clause()}"
        text = f"{text[0].upper()}{text[1:]}."
        return self._marked(text) if is_marked else text

    def _marked(self, text: str) -> str:
        """Now and then a word is stressed, or leads to another post."""
        chance = self._random.random()
        if chance < 0.06:  # noqa: PLR2004 - so often
            named = f"{self._pick(_WHAT)} {self._pick(_WHEN)}"
            return f"{text[:-1]} ([{named}](/blog/{self._random.choice(self.slugs)}/))."
        words = text.split(" ")
        if chance < 0.25:  # noqa: PLR2004 - so often
            place = self._random.randrange(len(words) - 1)
            sign = ("**", "*", "`", '"')[int(chance * 100) % 4]
            words[place] = f"{sign}{words[place]}{sign}"
        return " ".join(words)

    def _clause(self) -> str:
        parts = [self._pick(_WHO), self._pick(_DOES), self._pick(_WHAT)]
        if self._random.random() < 0.5:  # noqa: PLR2004 - every other
            parts.insert(2, self._pick(_LIKE))
        if self._random.random() < 0.6:  # noqa: PLR2004 - so often
            parts.append(self._pick(_WHEN))
        return " ".join(parts)


def _picture(shade: int, size: int = 16) -> bytes:
    """A square of one colour as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = (b"\0" + bytes((shade, 255 - shade, 128)) * size) * size
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


if __name__ == "__main__":
    main()
