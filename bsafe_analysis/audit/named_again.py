"""What the plain words of a sentence name, beside what its claims name: places of no claim, and values by their names.

A value is called in the code what people call it ("late", "not begun", "added"). Where the words behind a number are
the name of another value of the same fact, the number is the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bsafe_analysis.audit.roles_of_numbers import EXPECTED
from bsafe_analysis.claims.records import Claim, ToldPassage, ToldSpan

_BETWEEN = r"^(?: (?:is|are|was|were|has|have|been|of them|in all))* "
"""What may stand between a number and the word for what it counts."""
_PROPER = re.compile(r"[A-Z]")


def places_of_no_claim(passage: ToldPassage, places: frozenset[str]) -> Iterator[str]:
    """Each name of a place that stands in the text outside everything that a claim covers."""
    for found in _any_of(places).finditer(passage.text) if places else ():
        if not any(span.start <= found.start() and found.end() <= span.end for span in passage.spans):
            yield found[0]


def places_within(passage: ToldPassage, claims: Sequence[Claim], places: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each name of a place within what is put to a meeting about one place, with the code of that place."""
    for span in passage.spans:
        claim = claims[span.claim]
        if claim.kind == "recommendation" and claim.places and places:
            yield from (
                (found[0], claim.places[0]) for found in _any_of(places).finditer(passage.text, span.start, span.end)
            )


def names_a_place(text: str, places: frozenset[str]) -> bool:
    """Whether the name of a place stands anywhere in a text."""
    return bool(places) and _any_of(places).search(text) is not None


@lru_cache(maxsize=8)
def _any_of(places: frozenset[str]) -> re.Pattern[str]:
    names = sorted((name for name in places if _PROPER.match(name)), key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")


def named_otherwise(passage: ToldPassage, claims: Sequence[Claim]) -> Iterator[tuple[ToldSpan, str]]:
    """Each number behind which the name of another value of its fact stands, and that name."""
    for span in passage.spans:
        values = claims[span.claim].values
        behind = passage.text[span.end :]
        if _is_number(values.get(span.name)) and not _is_called(behind, span.name):
            yield from ((span, name) for name in _others(values, span.name) if _is_called(behind, name))


def _others(values: Mapping[str, object], own: str) -> Iterator[str]:
    """The names of other numbers that mean something; "expected" stands behind a range too (roles_of_numbers.py)."""
    names = (name for name in values if len(name) > len("of") and name not in EXPECTED and not own.endswith(name))
    return (name for name in names if _is_number(values[name]) and values[name] != values[own])


def _is_called(behind: str, name: str) -> bool:
    words = name.rpartition(".")[2].replace("_", " ")
    return re.match(rf"{_BETWEEN}{re.escape(words)}\b", behind) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
