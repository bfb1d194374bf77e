"""What a meeting's page says of one signal: what moved with it, what could explain it, what weakens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.findings import Caution
from bsafe_analysis.model.register_entries import Comment
from bsafe_analysis.reports.facts.addresses import Elsewhere
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.facts.why import PossibleCause, why, why_in_short

MOST_KINDS = 3
"""Other kinds of incident outside their ranges that one line names."""


class Beside(StrEnum):
    """What could have moved with a signal."""

    KINDS = "kinds"
    SIGNALS = "signals"
    PLACES = "places"
    DISTRICTS = "districts"


@dataclass(frozen=True)
class SignalInShort:
    """`causes`: those that the page lists; `cautions`: those that not all signals of the page bear; `in_full`: where
    the annex tells the whole of it; `told`: all that the page tells, this one too.
    """

    signal: Signal
    causes: tuple[PossibleCause, ...]
    cautions: tuple[Caution, ...]
    in_full: Elsewhere | None
    told: tuple[Signal, ...] = ()

    @property
    def lone_cause(self) -> PossibleCause | None:
        """The only cause that the page lists, where no analyst wrote it: told in a line, for nothing is compared."""
        return self.causes[0] if len(self.causes) == 1 and not self.causes[0].written else None

    @property
    def tabled(self) -> tuple[PossibleCause, ...]:
        """Causes that are set side by side."""
        return () if self.lone_cause else self.causes

    def signal_of(self, place: Area, category: str, side: str) -> Signal | None:
        """The page's signal of this count on this side, with which its numbers stand; None where it tells of none."""
        found = (s for s in self.told if (s.place.code, s.category.key, s.finding.side) == (place.code, category, side))
        return next(found, None)

    @property
    def moved(self) -> tuple[Beside, ...]:
        """Of what a change is seen beside it."""
        where, force = self.signal.where, self.signal.force
        seen = {
            Beside.KINDS: (*where.others, *where.kinds_together),
            Beside.SIGNALS: where.beside,
            Beside.PLACES: () if where.parts_add_up else (*where.near, *where.near_together),
            Beside.DISTRICTS: force.same_way,
        }
        return tuple(what for what, rows in seen.items() if rows)

    @property
    def quiet(self) -> tuple[Beside, ...]:
        """Of what none is seen, where it could be: what cannot be judged is in neither."""
        return tuple(self._quiet())

    def _quiet(self) -> Iterator[Beside]:
        where, force = self.signal.where, self.signal.force
        if where.others_judged and not where.others_moved:
            yield Beside.KINDS
        if where.near_judged and not where.parts_add_up and not where.near_moved and not where.beside:
            yield Beside.PLACES
        if force.all_within:
            yield Beside.DISTRICTS

    @property
    def kinds(self) -> tuple[object, ...]:
        """Other kinds there outside their ranges, as far as the line names them."""
        return self._of_the_month[:MOST_KINDS]

    @property
    def _of_the_month(self) -> tuple[object, ...]:
        """Those outside their ranges in the month that did not also move over its months: they are told once."""
        told = {each.category for each in self.signal.where.kinds_together}
        return tuple(row for row in self.signal.where.others if row.category not in told)

    @property
    def kinds_together(self) -> tuple[object, ...]:
        """Those that moved over its months taken together, as far as the line names them."""
        return self.signal.where.kinds_together[:MOST_KINDS]

    @property
    def more_together(self) -> int:
        return len(self.signal.where.kinds_together) - len(self.kinds_together)

    @property
    def more_kinds(self) -> int:
        return len(self._of_the_month) - len(self.kinds)


def shared_cautions(signals: Iterable[Signal]) -> tuple[Caution, ...]:
    """Cautions that each of two or more signals bears: a page says them once."""
    each = [signal.finding.cautions for signal in signals]
    return tuple(c for c in each[0] if all(c in others for others in each)) if len(each) > 1 else ()


def signal_in_short(
    signal: Signal,
    comments: Iterable[Comment],
    told: tuple[Signal, ...],
    in_full: Elsewhere | None,
) -> SignalInShort:
    """One signal as a meeting's page tells it. `told`: all that the page tells, this one too."""
    shared = shared_cautions(told)
    own = tuple(caution for caution in signal.finding.cautions if caution not in shared)
    return SignalInShort(signal, why_in_short(why(signal, comments)), own, in_full, told)
