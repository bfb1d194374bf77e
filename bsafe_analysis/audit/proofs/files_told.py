"""What of the files that came in may move counts: rows that stand twice or are of no known kind, silent kinds."""

from __future__ import annotations

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.proofs.registry import Found, Unproved, likeliest, proves
from bsafe_analysis.claims.records import Claim

_ROWS = {
    "unknown": "SELECT feed, count(*) FROM unlisted WHERE month = $month GROUP BY feed",
    "same_rows": "SELECT feed, count(*) FROM twice JOIN files USING (file) WHERE month = $month GROUP BY feed",
}


@proves("file_change")
def file_change(claim: Claim, evidence: AuditEvidence) -> Found:
    """Rows that came twice or are in no list are counted again, as are kinds that fell silent; its month is held."""
    what, month = str(claim.values["what"]), str(claim.values["month"])
    if what in _ROWS:
        rows = evidence.recount.ask(_ROWS[what], month=month)
        return likeliest(claim, [{"month": month, "rows": n} for _, n in rows] or [{"month": None, "rows": None}])
    if what == "silent":
        silent = [sum(at == month for _, at in it.not_whole) for it in evidence.recount.had.values()]
        return likeliest(claim, [{"month": month, "names": n} for n in silent if n] or [{"month": None, "names": None}])
    if not any(month in it.months for it in evidence.recount.had.values()):
        return {"month": None}
    raise Unproved("what was usual of a file is learnt by the library alone")
