"""Map points as partners give them: degrees, or eastings and northings of the National Grid, told by their range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import nan
from typing import Any

import numpy as np

WEST, EAST, SOUTH, NORTH = -9.5, 4.0, 49.0, 62.0
"""Degrees around Great Britain. No latitude is a longitude there, and no easting either: a pair says what it is."""
LEAST, MOST_EAST, MOST_NORTH = 1000, 700_000, 1_300_000
"""Metres of the National Grid; a nought is none."""
_THOUSANDS = re.compile(r"(?:\d{3}|\d,\d{3}),\d{3}(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_LETTERS = re.compile(r"([HJNOST][A-HJ-Z])((?:\d\d)+)", re.IGNORECASE)
_PAIR = re.compile(r"(-?[\d.]+)[,;/\s]+(-?[\d.]+)")
Points = list[tuple[str, str]]


@cache
def _to_degrees() -> Any:
    import pyproj  # slow to import, and needed only for grid references

    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def in_degrees(pairs: Sequence[tuple[str, str]]) -> Points:
    """Longitude and latitude of each pair as text; a pair that is no point of Great Britain stays as it was written."""
    distinct = list(dict.fromkeys(pairs))
    numbers = [(number_of_text(x), number_of_text(y)) for x, y in distinct]
    found = [_as_degrees(pair, *xy) for pair, xy in zip(distinct, numbers, strict=True)]
    metric = [at for at, (x, y) in enumerate(numbers) if LEAST <= x < MOST_EAST and LEAST <= y < MOST_NORTH]
    if metric:
        xy = np.array([numbers[at] for at in metric])
        for at, lon, lat in zip(metric, *_to_degrees().transform(xy[:, 0], xy[:, 1]), strict=True):
            found[at] = (f"{lon:.7f}", f"{lat:.7f}")
    told = dict(zip(distinct, found, strict=True))
    return [told[pair] for pair in pairs]


def number_of_text(text: str) -> float:
    """A coordinate as written, no number (nan) where it is none: "443,210" is metres, "53,4231" has a decimal comma."""
    bare = "".join(text.split())
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(bare):
        bare = bare.replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return nan  # between no two limits: a nought would be a longitude, that of Greenwich


def _as_degrees(pair: tuple[str, str], x: float, y: float) -> tuple[str, str]:
    if WEST < x < EAST and SOUTH < y < NORTH:
        return (pair[0], pair[1]) if _needs_no_change(pair) else (repr(x), repr(y))
    if WEST < y < EAST and SOUTH < x < NORTH:
        return repr(y), repr(x)
    return pair


def _needs_no_change(pair: tuple[str, str]) -> bool:
    return not any("," in text or " " in text for text in pair)


def from_one_cell(text: str) -> tuple[str, str]:
    """Both coordinates from one cell: SK 432 930, "443210, 393000" or "53.42, -1.35"; blanks where it is none.

    >>> from_one_cell("SK 43210 93000"), from_one_cell("sk4393"), from_one_cell("")
    (('443210', '393000'), ('443500', '393500'), ('', ''))
    """
    if letters := _LETTERS.fullmatch("".join(text.split())):
        return _of_letters(letters[1].upper(), letters[2])
    pair = _PAIR.fullmatch(text.strip(" ()"))
    return (pair[1], pair[2]) if pair else ("", "")


def _of_letters(square: str, digits: str) -> tuple[str, str]:
    """The middle of the square that the figures name."""
    first, second = ("ABCDEFGHJKLMNOPQRSTUVWXYZ".index(letter) for letter in square)
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - first // 5 * 5 - second // 5
    half = len(digits) // 2
    unit = 10 ** (5 - half)
    x, y = (int(part) * unit + unit // 2 for part in (digits[:half], digits[half:]))
    return str(east * 100_000 + x), str(north * 100_000 + y)
