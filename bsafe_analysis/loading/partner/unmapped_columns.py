"""Columns of a partner's file that nothing maps, and that may say what would change its counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bsafe_analysis.loading.partner.extract_rows import folded
from bsafe_analysis.loading.partner.known_profiles import known_profiles, name_score
from bsafe_analysis.loading.partner.private_columns import looks_private, looks_written
from bsafe_analysis.loading.partner.row_counts import may_count
from bsafe_analysis.loading.partner.written_days import DayOrder, DayReader, clock_of
from bsafe_analysis.model.receipts import NOT_COUNTED, Source

MOST_WORDS = 30
"""A column of more different words lists places or people rather than types."""
KNOWN_WORDS = 0.3
"""The share of cells whose words partners are known to use for types, from which a column says what a row is."""
_ANSWERS = frozenset(("y", "n", "yes", "no", "true", "false", "open", "closed"))
_read_day = DayReader(DayOrder())


def may_be_type(name: str, cells: Sequence[str]) -> bool:
    """Whether a column may say what each row is: few words, each many times, of no place and no yes or no.

    >>> may_be_type("Complaint", ["Fall", "Assault"] * 4), may_be_type("Ward", ["Dale", "Hill"] * 4)
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    kinds = {cell.casefold() for cell in filled}
    if not 2 <= len(kinds) <= MOST_WORDS or kinds <= _ANSWERS or 2 * len(kinds) > max(len(filled), 8):
        return False
    if name_score("place", name) or name_score("district", name):
        return False
    return all(any(map(str.isalpha, word)) and not clock_of(word) and not _read_day(word) for word in kinds)


def known_words(cells: Sequence[str]) -> float:
    """The share of cells that some kind of file is known to use for a type that counts, or for one that does not."""
    meaning = {word: any(profile.meaning(word) for profile in known_profiles()) for word in set(cells)}
    counts = {word: any(p.meaning(word) not in ("", NOT_COUNTED) for p in known_profiles()) for word in meaning}
    return sum(meaning[cell] for cell in cells) / len(cells) if any(counts.values()) else 0.0


def unmapped_remarks(others: Mapping[str, Sequence[str]], source: Source) -> list[str]:
    """What to ask of columns that nothing maps. `others`: their names and cells."""
    never = {folded(name) for name in source.never_read}
    free = {
        name: cells
        for name, cells in others.items()
        if folded(name) not in never and not looks_private(name) and not looks_written(cells)
    }
    told: list[str] = []
    columns = dict(source.columns)
    if not {"count", "incident_id"} & columns.keys():
        told += [
            f"its column {name!r} holds whole numbers, and each row counts once: if they say how many incidents a row "
            f"stands for, map it as count; if not, list it under never_read in sources.yml"
            for name, cells in free.items()
            if may_count(cells)
        ]
    if source.every_row:
        told += [
            f"every row counts as {source.every_row!r}, and the column {name!r} may say what each row is "
            f"({_first_of(cells)}): if it does, map it as category in place of every_row; if not, list it under "
            "never_read in sources.yml"
            for name, cells in free.items()
            if may_be_type(name, cells)
        ]
    return told


def _first_of(cells: Sequence[str]) -> str:
    return "; ".join(cell[:40] for cell in list(dict.fromkeys(filter(None, cells)))[:3])
