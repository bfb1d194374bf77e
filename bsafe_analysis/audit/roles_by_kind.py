"""What the words around a number say that it is, kind of fact by kind: which of its values may stand there.

The words are those that people use of the thing ("late", "without a time", "of which one has begun"); a number that
stands in them is that value of its fact and no other. What stands for every kind is in roles_of_numbers.py.
"""

from __future__ import annotations

from bsafe_analysis.audit.roles_of_numbers import RoleOfNumber, role_of

N = r"(?P<n>[\w.,]*\w)"
"""A number, in figures or in words."""
ANY = r"[\w.,]*\w"
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "activity_review": (
        (rf"{N} open\b", "open"), (rf"{N} overdue\b", "overdue"), (rf"{N} blocked\b", "blocked"),
        (rf"cost £{N}", "known_cost"), (rf"with {N} of unknown cost", "unknown_cost"),
    ),
    "again_there": (
        (rf"{N} of {ANY} [a-z]", "again"), (rf"\d of {N} [a-z]", "incidents"), (rf"about {N} if every", "by_chance"),
    ),
    "alert_history": (
        (rf"{N} alerts? w", "alerts"), (rf"{N} lasted into", "lasted"), (rf"{N} gave no signal", "faded"),
        (rf"{N} (?:is|are) too new", "too_early"), (rf"{N} more counts? w", "more_recounts"),
    ),
    "area": ((rf"{N} people\b", "residents"), (rf"{N} households\b", "households")),
    "baseline_of_kind": (
        (rf"{N} in all neighbourhoods", "total"), (rf"{N} known to lie", "not_placed"),
        (rf"{N} months are held of", "months"), (rf"are held of {N}", "of"),
        (rf"{N} of {ANY} neighbourhoods surely", "sure"), (rf"\d of {N} neighbourhoods surely", "rows"),
    ),
    "concentration": (
        (rf"would give them {N} %", "by_chance"), (rf"before now hold {N} %", "last_years"),
        (rf"of all {N}\)", "of_points"), (rf"map points \({N}", "points"), (rf"of all {ANY}\) hold {N} %", "share"),
        (rf"busiest {N} % of map points", "share_of_points"), (rf"% of the {N} incidents", "total"),
    ),
    "coverage": ((rf"{N} in 100 (?:did|fell)", "inside"), (rf"{N} counts\)", "series_months")),
    "data_notes": (
        (rf"{N} files read", "files"), (rf"twelve before {N} in 100", "no_place_before"),
        (rf"last twelve months {N} in 100", "no_place_now"),
        (rf"about {N} of this month's {ANY} counts", "usually_outside"),
        (rf"{N} of (?:the borough's|this month's) {ANY} incidents", "not_placed"),
        (rf"of (?:the borough's|this month's) {N} incidents", "placed_total"), (rf"month's {N} counts\b", "series"),
        (rf"counts about {N} lie", "usually_outside"), (rf"{N} months? (?:was|were) downloaded", "quiet_revisions"),
        (rf"of {N} sources", "titles"),
    ),
    "detection_settings": (
        (rf"about {N} months in 100", "coverage"), (rf"at least {N} months further", "outcome_months"),
    ),
    "effects_alt": ((rf"since {N} activit", "effects"), (rf"{N} within it", "within")),
    "explanations": (
        (rf"{N} (?:explanations? )?w\w+ tested and rejected", "rejected"), (rf"{N} w\w+ tested without", "unclear"),
        (rf"{N} ha\w+ still to be tested", "waiting"),
    ),
    "finding": ((rf"in (?:the last )?{N} months\b", "run_months"), (rf"{N}, within range\b", "observed")),
    "half_of_it": ((rf"^\d+ of {N}$", "of"),),
    "hexagon_share": (
        (rf"{N} of {ANY} (?:hexagons|hold)\b", "hexagons"), (rf"\d of {N} (?:hexagons|hold)\b", "of_hexagons"),
        (rf"hold {N} %", "percent"), (rf"as many {N} %", "percent_by_chance"), (rf"{N} metres wide", "width"),
    ),
    "hours": (
        (rf"over {N} hours", "longest"), (rf"{N} without a time", "not_said"), (rf"highest of {N} squares", "squares"),
        (rf"{N} of which only a span", "too_long"),
    ),
    "issues_ranked": ((rf"among the first {N} in", "top"), (rf"cannot show: {N}", "scorers")),
    "lap_assessment": (
        (rf"{N} incidents? w\w+ recorded", "month_total"), (rf"{N} recommendations? about", "put_to_borough"),
    ),
    "last_meeting": (
        (rf"{N} agreed\b", "agreed"), (rf"{N} proposals? w", "decided"), (rf"of which {N} ha(?:s|ve) begun", "begun"),
    ),
    "near_run": (
        (rf"and {N} days", "days"), (rf"chance gives \({N}", "expected"), (rf"within {N} metres", "metres"),
        (rf"{N} pairs within", "pairs"), (rf"{N} times what chance", "times"),
    ),
    "option_told": (
        (rf"most even in {N} of", "best"), (rf"has {N} times the quietest", "ratio"), (rf"holds {N} neigh", "fewest"),
        (rf"fewest and {N} at", "most"),
        (rf"shared out among {N} team", "clusters"),
    ),
    "outside_months": ((rf"in {N} of the {ANY} months", "outside"), (rf"of the {N} months", "of")),
    "plan_states": (
        (rf"plan has {N} activit", "every"), (rf"{N} done\b", "done"), (rf"{N} on time\b", "on_time"),
        (rf"{N} late\b", "late"), (rf"{N} blocked\b", "blocked"), (rf"{N} not begun\b", "not_begun"),
        (rf"{N} slipping\b", "slipping"), (rf"{N} silent\b", "silent"),
    ),
    "rates_alt": ((rf"for {N} categories", "total"),),
    "recount": ((rf"was {N} when first", "then"), (rf"\bnow {N}\.", "now")),
    "resourcing_paper": (
        (rf"share {N} neighbourhoods out", "neighbourhoods"), (rf"{N} in 100 of these", "not_placed"),
        (rf"known of {N} of {ANY} neigh", "without_residents"),
        (rf"known of {ANY} of {N} neigh", "neighbourhoods"),
    ),
    "revision": (
        (rf"{N} added\b", "added"), (rf"{N} removed\b", "removed"), (rf"{N} with another outcome", "changed_outcome"),
        (rf"{N} changed type", "changed_category"), (rf"{N} moved\b", "changed_place"), (rf"{N} now \(", "newer_rows"),
        (rf"{N} rows of this", "older_rows"),
    ),
    "season_row": (
        (rf"est in \w+ at {N}", "usual"), (rf"between {N} and", "lowest"),
        (rf"between {ANY} and {N} in those", "highest"),
    ),
    "signal": ((rf"Of the {N} (?:above|below) expected", "excess"),),
    "signal_hours": (
        (rf"{N} of (?:the )?\d", "inside"), (rf"\d of (?:the )?{N}", "timed"), (rf"would be about {N}", "usual"),
        (rf"{N} incidents of the signal have a time", "timed"), (rf"{N} lie (?:higher|lower) than usual", "inside"),
    ),
    "spot": ((rf"{N} more with as many", "tied"),),
    "strategic_assessment": ((rf"{N} in all: the scores", "close_calls"), (rf"Agree {N} issue", "proposed")),
    "tactical_assessment": (
        (rf"{N} incidents? w\w+ recorded", "month_total"), (rf"{N} signals?:", "signals"),
        (rf"{N} to act on", "to_act_on"), (rf"{N} to analyse", "to_analyse"), (rf"{N} to watch", "to_watch"),
        (rf"{N} more (?:is|are) in the", "more_attention"),
    ),
    "tried": ((rf"{N} held what then came", "inside"), (rf"Of {N} such ranges", "tried")),
    "whereabouts": (
        (rf"the {N} other kinds", "others_judged"), (rf"the other {N} categories", "others_judged"),
        (rf"than \d+ of the {N}\.", "told"),
    ),
}  # fmt: skip
ROLES_BY_KIND: tuple[RoleOfNumber, ...] = tuple(
    role_of(rf"(?<![\w.]){words}" if words.startswith(N) else words, name, kinds=(kind,))
    for kind, each in _WORDS.items()
    for words, name in each
)
