"""The controls on the left: each has a label, each is reached by keyboard, and together they say the view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import short_month_name
from bsafe_analysis.model.view_state import Chart, Comparison, Denominator, Measure, Split, ViewState

WORDS = {
    Measure.COUNT: "Count", Measure.RATE: "Rate per 1,000",
    Denominator.RESIDENTS: "Residents", Denominator.HOUSEHOLDS: "Households",
    Comparison.NONE: "Nothing", Comparison.AREA: "Its area", Comparison.BOROUGH: "The borough",
    Comparison.LAST_YEAR: "A year before", Comparison.SIMILAR: "Similar neighbourhoods",
    Split.NONE: "Nothing", Split.CATEGORY: "Category", Split.PLACE: "Place",
    Chart.SERIES: "Month by month", Chart.SEASON: "Seasonal profile", Chart.ROLLING: "Rolling 12 months",
    Chart.FORECAST: "Forecast",
    Audience.INTERNAL: "Internal", Audience.PARTNER: "Partners", Audience.PUBLIC: "The public",
}  # fmt: skip
SERIES_CHARTS = (Chart.SERIES, Chart.SEASON, Chart.ROLLING, Chart.FORECAST)
_STYLE = {"description_width": "84px"}
_WIDE = w.Layout(width="290px")


class Filters(w.VBox):
    """`changed` is called with the parts of the view that a person changed; `show` sets all controls in silence."""

    def __init__(self, prepared: Prepared, changed: Callable[..., None]) -> None:
        months = [(short_month_name(month), month) for month in prepared.cycle.months]
        categories = [(category.name, category.key) for category in prepared.cycle.categories]
        self._changed, self._silent = changed, False
        self.controls: dict[str, Any] = {
            "place": w.Dropdown(options=_places(prepared), description="Place"),
            "categories": w.SelectMultiple(options=categories, rows=min(10, len(categories)), description="Categories"),
            "first": w.Dropdown(options=months, description="From"),
            "last": w.Dropdown(options=months, description="To"),
            "measure": _choice("Measure", Measure),
            "denominator": _choice("Per 1,000", Denominator),
            "comparison": _choice("Beside it", Comparison),
            "split": _choice("Split by", Split),
            "chart": _choice("Series as", SERIES_CHARTS),
            "audience": _choice("Seen as by", Audience),
        }
        for name, control in self.controls.items():
            control.style, control.layout = _STYLE, _WIDE
            control.observe(self._listener(name), "value")
        note = "<small>No category chosen: all together. Ctrl or Shift chooses several.</small>"
        parts = list(self.controls.values())
        super().__init__([*parts[:2], w.HTML(note), *parts[2:]], layout=w.Layout(width="310px", flex="0 0 310px"))

    def _listener(self, name: str) -> Callable[[Any], None]:
        return lambda change: None if self._silent else self._changed(**{name: change["new"]})

    def show(self, state: ViewState) -> None:
        """Set every control to the view."""
        self._silent = True
        try:
            for name, control in self.controls.items():
                value = getattr(state, name)
                if name != "chart" or value in SERIES_CHARTS:
                    control.value = value
        finally:
            self._silent = False


def _choice(description: str, options: Any) -> w.Dropdown:
    return w.Dropdown(options=[(WORDS[each], each) for each in options], description=description)


def _places(prepared: Prepared) -> list[tuple[str, str]]:
    """Every place with its own below it. A name comes first, so that its first letters find it; its area follows."""
    listed, todo = [], [prepared.areas.borough]
    while todo:
        place = todo.pop(0)
        above = f" ({prepared.areas[place.parent].name})" if place.level is Level.NEIGHBOURHOOD and place.parent else ""
        listed.append((f"{place.name}{above}", place.code))
        todo = [*prepared.areas.children(place.code), *todo]
    return listed
