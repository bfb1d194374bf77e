"""Pages that say what is not so: one change in a template's line, or in a claim, and does the audit find it?

Every change of a claim must be found. Of the changes of templates it is measured how many are: a reader who knows no
template cannot know every role that a number may have.

A change of a template: a number, month or place of another name, a number worked out, or a side turned round. One that
changes no word of any page is no change, and the next is drawn: first it is seen which lines any page says at all, by a
mark in each. A change of a claim: one of its values.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from jinja2 import DictLoader, UndefinedError

from benchmarks.proof.part import Figures, Part
from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.auditing import audit_pages
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import Claim, Statement, statement_of
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.preparation.prepare import prepare
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.reports import wording
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.reports.show import compose
from bsafe_analysis.sample import make_sample
from tests.audit.pages_by_hand import page_of

SEED, MONTH, EACH, PROFILES = 2026, "2026-09", 200, 3
FIRST_MARK = 0xE100
"""Code points that no text of a person may hold and that no claim's mark uses."""
NUMBERS = ("observed", "expected", "lower", "upper", "run_observed", "run_expected")
SIDES = {"above": "below", "below": "above", "higher": "lower", "lower": "higher", "more": "fewer", "fewer": "more"}
_PRINTED = re.compile(r"\{\{ ?([\w.]+)((?: \| [\w()]+)*) ?\}\}")
_SIDE = re.compile(r"\b(above|below|higher|lower|more|fewer)\b(?! ?[=(])")
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"")


@dataclass(frozen=True)
class Begun:
    """The month, what proves it, and what its documents say as they are."""

    prepared: Prepared
    evidence: AuditEvidence
    said: dict[str, str]
    claims: dict[str, DocumentClaims]
    changes: dict[Change, frozenset[str]]
    """Every change of a line that is said, with the pages that say it."""


@dataclass(frozen=True)
class Change:
    """One change in one place of one template."""

    template: str
    start: int
    end: int
    new: str


def begin(home: Path) -> Begun:
    """The sample's month, prepared; its documents must state nothing that is not so."""
    make_sample(home, SEED, "main")
    prepared = prepare(home, MONTH)
    save_cycle(home, prepared)
    evidence = AuditEvidence(home, MONTH, "internal", Recounted.of(home, MONTH))
    pages, claims = composed(prepared)
    begun = Begun(prepared, evidence, pages, claims, said_changes(prepared))
    wrong = audit_pages(evidence, pages, claims).disproved
    assert not wrong, f"{len(wrong)} statements of the pages as they are are not so, first: {wrong[0]}"
    return begun


def composed(
    prepared: Prepared, profiles: int = PROFILES, only: Collection[str] = ()
) -> tuple[dict[str, str], dict[str, DocumentClaims]]:
    """Page -> its HTML, and what it states: the borough's, each area's and so many neighbourhoods'; or some of them."""
    documents, pages, claims = DocumentsOfMonth(prepared), {}, {}
    every = [each for each in _kinds(prepared, profiles) if not only or "-".join(each) in only]
    for kind, area in every:
        document, html, statements = documents.build(kind, area), [], []
        for section in document.sections:
            with listening() as ledger:
                bundles = compose(document, section)
            statements.append(statement_of(section, ledger))
            html += bundles
        pages[f"{kind}-{area}"] = page_of(html)
        claims[f"{kind}-{area}"] = DocumentClaims("", tuple(statements))
    return pages, claims


def _kinds(prepared: Prepared, profiles: int) -> Iterator[tuple[str, str]]:
    areas = prepared.areas
    yield "tactical_assessment", areas.borough.code
    yield from (("lap_assessment", area.code) for area in areas.local_areas)
    yield from (("neighbourhood_profile", area.code) for area in list(areas.neighbourhoods)[:profiles])


def measure(begun: Begun, item: str) -> Figures:
    """Whether one change is found; AssertionError with the change where one of a claim is not."""
    what, _, number = item.partition(" ")
    draw = random.Random(int(number))
    if what == "claim":
        return _claim(begun, draw)
    for change in _shuffled(list(begun.changes), draw):
        try:
            with changed(change):
                pages, claims = composed(begun.prepared, only=begun.changes[change])
        except (UndefinedError, TypeError):
            continue  # such a template makes no page at all
        # what the change left as it was has been proved
        other = {name: page for name, page in pages.items() if page != begun.said[name]}
        if other:
            found = bool(audit_pages(begun.evidence, other, claims).disproved)
            missed = "" if found else f"{change.template}: {_before(change)} as {change.new}"
            return {"templates": 1, "templates_found": int(found), "claims_found": 0, "missed": missed}
    raise AssertionError("no change of any template changes a word")


def _claim(begun: Begun, draw: random.Random) -> Figures:
    name = draw.choice(sorted(begun.claims))
    statements = list(begun.claims[name].statements)
    at = draw.choice([i for i, statement in enumerate(statements) if _changeable(statement)])
    claim, value = draw.choice(_changeable(statements[at]))
    other = _other(statements[at].claims[claim], value, begun, draw)
    statements[at] = _replaced(statements[at], claim, value, other)
    claims = {name: DocumentClaims("", tuple(statements))}
    wrong = audit_pages(begun.evidence, {name: begun.said[name]}, claims).disproved
    was = statements[at].claims[claim]
    assert wrong, f"{name}: {was.kind}.{value} as {other!r} was not found"
    return {"templates": 0, "templates_found": 0, "claims_found": 1, "missed": ""}


def _changeable(statement: Statement) -> list[tuple[int, str]]:
    """Each value that is printed and is a number, a place, a month or a side."""
    told = sorted({(span.claim, span.name) for passage in statement.passages for span in passage.spans})
    return [(claim, name) for claim, name in told if _kind(statement.claims[claim].values.get(name))]


def _kind(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "month" if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d", value) else ""


def _other(claim: Claim, name: str, begun: Begun, draw: random.Random) -> object:
    value = claim.values[name]
    if isinstance(value, str):
        return add_months(value, draw.choice((-1, 1)))
    assert isinstance(value, (int, float))
    return value + draw.choice((-1, 1)) * max(1, round(abs(value) * 0.1))


def _replaced(statement: Statement, claim: int, name: str, other: object) -> Statement:
    claims = list(statement.claims)
    claims[claim] = replace(claims[claim], values={**claims[claim].values, name: other})
    return replace(statement, claims=tuple(claims))


def changes() -> list[Change]:
    """Every change that may be made in any template."""
    return [change for name in sorted(_templates()) for change in _changes_of(name, _templates()[name])]


def said_changes(prepared: Prepared) -> dict[Change, frozenset[str]]:
    """The changes of lines that pages say: a mark stands where each would be made, and is looked for on the pages."""
    numbered = {chr(FIRST_MARK + n): change for n, change in enumerate(changes())}
    texts = _templates()
    for mark, change in sorted(numbered.items(), key=lambda each: -each[1].start):
        text = texts[change.template]
        opened = text.rfind("{{", 0, change.start)
        in_code = opened > text.rfind("}}", 0, change.start) and not text[opened : change.start].count('"') % 2
        at = opened if in_code else change.start
        texts[change.template] = text[:at] + mark + text[at:]
    with _loaded(texts):
        pages, _ = composed(prepared)
    on = {change: frozenset(n for n, page in pages.items() if mark in page) for mark, change in numbered.items()}
    return {change: names for change, names in on.items() if names}


def _templates() -> dict[str, str]:
    folder = files("bsafe_analysis.reports") / "templates"
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".j2")}


def _changes_of(name: str, text: str) -> Iterator[Change]:
    for found in _PRINTED.finditer(text):
        what, filters = found[1], found[2]
        last = what.rpartition(".")[2]
        others = [other for other in NUMBERS if last in NUMBERS and other != last]
        for other in others:
            yield Change(name, found.start(1), found.end(1), what[: len(what) - len(last)] + other)
        if last in NUMBERS or " | few" in filters or " | number" in filters:
            yield Change(name, found.start(1), found.end(1), f"({what} + 1)")
        if last in {"since", "month"}:
            yield Change(
                name, found.start(1), found.end(1), what[: -len(last)] + ("month" if last == "since" else "since")
            )
        if last == "place" and what != "d.place":
            yield Change(name, found.start(1), found.end(1), "d.place")
    for found in _SIDE.finditer(_words_of(text)):
        line = text[text.rfind("\n", 0, found.start()) + 1 : text.find("\n", found.end())]
        if "{{" in line:  # a line that prints nothing explains how to read; it states nothing of this month
            yield Change(name, found.start(), found.end(), SIDES[found[0]])


def _words_of(text: str) -> str:
    """The template with blanks for all that is code: what is left is printed as it stands."""
    return _CODE.sub(lambda code: "".join(_blank(code[0])), text)


def _blank(code: str) -> str:
    kept = [m.span() for m in _QUOTED.finditer(code)] if code.startswith("{{") else []
    return "".join(c if any(a < i < b - 1 for a, b in kept) else " " for i, c in enumerate(code))


def _before(change: Change) -> str:
    return _templates()[change.template][change.start : change.end]


def _shuffled(changes: list[Change], draw: random.Random) -> list[Change]:
    draw.shuffle(changes)
    return changes


@contextmanager
def changed(change: Change) -> Iterator[None]:
    """The templates with that one change, until the end of this context."""
    text = _templates()[change.template]
    with _loaded({change.template: text[: change.start] + change.new + text[change.end :]}):
        yield


@contextmanager
def _loaded(texts: dict[str, str]) -> Iterator[None]:
    loader = DictLoader(texts)
    wording.TEMPLATES.insert(0, loader)
    _forget()
    try:
        yield
    finally:
        wording.TEMPLATES.remove(loader)
        _forget()


def _forget() -> None:
    wording._environment.cache_clear()
    wording._template.cache_clear()


def told(measured: Sequence[Figures]) -> Figures:
    """How many changes were made and found of each sort, and which changes of templates were not."""
    sums: Figures = {n: sum(one[n] for one in measured) for n in ("templates", "templates_found", "claims_found")}
    return {**sums, "missed": sorted({one["missed"] for one in measured if one["missed"]})}


PART = Part(
    "untrue_pages", "one changed value of a claim is found by the audit; of changed templates it is told how many are",
    lambda: [f"{what} {number}" for number in range(EACH) for what in ("template", "claim")], begin, measure, told,
)  # fmt: skip
