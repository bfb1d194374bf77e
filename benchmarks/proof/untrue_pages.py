"""Pages that say what is not so: one change in a template's line, or in a claim, and does the audit find it?

Two hundred claims and two hundred lines of templates, each changed once (changed_claims.py, changed_templates.py).
First it is seen which lines any page says at all, by a mark in each. What makes no statement untrue is counted beside
them, each by its rule: a template that makes no page, a page that stays as it was, and a sentence that tells no value
of this month before and after (it explains how to read), and a value of another kind than before (a text, no number).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from jinja2 import UndefinedError

from benchmarks.proof.changed_claims import change_of, changeable, with_change
from benchmarks.proof.changed_templates import Change, changed, changes, marked
from benchmarks.proof.pages_composed import PageSection, SectionSaid, composed_sections, section_said
from benchmarks.proof.part import Figures, Part
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.auditing import audit_pages
from bsafe_analysis.audit.findings_of_audit import Disproved
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.audit.words_read import SENTENCE_END, number_of, tokens
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.records import Statement, ToldSpan
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.sample import make_sample

KINDS = {"number", "month", "place"}
SEED, MONTH, CLAIMS, LINES = 2026, "2026-09", 200, 232
"""So many claims are changed; and so many lines of templates, some of which no change makes untrue."""


@dataclass(frozen=True)
class Begun:
    """The month, what proves it, and what its sections say as they are."""

    documents: DocumentsOfMonth
    evidence: AuditEvidence
    places: dict[str, str]
    said: dict[PageSection, SectionSaid]
    lines: list[list[Change]]
    """The lines of templates that are said, in an order drawn once, each with the changes that may be made in it."""
    on: dict[Change, list[PageSection]] = field(default_factory=dict)


def begin(home: Path) -> Begun:
    """The sample's month, prepared; its documents must state nothing that is not so."""
    make_sample(home, SEED, "main")
    prepared = prepare(home, MONTH)
    save_cycle(home, prepared)
    evidence = AuditEvidence(home, MONTH, "internal", Recounted.of(home, MONTH))
    places = {area.code: area.name for area in prepared.areas if area.code != "not-placed"}
    said = composed_sections(prepared)
    every = changes(list(places.values())[-1])
    with marked(every) as numbered:
        now = composed_sections(prepared)
    said_on = {mark: [where for where, one in now.items() if mark in one.html] for mark in numbered}
    on = {change: said_on[mark] for mark, here in numbered.items() for change in here}
    begun = Begun(DocumentsOfMonth(prepared), evidence, places, said, _lines([c for c in every if on[c]]), on)
    wrong = [no for where in said for no in disproved(begun, where, said[where])]
    assert not wrong, f"{len(wrong)} statements of the pages as they are are not so, first: {wrong[0]}"
    return begun


def _lines(said: Sequence[Change]) -> list[list[Change]]:
    lines: dict[tuple[str, int], list[Change]] = {}
    for change in said:
        lines.setdefault((change.template, change.line), []).append(change)
    draw, order = random.Random(SEED), sorted(lines)
    draw.shuffle(order)
    return [draw.sample(lines[line], len(lines[line])) for line in order]


def disproved(begun: Begun, where: PageSection, said: SectionSaid) -> list[Disproved]:
    name = "-".join(where)
    claims = {name: DocumentClaims("", (said.statement,))}
    return audit_pages(begun.evidence, {name: said.html}, claims).disproved


def measure(begun: Begun, item: str) -> Figures:
    """Whether one change is found, and what came of those tried before it that made nothing untrue."""
    what, _, number = item.partition(" ")
    if what == "claim":
        return _claim(begun, random.Random(int(number)))
    aside: Counter[str] = Counter()
    change, untrue = made_untrue(begun, int(number), aside)
    came = "found" if any(disproved(begun, each, one) for each, one in untrue.items()) else "missed"
    return _figures("template", came if untrue else "none", str(change or ""), aside)


def made_untrue(begun: Begun, number: int, aside: Counter[str]) -> tuple[Change | None, dict[PageSection, SectionSaid]]:
    """The first change of a line that makes sections say what is not so, and what they say; the others are counted.

    A line that no change makes untrue gives way to the one that stands LINES lines on.
    """
    for line in begun.lines[number::LINES]:
        for change in line:
            untrue = _untrue(begun, change)
            if not isinstance(untrue, str):
                return change, untrue
            aside[untrue] += 1
    return None, {}


def _untrue(begun: Begun, change: Change) -> dict[PageSection, SectionSaid] | str:
    """The sections that say something else with that change, or the rule by which nothing in them is untrue."""
    where = begun.on[change][:1]
    try:
        with changed(change):
            now = {each: section_said(begun.documents, each) for each in where}
    except (UndefinedError, AttributeError, TypeError, ValueError, KeyError):
        return "no page"
    other = {each: one for each, one in now.items() if one.html != begun.said[each].html}
    if not other:
        return "same page"
    altered = [_altered(begun.said[each].statement, one.statement) for each, one in other.items()]
    if not any(was or come for was, come in altered):
        return "explains"
    alike = any({*was} <= KINDS and was == come for was, come in altered)
    return "another kind of value" if change.told and not alike else other


def _altered(was: Statement, now: Statement) -> tuple[Counter[str], Counter[str]]:
    """What the sentences that are said otherwise tell, before and after: how many values of each kind."""
    before, after = dict(_sentences(was)), dict(_sentences(now))
    gone = sum((kinds for text, kinds in before.items() if text not in after), Counter())
    come = sum((kinds for text, kinds in after.items() if text not in before), Counter())
    return gone, come


def _sentences(statement: Statement) -> Iterator[tuple[str, Counter[str]]]:
    for told in (*statement.passages, *statement.cells):
        edges = [0, *(m.end() for m in SENTENCE_END.finditer(told.text)), len(told.text)]
        for first, last in pairwise(edges):
            spans = [span for span in told.spans if first <= span.start < last]
            kinds = Counter(_kind(told.text, span, statement) for span in spans)
            # a number in the words of the sentence is one of the method: it states something too
            yield told.text[first:last], kinds or Counter(token.kind for token in tokens(told.text[first:last]))


def _kind(text: str, span: ToldSpan, statement: Statement) -> str:
    shown, claim = text[span.start : span.end], statement.claims[span.claim]
    if number_of(shown) is not None:
        return "number"
    if any(token.kind in ("month", "day") for token in tokens(shown)):
        return "month"
    return "place" if (claim.kind, span.name) == ("area", "name") else "text"


def _claim(begun: Begun, draw: random.Random) -> Figures:
    where = draw.choice(sorted(begun.said))
    while not changeable(begun.said[where].statement, begun.places):
        where = draw.choice(sorted(begun.said))
    html, statement = begun.said[where]
    change = change_of(statement, *draw.choice(changeable(statement, begun.places)), begun.places, draw)
    came = "found" if disproved(begun, where, SectionSaid(html, with_change(statement, change))) else "missed"
    kind = statement.claims[change.claim].kind
    return _figures("claim", came, f"{'-'.join(where)}: {kind}.{change.name}, {change.was} as {change.now}", Counter())


def _figures(what: str, came: str, change: str, aside: Counter[str]) -> Figures:
    return {"what": what, "came": came, "change": change, "aside": aside}


def told(measured: Sequence[Figures]) -> Figures:
    """How many changes were made and found of each sort, which were not, and how many made nothing untrue, by rule."""
    came = Counter((one["what"], one["came"]) for one in measured)
    aside: Counter[str] = sum((one["aside"] for one in measured), Counter())
    return {
        **{f"{what}s": came[what, "found"] + came[what, "missed"] for what in ("claim", "template")},
        **{f"{what}s_found": came[what, "found"] for what in ("claim", "template")},
        "made_nothing_untrue": dict(sorted(aside.items())),
        "missed": sorted({one["change"] for one in measured if one["came"] == "missed"}),
    }


PART = Part(
    "untrue_pages", "one number, place, month or side changed in a claim or in a template's line is found by the audit",
    lambda: [f"template {n}" for n in range(LINES)] + [f"claim {n}" for n in range(CLAIMS)], begin, measure, told,
)  # fmt: skip
