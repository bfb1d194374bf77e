"""What of the files that came in could move a count, in the very sentence in which the pages tell it.

`bsafe check` and a month's documents speak of one fact in one wording: the pages' stands in findings.md.j2
(`file_change`), and tests/loading/test_change_words.py holds that the two are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.model.periods import month_name

MOST_NAMES = 4
"""Names that are told one by one; of more, three and how many others."""


def told(change: FileChange) -> str:
    """The sentence. KeyError: it is of a kind that no sentence tells."""
    return _SENTENCES[change.what](change)


def _same_rows(c: FileChange) -> str:
    rows = f"{c.rows:,} incidents of {month_name(c.month)}"
    return f"{rows} came in more than one file; they are counted once."


def _short(c: FileChange) -> str:
    held = f"{c.rows:,} rows, {in_100(c.share)} of what is usual, in every category alike"
    return f"The whole file of {month_name(c.month)} is short: {held}."


def _part(c: FileChange) -> str:
    of = f"The incidents of {month_name(c.month)} from {listed(c.names)}"
    return f"{of} are of the days {c.first} to {c.last} only: part of a month."


def _unplaced(c: FileChange) -> str:
    share = f"In {month_name(c.month)} {in_100(c.share)} rows could be placed in no neighbourhood"
    return f"{share} (usually {in_100(c.usual)}; {listed(c.names)}): counts there move by that alone."


def _stranger(c: FileChange) -> str:
    rows = f"{c.rows:,} incidents of {month_name(c.month)} are from the file of {listed(c.names)}"
    return f"{rows}, which records {c.usual:,.0f} a month here."


_SENTENCES: Mapping[str, Callable[[FileChange], str]] = {
    "same_rows": _same_rows, "short": _short, "part": _part, "unplaced": _unplaced, "stranger": _stranger,
}  # fmt: skip
"""Of the other kinds `bsafe check` tells more than a page has room for: which months, and the line that mends it."""
SAID_ALIKE = tuple(_SENTENCES)


def in_100(share: float) -> str:
    """A share as pages tell it: "12 in 100"."""
    return f"{100 * share:.0f} in 100"


def listed(names: tuple[str, ...]) -> str:
    """Names one after another, as pages tell them: "A, B and C"; "A, B, C and 2 others"."""
    if len(names) > MOST_NAMES:
        rest = len(names) - MOST_NAMES + 1
        names = (*names[: MOST_NAMES - 1], f"{rest} others")
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
