"""A prepared month typed by hand beside raw files typed by hand, and claims about it."""

import json
from dataclasses import replace
from types import MappingProxyType

import pyarrow as pa
import yaml
from pyarrow import parquet

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import agree
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.claims.records import Claim
from tests.loading.downloads import table, write

MONTH = "2026-08"
FACTS = {
    "activities": [], "classes": {}, "coverage": None, "effects": [], "findings": [], "neighbours": {},
    "previous_findings": [], "record": {"alerts": []},
    "cycle": {
        "baseline": {"first": "2026-07", "last": MONTH}, "boundaries": "Wards 2026", "not_by_place": [],
        "categories": [{"key": key, "name": key.title()} for key in ("burglary", "asb", "fires")],
        "detection": {"false_discovery_rate": 0.1, "fewest_at_place": 2},
    },
}  # fmt: skip
JUDGED = {
    "area": "N1", "category": "burglary", "month": MONTH, "observed": 2, "expected": 1.5, "lower": 0, "upper": 4,
    "dispersion": 1.0, "p_high": 0.3, "p_low": 0.7, "p_run": 1.0, "run_months": None, "run_observed": None,
    "run_expected": None, "history": 36, "reason": "",
}  # fmt: skip


def police(root, *rows, **given):
    write(root, table(*rows), **given)
    return root


def evidence(root, *, expectations=(JUDGED,), forecasts=(), parameters=None, **facts):
    """What a claim is proved from, in a workspace made by `workspace_by_hand.make`."""
    prepared = root / "data/prepared" / MONTH
    prepared.mkdir(parents=True, exist_ok=True)
    (prepared / "facts.json").write_text(json.dumps(FACTS | facts))
    for name, rows in (("expectations", expectations), ("forecasts", forecasts)):
        if rows:
            parquet.write_table(pa.Table.from_pylist(list(rows)), prepared / f"{name}.parquet")
    for name, held in (parameters or {}).items():
        (root / "parameters" / name).write_text(yaml.safe_dump(held))
    return AuditEvidence(root, MONTH, INTERNAL, Recounted.of(root, MONTH))


def judged(**changes):
    return JUDGED | changes


def claim(kind, /, places=(), categories=(), within=(), **values):
    months = tuple(values[name] for name in ("month",) if name in values)
    return Claim(kind, tuple(places), tuple(categories), months, MappingProxyType(values), tuple(within))


def found(told, held):
    return PROOFS[told.kind](told, held)


def wrong(told, held):
    """Names of the values that the audit finds otherwise."""
    return {n for n, v in found(told, held).items() if n in told.values and not agree(told.values[n], v)}


def proved(told, held):
    """Names of the values that the audit finds as they are told."""
    return {n for n, v in found(told, held).items() if n in told.values and agree(told.values[n], v)}


def changed(told, /, **values):
    return replace(told, values=MappingProxyType({**told.values, **values}))


def uncaught(told, held, leave=()):
    """Names of proved values that can be changed without the audit's finding it."""
    names = proved(told, held) - set(leave)
    return {name for name in names if not wrong(changed(told, **{name: _other(told.values[name])}), held)}


def _other(value):
    if value is None or isinstance(value, str):
        return "2001-01" if value != "2001-01" else "2001-02"
    return value + 1 if isinstance(value, int) else value * 1.01 + 0.001
