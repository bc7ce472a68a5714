"""What is known of a content's pictures before any copy is made, and whether copies can be made.

Must never know Pillow: `image`, its door, is imported only where there are pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from socomsite.digest import digest


class Form(StrEnum):
    """What a copy is saved as; the value is the file's ending."""

    AVIF = "avif"
    JPEG = "jpg"
    PNG = "png"


#: How each form is saved. With more threads than one, AVIF would vary with the machine's cores.
SAVING: Mapping[Form, Mapping[str, int | bool]] = {
    Form.AVIF: {"quality": 60, "speed": 8, "max_threads": 1},
    Form.JPEG: {"quality": 78, "progressive": True, "optimize": True},
    Form.PNG: {"optimize": True},
}


@dataclass(frozen=True, slots=True)
class Original:
    """A picture of the content: its bytes' digest, its size upright, what old browsers get."""

    digest: str
    width: int
    height: int
    fallback: Form


def library() -> str:
    """The version of Pillow, if it is installed with all that copies need; else nothing."""
    try:
        from socomsite.model import image  # noqa: PLC0415 - see the module's first lines
    except ImportError:
        return ""
    return image.VERSION


def recipe(form: Form) -> str:
    """Changes when copies of a form are saved otherwise."""
    return digest(form, tuple(sorted(SAVING[form].items())))
