"""What every document says of its data: what arrived, what was set aside, what is missing, what was revised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from bsafe_analysis.claims.telling import noted
from bsafe_analysis.model.areas import NOT_PLACED, Area, Level
from bsafe_analysis.model.cycle import Coverage, Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import add_months, month_index, months_between
from bsafe_analysis.model.receipts import Notice, Receipt, Revision, SetAside
from bsafe_analysis.reports.facts.addresses import Elsewhere, annex_of
from bsafe_analysis.reports.facts.held_sources import SourceNote, SumOf, source_notes, sum_of, unclaimed

REGISTER_NOTICES = (
    "activity_refused", "note_refused", "decision_refused", "commentary_refused", "register_refused", "register_remark",
)  # fmt: skip
"""Kinds of notice about what people wrote: for those who keep the register, not for readers of a profile."""
SAID_WITH_THE_COUNTS = (
    "same_rows", "force_renamed", "silent_category", "unknown_category", "short_file", "part_of_month", "without_place",
    "not_placed_share", "unusual_force", "missing_month",
)  # fmt: skip
"""Kinds of notice that page one tells with the counts (DataNotes.came_in), or the gaps."""


LATE = 3
"""Months from the one told of to that of its data, above which the data are no newly published ones: a month of
data.police.uk is published within two months of its end."""


@dataclass(frozen=True)
class Hiding:
    """What was hidden for an audience: `hidden` of this month's `of` counts, in `categories`, and by which rule."""

    audience: str
    hidden: int
    of: int
    categories: tuple[Category, ...]
    smallest: int
    round_to: int


@dataclass(frozen=True)
class DataNotes:
    """`rows_read` = `rows_used` + all of `set_aside`. `not_placed` is this month's count in the borough."""

    files: int
    rows_read: int
    rows_used: int
    set_aside: tuple[tuple[str, int], ...]
    not_placed: int
    month_total: int
    gaps: tuple[str, ...]
    notices: tuple[Notice, ...]
    revisions: tuple[Revision, ...]
    coverage: Coverage | None
    series: int
    months_of_history: int
    short_history: bool
    as_of: date
    recomputed: bool
    hiding: Hiding | None = None
    """What this edition's readers may not see; None in the internal edition."""

    nominal: float = 0.95
    """Which share of the counts the ranges are made to hold."""
    titles: tuple[tuple[str, str], ...] = ()
    """(name, title) of every source."""
    sources: tuple[SourceNote, ...] = ()
    """What is held of the sources that are not held throughout."""
    unclaimed: tuple[Category, ...] = ()
    """Categories that no source is known to count."""
    placed_total: int = 0
    """This month's count of the categories whose sources say where in the borough they were."""
    month_of: SumOf = field(default_factory=SumOf)
    """What the month's total is made of."""
    no_place_now: float | None = None
    """Which share of the rows of the last twelve months' files came without a place; None where none of these is held.
    """
    no_place_before: float | None = None
    """The same of the twelve months before."""
    came_in: tuple[FileChange, ...] = ()
    """What of the files could move this month's counts without crime having changed."""
    provisional: tuple[str, ...] = ()
    """Months that are still filling up."""
    odd: tuple[Notice, ...] = ()
    """Of the notices, those about this month's files that a reader of its counts should know."""
    month: str = ""
    """The month told of."""
    annex: Elsewhere | None = None
    """The page that holds these notes in full; None where the month makes none."""

    @property
    def long_after(self) -> bool:
        """Whether the data are from long after the month: what was corrected since is in its counts."""
        return bool(self.month) and month_index(f"{self.as_of:%Y-%m}") - month_index(self.month) > LATE

    @property
    def without_places(self) -> int:
        """This month's incidents of sources that do not say where in the borough they were."""
        return self.month_total - self.placed_total

    @property
    def usually_outside(self) -> float:
        """How many of the counts judged this month lie outside their ranges in a usual month, going by past ones."""
        return self.series * (1 - (self.coverage.inside if self.coverage else self.nominal))

    @property
    def silent(self) -> tuple[SourceNote, ...]:
        """Sources of which this month is not held."""
        return tuple(source for source in self.sources if source.last or not source.first)

    @property
    def without_parts(self) -> tuple[SourceNote, ...]:
        """Sources that say no places this month."""
        return tuple(source for source in self.sources if source.borough_only)

    def title_of(self, source: str) -> str:
        """What a source is called on a page."""
        found = (noted(self, f"titles[{i}][1]", title) for i, (name, title) in enumerate(self.titles) if name == source)
        return next(found, source)

    def without(self, kinds: Collection[str]) -> DataNotes:
        """The same notes, less the notices of these kinds."""
        return replace(self, notices=tuple(notice for notice in self.notices if notice.kind not in kinds))

    @property
    def told_revisions(self) -> tuple[Revision, ...]:
        """Revisions that changed what is counted, the largest first, at most six."""
        changing = (r for r in self.revisions if r.added or r.removed or r.changed_category)
        return tuple(sorted(changing, key=lambda r: (-(r.added + r.removed + r.changed_category), r.month)))[:6]

    @property
    def quiet_revisions(self) -> int:
        """How many other months were downloaded again."""
        return len(self.revisions) - len(self.told_revisions)


def data_notes(prepared: Prepared) -> DataNotes:
    """The facts of the data notes, the same for every document of the cycle."""
    aside: Counter[str] = Counter()
    month = prepared.cycle.month
    for receipt in prepared.receipts:
        aside.update({str(reason): count for reason, count in receipt.set_aside})
    months_held = len(prepared.cycle.months) - len(set(prepared.gaps) & set(prepared.cycle.months))
    return DataNotes(
        files=len(prepared.receipts),
        rows_read=sum(receipt.rows_read for receipt in prepared.receipts),
        rows_used=sum(receipt.rows_used for receipt in prepared.receipts),
        set_aside=tuple(sorted(aside.items(), key=lambda item: -item[1])),
        not_placed=total_of(prepared, NOT_PLACED),
        month_total=total_of(prepared, prepared.areas.borough.code),
        gaps=tuple(gap for gap in prepared.gaps if gap in prepared.cycle.months),
        notices=prepared.notices,
        revisions=prepared.revisions,
        coverage=prepared.coverage,
        series=judged_series(prepared),
        months_of_history=months_held,
        short_history=months_held <= prepared.cycle.detection.short_history_months,
        nominal=prepared.cycle.detection.coverage,
        as_of=prepared.cycle.as_of,
        recomputed=not prepared.previous_findings_stored,
        hiding=hiding(prepared),
        titles=tuple((name, title) for name, title, _ in prepared.cycle.sources),
        sources=source_notes(prepared),
        unclaimed=unclaimed(prepared),
        placed_total=_placed_total(prepared),
        month_of=sum_of(prepared, prepared.areas.borough.code, [prepared.cycle.month]),
        no_place_now=no_place(prepared.receipts, months_between(add_months(month, -11), month)),
        no_place_before=no_place(prepared.receipts, months_between(add_months(month, -23), add_months(month, -12))),
        came_in=came_in(prepared),
        provisional=_provisional(prepared),
        odd=_odd(prepared),
        month=month,
        annex=annex_of(prepared),
    )


def _odd(prepared: Prepared) -> tuple[Notice, ...]:
    about = (n for n in prepared.notices if n.needs_person and n.subject == prepared.cycle.month)
    return tuple(n for n in about if n.kind not in SAID_WITH_THE_COUNTS)


def _provisional(prepared: Prepared) -> tuple[str, ...]:
    counts = prepared.counts
    return tuple(sorted({str(month) for month in counts.loc[counts["provisional"].astype(bool), "month"]}))


def no_place(receipts: Collection[Receipt], months: Collection[str]) -> float | None:
    """Which share of the rows of these months' files came without a place; None where no such file is held.

    Of files of one month each: what is of many months is not told apart.
    """
    files = [receipt for receipt in receipts if receipt.month in months]
    read = sum(receipt.rows_read for receipt in files)
    return sum(n for file in files for why, n in file.set_aside if why == SetAside.NO_PLACE) / read if read else None


def came_in(prepared: Prepared) -> tuple[FileChange, ...]:
    """What of the files could move the month's counts without crime having changed, each once."""
    told = (doubt.told for doubt in prepared.doubts if doubt.told and prepared.cycle.month in doubt.months)
    return tuple(dict.fromkeys(told))


def hiding(prepared: Prepared) -> Hiding | None:
    """What this edition hides and by which rule; None for the internal one, and where nothing needs hiding."""
    audience, policy, month = prepared.audience, prepared.cycle.policy, prepared.cycle.month
    if audience == Audience.INTERNAL or not prepared.classes:
        return None
    return Hiding(
        audience=audience,
        hidden=int((prepared.hidden["month"] == month).sum()),
        of=int((prepared.counts["month"] == month).sum()),
        categories=tuple(c for c in prepared.cycle.categories if c.key in prepared.classes),
        smallest=max(policy.smallest[audience].get(of, 1) for of in set(prepared.classes.values())),
        round_to=policy.round_to[audience],
    )


def total_of(prepared: Prepared, code: str, month: str | None = None) -> int:
    """All incidents of a place in the month of the cycle (or another), of the categories of which sum_of is made."""
    counts, of = prepared.counts, month or prepared.cycle.month
    wanted = {category.key for category in sum_of(prepared, code, [of]).categories}
    rows = counts[(counts["area"] == code) & (counts["month"] == of) & counts["category"].isin(wanted)]
    return int(rows["count"].sum())


def _placed_total(prepared: Prepared) -> int:
    wanted = {category.key for category in sum_of(prepared, NOT_PLACED, [prepared.cycle.month]).categories}
    rows = prepared.counts[(prepared.counts["level"] == "borough") & prepared.counts["category"].isin(wanted)]
    return int(rows.loc[rows["month"] == prepared.cycle.month, "count"].sum())


def judged_series(prepared: Prepared, level: Level | None = None) -> int:
    """How many series (place x category) were judged this month, of the places of one level or of all.

    All are the size of the family of tests.
    """
    table = prepared.expectations
    codes = [area.code for area in prepared.areas if area.level is level]
    of = table["area"].isin(codes) if level else table["area"] != NOT_PLACED
    return int(((table["month"] == prepared.cycle.month) & of & table["expected"].notna()).sum())


def months_received(prepared: Prepared, place: Area) -> int:
    """Months of history in which this place has counts."""
    rows = prepared.counts[prepared.counts["area"] == place.code]
    return rows.dropna(subset="count")["month"].nunique()
