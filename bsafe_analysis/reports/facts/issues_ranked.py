"""The issues of a strategic assessment: what speaks for each, how sure its place among the first is, and what to do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from bsafe_analysis.detection.issue_scoring import Interval, IssueStanding, Scored, Weighed, rank_issues
from bsafe_analysis.detection.long_run import YearVerdict
from bsafe_analysis.detection.year_ahead import Tried, YearAhead, years_ahead
from bsafe_analysis.model.areas import Area
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.issue_scores import AGENCIES, HARM, MOST, SCORERS, IssueScore
from bsafe_analysis.model.periods import month_index, months_between
from bsafe_analysis.model.priorities import HarmClass, Priority
from bsafe_analysis.reports.facts.long_run_told import YearsTold

HARM_SCORES = {HarmClass.HIGH: 4, HarmClass.MEDIUM: 2, HarmClass.LOW: 1}
"""What the partnership's own class counts for where nobody scored it."""
LASTING = 3


class Move(StrEnum):
    """What is proposed of an issue. Keeping is the default."""

    KEEP = "keep"
    ADD = "add"
    CHOOSE = "choose"
    MAY_LEAVE = "may_leave"
    STAY_OUT = "stay_out"


@dataclass(frozen=True)
class OutlookTold:
    """The next twelve months: the range that held 80 of 100 past years, and whether it says anything."""

    place: Area
    category: Category
    first: str
    last: str
    lower: int
    middle: int
    upper: int
    cannot_be_foreseen: bool


@dataclass(frozen=True)
class FactorScore:
    """What one factor scores, 0 to 4; None where nothing is known of it."""

    factor: str
    score: float | None


@dataclass(frozen=True)
class IssueTold:
    """One issue. `category`, `years` None: no count shows it, people's scores alone speak. `in_100`: in so many of 100
    weightings among the first. `too_few_scorers`: judged factors that fewer scored than are needed."""

    title: str
    category: Category | None
    years: YearsTold | None
    outlook: OutlookTold | None
    score: int
    in_100: int
    standing: IssueStanding
    factors: tuple[FactorScore, ...]
    priority: Priority | None
    move: Move
    too_few_scorers: tuple[str, ...]
    lasting_signals: int


def beyond_every_year(issue: IssueTold) -> int:
    """On which side of every year shown the range ahead lies: 1 above, -1 below, 0 neither.

    Years that lack months are smaller than the one ahead, so that above them says nothing.
    """
    ahead, years = issue.outlook, issue.years
    if ahead is None or years is None or not years.years or ahead.cannot_be_foreseen:
        return 0
    totals = [year.total for year in years.years]
    if ahead.upper < min(totals):
        return -1
    return 1 if ahead.lower > max(totals) and not years.left_out else 0


@dataclass(frozen=True)
class IssuesRanked:
    """All issues, those that are most often among the first first. `top`: how many are chosen; `used`: the factors in
    the sum; `tried`: how past outlooks held."""

    place: Area
    top: int
    every: tuple[IssueTold, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]
    separates: bool
    tried: Tried
    scorers: int
    harm_by_class: bool

    def moving(self, move: Move) -> tuple[IssueTold, ...]:
        return tuple(issue for issue in self.every if issue.move is move)


def issues_ranked(prepared: Prepared, place: Area, years: tuple[YearsTold, ...]) -> IssuesRanked:
    """Which issues come first in a place, from counts, people's scores and the classes of harm?"""
    cycle = prepared.cycle
    counts = prepared.counts[prepared.counts["area"] == place.code]
    ahead, tried = years_ahead(counts, prepared.areas, cycle.month, cycle.detection)
    by_kind, told = {each.category: each for each in ahead}, {each.category.key: each for each in years}
    judged, short = _judged_by_people(prepared)
    classes = _harm_classes(prepared)
    by_class = HARM in cycle.scoring.weights and not any(HARM in of for of in judged.values()) and bool(classes)
    if by_class:
        for key, score in classes.items():
            judged[key][HARM] = _about(score)
    everything = sum(each.now.total for each in years if each.now)
    keys = [*told, *cycle.scoring.judged_only]
    weighed = [_weighed(key, told.get(key), by_kind.get(key), everything, judged[key]) for key in keys]
    ranking = rank_issues(weighed, cycle.scoring.weights, cycle.scoring.top)
    every = [
        _issue_told(prepared, place, scored, told.get(scored.issue), by_kind.get(scored.issue), short[scored.issue])
        for scored in ranking.scored
    ]
    return IssuesRanked(
        place=place,
        top=cycle.scoring.top,
        every=tuple(sorted(every, key=lambda issue: (-issue.in_100, -issue.score, issue.title))),
        used=ranking.used,
        unused=tuple(f for f, weight in cycle.scoring.weights.items() if weight and f not in ranking.used),
        separates=ranking.separates,
        tried=tried,
        scorers=len({(s.scorer_role, s.agency) for s in prepared.register.scores}),
        harm_by_class=by_class,
    )


def _judged_by_people(prepared: Prepared) -> tuple[dict[str, dict[str, tuple[int, ...]]], dict[str, tuple[str, ...]]]:
    """Issue -> factor -> scores, of those that enough scorers of enough agencies gave; the others by name."""
    by: dict[tuple[str, str], list[IssueScore]] = defaultdict(list)
    for score in prepared.register.scores:
        by[score.issue, score.factor].append(score)
    judged: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    short: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for (issue, factor), scores in by.items():
        scorers, agencies = {(s.scorer_role, s.agency) for s in scores}, {s.agency for s in scores}
        if len(scorers) >= SCORERS and len(agencies) >= AGENCIES:
            judged[issue][factor] = tuple(s.score for s in scores)
        else:
            short[issue] = (*short[issue], factor)
    return judged, short


def _about(score: int) -> tuple[int, ...]:
    """A class is one view: it may be one step less or more."""
    return tuple(min(max(score + step, 0), MOST) for step in (-1, 0, 1))


def _harm_classes(prepared: Prepared) -> dict[str, int]:
    known = ((c.key, prepared.priorities.harm_of(c.key)) for c in prepared.cycle.categories)
    return {key: HARM_SCORES[harm.level] for key, harm in known if harm}


def _weighed(
    key: str, years: YearsTold | None, ahead: YearAhead | None, everything: int, judged: dict[str, tuple[int, ...]]
) -> Weighed:
    if years is None or years.now is None:
        return Weighed(key, None, None, None, judged)
    volume = years.now.total / everything if everything else None
    return Weighed(key, volume, _of_trend(years), _of_outlook(years, ahead), judged)


def _of_trend(years: YearsTold) -> Interval | None:
    """None of a fall in an exceptional time: it says nothing of how the issue stands."""
    if years.unclaimed or years.ratio is None or years.low is None or years.high is None:
        return None
    return Interval(years.ratio, years.low, years.high)


def _of_outlook(years: YearsTold, ahead: YearAhead | None) -> Interval | None:
    """The coming year beside the last, over the calendar months that the last one holds; only where it is foreseen."""
    now = years.now
    if ahead is None or now is None or not now.total or ahead.cannot_be_foreseen:
        return None
    out = {month[5:] for month in years.left_out}
    months = months_between(ahead.first, ahead.last)
    kept = sum(n for month, n in zip(months, ahead.by_month, strict=True) if month[5:] not in out) / sum(ahead.by_month)
    return Interval(*(max(n, 1) * kept / now.total for n in (ahead.middle, ahead.lower, ahead.upper)))


def _issue_told(
    prepared: Prepared,
    place: Area,
    scored: Scored,
    years: YearsTold | None,
    ahead: YearAhead | None,
    short: tuple[str, ...],
) -> IssueTold:
    category = years.category if years else None
    priority = prepared.priorities.of_category(scored.issue)
    lasting = _lasting_signals(prepared, scored.issue)
    outlook = None
    if category and ahead:
        outlook = OutlookTold(
            place, category, ahead.first, ahead.last, ahead.lower, ahead.middle, ahead.upper, ahead.cannot_be_foreseen
        )
    risen = lasting > 0 or (years is not None and years.verdict is YearVerdict.MORE)
    return IssueTold(
        title=category.name if category else prepared.cycle.scoring.judged_only[scored.issue],
        category=category,
        years=years,
        outlook=outlook,
        score=round(scored.score),
        in_100=round(100 * scored.chance),
        standing=scored.standing,
        factors=tuple(FactorScore(factor, score) for factor, score in scored.factors.items()),
        priority=priority,
        move=_move(scored.standing, priority is not None, risen or not prepared.priorities.every),
        too_few_scorers=short,
        lasting_signals=lasting,
    )


def _lasting_signals(prepared: Prepared, category: str) -> int:
    """Signals of that kind that have stood for a quarter, and slow changes."""
    now = month_index(prepared.cycle.month)
    live = [f for f in prepared.findings if f.category == category and f.status is not Status.CLEARED]
    lasting = [f for f in live if f.since and now - month_index(f.since) + 1 >= LASTING]
    return len(lasting) + sum(f.category == category for f in prepared.slow_changes)


def _move(standing: IssueStanding, is_priority: bool, risen: bool) -> Move:
    """Keep is the default; a new one needs a sure place and a change, where there are priorities at all; none leaves by
    one edition alone."""
    if standing is IssueStanding.CLOSE_CALL:
        return Move.CHOOSE
    if is_priority:
        return Move.KEEP if standing is IssueStanding.PROPOSED else Move.MAY_LEAVE
    if standing is IssueStanding.PROPOSED:
        return Move.ADD if risen else Move.CHOOSE
    return Move.STAY_OUT
