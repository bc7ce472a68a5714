from __future__ import annotations

import pytest

from socomsite.formats.copies import IN_TEXT, WIDTHS, Offer, copies_of, offer_of, picture_html
from socomsite.model.originals import Form, Original


def original(width: int, height: int, fallback: Form = Form.JPEG, mark: str = "a") -> Original:
    return Original(mark, width, height, fallback)


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    found = copies_of("talo.jpg", original(width, height))
    assert [copy.form for copy in found] == [Form.AVIF, Form.JPEG] * (len(found) // 2)
    assert found[::2] != found[1::2]
    return [(copy.width, copy.height) for copy in found[::2]]


def test_a_camera_photo_comes_in_every_width_and_no_wider() -> None:
    assert [width for width, _ in sizes(6000, 4000)] == list(WIDTHS)
    assert sizes(6000, 4000)[-1] == (1920, 1280)


@pytest.mark.parametrize(
    ("size", "copies"),
    [
        ((96, 96), [(96, 96)]),
        ((320, 200), [(320, 200)]),
        ((700, 350), [(320, 160), (640, 320), (700, 350)]),
        ((1, 1), [(1, 1)]),
        ((640, 1), [(320, 1), (640, 1)]),
    ],
)
def test_no_picture_is_made_larger_than_it_is(
    size: tuple[int, int], copies: list[tuple[int, int]]
) -> None:
    assert sizes(*size) == copies


def test_an_address_changes_with_bytes_and_size_but_not_with_the_folder() -> None:
    def address(name: str, of: Original) -> str:
        return copies_of(name, of)[0].address

    first = address("talo.jpg", original(300, 200))
    assert address("2026/talo.jpg", original(300, 200)) == first
    assert address("talo.jpg", original(300, 200, mark="b")) != first
    assert address("talo.jpg", original(300, 201)) != first


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kevään työpaja (2).JPG", "kevaan-tyopaja-2"),
        ('a" onerror="x, 2x.png', "a-onerror-x-2x"),
        ("会.png", "kuva"),
        ("talo", "talo"),
    ],
)
def test_no_name_can_harm_an_address(name: str, words: str) -> None:
    copy = copies_of(name, original(300, 200))[1]
    assert copy.address.startswith(f"/kuvat/{words}-300.")
    assert copy.address.endswith(".jpg")
    assert not set(copy.address) & set(' ,"<>&%()')


def test_names_that_differ_in_case_are_told_apart_by_their_bytes() -> None:
    one = copies_of("Talo.jpg", original(300, 200, mark="a"))
    other = copies_of("talo.jpg", original(300, 200, mark="b"))
    addresses = [copy.address.casefold() for copy in (*one, *other)]
    assert len(set(addresses)) == 4


def test_an_offer_holds_every_copy_and_a_modest_one_for_old_browsers() -> None:
    offer = offer_of("talo.jpg", {"talo.jpg": original(6000, 4000)})
    assert offer is not None
    assert "/kuvat/talo-640." in offer.src
    assert (offer.width, offer.height) == (1920, 1280)
    for listed, ending in ((offer.avif, ".avif"), (offer.srcset, ".jpg")):
        candidates = [each.split(" ") for each in listed.split(", ")]
        assert [width for _, width in candidates] == [f"{width}w" for width in WIDTHS]
        assert all(address.endswith(ending) for address, _ in candidates)


def test_there_is_no_offer_of_an_unknown_picture() -> None:
    assert offer_of("muu.jpg", {"talo.jpg": original(600, 400)}) is None


def test_a_picture_says_its_size_and_waits_until_it_is_near() -> None:
    offer = Offer("/a.jpg", "/a.jpg 9w", "/a.avif 9w", 9, 6)
    later = picture_html(offer, {"alt": 'A & "B"', "class": "c"}, is_lazy=True)
    assert later == (
        f'<picture><source type="image/avif" srcset="/a.avif 9w" sizes="{IN_TEXT}">'
        f'<img src="/a.jpg" srcset="/a.jpg 9w" sizes="{IN_TEXT}" width="9" height="6"'
        ' alt="A &amp; &quot;B&quot;" class="c" loading="lazy" decoding="async"></picture>'
    )
    assert picture_html(offer, {"alt": ""}, is_lazy=False) == later.replace(
        ' alt="A &amp; &quot;B&quot;" class="c" loading="lazy"', ' alt=""'
    )
