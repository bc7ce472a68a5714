"""Who may import whom, one door per library, and what may stand at module level."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "socomsite"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A layer may import those before it, and itself.
LAYERS = (
    ("vocabulary", ()),
    ("model", ("model",)),
    ("formats", ("formats",)),
    ("checks", ("checks",)),
    ("reports", ("reports",)),
    ("imports", ("imports",)),
    ("engine", ("engine",)),
    # A finished site to where readers find it; it takes what a build gives and makes nothing.
    ("publishing", ("publishing",)),
    # What staff change in a browser, saved, shown and published; whoever starts it is above.
    ("editor", ("editor",)),
    ("commands", ("commands",)),
)
NOT_EACH_OTHER = {("formats", "checks"), ("checks", "formats")}
# Inside `formats`, a format imports only what formats share.
SHARED_FORMATS = {
    *("navigation", "strings", "view", "record", "links", "planning"),
    *("template", "rendering", "sandbox"),
    *("pageview", "outlines", "apart", "listing", "grouping", "index", "leafing", "backreferences"),
    *("loads", "markup", "relative"),
    *("copies", "embeds", "prose_view"),
    *("chart", "drawing", "life", "timeline"),
    *("metadata", "schemaorg", "mentions", "work", "exports", "contentlines"),
    *("issue", "plaintext", "printing"),
}
FORMATS = {"page", "feed", "sitemap", "asset", "picture", "bulletin", "mail"}
FORMATS |= {"calendar", "citation", "vcard", "opendata", "share", "redirect"}

# Which modules may import a library; all others go through them.
DOORS = {
    "yaml": {"yamltext"},
    # What counts the work on a text must stand inside the engine; ids are told apart by its own.
    "markdown": {"model.dialect", "model.runningtext", "model.counting", "model.reader"},
    "nh3": {"model.sanitize"},
    # The sandbox is the environment that `template` fills: one subject of its own.
    # The editor's own pages have their own templates.
    "jinja2": {"formats.template", "formats.rendering", "formats.sandbox", "editor.look"},
    "livereload": {"commands.serve"},
    # The network: a server of our own, and questions to the sites that pages link to
    "tornado": {
        # Pages of the editor that are not there, and forms whose files come in pieces
        *("editor.receiving", "editor.adding", "editor.addingfiles", "editor.addingpictures"),
        *("editor.shelf", "editor.leavingpage", "editor.removing", "editor.ending"),
        *("editor.bulletins", "editor.issuepage", "editor.issueforms"),
        *("editor.formpage", "editor.entry"),
        *("commands.serve", "commands.edit", "commands.sharing"),
        *("editor.application", "editor.page", "editor.previewing", "editor.returning"),
        "editor.history",
        "engine.asking",
    },
    "sqlite3": {"engine.shelf"},
    "pybtex": {"imports.bibtex"},
    "rispy": {"imports.ris"},
    # Pagefind's program; a process apart for attached files; git, for commits and for a branch;
    # ssh and rsync, to a server.
    "subprocess": {
        *("engine.pagefind", "engine.attachments", "publishing.git", "publishing.remote"),
    },
    # A bucket.
    "boto3": {"publishing.store"},
    "botocore": {"publishing.store"},
    # What readers are served after a publishing.
    "http": {"publishing.served"},
    # A picture's properties are read apart from the picture, in a process without the rest.
    "PIL": {"model.image", "model.picturemarks", "formats.share"},
    # Attached files
    "pypdf": {"model.pdffile"},
    "pagefind_bin": {"engine.pagefind"},
    "ruamel": {"editor.restyling"},
    "segno": {"commands.sharing"},
    "libvoikko": {"voikko"},
    "snowballstemmer": {"baseforms"},
    # The bulletin
    "weasyprint": {"formats.printing"},
    "pydyf": {"formats.printing"},
    "css_inline": {"formats.mail"},
    "smtplib": {"commands.posting"},
    "pydantic": {
        "model.fields",
        "model.hours",
        "model.identifiers",
        "model.pages",
        "checks.translations",
        "checks.outside",
        "model.schema",
        "model.decode",
        "model.mistakes",
        "model.traits",
        "model.parts",
        "model.cadence",
        "model.communications",
        "model.departed",
        "model.kinds",
        "model.site",
        "model.destination",
        "model.description",
        "model.repointing",
        "formats.view",
    },
    "click": {"commands.*"},
}
# Which modules may read from disk; all others get values.
READERS = {
    # Content files and attachments; of a folder, the names alone
    *("model.textfile", "model.attachedfiles"),
    "model.image",
    "model.labels",
    # Parts of attached files, out of bytes that are already in memory
    "model.picturemarks",
    "model.officefile",
    "messages",
    # Its words, styles and scripts, which ship with the package
    "editor.holding",  # whether a file says what was checked before it was saved
    "editor.words",
    "editor.grouping",
    "editor.look",
    "checks.plainwords",
    "formats.asset",
    "engine.workers",
    "commands.ending",
    "commands.build",
    # Files of a preview, for a browser
    "engine.serving",
    "commands.desk",
    "commands.importing",
    "engine.staff",
    # Manifests that lie where a site was published
    "publishing.folder",
    # What the file system says of a file; the one who reads what was only touched
    "engine.stamps",
    # What was seen of files, taken away once it has been used
    "engine.repeat",
    # Holds a folder open so that others wait; closes an output that nobody reads
    "engine.turn",
    "commands.start",
    # Compares the written folder
    "commands.verify",
    # What happens at the server's end; whether a process of this machine lives.
    "publishing.remote",
    "publishing.lease",
}
READING = {"read_text", "read_bytes", "open"}
# Which modules may write to disk.
WRITERS = {
    "engine.shelf",
    # The ledger, beside `site.yaml`; what it says is made from values
    "engine.ledger",
    "engine.output",
    "engine.staging",
    # Files of a build that are not in their places yet, in a folder of its own
    "engine.aside",
    "engine.trees",
    "engine.stamps",
    # What was seen of files, taken away once it has been used
    "engine.repeat",
    "commands.ending",
    # `--fix`: lines put into a person's files
    "engine.mending",
    "commands.new",
    "commands.serve",
    "commands.importing",
    # What staff save: content, how it was before, forms that are not saved yet
    "editor.replacing",
    "editor.changes",
    "editor.unsaved",
    "editor.store",
    # The bulletin
    "commands.gather",
    "commands.bulletin",
    "commands.journal",
    # The form of a git host's editor, where it is asked for
    "commands.cmsconfig",
    # Publishing: releases in a folder, files staged for git
    "publishing.tree",
    "publishing.lock",
    "publishing.folder",
    # Files laid out for rsync
    "publishing.server",
    "publishing.branch",
}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree", "touch", "rmdir"}


def name_of(file: Path) -> str:
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts)


def layer_of(name: str) -> str:
    first, dot, _ = name.partition(".")
    known = {layer for layer, _ in LAYERS}
    return first if (dot or first in known) and first in known else "vocabulary"


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """Every imported module, with its line; those only for types too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def own_imports(file: Path) -> Iterator[tuple[str, int]]:
    """Imported modules of this package, by their name inside it."""
    known = {name_of(module) for module in MODULES}
    for module, line in imports(file):
        inside = module.removeprefix("socomsite.")
        if inside != module and inside in known:
            yield inside, line


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_imports_point_down(file: Path) -> None:
    order = [layer for layer, _ in LAYERS]
    own = layer_of(name_of(file))
    if name_of(file) == "__main__":
        return
    for module, line in own_imports(file):
        other = layer_of(module)
        place = f"{name_of(file)}:{line} imports {module}"
        assert order.index(other) <= order.index(own), place
        assert (own, other) not in NOT_EACH_OTHER, place


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_a_format_never_imports_a_format(file: Path) -> None:
    if layer_of(name_of(file)) != "formats" or file.stem == "__init__":
        return
    for module, line in own_imports(file):
        if layer_of(module) == "formats" and module != "formats":
            found = module.split(".")[1]
            assert found not in FORMATS - {file.stem}, f"{name_of(file)}:{line} imports {module}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_each_library_has_one_door(file: Path) -> None:
    name = name_of(file)
    for module, line in imports(file):
        library = module.split(".")[0].removesuffix("_core")
        doors = DOORS.get(library)
        if doors is None:
            continue
        is_door = name in doors or f"{name.split('.')[0]}.*" in doors
        assert is_door, f"{name}:{line} imports {module}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_only_writers_write(file: Path) -> None:
    name = name_of(file)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_writing = node.func.attr in WRITING
            assert not is_writing or name in WRITERS, f"{name}:{node.lineno} {node.func.attr}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_only_readers_read(file: Path) -> None:
    name = name_of(file)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_reading = node.func.attr in READING
            may = name in READERS | WRITERS
            assert not is_reading or may, f"{name}:{node.lineno} {node.func.attr}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_nothing_is_global(file: Path) -> None:
    name = name_of(file)
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.Global, ast.Nonlocal)), f"{name}:{node.lineno}"
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        value = getattr(node, "value", None)
        is_mutable = isinstance(value, (ast.List, ast.Set, ast.ListComp, ast.SetComp))
        is_constant = isinstance(target, ast.Name) and target.id.strip("_").isupper()
        # A worker process's own carrier is the one exception (house, rule 6).
        is_excused = name == "engine.crew"
        assert not is_mutable or is_constant or is_excused, f"{name}:{node.lineno}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_no_clock_is_read_in_the_middle(file: Path) -> None:
    name = name_of(file)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
            value = node.value
            owner = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
            read = owner in {"date", "datetime"}
            assert not read or name == "dates", f"{name}:{node.lineno}"


@pytest.mark.parametrize("file", MODULES, ids=name_of)
def test_every_module_says_what_it_knows(file: Path) -> None:
    if file.name != "__init__.py":
        assert ast.get_docstring(ast.parse(file.read_text("utf-8")))


def test_every_module_imports_alone() -> None:
    """Each in a fresh interpreter state: no module relies on another having come first."""
    names = [name_of(m) for m in MODULES if m.stem not in {"__main__", "__init__"}]
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for loaded in [m for m in sys.modules if m.startswith('socomsite')]:\n"
        "        del sys.modules[loaded]\n"
        "    importlib.import_module('socomsite.' + name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *names], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
