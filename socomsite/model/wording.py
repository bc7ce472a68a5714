"""Words that tell nothing: link texts such as "lue lisää", alternatives such as "kuva.jpg".

In the three languages. Must never know where the words stand.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# A link made of these words alone says nothing, whatever their order or number.
_FI = (
    "lue lisää lisätietoja lisätietoa lisätiedot tästä täältä täällä tähän tässä tämä tämän tätä"
    " klikkaa klikkaamalla klikkaus paina painamalla linkki linkin linkistä linkissä linkkiä"
    " kautta katso siirry avaa avautuu jatka lukemista tutustu enemmän tuosta tuolta sivu sivun"
    " sivulle sivulta sivua lataa tiedosto tiedoston myös ja voit löydät ne sen"
    " osoite osoitteessa pdf"
)
_SV = (
    "läs mer mera här klicka tryck länk länken denna den det detta via se också till gå vidare"
    " öppna sida sidan ladda ner hämta fil filen info på och"
)
_EN = (
    "read more here click press this link the via through see also go to page open continue"
    " reading download file find out learn details info and"
)
_EMPTY_WORDS = frozenset(f"{_FI} {_SV} {_EN}".split())
_WORD = re.compile(r"[^\W_]+")
# A scheme, `www.` or a path makes it an address; `kaste.fi` alone is what people call a site.
_BARE_ADDRESS = re.compile(r"(?:https?:|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S+", re.IGNORECASE)
_FILE_NAME = re.compile(r"[^/]*\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp|heic)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:img|dsc[nf]?|p|image|kuva|valokuva|bild|foto|photo|picture)[ _-]*\d+", re.IGNORECASE
)
_SAYS_PICTURE = re.compile(
    r"(?:(?:valo)?kuvassa|(?:valo)?kuva(?:n teksti)?\s*:|(?:valo)?kuva|bild(?:en)?\s*:|på bilden"
    r"|bilden visar|bild|(?:an? )?(?:image|picture|photo(?:graph)?)\s*(?::|of\b)"
    r"|image|picture|photo)(?=\W|$)",
    re.IGNORECASE,
)
_ALONE = frozenset({"kuva", "valokuva", "bild", "foto", "image", "picture", "photo"})


def key_of(words: str) -> str:
    """The words as they are heard: without case, arrows and other signs."""
    return " ".join(_WORD.findall(words.casefold()))


def is_vague(words: str) -> bool:
    """Whether a link text says nothing of where the link leads (WCAG 2.2, 2.4.4)."""
    heard = _WORD.findall(words.casefold())
    is_address = bool(_BARE_ADDRESS.fullmatch(words.strip(" .<>()")))
    return is_address or all(word in _EMPTY_WORDS for word in heard)


def is_useless_alt(alt: str, source: str) -> bool:
    """Whether a text alternative is a file's name or only says that there is a picture (1.1.1)."""
    text = alt.strip()
    if text.casefold().strip(" .") in _ALONE:
        return True
    is_name = _FILE_NAME.fullmatch(text) or _NUMBERED.fullmatch(text)
    stem = PurePosixPath(source).stem.casefold()
    is_stem = text.casefold() == stem and bool(re.search(r"[\d_-]", text))
    said = _SAYS_PICTURE.match(text)
    return bool(is_name or is_stem or (said and said[0].casefold() not in _ALONE))
