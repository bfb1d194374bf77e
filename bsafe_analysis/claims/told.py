"""Values that know of which fact they are, so that a printed number can be traced to what it claims.

A template prints `{{ finding.observed }}`. The environment of the templates hands out each attribute of a fact as one
of these: it counts, compares and prints as the plain value does, and says which fact and which of its attributes it is.
What is computed from them is a plain value again: a number that is worked out in a template belongs to no fact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any, SupportsIndex, TypeGuard


@dataclass(frozen=True, eq=False)
class Origin:
    """`fact`: the object of which a value is an attribute; `name`: which; `value`: the plain value."""

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

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> str:  # type: ignore[override]
        return _with(ToldText(str.replace(self, old, new, count)), self.origin)


class ToldDate(date):
    origin: Origin


class ToldItems(tuple[Any, ...]):
    """Several values under one name, whose number can be told too."""

    origin: Origin

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
    return _with(_copied(value), Origin(fact, name, value)) if is_fact(fact) and type(value) in _COPIES else value


def is_fact(thing: object) -> bool:
    """Whether attributes of it may be claimed: an object of a dataclass of ours."""
    return is_dataclass(thing) and not isinstance(thing, type)


def is_told(value: object) -> TypeGuard[Told]:
    """Whether it is known of which fact a value is."""
    return isinstance(value, (ToldInt, ToldFloat, ToldText, ToldDate, ToldItems))


def retold(value: object, text: str) -> str:
    """What a filter made of a value: of the same fact as the value."""
    return _with(ToldText(text), value.origin) if is_told(value) else text


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
