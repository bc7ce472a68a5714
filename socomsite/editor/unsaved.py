"""Forms that were filled in and not saved, kept until they are: a crash loses no work.

Must never know what the fields mean.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from socomsite.dates import now_in_helsinki
from socomsite.digest import digest
from socomsite.editor.changes import FOLDER
from socomsite.editor.replacing import replace
from socomsite.yamltext import Plain

#: A form that nobody came back to is thrown away after this.
LONGEST = dt.timedelta(days=60)


@dataclass(frozen=True)
class Unsaved:
    """A form as it was last seen: whose, when, and what stood in its fields."""

    form_id: str
    when: dt.datetime
    who: str
    fields: Mapping[str, Plain]


class UnsavedForms:
    """The unsaved forms of a site, in a folder that neither git nor a build looks at."""

    def __init__(self, root: Path) -> None:
        """Of the site in a folder."""
        self.folder = root / FOLDER / "unsaved"

    def keep(self, form_id: str, who: str, fields: Mapping[str, Plain]) -> Unsaved:
        """Keep what stands in a form now, in the place of what stood in it before."""
        form = Unsaved(form_id, now_in_helsinki(), who, dict(fields))
        told = {"form": form_id, "when": form.when.isoformat(), "who": who, "fields": form.fields}
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
        replace(self._file(form_id), json.dumps(told).encode())
        return form

    def of(self, form_id: str) -> Unsaved | None:
        """What stood in a form, if it is kept."""
        return _read(self._file(form_id))

    def all(self) -> tuple[Unsaved, ...]:
        """Every form that is kept, the newest first; those too old are thrown away."""
        oldest = now_in_helsinki() - LONGEST
        found = []
        for file in self.folder.glob("*.json"):
            form = _read(file)
            if form is None or form.when < oldest:
                file.unlink(missing_ok=True)
            else:
                found.append(form)
        return tuple(sorted(found, key=lambda form: form.when, reverse=True))

    def discard(self, form_id: str) -> None:
        """Throw a form away: it was saved, or is not wanted."""
        with contextlib.suppress(FileNotFoundError):
            self._file(form_id).unlink()

    def _file(self, form_id: str) -> Path:
        return self.folder / f"{digest(form_id)}.json"


def _read(file: Path) -> Unsaved | None:
    try:
        told = json.loads(file.read_bytes())
        when = dt.datetime.fromisoformat(told["when"])
        return Unsaved(told["form"], when, told["who"], told["fields"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
