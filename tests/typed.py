"""Whatever people and programs type, and what of it may stand in a file (Hypothesis)."""

from __future__ import annotations

from hypothesis import strategies as st

from socomsite.yamllines import readable

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=[])) | st.text(
    st.sampled_from(list(": #-?[]{}&*!|>'\"%@`,\\ä€😀\n\t\r\x00\u2028\u0085\ufeff~nul=.1"))
)
READABLE = ANY_TEXT.map(readable).filter(bool)
VALUES = st.recursive(
    READABLE,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(READABLE.map(lambda t: t.replace("\n", " ")[:60]), below, max_size=3)
    ),
    max_leaves=8,
)
