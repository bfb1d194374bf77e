"""What analysts promoted, as a meeting's document tells it: new ones with their evidence, open ones reviewed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.promoted_findings import Promoted, PromotedReview
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.facts.signals import family
from bsafe_analysis.reports.views import ViewResult, figure, fit, query, sentence


@dataclass(frozen=True)
class Raised:
    """One promoted finding in one month's document. `can_show`: its evidence can be made again from this month.

    `result`: what its view shows; None where it cannot be shown. `odd`: its place and category are known, and yet its
    chart cannot be made: then the finding is told without it.
    """

    finding: Promoted
    place: Area | None
    is_new: bool
    can_show: bool
    result: ViewResult | None
    odd: bool = False

    @property
    def evidence(self) -> str:
        """What its view shows, in words: said anew each time, so that whoever listens hears of what."""
        return sentence(self.result) if self.result else ""

    @property
    def figure_id(self) -> str:
        return f"promoted-{self.finding.id}"

    @property
    def latest(self) -> PromotedReview | None:
        return self.finding.latest

    def is_overdue(self, on: date) -> bool:
        return self.finding.due < on and not (self.latest and self.latest.closed)


def raised_in(prepared: Prepared, places: Collection[str] | None = None) -> tuple[Raised, ...]:
    """The promoted findings whose place touches these (codes; None: all), those of this month first.

    One whose place no longer exists touches every document, so that it is not lost.
    """
    touching = [f for f in prepared.promoted if places is None or _touches(prepared, f, places)]
    told = [_raised(prepared, finding) for finding in touching]
    return tuple(sorted(told, key=lambda r: (not r.is_new, r.finding.month, r.finding.id)))


def _touches(prepared: Prepared, finding: Promoted, places: Collection[str]) -> bool:
    code = finding.view.place
    return code not in prepared.areas or bool(set(family(prepared.areas, code)) & set(places))


def _raised(prepared: Prepared, finding: Promoted) -> Raised:
    state, gave_way = fit(finding.view, prepared)
    new = finding.month == prepared.cycle.month
    known = not any(kind in ("place", "category") for kind, _ in gave_way)
    place = next((area for area in prepared.areas if area.code == finding.view.place), None)
    result = _shown(state, prepared) if known else None
    return Raised(finding, place, new, result is not None, result, odd=known and not result)


def _shown(state: ViewState, prepared: Prepared) -> ViewResult | None:
    """What the view shows; None where its chart cannot be made: one entry may cost its figure, no document."""
    try:
        result = query(state, prepared)
        figure(result)
        return result if sentence(result) else None
    except Exception:  # whatever it is, the meeting's document must still be made; the page says that the chart is not
        return None


def raised_figure(raised: Raised) -> Figure:
    """The evidence of one, drawn from its view. ValueError where it cannot be shown."""
    if raised.result is None:
        raise ValueError(f"{raised.figure_id} cannot be drawn from this month")
    return figure(raised.result, raised.figure_id)
