"""A small workspace with what people wrote in it, typed by hand; and proofs of claims about it."""

import json
from types import SimpleNamespace

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.declared import Declared
from bsafe_analysis.audit.gazetteer import Gazetteer
from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import agree
from bsafe_analysis.claims.records import Claim
from tests.audit.workspace_by_hand import make, write_rows

MONTH = "2026-08"
PLAN_HEAD = ("ref,title,priority,theme,strand,areas,categories,owner,agency,measure,baseline,target,start,due,status,"
             "cost,blockage,blocked_since,progress,milestones,risk,risk_likelihood,risk_impact,risk_mitigation,"
             "decision")  # fmt: skip
PLAN = (
    "D1,Fit locks,homes,Homes,prevention,,burglary,Officer,Police,homes fitted,0,90,2026-01-01,2026-09-04,under way,"
    '1200,,,"2026-07-20 Officer: Ten by now.\n2026-08-18 Officer: Twenty by now.",'
    "2026-09-01 halfway; 2026-12-01 90 fitted,No money,medium,High,Ask in time,",
    "D2,Gate alleys,none,Homes,Prevention,N1;Two,Burglary,Manager,Council,alleys,3,12,1/2/2026,28/03/2027,stalled,,"
    "No key,2026-06-14,,,,,,,",
    "D3,Walk the park,streets,Parks,prevention,A2,asb,Warden,Council,walks,0,9,2026-02-01,2026-05-01,complete,50"
    ",,,,,,,,,",
    "D4,Improve things,streets,Parks,prevention,,asb,Warden,Council,,0,9,2026-02-01,2026-05-01,under way,7,,,,,,,,,",
)
SET_ASIDE = "Activity D4 (data/register/activities.csv, row 5) was set aside: it has no measure."
PARAMETERS = {
    "priorities.yml": """
        priorities:
          - {key: homes, title: Safer homes, categories: [burglary]}
          - {key: streets, title: Safer streets, categories: [asb]}
        improvement: {burglary: fewer, asb: fewer, fires: neutral}
        """,
    "documents.yml": """
        documents:
          tactical_assessment: {title: Tactical assessment, per: borough, meeting: pbg}
          lap_assessment: {title: LAP assessment, per: area, meeting: lap}
        meetings: {pbg: {name: Partnership Business Group}, lap: {name: Local Action Partnership}}
        """,
    "cycles/2026-08.yml": """
        month: "2026-08"
        as_of: 2026-09-05
        boundaries: Lines of 2026
        meetings: {pbg: 2026-09-20}
        """,
}


def evidence_of(root, *notices, audience="internal", **facts):
    """The workspace's evidence; `facts` as in facts.json of the prepared month."""
    if not (root / "parameters").exists():
        make(root)
        for name, text in PARAMETERS.items():
            (root / "parameters" / name).write_text(text)
    kept = root / "data/prepared" / MONTH / "facts.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps({"notices": [{"text": text} for text in notices], "cycle": {"detection": {}}, **facts}))
    recount = SimpleNamespace(
        month=MONTH,
        ask=lambda query, **given: [],
        gazetteer=Gazetteer.of(root, MONTH),
        declared=Declared.of(root, MONTH),
        residents=lambda code: None,
    )
    return AuditEvidence(root, MONTH, audience, recount)


def plan_of(root, *rows):
    return write_rows(root / "data/register/activities.csv", PLAN_HEAD, *(rows or PLAN))


def proved(kind, evidence, values, place="B", category=None, within=()):
    """What the audit finds for a claim of that kind; `kind` may be one check of several that share a kind."""
    proof = PROOFS[kind] if isinstance(kind, str) else kind
    name = kind if isinstance(kind, str) else kind.__name__
    claim = Claim(name, (place,) if place else (), (category,) if category else (), (), values, within)
    return proof(claim, evidence)


def wrong(kind, evidence, values, place="B", category=None, within=()):
    """The names of the claim's values that the audit finds to be otherwise."""
    found = proved(kind, evidence, values, place, category, within)
    return {name for name, value in found.items() if name in values and not agree(values[name], value)}
