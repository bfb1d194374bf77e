"""The charts of signals, with all that is known of their counts, and of what followed activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bsafe_analysis.claims.telling import part_of, tell
from bsafe_analysis.model.activities import Effect
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.reports.charts import AgainstRow, against_chart, control_chart
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.documents.annex import Annex
from bsafe_analysis.reports.exhibits.section_charts import alternative
from bsafe_analysis.reports.facts.how_long import counted_from
from bsafe_analysis.reports.facts.series import Standing, standing
from bsafe_analysis.reports.facts.signals import Signal
from bsafe_analysis.reports.views.annotation_marks import AboutChart, notes_on, with_notes
from bsafe_analysis.reports.wording import phrase


def signal_chart(prepared: Prepared, signal: Signal, name: str) -> Figure:
    """The control chart behind one signal, with what analysts noted of its place and category."""
    points = signal.series.points
    about = AboutChart(signal.place.code, (signal.category.key,), points[0].month, points[-1].month)
    return with_notes(counts_behind(prepared, signal, name), notes_on(prepared, about), prepared.areas, about)


def counts_behind(prepared: Prepared, signal: Signal, name: str) -> Figure:
    """Counts and expected range of one signal; marked: the months since it began that lie outside their own range."""
    series = tell(signal, "series").drawn
    side = Standing.ABOVE if signal.finding.direction is Direction.UP else Standing.BELOW
    outside = [p.month for p in signal.series.points if p.month >= counted_from(signal.finding) and standing(p) is side]
    return control_chart(
        name,
        phrase("signal_heading", s=signal),
        phrase("signal_caption", s=signal),
        alternative("signal_alt", s=signal),
        replace(
            series,
            marked=outside,
            rebases=rebases_of(prepared, signal.category.key, series.months),
            revised=revised_in(prepared, signal, series.months),
        ),
    )


def rebases_of(prepared: Prepared, category: str, months: Sequence[str]) -> dict[str, str]:
    """Months of a chart from which this category is recorded another way (detection.yml), and the words for that."""
    told = {month for key, month in prepared.cycle.detection.rebase if key in (category, "*")}
    return {month: phrase("rebase_words") for month in months if month in told}


def revised_in(prepared: Prepared, signal: Signal, months: Sequence[str]) -> dict[str, int]:
    """Month -> its count as first issued, where it has moved since. Held for the borough alone."""
    if prepared.record is None or signal.place.level is not Level.BOROUGH:
        return {}
    now = {p.month: p.observed for p in signal.series.points}
    moved = (r for r in prepared.record.recounts if r.category == signal.category.key and r.month in months)
    return {r.month: r.then for r in moved if now[r.month] not in (None, r.then)}


def effects_chart(document: Annex) -> Figure:
    """What was recorded since each activity began, in proportion to what was expected without it."""
    prepared, effects = document.prepared, document.told_effects
    above, below = (tuple(e for e in effects if way(e)) for way in (_above, _below))
    within = tuple(e for e in effects if e not in above and e not in below)
    facts = {"effects": effects, "above": above, "below": below, "within": within, "month": document.month}
    return against_chart(
        "effects",
        phrase("effects_heading", **facts),
        phrase("effects_caption", as_of=prepared.cycle.as_of, **facts),
        alternative("effects_alt", **facts),
        [_against_row(prepared, effect) for effect in effects],
    )


def _against_row(prepared: Prepared, effect: Effect) -> AgainstRow:
    observed, expected, lower, upper = (tell(effect, name) for name in ("observed", "expected", "lower", "upper"))
    fewest = prepared.cycle.detection.small_count
    return part_of(AgainstRow(_effect_name(prepared, effect), observed, expected, lower, upper, fewest), effect)


def _effect_name(prepared: Prepared, effect: Effect) -> str:
    place, category = prepared.areas[effect.area], prepared.cycle.category(effect.category)
    return phrase("effect_name", e=effect, place=place, category=category)


def _above(effect: Effect) -> bool:
    return effect.observed > effect.upper


def _below(effect: Effect) -> bool:
    return effect.observed < effect.lower
