"""One label, one number: the same count, range or expectation of one place, kind and months, all over a pack.

Each claim is proved by itself; two that are defined otherwise ("about 127 expected", and a table that adds to 123) can
both be as they were defined. A reader sees one label and two numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.records import Claim, Statement, ToldCell, ToldPassage
from bsafe_analysis.model.periods import add_months

OF_ONE_MONTH = frozenset(("finding", "series_point", "month_count"))
OF_THE_MONTH = frozenset(("observed", "expected", "lower", "upper"))
AS_PRINTED = 0.5
"""Numbers that differ by less are printed as one, but for the rounding of each."""


class LabelOfNumber(NamedTuple):
    """What a number is called on every page: of which place, kind and months it is the count, or an end of a range."""

    place: str
    category: str
    first: str
    month: str
    what: str


def numbers_that_differ(claims: Mapping[str, DocumentClaims]) -> Iterator[Disproved]:
    """Each label that is printed with another number than in the document that printed it first."""
    printed: dict[LabelOfNumber, tuple[str, float]] = {}
    for document, kept in claims.items():
        for label, value in dict.fromkeys(_printed(kept.statements)):
            where, before = printed.setdefault(label, (document, value))
            if abs(value - before) >= AS_PRINTED:
                called = f"{label.what} of {label.place}, {label.category}, {label.first} to {label.month}"
                yield Disproved(document, "", called, f"{value:g}", f"{where} says {before:g}")


def _printed(statements: Iterable[Statement]) -> Iterator[tuple[LabelOfNumber, float]]:
    for statement in statements:
        told: dict[int, set[str]] = defaultdict(set)
        texts: tuple[ToldPassage | ToldCell, ...] = (*statement.passages, *statement.cells)
        for span in chain.from_iterable(text.spans for text in texts):
            told[span.claim].add(span.name)
        for number, names in told.items():
            yield from _labelled(statement.claims[number], names)


def _labelled(claim: Claim, names: Iterable[str]) -> Iterator[tuple[LabelOfNumber, float]]:
    for name in sorted(names):
        value, label = claim.values.get(name), label_of(claim, name)
        if label and isinstance(value, (int, float)):
            yield label, float(value)


def label_of(claim: Claim, name: str) -> LabelOfNumber | None:
    """What a value of a claim is called; None where it is nothing that several kinds of claim print."""
    own, month, run = (claim.values.get(each) for each in ("area", "month", "run_months"))
    place = own if isinstance(own, str) else next(iter(claim.places), "")
    category = next(iter(claim.categories), "")
    if not isinstance(month, str) or not place or not category:
        return None
    first = claim.values.get("first")
    if claim.kind == "over_months" and name in ("observed", "expected") and isinstance(first, str):
        return LabelOfNumber(place, category, first, month, name)
    if claim.kind == "finding" and name in ("run_observed", "run_expected") and isinstance(run, int):
        return LabelOfNumber(place, category, add_months(month, 1 - run), month, name.removeprefix("run_"))
    one_month = claim.kind in OF_ONE_MONTH and name in OF_THE_MONTH
    return LabelOfNumber(place, category, month, month, name) if one_month else None
