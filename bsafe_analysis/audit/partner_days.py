"""A day read from what a partner wrote, by taking it to pieces; and in which order a whole file writes its days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
TURNED = 3
"""Days of both kinds from which a spreadsheet is held to have exchanged day and month in some."""
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_CLOCK = re.compile(
    r"(.*\d)(?:[t, ]+)(?:at )?(\d{1,2})(?:[:.]?(\d\d)(?:[:.]\d\d(?:\.\d+)?)?)? ?([ap])?\.?(?(4)m\.?)", re.DOTALL
)
_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:z|[+-]\d\d:?\d\d)")


class TwoOrders(ValueError):
    """Not one order of days explains what a file holds."""


def months_come_first(columns: Mapping[str, Iterable[str]], declared: str) -> bool:
    """Whether 03/07/2026 is a day in March: what the figures beyond twelve prove, else what sources.yml says.

    `columns`: cells by the column's name. TwoOrders where they prove both, or another than is declared, or where some
    days of a column have plainly been exchanged.
    """
    proofs = set()
    for cells in columns.values():
        figures = [pair for text in set(cells) if (pair := _two_figures(text))]
        one_way = {a > 12 for a, b in figures if (a > 12) != (b > 12)}
        proofs |= one_way
        real = [int(text.strip()[8:10]) for text in set(cells) if re.match(r"\s*\d{4}[-/.]\d\d[-/.]\d\d", text)]
        certain = [max(pair) > 12 for pair in figures if pair[0] != pair[1]]
        if len(real) >= TURNED and max(real) <= 12 and all(certain) and sum(certain) >= TURNED:
            raise TwoOrders("some days have been exchanged with their months")
    if len(proofs) == 2 or (declared and proofs and (declared == "day_first") not in proofs):
        raise TwoOrders("two orders of days")
    return proofs == {False} if proofs else declared == "month_first"


@lru_cache(1 << 17)
def _two_figures(text: str) -> tuple[int, int] | None:
    plain = _without_weekday(_lowered(text))
    for part, _ in _with_and_without_clock(plain):
        if found := _FIGURES.fullmatch(part):
            return int(found[1]), int(found[2])
    return None


@lru_cache(1 << 17)
def day_written(text: str, months_first: bool) -> str:
    """2026-07, 2026-07-03 or 2026-07-03 14:05; a text with a time zone as it stands; "" where it is no day."""
    said = " ".join(text.split())
    if _WITH_ZONE.fullmatch(said.lower()):
        return said
    if re.fullmatch(r"[2-6]\d{4}(\.\d+)?", said):
        moment = datetime(1899, 12, 30) + timedelta(minutes=round(float(said) * 1440))
        return f"{moment:%Y-%m-%d %H:%M}" if "." in said else f"{moment:%Y-%m-%d}"
    plain = _lowered(said)
    for part, clock in _with_and_without_clock(plain):
        day = _day_alone(part, months_first)
        if day and not (clock and len(day) == 7):
            return _with_clock(day, clock)
    return ""


def _lowered(text: str) -> str:
    return " ".join(text.split()).lower()


def _without_weekday(text: str) -> str:
    found = re.match(r"([a-z]{3})[a-z]*\.?,? (?=.)", text)
    return text[found.end() :] if found and found[1] in WEEKDAYS else text


def _with_and_without_clock(text: str) -> Iterator[tuple[str, int | None]]:
    """The text as a day alone, then as a day and the minute of it."""
    yield text, None
    if found := _CLOCK.fullmatch(text):
        yield found[1], _minute_of_day(found[2], found[3], found[4])


def _minute_of_day(hour: str, minute: str | None, half: str | None) -> int:
    """Minutes since midnight; -1 where the figures are no time of day."""
    hours = int(hour)
    if half and 1 <= hours <= 12:
        hours = hours % 12 + 12 * (half == "p")
    elif half or minute is None:
        return -1
    total = 60 * hours + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= 1440 else -1


def _with_clock(day: str, clock: int | None) -> str:
    if clock is None or clock < 0:
        return day
    return f"{datetime.fromisoformat(day) + timedelta(minutes=clock):%Y-%m-%d %H:%M}"


def _day_alone(text: str, months_first: bool) -> str:
    pieces = re.split(r"[-/.]", text)
    if len(pieces[0]) == 4 and all(piece.isdigit() and piece.isascii() for piece in pieces):
        return _real_date(pieces) if len(pieces) in (2, 3) and all(len(p) in (1, 2) for p in pieces[1:]) else ""
    if re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])[0-3]\d", text):
        return _real_date([text[:4], text[4:6], text[6:]])
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
        return _real_date([found[2], found[1]])
    named = _without_weekday(text)
    if figures := _FIGURES.fullmatch(named):
        one, two, year = figures.groups()
        return _real_date([_century(year), one, two] if months_first else [_century(year), two, one])
    return _of_words(text, named)


def _of_words(whole: str, text: str) -> str:
    """3rd of July 2026, 3-Jul-26, July 3, 2026, Jul-26."""
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/., ]*([a-z]{3,})\.?[-/., ]*(\d{4}|\d\d)", text)
    if found and (month := _month_named(found[2])):
        return _real_date([_century(found[3]), month, found[1]])
    found = re.fullmatch(r"([a-z]{3,})\.?[-/., ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d\d)", text)
    if found and (month := _month_named(found[1])):
        return _real_date([_century(found[3]), month, found[2]])
    found = re.fullmatch(r"([a-z]{3,})\.?[-/., ]*(\d{4}|\d\d)", whole)
    return _real_date([_century(found[2]), month]) if found and (month := _month_named(found[1])) else ""


def _month_named(word: str) -> str:
    names = SHORT_MONTHS.split()
    return str(names.index(word[:3]) + 1) if word[:3] in names else ""


def _century(year: str) -> str:
    return year if len(year) == 4 else str(datetime.strptime(year, "%y").year)


def _real_date(pieces: list[str]) -> str:
    """Year, month and perhaps day, where there is such a day."""
    try:
        found = date(*(int(piece) for piece in [*pieces, "1"][:3]))
    except ValueError:
        return ""
    return found.isoformat() if len(pieces) == 3 else found.isoformat()[:7]


def time_written(text: str) -> str:
    """A time of day by itself, as 14:05; "" where it is none."""
    said = _lowered(text)
    if re.fullmatch(r"0|0?\.\d+", said):
        minute = round(1440 * float(said)) % 1440
    elif found := re.fullmatch(r"(\d{1,2}) ?([ap])\.?m\.?", said):
        minute = _minute_of_day(found[1], None, found[2])
    elif found := re.fullmatch(r"(\d{1,2})[:.]?(\d\d)(?:[:.]\d\d(?:\.\d+)?)? ?(?:([ap])\.?m\.?)?", said):
        minute = _minute_of_day(found[1], found[2], found[3])
    else:
        return ""
    return "" if minute < 0 else f"{minute // 60 % 24:02d}:{minute % 60:02d}"
