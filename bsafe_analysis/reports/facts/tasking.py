"""Tasking: which options to put to the meeting for each signal, what it decided, and what passes to the areas.

The rules, with the numbers of meetings.yml: at most `most_options` a signal, one a strand where possible; for what is
not explained, first what options.yml puts there (`first_because`), for a meeting sends somebody rather than asks for a
study; then, where it has lasted `lasting_months`, a problem profile; else information. Nothing that runs already, was
refused lately, or lacks its data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bsafe_analysis.model.activities import Activity, Strand
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.register_entries import Choice, Comment, CommunityPriority, DecisionSheet, Proposal
from bsafe_analysis.model.tactical_options import Mechanism, Option, agency_of
from bsafe_analysis.reports.facts.addresses import TACTICAL_ASSESSMENT
from bsafe_analysis.reports.facts.judgements import NextStep
from bsafe_analysis.reports.facts.series import Standing, picture_of
from bsafe_analysis.reports.facts.signals import Signal, family, refused_before, refused_on
from bsafe_analysis.reports.facts.worst_first import worst_first
from bsafe_analysis.reports.wording import mid_sentence, phrase

WHOLE_BOROUGH = "whole_borough"
"""In `needs` of an option: it can be done for the borough as a whole only, for its numbers are too small below it."""
UNEXPLAINED_ORDER = (Strand.INFORMATION, Strand.PREVENTION, Strand.ENFORCEMENT)
EXPLAINED_ORDER = (Strand.PREVENTION, Strand.ENFORCEMENT, Strand.INFORMATION)


@dataclass(frozen=True)
class Explanations:
    """How many explanations analysts wrote of a signal, by what became of them."""

    supported: int = 0
    rejected: int = 0
    unclear: int = 0
    waiting: int = 0

    @property
    def none(self) -> bool:
        return self == Explanations()


@dataclass(frozen=True)
class LikeRefused:
    """Work that the last meeting refused elsewhere, with its reason; `put`: the option like it that is put here."""

    ref: str
    why: str
    option: str
    put: str


@dataclass(frozen=True)
class Recommendation:
    """What is put to the meeting for one signal: the first option is recommended, the others stand beside it.

    `beside`: activities that work there already. `decided`: what the meeting made of it, once it has. `lead`: the
    agency of this partnership to which the library's lead belongs.
    """

    ref: str
    signal: Signal
    options: tuple[Option, ...]
    beside: tuple[Activity, ...]
    decided: Proposal | None = None
    lead: str = ""
    tested: Explanations = Explanations()
    refused: tuple[Proposal, ...] = ()
    """What was refused there in the months before."""
    alike: tuple[LikeRefused, ...] = ()
    """What the last meeting refused elsewhere that is put here in another form."""

    @property
    def option(self) -> Option:
        return self.options[0]

    @property
    def number(self) -> str:
        """The last number of its reference, by which a meeting speaks of it."""
        return self.ref.rpartition("-")[2]

    @property
    def action(self) -> str:
        """What is to be done, with the place and the kind of incident: no two recommendations read the same."""
        return action_of(self.option, self.signal)

    @property
    def profile_too(self) -> bool:
        """Whether a problem profile is to be commissioned beside it: of what has lasted with nobody at work on it."""
        asked = self.signal.next_step is NextStep.COMMISSION and not self.option.profile
        return asked and any(option.profile for option in self.options)

    @property
    def role(self) -> str:
        """Who of the leading agency usually does it: "analyst" of "Police analyst"; "" where only it is named."""
        begins = self.option.lead.casefold().startswith(self.lead.casefold())
        return mid_sentence(self.option.lead[len(self.lead) :].strip() if begins else self.option.lead)

    @property
    def others(self) -> tuple[OtherOption, ...]:
        """What else the meeting may choose."""
        return tuple(OtherOption(each, action_of(each, self.signal, again=False)) for each in self.options[1:])

    @property
    def other(self) -> OtherOption | None:
        """What a meeting may choose instead: something to do before a study, and none that is put beside the first."""
        doing = (each for each in self.others if not each.option.profile)
        study = (each for each in self.others if each.option.profile and not self.profile_too)
        return next(iter((*doing, *study)), None)

    @property
    def step(self) -> str:
        """The same where its place and kind are named beside it."""
        return action_of(self.option, self.signal, again=False)


@dataclass(frozen=True)
class OtherOption:
    """An option that is not the recommended one. `step`: what is to be done, its place and kind named beside it."""

    option: Option
    step: str


@dataclass(frozen=True)
class Tasking:
    """`now`: this month's decisions as far as written; `last`: the month before's."""

    recommendations: tuple[Recommendation, ...]
    now: DecisionSheet | None
    last: DecisionSheet | None

    @property
    def is_final(self) -> bool:
        return self.now is not None and self.now.is_final


def tasking_of(prepared: Prepared, signals: Iterable[Signal]) -> Tasking:
    """What to put to the meeting about these live signals, the worst first: as many as meetings.yml allows.

    The order is page one's, so that the numbers of references and of page one agree.

    An edition for others has none: with fewer counts and no map points it would choose and number others than those
    that the meeting has before it. What was decided it tells where its readers may know.
    """
    most = prepared.cycle.meeting_policy.most_recommendations
    now, last = (prepared.register.decided(month) for month in (prepared.cycle.month, _before(prepared)))
    if prepared.audience != Audience.INTERNAL:
        return Tasking((), now, last)
    recommendations: list[Recommendation] = []
    used: set[str] = set()
    for signal in worst_first(s for s in signals if s.verdict.wants_attention):
        options = options_for(prepared, signal, used) if _is_rise(signal) else ()
        if options and len(recommendations) < most:
            used |= {options[0].id}
            ref = f"{prepared.cycle.month}-{len(recommendations) + 1}"
            decided = _decided(now, signal)
            lead = lead_for(prepared, signal, options)
            tested = explanations(prepared, signal)
            shown = decided.ref if decided else ref
            refused = refused_before(prepared, signal.place, signal.category)
            elsewhere = (p for p in _refused_alike(prepared, last, options[0]) if p not in refused)
            alike = tuple(LikeRefused(p.ref, p.why, p.option, options[0].id) for p in elsewhere)
            recommendations.append(
                Recommendation(shown, signal, options, signal.activities, decided, lead, tested, refused, alike)
            )
    return Tasking(tuple(recommendations), now, last)


def _refused_alike(prepared: Prepared, last: DecisionSheet | None, option: Option) -> tuple[Proposal, ...]:
    """What the last meeting refused of the same kind of work by the same agency.

    Its reason may stand: officers who were not there for one patrol are not there for another, whichever team of theirs
    the library names.
    """
    agencies = dict.fromkeys(a.agency for a in prepared.activities if not a.adopted)
    kinds = {each.id: _kind_of(each, agencies) for each in prepared.options.every}
    refused = (p for p in (last.proposals if last else ()) if p.choice is Choice.REFUSE)
    return tuple(p for p in refused if kinds.get(p.option) == _kind_of(option, agencies))


def _kind_of(option: Option, agencies: Iterable[str]) -> tuple[Mechanism, str]:
    """What finds something out is a role's work ("Police analyst"); what is done on the ground an agency's."""
    finds_out = option.mechanism is Mechanism.KNOWLEDGE
    return option.mechanism, option.lead if finds_out else agency_of(option.lead, agencies)


def _before(prepared: Prepared) -> str:
    return add_months(prepared.cycle.month, -1)


def action_of(option: Option, signal: Signal, again: bool = True) -> str:
    """The option's action with what it is about: in the place of {problem}, else (`again`) behind it."""
    return phrase("action_words", action=option.action, s=signal, again=again)


def lead_for(prepared: Prepared, signal: Signal, options: Iterable[Option] = ()) -> str:
    """Which agency should lead: the first option's; where there is none, the one with most open work of this kind.

    Work of this kind is on the category, else on its priority; where nobody does any, those who coordinate.
    """
    first = next(iter(options), None)
    if first is not None:
        return agency_of(first.lead, dict.fromkeys(a.agency for a in prepared.activities if not a.adopted))
    still_open = [a for a in prepared.activities if a.is_open and not a.adopted]
    of_category = [a.agency for a in still_open if signal.category.key in a.categories]
    of_priority = [a.agency for a in still_open if signal.priority and a.priority == signal.priority.key]
    counted = Counter(of_category or of_priority)
    partnership = prepared.cycle.partnership
    nobody = partnership.contact or partnership.name
    return min(counted, key=lambda agency: (-counted[agency], agency), default=nobody)


def _is_rise(signal: Signal) -> bool:
    return signal.verdict.wants_attention and signal.finding.direction is Direction.UP


def _decided(now: DecisionSheet | None, signal: Signal) -> Proposal | None:
    """What the month's sheet has of it; where it stands there twice, what was decided."""
    of_it = [p for p in (now.proposals if now else ()) if p.finding == signal.finding.id]
    return next((p for p in of_it if p.choice), of_it[0] if of_it else None)


def options_for(prepared: Prepared, signal: Signal, used: Iterable[str] = ()) -> tuple[Option, ...]:
    """The options for one signal, the recommended one first; those in `used` only where there is no other.

    Of what an exceptional time may explain only those that ask somebody: a meeting can have it found out, no more.
    """
    left_out = _running(prepared, signal) | refused_on(prepared, signal.place, signal.category) | {""}
    held = {*prepared.options.held, *(("points",) if len(prepared.spots) else ())}
    held |= {WHOLE_BOROUGH} if signal.place.level is Level.BOROUGH else set()
    usable = [
        option
        for option in prepared.options.of_category(signal.category.key)
        if option.id not in left_out and set(option.needs) <= held and option.fits(meets_in(prepared))
        if not signal.restrained or _only_asks(option)
    ]
    explained, taken = is_explained(prepared, signal), set(used)
    lasting = signal.lasting and not explained
    profiles = [option for option in usable if option.profile and lasting]
    ordinary = [option for option in usable if not option.profile]
    opening = () if explained else _opening(ordinary, taken)
    order = EXPLAINED_ORDER if explained else UNEXPLAINED_ORDER
    chosen = [_best(ordinary, strand, taken) for strand in order if strand not in {o.strand for o in opening}]
    first = [*opening, *profiles[:1], *(option for option in chosen if option is not None)]
    rest = [option for option in ordinary if option not in first]
    return tuple([*first, *rest][: prepared.cycle.meeting_policy.most_options])


def _only_asks(option: Option) -> bool:
    """Whether it is a question to somebody: no study, and nobody is sent to points or premises."""
    return option.strand is Strand.INFORMATION and not option.profile and not option.needs


def _opening(options: Iterable[Option], used: set[str]) -> tuple[Option, ...]:
    """What may be done before the cause is known: the first that was not recommended already; else the first."""
    able = [option for option in options if option.first_because]
    return (next((option for option in able if option.id not in used), able[0]),) if able else ()


def meets_in(prepared: Prepared) -> int:
    """The month of the year, 1 to 12, in which the month's meeting is: the next one, where its day is not known."""
    days = [m.on for m in prepared.cycle.meetings if m.document == TACTICAL_ASSESSMENT and m.on]
    return days[0].month if days else int(add_months(prepared.cycle.month, 1)[5:])


def _best(options: Iterable[Option], strand: Strand, used: set[str]) -> Option | None:
    """The first of the strand in the library's order that was not recommended already; else the first."""
    of_strand = [option for option in options if option.strand is strand]
    return next((option for option in of_strand if option.id not in used), of_strand[0] if of_strand else None)


def is_explained(prepared: Prepared, signal: Signal) -> bool:
    """Whether an analyst wrote a hypothesis with a result that supports it."""
    return explanations(prepared, signal).supported > 0


REJECTED = ("not supported", "unsupported", "rejected", "refuted", "disproved", "ruled out", "false")
UNTESTED = ("not tested", "untested", "to be tested", "being tested", "waiting")


def explanations(prepared: Prepared, signal: Signal) -> Explanations:
    """What became of the explanations that analysts wrote of this signal, by the first words of each result."""
    found = Counter(outcome_of(h.result) for c in comments_on(prepared, signal) for h in c.hypotheses)
    return Explanations(**found)


def outcome_of(result: str) -> str:
    """Which count of Explanations a result adds to; one that says neither yes, no nor not yet has no clear answer.

    >>> outcome_of("Not supported: began before"), outcome_of("Not tested yet"), outcome_of("Partly")
    ('rejected', 'waiting', 'unclear')
    """
    said = result.strip().casefold()
    if not said or said.startswith(UNTESTED):
        return "waiting"
    return "supported" if said.startswith("supported") else "rejected" if said.startswith(REJECTED) else "unclear"


def comments_on(prepared: Prepared, signal: Signal) -> tuple[Comment, ...]:
    """All that was written of this signal since it began, and of the story of another place that it took on."""
    finding = signal.finding
    places = dict.fromkeys((finding.area, finding.continues.partition(".")[0] or finding.area))
    written = (
        prepared.register.comments_on(f"{area}.{signal.category.key}", finding.since, prepared.cycle.month)
        for area in places
    )
    return tuple(comment for comments in written for comment in comments)


def _running(prepared: Prepared, signal: Signal) -> set[str]:
    return {activity.option for activity in signal.activities}


def passed_down(tasking: Tasking, areas: Areas, area: Area) -> tuple[Proposal, ...]:
    """What the meeting agreed for this area: tasks in it, in its neighbourhoods, or in the whole borough."""
    agreed = [p for p in tasking.now.proposals if p.is_agreed] if tasking.now else []
    return tuple(p for p in agreed if p.area in family(areas, area.code))


def of_area(tasking: Tasking, areas: Areas, area: Area) -> tuple[Recommendation, ...]:
    """The proposals that lie in this area or its neighbourhoods."""
    own = {area.code, *(child.code for child in areas.children(area.code))}
    return tuple(r for r in tasking.recommendations if r.signal.place.code in own)


@dataclass(frozen=True)
class Heard:
    """What a community asked for, beside what is recorded of it: `standing` None where it is no count that we hold."""

    said: CommunityPriority
    place: Area
    recorded: int | None
    standing: Standing | None
    noun: str = ""
    """What is counted, in the plural."""


def heard_in(prepared: Prepared, area: Area) -> tuple[Heard, ...]:
    """The community priorities of an area and its neighbourhoods beside this month's counts, by place."""
    places = (area, *prepared.areas.children(area.code))
    found = []
    for place in places:
        mine = [said for said in prepared.register.community if said.area == place.code]
        rows = {row.category.key: row for row in picture_of(prepared, place)} if any(s.category for s in mine) else {}
        for said in mine:
            row = rows.get(said.category)
            counted = (row.series.latest.observed, row.standing, row.category.noun) if row else (None, None, "")
            found.append(Heard(said, place, *counted))
    return tuple(found)
