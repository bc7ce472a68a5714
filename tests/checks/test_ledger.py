"""What becomes of published addresses when content is renamed, moved and taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.checks.ledger import in_brackets, lost
from socomsite.engine.ledger import unanswered
from socomsite.formats import printing
from socomsite.model.ledger import Addresses, Line, What
from socomsite.model.redirects import Answers, Gone
from tests.addressed import FILES, lost_of, page, publish, published, with_file
from tests.conftest import TODAY, build_site, codes, news, write_site

NEWS = "content/news"


def moved(root: Path, old: str, new: str) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


def test_a_site_without_a_ledger_is_built_as_before(tmp_path: Path) -> None:
    root = write_site(tmp_path, FILES)
    (root / NEWS / "retki.md").unlink()
    made = build_site(root)
    assert made.problems == ()
    assert made.addresses.ledger is None


def test_a_site_that_has_lost_nothing_says_nothing(tmp_path: Path) -> None:
    assert build_site(published(tmp_path)).problems == ()


def test_a_renamed_file_is_known_by_its_title(tmp_path: Path) -> None:
    root = published(tmp_path)
    moved(root, f"{NEWS}/retki.md", f"{NEWS}/metsaretki.md")
    made = build_site(root)
    assert lost_of(made) == [
        (
            "ledger.txt:5:1 address-lost entry=news/retki "
            "line=aliases: [/ajankohtaista/retki/] "
            "path=content/news/metsaretki.md url=/ajankohtaista/retki/"
        )
    ]
    assert not made.is_sound


def test_a_renamed_file_is_known_by_its_name_when_its_title_has_changed_too(tmp_path: Path) -> None:
    root = published(tmp_path)
    moved(root, f"{NEWS}/avajaiset.md", f"{NEWS}/avajaiset-kouvolassa.md")
    (root / NEWS / "avajaiset-kouvolassa.md").write_text(news("Uudet tilat käyttöön"))
    assert "address-lost-undecided" in "".join(lost_of(build_site(root)))
    (root / NEWS / "avajaiset-kouvolassa.md").rename(root / NEWS / "avajaisetk.md")
    assert "line=aliases: [/ajankohtaista/avajaiset/]" in lost_of(build_site(root))[0]


def test_a_deleted_page_is_for_a_person_to_decide(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / NEWS / "retki.md").unlink()
    made = build_site(root)
    assert lost_of(made) == [
        "ledger.txt:5:1 address-lost-undecided entry=news/retki url=/ajankohtaista/retki/"
    ]
    assert made.addresses.losses[0].offer is None


def test_what_is_only_somewhat_like_is_asked_about(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / NEWS / "retki.md").write_text(news("Retki metsään 2025"))
    publish(root)
    moved(root, f"{NEWS}/retki.md", f"{NEWS}/syksy.md")
    (root / NEWS / "syksy.md").write_text(news("Retki metsään 2026"))
    (found,) = [p for p in build_site(root).problems if p.code.startswith("address")]
    assert found.code == "address-lost-undecided"
    assert found.near == ("/ajankohtaista/syksy/",)


def test_two_that_are_equally_like_are_asked_about(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / NEWS / "retki.md").unlink()
    for name in ("metsa-a", "metsa-b"):
        (root / NEWS / f"{name}.md").write_text(news("Retki metsään"))
    (found,) = [p for p in build_site(root).problems if p.code.startswith("address")]
    assert found.near == ("/ajankohtaista/metsa-a/", "/ajankohtaista/metsa-b/")


def test_a_page_with_a_new_address_of_its_own_is_told_of_at_its_file(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page(more="address: opas\naliases: [/apua/]\n"))
    assert lost_of(build_site(root)) == [
        (
            "content/pages/ohje.md:1:1 address-lost entry=pages/ohje "
            "line=aliases: [/apua/, /ohje/] path=content/pages/ohje.md url=/ohje/"
        )
    ]


def test_content_moved_to_another_kind_is_known(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / NEWS / "retki.md").unlink()
    (root / "content/pages/retki.md").write_text(page("Retki", "address: retket/metsaan\n"))
    (root / "content/pages/metsaan.md").write_text(page("Retki metsään", "address: metsaan\n"))
    (only,) = lost_of(build_site(root))
    assert "path=content/pages/metsaan.md" in only


def test_a_section_with_a_new_address_needs_one_line_for_all_below_it(tmp_path: Path) -> None:
    root = published(tmp_path)
    settings = root / "site.yaml"
    settings.write_text(settings.read_text().replace("news: ajankohtaista", "news: uutiset"))
    line = "redirects: [{old: /ajankohtaista/, new: /uutiset/}]"
    assert lost_of(build_site(root)) == [
        (
            f"ledger.txt:2:1 address-lost entry=pages/section-ajankohtaista line={line} "
            "path=site.yaml url=/ajankohtaista/"
        )
    ]
    settings.write_text(f"{settings.read_text()}{line}\n")
    made = publish(root)
    assert made.addresses.answers.redirects == {
        "/ajankohtaista/": "/uutiset/",
        "/ajankohtaista/atom.xml": "/uutiset/atom.xml",
        "/ajankohtaista/avajaiset/": "/uutiset/avajaiset/",
        "/ajankohtaista/retki/": "/uutiset/retki/",
    }
    # What is renamed later below the new address still answers at the oldest one.
    moved(root, f"{NEWS}/retki.md", f"{NEWS}/metsaretki.md")
    text = (root / NEWS / "metsaretki.md").read_text()
    (root / NEWS / "metsaretki.md").write_text(
        text.replace("---\n", "---\naliases: [/uutiset/retki/]\n", 1)
    )
    redirects = publish(root).addresses.answers.redirects
    assert redirects["/ajankohtaista/retki/"] == "/uutiset/metsaretki/"


def test_a_file_with_a_new_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    root = published(tmp_path)
    moved(root, "content/files/esite.pdf", "content/files/tutustu.pdf")
    (root / "content/pages/esitteet.md").write_text(with_file("tutustu.pdf"))
    line = "redirects: [{old: /tiedostot/esite.pdf, new: /tiedostot/tutustu.pdf}]"
    (only,) = lost_of(build_site(root))
    assert f"line={line} path=site.yaml" in only


def test_a_file_with_new_bytes_is_known_by_a_name_much_like_it(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/files/esite.pdf").unlink()
    (root / "content/files/esitte.pdf").write_bytes(b"toinen")
    (root / "content/pages/esitteet.md").write_text(with_file("esitte.pdf"))
    assert "new: /tiedostot/esitte.pdf" in lost_of(build_site(root))[0]


def test_a_file_that_nothing_links_to_any_more_is_lost(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/esitteet.md").write_text(page("Esitteet", body="Ei ole.\n"))
    (only,) = lost_of(build_site(root))
    assert "address-lost-undecided entry=files/esite.pdf url=/tiedostot/esite.pdf" in only


def test_a_lost_feed_is_led_to_the_page_that_it_followed(tmp_path: Path) -> None:
    listed = page("Uutiset", "address: ajankohtaista\nlists: [{of: news}]\n", "Täällä.\n")
    root = published(tmp_path, {**FILES, "content/pages/uutiset.md": listed})
    for name in ("avajaiset", "retki"):
        (root / NEWS / f"{name}.md").unlink()
    told = [each for each in lost_of(build_site(root)) if "atom.xml" in each]
    line = "redirects: [{old: /ajankohtaista/atom.xml, new: /ajankohtaista/}]"
    assert told == [
        (
            f"content/pages/uutiset.md:1:1 address-lost entry=pages/uutiset line={line} "
            "path=site.yaml url=/ajankohtaista/atom.xml"
        )
    ]


def test_a_lost_feed_is_led_to_the_next_feed_above_it() -> None:
    old = Addresses.of([Line("/a/b/atom.xml", What.FEED, "x/b", "B")])
    live = [Line("/a/b/", What.PAGE, "x/b", "B"), Line("/a/atom.xml", What.FEED, "x/a", "A")]
    (loss,) = lost(old, Addresses.of(live), Answers(), {}, {})
    assert loss.offer is not None
    assert loss.offer.values == ("/a/b/atom.xml", "/a/atom.xml")


def test_what_stands_beside_a_lost_page_is_not_told_of_beside_it(tmp_path: Path) -> None:
    root = published(tmp_path)
    for name in ("avajaiset", "retki"):
        (root / NEWS / f"{name}.md").unlink()
    assert [each.rpartition("url=")[2] for each in lost_of(build_site(root))] == [
        "/ajankohtaista/",
        "/ajankohtaista/avajaiset/",
        "/ajankohtaista/retki/",
    ]


def test_the_further_pages_of_a_list_lead_to_its_beginning(tmp_path: Path) -> None:
    listed = page("Uutiset", "address: ajankohtaista\nlists: [{of: news, per_page: 1}]\n", "T.\n")
    root = published(tmp_path, {**FILES, "content/pages/uutiset.md": listed})
    publish(root)
    settings = root / "content/pages/uutiset.md"
    settings.write_text(settings.read_text().replace("per_page: 1", "per_page: 9"))
    made = publish(root)
    assert made.addresses.answers.redirects == {"/ajankohtaista/sivu-2/": "/ajankohtaista/"}
    settings.write_text(settings.read_text().replace("per_page: 9", "per_page: 1"))
    assert build_site(root).addresses.answers.redirects == {}


def test_a_linked_heading_with_other_words_keeps_its_key(tmp_path: Path) -> None:
    root = published(tmp_path)
    text = (
        page()
        .replace("## Tavoitteet ja keinot", "## Tavoitteet, keinot")
        .replace("#tavoitteet-ja-keinot", "#tavoitteet-keinot")
    )
    (root / "content/pages/ohje.md").write_text(text)
    assert lost_of(build_site(root)) == [
        (
            "content/pages/ohje.md:1:1 anchor-lost anchor=tavoitteet-ja-keinot "
            "line=Tavoitteet, keinot {#tavoitteet-ja-keinot} page=/ohje/"
        )
    ]


def test_a_linked_heading_that_went_away_is_for_a_person_to_place(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page(body="Ei mitään.\n"))
    (only,) = lost_of(build_site(root))
    assert "line={#tavoitteet-ja-keinot}" in only
    told = '- {address: "/ohje/#tavoitteet-ja-keinot", reason: Poistettiin., date: 1.11.2026}\n'
    settings = root / "site.yaml"
    settings.write_text(f"{settings.read_text()}gone:\n{told}")
    assert build_site(root).problems == ()


def test_a_heading_that_no_link_leads_to_is_no_promise(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page().replace("## Muuta", "## Lopuksi"))
    assert build_site(root).problems == ()


def test_the_headings_of_a_page_go_where_the_page_goes(tmp_path: Path) -> None:
    root = published(tmp_path)
    text = page("Ohje", "address: opas\naliases: [/ohje/]\n", "Ei kohtia.\n")
    (root / "content/pages/ohje.md").write_text(text)
    assert build_site(root).problems == ()


def test_content_that_its_author_let_end_is_gone_since_then(tmp_path: Path) -> None:
    root = published(tmp_path)
    text = (root / NEWS / "retki.md").read_text()
    (root / NEWS / "retki.md").write_text(text.replace("date:", "expires: 2026-11-20\ndate:"))
    made = publish(root)
    (address, gone), *rest = made.addresses.answers.gone.items()
    assert (address, str(gone.date), rest) == ("/ajankohtaista/retki/", "2026-11-20", [])


def test_content_that_is_a_draft_again_is_lost(tmp_path: Path) -> None:
    root = published(tmp_path)
    text = (root / NEWS / "retki.md").read_text()
    (root / NEWS / "retki.md").write_text(text.replace("date:", "draft: true\ndate:"))
    assert lost_of(build_site(root)) == [
        (
            "content/news/retki.md:1:1 address-lost-undecided entry=news/retki "
            "url=/ajankohtaista/retki/"
        )
    ]


def test_a_redirect_that_is_taken_away_again_is_lost(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page(more="aliases: [/apua/]\n"))
    publish(root)
    (root / "content/pages/ohje.md").write_text(page())
    (only,) = lost_of(build_site(root))
    assert "entry=pages/ohje line=aliases: [/apua/]" in only


def test_nobody_is_accused_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / NEWS / "retki.md").write_text("---\ntitel: Retki\n---\n")
    assert lost_of(build_site(root)) == []


def test_a_look_back_in_time_accuses_nobody(tmp_path: Path) -> None:
    root = published(tmp_path)
    made = build_site(root, as_of=TODAY.replace(month=10, day=1))
    assert "address-lost" not in " ".join(codes(made))


def test_a_pdf_that_this_machine_cannot_make_is_not_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = published(tmp_path)
    with (root / "ledger.txt").open("a") as opened:
        opened.write("/tiedotteet/a/a.pdf | file | bulletins/a | A\n")
    assert "a.pdf" in lost_of(build_site(root))[0]
    monkeypatch.setattr(printing, "missing", lambda: ("WeasyPrint", "pip install weasyprint"))
    made = build_site(root)
    assert lost_of(made) == []
    assert made.addresses.losses == ()
    assert unanswered(made) == ("/tiedotteet/a/a.pdf",)


def test_a_letter_of_another_size_is_another_address(tmp_path: Path) -> None:
    root = published(tmp_path)
    (root / "content/pages/ohje.md").write_text(page(more="address: Ohje\n"))
    line = "redirects: [{old: /ohje/, new: /Ohje/}]"
    (only,) = lost_of(build_site(root))
    assert f"line={line}" in only
    settings = root / "site.yaml"
    settings.write_text(f"{settings.read_text()}{line}\n")
    assert build_site(root).problems == ()


def test_what_went_along_with_a_removed_page_is_gone_too() -> None:
    old = [Line("/a/", What.PAGE, "x/a", "A"), Line("/a/a.ics", What.FILE, "x/a", "A")]
    gone = {"/a/": Gone("Peruttiin.", TODAY)}
    assert lost(Addresses.of(old), Addresses(), Answers({}, gone), {}, {}) == ()


def test_ten_thousand_lost_addresses_are_told_of_without_comparing_all_with_all() -> None:
    old = [
        Line(f"/a/{n}-vanha/", What.PAGE, f"news/{n}-vanha", f"Otsikko {n}") for n in range(9999)
    ]
    new = [Line(f"/a/{n}-uusi/", What.PAGE, f"news/{n}-uusi", f"Toinen {n}") for n in range(9999)]
    losses = lost(Addresses.of(old), Addresses.of(new), Answers(), {}, {})
    assert len(losses) == 9999


@pytest.mark.parametrize(
    ("address", "written"), [("/a/b.pdf", "/a/b.pdf"), ("/a,b/", '"/a,b/"'), ("/a[1]/", '"/a[1]/"')]
)
def test_an_address_is_written_so_that_it_can_stand_between_brackets(
    address: str, written: str
) -> None:
    assert in_brackets(address) == written
