"""A year of a small site in which three issues are gathered in turn, shared by tests."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import write_site

SETTINGS = """\
name: Testikeskus
short_name: Testi
url: https://testi.example/
series:
  - {name: Testin tiedote, key: tiedote, email: tiedote@testi.example}
  - {name: Keskuksen tiedote, key: keskus, about: services/keskus}
sections:
  bulletins: tiedotteet
"""
TOPICS = {
    "content/topics/lapset.md": "---\nname: Lapset\nsummary: Lasten asiat.\n---\nTietoa.\n",
    "content/topics/vanhat.md": "---\nname: Vanhustyö\nsummary: Vanhojen asiat.\n---\nTietoa.\n",
}
SERVICE = """\
name: Keskus
share: socom
summary: Neuvoo perheitä.
audience: Perheet
topics: [lapset]
changes:
"""


def news(date: str, topic: str = "lapset", about: str = "") -> str:
    title = f"Uutinen {date}"
    more = f"about: [{about}]\n" if about else ""
    return f"---\ntitle: {title}\ndate: {date}\ntopics: [{topic}]\n{more}---\nTeksti.\n"


def event(start: str, topic: str = "") -> str:
    topics = f"topics: [{topic}]\n" if topic else ""
    return f"title: Aamukahvit {start}\nsort: morning_coffee\nstart: {start}\n{topics}"


def changes(*days: str) -> str:
    return SERVICE + "".join(f"  - {{effective: {d}, text: Uusi aika.}}\n" for d in days)


def publication(year: str) -> str:
    return f"title: Raportti {year}\nsort: raportti\nyear: {year}\nowner_of_work: socom\n"


#: What comes to the site before each of the three days on which an issue is gathered.
PARTS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "2026-03-31",
        {
            "content/news/tammi.md": news("2026-01-10"),
            "content/news/maalis.md": news("2026-03-31", "vanhat"),
            "content/news/huhti.md": news("2026-04-01"),
            "content/events/kevat.yaml": event("2026-05-05 klo 9", "lapset"),
            "content/events/mennyt.yaml": event("2026-02-02"),
            "content/events/syksy.yaml": event("2026-10-10", "vanhat"),
            "content/services/keskus.yaml": changes("2026-02-01"),
            "content/publications/raportti.yaml": publication("2026"),
            "content/publications/vanha.yaml": publication("1999"),
            "content/news/luonnos.md": news("2026-03-01").replace(
                "---\n", "---\ndraft: kyllä\n", 1
            ),
        },
    ),
    (
        "2026-08-31",
        {
            "content/news/kesa.md": news("2026-06-06", about="services/keskus"),
            "content/news/myohassa.md": news("2026-01-15"),
            "content/posts/loma.md": "---\ntitle: Loma\ndate: 2026-07-07\nauthor: Anna\n"
            "about: [services/keskus]\nsummary: Loman jälkeen.\n---\nTeksti.\n",
            "content/services/keskus.yaml": changes("2026-02-01", "2026-09-01"),
            "content/events/talvi.yaml": event("2026-12-20"),
            "content/publications/opas.yaml": publication("2026"),
        },
    ),
    (
        "2026-12-15",
        {
            "content/news/elo.md": news("2026-08-31"),
            "content/news/joulu.md": news("2026-12-14", "vanhat"),
            "content/events/ensi-vuosi.yaml": event("2027"),
        },
    ),
)
#: What each of the issues should hold.
WANTED: tuple[set[str], ...] = (
    {
        "news/tammi",
        "news/maalis",
        "events/kevat",
        "events/syksy",
        "services/keskus 2026-02-01",
        "publications/raportti",
    },
    {
        "news/huhti",
        "news/kesa",
        "news/myohassa",
        "posts/loma",
        "services/keskus 2026-09-01",
        "events/talvi",
        "publications/opas",
    },
    {"news/elo", "news/joulu", "events/ensi-vuosi"},
)


def begun(root: Path) -> Path:
    """The site before anything has come to it."""
    return write_site(root, {"site.yaml": SETTINGS, **TOPICS})
