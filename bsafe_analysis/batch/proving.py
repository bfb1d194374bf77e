"""Before a pack is published every statement of its pages is proved by another road; one that is not so stops it.

So it is with counts that the raw files contradict and numbers printed otherwise than their claim. What else is not
proved is told to a person: on months never seen here the audit itself may be wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bsafe_analysis.atomic_files import write_whole
from bsafe_analysis.claims.claim_file import DocumentClaims, checksum, read_claims
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.engines.journal import Journal
from bsafe_analysis.engines.render import Made

if TYPE_CHECKING:
    from bsafe_analysis.audit.findings_of_audit import Disproved

PROVED = "proved.txt"
"""Beside the claims: the checksum of what was proved last, so that nothing is proved twice."""


@dataclass(frozen=True)
class Court:
    """Where a month's pages are proved. `claims`: the folder of what they state; `made_from`: of data and code."""

    root: Path
    month: str
    audience: str
    claims: Path
    made_from: str
    doubted: list[str] = field(default_factory=list)
    """What was not proved and holds nothing back, as a person is told of it."""


def proved(court: Court, made: Sequence[Made], journal: Journal) -> tuple[Made, ...]:
    """The same documents, one that states what is not so with a problem instead of its page.

    Every statement that is not so stands in the run's log, with both values.
    """
    from bsafe_analysis.audit.auditing import audit_pack  # reads Parquet and raw files: only where there is work

    pages = {m.document.file_name: m.page for m in made if m.page is not None}
    claims = {name: found for name in pages if (found := read_claims(court.claims, name)) is not None}
    key = _key(court, pages.values(), claims.values())
    if not pages or _known(court) == key:
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
    firm = [wrong for wrong in audited.disproved if wrong.holds_back]
    if others := [wrong for wrong in audited.disproved if not wrong.holds_back]:
        many = "1 statement was" if len(others) == 1 else f"{len(others)} statements were"
        court.doubted.append(f"{many} not proved (the run's log names each), first {others[0]}")
    own = {name: [wrong for wrong in firm if wrong.document == name] for name in pages}
    return tuple(_refused(m, own.get(m.document.file_name, [])) for m in made)


@dataclass(frozen=True)
class Ruling:
    """What came of the proof. `made`: the documents as they go on; `to_look_at`: what a person is told of it."""

    made: tuple[Made, ...]
    may_leave: bool
    to_look_at: tuple[str, ...] = ()


def ruling_of(
    made: Sequence[Made], judged: Sequence[Made], despite: str, journal: Journal, told: Sequence[str] = ()
) -> Ruling:
    """Nothing leaves of a pack of which a page states what is not so.

    `despite`: who read it, and why it may leave all the same; "" where nobody has. The audit can err as pages can: it
    is a person who then answers for the sentence, and the run's log keeps the words.
    """
    doubted = sum(one.problem != before.problem for one, before in zip(judged, made, strict=True))
    if not doubted:
        return Ruling(tuple(made), True, tuple(told))
    if despite:
        said = f"what {doubted} pages state was not proved, and they leave all the same: {despite}"
        journal.note(f"audit: {said}")
        return Ruling(tuple(made), True, (*told, f"Of this pack {said}"))
    cure = 'where it is so after all, run again with --despite "who read it, and why it is so"'
    return Ruling(tuple(judged), False, (f"Read what was not proved (the run's log names each); {cure}", *told))


def _refused(made: Made, wrong: Sequence[Disproved]) -> Made:
    if made.page is None or not wrong:
        return made
    more = f" (and {len(wrong) - 1} more, in the run's log)" if len(wrong) > 1 else ""
    said = f"it states what is not so: {wrong[0]}{more}"
    return replace(made, page=None, problem=Problem(said, detail="\n".join(map(str, wrong))))


def _known(court: Court) -> str:
    try:
        return (court.claims / PROVED).read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _key(court: Court, pages: Iterable[str], claims: Iterable[DocumentClaims]) -> str:
    parts = [court.made_from, *sorted(map(checksum, pages)), *sorted(repr(found) for found in claims)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
