"""How much page one has room for: what stands on one screen and one sheet in a hand that can be read."""

from __future__ import annotations

import re

from markupsafe import Markup

from bsafe_analysis.claims.ledger import MARKS

MOST_WORDS = 250
"""Words of page one."""
HEADINGS = 7
"""Of these, words that its heading and its chart's take."""
_WITHIN_WORDS = re.compile(r"</?(?:a|strong|em|span)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(r"&[#a-z0-9]+;")
"""A sign of a value that is written as a number: part of the word in which it stands."""


def words_in(text: str) -> int:
    """How many words a reader of a piece of HTML meets.

    >>> words_in('<p><a href="#x">Two</a>: words</p>'), words_in("<li>2&#44;744 fly&#45;tipped</li><li>bags</li>")
    (2, 3)
    """
    bare = _TAG.sub(" ", _WITHIN_WORDS.sub("", MARKS.sub("", text)))
    return len(_ENTITY.sub("x", bare).split())


def fitting(above: str, *forms: str) -> str:
    """The first of several forms of a text that page one has room for, below what stands there; else the last."""
    left = _left(above)
    return next((form for form in forms if words_in(form) <= left), forms[-1])


def fitting_all(above: str, *texts: str) -> Markup:
    """Those of the texts that page one has room for: the first comes first, and of the others what still fits."""
    left, kept = _left(above), []
    for text in texts:
        if words_in(text) <= left and text.strip():
            kept.append(text)
            left -= words_in(text)
    return Markup("").join(kept)


def _left(above: str) -> int:
    return MOST_WORDS - HEADINGS - words_in(above)
