"""Texts, lists and groups as lines of YAML, as plain as they may stand, that read back the same.

Must never know what the fields mean.
"""

from __future__ import annotations

import unicodedata

from socomsite.yamltext import Plain, plain_of, quoted, read_yaml

_UNSEEN = "\ufeff\ufffe\uffff"


def readable(text: str) -> str:
    """A text as it may stand in a file: nothing that no keyboard types, no blanks around it."""
    kept = (
        sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in "\n\t"
        or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _UNSEEN)
    )
    return "".join(kept).strip()


def yaml_lines(value: Plain) -> list[str]:
    """A list or mapping as lines of YAML that read back as the same."""
    lines = []
    if isinstance(value, dict):
        for name, below in value.items():
            lines += _with_head(f"{_scalar(name, is_key=True)[0]}:", below)
    else:
        for below in value:
            lines += _with_head("-", below)
    return lines


def _with_head(head: str, value: Plain) -> list[str]:
    if isinstance(value, str):
        first, *more = _scalar(value)
        return [f"{head} {first}", *(f"  {line}" if line else "" for line in more)]
    if not value:
        return [f"{head} {'{}' if isinstance(value, dict) else '[]'}"]
    below = [f"  {line}" if line else "" for line in yaml_lines(value)]
    return [f"- {below[0][2:]}", *below[1:]] if head == "-" else [head, *below]


def _scalar(text: str, *, is_key: bool = False) -> list[str]:
    """A text as plain as it may stand: bare, as a block of lines, else in quotation marks."""
    lines = text.split("\n")
    bare = [text] if len(lines) == 1 else ["|-", *lines]
    if not (is_key and len(lines) > 1) and _reads_back(bare, text):
        return bare
    return [quoted(text)]


def _reads_back(lines: list[str], text: str) -> bool:
    """Whether lines of YAML mean this text: as a value, and one line in a list and as a key too."""
    first, *more = lines
    if more:
        block = "\n".join([f"a: {first}", *(f"  {line}" for line in more)])
        return read_lines(block) == {"a": text}
    tried = f"a: {first}\nb:\n  - {first}\n", f"{first}: c\n"
    return list(map(read_lines, tried)) == [{"a": text, "b": [text]}, {text: "c"}]


def read_lines(text: str) -> Plain | None:
    """What a text of YAML says; None if there is nothing in it, or anything wrong with it."""
    read = read_yaml(text, "")
    return None if read.problems or read.value is None else plain_of(read.value)
