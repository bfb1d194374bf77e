"""Numbers, months, days and directions read out of plain English, by somebody who has never seen a template."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_FEW = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
_NAMES = [name for name in calendar.month_name if name]
_SHORT = [name for name in calendar.month_abbr if name]
_MONTH = "|".join([*_NAMES, *_SHORT])
_TOKEN = re.compile(
    rf"(?P<day>\b(?:0?[1-9]|[12]\d|3[01]) (?:{_MONTH}) \d{{4}}\b)"
    rf"|(?P<month>\b(?:{_MONTH}) \d{{4}}\b)"
    r"|(?P<code>\b[A-Z]{1,3}\d[\w-]*|\b\d{4}-\d\d(?:-[\w-]+)?)"
    r"|(?P<number>(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?)"
    rf"|(?P<word>\b(?:{'|'.join(_FEW[2:])})\b)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z0-9])")
UP = frozenset(("above", "higher", "more", "rise", "rises", "rose", "risen", "increase", "increased"))
DOWN = frozenset(("below", "lower", "fewer", "fall", "falls", "fell", "fallen", "decrease", "decreased"))
"""Words that say nothing else: "over", "up" and "down" stand for much besides."""


@dataclass(frozen=True)
class Token:
    """What stands at a place of a text. `kind`: day, month, code, number or word; `value`: the same in plain form.

    A day is 2026-09-30, a month 2026-09, a number a float ("1,234" 1234.0, "five" 5.0), a code itself.
    """

    kind: str
    start: int
    end: int
    value: str | float


def tokens(text: str) -> Iterator[Token]:
    """Every number, month, day and code of a text, in order.

    >>> [(t.kind, t.value) for t in tokens("41 in five months; 1,234 since May 2026, by 5 October 2026 (D11)")]
    [('number', 41.0), ('word', 5.0), ('number', 1234.0), ('month', '2026-05'), ('day', '2026-10-05'), ('code', 'D11')]
    """
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        if kind != "code" or found[0][:1].isupper() or found[0][:1].isdigit():
            yield Token(kind, found.start(), found.end(), _READ[kind](found[0]))


def month_of(text: str) -> str:
    """The month that is named: "Sep 2026" and "September 2026" are 2026-09."""
    name, _, year = text.partition(" ")
    names = _NAMES if name.title() in _NAMES else _SHORT
    return f"{year}-{names.index(name.title()) + 1:02d}"


def _day(text: str) -> str:
    day, _, month = text.partition(" ")
    return f"{month_of(month)}-{int(day):02d}"


def number_of(text: str) -> float | None:
    """The number that a text is, in figures or in words; None where it is none.

    >>> number_of("1,234"), number_of("Five"), number_of("none"), number_of("Quarry")
    (1234.0, 5.0, 0.0, None)
    """
    bare = text.strip().lower().replace(",", "").removesuffix("%").strip()
    if bare in ("none", "no"):
        return 0.0
    if bare in _FEW:
        return float(_FEW.index(bare))
    try:
        return float(bare)
    except ValueError:
        return None


_READ: dict[str, Callable[[str], str | float]] = {
    "day": _day,
    "month": month_of,
    "code": str,
    "number": lambda text: float(text.replace(",", "")),
    "word": lambda text: float(_FEW.index(text.lower())),
}


def directions(text: str) -> Iterator[tuple[int, str]]:
    """Where a text says on which side something lies or went, and which: "up" or "down".

    "More than chance explains" says how much there is of it, not where it went.

    >>> [side for _, side in directions("more than chance explains: burglary, below (13; 14 to 36 expected)")]
    ['down']
    """
    for found in re.finditer(r"\b[A-Za-z]+\b(?! than chance)", text):
        word = found[0].lower()
        if word in UP or word in DOWN:
            yield found.start(), "up" if word in UP else "down"
