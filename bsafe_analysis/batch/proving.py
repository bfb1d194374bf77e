"""Before a pack is published every statement of its pages is proved by another road; one that is not so stops it.

Whatever it is, words that no claim stands behind too. The audit can err as pages can, so a person may read what held a
pack back and answer for it (`--despite`); what nobody could have read, for no run had named it before, holds the pack
back all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.claims.claim_file import DocumentClaims, checksum, read_claims
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.journal import Journal
from bsafe_analysis.engines.render import Made
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.packs.page_maker import with_doubts

if TYPE_CHECKING:
    from bsafe_analysis.audit.findings_of_audit import Disproved

PROVED = "proved.txt"
"""Beside the claims: the checksum of what was proved last, so that nothing is proved twice."""
DOUBTED = "doubted.txt"
"""Beside the claims: what held the pack back last, a line each: what a person may have read."""


@dataclass(frozen=True)
class Court:
    """Where a month's pages are proved. `claims`: the folder of what they state; `made_from`: of data and code."""

    root: Path
    month: str
    audience: str
    claims: Path
    made_from: str


def proved(court: Court, made: Sequence[Made], journal: Journal) -> tuple[Made, ...]:
    """The same documents, one that states what is not so with a problem instead of its page.

    Every statement that is not so stands in the run's log, with both values. What is not so of the prepared month
    itself is of every page that is made from it. An analyst's own page is marked as proved by nobody, and left out.
    """
    from bsafe_analysis.audit.auditing import audit_pack  # reads Parquet and raw files: only where there is work

    pages = {m.document.file_name: m.page for m in made if m.page is not None and not m.document.own}
    claims = {name: found for name in pages if (found := read_claims(court.claims, name)) is not None}
    key = _key(court, pages.values(), claims.values())
    if not pages or _text_beside(court, PROVED) == key:
        return tuple(made)
    audited = audit_pack(court.root, court.month, court.audience, pages, claims)
    left = ", ".join(f"{kind}.{name}" for kind, name in sorted(audited.left))
    journal.note(f"audit: {audited.told} values told, {audited.proved} proved, {len(audited.disproved)} not so")
    journal.note(f"audit: no check proves {left or 'nothing'}")
    for wrong in audited.disproved:
        journal.note(f"audit: not so: {wrong}")
    if not audited.disproved:
        write_whole(court.claims / PROVED, key, flush=False)
        return tuple(made)
    of_all = [wrong for wrong in audited.disproved if wrong.document not in pages]
    own = {name: [wrong for wrong in audited.disproved if wrong.document == name] for name in pages}
    return tuple(_refused(m, own.get(m.document.file_name, []) + of_all) for m in made)


@dataclass(frozen=True)
class Ruling:
    """What came of the proof. `made`: the documents as they go on; `to_look_at`: what a person is told of it."""

    made: tuple[Made, ...]
    may_leave: bool
    to_look_at: tuple[str, ...] = ()


def ruling_of(court: Court, made: Sequence[Made], judged: Sequence[Made], despite: str, journal: Journal) -> Ruling:
    """Nothing leaves of a pack of which a page states what is not so.

    `despite`: who read it, and why it may leave all the same; "" where nobody has. It is a person who then answers for
    the sentence, and the run's log keeps the words; what no run before has named, nobody can have read.
    """
    lines = (line for one in _held_back(made, judged) if one.problem for line in one.problem.detail.splitlines())
    doubted = list(dict.fromkeys(lines))
    if not doubted:
        return Ruling(tuple(made), True)
    unread = {*doubted} - {*_text_beside(court, DOUBTED).splitlines()}
    if despite and not unread:
        pages = sum(1 for _ in _held_back(made, judged))
        said = f"what {_pages(pages)} could not be proved and leaves all the same: {despite}"
        journal.note(f"audit: {said}")
        return Ruling(tuple(made), True, (f"Of this pack {said}",))
    write_whole(court.claims / DOUBTED, "\n".join(doubted), flush=False)
    return Ruling(tuple(judged), False, (_what_to_do(court, len(doubted), bool(despite)),))


def look_of(made: Sequence[Made], judged: Sequence[Made], journal: Journal) -> Ruling:
    """What comes of the proof where no pack is made: a look may be had at every page, to see what is wrong with it.

    A page of which something was found not so says so itself, above everything else, and what.
    """
    shown, doubted = [], 0
    for one, before in zip(judged, made, strict=True):
        lines = (
            list(dict.fromkeys(one.problem.detail.splitlines()))
            if one.problem and one.problem != before.problem
            else []
        )
        doubted += len(lines)
        shown.append(replace(before, page=with_doubts(before.page, lines)) if lines and before.page else before)
    if not doubted:
        return Ruling(tuple(made), True)
    many = "1 statement was" if doubted == 1 else f"{doubted} statements were"
    said = f"{many} found not so: this is a look, and each page says above what; a pack with it is not published"
    journal.note(f"audit: {said}")
    return Ruling(tuple(shown), True, (said[:1].upper() + said[1:],))


def _what_to_do(court: Court, doubted: int, answered: bool) -> str:
    """What a person reads whose pack was held back."""
    again = "What is named here was named by no run before, so nobody has read it yet. " if answered else ""
    many = "1 statement was" if doubted == 1 else f"{doubted} statements were"
    edition = "" if court.audience == Audience.INTERNAL else f" --audience {court.audience}"
    return (
        f"{again}{many} found not so: the pack was not published, and what was published before stands as it was. "
        "Look each up: the run's log names all of them, `bsafe trace` follows a number to its rows. Where the page is "
        "wrong, mend what it was made from, or tell those who look after bsafe; where it is right after all, publish "
        f'it with `bsafe run {court.month}{edition} --despite "who read it, and why it is so"`'
    )


def _held_back(made: Sequence[Made], judged: Sequence[Made]) -> Iterator[Made]:
    return (one for one, before in zip(judged, made, strict=True) if one.problem != before.problem)


def _pages(many: int) -> str:
    return "1 page states" if many == 1 else f"{many} pages state"


def _refused(made: Made, wrong: Sequence[Disproved]) -> Made:
    if made.page is None or not wrong:
        return made
    more = f" (and {len(wrong) - 1} more, in the run's log)" if len(wrong) > 1 else ""
    said = f"it states what is not so: {wrong[0]}{more}"
    return replace(made, page=None, problem=Problem(said, detail="\n".join(map(str, wrong))))


def _text_beside(court: Court, name: str) -> str:
    try:
        return (court.claims / name).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _key(court: Court, pages: Iterable[str], claims: Iterable[DocumentClaims]) -> str:
    parts = [court.made_from, *sorted(map(checksum, pages)), *sorted(repr(found) for found in claims)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
