"""Columns of published files, found by the standard names of their codes: LSOA21CD, WD24NM, "LAD 2023 Code"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LEVELS = {
    "oa": "OA", "lsoa": "LSOA", "msoa": "MSOA", "wd": "WD", "ward": "WD", "lad": "LAD", "ltla": "LAD", "la": "LAD",
    "localauthority": "LAD", "localauthoritydistrict": "LAD",
}  # fmt: skip
_KINDS = {"cd": "code", "code": "code", "nm": "name", "name": "name", "hclnm": "known_as", "hoclname": "known_as"}
_YEAR = r"(?:20)?(\d\d)?"
_HEADING = re.compile(rf"({'|'.join(_LEVELS)}){_YEAR}({'|'.join(_KINDS)}){_YEAR}(?:boundaries)?")
_WITHOUT_LEVEL = {"geographycode", "mnemonic", "areacode", "code"}
"""Headings of NOMIS and of census tables, whose rows say by their first letters what they are of."""
_PREFIXES = {"00": "OA", "01": "LSOA", "02": "MSOA", "05": "WD", "06": "LAD", "07": "LAD", "08": "LAD", "09": "LAD"}
_CODE = re.compile(r"[EWSN](\d\d)\d{6}")


@dataclass(frozen=True)
class StandardColumn:
    """A column that holds codes or names of one kind of place. `place`: "LSOA21", "WD24", "LAD" (no year), or "".

    `kind`: "code", "name", or "known_as" (the House of Commons Library's names of MSOAs).
    """

    index: int
    heading: str
    place: str
    kind: str


def standard_columns(header: Sequence[str]) -> tuple[StandardColumn, ...]:
    """The columns whose headings are standard, in their order; capitals, spaces and brackets do not matter.

    >>> [(c.place, c.kind) for c in standard_columns(["FID", "LSOA21CD", "lad24nm", "LA Code (2021 boundaries)"])]
    [('LSOA21', 'code'), ('LAD24', 'name'), ('LAD21', 'code')]
    """
    found = (_column(index, heading) for index, heading in enumerate(header))
    return tuple(column for column in found if column)


def _column(index: int, heading: str) -> StandardColumn | None:
    plain = re.sub(r"[^a-z0-9]", "", heading.lower())
    if plain in _WITHOUT_LEVEL:
        return StandardColumn(index, heading, "", "code")
    match = _HEADING.fullmatch(plain)
    if not match:
        return None
    level, before, kind, after = match.groups()
    return StandardColumn(index, heading, _LEVELS[level] + (before or after or ""), _KINDS[kind])


def level_of(code: str) -> str:
    """What a code is of, by its first letters: "LSOA", "MSOA", "WD", "LAD", "OA"; "" where it is no code of ONS.

    >>> level_of("E05012345"), level_of("Total")
    ('WD', '')
    """
    match = _CODE.fullmatch(code)
    return _PREFIXES.get(match[1], "") if match else ""
