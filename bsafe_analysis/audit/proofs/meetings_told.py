"""What a coordinator's page states: groups, their days, what is due, what is open and what waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_meetings import FAR, KeptMeeting, holidays_of, latest_after, not_called_off
from bsafe_analysis.audit.proofs.likeness import closest
from bsafe_analysis.audit.proofs.plan_reviewed import state_in_plan, told_on, whole_plan
from bsafe_analysis.audit.proofs.registry import Found, likeliest, proves
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import add_months

OFFICES = ("chair", "lead_officer", "contact", "after", "answers_to")


@proves("business_group")
def business_group(claim: Claim, evidence: AuditEvidence) -> Found:
    """Its name, kind, chair, lead officer and office are those of groups.yml, or blank there."""
    said = [
        {"key": key, "name": group["name"], "kind": group["kind"], **{each: group.get(each) or "" for each in OFFICES}}
        for key, group in evidence.chosen.groups.items()
    ]
    return closest(claim, said, "key")


@proves("calendar_line")
def calendar_line(claim: Claim, evidence: AuditEvidence) -> Found:
    """A day within three weeks on which a line of meetings.csv says that papers close, or that a group meets."""
    on = told_on(evidence)
    days = [(each, closes) for m in not_called_off(evidence) for each, closes in ((m.papers, True), (m.on, False))
            if m.on >= on]  # fmt: skip
    near = ((day, closes) for day, closes in days if on <= day <= on + FAR)
    return closest(claim, ({"on": day.isoformat(), "closes": closes} for day, closes in near), "on")


@proves("group_days")
def group_days(claim: Claim, evidence: AuditEvidence) -> Found:
    """The group's last meeting, its next and when the papers of that close, by the lines of meetings.csv."""
    on, key, area = told_on(evidence), claim.values["key"], claim.values["place"] or ""
    own = [m for m in not_called_off(evidence) if (m.group, m.area) == (key, area)]
    last = max((m.on for m in own if m.on < on), default=None)
    following = min((m for m in own if m.on >= on), key=lambda m: m.on, default=None)
    return {
        "last": last.isoformat() if last else None,
        "next": following.on.isoformat() if following else None,
        "papers": following.papers.isoformat() if following else None,
        **({} if key in evidence.chosen.groups else {"key": None}),
    }


@proves("calendar_odd")
def calendar_odd(claim: Claim, evidence: AuditEvidence) -> Found:
    """A gap, a wrong order, a bank holiday or a meeting of which nobody wrote is found again in meetings.csv."""
    key, area = claim.values["key"], claim.values["place"] or ""
    own = [m for m in not_called_off(evidence) if (m.group, m.area) == (key, area)]
    of = {
        "gap": _gaps, "before_other": _before, "bank_holiday": _on_holidays, "not_said": _unsaid,
    }[str(claim.values["remark"])]  # fmt: skip
    return closest(claim, of(evidence, str(key), own), "on")


def _gaps(evidence: AuditEvidence, key: str, own: list[KeptMeeting]) -> Iterator[Found]:
    on, group = told_on(evidence), evidence.chosen.groups[key]
    for one, following in pairwise([*own, None]):
        if one is None:
            continue
        by = latest_after(group, one.on)
        late = following.on > by and following.on >= on if following else by <= on + FAR
        if late:
            yield {"on": one.on.isoformat(), "by": by.isoformat()}


def _before(evidence: AuditEvidence, key: str, own: list[KeptMeeting]) -> Iterator[Found]:
    other = evidence.chosen.groups[key].get("after")
    for m in own:
        for by in (o.on for o in not_called_off(evidence) if o.group == other and o.month == m.month and o.on > m.on):
            yield {"on": m.on.isoformat(), "by": by.isoformat()}


def _on_holidays(evidence: AuditEvidence, key: str, own: list[KeptMeeting]) -> Iterator[Found]:
    named = holidays_of(str(evidence.chosen.partnership.get("bank_holidays") or "GB-ENG"))
    yield from ({"on": m.on.isoformat(), "holiday": named[m.on]} for m in own if m.on in named)


def _unsaid(evidence: AuditEvidence, key: str, own: list[KeptMeeting]) -> Iterator[Found]:
    on = told_on(evidence)
    yield from ({"on": m.on.isoformat()} for m in own if m.on < on and not m.held)


@proves("due_document")
def due_document(claim: Claim, evidence: AuditEvidence) -> Found:
    """documents.yml says that it is due of this month; the days are those of the first meeting that reads it."""
    return closest(claim, _due(evidence), "title")


def _due(evidence: AuditEvidence) -> Iterator[Found]:
    number, on = int(evidence.month[5:]), told_on(evidence)
    for name, said in evidence.chosen.documents["documents"].items():
        editions = [edition for edition, months in (said.get("editions") or {}).items() if number in months]
        if not editions and (said.get("editions") or number not in (said.get("months") or [number])):
            continue
        if said["per"] == "group":
            kind = [key for key, group in evidence.chosen.groups.items() if group["kind"] == said["kind"]]
            yield from (
                {"title": said["title"], "edition": "", "papers": m.papers.isoformat(), "on": m.on.isoformat(),
                 "closed": m.papers < on}
                for m in not_called_off(evidence) if m.group in kind and m.month == evidence.month
            )  # fmt: skip
            continue
        readers = [key for key, group in evidence.chosen.groups.items()
                   if key == said.get("meeting") or name in (group.get("signs") or [])]  # fmt: skip
        first = next(
            (m for m in not_called_off(evidence) if m.group in readers[:1] and m.month == evidence.month), None
        )
        papers = first.papers if first else None
        yield {
            "title": said["title"], "edition": editions[0] if editions else "",
            "papers": papers.isoformat() if papers else None, "on": first.on.isoformat() if first else None,
            "closed": papers is not None and papers < on,
        }  # fmt: skip


@proves("open_work")
def open_work(claim: Claim, evidence: AuditEvidence) -> Found:
    """Open activities are counted in the plan anew: late, blocked and silent by rule, without an owner, oldest late."""
    on, running = told_on(evidence), [work for work in whole_plan(evidence) if work.is_open]
    states = [state_in_plan(work, on) for work in running]
    late = [(on - date.fromisoformat(str(since))).days // 7 for state, since in states if state == "late"]
    return {
        "open": len(running),
        "late": len(late),
        "blocked": sum(state == "blocked" for state, _ in states),
        "silent": sum(state == "silent" for state, _ in states),
        "without_owner": sum(work.values["owner"] in ("", "owner to be named") for work in running),
        "oldest": max(late, default=0),
    }


@proves("raised_issue")
def raised_issue(claim: Claim, evidence: AuditEvidence) -> Found:
    """The area's meeting of that month passed it up, no decision names it, and so many days have gone by since."""
    return likeliest(claim, _waiting(evidence))


def _waiting(evidence: AuditEvidence) -> Iterator[Found]:
    on, first = told_on(evidence), add_months(evidence.month, -12)
    answered = {entry["ref"] for entry in evidence.written.proposals if entry["choice"]}
    keys = [key for key, group in evidence.chosen.groups.items() if group["kind"] == "area"]
    for said in evidence.written.escalations:
        if said["choice"] != "escalate" or said["month"] < first or said["ref"] in answered:
            continue
        met = [m.on for m in not_called_off(evidence)
               if m.group in keys and (m.area, m.month) == (said["area"], said["month"]) and m.on <= on]  # fmt: skip
        day = max(met, default=None)
        days = (on - day).days if day else None
        yield {"area": said["area"], "on": day.isoformat() if day else None, "days": days}


@proves("coordinator_page")
def coordinator_page(claim: Claim, evidence: AuditEvidence) -> Found:
    """The day and the month are those that are told, the place is the borough."""
    place = evidence.recount.gazetteer.borough
    return {"on": told_on(evidence).isoformat(), "month": evidence.month, "place": place}
