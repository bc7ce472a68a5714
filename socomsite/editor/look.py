"""The editor's pages out of its own templates, which ship with the package.

Every value is escaped; a template that names what it was not given is a fault. Must never know
what a page is for.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

FOLDER = "static"


@cache
def environment() -> Environment:
    """The environment of the editor's templates."""
    return Environment(
        loader=PackageLoader("socomsite.editor", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **values: object) -> str:
    """The page that a template makes of values."""
    return environment().get_template(template).render(**values)


@cache
def static(name: str) -> bytes | None:
    """A style or script of the editor; None if there is no such file."""
    folder = files("socomsite.editor").joinpath(FOLDER)
    known = {item.name: item for item in folder.iterdir() if item.is_file()}
    return known[name].read_bytes() if name in known else None
