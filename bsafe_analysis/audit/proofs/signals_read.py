"""What follows from a month's findings by the partnership's own rules: their verdict, who works on them, what is put.

The findings are those of the prepared month, in its order; all else is from the register and parameters, read anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bsafe_analysis.audit.audit_evidence import INTERNAL, AuditEvidence
from bsafe_analysis.audit.chosen import TACTICAL
from bsafe_analysis.audit.gazetteer import BOROUGH
from bsafe_analysis.audit.kept_plan import PlannedWork
from bsafe_analysis.audit.kept_sheets import Entry
from bsafe_analysis.audit.proofs.districts_told import is_widespread
from bsafe_analysis.audit.proofs.findings_told import began_in, months_since
from bsafe_analysis.audit.proofs.groups_told import is_exceptional
from bsafe_analysis.audit.proofs.voices_told import outcomes_of
from bsafe_analysis.model.periods import add_months, months_between

Finding = Mapping[str, Any]
MAY_EXPLAIN = frozenset(("incomplete_month", "crime_types", "without_place", "unusual_force"))
"""Cautions about the files that came in which may be all there is to a finding: nothing is called better for them."""
WEAKENING = MAY_EXPLAIN | {"small_count", "short_history", "recording_change", "force_renamed"}
"""Cautions that weaken a finding whose evidence is not strong."""
MONTH_BEHIND = re.compile(r"\.\d{4}-\d{2}$")
"""What earlier sheets wrote behind a finding: the month in which it was thought to have begun."""
PutForward = tuple[str, Finding, list[Entry], str | None]
HARMS = ("high", "medium", "low")
UNEXPLAINED = ("information", "prevention", "enforcement")
EXPLAINED = ("prevention", "enforcement", "information")
"""In which order of strands options are put about a finding that nobody explained, and about one that somebody did."""


def live(evidence: AuditEvidence) -> list[Finding]:
    """The findings that stand, in their order."""
    return [finding for finding in evidence.facts["findings"] if finding["status"] != "cleared"]


def wants_attention(evidence: AuditEvidence, finding: Finding) -> bool:
    """Whether it is no change for the better; neither better nor worse wants it too."""
    return _verdict(evidence, finding) != "better" and not _merely_fewer(evidence, finding)


def _merely_fewer(evidence: AuditEvidence, finding: Finding) -> bool:
    """Whether it is a fall of an exceptional time: nothing is made of it, whatever it is called in ordinary ones."""
    return finding["direction"] == "down" and is_exceptional(evidence, evidence.month)


def is_restrained(evidence: AuditEvidence, finding: Finding) -> bool:
    """Whether it began in the exceptional time of the month, and moved much of the force or has lasted."""
    began = months_between(began_in(finding), evidence.month)
    if not all(is_exceptional(evidence, month) for month in began):
        return False
    return _has_lasted(evidence, finding) or is_widespread(evidence, finding)


def _verdict(evidence: AuditEvidence, finding: Finding) -> str:
    """Better, worse or neutral (priorities.yml): a better one that the files may explain is neutral."""
    wanted = evidence.chosen.better.get(finding["category"], "neutral")
    if wanted == "neutral":
        return "neutral"
    if wanted != _goes(finding):
        return "worse"
    return "neutral" if {*finding["cautions"]} & MAY_EXPLAIN else "better"


def call_of(evidence: AuditEvidence, finding: Finding) -> str:
    """What a finding that stands is for: to act on, to analyse first, or to watch.

    A change for the better is watched, one that is neither is analysed. A worsening is acted on where work goes on;
    without any it is analysed once it lasts (unless a profile was refused lately), and watched while it is weak.
    """
    if not wants_attention(evidence, finding):
        return "watch"
    if _verdict(evidence, finding) == "neutral":
        return "analyse"
    if works_on(evidence, finding):
        return "act"
    if is_restrained(evidence, finding):
        return "analyse"
    if _has_lasted(evidence, finding):
        profiles = {option["id"] for option in evidence.chosen.options.get("options") or () if option.get("profile")}
        return "act" if profiles & _refused(evidence, finding) else "analyse"
    strong = finding["p"] < float(evidence.chosen.meetings["strong_evidence"])
    return "act" if strong or not {*finding["cautions"]} & WEAKENING else "watch"


def works_on(evidence: AuditEvidence, finding: Finding) -> list[PlannedWork]:
    """Open activities on its category in its place, in places that hold it, or in those that it holds."""
    around = _around(evidence, finding["area"])
    works = (work for work in evidence.written.plan if work.is_open and finding["category"] in work.categories)
    return [work for work in works if work.works_in(around)]


def put_forward(evidence: AuditEvidence) -> list[PutForward]:
    """Reference, finding, options and choice of each proposal of the month: of rises that want attention, worst first.

    Of the options the first is recommended. The reference is the sheet's where the month's sheet has that finding.
    An edition for others decides nothing anew: what it puts is among what the partnership's own edition puts.
    """
    return evidence.once(_put_forward)


def _put_forward(edition: AuditEvidence) -> list[PutForward]:
    internal = replace(edition, audience=INTERNAL, _made={})
    evidence = internal if internal.prepared.exists() else edition
    found: list[PutForward] = []
    most = int(evidence.chosen.meetings["most_recommendations"])
    sheet = _by_finding([said for said in evidence.written.proposals if said["month"] == evidence.month])
    for finding in worst_first(evidence):
        used = {options[0]["id"] for _, _, options, _ in found}
        options = options_for(evidence, finding, used) if _is_rise(evidence, finding) else []
        if options and len(found) < most:
            said = sheet.get(f"{finding['area']}.{finding['category']}.{finding['direction']}", {})
            found.append(
                (said.get("ref") or f"{evidence.month}-{len(found) + 1}", finding, options, said.get("choice"))
            )
    return found


def worst_first(evidence: AuditEvidence) -> list[Finding]:
    """Those that want attention: risks before the rest, by the class of harm of priorities.yml, then by their excess.

    In their own order where priorities.yml classes none of their kinds.
    """
    classes = evidence.chosen.file("priorities.yml").get("harm") or {}
    found = [finding for finding in live(evidence) if wants_attention(evidence, finding)]
    if not any(finding["category"] in classes for finding in found):
        return found

    def place(finding: Finding) -> tuple[bool, int, int]:
        risk = _verdict(evidence, finding) == "worse" and finding["direction"] == "up"
        level = (classes.get(finding["category"]) or {}).get("level")
        return not risk, HARMS.index(level) if level in HARMS else len(HARMS), -_excess(finding)

    return sorted(found, key=place)


def _excess(finding: Finding) -> int:
    months = finding["run_months"] > 1
    seen, usual = ("run_observed", "run_expected") if months else ("observed", "expected")
    return round(abs(finding[seen] - finding[usual]))


def _by_finding(said: Sequence[Entry]) -> dict[str, Entry]:
    """The sheet's entries by finding, whichever month it was thought to begin in; of two of one, what was decided."""
    decided_last = sorted(reversed(said), key=lambda entry: bool(entry["choice"]))
    return {MONTH_BEHIND.sub("", entry.get("finding") or ""): entry for entry in decided_last}


def lead_of(evidence: AuditEvidence, option: Entry) -> str:
    """The agency of the plan whose name begins the option's lead, or ends in its first word; else the lead itself."""
    words = option["lead"].casefold().split()
    agencies = dict.fromkeys(w.values["agency"] for w in evidence.written.plan if not w.values["adopted"])
    named = [(agency, agency.casefold().split()) for agency in agencies]
    begins = [agency for agency, own in named if own and words[: len(own)] == own]
    ends = [agency for agency, own in named if own[-1:] == words[:1]]
    return max(begins, key=len) if begins else next(iter(ends), option["lead"])


def _is_rise(evidence: AuditEvidence, finding: Finding) -> bool:
    return bool(finding["direction"] == "up" and wants_attention(evidence, finding))


def _goes(finding: Finding) -> str:
    return "fewer" if finding["direction"] == "down" else "more"


def _around(evidence: AuditEvidence, place: str) -> set[str]:
    """The place, what it lies in, and what lies in it."""
    around, parents = set(evidence.written.family(place)), evidence.recount.gazetteer.parents
    while place in parents:
        place = parents[place]
        around.add(place)
    return around


def options_for(evidence: AuditEvidence, finding: Finding, used: Collection[str] = ()) -> list[Entry]:
    """What may be put about a finding, in order: a problem profile before all, then one of each strand, then the rest.

    Of what is unexplained information comes first; before even the profile what options.yml puts first_because of
    something, which stands for its strand. Of several the first that was not recommended already.
    """
    usable = list(_options(evidence, finding))
    ordinary = [option for option in usable if not option.get("profile")]
    explained = bool(outcomes_of(evidence, finding)["supported"])
    opening = [] if explained else _fresh([o for o in ordinary if o.get("first_because")], used)
    first = [*opening, *[option for option in usable if option.get("profile")][:1]]
    for strand in EXPLAINED if explained else UNEXPLAINED:
        if strand not in [option["strand"] for option in opening]:
            first += _fresh([option for option in ordinary if option["strand"] == strand], used)
    every = [*first, *(option for option in ordinary if option not in first)]
    return every[: int(evidence.chosen.meetings["most_options"])]


def _fresh(options: list[Entry], used: Collection[str]) -> list[Entry]:
    """The first that was not recommended already; else the first; none of none."""
    return [option for option in options if option["id"] not in used][:1] or options[:1]


def _options(evidence: AuditEvidence, finding: Finding) -> Iterator[Entry]:
    """All that may be put: for that kind of incident, with the data that it needs, at this time of year.

    Nothing that is running there or was refused lately; of what an exceptional time may explain questions alone.
    """
    chosen, restrained = evidence.chosen, is_restrained(evidence, finding)
    at_hand = {*(chosen.options.get("held") or ()), *(("points",) if evidence.table("spots") else ())}
    if evidence.recount.gazetteer.levels[finding["area"]] == BOROUGH:
        at_hand.add("whole_borough")
    left_out = {work.values["option"] for work in works_on(evidence, finding)} | _refused(evidence, finding)
    for option in chosen.options.get("options") or ():
        fits = not option.get("months") or _meets_in(evidence) in option["months"]
        right_time = option.get("era", "now") in (chosen.options.get("era", "now"), "both")
        usable = fits and right_time and {*(option.get("needs") or ())} <= at_hand and option["id"] not in left_out
        asks = option["strand"] == "information" and not option.get("profile") and not option.get("needs")
        if restrained and not asks:
            continue
        if usable and _is_for(evidence, option, finding) and (not option.get("profile") or _lasts(evidence, finding)):
            yield option


def _is_for(evidence: AuditEvidence, option: Entry, finding: Finding) -> bool:
    known = evidence.recount.gazetteer.category_of
    return bool({"*", finding["category"]} & {*option["categories"], *(known.get(c, c) for c in option["categories"])})


def _lasts(evidence: AuditEvidence, finding: Finding) -> bool:
    """A problem profile is for what has lasted and nobody has explained."""
    return _has_lasted(evidence, finding) and not outcomes_of(evidence, finding)["supported"]


def _has_lasted(evidence: AuditEvidence, finding: Finding) -> bool:
    """Whether it has stood for so long as meetings.yml calls lasting (lasting_months), since it began."""
    return months_since(began_in(finding), evidence.month) >= int(evidence.chosen.meetings["lasting_months"])


def _refused(evidence: AuditEvidence, finding: Finding) -> set[str]:
    """Options that a meeting refused here, in this category, in the months before (meetings.yml: refused_months)."""
    earliest = add_months(evidence.month, -int(evidence.chosen.meetings["refused_months"]))
    here = _around(evidence, finding["area"])
    lately = (said for said in evidence.written.proposals if earliest <= said["month"] < evidence.month)
    refused = (said for said in lately if said["choice"] == "refuse" and said["category"] == finding["category"])
    return {said.get("option", "") for said in refused if said["area"] in here}


def _meets_in(evidence: AuditEvidence) -> int:
    """The month of the year in which the borough's meeting is; the next, where its day is not known."""
    day = evidence.chosen.meeting_day(TACTICAL)
    return day.month if day else int(add_months(evidence.month, 1)[5:])
