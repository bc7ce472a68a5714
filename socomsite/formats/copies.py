"""Which copies of a picture there are, where they stand, and how a page offers them.

A copy's address holds the digest of the original's bytes and of how it is made, so a page can
name it before it is made and browsers may keep it for ever. Must never know Pillow.
"""

from __future__ import annotations

import html as entities
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from socomsite.digest import digest
from socomsite.language import slug
from socomsite.model.graph import FILE_ADDRESSES
from socomsite.model.originals import Form, Original, recipe

WIDTHS = (320, 640, 960, 1280, 1920)
#: The width that a browser takes which knows neither `srcset` nor AVIF.
_PLAIN_WIDTH = 640
#: How wide a picture stands in the column of running text (`.prose` in `style.css`).
IN_TEXT = "(min-width: 39rem) 37rem, calc(100vw - 2rem)"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a picture in one size and form."""

    address: str
    width: int
    height: int
    form: Form


@dataclass(frozen=True, slots=True)
class Offer:
    """A picture as a page offers it: candidates as `srcset` has them (HTML, 4.8.4.2.1).

    `src` is the fallback for all; `width` and `height` are the largest copy's.
    """

    src: str
    srcset: str
    avif: str
    width: int
    height: int


def copies_of(name: str, original: Original) -> tuple[Copy, ...]:
    """The copies of a picture of this name, each width in AVIF and for browsers without it."""
    widest = min(original.width, WIDTHS[-1])
    widths = [*(width for width in WIDTHS if width < widest), widest]
    return tuple(
        _copy(name, original, width, form)
        for width in widths
        for form in (Form.AVIF, original.fallback)
    )


def _copy(name: str, original: Original, width: int, form: Form) -> Copy:
    height = max(1, round(original.height * width / original.width))
    mark = digest(original.digest, width, height, recipe(form))[:10]
    # The digest tells pictures apart; the words of the name are for people only.
    words = slug(PurePosixPath(name).stem) or "kuva"
    address = f"{FILE_ADDRESSES['pictures']}{words}-{width}.{mark}.{form.value}"
    return Copy(address, width, height, form)


def offer_of(name: str, originals: Mapping[str, Original]) -> Offer | None:
    """A picture by its name below `content/pictures/`, if there are copies of it."""
    return _offer(name, originals[name]) if name in originals else None


@lru_cache(maxsize=1024)  # a picture may stand on many pages
def _offer(name: str, original: Original) -> Offer:
    copies = copies_of(name, original)
    plain = [copy for copy in copies if copy.form is not Form.AVIF]
    default = max((copy for copy in plain if copy.width <= _PLAIN_WIDTH), key=lambda c: c.width)
    return Offer(
        src=default.address,
        srcset=_srcset(plain),
        avif=_srcset([copy for copy in copies if copy.form is Form.AVIF]),
        width=plain[-1].width,
        height=plain[-1].height,
    )


def _srcset(copies: list[Copy]) -> str:
    return ", ".join(f"{copy.address} {copy.width}w" for copy in copies)


def picture_html(offer: Offer, attributes: Mapping[str, str], *, is_lazy: bool) -> str:
    """The picture as an element of running text, with further attributes of its `img`."""
    loading = {"loading": "lazy"} if is_lazy else {}
    image = {
        "src": offer.src,
        "srcset": offer.srcset,
        "sizes": IN_TEXT,
        "width": str(offer.width),
        "height": str(offer.height),
        **attributes,
        **loading,
        "decoding": "async",
    }
    source = {"type": "image/avif", "srcset": offer.avif, "sizes": IN_TEXT}
    return f"<picture><source {_written(source)}><img {_written(image)}></picture>"


def _written(attributes: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{entities.escape(text)}"' for name, text in attributes.items())
