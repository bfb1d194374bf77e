"""What people wrote, put into a month that was searched: read anew without opening a raw file or searching again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from bsafe_analysis.model.activities import Activity, Effect
from bsafe_analysis.model.annotations import Annotation
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Cycle, Prepared, ProfileNotes
from bsafe_analysis.model.findings import Finding
from bsafe_analysis.model.plan_lines import PrintedLine
from bsafe_analysis.model.priorities import Priorities
from bsafe_analysis.model.promoted_findings import Promoted
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import Register
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.register.adopted_activities import adopted_activities
from bsafe_analysis.register.analyst_notes import read_annotations
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.commentary import read_commentary
from bsafe_analysis.register.community import (
    CONCERNS,
    FACTS,
    PRIORITIES,
    community_priority,
    concern,
    local_fact,
    read_rows,
)
from bsafe_analysis.register.decisions import read_decisions
from bsafe_analysis.register.delivery_plan import as_known_then, read_activities
from bsafe_analysis.register.escalations import read_escalations
from bsafe_analysis.register.group_sheets import read_group_sheets
from bsafe_analysis.register.group_themes import themes_told
from bsafe_analysis.register.issued_lines import read_printed
from bsafe_analysis.register.meeting_dates import read_meetings
from bsafe_analysis.register.profile_notes import read_notes
from bsafe_analysis.register.promotions import read_promoted
from bsafe_analysis.register.scorers import read_scores
from bsafe_analysis.register.unread_files import unread_files


@dataclass(frozen=True)
class Written:
    """What people wrote: the delivery plan, the notes of neighbourhoods, and everything else (`register`)."""

    activities: tuple[Activity, ...]
    notes: tuple[ProfileNotes, ...]
    register: Register
    annotations: tuple[Annotation, ...]
    promoted: tuple[Promoted, ...]
    printed: tuple[PrintedLine, ...]
    notices: tuple[Notice, ...]


def with_register(root: Path, searched: Prepared) -> Prepared:
    """The month with what data/register holds now, in the place of whatever it held of it before.

    Everything that reads data/register or data/issued belongs in here: prepare.search_month must not (a test), for what
    it leaves is kept while only these change.
    """
    findings = (*searched.findings, *searched.slow_changes)
    written = read_register(
        root, searched.areas, searched.cycle, searched.priorities, subjects_of(findings), searched.options
    )
    others = searched.notices[: len(searched.notices) - searched.notices_of_register]
    return replace(
        searched,
        activities=written.activities,
        notes=written.notes,
        register=written.register,
        annotations=written.annotations,
        promoted=written.promoted,
        printed=written.printed,
        effects=_effects(searched, written.activities),
        notices=(*others, *written.notices),
        notices_of_register=len(written.notices),
    )


def _effects(searched: Prepared, plan: tuple[Activity, ...]) -> tuple[Effect, ...]:
    """What happened since each activity began: as it was worked out before where the plan is the same."""
    if plan == searched.activities:
        return searched.effects
    from bsafe_analysis.detection.since_start import (  # its statistics library is slow to import
        EffectGround,
        effects_of,
    )

    return effects_of(
        EffectGround(
            searched.counts, searched.areas, searched.neighbours, searched.cycle.month, searched.cycle.detection, plan
        )
    )  # fmt: skip


def subjects_of(findings: Collection[Finding]) -> frozenset[str]:
    """What commentary of a finding is called: "<area>.<category>"."""
    return frozenset(f"{finding.area}.{finding.category}" for finding in findings)


def read_register(
    root: Path,
    areas: Areas,
    cycle: Cycle,
    priorities: Priorities,
    subjects: Collection[str] | None = None,
    options: Options | None = None,
) -> Written:
    """What people wrote; rows that cannot be used are set aside with a notice each, and the pack still builds.

    `subjects`: what commentary of a finding may be about; None where the month has not been searched.
    """
    known = Known(areas, {category.key: category.name for category in cycle.categories}, priorities)
    planned, refused = read_activities(root, known)
    planned = as_known_then(planned, cycle)
    notes, odd = read_notes(root, areas)
    decisions, undecided = read_decisions(root, known, cycle.month)
    escalations, unasked = read_escalations(root, known, cycle.month)
    documents = [document.name for document in cycle.documents]
    comments, aside = read_commentary(root, known, cycle.month, documents, subjects)
    community, unheard = read_rows(root, "community_priorities", PRIORITIES, known, community_priority)
    concerns, unsaid = read_rows(root, "concerns", CONCERNS, known, concern)
    scores, unscored = read_scores(root, known, cycle.month, cycle.scoring)
    meetings, unmet = read_meetings(root, known, cycle.groups, cycle.partnership.bank_holidays)
    of_groups, unminuted = read_group_sheets(root, known, cycle.groups, meetings, cycle.month)
    facts = {name: read_rows(root, name, FACTS, known, local_fact) for name in ("assets", "services", "known_issues")}
    register = Register(
        decisions, comments, community, concerns, facts["assets"][0], facts["services"][0], facts["known_issues"][0],
        escalations, scores, meetings, of_groups,
    )  # fmt: skip
    adopted = adopted_activities(decisions, planned, cycle, areas, priorities, options or Options(), of_groups)
    noted, illegible = read_annotations(root, areas, [category.key for category in cycle.categories])
    promoted, unraised = read_promoted(root, cycle.month)
    notices = (*refused, *odd, *undecided, *aside, *unheard, *unsaid, *(n for _, told in facts.values() for n in told))
    notices = (*notices, *unasked, *illegible, *unraised, *unscored, *unread_files(root))
    printed, unprinted = read_printed(root, cycle.groups, meetings, cycle.month, planned)
    notices = (*notices, *unmet, *unminuted, *themes_told(cycle.groups, planned), *unprinted)
    return Written((*planned, *adopted), notes, register, noted, promoted, printed, notices)
