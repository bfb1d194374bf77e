"""A printed sentence beside the claims that it was made from: is each number, name, month and direction the claim's?

The reader knows no template. It finds by itself what a sentence says (words_read.py), and holds it against the claims
that the document keeps. It finds: a number without a claim, a number that is not its claim's, one that the words around
it call something else than the claim does, a direction against the claim's numbers, a place that is not the claim's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from bsafe_analysis.audit.about import misplaced, wrong_months, wrong_people
from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.audit.named_again import named_otherwise, places_of_no_claim, places_within
from bsafe_analysis.audit.page_reader import ReadText
from bsafe_analysis.audit.printed_cells import CellRead
from bsafe_analysis.audit.roles_by_kind import ROLES_BY_KIND
from bsafe_analysis.audit.roles_of_numbers import (
    BEGUN,
    DIFFERENCE,
    HIGHS,
    LOWS,
    PAIR,
    ROLES,
)
from bsafe_analysis.audit.said_passages import Said
from bsafe_analysis.audit.sides_known import SidesKnown
from bsafe_analysis.audit.sides_said import wrong_orders, wrong_sides, wrong_sides_of_places
from bsafe_analysis.audit.words_read import number_of, tokens
from bsafe_analysis.claims.records import Claim, Statement, ToldPassage, ToldSpan
from bsafe_analysis.claims.telling import CUT
from bsafe_analysis.model.periods import add_months

LONG_TEXT = 40
"""Letters from which a value is a text that somebody wrote, of which a page may print a part at a time."""
BEGINNINGS = frozenset((("onset", "month"), ("signal", "began"), ("signal", "told_from")))
"""Values that are the month in which a change began."""
SMALLEST = frozenset(("no", "none", "one"))
"""Number words that stand for much besides: they are numbers where the words around them give them a role."""
_NAMES = tuple(calendar.month_name)


def passages_of(statements: Iterable[Statement]) -> dict[str, tuple[ToldPassage, Sequence[Claim]]]:
    """Text -> the passage that it is, with the claims of its section; the fullest where one text stands twice."""
    found: dict[str, tuple[ToldPassage, Sequence[Claim]]] = {}
    for statement in statements:
        for passage in statement.passages:
            before = found.get(passage.text)
            if before is None or len(passage.spans) > len(before[0].spans):
                found[passage.text] = (passage, statement.claims)
    return found


@dataclass(frozen=True)
class SentenceReader:
    """`names`: code -> name of every place and category; `fixed`: phrases of the method whose numbers are no claims;
    `places`: the names of places alone; `known`: on which sides the counts of places lie."""

    document: str
    names: Mapping[str, str]
    fixed: tuple[re.Pattern[str], ...] = ()
    places: frozenset[str] = frozenset()
    known: SidesKnown = field(default_factory=dict)

    def read(
        self, runs: Iterable[ReadText], known: Mapping[str, tuple[ToldPassage, Sequence[Claim]]]
    ) -> Iterator[Disproved]:
        """Everything on the page that is not as its claims are. A name alone (a label on a map) states nothing."""
        for run in runs:
            found = known.get(run.text)
            if found is not None:
                yield from self._against(Said(run, *found))
            elif run.text not in self.names.values() and any(True for _ in tokens(run.text)):
                yield self._no(
                    run.text, "a sentence of no claim", run.text[:40], "no claim of the document stands behind it"
                )

    def read_cells(self, cells: Iterable[CellRead]) -> Iterator[Disproved]:
        """The same of the cells of its tables."""
        for cell in cells:
            passage, claims = cell.told or (ToldPassage(cell.text, ()), ())
            yield from self._against(Said(ReadText(passage.text, "cell", cell.where), passage, claims))

    def _against(self, said: Said) -> Iterator[Disproved]:
        yield from self._unclaimed(said)
        for span in said.passage.spans:
            yield from self._value(said, span)
        yield from self._roles(said)
        yield from self._pairs(said)
        yield from self._differences(said)
        for claim, shown, proved in (*wrong_sides(said), *wrong_sides_of_places(said, self.known), *wrong_orders(said)):
            yield self._no(said.run.text, claim, shown, proved)
        yield from self._windows(said)
        for span, near, proved in chain.from_iterable(
            rule(said.passage, said.claims) for rule in (misplaced, wrong_months, wrong_people)
        ):
            shown = f"{said.run.text[span.start : span.end]} of {self.names.get(near, near)}"
            yield self._no(said.run.text, f"{said.claim_of(span).kind}.{span.name}", shown, proved)

    def _unclaimed(self, said: Said) -> Iterator[Disproved]:
        """Numbers, months and days that no claim covers."""
        text = said.run.text
        free = [(m.start(), m.end()) for pattern in self.fixed for m in pattern.finditer(text)]
        covered = [(span.start, span.end) for span in said.passage.spans] + free
        for token in tokens(text):
            if not any(start <= token.start and token.end <= end for start, end in covered):
                shown = text[token.start : token.end]
                yield self._no(text, f"a {token.kind} of no claim", shown, "no claim stands behind it")
        for name in places_of_no_claim(said.passage, self.places):
            yield self._no(text, "a name of no claim", name, "no claim stands behind it")
        for name, code in places_within(said.passage, said.claims, self.places):
            if self.names.get(code) != name:
                yield self._no(text, "a name within what is put", name, f"it is about {self.names.get(code, code)}")

    def _value(self, said: Said, span: ToldSpan) -> Iterator[Disproved]:
        """A value that is printed otherwise than its claim has it."""
        claim, shown = said.claim_of(span), said.passage.text[span.start : span.end]
        meant = claim.values.get(span.name)
        whole = not said.passage.text.startswith(CUT, span.end)
        if not (self._is(shown, meant) if whole else self._is(shown, meant) or _begins(shown, str(meant))):
            yield self._no(said.run.text, f"{claim.kind}.{span.name}", shown, f"its claim holds {meant}")

    def _is(self, shown: str, meant: object) -> bool:
        if isinstance(meant, bool) or meant is None:
            return True
        if isinstance(meant, (int, float)):
            return self._is_number(shown, float(meant))
        text = str(meant)
        if re.fullmatch(r"\d{4}-\d\d", text):
            return shown == text or _month_named(shown) == text
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return any(token.value == text for token in tokens(shown)) or shown == text
        return _same_words(shown, text) or _same_words(shown, self.names.get(text, text)) or _is_part(shown, text)

    def _is_number(self, shown: str, meant: float) -> bool:
        number = number_of(shown)
        if number is None:
            return _hour(shown) == meant % 24 or shown.strip().isalpha()
        decimals = len(shown.partition(".")[2].rstrip(" %"))
        return any(abs(number - value) <= 0.5 * 10**-decimals + 1e-9 for value in (meant, 100 * meant, abs(meant)))

    def _roles(self, said: Said) -> Iterator[Disproved]:
        """A number that the words around it call something else than its claim does."""
        for role in (*ROLES, *ROLES_BY_KIND):
            for found in role.words.finditer(said.run.text):
                over = [span for span in said.passage.spans if span.start <= found.start("n") < span.end]
                meant = role.kinds & {said.claim_of(span).kind for span in said.passage.spans}
                if not over and meant and found["n"].lower() in SMALLEST:
                    yield self._no(said.run.text, "a word of no claim", found[0], "no claim stands behind the number")
                spans = [span for span in over if _is_fact(said, span)]
                told = next((s for s in spans[-1:] if role.is_of(said.claim_of(s).kind)), None)
                if told and _own_name(told.name) not in role.names:
                    words = f"the words make it {' or '.join(sorted(role.names))}"
                    yield self._no(said.run.text, told.name, found[0], words)
        for span, other in named_otherwise(said.passage, said.claims):
            shown = f"{said.run.text[span.start : span.end]} {other}"
            yield self._no(said.run.text, span.name, shown, f"{other} is {said.claim_of(span).values[other]}")

    def _differences(self, said: Said) -> Iterator[Disproved]:
        """A number of so many fewer that its claim has above nought, or of so many more that lies below."""
        at = {span.end: span for span in said.passage.spans}
        for found in DIFFERENCE.finditer(said.run.text):
            span = at.get(found.start())
            value = said.claim_of(span).values.get(span.name) if span else None
            if span is None or isinstance(value, bool) or not isinstance(value, (int, float)):
                continue
            below = (value < 0) is not bool(found["whole"])
            if (found["side"] == "fewer") is not below:
                yield self._no(
                    said.run.text, span.name, f"{said.passage.text[span.start : found.end()]}", f"it is {value}"
                )

    def _pairs(self, said: Said) -> Iterator[Disproved]:
        """A range told the wrong way round, or of something that is none of its ends; a beginning told as a month."""
        at = {span.start: span for span in said.passage.spans}
        for found in PAIR.finditer(said.run.text):
            low, high = at.get(found.start("low")), at.get(found.start("high"))
            if low and high and not (_own_name(low.name) in LOWS and _own_name(high.name) in HIGHS):
                yield self._no(
                    said.run.text, f"{low.name} to {high.name}", found[0], "these are no two ends of a range"
                )
        for low, high in pairwise(said.passage.spans):
            ends = (said.run.text[low.end : high.start] == " to ") and low.claim == high.claim and low.name == high.name
            if ends:
                shown = said.run.text[low.start : high.end]
                yield self._no(said.run.text, f"{low.name} to {high.name}", shown, "both ends are the same value")
        for span in said.passage.spans:
            told = said.claim_of(span).kind in {"finding", "signal"} and span.name in {"since", "began", "told_from"}
            if told and not BEGUN.search(said.run.text[: span.start]):
                shown = said.run.text[span.start : span.end]
                yield self._no(said.run.text, span.name, shown, "no word says that something began then")

    def _windows(self, said: Said) -> Iterator[Disproved]:
        """A sum of months beside the month in which the change began, where their first is another and not named."""
        told = [(said.claim_of(span), span) for span in said.passage.spans]
        for claim, span in told:
            first = _first_of_run(claim) if claim.kind == "finding" and span.name == "run_observed" else None
            named = any(each is claim and other.name == "run_since" for each, other in told)
            if first is None or named:
                continue
            for each, other in told:
                began = str(each.values.get(other.name))
                if (each.kind, other.name) in BEGINNINGS and _of_one(each, claim) and began != first:
                    shown = said.passage.text[span.start : span.end]
                    yield self._no(said.run.text, span.name, shown, f"its months are those from {first}, not {began}")

    def _no(self, statement: str, claim: str, said: str, proved: str) -> Disproved:
        return Disproved(self.document, statement, claim, said, proved)


def _first_of_run(claim: Claim) -> str | None:
    """The first of the months that a finding takes together; None where it is of one."""
    month, run = claim.values.get("month"), claim.values.get("run_months")
    return add_months(month, 1 - run) if isinstance(month, str) and isinstance(run, int) and run > 1 else None


def _of_one(one: Claim, other: Claim) -> bool:
    """Whether two claims are about one place's count."""
    return (one.places[:1], one.categories[:1]) == (other.places[:1], other.categories[:1])


def _own_name(name: str) -> str:
    return name.rpartition(".")[2].partition("[")[0]


def _is_fact(said: Said, span: ToldSpan) -> bool:
    """Whether the span is a number or a month of a count; a title's or a caption's month is its own."""
    shown, claim = said.passage.text[span.start : span.end], said.claim_of(span)
    return number_of(shown) is not None or (claim.kind == "finding" and bool(_month_named(shown)))


def _month_named(shown: str) -> str:
    token = next(iter(tokens(shown)), None)
    return str(token.value) if token is not None and token.kind == "month" else ""


def _hour(shown: str) -> float | None:
    found = re.fullmatch(r"(?:(\d{1,2})(am|pm))|(midnight)|(noon)", shown.strip())
    if found is None:
        return None
    if found[3] or found[4]:
        return 0 if found[3] else 12
    return int(found[1]) % 12 + (12 if found[2] == "pm" else 0)


def _is_part(shown: str, meant: str) -> bool:
    """Whether it is one of several paragraphs that a person wrote, without the marks of their Markdown.

    In the middle of a sentence it begins with a small letter.
    """
    one, whole = (re.sub(r"[\s*_#>`-]+", " ", text).strip().casefold() for text in (shown, meant))
    # what an option says about a problem stands before and behind the name of it
    around = [part.strip().casefold() for part in meant.split("{problem}")]
    return (len(meant) > LONG_TEXT and len(one) > 3 and one in whole) or (len(around) > 1 and one in around)


def _begins(shown: str, meant: str) -> bool:
    """Whether a text or a day that was cut is the beginning of what was meant."""
    year, _, rest = meant.partition("-")
    named = _NAMES[int(rest[:2])] if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", meant) else ""
    whole = f"{int(rest[3:])} {named} {year}" if rest[3:] and named else f"{named} {year}" if named else meant
    return whole.casefold().startswith(shown.casefold())


def _same_words(shown: str, meant: str) -> bool:
    """The same words, whatever blanks, capital letters and full stop at the end are."""
    one, other = (re.sub(r"\s+", " ", text).strip().rstrip(".").casefold() for text in (shown, meant))
    return one == other
