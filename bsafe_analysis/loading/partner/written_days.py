"""Days as people and programs write them, in one order for a whole file: read as 2026-07-03 or 2026-07-03 14:05."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bsafe_analysis.loading.text_tables import Refused

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
FEWEST_TURNED = 3
"""Days of each kind from which a column is held to have been turned by a spreadsheet."""
_EPOCH = datetime(1899, 12, 30)
_SERIAL = re.compile(r"([2-6]\d{4})(\.\d+)?")
"""A day as a spreadsheet counts it, from 1954 to 2091, with the part of the day."""
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = rf"(?P<name>{'|'.join(_SHORT)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_HALF = r"\s*(?P<half>[ap]\.?m\.?)?"
_TICK = r"(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
_CLOCK = rf"(?:[T,\s]+(?:at\s+)?(?P<hour>\d{{1,2}})(?:[:.]?(?P<minute>\d{{2}}){_TICK})?{_HALF})?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}){_CLOCK})?", re.I)
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})")
_PACKED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)")
_NUMBERS = re.compile(rf"{_WEEKDAY}(?P<one>\d{{1,2}})[-/. ](?P<two>\d{{1,2}})[-/. ]{_YEAR}{_CLOCK}", re.I)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = (
    re.compile(rf"{_WEEKDAY}{_NTH}(?:\s+of)?[-/.,\s]*{_NAME}[-/.,\s]*{_YEAR}{_CLOCK}", re.I),
    re.compile(rf"{_WEEKDAY}{_NAME}[-/.,\s]*{_NTH}[-/.,\s]+{_YEAR}{_CLOCK}", re.I),
    re.compile(rf"{_NAME}[-/.,\s]*(?P<year>\d{{4}}|\d{{2}})", re.I),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
)
_BARE_CLOCK = re.compile(rf"(?P<hour>\d{{1,2}})[:.]?(?P<minute>\d{{2}}){_TICK}{_HALF}", re.I)
_BARE_HALF = re.compile(r"(?P<hour>\d{1,2})()\s*(?P<half>[ap]\.?m\.?)", re.I)


@dataclass(frozen=True)
class DayOrder:
    """In which order a file writes 03/07/2026. `proved`: some row can be read in this order alone."""

    month_first: bool = False
    proved: bool = False
    seen: bool = False
    """Whether any day is written in figures at all."""


@dataclass
class DayReader:
    """Reads the days of one file in one order; each text is read once."""

    order: DayOrder
    _read: dict[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """2026-07, 2026-07-03 or 2026-07-03 14:05; "" where the text is no day. A text with a zone stays as it is."""
        if text not in self._read:
            self._read[text] = _read_day(" ".join(text.split()), self.order.month_first)
        return self._read[text]


def order_of(columns: Mapping[str, Iterable[str]], declared: str = "") -> DayOrder:
    """The one order of all these columns' days; Refused where the rows prove two, or another than is declared.

    `columns`: a name, and its cells. Where no row proves one, British days are day first.
    """
    proofs = {name: _proofs(texts) for name, texts in columns.items()}
    seen = any(each.figures for each in proofs.values())
    first = {way: told for way in (DAY_FIRST, MONTH_FIRST) if (told := _first_proof(proofs, way))}
    if len(first) == 2:
        (day, one), (month, other) = first[DAY_FIRST], first[MONTH_FIRST]
        cause = f"two orders of days stand in one file: {one!r} ({day}) is day first, {other!r} ({month}) month first"
        raise Refused(month, cause, "Ask for it with days as 2026-07-03, or with one order; nothing was guessed")
    found = next(iter(first), "")
    if declared and found and declared != found:
        column, text = first[found]
        cause = f"sources.yml says date_order: {declared}, and {text!r} is {found.replace('_', ' ')}"
        raise Refused(column, cause, f"Write date_order: {found}, or take the line out")
    for name, each in proofs.items():
        if each.turned:
            raise Refused(name, *_turned(each))
    return DayOrder((found or declared) == MONTH_FIRST, bool(found or declared), seen)


@dataclass
class _Proofs:
    """What the cells of one column prove. `firm`: days written year first that could be turned; `sure`: that cannot."""

    figures: bool = False
    proof: dict[str, str] = field(default_factory=dict)
    open: int = 0
    sure: int = 0
    firm_low: int = 0
    firm_high: int = 0

    @property
    def turned(self) -> bool:
        """Days in figures that can be read one way only, beside real days none of which is later than the twelfth."""
        many = min(self.sure, self.firm_low) >= FEWEST_TURNED
        return many and not self.open and not self.firm_high


def _proofs(texts: Iterable[str]) -> _Proofs:
    found = _Proofs()
    for text in set(texts):
        if said := _NUMBERS.fullmatch(" ".join(text.split())):
            _weigh(found, text, int(said["one"]), int(said["two"]))
        elif (iso := _ISO.fullmatch(text.strip())) and iso["day"]:
            low = int(iso["day"]) <= 12
            found.firm_low, found.firm_high = found.firm_low + low, found.firm_high + (not low)
    return found


def _weigh(found: _Proofs, text: str, one: int, two: int) -> None:
    found.figures = True
    if one > 12 >= two:
        found.proof[DAY_FIRST] = min(text, found.proof.get(DAY_FIRST, text))
    elif two > 12 >= one:
        found.proof[MONTH_FIRST] = min(text, found.proof.get(MONTH_FIRST, text))
    found.sure += max(one, two) > 12
    found.open += max(one, two) <= 12 and one != two


def _first_proof(proofs: Mapping[str, _Proofs], way: str) -> tuple[str, str] | None:
    return next(((name, each.proof[way]) for name, each in proofs.items() if way in each.proof), None)


def _turned(proofs: _Proofs) -> tuple[str, str]:
    text = next(iter(proofs.proof.values()))
    cause = (
        f"a spreadsheet has turned some of its days: those like {text!r} are still text, and all others fall on the "
        "1st to 12th of a month, day and month exchanged"
    )
    return cause, "Ask for the file as it was exported, with days as 2026-07-03"


def _read_day(text: str, month_first: bool) -> str:
    if _ZONED.fullmatch(text):
        return text
    if serial := _SERIAL.fullmatch(text):
        return _of_serial(float(text), bool(serial[2]))
    if said := (_ISO.fullmatch(text) or _PACKED.fullmatch(text)):
        parts = said.groupdict()
        return _as_iso(parts["year"], int(parts["month"]), parts["day"], parts)
    if said := _NUMBERS.fullmatch(text):
        day, month = (said["two"], said["one"]) if month_first else (said["one"], said["two"])
        return _as_iso(said["year"], int(month), day, said.groupdict())
    for form in _NAMED:
        if said := form.fullmatch(text):
            parts = said.groupdict()
            month_number = _SHORT.index(parts["name"].lower()) + 1 if parts.get("name") else int(parts["month"])
            return _as_iso(parts["year"], month_number, parts.get("day"), parts)
    return ""


def _of_serial(value: float, timed: bool) -> str:
    moment = _EPOCH + timedelta(minutes=round(value * 1440))
    return moment.isoformat(" ", "minutes") if timed else moment.date().isoformat()


def _as_iso(year: str, month: int, day: str | None, parts: Mapping[str, str | None]) -> str:
    century = "" if len(year) == 4 else "20" if int(year) < 69 else "19"
    try:
        whole = date(int(century + year), month, int(day or 1))
    except ValueError:
        return ""
    if day is None:
        return whole.isoformat()[:7]
    if not parts.get("hour"):
        return whole.isoformat()
    clock = _minutes(str(parts["hour"]), parts.get("minute"), parts.get("half"))
    if clock is None:
        return whole.isoformat()
    return (datetime(whole.year, whole.month, whole.day) + timedelta(minutes=clock)).isoformat(" ", "minutes")


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes since midnight; 24:00 is the end of the day; None where it is no time of day."""
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    elif minute is None:
        return None
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def clock_of(text: str) -> str:
    """The time of day as 14:05; "" where the text is none.

    >>> clock_of("2.05 pm"), clock_of("0:30"), clock_of("1405"), clock_of("noon")
    ('14:05', '00:30', '14:05', '')
    """
    text = text.strip()
    if re.fullmatch(r"0(\.\d+)?|0?\.\d+", text):  # a spreadsheet's part of a day
        minutes: int | None = round(float(text) * 1440) % 1440
    elif said := (_BARE_HALF.fullmatch(text) or _BARE_CLOCK.fullmatch(text)):
        minutes = _minutes(said[1], said[2] or ("00" if said["half"] else None), said["half"])
    else:
        return ""
    return "" if minutes is None else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
