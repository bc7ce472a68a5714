"""The state of a site beside its content and templates, in which a plan still holds.

Must never know what a plan is.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from socomsite.digest import digest
from socomsite.engine.repeat import libraries
from socomsite.engine.stamps import digest_of_file
from socomsite.engine.workers import engine_digest
from socomsite.formats.template import FOLDER as TEMPLATES
from socomsite.formats.template import is_template
from socomsite.model.ledger import FILE as LEDGER
from socomsite.model.schema import Schema
from socomsite.model.site import FILE


def state_of(  # noqa: PLR0913 - all that a plan hangs on beside content
    root: Path,
    schema: Schema,
    files: Mapping[str, str],
    *,
    day: dt.date,
    today: dt.date,
    drafts: bool,
) -> str:
    """Changes when anything changes of which the table does not know what hangs on it.

    That is all but content and templates: the program and its libraries, settings, promised
    addresses, words and assets, attachments, the day.
    """
    files_below = (file for file in (root / TEMPLATES).rglob("*") if file.is_file())
    below = sorted(file for file in files_below if not is_template(file, root))
    read = [root / FILE, *([ledger] if (ledger := root / LEDGER).is_file() else []), *below]
    # In bytes: the site's own folder has no letters for a machine that knows no language.
    marks = tuple((os.fsencode(file), digest_of_file(str(file.resolve()))) for file in read)
    given = tuple(sorted(files.items()))
    kinds = tuple(kind.__qualname__ for kind in schema.kinds.values())
    return digest(engine_digest(), kinds, marks, given, day, today, drafts, libraries())
