"""A view: what an analyst chose to look at, as one frozen value that can be kept, sent and shown again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import parse_month

VERSION = 1
"""Of the mapping in which views are kept. A change that older files cannot follow raises it and adds a migration."""
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Version -> how a mapping of that version becomes one of the next."""
CALL = "show_view"


class Measure(StrEnum):
    COUNT = "count"
    RATE = "rate"


class Denominator(StrEnum):
    RESIDENTS = "residents"
    HOUSEHOLDS = "households"


class Comparison(StrEnum):
    """What stands beside the place: what holds it, itself a year before, or neighbourhoods like it."""

    NONE = "none"
    AREA = "area"
    BOROUGH = "borough"
    LAST_YEAR = "last_year"
    SIMILAR = "similar"


class Split(StrEnum):
    NONE = "none"
    CATEGORY = "category"
    PLACE = "place"


class Chart(StrEnum):
    SERIES = "series"
    SEASON = "season"
    ROLLING = "rolling"
    FORECAST = "forecast"
    MAP = "map"
    WHEN = "when"


@dataclass(frozen=True)
class ViewState:
    """What is looked at. `categories` empty: all together. `first`, `last`: months, both included.

    ValueError in plain words where a value cannot be; whether place and categories exist is for a month to say.
    """

    place: str
    first: str
    last: str
    categories: tuple[str, ...] = ()
    measure: Measure = Measure.COUNT
    comparison: Comparison = Comparison.NONE
    split: Split = Split.NONE
    chart: Chart = Chart.SERIES
    denominator: Denominator = Denominator.RESIDENTS
    audience: Audience = Audience.INTERNAL

    def __post_init__(self) -> None:
        for name, kind in _CHOICES.items():
            object.__setattr__(self, name, _choice(name, kind, getattr(self, name)))
        if not isinstance(self.place, str) or not self.place:
            raise ValueError(f"place: {self.place!r} is no code of a place")
        if isinstance(self.categories, str) or not all(isinstance(key, str) and key for key in self.categories):
            raise ValueError(f"categories: {self.categories!r} is no list of category keys")
        object.__setattr__(self, "categories", tuple(dict.fromkeys(self.categories)))
        if parse_month(self.first) > parse_month(self.last):
            raise ValueError(f"the period cannot end ({self.last}) before it starts ({self.first})")

    def but(self, **changes: Any) -> ViewState:
        """The same view with these choices changed."""
        return replace(self, **changes)


_CHOICES: dict[str, type[StrEnum]] = {
    "measure": Measure, "comparison": Comparison, "split": Split, "chart": Chart, "denominator": Denominator,
    "audience": Audience,
}  # fmt: skip


def _choice(name: str, kind: type[StrEnum], value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(kind)}") from None


def as_mapping(state: ViewState) -> dict[str, Any]:
    """The view as plain values, for a file."""
    values = {f.name: getattr(state, f.name) for f in fields(ViewState)}
    plain = {name: list(v) if isinstance(v, tuple) else str(v) for name, v in values.items()}
    return {"version": VERSION, **plain}


def from_mapping(kept: Mapping[str, Any]) -> ViewState:
    """The view that a file holds; ValueError in plain words where it was made by another version or cannot be read."""
    values = dict(kept)
    version = values.pop("version", None)
    if not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("it does not say its version: it is no view that the workbench kept")
    if version > VERSION:
        raise ValueError(f"it was made by a newer bsafe (version {version} of views; this one knows {VERSION})")
    for step in range(version, VERSION):
        if step not in MIGRATIONS:
            raise ValueError(f"it was made by an older bsafe (version {version} of views), which cannot be followed")
        values = MIGRATIONS[step](values)
    return _built(values)


def as_line(state: ViewState) -> str:
    """One line of code that shows the view in any notebook; choices that are the usual ones are left out.

    >>> as_line(ViewState("N7", "2026-01", "2026-09", ("burglary",), comparison="borough"))
    "show_view(place='N7', first='2026-01', last='2026-09', categories=('burglary',), comparison='borough')"
    """
    given = {f.name: getattr(state, f.name) for f in fields(ViewState) if getattr(state, f.name) != f.default}
    said = (f"{name}={v if isinstance(v, tuple) else str(v)!r}" for name, v in given.items())
    return f"{CALL}({', '.join(said)})"


def in_a_line(state: ViewState) -> str:
    """What is chosen, in one line of plain words, by which claims of the view name it. Who may see it is no part.

    >>> in_a_line(ViewState("N7", "2026-01", "2026-09", ("burglary",), comparison="borough"))
    'N7 2026-01 2026-09 count borough none series residents burglary'
    """
    chosen = (state.place, state.first, state.last, state.measure, state.comparison, state.split, state.chart)
    return " ".join((*chosen, state.denominator, *state.categories))


def _built(values: dict[str, Any]) -> ViewState:
    known = {f.name for f in fields(ViewState)}
    if unknown := sorted(set(values) - known):
        raise ValueError(f"{unknown[0]!r} is no part of a view; known: {', '.join(sorted(known))}")
    if missing := sorted({"place", "first", "last"} - set(values)):
        raise ValueError(f"it does not say its {missing[0]}")
    if isinstance(values.get("categories"), list):
        values["categories"] = tuple(values["categories"])
    return ViewState(**values)
