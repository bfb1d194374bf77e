"""Does a page that leaves the house hold what looks like a person's own data? For a human to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bsafe_analysis.pages.html_reader import Element, readings

SHAPES = {
    "a postcode": re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b"),
    "a telephone number": re.compile(r"(?<![\w.,])(?:\+44 ?(?:\(0\) ?)?|0)(?:[0-9][ -]?){9,10}(?![\w,])"),
    "an e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"),
    "a date of birth": re.compile(
        r"\b(?:DOB|d\.o\.b\.|born(?: on)?|date of birth):? ?[0-9]{1,2}\b"
        r"|\b[0-9]{1,2}[/.][0-9]{1,2}[/.](?:19|20)[0-9]{2}\b",
        re.IGNORECASE,
    ),
    "a National Insurance number": re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?(?:[0-9]{2} ?){3}[A-D]\b"),
    "a vehicle's number plate": re.compile(r"\b[A-HJ-PR-Y]{2}[0-9]{2} [A-HJ-PR-Z]{3}\b"),
}
_STREET = "Road|Street|Avenue|Close|Lane|Drive|Way|Court|Crescent|Terrace|Grove|Gardens|Walk|Rd|Ave"
SHAPES_OF_WORDS = {
    "an address": re.compile(rf"\b[0-9]{{1,4}}[A-Za-z]? (?:[A-Z][\w'\u2019-]+ ){{1,3}}(?:{_STREET})\b"),
    "a person's name": re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? [A-Z][\w'\u2019-]+"),
}
"""Looked for in what people wrote alone: on a page a count may stand before the name of a street."""
_DESCRIPTIONS = ("aria-label", "alt", "title", "placeholder")


def to_review(pages: Mapping[str, bytes], allowed: str = "") -> tuple[str, ...]:
    """One line for each page and kind of thing found. `allowed`: the partnership's own contact may stand there."""
    lines = []
    for name, page in pages.items():
        text = text_of(page.decode())
        for kind, found in personal(text.replace(allowed, "") if allowed else text):
            lines.append(f"review before it is passed on: {name} holds what looks like {kind} ({found!r})")
    return tuple(lines)


def personal(text: str) -> Iterator[tuple[str, str]]:
    """(kind, the first of that kind) for each kind that the text holds.

    >>> list(personal("Ring 01709 555 123 before noon"))
    [('a telephone number', '01709 555 123')]
    """
    for kind, shape in SHAPES.items():
        found = shape.search(text)
        if found:
            yield kind, found[0].strip()


def personal_in_words(text: str) -> Iterator[tuple[str, str]]:
    """(kind, the first of that kind) of what only a written text can be said to hold.

    >>> list(personal_in_words("Visit Mr Bell at 12 Acacia Avenue"))
    [('an address', '12 Acacia Avenue'), ("a person's name", 'Mr Bell')]
    """
    for kind, shape in SHAPES_OF_WORDS.items():
        found = shape.search(text)
        if found:
            yield kind, found[0]


def text_of(page: str) -> str:
    """What a reader can read of a page, its descriptions of charts included, with scripts and without."""
    return "\n".join(dict.fromkeys(text for reading in readings(page) for text in _texts_of_reading(reading)))


def _texts_of_reading(page: Element) -> Iterator[str]:
    described = [tag.attrs[name] for tag in page.inside() for name in _DESCRIPTIONS if name in tag.attrs]
    yield from (" ".join([words, *described]) for words in page.wordings(" "))
