"""The axes of a plotly chart as numbers: where on the paper a value lies, and which ticks stand beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PER_LETTER = 0.57
"""Width of a letter, as a share of its size: what a label takes up is reckoned, for no browser is asked."""
AIR = 0.055
"""Share of its span by which an axis without a given range goes beyond its values."""
STEPS = (1, 2, 5, 10)


TAG = re.compile(r"</?(?:b|i|em|strong|span|sup|sub)[^>]*>")
"""Tags that the library reads in a text."""


class Undrawable(Exception):
    """Something in this chart that is drawn by the chart library alone; the text says what."""


@dataclass(frozen=True)
class PlotAxis:
    """From `low` to `high` in its own units (days, logarithms, places in a row), from pixel `start` to pixel `end`."""

    kind: str
    low: float
    high: float
    start: float
    end: float
    names: tuple[str, ...]
    given: Mapping[str, Any]

    def at(self, value: object) -> float | None:
        """The pixel of a value; None where there is no value."""
        number = in_units(value, self.kind, self.names)
        if number is None or self.high == self.low:
            return None
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Pixel and words of each tick that lies on the axis."""
        values = self.given.get("tickvals")
        if values is not None:
            texts = self.given.get("ticktext") or [_plain_number(v, 1.0) for v in values]
            pairs = [(self.at(value), str(text)) for value, text in zip(values, texts, strict=False)]
        elif self.kind == "category":
            pairs = [(self.at(name), name) for name in self.names]
        elif self.kind == "linear":
            pairs = [(self.at(value), text) for value, text in self._round_ticks()]
        else:
            raise Undrawable(f"an axis of {self.kind} without ticks of its own")
        first, last = sorted((self.start, self.end))
        return [(at, text) for at, text in pairs if at is not None and first - 0.5 <= at <= last + 0.5]

    def _round_ticks(self) -> Iterable[tuple[float, str]]:
        least, most = sorted((self.low, self.high))
        step = round_step((most - least) / max(int(self.given.get("nticks") or 6), 1))
        for n in range(math.ceil(least / step - 1e-9), math.floor(most / step + 1e-9) + 1):
            yield n * step, _plain_number(n * step, step)


def round_step(rough: float) -> float:
    """The least of 1, 2, 5 and 10 times a power of ten that is no less.

    >>> round_step(3.2), round_step(0.04), round_step(70.0)
    (5.0, 0.05, 100.0)
    """
    power = 10.0 ** math.floor(math.log10(max(rough, 1e-9)))
    return next((step * power for step in STEPS if step * power >= rough * (1 - 1e-9)), 10 * power)


def _plain_number(value: float, step: float) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0
    return f"{value:,.{decimals}f}"


def in_units(value: object, kind: str, names: Sequence[str] = ()) -> float | None:
    """A value as a number along an axis of this kind; None where it is missing."""
    if value is None or value == "":
        return None
    if kind == "date":
        moment = datetime.fromisoformat(str(value))
        return moment.toordinal() + moment.hour / 24
    if kind == "category":
        return float(names.index(str(value))) if str(value) in names else _number(value)
    number = _number(value)
    if number is None or not math.isfinite(number):
        return None
    if kind == "log":
        return math.log10(number) if number > 0 else None
    return number


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def axis_of(given: Mapping[str, Any], values: Sequence[Any], span: tuple[float, float], marked: bool) -> PlotAxis:
    """An axis for these values between two pixels. `marked`: points stand on it, and need room at its ends."""
    kind, names = _kind(given, values)
    low, high = _range(given, kind, names, values, marked)
    return PlotAxis(kind, low, high, *span, names, given)


def _kind(given: Mapping[str, Any], values: Sequence[Any]) -> tuple[str, tuple[str, ...]]:
    kind = given.get("type") or ""
    words = [str(v) for v in values if v is not None and not isinstance(v, (int, float))]
    if not kind:
        kind = "category" if words else "linear"
    if kind not in ("date", "category", "linear", "log"):
        raise Undrawable(f"an axis of the kind {kind}")
    ordered = [str(name) for name in given.get("categoryarray") or ()] if kind == "category" else []
    return kind, tuple(dict.fromkeys([*ordered, *words])) if kind == "category" else ()


def _range(
    given: Mapping[str, Any], kind: str, names: Sequence[str], values: Sequence[Any], marked: bool
) -> tuple[float, float]:
    if given.get("range"):
        # the ends of a logarithmic axis, and of one of names, are given in its own units
        ends = [in_units(end, "linear" if kind in ("log", "category") else kind) for end in given["range"]]
        if None in ends:
            raise Undrawable("a range without an end")
        return ends[0] or 0.0, ends[1] or 0.0
    known = [number for value in values if (number := in_units(value, kind, names)) is not None] or [0.0, 1.0]
    low, high = (-0.5, len(names) - 0.5) if kind == "category" else _with_air(given, min(known), max(known), marked)
    return (high, low) if given.get("autorange") == "reversed" else (low, high)


def _with_air(given: Mapping[str, Any], low: float, high: float, marked: bool) -> tuple[float, float]:
    to_nought = given.get("rangemode") == "tozero"
    low, high = (min(low, 0.0), max(high, 0.0)) if to_nought else (low, high)
    air = AIR * ((high - low) or 1.0) if marked else 0.0
    return low - (0.0 if to_nought and low == 0 else air), high + air


def wide(text: str, size: float) -> float:
    """Pixels that the longest line of a text takes up."""
    return PER_LETTER * size * max(len(TAG.sub("", line)) for line in text.split("<br>"))
