"""The sides that a sentence tells ("above", "fewer"), beside the numbers of its claims and what is known of its places.

Each rule gives of which value of which kind of claim it is, what is said, and what is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bsafe_analysis.audit.roles_of_numbers import BESIDE_STATED, ONE_SIDE_TWICE, ORDER
from bsafe_analysis.audit.said_passages import Said
from bsafe_analysis.audit.sides_known import SidesKnown, sides_of
from bsafe_analysis.audit.words_read import SENTENCE_END, directions, number_of
from bsafe_analysis.claims.records import Claim, ToldSpan

Wrong = tuple[str, str, str]
"""Of which value, what is said, what is so."""
SIDED = frozenset(("finding", "series_point", "effect", "district_count", "same_months", "over_months", "many_at_once"))
"""Kinds of claim that lie on a side of what was expected."""
NAMING = frozenset(("area", "category"))
"""Kinds of claim that say of what place or kind of incident a sentence is."""
WRITTEN = frozenset(("annotation", "promoted", "promoted_review"))
"""Kinds of claim that are the words of people, who may call a side what they will: theirs, and not proved."""
BUSIEST = frozenset(("week_part",))
"""Kinds of claim of which only the highest are told."""
RISES = frozenset(("signal_hours",))
"""Kinds of claim that are told of rises alone."""
_TURNED_ROUND = (
    (BUSIEST, re.compile(r"\blowest of\b"), "they are the busiest"),
    (RISES, re.compile(r"\blie lower than usual\b"), "they are told of rises"),
)
"""Of which kinds of claim, what is never said of them, and why."""
_CLAUSE = re.compile(r"[^.;:(),]+")
_BEHIND = re.compile(r"[^.;:()]+")
"""What is said of a place behind its name."""
_NO_OTHER = re.compile(r"\b(?:no|none|nor|not|neither|either|chance|told|range during|within)\b", re.IGNORECASE)


def wrong_sides(said: Said) -> Iterator[Wrong]:
    """A side or a movement against what the claim's numbers say; one side where both are meant."""
    for found in ONE_SIDE_TWICE.finditer(said.run.text):
        yield "both sides", found[0], "the words name one side twice"
    for found in BESIDE_STATED.finditer(said.run.text):
        if (float(found["found"]) > float(found["stated"])) is not (found["side"] == "more"):
            yield "stated", f"{found['side']} than stated", f"{found['found']} stands beside {found['stated']}"
    for start, end, claim, meant in _stretches(said):
        for clause in _clauses_about(said, claim, start, end):
            word, side = _side_of(said, clause)
            if side and side != meant:
                yield f"{claim.kind}.direction", word, f"its claim's numbers go {meant}"


def wrong_sides_of_places(said: Said, known: SidesKnown) -> Iterator[Wrong]:
    """A side told behind a place's name without a count, where all that is known of the place lies on the other."""
    named = (said.claim_of(span) for span in said.passage.spans)
    kinds = {kind for claim in named if claim.kind == "category" for kind in claim.categories}
    for start, end, place in _told_without_count(said):
        sides, clause = sides_of(known, place, kinds), _BEHIND.match(said.run.text, start, end)
        word, side = _side_of(said, clause) if clause else ("", "")
        if side and sides and side not in sides:
            yield "a side of no claim", word, f"what is known of {place} goes {' and '.join(sorted(sides))}"


def _side_of(said: Said, clause: re.Match[str]) -> tuple[str, str]:
    """The one side that a clause tells, with its word; nothing where it tells none, both, or that there is no other."""
    sides = [each for each in directions(clause[0]) if not _is_named(said, clause.start() + each[0])]
    if len({side for _, side in sides}) != 1 or _NO_OTHER.search(clause[0]):
        return "", ""
    at, side = sides[0]
    return clause[0][at:].split()[0].strip(".,;:()"), side


def wrong_orders(said: Said) -> Iterator[Wrong]:
    """A list told from its most on that begins with fewer, or the other way round; the busiest told as the lowest."""
    kinds = {said.claim_of(span).kind for span in said.passage.spans}
    for told, words, why in _TURNED_ROUND:
        for found in words.finditer(said.run.text) if kinds & told else ():
            yield "the order of a list", found[0], why
    for found in ORDER.finditer(said.run.text):
        shown = (
            said.run.text[s.start : s.end] for s in said.passage.spans if found.start("list") <= s.start < found.end()
        )
        numbers = [number for each in shown if (number := number_of(each)) is not None]
        most = found["word"] == "most"
        if len(numbers) > 1 and (numbers[0] < numbers[-1] if most else numbers[0] > numbers[-1]):
            yield "the order of a list", found["word"], f"it goes from {numbers[0]:g} to {numbers[-1]:g}"


def direction_of(claim: Claim) -> str | None:
    """On which side a claim's count lies: said by it, or by its count beside its range; None where on neither."""
    values = claim.values
    # the direction of an effect is the one that was hoped for
    if claim.kind != "effect" and isinstance(values.get("direction"), str):
        return str(values["direction"])
    if claim.kind == "over_months":
        return {"above": "up", "below": "down"}.get(str(values.get("side")))
    ends = ("lowest", "highest") if claim.kind == "same_months" else ("lower", "upper")
    observed, lower, upper = (values.get(name) for name in ("observed", *ends))
    if isinstance(observed, (int, float)) and isinstance(lower, (int, float)) and isinstance(upper, (int, float)):
        return "up" if observed > upper else "down" if observed < lower else None
    return None


def _stretches(said: Said) -> Iterator[tuple[int, int, Claim, str]]:
    """The parts of a passage from one place's name to the next, of which one direction is claimed."""
    places = [span.start for span in said.passage.spans if _names_a_place(said, span)]
    edges = [0, *places, len(said.run.text)]
    for start, end in pairwise(edges):
        inside = [said.claim_of(span) for span in said.passage.spans if start <= span.start < end]
        sides = {side: claim for claim in inside if claim.kind in SIDED and (side := direction_of(claim))}
        if len(sides) == 1:
            yield start, end, *next((claim, side) for side, claim in sides.items())


def _told_without_count(said: Said) -> Iterator[tuple[int, int, str]]:
    """The parts of a passage from one place's name to the next that hold no count on a side, and that place."""
    places = [span for span in said.passage.spans if said.claim_of(span).kind == "area"]
    ends = [*(span.start for span in places[1:]), len(said.run.text)]
    for span, end in zip(places, ends, strict=False):
        inside = [said.claim_of(each).kind for each in said.passage.spans if span.start <= each.start < end]
        if not SIDED & {*inside}:
            yield span.end, end, str(said.claim_of(span).values.get("code"))


def _clauses_about(said: Said, claim: Claim, start: int, end: int) -> Iterator[re.Match[str]]:
    """The clauses of a stretch, but for those of sentences that tell of something else: of other facts, not of it."""
    edges = [start, *(m.end() for m in SENTENCE_END.finditer(said.run.text, start, end)), end]
    for first, last in pairwise(edges):
        told = [said.claim_of(span).kind for span in said.passage.spans if first <= span.start < last]
        if not told or claim.kind in told or {*told} & NAMING:
            yield from _CLAUSE.finditer(said.run.text, first, last)


def _is_named(said: Said, at: int) -> bool:
    """Whether a word is part of a name ("Lower Crookesmoor" lies on no side of anything), or of what a person wrote."""
    spans = (span for span in said.passage.spans if span.start <= at < span.end)
    return any(said.claim_of(span).kind in NAMING | WRITTEN for span in spans)


def _names_a_place(said: Said, span: ToldSpan) -> bool:
    kind = said.claim_of(span).kind
    return kind == "area" or (kind == "district_count" and span.name == "district")
