"""Pictures measured and copied: every sort that people have, without what must not be published."""

from __future__ import annotations

import io
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile, PngImagePlugin

from socomsite.digest import digest_of_bytes
from socomsite.model.image import LONGEST_SIDE, measured, scaled
from socomsite.model.originals import Form, Original
from socomsite.problem import Outcome, Position, problem
from tests.conftest import picture

PATH = "content/pictures/talo.jpg"
PLACE = Position(PATH)
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
SECRETS = (b"Exif", b"http://ns.adobe.com/xap", b"KAMERAMERKKI", b"ICC_PROFILE", b"iCCP", b"Salaa")


def saved(image: Image.Image, form: str, **saving: object) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **saving)
    return data.getvalue()


def shades(mode: str, size: tuple[int, int] = (90, 60)) -> Image.Image:
    """A picture in any of Pillow's modes, dark above and light below."""
    return Image.linear_gradient("L").resize(size).convert("RGB").convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: how it was held, its maker, and where it was."""
    made = Image.Exif()
    made[ORIENTATION] = orientation
    made[MAKE] = "KAMERAMERKKI"
    made[GPS] = {1: "N", 2: (60.0, 52.0, 1.0), 3: "E", 4: (26.0, 42.0, 2.0)}
    return made


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def original(data: bytes) -> Original:
    made = measured(data, PATH)
    assert made.value is not None, made.problems
    return made.value


def told(data: bytes) -> tuple[str, ...]:
    made = measured(data, PATH)
    assert made.value is None
    assert {found.position for found in made.problems} == {PLACE}
    return tuple(found.code for found in made.problems)


def test_a_photograph_is_known_by_its_size_and_its_bytes() -> None:
    data = picture(640, 480, "JPEG")
    expected = Original(digest_of_bytes(data), 640, 480, Form.JPEG)
    assert measured(data, PATH) == Outcome(expected)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (1, 300)])
def test_the_smallest_pictures_are_pictures_too(form: str, size: tuple[int, int]) -> None:
    found = original(saved(shades("RGB", size), form))
    assert (found.width, found.height) == size
    for copied in (Form.AVIF, found.fallback):
        assert opened(scaled(saved(shades("RGB", size), form), *size, copied)).size == size


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("copied", list(Form))
def test_no_copy_tells_where_or_with_what_a_picture_was_taken(form: str, copied: Form) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>http://ns.adobe.com/xap Salaa</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    own: dict[str, object] = {"xmp": xmp}
    if form == "JPEG":
        own["comment"] = b"Salaa"
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", "Salaa")
        texts.add_itxt("XML:com.adobe.xmp", xmp.decode())
        own = {"pnginfo": texts}
    data = saved(shades("RGB"), form, exif=exif(), icc_profile=profile, **own)
    assert opened(data).getexif().get_ifd(GPS)  # so it is looked for rightly
    copy = scaled(data, 45, 30, copied)
    found = opened(copy)
    assert dict(found.getexif()) == {}
    assert found.getexif().get_ifd(GPS) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & found.info.keys()
    assert [secret for secret in SECRETS if secret in copy] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    upright = Image.new("RGB", (64, 48), "white")
    upright.paste("red", (0, 0, 32, 24))  # the upper left corner
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    held = upright if turned is None else upright.transpose(turned)
    data = saved(held, "JPEG", exif=exif(orientation), quality=95)
    assert (original(data).width, original(data).height) == (64, 48)
    copy = opened(scaled(data, 32, 24, Form.PNG)).convert("RGB")
    assert copy.size == (32, 24)
    corners = [copy.getpixel(at) for at in [(4, 4), (27, 4), (4, 19), (27, 19)]]
    assert [is_red(corner) for corner in corners] == [True, False, False, False]


def is_red(colour: object) -> bool:
    assert isinstance(colour, tuple)
    return bool(colour[0] > 200 and colour[1] < 90)


SORTS = [
    ("1", "PNG", Form.PNG),
    ("L", "PNG", Form.PNG),
    ("P", "PNG", Form.PNG),
    ("RGB", "PNG", Form.PNG),
    ("P", "GIF", Form.PNG),
    ("L", "JPEG", Form.JPEG),
    ("RGB", "JPEG", Form.JPEG),
    ("CMYK", "JPEG", Form.JPEG),
    ("RGB", "MPO", Form.JPEG),
    ("RGB", "WEBP", Form.PNG),
]


@pytest.mark.parametrize(("mode", "form", "fallback"), SORTS)
def test_every_usual_sort_of_picture_keeps_its_shades(mode: str, form: str, fallback: Form) -> None:
    data = saved(shades(mode), form)
    assert original(data).fallback is fallback
    for copied in (Form.AVIF, fallback):
        copy = opened(scaled(data, 30, 20, copied)).convert("L")
        dark, light = copy.getpixel((15, 2)), copy.getpixel((15, 17))
        assert isinstance(dark, int)
        assert isinstance(light, int)
        assert copy.size == (30, 20)
        assert dark < 90
        assert light > 165


def test_sixteen_bits_of_grey_are_not_clipped() -> None:
    data = saved(Image.new("I;16", (30, 20), 0x8000), "PNG", transparency=5)
    copy = opened(scaled(data, 30, 20, original(data).fallback)).convert("L")
    assert copy.getpixel((5, 5)) in {127, 128}


def test_what_can_be_seen_through_stays_so() -> None:
    image = shades("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    data = saved(image, "PNG")
    assert original(data).fallback is Form.PNG
    for copied in (Form.AVIF, Form.PNG):
        copy = opened(scaled(data, 30, 20, copied))
        assert copy.mode == "RGBA"
        assert min(copy.getchannel("A").tobytes()) < 30


def test_a_photograph_as_png_becomes_jpeg_even_with_an_alpha_that_hides_nothing() -> None:
    noise = Image.effect_noise((90, 60), 80)
    photo = Image.merge(
        "RGBA", (noise, noise.rotate(90), noise.rotate(180), Image.new("L", (90, 60), 255))
    )
    assert original(saved(photo, "PNG")).fallback is Form.JPEG


def test_colours_of_a_profile_become_those_that_browsers_assume() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    image = Image.new("RGB", (30, 20), (250, 10, 10))
    data = saved(image, "PNG", icc_profile=swapped)
    colour = opened(scaled(data, 30, 20, Form.PNG)).convert("RGB").getpixel((5, 5))
    assert isinstance(colour, tuple)
    assert [value > 200 for value in colour] == [False, False, True]


def test_a_damaged_profile_or_exif_is_passed_over() -> None:
    data = saved(shades("RGB"), "JPEG", icc_profile=b"no profile", exif=b"Exif\0\0no exif")
    assert original(data).width == 90
    assert opened(scaled(data, 45, 30, Form.JPEG)).size == (45, 30)


def test_a_text_named_like_a_picture_is_told() -> None:
    assert told(b"Muistio.") == ("picture-unreadable",)
    assert told(b"") == ("picture-unreadable",)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_that_ends_too_soon_is_told(form: str) -> None:
    data = saved(Image.effect_noise((90, 60), 80).convert("P" if form == "GIF" else "RGB"), form)
    assert told(data[: len(data) // 2]) == ("picture-unreadable",)


@pytest.mark.parametrize(
    ("data", "sort"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (saved(shades("RGB"), "TIFF"), "TIFF"),
        (saved(shades("RGB"), "BMP"), "BMP"),
    ],
)
def test_a_type_that_is_not_shown_is_told_by_name(data: bytes, sort: str) -> None:
    assert measured(data, PATH).problems == (problem(PLACE, "picture-type", type=sort),)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_a_picture_that_moves_is_told(form: str) -> None:
    more = [shades("RGB").rotate(90), shades("RGB").rotate(180)]
    data = saved(shades("RGB"), form, save_all=True, append_images=more)
    assert measured(data, PATH).problems == (problem(PLACE, "picture-type", type="picture-moving"),)


def test_a_second_picture_in_a_phones_file_is_no_movement() -> None:
    data = saved(shades("RGB"), "MPO", save_all=True, append_images=[shades("RGB")])
    assert original(data).fallback is Form.JPEG


@pytest.mark.parametrize("size", [(LONGEST_SIDE + 1, 1), (10_001, 10_000), (20_000, 20_000)])
def test_a_picture_of_too_many_pixels_is_told_before_it_is_read(size: tuple[int, int]) -> None:
    width, height = size
    bomb = saved(Image.new("1", (8, 8)), "PNG")
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bomb[24:29]
    data = bomb[:16] + header + crc32(b"IHDR" + header).to_bytes(4, "big") + bomb[33:]
    (found,) = measured(data, PATH).problems
    assert (found.code, found.position) == ("picture-too-large", PLACE)


@pytest.mark.parametrize(
    ("form", "saving", "side", "limit"),
    [
        ("PNG", {}, 5500, 30),
        ("GIF", {}, 5500, 30),
        ("WEBP", {}, 4500, 20),
        ("JPEG", {"progressive": True}, 8200, 66),
    ],
)
def test_what_must_be_read_whole_may_be_less_large(
    form: str, saving: dict[str, object], side: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured in memory: a build stays below 500 MB with the largest that is let in."""
    data = saved(Image.new("RGB", (side, side)), form, **saving)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda *_: pytest.fail("read whole"))
    (found,) = measured(data, PATH).problems
    assert found.code == "picture-too-large"
    assert dict(found.values)["limit"] == limit


def test_the_same_picture_makes_the_same_bytes() -> None:
    data = saved(Image.effect_noise((300, 200), 80).convert("RGB"), "JPEG")
    for form in Form:
        assert scaled(data, 150, 100, form) == scaled(data, 150, 100, form)


SEEDS = [
    saved(shades(mode), form, exif=exif(6))
    for mode, form in (("RGB", "JPEG"), ("RGBA", "PNG"), ("RGB", "WEBP"))
]
SEEDS.append(saved(shades("P"), "GIF"))


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4)), max_size=6),
)
def test_damaged_bytes_are_told_or_can_be_copied(
    data: bytes, blows: list[tuple[int, bytes]]
) -> None:
    for place, blow in blows:
        at = place % len(data)
        data = data[:at] + blow + data[at + 2 :]
    made = measured(data, PATH)
    if made.value is None:
        assert [found.position for found in made.problems] == [PLACE]
    elif made.value.width * made.value.height < 1_000_000:
        copy = scaled(data, made.value.width, made.value.height, made.value.fallback)
        assert opened(copy).size == (made.value.width, made.value.height)


def test_a_picture_that_ends_too_soon_is_told_also_beside_a_forgiving_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    data = picture(90, 60)
    assert measured(data[: len(data) // 2], "content/pictures/a.png").value is None
