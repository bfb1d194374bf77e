"""What each source holds, as the data notes tell it; and what a sum over categories is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.areas import NOT_PLACED, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.held_months import SourceHeld
from bsafe_analysis.model.incidents import Category


@dataclass(frozen=True)
class SourceNote:
    """What is held of one source, where that is not every month: none before `first`, between them not `pauses`.

    `first`: "" where nothing is held; `last`: "" where this month is held. `categories`: those without a number
    where it is not. `as_at`: where that is another day than the document's. `borough_only`: this month says no places.
    """

    title: str
    categories: tuple[Category, ...]
    first: str
    last: str
    pauses: tuple[str, ...]
    as_at: date | None
    borough_only: bool
    began_late: bool = False

    @property
    def lacks_months(self) -> bool:
        """Whether a month of it is not held."""
        return bool(not self.first or self.last or self.pauses or self.began_late)


@dataclass(frozen=True)
class SumOf:
    """The categories that a sum is made of; those left out of it because a month of it was not held.

    `withheld`: those that partner agencies count, in an edition whose readers may not see all of them: a sum with
    hidden or rounded counts in it would be another in each edition.
    """

    categories: tuple[Category, ...] = ()
    left_out: tuple[Category, ...] = ()
    withheld: tuple[Category, ...] = ()


def source_notes(prepared: Prepared) -> tuple[SourceNote, ...]:
    """The sources of which something is to be said. What the leading ones lack is said of the month itself."""
    told = (_note(prepared, source) for source in prepared.held.sources if source.name not in prepared.held.leading)
    return tuple(note for note in told if note.lacks_months or note.as_at or note.borough_only)


def _note(prepared: Prepared, source: SourceHeld) -> SourceNote:
    cycle = prepared.cycle
    held = [month for month in source.months if month in cycle.months]
    first, last = (held[0], held[-1]) if held else ("", "")
    return SourceNote(
        title=source.title,
        categories=tuple(c for c in cycle.categories if c.key in source.categories),
        first=first,
        last="" if last == cycle.month else last,
        pauses=tuple(month for month in cycle.months if first < month < last and month not in held),
        as_at=None if source.as_at in (None, cycle.as_of) else source.as_at,
        borough_only=last == cycle.month and last not in source.placed_months,
        began_late=first > cycle.months[0],
    )


def unclaimed(prepared: Prepared) -> tuple[Category, ...]:
    """The categories that no source is known to count: they have no number anywhere."""
    if not prepared.held.sources:
        return ()
    return tuple(c for c in prepared.cycle.categories if not prepared.held.group_of(c.key))


def sum_of(prepared: Prepared, code: str, months: Collection[str]) -> SumOf:
    """What a sum over the categories of one place may be made of: those held in every one of these months.

    A month that the leading sources lack is a gap of the sum itself, and leaves no category of theirs out.
    """
    held, cycle = prepared.held, prepared.cycle
    level = Level.NEIGHBOURHOOD if code == NOT_PLACED else prepared.areas[code].level
    wanted = set(months) - set(held.gaps)
    shared = prepared.audience != Audience.INTERNAL
    withheld = [c for c in cycle.categories if shared and c.key in prepared.classes]
    open_to_all = [c for c in cycle.categories if c not in withheld]
    kept = held.held_throughout((c.key for c in open_to_all), wanted, level)
    every = {c.key: c for c in cycle.categories}
    left_out = tuple(c for c in open_to_all if c.key not in kept and held.group_of(c.key))
    return SumOf(tuple(every[key] for key in kept), left_out, tuple(withheld))
