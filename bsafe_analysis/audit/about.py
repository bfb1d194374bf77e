"""Is a number about what its sentence says it is about: the place, the kind of incident and the month named nearest?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bsafe_analysis.audit.words_read import SENTENCE_END, number_of
from bsafe_analysis.claims.records import Claim, ToldPassage, ToldSpan
from bsafe_analysis.model.periods import add_months

OF_A_PLACE = frozenset((
    "finding", "picture_row", "effect", "baseline_row", "cluster", "cluster_row", "week_part",
    "tactical_assessment", "lap_assessment", "concentration", "hours", "ahead", "season_row",
    "nearest_count",
))  # fmt: skip
"""Kinds of claim whose numbers are counts of the place and kind of incident that the claim is about."""
OF_A_DOCUMENT = frozenset(("tactical_assessment", "lap_assessment"))
"""Kinds of claim whose numbers are of the whole document, of whatever place the sentence before has told."""
NO_COUNTS = ("months", "ref", "residents", "households", "judged", "more_good_news", "more_slow_up", "more_outside")
"""Names of values that are no number of incidents of a place: how long, of which activity, of how many people,
of how many series, how many a list leaves out."""


_NAMED = {"place": ("area", ("name",), "code"), "category": ("category", ("name", "noun"), "key")}
"""The kind of claim that names one, which of its values do, and which is its code."""


def misplaced(passage: ToldPassage, claims: Sequence[Claim]) -> Iterator[tuple[ToldSpan, str, str]]:
    """Each number whose nearest named place, kind of incident or month is not its claim's: with what it is, and both.

    Nearest is the last one named before the number; where none is, the first one after it. A number of the whole
    document is of the document's own place unless its own sentence has named another before it.
    """
    named = {what: _named(passage, claims, what) for what in ("place", "category")}
    for span in passage.spans:
        claim = claims[span.claim]
        if claim.kind not in OF_A_PLACE or not _is_count(passage, span, claim):
            continue
        for what, own in (("place", _places(claim)), ("category", claim.categories)):
            near = _nearest(_told_near(named[what], passage, span, claim), span.start)
            if own and near and near not in own:
                yield span, near, f"its claim is about {' or '.join(own)}"


def wrong_months(passage: ToldPassage, claims: Sequence[Claim]) -> Iterator[tuple[ToldSpan, str, str]]:
    """Each month that stands beside a count and is none of those that its claim covers."""
    months = [(s.start, str(claims[s.claim].values.get(s.name))) for s in passage.spans if _is_month(claims, s)]
    for span in passage.spans:
        claim = claims[span.claim]
        if not _is_count(passage, span, claim) or claim.kind not in ("finding", "series_point"):
            continue
        near = _in_clause(passage.text, months, span)
        covered = _covered(claim)
        if near and covered and near not in covered:
            yield span, near, f"its claim covers {' to '.join((covered[0], covered[-1]))}"


def wrong_people(passage: ToldPassage, claims: Sequence[Claim]) -> Iterator[tuple[ToldSpan, str, str]]:
    """Each number of residents or households of a place in whose sentence another place is named behind it."""
    named = _named(passage, claims, "place")
    for span in passage.spans:
        claim = claims[span.claim]
        if claim.kind != "area" or span.name not in ("residents", "households"):
            continue
        end = min((m.start() for m in SENTENCE_END.finditer(passage.text, span.end)), default=len(passage.text))
        near = next((code for at, code in named if span.end <= at < end), "")
        if near and near != claim.values.get("code"):
            yield span, near, f"its claim is about {claim.values.get('code')}"


def _named(passage: ToldPassage, claims: Sequence[Claim], what: str) -> list[tuple[int, str]]:
    kind, names, code = _NAMED[what]
    found = [(s.start, claims[s.claim]) for s in passage.spans if claims[s.claim].kind == kind and s.name in names]
    return [(start, str(claim.values[code])) for start, claim in found]


def _told_near(
    named: list[tuple[int, str]], passage: ToldPassage, span: ToldSpan, claim: Claim
) -> list[tuple[int, str]]:
    """The names that the number may be of."""
    if claim.kind not in OF_A_DOCUMENT:
        return named
    first = max((m.end() for m in SENTENCE_END.finditer(passage.text) if m.end() <= span.start), default=0)
    return [(at, code) for at, code in named if first <= at < span.start]


def _nearest(named: list[tuple[int, str]], start: int) -> str:
    before = [code for at, code in named if at < start]
    return before[-1] if before else named[0][1] if named else ""


def _is_count(passage: ToldPassage, span: ToldSpan, claim: Claim) -> bool:
    shown = passage.text[span.start : span.end]
    return (
        claim.kind not in ("area", "category")
        and not span.name.endswith(NO_COUNTS)
        and isinstance(claim.values.get(span.name), (int, float))
        and number_of(shown) is not None
    )


def _places(claim: Claim) -> tuple[str, ...]:
    own = claim.values.get("area")
    return (own,) if isinstance(own, str) else claim.places


def _is_month(claims: Sequence[Claim], span: ToldSpan) -> bool:
    value = claims[span.claim].values.get(span.name)
    return isinstance(value, str) and len(value) == 7 and value[4:5] == "-" and value[:4].isdigit()


def _in_clause(text: str, months: list[tuple[int, str]], span: ToldSpan) -> str:
    """The month named after the number in the same clause ("24 recorded in September 2026"), or "in" before it."""
    end = min((i for i in (text.find(mark, span.end) for mark in (";", ". ", "(", ",")) if i >= 0), default=len(text))
    return next((month for at, month in months if span.end <= at < end), "")


def _covered(claim: Claim) -> tuple[str, ...]:
    month, run = claim.values.get("month"), claim.values.get("run_months")
    if not isinstance(month, str):
        return ()
    first = add_months(month, 1 - run) if isinstance(run, int) and run else month
    since = claim.values.get("since")
    return tuple(sorted({month, first, since if isinstance(since, str) else month}))
