"""The cases of the LAP assessment's sentences."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.disclosure import Audience

WITHIN = "within"
"""How a count stands that is inside its expected range."""


class SignalsHere(StrEnum):
    """Whether any signal touches the area."""

    UNJUDGED = "unjudged"
    NONE = "none"
    ATTENTION = "attention"
    NO_ATTENTION = "no_attention"
    """What touches it is an improvement, or is not called one in an exceptional time."""


def signals_here(signals: int, attending: int, judged: int) -> SignalsHere:
    """`signals`: how many touch the area, `attending` of which are named; `judged`: how many counts could be judged."""
    if signals:
        return SignalsHere.ATTENTION if attending else SignalsHere.NO_ATTENTION
    return SignalsHere.NONE if judged else SignalsHere.UNJUDGED


class ShareHere(StrEnum):
    """What the area has to do with a signal that its page tells."""

    ITS_OWN = "unsaid"
    SHARE = "share"
    NO_SHARE = "no_share"
    NAMED = "named"
    """A signal of a place outside names places of the area."""


def share_here(share: int | None, named: int) -> ShareHere:
    """`share`: what the area adds to the change of a larger place, rounded, None where it is no part of one; `named`:
    how many places of the area a signal of another place names.
    """
    if share is not None:
        return ShareHere.SHARE if share > 0 else ShareHere.NO_SHARE
    return ShareHere.NAMED if named else ShareHere.ITS_OWN


class BoroughAsked(StrEnum):
    """Whether the borough's meeting has been asked already what is told here for information."""

    WAS = "was"
    IS = "is"


def borough_asked(decided: bool) -> BoroughAsked:
    """`decided`: whether the decisions of the borough's meeting are recorded."""
    return BoroughAsked.WAS if decided else BoroughAsked.IS


class NothingHere(StrEnum):
    """Why nothing is listed under "Needs attention"."""

    UNJUDGED = "unjudged"
    ALL_IMPROVED = "all_improved"
    ALL_UNCLAIMED = "all_unclaimed"
    NOTHING_APART = "nothing_apart"


def nothing_here(signals: int, judged: int, exceptional: bool) -> NothingHere:
    """`signals`: how many touch the area, none of which needs attention; `judged`: how many could be judged;
    `exceptional`: whether the month lies in an exceptional time, in which no improvement is claimed.
    """
    if not judged:
        return NothingHere.UNJUDGED
    if not signals:
        return NothingHere.NOTHING_APART
    return NothingHere.ALL_UNCLAIMED if exceptional else NothingHere.ALL_IMPROVED


class Differs(StrEnum):
    """How categories stand in the area whose standing in the borough is another."""

    HERE_ONLY = "here_only"
    BOROUGH_ONLY = "borough_only"
    OPPOSITE = "opposite"


def differs(here: str, there: str) -> Differs:
    """`here`, `there`: above, within or below the expected range, in the area and in the borough; not the same."""
    if there == WITHIN:
        return Differs.HERE_ONLY
    return Differs.BOROUGH_ONLY if here == WITHIN else Differs.OPPOSITE


class WorkHere(StrEnum):
    """Whether the activities of the delivery plan that work in the area can be told of."""

    SHOWN = "shown"
    NOT_IN_EDITION = "not_in_edition"
    NONE = "none"


def work_here(activities: int, in_plan: int, audience: Audience) -> WorkHere:
    """`activities`: how many work in the area, of `in_plan` in the whole plan, as this edition shows it."""
    if activities:
        return WorkHere.SHOWN
    return WorkHere.NOT_IN_EDITION if audience != Audience.INTERNAL and not in_plan else WorkHere.NONE


class PassedDown(StrEnum):
    """Whether the borough's meeting passed tasks to the area, as far as its decisions are told here."""

    NOT_IN_EDITION = "not_in_edition"
    NOT_FINAL_IN_EDITION = "not_final_in_edition"
    NOT_FINAL = "not_final"
    SOME = "some"
    NONE = "none"


def passed_down(audience: Audience, texts: str, decided: bool, tasks: int) -> PassedDown:
    """`texts`: what people wrote that this audience reads ("" for the internal edition; see Policy); `decided`: whether
    the meeting's decisions are recorded; `tasks`: how many it passed to this area.
    """
    shared = audience != Audience.INTERNAL
    if shared and texts != "meeting":
        return PassedDown.NOT_IN_EDITION
    if not decided:
        return PassedDown.NOT_FINAL_IN_EDITION if shared else PassedDown.NOT_FINAL
    return PassedDown.SOME if tasks else PassedDown.NONE


class StripsOf(StrEnum):
    """Of which categories the neighbourhoods are set side by side."""

    SIGNALS = "signals"
    PRIORITIES = "priorities"


def strips_of(signals: int) -> StripsOf:
    """`signals`: how many touch the area."""
    return StripsOf.SIGNALS if signals else StripsOf.PRIORITIES


class DecidedYet(StrEnum):
    """Whether a proposal is decided, as far as it is told here."""

    DECIDED = "decided"
    NOT_YET = "not_yet"
    UNSAID = "unsaid"


def decided_yet(decided: bool, audience: Audience) -> DecidedYet:
    """`decided`: whether this edition knows of a decision."""
    if decided:
        return DecidedYet.DECIDED
    return DecidedYet.NOT_YET if audience == Audience.INTERNAL else DecidedYet.UNSAID


class ProposalsTold(StrEnum):
    """Where what is put to the borough's meeting about the area is told."""

    NONE = "none"
    ALL_ON_PAGE_ONE = "all_on_page_one"
    LISTED = "listed"


def proposals_told(proposals: int, waiting: int, on_page_one: bool) -> ProposalsTold:
    """`waiting` of the `proposals` are not decided; `on_page_one`: whether page one lists those."""
    if not proposals:
        return ProposalsTold.NONE
    return ProposalsTold.ALL_ON_PAGE_ONE if on_page_one and waiting == proposals else ProposalsTold.LISTED


class NothingToEscalate(StrEnum):
    """Why nothing is proposed for escalation."""

    ASKED_ALREADY = "asked_already"
    NOTHING_BLOCKED = "nothing_blocked"


def nothing_to_escalate(blocked: int) -> NothingToEscalate:
    """`blocked`: how many of the area's own activities are blocked, all of them before the borough's meeting."""
    return NothingToEscalate.ASKED_ALREADY if blocked else NothingToEscalate.NOTHING_BLOCKED


class NoneHere(StrEnum):
    """Why an area's meeting has nothing of its own to decide."""

    TO_PREPARE = "unsaid"
    """It says who would go, if the borough's meeting agrees."""
    AT_WORK = "at_work"
    WITHOUT_WORK = "without_work"
    THE_BOROUGHS = "the_boroughs"
    NO_RISE = "no_rise"
    """What stands out here needs no attention."""
    NOTHING = "nothing"


def none_here(signals: int, waiting: int, attending: int, own: int, unworked: int) -> NoneHere:
    """`signals`: that lie here or have a share here, `attending` of which need attention, `own` of these no larger
    place's, on `unworked` of which nothing works; `waiting`: proposals about it that are before the borough.
    """
    if waiting:
        return NoneHere.TO_PREPARE
    if not attending:
        return NoneHere.NO_RISE if signals else NoneHere.NOTHING
    if unworked:
        return NoneHere.WITHOUT_WORK
    return NoneHere.AT_WORK if own else NoneHere.THE_BOROUGHS


class AskedWhere(StrEnum):
    """Of which meeting something is asked about a signal of an area: of one, never of both."""

    PUT_TO_BOROUGH = "put_to_borough"
    """An option waits for the borough's."""
    ASKED_OF_BOROUGH = "asked_of_borough"
    HERE = "here"


def asked_where(put: bool, asked: bool) -> AskedWhere:
    """`put`: whether an option waits; `asked`: whether the borough's meeting is asked who leads."""
    if put:
        return AskedWhere.PUT_TO_BOROUGH
    return AskedWhere.ASKED_OF_BOROUGH if asked else AskedWhere.HERE


SENTENCES = (
    asked_where, 
    none_here,
    signals_here, share_here, borough_asked, nothing_here, differs, work_here, passed_down, strips_of, decided_yet,
    nothing_to_escalate, proposals_told,
)  # fmt: skip
