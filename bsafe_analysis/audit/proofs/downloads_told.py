"""What arrived and what later downloads changed: counted again from the files as they lie in data/raw."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.declared import Feed
from bsafe_analysis.audit.downloads_again import ChangedRows, Downloads, Reader, difference
from bsafe_analysis.audit.proofs.parameters_read import as_of, parameter_file
from bsafe_analysis.audit.proofs.registry import Found, Unproved, proves, proves_more
from bsafe_analysis.audit.raw_again import all_arrivals
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

MOST_TOLD, MOST_RECOUNTS = 6, 6
Totals = Mapping[str, int]
"""Category -> the borough's count of one month; "" all together."""


def _downloads(evidence: AuditEvidence) -> list[Downloads]:
    recount = evidence.recount
    reader = Reader(evidence.root, replace(recount.declared, feeds=_itemised(evidence)), recount.gazetteer)
    return list(reader.downloads(evidence.month, recount.declared.as_of))


def _differences(evidence: AuditEvidence) -> Mapping[tuple[str, str, str], ChangedRows]:
    """(month, older file, newer file) -> how the last two downloads of the month differ."""
    found = evidence.once(_downloads)
    return {(d.month, d.arrivals[-2].name, d.arrivals[-1].name): difference(*d.rows[-2:]) for d in found}


@proves("revision")
def revision(claim: Claim, evidence: AuditEvidence) -> Found:
    """The borough's rows of both downloads are read again, and held against each other by their identifiers."""
    key = tuple(str(claim.values[name]) for name in ("month", "older", "newer"))
    found = evidence.once(_differences).get((key[0], key[1], key[2]))
    if found is None:
        return {"month": None, "older_rows": None, "newer_rows": None}
    told = next(d for d in evidence.once(_downloads) if d.month == key[0] and d.arrivals[-1].name == key[2])
    return {**vars(found), "month": told.month, "older_rows": len(told.rows[-2]), "newer_rows": len(told.rows[-1])}


@proves_more("data_notes")
def arrived(claim: Claim, evidence: AuditEvidence) -> Found:
    """Files are those in the sources' folders; the day is the cycle's; revisions are found by reading again."""
    told = sum(each.tells for each in evidence.once(_differences).values())
    feeds = _itemised(evidence)
    every = evidence.recount.declared.feeds
    found: dict[str, Any] = {"as_of": as_of(evidence), "titles": len(every)}
    found |= {f"titles[{i}][1]": feed.title for i, feed in enumerate(every)}
    if all(feed.kind != "store" for feed in feeds):
        found["files"] = evidence.once(_files)
        found["quiet_revisions"] = len(evidence.once(_differences)) - min(told, MOST_TOLD)
    if evidence.facts.get("receipts"):
        found |= {"no_place_now": _without_place(evidence, 0), "no_place_before": _without_place(evidence, 12)}
    return found


def _without_place(evidence: AuditEvidence, ago: int) -> float | None:
    """Of the rows of twelve months' files, the last of them so many months ago, the share without a place."""
    last = add_months(evidence.month, -ago)
    files = [each for each in evidence.facts["receipts"] if add_months(last, -11) <= each["month"] <= last]
    read = sum(each["rows_read"] for each in files)
    lost = sum(n for each in files for why, n in each["set_aside"] if str(why).startswith("no place given"))
    return lost / read if read else None


def _files(evidence: AuditEvidence) -> int:
    return len(all_arrivals(evidence.root, _itemised(evidence)))


def _itemised(evidence: AuditEvidence) -> tuple[Feed, ...]:
    """The sources whose files are told of: in an edition for others the open ones alone."""
    feeds = evidence.recount.declared.feeds
    return tuple(feed for feed in feeds if evidence.audience == INTERNAL or feed.source_class == "OPEN")


@proves("recount")
def recount(claim: Claim, evidence: AuditEvidence) -> Found:
    """Now is the count of the raw files; then is what was issued, or what the downloads of that time hold."""
    month, category = str(claim.values["month"]), str(claim.values["category"])
    if month not in _told_before(evidence):
        return {"month": None, "now": None, "then": None}
    now, then = _both(evidence, month)
    return {"month": month, "now": now.get(category), "then": then.get(category)}


def _now(evidence: AuditEvidence, month: str) -> Totals:
    borough = evidence.recount.gazetteer.borough
    counts = {c: evidence.observed(borough, c, month) for c in evidence.recount.gazetteer.category_names}
    held = {category: n for category, n in counts.items() if n is not None}
    return {**held, "": sum(held.values())}


def _both(evidence: AuditEvidence, month: str) -> tuple[Totals, Totals]:
    """Now and then, their totals over what was counted then: of a source that is new nothing had been told."""
    now, then = _now(evidence, month), _then(evidence, month)
    if (evidence.prepared.parent / month / "issued.json").exists():
        return now, then
    return {**now, "": sum(now.get(category, 0) for category in then if category)}, then


def _then(evidence: AuditEvidence, month: str) -> Totals:
    """The borough's counts of a month as they were told then: kept when issued, or read from older downloads."""
    issued = evidence.prepared.parent / month / "issued.json"
    if issued.exists():
        return dict(json.loads(issued.read_text("utf-8"))["counts"])
    if evidence.audience != INTERNAL:
        raise Unproved("older downloads are read again for the internal edition alone")
    day = _day_of(evidence, month)
    now = _now(evidence, month)
    gone: Counter[str] = Counter()
    for each in evidence.once(_downloads):
        if each.month == month and (held := each.held_by(day)) is not None:
            newest = Counter(row.category for row in each.rows[-1])
            gone.update({c: newest[c] - held[c] for c in newest | held})
    held_then = {c: n - gone[c] for c, n in now.items() if c and _was_sent(evidence, c, day)}
    return {**held_then, "": sum(held_then.values())}


def _was_sent(evidence: AuditEvidence, category: str, day: date) -> bool:
    """Whether every source that counts it had sent a file by that day; a file without a day may be of any."""
    counting = evidence.recount.sources_of(category)
    feeds = [feed for feed in evidence.recount.declared.feeds if feed.name in counting and feed.kind != "store"]
    sent = [[each.downloaded or date.min for each in all_arrivals(evidence.root, [feed])] for feed in feeds]
    return all(min(days, default=date.max) <= day for days in sent)


def _day_of(evidence: AuditEvidence, month: str) -> date:
    """On which day last month's data stood: what its cycle's file says, else a month before this month's."""
    said = parameter_file(evidence, f"cycles/{month}.yml").get("as_of")
    if said:
        return date.fromisoformat(str(said))
    now = as_of(evidence)
    if now is None:
        raise Unproved("nothing tells at which day that month's data stood")
    before = add_months(now[:7], -1)
    return date.fromisoformat(f"{before}-{min(int(now[8:]), 28):02d}")


@proves("alert_history")
def alert_history(claim: Claim, evidence: AuditEvidence) -> Found:
    """Alerts are those that the prepared month keeps; recounts are counted."""
    alerts = len(evidence.facts["record"]["alerts"])
    moved = sum(len(_moved(evidence, month)) for month in _told_before(evidence))
    return {
        "first": add_months(evidence.month, -11), "last": evidence.month, "alerts": alerts,
        "more_recounts": max(0, moved - MOST_RECOUNTS),
    }  # fmt: skip


def _told_before(evidence: AuditEvidence) -> set[str]:
    """The months before this one of which something was told: issued, or last month as it would have been."""
    folders = evidence.prepared.parent.glob("*/issued.json")
    earliest = add_months(evidence.month, -12)
    issued = {each.parent.name for each in folders if earliest <= each.parent.name < evidence.month}
    return issued | {add_months(evidence.month, -1)}


def _moved(evidence: AuditEvidence, month: str) -> list[str]:
    now, then = _both(evidence, month)
    return [category for category in then if category in now and now[category] != then[category]]
