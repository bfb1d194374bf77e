"""What was worked out once of the very same numbers in this process is not worked out again.

A month is judged from its history alone, so most months that are judged once more (as last month's download had them,
for an edition, for the next question) are judged from the same numbers. Nothing is known by name or by date: the key is
the bytes of everything that is handed over.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
Result = TypeVar("Result")
KEPT = 256
"""The last so many results of each function."""
LARGEST = 4_000_000
"""Bytes handed over above which nothing is kept: a country's series would fill the memory, and come once."""


def computed_once(function: Callable[P, Result]) -> Callable[P, Result]:
    """A function of numbers, arrays and dataclasses of them that computes equal arguments once.

    The arrays in its results are sealed, for others will read them.
    """
    kept: OrderedDict[bytes, Result] = OrderedDict()

    @wraps(function)
    def found(*given: P.args, **named: P.kwargs) -> Result:
        parts = [part for each in (*given, *sorted(named.items())) for part in _bytes_of(each)]
        if sum(map(len, parts)) > LARGEST:
            return function(*given, **named)
        key = hashlib.blake2b(b" ".join(parts)).digest()
        if key not in kept:
            kept[key] = _sealed(function(*given, **named))
        kept.move_to_end(key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return kept[key]

    return found


def _bytes_of(given: Any) -> Iterator[bytes]:
    if isinstance(given, np.ndarray):
        yield f"{given.dtype}{given.shape}".encode()
        yield given.tobytes()
    elif isinstance(given, int | float | str):
        yield repr(given).encode()
    elif isinstance(given, dict):
        for pair in given.items():
            yield from _bytes_of(pair)
    else:
        for part in _parts(given):
            yield from _bytes_of(part)


def _sealed(made: Any) -> Any:
    if isinstance(made, np.ndarray):
        made.flags.writeable = False
    else:
        for part in _parts(made):
            _sealed(part)
    return made


def _parts(whole: Any) -> Iterator[Any]:
    if is_dataclass(whole):
        yield from (getattr(whole, field.name) for field in fields(whole))
    elif isinstance(whole, dict):
        yield from whole.values()
    elif isinstance(whole, tuple | list):
        yield from whole
    else:
        raise TypeError(f"not of numbers alone: {type(whole)}")
