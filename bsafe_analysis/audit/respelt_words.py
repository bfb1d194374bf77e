"""A supplier's word that differs from a listed one in capitals, spaces, punctuation or "&" alone: it means the same."""

from __future__ import annotations

import re
from collections.abc import Mapping


def as_spoken(word: str) -> str:
    """
    >>> as_spoken("Violence  and Sexual-offences") == as_spoken("VIOLENCE & SEXUAL OFFENCES")
    True
    """
    return " ".join(re.findall(r"[^\W_]+", word.replace("&", " and "))).casefold()


def meant_by(word: str, category_of: Mapping[str, str]) -> str | None:
    """Our category of a supplier's word; None where it is in no list, or reads like words of two categories."""
    if word in category_of:
        return category_of[word]
    spoken = as_spoken(word)
    alike = {category for listed, category in category_of.items() if as_spoken(listed) == spoken}
    return alike.pop() if len(alike) == 1 else None
