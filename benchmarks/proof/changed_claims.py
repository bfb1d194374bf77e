"""One value of one claim becomes another: a number, a month or day, a place, or the side on which it lies."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bsafe_analysis.claims.records import Claim, Scalar, Statement
from bsafe_analysis.model.periods import add_months

TURNED = {"up": "down", "down": "up", "above": "below", "below": "above"}
OF_A_SIDE = ("direction", "side", "standing")


@dataclass(frozen=True)
class ClaimChanged:
    """Which value of which claim of a statement: `was` and `now`."""

    claim: int
    name: str
    was: Scalar
    now: Scalar


def changeable(statement: Statement, places: Mapping[str, str]) -> list[tuple[int, str]]:
    """Claim and name of each value that is printed and is a number, a place, a month or a day, and of each side."""
    told = {(span.claim, span.name) for text in (*statement.passages, *statement.cells) for span in text.spans}
    sides = {(number, name) for number, _ in told for name in OF_A_SIDE if name in statement.claims[number].values}
    return sorted(
        (number, name) for number, name in told | sides if any(_others(statement.claims[number], name, places))
    )


def change_of(
    statement: Statement, number: int, name: str, places: Mapping[str, str], draw: random.Random
) -> ClaimChanged:
    """Another value instead of that one; `places`: code -> name."""
    claim = statement.claims[number]
    return ClaimChanged(number, name, claim.values[name], draw.choice(list(_others(claim, name, places))))


def _others(claim: Claim, name: str, places: Mapping[str, str]) -> Iterator[Scalar]:
    value = claim.values.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        step = max(1, round(abs(value) * 0.1))
        yield from (value + step, value - step)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value):
        yield from (add_months(value, -1), add_months(value, 1))
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield from (str(date.fromisoformat(value) + timedelta(days)) for days in (-1, 1))
    elif value in TURNED and name in OF_A_SIDE:
        yield TURNED[str(value)]
    elif value in places.values():
        yield from sorted({*places.values()} - {str(value)})
    elif value in places:
        yield from sorted({*places} - {str(value)})


def with_change(statement: Statement, change: ClaimChanged) -> Statement:
    """The statement with that one value changed."""
    claims = list(statement.claims)
    claim = claims[change.claim]
    claims[change.claim] = replace(claim, values={**claim.values, change.name: change.now})
    return replace(statement, claims=tuple(claims))
