"""Values that know of which fact they are, so that a printed number can be traced to what it claims.

A template prints `{{ finding.observed }}`. The environment of the templates hands out each attribute of a fact as one
of these: it counts, compares and prints as the plain value does, and says which fact and which of its attributes it is.
What is computed from them is a plain value again: a number that is worked out in a template belongs to no fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date
from functools import cache
from typing import Any, SupportsIndex, TypeGuard


@dataclass(eq=False, slots=True)
class Origin:
    """`fact`: the object of which a value is an attribute; `name`: which; `value`: the plain value.

    Not frozen, which would take twice as long to make: a page has thousands.
    """

    fact: object
    name: str
    value: Any


class ToldInt(int):
    origin: Origin


class ToldFloat(float):
    origin: Origin

    def __mul__(self, other: float) -> float:
        """A hundred times a share is the same fact, as a percentage."""
        found = float(self) * other
        return _with(ToldFloat(found), self.origin) if other == 100 else found


class ToldText(str):
    __slots__ = ("origin",)
    origin: Origin

    def rstrip(self, chars: str | None = None, /) -> str:
        return _with(ToldText(str.rstrip(self, chars)), self.origin)

    # the type's own hints have two forms of it, one for newer Pythons alone: this is the one that both know
    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> str:  # type: ignore[override]
        return _with(ToldText(str.replace(self, old, new, count)), self.origin)


class ToldDate(date):
    origin: Origin


class ToldItems(tuple[Any, ...]):
    """Several values under one name, whose number can be told too."""

    origin: Origin

    def __iter__(self) -> Iterator[Any]:
        return (told(self.origin.fact, f"{self.origin.name}[{i}]", item) for i, item in enumerate(super().__iter__()))

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return found if isinstance(key, slice) else told(self.origin.fact, f"{self.origin.name}[{key}]", found)


Told = ToldInt | ToldFloat | ToldText | ToldDate | ToldItems


def told(fact: object, name: str, value: Any) -> Any:
    """The value as one that knows of which fact it is; itself where the fact is none or the value is of another kind.

    >>> @dataclass(frozen=True)
    ... class Count:
    ...     observed: int
    >>> told(Count(5), "observed", 5).origin.name
    'observed'
    """
    copy = _COPIES.get(type(value))
    if copy is None or not is_fact(fact):
        return value
    known = copy(value)
    known.origin = Origin(fact, name, value)
    return known


def is_fact(thing: object) -> bool:
    """Whether attributes of it may be claimed: an object of a dataclass of ours."""
    kind: Any = type(thing)
    return _has_attributes(kind)


@cache
def _has_attributes(kind: type) -> bool:
    return is_dataclass(kind)


def is_told(value: object) -> TypeGuard[Told]:
    """Whether it is known of which fact a value is."""
    return type(value) in _TOLD


def retold(value: object, text: str) -> str:
    """What a filter made of a value: of the same fact as the value."""
    return _with(ToldText(text), value.origin) if is_told(value) else text


def renumbered(value: float, number: float) -> float:
    """A value rounded, or without its sign: of the same fact as the value."""
    return _with(_copied(number), value.origin) if is_told(value) else number


def plain(value: Any) -> Any:
    """The value, and whatever a list, tuple or dict holds, without a trace of what it is told of."""
    if isinstance(value, list):
        return [one if type(one) in LEAVES else plain(one) for one in value]
    if isinstance(value, dict):
        return {key: one if type(one) in LEAVES else plain(one) for key, one in value.items()}
    kind = next((kind for kind in (bool, int, float, str) if isinstance(value, kind)), None)
    if kind:
        return kind(value)
    if isinstance(value, tuple):
        return tuple(plain(one) for one in value)
    return date(value.year, value.month, value.day) if isinstance(value, ToldDate) else value


def length_of(items: Any) -> int:
    """How many: of the same fact as the items, if they are of any."""
    return _with(ToldInt(len(items)), items.origin) if isinstance(items, ToldItems) else len(items)


def _with(value: Any, origin: Origin) -> Any:
    value.origin = origin
    return value


def _copied(value: Any) -> Any:
    return _COPIES[type(value)](value)


_COPIES: dict[type, Callable[[Any], Any]] = {
    int: ToldInt,
    float: ToldFloat,
    str: ToldText,
    tuple: ToldItems,
    date: lambda day: ToldDate(day.year, day.month, day.day),
}
"""Only these very types: an enum's value, a truth value or a moment is no number or name that is printed."""
_TOLD = frozenset((ToldInt, ToldFloat, ToldText, ToldDate, ToldItems))
LEAVES = frozenset((int, float, str, bool, type(None)))
"""Kinds of value that hold nothing else and are no told ones."""
