"""Names that only look different: letters, spaces and apostrophes that a person cannot tell apart."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def name_as_seen(text: str) -> str:
    """A name as the eye reads it, in small letters: one kind of space, of apostrophe and of dash, nothing unseen.

    >>> name_as_seen("St Mary\u2019s\u00a0 Cafe\u0301\u200b") == name_as_seen("st mary's caf\u00e9")
    True
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_DASHES.sub("-", _APOSTROPHES.sub("'", seen)).casefold().split())
