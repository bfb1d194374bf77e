"""Columns that say who somebody is, or hold what somebody wrote: never shown, never mapped, never kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WHO = re.compile(
    r"\b(name|forename|surname|first ?name|last ?name|initials|complainant|caller|customer|reporter|reported by|"
    r"applicant|tenants?|resident|patient|victim|offender|suspect|perpetrator|witness|contact|person|officer|"
    r"assigned to|owner|keeper|landlord|d\.?o\.?b|date of birth|birth|age|gender|sex|ethnic\w*|religion|nationality|"
    r"phone|telephone|mobile|tel|e ?mail|nhs|national insurance|ni number|passport|registration|vrm|reg plate|"
    r"username|user id|crm id|uprn|house|flat|address|addr|street number)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(notes?|comments?|description|details?|narrative|free ?text|summary|remarks?|message|reason given|"
    r"what happened|further info\w*|additional info\w*|text|log|history|actions? taken|report text|enquiry)\b",
    re.IGNORECASE,
)
_NOT_WHO = re.compile(
    r"\b(ward|street|road|area|district|place|town|parish|neighbourhood|station|beat|lsoa|site) ?name\b"
)
PRIVATE = "who somebody is"
"""What a person is told that a column looks like."""
LONG, WORDY = 60, 8
"""Letters, and words, from which the usual cell of a column is somebody's own sentence."""


def looks_private(name: str) -> bool:
    """Whether a column's name says that it holds people or free text.

    >>> looks_private("Complainant Name"), looks_private("Notes"), looks_private("Ward name"), looks_private("Type")
    (True, True, False, False)
    """
    return names_people(name) or bool(_FREE.search(_words_of(name)))


def names_people(name: str) -> bool:
    """Whether a column's name says that it holds who somebody is."""
    return bool(_WHO.search(_NOT_WHO.sub(" ", _words_of(name))))


def _words_of(name: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).casefold()


def looks_written(cells: Sequence[str]) -> bool:
    """Whether what a column holds reads like sentences that somebody wrote: long, of many words, hardly two alike."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return False
    long = sum(len(cell) > LONG or len(cell.split()) >= WORDY for cell in filled)
    lines = sum("\n" in cell.strip() for cell in filled)
    return 4 * max(long, lines) > len(filled) and 2 * len(set(filled)) > len(filled)
