"""The track record as a page tells it: what became of the year's alerts, and how counts moved after they were told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.issued_record import Alert, AlertOutcome, Recount, TrackRecord
from bsafe_analysis.model.periods import add_months

MOST_RECOUNTS = 6
MOST_ALERTS = 5
"""Alerts that a page on the month lists; the annex holds every one."""


@dataclass(frozen=True)
class AlertRow:
    """`told_of`: the place of which it was told last; `exceptional`: whether the month after lies in such a time."""

    place: Area
    category: Category
    fact: Alert
    told_of: Area
    exceptional: bool = False

    @property
    def after(self) -> str:
        """The month after the last in which it was a finding."""
        return add_months(self.fact.last, 1)


@dataclass(frozen=True)
class RecountRow:
    """`category` None: all categories together."""

    category: Category | None
    fact: Recount


@dataclass(frozen=True)
class Vanished:
    place: Area
    category: Category
    month: str


@dataclass(frozen=True)
class AlertHistory:
    """`recounts`: whole months first, then the categories that moved most; `more_recounts` are not listed."""

    first: str
    last: str
    alerts: tuple[AlertRow, ...]
    recounts: tuple[RecountRow, ...]
    more_recounts: int
    vanished: tuple[Vanished, ...]

    @property
    def newest_first(self) -> tuple[AlertRow, ...]:
        """Every alert, the newest first."""
        order = sorted(self.alerts, key=lambda row: (row.fact.raised, row.place.code, row.category.key), reverse=True)
        return tuple(order)

    @property
    def told(self) -> tuple[AlertRow, ...]:
        """Of the alerts, those that a page on the month lists: what stands this month first, then the newest."""
        return tuple(sorted(self.newest_first, key=lambda row: row.fact.last != self.last))[:MOST_ALERTS]

    @property
    def lasted(self) -> int:
        return self._count(AlertOutcome.LASTED)

    @property
    def faded(self) -> int:
        return self._count(AlertOutcome.FADED)

    @property
    def too_early(self) -> int:
        return self._count(AlertOutcome.TOO_EARLY)

    @property
    def not_held(self) -> int:
        """Those of which nothing says whether they lasted: the month after is not held."""
        return self._count(AlertOutcome.NOT_HELD)

    def _count(self, outcome: AlertOutcome) -> int:
        return sum(row.fact.outcome is outcome for row in self.alerts)


def track_of(prepared: Prepared) -> AlertHistory:
    """What became of the alerts raised in the last twelve months, and what was revised since it was told?"""
    month = prepared.cycle.month
    record = prepared.record or TrackRecord(month, month)
    known = {c.key for c in prepared.cycle.categories}
    alerts = [a for a in record.alerts if a.area in prepared.areas and a.category in known]
    vanished = [f for f in record.vanished if f.area in prepared.areas and f.category in known]
    recounts = recounts_of(prepared)
    return AlertHistory(
        first=record.first,
        last=record.last,
        alerts=tuple(_alert_row(prepared, a) for a in alerts),
        recounts=recounts[:MOST_RECOUNTS],
        more_recounts=max(0, len(recounts) - MOST_RECOUNTS),
        vanished=tuple(_vanished(prepared, f) for f in vanished),
    )


def recounts_of(prepared: Prepared) -> tuple[RecountRow, ...]:
    """Which counts of the borough were revised since they were told? Whole months first, then what moved most."""
    known = {category.key for category in prepared.cycle.categories}
    held = [r for r in (prepared.record.recounts if prepared.record else ()) if not r.category or r.category in known]
    held.sort(key=lambda r: (bool(r.category), -abs(r.now - r.then), r.month, r.category))
    return tuple(_recount(prepared, r) for r in held)


def _alert_row(prepared: Prepared, alert: Alert) -> AlertRow:
    told_of = alert.told_of if alert.told_of in prepared.areas else alert.area
    category = prepared.cycle.category(alert.category)
    row = AlertRow(prepared.areas[alert.area], category, alert, prepared.areas[told_of])
    return replace(row, exceptional=prepared.cycle.detection.exceptional_time(row.after) is not None)


def _recount(prepared: Prepared, fact: Recount) -> RecountRow:
    return RecountRow(prepared.cycle.category(fact.category) if fact.category else None, fact)


def _vanished(prepared: Prepared, finding: Finding) -> Vanished:
    return Vanished(prepared.areas[finding.area], prepared.cycle.category(finding.category), finding.month)
