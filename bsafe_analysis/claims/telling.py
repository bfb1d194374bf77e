"""For what no template prints: values handed to tables and texts that know of which fact they are.

Each of these is the plain value, or the plain text, where nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import shorten
from typing import Any

from bsafe_analysis.claims.ledger import MARKS, Passage, SaidText, Span, current, worded
from bsafe_analysis.claims.told import is_fact, is_told, renumbered, retold, told

CUT = " \u2026"
"""Stands where a text was cut."""


def tell(fact: Any, name: str) -> Any:
    """An attribute of a fact, or of what is an attribute of it: `tell(row, "series.latest.observed")`."""
    if current() is None:
        for part in name.split("."):
            fact = getattr(fact, part)
        return fact
    for part in name.split("."):
        fact = noted(fact, part, getattr(fact, part))
    return fact


def tell_each(facts: Iterable[Any], name: str) -> list[Any]:
    """The same attribute of each of the facts."""
    if current() is None:
        return [getattr(fact, name) for fact in facts]
    return [told(fact, name, getattr(fact, name)) for fact in facts]


def noted(fact: Any, name: str, value: Any) -> Any:
    """The value as one that knows its fact; a fact in it is remembered as a part of this one."""
    ledger = current()
    if ledger is None or not is_fact(fact):
        return value
    for part in value if isinstance(value, tuple) else (value,):
        if is_fact(part):
            ledger.belongs(part, fact)
    return told(fact, name, value)


def joined(*pieces: object) -> str:
    """One run of text made of told values, worded texts and plain ones."""
    if current() is None:
        return "".join(map(str, pieces))
    return worded(passage_of_several(((piece, str(piece)) for piece in pieces), ""))


def marked(piece: object) -> str:
    """As it is said in a larger text: between marks where it is known of which fact it is."""
    ledger = current()
    if ledger and isinstance(piece, SaidText):
        return ledger.marked_again(piece.passage)
    bare = MARKS.sub("", str(piece))
    return ledger.marked(piece.origin, bare) if ledger and is_told(piece) else bare


def passage_of(value: object, text: str) -> Passage:
    """What a value tells where it stands alone as this text: nothing where it is not known of which fact it is."""
    if isinstance(value, SaidText):
        return value.passage
    return Passage(text, (Span(0, len(text), value.origin),) if text and is_told(value) else ())


def passage_of_several(values: Iterable[tuple[object, str]], between: str) -> Passage:
    """The same for values that stand in a row."""
    pieces, spans, at = [], [], 0
    for value, said in values:
        if is_told(value):
            spans.append(Span(at, at + len(said), value.origin))
        elif isinstance(value, SaidText):
            spans += [Span(at + span.start, at + span.end, span.origin) for span in value.passage.spans]
        pieces.append(said)
        at += len(said) + len(between)
    return Passage(between.join(pieces), tuple(spans))


def said_as(say: Callable[[Any], str], value: Any) -> str:
    """What `say` makes of a value, said of the same fact."""
    return retold(value, say(value))


def refiltered(value: object, text: str) -> str:
    """What a filter made of a value: of the same fact; of a text that tells several, each at its place if none moved.

    So a small letter at the beginning ("commission ...") takes no claim from the names behind it.
    """
    if isinstance(value, SaidText) and len(text) == len(value):
        return worded(Passage(text, value.passage.spans))
    return retold(value, text)


def shortened(text: str, width: int) -> str:
    """The text cut at a word where it is longer; what it still says, or begins to say, keeps its facts."""
    short = shorten(text, width, placeholder=CUT)
    if not isinstance(text, SaidText):
        return short
    held = len(text) if short == text else len(short) - len(CUT)
    spans = (span._replace(end=min(span.end, held)) for span in text.passage.spans if span.start < held)
    return worded(Passage(short, tuple(spans)))


def part_of(part: Any, whole: object) -> Any:
    """The part, remembered as one of the whole: it is about the same place, category and month."""
    ledger = current()
    if ledger:
        ledger.belongs(part, whole)
    return part


def in_figures(value: float | None, decimals: int) -> str | None:
    """A number as a cell shows it where its decimals are fixed: "5.20"."""
    return None if value is None else retold(value, f"{value:.{decimals}f}")


def rounded_to(value: float | None, decimals: int) -> float | None:
    """The number rounded, of the same fact."""
    return None if value is None else renumbered(value, round(value, decimals))
