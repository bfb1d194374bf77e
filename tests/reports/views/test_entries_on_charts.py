"""Every kind of entry of the register on every kind of chart: one entry may cost its own figure, never a document."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence
from bsafe_analysis.model.view_state import Chart, Comparison, Measure, Split, ViewState
from bsafe_analysis.reports.views import figure, fit, promoted_views, query
from bsafe_analysis.reports.views.promoted_views import raised_figure, raised_in
from tests.reports.months import MONTH, MONTHS, prepared

DAYS = {"inside": (date(2026, 2, 3), None), "before": (date(2019, 1, 1), date(2026, 1, 31))}
NOTES = tuple(
    Annotation(f"{kind}-{when}", kind, "N1", "", first, last, "A fair.", "analyst", first)
    for kind in Kind
    for when, (first, last) in DAYS.items()
)
NOTED = replace(prepared(), annotations=tuple(sorted(NOTES, key=lambda note: note.first)))
VIEWS = [
    ViewState(place, MONTHS[0], MONTH, categories, measure=measure, comparison=compare, split=split, chart=chart)
    for chart, measure, compare, split, (place, categories) in product(
        Chart, Measure, Comparison, Split, (("B", ()), ("N1", ("burglary",)))
    )
]
SOME = pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.proof)])
"""In `make test` each measure, comparison and split on each chart, but not with each other."""
OVER_MONTHS = (Chart.SERIES, Chart.ROLLING, Chart.FORECAST)


@SOME
@pytest.mark.parametrize("chart", list(Chart))
def test_notes_of_every_kind_can_stand_on_every_view(chart, every):
    for view in [view for view in VIEWS if view.chart is chart][::every]:
        result = query(fit(view, NOTED)[0], NOTED)
        drawn = figure(result)
        marks = [s for s in drawn.spec["layout"].get("shapes", []) if s.get("dash") or "dash" in s.get("line", {})]
        if result.drawn in OVER_MONTHS:
            assert "A fair." in drawn.caption and len(marks) >= 6
            assert min(mark["x0"] for mark in marks) >= "2025-07"


def raised_from(view):
    return Promoted(
        id="one", month=MONTH, view=view, confidence=PromotedConfidence("moderate"), due=date(2026, 12, 1),
        claim="Burglary rose.", comment="", recommendation="Look at it.", agency="Council", role="analyst",
    )  # fmt: skip


@SOME
@pytest.mark.parametrize("chart", list(Chart))
def test_a_finding_promoted_from_any_view_is_told_with_its_figure_and_notes(chart, every):
    for view in [view for view in VIEWS if view.chart is chart][::every]:
        month = replace(NOTED, promoted=(raised_from(view),))
        (raised,) = raised_in(month)
        assert raised.can_show and not raised.odd
        assert raised_figure(raised).id == "promoted-one"


def test_a_view_whose_chart_cannot_be_made_costs_that_figure_and_nothing_else(monkeypatch):
    def broken(result, id="view"):
        raise KeyError("range")

    monkeypatch.setattr(promoted_views, "figure", broken)
    (raised,) = raised_in(replace(NOTED, promoted=(raised_from(VIEWS[0]),)))
    assert (raised.can_show, raised.odd, raised.evidence) == (False, True, "")
