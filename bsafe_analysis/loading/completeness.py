"""Which months are held: a missing one is a gap, and one whose file shrank to a fragment is flagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from bsafe_analysis.periods import months_between
from bsafe_analysis.receipts import Notice, Source

FRAGMENT = 0.5
"""A month with fewer than this share of the rows usual before it is flagged. Real falls can be as deep (a lockdown in a
city centre): so the count stands, with a caution, until a person excludes the month in sources.yml."""
USUAL_OVER = 12


@dataclass(frozen=True)
class Held:
    months: tuple[str, ...]
    gaps: tuple[str, ...]
    notices: tuple[Notice, ...]


def months_held(source: Source, rows: Mapping[tuple[str, str], int], ours: Mapping[str, int], until: str) -> Held:
    """`rows`: rows of each (force, month) file; `ours`: rows of this borough by force. The main force decides a gap.

    `months`: those held; `gaps`: those between the first and last expected month that are not.
    """
    excluded = dict(source.excluded_months)
    main = max(sorted(ours), key=lambda force: ours[force], default="")
    held = sorted({month for (force, month), n in rows.items() if force == main and n and month not in excluded})
    first = source.first_month or (held[0] if held else "")
    # a source that stopped leaves gaps up to the judged month, unless last_month says that it ended
    last = min(source.last_month or (until if held else ""), until)
    gaps = tuple(m for m in months_between(first, last) if m not in held) if first and last else ()
    notices = [*_gap_notices(source, gaps, excluded)]
    for force in sorted({force for force, _ in rows}):
        counts = {m: n for (f, m), n in rows.items() if f == force and n and m not in excluded}
        notices += fragments(source, force, counts)
    return Held(tuple(held), gaps, tuple(notices))


def _gap_notices(source: Source, gaps: Iterable[str], excluded: dict[str, str]) -> list[Notice]:
    notices = []
    for month in gaps:
        if month in excluded:
            text = f"{source.title}: {month} is left out ({excluded[month]}). It is a gap, not a nought."
            notices.append(Notice("excluded_month", month, 0, text))
        else:
            text = f"{source.title}: {month} was not received. It is a gap, not a nought."
            notices.append(Notice("missing_month", month, 0, text, needs_person=True))
    return notices


def fragments(source: Source, force: str, counts: Mapping[str, int]) -> list[Notice]:
    """Months with under half the rows that were usual in the months before them that were not flagged themselves.

    Usual is the median of the last twelve such months; of fewer than three, the largest of them.
    """
    usual: list[int] = []
    notices = []
    for month in sorted(counts):
        before = usual[-USUAL_OVER:]
        typical = median(before) if len(before) > 2 else max(before, default=0)
        if counts[month] < FRAGMENT * typical:
            share = counts[month] / typical
            text = (
                f"{source.title}: {force or source.name} of {month} has {counts[month]:,} rows, {share:.0%} of "
                "what was usual before it. If it is a fragment, exclude the month in sources.yml; if the fall is real, "
                "leave it."
            )
            notices.append(Notice("fragment", month, counts[month], text, needs_person=True))
        else:
            usual.append(counts[month])
    return notices


def total_by_force(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    """Sum of (force, count) pairs by force."""
    totals: Counter[str] = Counter()
    for force, count in rows:
        totals[force] += count
    return totals
