"""Eastings and northings to degrees by the Ordnance Survey's own formulas, and which pair of figures is which.

Source: Ordnance Survey, A guide to coordinate systems in Great Britain, annexes B and C.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import atan2, cos, degrees, nan, radians, sin, sqrt, tan

AIRY, AIRY_B = 6_377_563.396, 6_356_256.909
"""Semi-axes of the ellipsoid of the National Grid, in metres."""
WGS84_A, WGS84_B = 6_378_137.0, 6_356_752.314245
SCALE, ORIGIN_EAST, ORIGIN_NORTH = 0.9996012717, 400_000.0, -100_000.0
LATITUDE_0, LONGITUDE_0 = radians(49), radians(-2)
SHIFT = (446.448, -125.157, 542.060)
"""Metres from the grid's ellipsoid to that of satellites; then the turn in seconds and the scale in parts a million."""
TURN, STRETCH = (0.1502, 0.2470, 0.8421), -20.4894
_THOUSAND_MARKS = re.compile(r"\d{3},\d{3}(\.\d+)?|\d,\d{3},\d{3}(\.\d+)?")


@lru_cache(1 << 17)
def degrees_written(one: str, other: str) -> tuple[str, str]:
    """Longitude and latitude as text; what is no point of Great Britain as it was written."""
    x, y = _figure(one), _figure(other)
    if -9.5 < x < 4 and 49 < y < 62:
        return str(x), str(y)
    if -9.5 < y < 4 and 49 < x < 62:
        return str(y), str(x)
    if 1000 <= x < 700_000 and 1000 <= y < 1_300_000:
        longitude, latitude = from_grid(x, y)
        return f"{longitude:.7f}", f"{latitude:.7f}"
    return one, other


def _figure(text: str) -> float:
    said = re.sub(r"\s", "", text)
    if _THOUSAND_MARKS.fullmatch(said):
        said = said.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d+", said):
        said = said.replace(",", ".")
    try:
        return float(said)
    except ValueError:
        return nan  # what is not given lies nowhere, least of all on the meridian of Greenwich


def pair_written(text: str) -> tuple[str, str]:
    """Both figures of one cell: a grid reference with letters (the middle of its square), or two figures."""
    said = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"[HJNOST][A-HJ-Z](\d\d)+", said):
        return _from_letters(said[:2], said[2:])
    two = re.fullmatch(r"(-?[\d.]+)[,;/\s]+(-?[\d.]+)", text.strip(" ()"))
    return (two[1], two[2]) if two else ("", "")


def _from_letters(letters: str, figures: str) -> tuple[str, str]:
    """Squares of 500 and of 100 kilometres, each lettered by rows of five from the north-west, without an I."""
    large, small = (ord(letter) - 65 - (letter > "I") for letter in letters)
    east = 500 * (large % 5) - 1000 + 100 * (small % 5)
    north = 500 * (4 - large // 5) - 500 + 100 * (4 - small // 5)
    half = len(figures) // 2
    side = 10.0 ** (5 - half)
    middle = (int(int(part) * side + side // 2) for part in (figures[:half], figures[half:]))
    x, y = middle
    return str(1000 * east + x), str(1000 * north + y)


def from_grid(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude (WGS84, degrees) of a point of the National Grid, to a few metres.

    >>> [round(value, 4) for value in from_grid(443000, 392000)]
    [-1.3544, 53.4231]
    """
    latitude, longitude = _off_the_plane(east, north)
    x, y, z = _turned(*_in_space(latitude, longitude))
    return _on_wgs84(x, y, z)


def _off_the_plane(east: float, north: float) -> tuple[float, float]:
    """Annex C: the projection undone, on the grid's own ellipsoid."""
    square = 1 - (AIRY_B / AIRY) ** 2
    latitude, left = LATITUDE_0, north - ORIGIN_NORTH
    while abs(left) > 1e-6:
        latitude += left / (AIRY * SCALE)
        left = north - ORIGIN_NORTH - _along(latitude)
    bend = 1 - square * sin(latitude) ** 2
    across, down = AIRY * SCALE / sqrt(bend), AIRY * SCALE * (1 - square) / bend**1.5
    eta, t, secant = across / down - 1, tan(latitude), 1 / cos(latitude)
    d = east - ORIGIN_EAST
    seventh = t / (2 * down * across)
    eighth = t / (24 * down * across**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    ninth = t / (720 * down * across**5) * (61 + 90 * t**2 + 45 * t**4)
    tenth = secant / across
    eleventh = secant / (6 * across**3) * (across / down + 2 * t**2)
    twelfth = secant / (120 * across**5) * (5 + 28 * t**2 + 24 * t**4)
    last = secant / (5040 * across**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    lat = latitude - seventh * d**2 + eighth * d**4 - ninth * d**6
    return lat, LONGITUDE_0 + tenth * d - eleventh * d**3 + twelfth * d**5 - last * d**7


def _along(latitude: float) -> float:
    """Metres of the meridian from the grid's true origin."""
    n = (AIRY - AIRY_B) / (AIRY + AIRY_B)
    less, more = latitude - LATITUDE_0, latitude + LATITUDE_0
    return (
        AIRY_B
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _in_space(latitude: float, longitude: float) -> tuple[float, float, float]:
    square = 1 - (AIRY_B / AIRY) ** 2
    radius = AIRY / sqrt(1 - square * sin(latitude) ** 2)
    level = radius * cos(latitude)
    return level * cos(longitude), level * sin(longitude), (1 - square) * radius * sin(latitude)


def _turned(x: float, y: float, z: float) -> tuple[float, float, float]:
    rx, ry, rz = (radians(seconds / 3600) for seconds in TURN)
    grown = 1 + STRETCH / 1e6
    return (
        SHIFT[0] + grown * (x - rz * y + ry * z),
        SHIFT[1] + grown * (rz * x + y - rx * z),
        SHIFT[2] + grown * (-ry * x + rx * y + z),
    )


def _on_wgs84(x: float, y: float, z: float) -> tuple[float, float]:
    square, level = 1 - (WGS84_B / WGS84_A) ** 2, sqrt(x * x + y * y)
    latitude = atan2(z, level * (1 - square))
    for _ in range(6):
        radius = WGS84_A / sqrt(1 - square * sin(latitude) ** 2)
        latitude = atan2(z + square * radius * sin(latitude), level)
    return degrees(atan2(y, x)), degrees(latitude)
