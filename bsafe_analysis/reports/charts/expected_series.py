"""A series as charts take it: counts by month beside the range that was to be expected of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields

Values = Sequence[float | None]


@dataclass(frozen=True)
class ExpectedSeries:
    """One place and category over some months, oldest first: a value a month, None where there is none.

    A column that is left out has no value in any month. ValueError where a column is longer or shorter than `months`.
    """

    months: Sequence[str]
    observed: Sequence[int | None] = ()
    expected: Values = ()
    lower: Values = ()
    upper: Values = ()
    marked: Collection[str] = ()
    """Months that stand apart."""
    provisional: Collection[str] = ()
    """Months that are still filling up."""
    gaps: Collection[str] = ()
    """Months that were not received: no noughts."""
    rebases: Mapping[str, str] = field(default_factory=dict)
    """Month from which counts are recorded another way -> the words for that."""
    revised: Mapping[str, int] = field(default_factory=dict)
    """Month -> its count as first issued, where it has moved since."""

    def __post_init__(self) -> None:
        for column in fields(self)[1:5]:
            values = tuple(getattr(self, column.name)) or (None,) * len(self.months)
            if len(values) != len(self.months):
                raise ValueError(f"{column.name}: {len(values)} values for {len(self.months)} months")
            object.__setattr__(self, column.name, values)

    @property
    def known(self) -> tuple[int | None, ...]:
        """The counts to be drawn: a month that was not received has none."""
        return tuple(None if m in self.gaps else n for m, n in zip(self.months, self.observed, strict=True))


@dataclass(frozen=True)
class RateRow:
    """A rate with its interval, beside the rate of a larger place. None where one is not known."""

    label: str
    rate: float | None
    lower: float | None
    upper: float | None
    reference: float | None


@dataclass(frozen=True)
class AgainstRow:
    """A count over some months, beside what was to be expected of it."""

    label: str
    observed: int | None
    expected: float | None
    lower: float | None
    upper: float | None
    fewest: float = 0.0
    """Where fewer than so many were expected, how many times as many is not told: one incident would move it far."""

    @property
    def times(self) -> float | None:
        """How many times as many as expected were recorded; None where none were, or too few expected to say."""
        if not self.observed or not self.expected or self.expected < self.fewest:
            return None
        return round(self.observed / self.expected, 2)


def drawn_at(count: float | None, expected: float | None) -> float | None:
    """Where on a scale of times as many as expected a count is drawn; a nought at a twentieth, its left end."""
    return None if count is None or not expected else round(max(count / expected, 0.05), 2)


@dataclass(frozen=True)
class CalendarMonth:
    """What one month of the calendar usually holds, and the lowest and highest of the years held.

    `number`: January is 1; 0 where only its place among the twelve tells which it is.
    """

    usual: float | None
    lowest: float | None
    highest: float | None
    number: int = 0
