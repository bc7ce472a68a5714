"""Ready files for the web server: `_headers`, `_redirects`, `.htaccess` and a snippet for nginx.

Knows how three kinds of server are told which headers a file has; the policies come from
`policy`, what old addresses answer from `maps`. Must never know pages or templates.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator

from socomsite.engine.maps import apache_rules, netlify_rules, nginx_rules
from socomsite.engine.policy import SEARCH, Policies, policies
from socomsite.formats import redirect
from socomsite.job import Artifact, Job
from socomsite.model.ledger import written
from socomsite.model.redirects import NO_ANSWERS, Answers
from socomsite.model.site import Site

NAME = "headers"
NETLIFY, APACHE, NGINX = "_headers", ".htaccess", ".nginx.conf"
MOVED = "_redirects"
CSP = "Content-Security-Policy"
SHORT = "public, max-age=300"
FOREVER = "public, max-age=31536000, immutable"
# As `formats.asset` names what it makes: the name, ten figures of the digest, the suffix.
_DIGEST = r"\.[0-9a-f]{10}(-[0-9]+)?\.[a-z0-9]+$"
_HIDDEN = r"/(\.(?!well-known/)|_(headers|redirects)$)"
_PICTURE = r"\.(avif|gif|ico|jpe?g|png|svg|webp)$"
# Only what chromium and the standards name: a browser tells each unknown name as an error.
_DENIED = (
    "accelerometer camera display-capture geolocation gyroscope hid magnetometer microphone midi"
    " payment serial usb xr-spatial-tracking"
)
#: What every answer has, error pages too.
COMMON = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{name}=()" for name in _DENIED.split())),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")
#: Types that servers do not know or tell otherwise.
TYPES = (
    ("application/manifest+json", ("webmanifest",)),
    ("application/octet-stream", ("pagefind", "pf_filter", "pf_fragment", "pf_index", "pf_meta")),
    ("application/wasm", ("wasm",)),
    ("application/x-bibtex", ("bib",)),
    ("application/x-research-info-systems", ("ris",)),
    ("image/avif", ("avif",)),
    ("image/webp", ("webp",)),
    ("text/calendar", ("ics",)),
    ("text/javascript", ("js", "mjs")),
    ("text/vcard", ("vcf",)),
)
#: What an attached file may be; servers know these by themselves.
_FILES = (
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",)),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)),
    ("application/vnd.oasis.opendocument.text", ("odt",)),
    ("font/woff2", ("woff2",)),
)
_TEXTS = (
    "application/atom+xml application/json application/ld+json application/manifest+json"
    " application/x-bibtex application/x-research-info-systems application/xml image/svg+xml"
    " text/calendar text/css text/javascript text/plain text/vcard text/xml"
)


def header_files(
    site: Site, made: Iterable[tuple[Job, Artifact]], old: Answers = NO_ANSWERS
) -> list[tuple[Job, Artifact]]:
    """The files for servers of a finished site, each with its job.

    `old` is what old addresses answer; where there are any, `_redirects` is there too.
    """
    found = policies(made := list(made), site.base_path)
    fixed = (*COMMON, HSTS) if site.url.startswith("https://") else COMMON
    texts: dict[str, Iterable[str]] = {
        APACHE: [
            *_apache(site.base_path, found, fixed),
            *apache_rules(site.base_path, old),
        ],
        NGINX: [*_nginx(site.base_path, found, fixed), *nginx_rules(site.base_path, old)],
        NETLIFY: _netlify(site.base_path, found, fixed, [artifact.path for _, artifact in made]),
    }
    today = [written(artifact.path) for job, artifact in made if job.format != redirect.NAME]
    if moved := list(netlify_rules(site.base_path, old, today)):
        texts[MOVED] = moved
    return [
        (Job(path, NAME, None, ""), Artifact(path, ("\n".join(lines) + "\n").encode()))
        for path, lines in sorted(texts.items())
    ]


def served_as(path: str) -> tuple[str, str]:
    """The type and the Cache-Control of a file, for a host that keeps them beside each file.

    The same as the header files tell servers; types that nobody knows are plain bytes.
    """
    name = path.rsplit("/", 1)[-1]
    suffix = name.rpartition(".")[2].lower()
    own = {each: kind for kind, suffixes in (*TYPES, *_FILES) for each in suffixes}
    # An instance has Python's own table alone: a machine's files of types must change nothing.
    kind = own.get(suffix) or mimetypes.MimeTypes().guess_type(f"x.{suffix}")[0]
    if name == "atom.xml":
        kind = "application/atom+xml"
    elif suffix == "xml":
        kind = "application/xml"
    kind = kind or "application/octet-stream"
    charset = "; charset=utf-8" if kind in {"text/html", *_TEXTS.split()} else ""
    return kind + charset, FOREVER if re.search(_DIGEST, f"/{path}") else SHORT


def _pattern(base: str, paths: Iterable[str]) -> str:
    """The regular expression of some pages' addresses, with and without `index.html`."""
    names = [re.escape(path.removesuffix("index.html")) for path in paths]
    return f"^{re.escape(base)}({'|'.join(names)})(index\\.html)?$"


def _policy_rules(base: str, found: Policies) -> Iterator[tuple[str, str]]:
    """Each policy that is not the common one, with the expression of its addresses."""
    for policy, paths in found.others:
        yield _pattern(base, paths), policy
    if found.search:
        yield f"^{re.escape(base)}{SEARCH}", found.search


def _nginx(base: str, found: Policies, fixed: Iterable[tuple[str, str]]) -> Iterator[str]:
    # Headers named in a `location` would put out those of the server: there are none in any.
    yield "# Include inside one server { }, beside its own root: include /srv/socom/.nginx.conf;"
    yield "index index.html;"
    yield "absolute_redirect off;"
    yield f"error_page 404 {base}404.html;"
    yield "charset utf-8;"
    yield f"charset_types {_TEXTS};"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_comp_level 6;"
    yield f"gzip_types {_TEXTS};"
    yield f'location ~ "{_HIDDEN}" {{ return 404; }}'
    yield 'location ~ "/atom\\.xml$" { types { } default_type application/atom+xml; }'
    suffixes = "|".join(suffix for _, each in TYPES for suffix in each)
    named = " ".join(f"{kind} {' '.join(each)};" for kind, each in TYPES)
    yield f'location ~ "\\.({suffixes})$" {{ types {{ {named} }} }}'
    yield f'set $socom_policy "{found.common}";'
    for pattern, policy in _policy_rules(base, found):
        yield f'if ($uri ~ "{pattern}") {{ set $socom_policy "{policy}"; }}'
    yield f'set $socom_cache "{SHORT}";'
    yield f'if ($uri ~ "{_DIGEST}") {{ set $socom_cache "{FOREVER}"; }}'
    yield 'set $socom_resource "same-origin";'
    yield f'if ($uri ~ "{_PICTURE}") {{ set $socom_resource "cross-origin"; }}'
    yield f"add_header {CSP} $socom_policy always;"
    yield "add_header Cache-Control $socom_cache always;"
    yield "add_header Cross-Origin-Resource-Policy $socom_resource always;"
    yield from (f'add_header {name} "{value}" always;' for name, value in fixed)


def _apache(base: str, found: Policies, fixed: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "# Apache 2.4: read where AllowOverride holds FileInfo."
    yield f"ErrorDocument 404 {base}404.html"
    yield f'RedirectMatch 404 "{_HIDDEN}"'
    yield "AddDefaultCharset utf-8"
    yield "AddCharset utf-8 .bib .css .ics .js .json .mjs .ris .svg .vcf .xml"
    yield from (f"AddType {kind} .{' .'.join(each)}" for kind, each in TYPES)
    yield "<Files atom.xml>"
    yield '  ForceType "application/atom+xml; charset=utf-8"'
    yield "</Files>"
    yield "<IfModule mod_deflate.c>"
    yield f"  AddOutputFilterByType DEFLATE text/html {_TEXTS}"
    yield "</IfModule>"
    yield "<IfModule mod_headers.c>"
    yield from (f'  Header always set {name} "{value}"' for name, value in fixed)
    yield f'  Header always set {CSP} "{found.common}"'
    for pattern, policy in _policy_rules(base, found):
        yield f'  Header always set {CSP} "{policy}" "expr=%{{REQUEST_URI}} =~ m#{pattern}#"'
    yield f'  Header always set Cache-Control "{SHORT}"'
    kept = f"%{{REQUEST_STATUS}} -lt 400 && %{{REQUEST_URI}} =~ m#{_DIGEST}#"
    yield f'  Header always set Cache-Control "{FOREVER}" "expr={kept}"'
    yield '  Header always set Cross-Origin-Resource-Policy "same-origin"'
    value = f'"cross-origin" "expr=%{{REQUEST_URI}} =~ m#{_PICTURE}#"'
    yield f"  Header always set Cross-Origin-Resource-Policy {value}"
    yield "</IfModule>"


def _netlify(
    base: str, found: Policies, fixed: Iterable[tuple[str, str]], paths: Iterable[str]
) -> Iterator[str]:
    # Such hosts join the values of all rules that match, and browsers then obey every policy. So
    # `/*` allows what any page needs, and a folder's own rule can only take away from it; headers
    # that must not be joined have rules that never meet.
    yield f"{base}*"
    yield f"  {CSP}: {found.union}"
    yield from (f"  {name}: {value}" for name, value in fixed)
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder, slash, _ = path.partition("/")
        folders.setdefault(folder, []).extend([path] if slash else [])
    for folder, files in folders.items():
        each = {found.of(path) for path in files}
        lines = [f"  {CSP}: {min(each)}"] if len(each) == 1 and each != {found.union} else []
        if files and all(re.search(_DIGEST, path) for path in files):
            lines.append(f"  Cache-Control: {FOREVER}")
        if lines:
            yield f"{base}{folder}/*"
            yield from lines
    for kind, suffixes in TYPES:
        for suffix in suffixes:
            yield f"{base}*.{suffix}"
            yield f"  Content-Type: {kind}"
