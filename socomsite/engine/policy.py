"""The Content Security Policy (CSP, level 3) of each page, out of what the page loads.

Nothing inline is allowed but by its hash, nothing of another host but frames after a click. Must
never know how a server is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from socomsite.job import Artifact, Job, Loads

SEARCH = "pagefind/"
# Without a script nothing can use `connect-src`; auditors such as Lighthouse ask for robots.txt
# from within the page, and mark the site down if they may not.
_ALWAYS = {
    "default-src": {"'none'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
    "connect-src": {"'self'"},
    "img-src": {"'self'"},
    "style-src": {"'self'"},
}
# The worker of the search compiles WebAssembly and has a response, so a policy, of its own.
_SEARCHING = {"script-src": {"'self'", "'wasm-unsafe-eval'"}}
_NOT_OF_POLICY = frozenset({"navigation", "base-uri"})

Sources = Mapping[str, set[str]]


@dataclass(frozen=True)
class Policies:
    """A site's policies: the one that most pages have, and for the pages with another, theirs.

    `union` allows what any page needs, and `search` is for what lies below `pagefind/`, if
    anything does.
    """

    common: str
    union: str
    search: str
    others: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, path: str) -> str:
        """The policy of a file at a path below the output folder."""
        if path.startswith(SEARCH) and self.search:
            return self.search
        return next((policy for policy, paths in self.others if path in paths), self.common)


def policies(made: Iterable[tuple[Job, Artifact]], base_path: str = "/") -> Policies:
    """The policies of a finished site at a path of its host."""
    artifacts = {artifact.path: artifact for _, artifact in made}
    searched = any(path.startswith(SEARCH) for path in artifacts)
    needs: dict[Loads, Sources] = {}
    written: dict[str, str] = {}
    policy_of: dict[Loads, str] = {}  # most pages load the same
    for path, artifact in sorted(artifacts.items()):
        if path.endswith(".html") and not path.startswith(SEARCH):
            if artifact.loads not in policy_of:
                needs[artifact.loads] = _needs(artifact.loads, artifacts, base_path)
                policy_of[artifact.loads] = _written(needs[artifact.loads])
            written[path] = policy_of[artifact.loads]
    counted = Counter(written.values())
    common = min(counted, key=lambda policy: (-counted[policy], policy), default=_written({}))
    others: dict[str, list[str]] = {}
    for path, policy in written.items():
        if policy != common:
            others.setdefault(policy, []).append(path)
    return Policies(
        common=common,
        union=_written(_merged([*needs.values(), *([_SEARCHING] if searched else [])])),
        search=_written(_SEARCHING) if searched else "",
        others=tuple((policy, tuple(paths)) for policy, paths in sorted(others.items())),
    )


def _needs(loads: Loads, artifacts: Mapping[str, Artifact], base_path: str) -> Sources:
    """What a page needs beyond what every page may, with the stylesheets and scripts it uses."""
    needs = [_own_needs(loads)]
    waiting, seen = [loads], set[str]()
    searches = loads.searches
    while waiting:
        for directive, address in waiting.pop().requests:
            path = address.partition("?")[0].removeprefix(base_path).lstrip("/")
            used = artifacts.get(path) if directive in {"style-src", "script-src"} else None
            if used is None or path in seen:
                continue
            seen.add(path)
            searches |= directive == "script-src" and used.loads.searches
            needs.append(_own_needs(used.loads))
            waiting.append(used.loads)
    runs = any("script-src" in found for found in needs)
    if runs and searches:
        needs.append(_SEARCHING)
    return _merged(needs)


def _own_needs(loads: Loads) -> Sources:
    found: dict[str, set[str]] = {}
    for directive, address in loads.requests:
        if directive not in _NOT_OF_POLICY and not urlsplit(address).netloc:
            source = "data:" if address == "data:" else "'self'"
            found.setdefault(directive, set()).add(source)
    for directive, hashes in (("script-src", loads.scripts), ("style-src", loads.styles)):
        if hashes:
            found.setdefault(directive, set()).update(hashes)
    hosts = (("frame-src", loads.frames), ("form-action", loads.actions))
    for directive, addresses in hosts:
        for address in addresses:
            parts = urlsplit(address)
            if parts.scheme == "https":
                found.setdefault(directive, set()).add(f"https://{parts.netloc}")
    return found


def _merged(many: Iterable[Sources]) -> Sources:
    found: dict[str, set[str]] = {}
    for each in many:
        for directive, sources in each.items():
            found.setdefault(directive, set()).update(sources)
    return found


def _written(needs: Sources) -> str:
    """Sources as a policy: what every page may first, then what this one needs beside, sorted."""
    all_of = _merged([_ALWAYS, needs])
    ordered = [*_ALWAYS, *sorted(set(all_of) - set(_ALWAYS))]
    return "; ".join(f"{name} {' '.join(sorted(all_of[name]))}" for name in ordered)
