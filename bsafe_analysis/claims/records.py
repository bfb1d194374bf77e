"""From what was heard to claims: small frozen records that can be written, read back and proved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from bsafe_analysis.claims.ledger import Ledger, Passage
from bsafe_analysis.claims.told import LEAVES, is_fact, plain
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.incidents import Category

Scalar = str | int | float | bool | None
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_MONTHS = ("month", "months", "first", "last", "since")


@dataclass(frozen=True)
class Claim:
    """One fact that a document states.

    `kind`: of what it is a fact ("finding", "series_point"); `values`: its own values by name, as far as they are
    numbers, texts, days or truths; `places`, `categories`, `months`: what it is about, its own or those of the facts of
    which it is a part; `within`: the kinds of these, from the nearest to the document.
    """

    kind: str
    places: tuple[str, ...]
    categories: tuple[str, ...]
    months: tuple[str, ...]
    values: Mapping[str, Scalar]
    within: tuple[str, ...] = ()


class ToldSpan(NamedTuple):
    """From which to which letter of a passage, of which claim (its number in the list), and which of its values."""

    start: int
    end: int
    claim: int
    name: str


@dataclass(frozen=True)
class ToldPassage:
    text: str
    spans: tuple[ToldSpan, ...]


@dataclass(frozen=True)
class ToldCell:
    """What one cell of a table states. `row`: from 0, in the order of the page; -1 is the row of the columns' titles.

    `part`: "text" is what is read in it. A small series has "values" too, each value or nothing between commas, and
    "lower" and "upper", the range that was expected of the last one.
    """

    table: str
    row: int
    column: str
    part: str
    text: str
    spans: tuple[ToldSpan, ...]


@dataclass(frozen=True)
class Statement:
    """All that one section of a document states."""

    section: str
    claims: tuple[Claim, ...]
    passages: tuple[ToldPassage, ...]
    cells: tuple[ToldCell, ...] = ()


def statement_of(section: str, ledger: Ledger) -> Statement:
    """What was heard of one section, each fact once."""
    facts: dict[int, tuple[object, dict[str, Scalar]]] = {}
    numbers: dict[int, int] = {}

    def spans(passage: Passage) -> tuple[ToldSpan, ...]:
        return tuple(_spans(passage, facts, numbers))

    told_of = {passage.text for passage in ledger.passages if passage.spans}
    heard = (said for said in dict.fromkeys(ledger.passages) if said.spans or said.text not in told_of)
    passages = tuple(ToldPassage(said.text, spans(said)) for said in heard)
    cells = tuple(
        ToldCell(cell.table, cell.row, cell.column, cell.part, cell.passage.text, spans(cell.passage))
        for cell in ledger.cells
    )
    claims = tuple(_claim(fact, said, ledger) for fact, said in facts.values())
    return Statement(section, claims, passages, cells)


def _spans(
    passage: Passage, facts: dict[int, tuple[object, dict[str, Scalar]]], numbers: dict[int, int]
) -> Iterator[ToldSpan]:
    for span in passage.spans:
        fact, name = span.origin.fact, span.origin.name
        number = numbers.setdefault(id(fact), len(numbers))
        facts.setdefault(id(fact), (fact, {}))[1][name] = _told(span.origin.value)
        yield ToldSpan(span.start, span.end, number, name)


def _claim(fact: object, said: Mapping[str, Scalar], ledger: Ledger) -> Claim:
    line = (fact, *_wholes(fact, ledger))
    return Claim(
        kind=kind_of(fact),
        places=_first(_places(one) for one in line),
        categories=_first(_categories(one) for one in line),
        months=_first(_months(one) for one in line),
        values=dict(sorted({**_own(fact), **said}.items())),
        within=tuple(kind_of(one) for one in line[1:]),
    )


def _wholes(fact: object, ledger: Ledger) -> Iterator[object]:
    seen = {id(fact)}
    while id(fact) in ledger.parents:
        fact = ledger.parents[id(fact)][1]
        if id(fact) in seen:
            return
        seen.add(id(fact))
        yield fact


def kind_of(fact: object) -> str:
    """The name of a fact's class, in small letters: a SeriesPoint is a "series_point"."""
    kind: Any = type(fact)
    return getattr(fact, "claimed_as", None) or _name_of(kind)


@cache
def _name_of(kind: type) -> str:
    return _CAPITAL.sub("_", kind.__name__).lower()


def _own(fact: object) -> dict[str, Scalar]:
    return {
        name: _told(value)
        for name, value in _values(fact)
        if type(value) in LEAVES or isinstance(value, (str, int, float, date, Enum, type(None), Area, Category))
    }


def _values(fact: object) -> Iterable[tuple[str, Any]]:
    """The attributes of a fact, or what a phrase was given."""
    given: Mapping[str, Any] | None = getattr(fact, "claimed_values", None)
    if given is not None:
        return given.items()
    kind: Any = type(fact)
    return [(name, getattr(fact, name)) for name in _fields_of(kind)] if is_fact(fact) else []


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _told(value: Any) -> Scalar:
    """As it is written: a day as 2026-09-30, a place or category by its code, several by their number."""
    if type(value) in LEAVES:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Area, Category)):
        return value.code if isinstance(value, Area) else value.key
    return len(value) if isinstance(value, tuple) else plain(value)


def _first(found: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return next((one for one in found if one), ())


def _places(fact: object) -> tuple[str, ...]:
    if isinstance(fact, Area):
        return (fact.code,)
    own = _attributes(fact, ("place", "area", "also", "places"))
    return tuple(dict.fromkeys(code for value in own for code in _codes(value, Area)))


def _categories(fact: object) -> tuple[str, ...]:
    if isinstance(fact, Category):
        return (fact.key,)
    own = _attributes(fact, ("category", "categories"))
    return tuple(dict.fromkeys(code for value in own for code in _codes(value, Category)))


def _months(fact: object) -> tuple[str, ...]:
    own = _attributes(fact, _MONTHS)
    return tuple(dict.fromkeys(str(v) for v in own if isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d", v)))


def _attributes(fact: object, names: tuple[str, ...]) -> list[Any]:
    given: Mapping[str, Any] | None = getattr(fact, "claimed_values", None)
    if given is not None:
        # what a phrase was given: its own, else what the facts that it was given are about
        nested = (value for one in given.values() for value in _attributes(one, names))
        return [given[name] for name in names if name in given] or list(nested)
    kind: Any = type(fact)
    return [getattr(fact, name) for name in _fields_among(kind, names)] if is_fact(fact) else []


@cache
def _fields_among(kind: type, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in _fields_of(kind))


def _codes(value: Any, of: type[Area] | type[Category]) -> Iterator[str]:
    for one in value if isinstance(value, (tuple, frozenset)) else (value,):
        if isinstance(one, Area) and of is Area:
            yield one.code
        elif isinstance(one, Category) and of is Category:
            yield one.key
        elif isinstance(one, str) and one:
            yield one
