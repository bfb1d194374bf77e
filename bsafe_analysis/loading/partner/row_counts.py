"""How many incidents a row stands for: as a number, as one that its sender has hidden, or as no number at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_EACH = 100_000
"""Incidents that one row may stand for; more is no count."""
LARGEST_SEEN = 1000
"""A column of larger numbers is taken for codes or coordinates where nobody has said that it counts."""
_HIDDEN = re.compile(
    r"\[?(?:[*#csx~]+|supp(?:ressed|r)?|redacted|hidden)\.?\]?|(?:<|<=|≤|less than|fewer than|under|up to)\s*\d+|"
    r"\d+\s*(?:-|\u2013|to)\s*\d+",
    re.IGNORECASE,
)


def whole_number(text: str) -> int:
    """A count as written; nought where it is none.

    >>> whole_number("1,204"), whole_number("3.0"), whole_number("<5")
    (1204, 3, 0)
    """
    bare = text.replace(",", "").strip().removesuffix(".0")
    return int(bare) if bare.isascii() and bare.isdigit() and int(bare) <= MOST_EACH else 0


def is_hidden(text: str) -> bool:
    """Whether a number stands here that its sender has hidden for being small.

    >>> [is_hidden(text) for text in ("<5", "1-4", "*", "c", "[s]", "0", "n/a", "")]
    [True, True, True, True, True, False, False, False]
    """
    return bool(_HIDDEN.fullmatch(text.strip()))


def may_count(cells: Sequence[str]) -> bool:
    """Whether the filled cells of a column may say how many incidents each row stands for: small whole numbers.

    A number with a leading nought is a code; where hardly two cells are alike they are codes as well.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = [cell for cell in filled if not is_hidden(cell)]
    if not numbers or not all(_is_small(cell) for cell in numbers):
        return False
    return len(set(filled)) > 1 and (len(filled) < 20 or 2 * len(set(filled)) <= len(filled))


def _is_small(cell: str) -> bool:
    bare = cell.removesuffix(".0")
    return bare.isascii() and bare.isdigit() and (bare == "0" or bare[0] != "0") and int(bare) < LARGEST_SEEN
