"""Which months are held: a missing one is a gap, and one whose file shrank to a fragment is flagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.receipts import Notice, Revision, Source

FRAGMENT = 0.5
"""A month with fewer than this share of the rows usual before it is flagged. Real falls can be as deep (a lockdown in a
city centre): so the count stands, with a caution, until a person excludes the month in sources.yml."""
USUAL_OVER = 12
SURELY_SEEN = 10
"""Rows a month: where so many are usual, a month without one is no chance (under 1 in 20,000)."""
SMALL_PART = 0.05
"""A force with under this share of a borough's rows (the transport police, a neighbour) cannot make its month short."""


@dataclass(frozen=True)
class Held:
    months: tuple[str, ...]
    gaps: tuple[str, ...]
    notices: tuple[Notice, ...]


def months_held(
    source: Source,
    rows: Mapping[tuple[str, str], int],
    ours: Mapping[str, int],
    until: str,
    mine: Mapping[tuple[str, str], int] | None = None,
) -> Held:
    """`rows`: rows of each (force, month) file; `ours`: rows of this borough by force, `mine`: by force and month.

    `months`: those held; `gaps`: those between the first and last expected month that are not. The main force decides a
    gap: its month is one, too, where not one row of a file full of rows is of this borough.
    """
    excluded = dict(source.excluded_months)
    main = main_force(ours)
    received = {m: n for (force, m), n in rows.items() if force == main and n and m not in excluded}
    here = {m: n if mine is None else mine.get((main, m), 0) for m, n in received.items()}
    empty = _without_ours(here)
    held = sorted(received.keys() - empty)
    first = source.first_month or (held[0] if held else "")
    # a source that stopped leaves gaps up to the judged month, unless last_month says that it ended
    last = min(source.last_month or (until if held else ""), until)
    gaps = tuple(m for m in months_between(first, last) if m not in held) if first and last else ()
    notices = [*_gap_notices(source, [m for m in gaps if m not in empty], excluded)]
    notices += [_empty_notice(source, month, received[month]) for month in sorted(empty)]
    for force in sorted({force for force, _ in rows if ours.get(force)}):
        counts = {m: n for (f, m), n in rows.items() if f == force and n and m not in excluded}
        small = ours[force] < SMALL_PART * sum(ours.values())
        notices += fragments(source, force, counts, small)
        if force != main:
            notices += _lesser_gaps(source, force, counts, months_between(min(counts), last) if counts else ())
    whole = {m: here[m] for m in held if m not in {n.subject for n in notices if n.kind == "fragment"}}
    return Held(tuple(held), gaps, (*notices, *_few_of_ours(source, whole)))


def main_force(ours: Mapping[str, int]) -> str:
    """The force with most rows of this borough; "" where there is none. `ours`: those rows by force."""
    return max(sorted(ours), key=lambda force: ours[force], default="")


def _without_ours(here: Mapping[str, int]) -> set[str]:
    """Months without a row of the borough, where it usually has so many that chance cannot be the reason."""
    usual = median([n for n in here.values() if n] or [0])
    return {month for month, n in here.items() if not n and usual >= SURELY_SEEN}


def _empty_notice(source: Source, month: str, rows: int) -> Notice:
    text = (
        f"{source.title}: not one of {rows:,} rows of {month} is of this borough, though other months have some. "
        "It is a gap, not a zero: look at the LSOA codes and names in that file."
    )
    return Notice("none_of_ours", month, rows, text, needs_person=True)


def _few_of_ours(source: Source, here: Mapping[str, int]) -> list[Notice]:
    """Months in which the file is as large as usual, and the borough's part of it under half."""
    notices = []
    for month, (n, usual) in _shrunken(here).items():
        if usual >= SURELY_SEEN:
            text = (
                f"{source.title}: {n:,} rows of {month} are of this borough, {usual:,.0f} were usual, in a file no "
                "smaller than before. If areas or LSOA codes changed, mend data/reference/lsoas.csv; if the fall is "
                "real, leave it."
            )
            notices.append(Notice("few_of_ours", month, n, text, needs_person=True))
    return notices


def _gap_notices(source: Source, gaps: Iterable[str], excluded: dict[str, str]) -> list[Notice]:
    notices, lost = [], list[str]()
    for month in gaps:
        if month in excluded:
            text = f"{source.title}: {month} is left out ({excluded[month]}). It is a gap, not a zero."
            notices.append(Notice("excluded_month", month, 0, text))
        else:
            lost.append(month)
    return [*notices, *(_not_received(source, span) for span in _in_spans(lost))]


def _in_spans(months: Iterable[str]) -> list[list[str]]:
    """Months that follow one another, together."""
    spans: list[list[str]] = []
    for month in sorted(months):
        if spans and month == add_months(spans[-1][-1], 1):
            spans[-1].append(month)
        else:
            spans.append([month])
    return spans


def _not_received(source: Source, span: list[str]) -> Notice:
    """One line for months that follow one another: 45 of them would hide what else is to be looked at."""
    if len(span) == 1:
        text = f"{source.title}: {span[0]} was not received. It is a gap, not a zero."
        return Notice("missing_month", span[0], 0, text, needs_person=True)
    subject = f"{span[0]} to {span[-1]}"
    text = f"{source.title}: {subject} ({len(span)} months) were not received. They are gaps, not zeros."
    return Notice("missing_month", subject, 0, text, needs_person=True)


def _lesser_gaps(source: Source, force: str, counts: Mapping[str, int], expected: Iterable[str]) -> list[Notice]:
    """Months without a file of a force that holds some of the borough's rows: no gap: the main force's are held."""
    absent = [month for month in expected if month not in counts]
    if not absent:
        return []
    shown = ", ".join(absent[:4]) + (f" and {len(absent) - 4} others" if len(absent) > 4 else "")
    text = f"{source.title}: {force} was not received for {shown}: its few rows are missing from those counts."
    return [Notice("lesser_gap", force, len(absent), text)]


def fragments(source: Source, force: str, counts: Mapping[str, int], small: bool = False) -> list[Notice]:
    """Months with under half the rows that were usual in the months before them that were not flagged themselves.

    Usual is the median of the last twelve such months; of fewer than three, the largest of them. `small`: the force
    holds so little of the borough that its fragment is told, but is no fault of the month.
    """
    notices = []
    for month, (n, usual) in _shrunken(counts).items():
        text = (
            f"{source.title}: {force or source.name} of {month} has {n:,} rows, {n / usual:.0%} of "
            "what was usual before it."
        )
        if small:
            text += " Few of its rows lie in the borough: the month's counts stand."
            notices.append(Notice("lesser_fragment", month, n, text))
        else:
            text += " If it is a fragment, exclude the month in sources.yml; if the fall is real, leave it."
            notices.append(Notice("fragment", month, n, text, needs_person=True))
    return notices


def _shrunken(counts: Mapping[str, int]) -> dict[str, tuple[int, float]]:
    """Month -> (its rows, what was usual), where it has under half of that."""
    usual: list[int] = []
    found = {}
    for month in sorted(counts):
        before = usual[-USUAL_OVER:]
        typical = median(before) if len(before) > 2 else max(before, default=0)
        if counts[month] < FRAGMENT * typical:
            found[month] = (counts[month], float(typical))
        else:
            usual.append(counts[month])
    return found


def shrunk(source: Source, revisions: Iterable[Revision]) -> list[Notice]:
    """Months of which a newer download holds under half the rows that the one before it held: it counts."""
    notices = []
    for r in revisions:
        if r.newer_rows < FRAGMENT * r.older_rows:
            text = (
                f"{source.title}: {r.newer} holds {r.newer_rows:,} rows of {r.month}, {r.older} before it held "
                f"{r.older_rows:,}. The newer counts: if it holds late additions only, ask for the whole month."
            )
            notices.append(Notice("shrunk", r.month, r.newer_rows, text, needs_person=True))
    return notices


def total_by_force(rows: Iterable[tuple[str, int]]) -> Counter[str]:
    """Sum of (force, count) pairs by force."""
    totals: Counter[str] = Counter()
    for force, count in rows:
        totals[force] += count
    return totals
