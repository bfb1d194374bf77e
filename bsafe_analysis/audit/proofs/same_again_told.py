"""The same victim or premises again: references are read again from the raw files, and only compared."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.proofs.counts_told import last_year
from bsafe_analysis.audit.proofs.places_told import households
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves
from bsafe_analysis.audit.raw_again import lines_again
from bsafe_analysis.claims.records import Claim

KINDS = ("victim", "premises")
FEWEST = 30
NO_ONE = {"na", "none", "unknown", "notknown", "nil", "null", "notapplicable", "nonestated", "tbc"}
COUNTED = """
SELECT name, line, category, counted.month FROM counted JOIN files USING (file)
WHERE source = $source AND counted.month <= $last
"""


class Referred(NamedTuple):
    """One counted line of a source that gives references. `said`: of the victim and of the premises, blank for none."""

    source: str
    category: str
    month: str
    said: tuple[str, ...]


@proves("same_there")
def same_there(claim: Claim, evidence: AuditEvidence) -> Found:
    """References of a year are counted again; by chance every resident, or household, is as likely each time."""
    what, borough = str(claim.values["what"]), evidence.recount.gazetteer.borough
    if what not in KINDS:
        return {"what": None}
    months, at = last_year(evidence.month), KINDS.index(what)
    year = [each for each in evidence.once(referred_lines) if each.month in set(months)]
    giving = {each.source for each in year if each.said[at]}
    rows = [each for each in year if each.source in giving and each.category == claim.categories[0]]
    each = Counter(row.said[at] for row in rows if row.said[at])
    n, again = each.total(), [count for count in each.values() if count > 1]
    alike = evidence.recount.residents(borough) if what == "victim" else households(evidence, borough)
    return {
        "what": what if n >= FEWEST else None, "first": months[0], "last": months[-1], "incidents": n, "of": len(rows),
        "again": sum(again), "marks": len(again), "known": alike is not None,
        "by_chance": n * (1 - (1 - 1 / alike) ** (n - 1)) if alike else 0.0,
    }  # fmt: skip


def referred_lines(evidence: AuditEvidence) -> list[Referred]:
    """Every counted line of the sources that give a reference of the victim or of the premises."""
    if evidence.audience != INTERNAL:
        raise Unproved("references are read again for the internal edition alone")
    found = []
    for feed in evidence.recount.declared.feeds:
        if not set(KINDS) & set(feed.columns):
            continue
        lines = lines_again(evidence.root, feed, evidence.month, KINDS)
        written = {(line.file, line.line): tuple(map(compared, line.cells)) for line in lines}
        asked = evidence.recount.ask(COUNTED, source=feed.name, last=evidence.month)
        found += [Referred(feed.name, category, month, written[name, line]) for name, line, category, month in asked]
    return found


def compared(text: str) -> str:
    """What of a reference is compared: its letters and figures; blank where it stands for nobody.

    >>> compared("V 12/77"), compared("Not known"), compared("0")
    ('v1277', '', '')
    """
    bare = "".join(re.findall(r"[^\W_]", text)).casefold()
    return "" if bare in NO_ONE or set(bare) <= {"0"} else bare
