"""Keys and passwords that open other systems, by the forms that their makers give them.

A word like `password:` before some text is no such form: pages of advice are full of it, and a
guard that is wrong is switched off. Must never know where the text stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Each form is its maker's own and too long to be met by chance.
_FORMS = (
    # PEM and OpenPGP private keys (RFC 7468, RFC 9580), PuTTY's and age's
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----",
    r"PuTTY-User-Key-File-\d: [\w-]+",
    r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
    # Amazon, Google, GitHub, GitLab, Slack, Stripe, npm, PyPI, SendGrid
    r"(?:AKIA|ASIA)[A-Z2-7]{16}",
    r"AIza[\w-]{35}",
    r"gh[pousr]_[A-Za-z0-9]{36,255}",
    r"github_pat_\w{82}",
    r"glpat-[\w-]{20,}",
    r"xox[abeoprs]-[A-Za-z0-9-]{20,}",
    r"https://hooks\.slack\.com/services/[\w/]{20,}",
    r"[rs]k_live_[A-Za-z0-9]{24,}",
    r"npm_[A-Za-z0-9]{36}",
    r"pypi-AgEIcHlwaS5vcmc[\w-]{50,}",
    r"SG\.[\w-]{22}\.[\w-]{43}",
    # A password in an address (RFC 3986, section 3.2.1, asks never to write one)
    r"(?:https?|ftps?|sftp|ssh)://[^\s/:@\"'<>]+:[^\s/:@\"'<>]+@[\w.-]+",
)
_CREDENTIAL = re.compile(rf"(?<![A-Za-z0-9_])(?:{'|'.join(_FORMS)})(?![A-Za-z0-9_])")
#: What stands in a text that holds one, if no two capitals do.
SIGNS = ("_", "://", "xox", "glpat-", "hooks.slack", "pypi-Ag")
# Without any of these there is none: most texts are passed over quickly.
_HEAD = re.compile(
    r"PRIVATE KEY|PuTTY-|AGE-SECRET|A[KS]IA|AIza|gh[pousr]_|github_pat|glpat-|xox|hooks\.slack"
    r"|k_live_|npm_|pypi-Ag|SG\.|://[^\s/:@]+:[^\s/:@]+@"
)


def credentials(text: str) -> Iterator[re.Match[str]]:
    """Every key or password of a known form in a text."""
    return _CREDENTIAL.finditer(text) if _HEAD.search(text) else iter(())
