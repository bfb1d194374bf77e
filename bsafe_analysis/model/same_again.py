"""The same victim or the same premises again: of the sources that give a reference for either, and only as marks."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum


class RepeatOf(StrEnum):
    """What of an incident a source may give a reference of."""

    VICTIM = "victim"
    PREMISES = "premises"


REFERENCES = tuple(map(str, RepeatOf))
REFERENCE_COLUMNS = ("source", "category", "month", *REFERENCES)
"""One row an incident of a source that gives either: its marks, blank where the row names none."""
NOBODY = frozenset({"", "na", "none", "unknown", "notknown", "nil", "null", "notapplicable", "nonestated", "tbc"})
"""What is written where there is no reference, letters and figures alone."""


@dataclass(frozen=True)
class SameAgain:
    """How many incidents of one category had the same victim, or the same premises, as another of twelve months.

    `incidents`: those that name one; `of`: all of the same sources and category; `again`: those whose victim or
    premises has more than one; `marks`: how many such victims or premises; `by_chance`: how many of `incidents` would
    be there if every resident (of premises: every household) were as likely; None where those are not known.
    """

    what: RepeatOf
    category: str
    first: str
    last: str
    incidents: int
    of: int
    again: int
    marks: int
    by_chance: float | None


def mark_of(reference: str) -> str:
    """What is kept in place of a reference: the same for the same letters and figures, and nothing can be read from it.

    Capitals, blanks and signs make no other reference; words for nobody, and noughts alone, are none.

    >>> mark_of("V 12/77") == mark_of("v12-77"), mark_of("V12/78") == mark_of("V12/77"), mark_of("n/a"), mark_of("000")
    (True, False, '', '')
    """
    bare = re.sub(r"[\W_]+", "", reference).casefold()
    if bare in NOBODY or not bare.strip("0"):
        return ""
    return hashlib.blake2b(bare.encode(), digest_size=10).hexdigest()
