"""What partners call places: a name without its looks, a district's own words, half a postcode."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BODIES = (
    "council borough metropolitan district city town county unitary authority royal london of the mbc bc cc dc and"
)


@lru_cache(1 << 14)
def name_spoken(name: str) -> str:
    """
    >>> name_spoken("St. Mary's  & Dock Ward"), name_spoken("Saint Marys and dock")
    ('saint marys and dock', 'saint marys and dock')
    """
    said = unicodedata.normalize("NFKC", name).casefold()
    said = said.replace("&", " and ").translate(dict.fromkeys(map(ord, "'\u2018\u2019\u02bc`")))
    words = re.findall(r"[^\W_]+", re.sub(r"[\u200b-\u200f]", " ", said))
    if words[:1] == ["st"] and len(words) > 1:
        words[0] = "saint"
    for kind in (["safer", "neighbourhood"], ["ward"], ["neighbourhood"], ["snt"]):
        if words[-len(kind) :] == kind and len(words) > len(kind):
            words = words[: -len(kind)]
            break
    return " ".join(words)


def own_words(district: str) -> frozenset[str]:
    """
    >>> own_words("City of Thornmere Council") == own_words("THORNMERE")
    True
    """
    words = frozenset(name_spoken(district).split())
    return words - frozenset(_BODIES.split()) or words


def outward_half(postcode: str) -> str:
    """
    >>> outward_half("ab1 2cd"), outward_half("none")
    ('AB1', '')
    """
    said = postcode.strip().upper()
    found = re.match(r"[A-Z]{1,2}\d[A-Z\d]?(?=(\s*\d[A-Z]{2})?$)", said)
    return found[0] if found else ""
