"""The cases of headings, captions and text alternatives of charts and tables (phrases.md.j2)."""

from __future__ import annotations

from enum import StrEnum

from bsafe_analysis.model.issued_record import AlertEnd, AlertOutcome


class ChartWord(StrEnum):
    """The words in charts that hold a number or a month; the others stand as they are."""

    AS_MANY = "as_many"
    ISSUED_AS = "issued_as"
    SPAN = "span"
    RATE_PER = "rate_per"
    BEGAN = "began"
    WINDOW = "window"
    AS_IT_STANDS = "as_it_stands"


def chart_word(key: str) -> ChartWord:
    """`key`: what charts call the word."""
    return ChartWord(key) if key in tuple(ChartWord) else ChartWord.AS_IT_STANDS


class CutOff(StrEnum):
    """Whether a list cuts off points that have as many incidents as the last of it."""

    NONE = "unsaid"
    ONE = "one"
    SEVERAL = "several"


def cut_off(tied: int) -> CutOff:
    """`tied`: how many such points there are."""
    if not tied:
        return CutOff.NONE
    return CutOff.ONE if tied == 1 else CutOff.SEVERAL


class SideOfRange(StrEnum):
    """On which side of its range a count lies."""

    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"


def side_of_range(observed: int, lower: int, upper: int) -> SideOfRange:
    """Both bounds belong to the range."""
    if observed > upper:
        return SideOfRange.ABOVE
    return SideOfRange.BELOW if observed < lower else SideOfRange.WITHIN


class YearsTotal(StrEnum):
    """Of how much of the last twelve months a total is."""

    HIDDEN = "hidden"
    NOT_HELD = "not_held"
    OF_A_YEAR = "of_a_year"
    OF_SOME_MONTHS = "of_some_months"


def total_words(total: int | None, months_held: int) -> YearsTotal:
    """`total`: None where a month of it is hidden; `months_held`: how many of the twelve were received."""
    if total is None:
        return YearsTotal.HIDDEN
    if not months_held:
        return YearsTotal.NOT_HELD
    return YearsTotal.OF_SOME_MONTHS if months_held < 12 else YearsTotal.OF_A_YEAR


class RowsAround(StrEnum):
    """Which places stand beside a signal's own in a table."""

    PARTS = "parts"
    PARTS_NOT_HELD = "parts_not_held"
    NEIGHBOURS = "neighbours"
    OTHERS_OF_ITS_AREA = "others_of_its_area"


def where_note(parts_add_up: bool, parts_held: int, neighbours_known: bool) -> RowsAround:
    """`parts_add_up`: the rows are the parts of the place, `parts_held` of them with a count; `neighbours_known`: which
    places touch it."""
    if parts_add_up:
        return RowsAround.PARTS if parts_held else RowsAround.PARTS_NOT_HELD
    return RowsAround.NEIGHBOURS if neighbours_known else RowsAround.OTHERS_OF_ITS_AREA


class ComingWhat(StrEnum):
    """What an entry of the calendar is."""

    CLOCKS_BACK = "clocks_back"
    CLOCKS_FORWARD = "clocks_forward"
    HALLOWEEN = "halloween"
    BONFIRE = "bonfire"
    NEW_YEAR = "new_year"
    RAMADAN = "ramadan"
    BANK_HOLIDAY = "bank_holiday"
    BY_ITS_NAME = "by_its_name"


def coming_what(kind: str, name: str) -> ComingWhat:
    """The case of a calendar entry: clocks by the way they go, the partnership's own dates by their names."""
    found = f"clocks_{name}" if kind == "clocks" else kind
    return ComingWhat(found) if found in tuple(ComingWhat) else ComingWhat.BY_ITS_NAME


class BecameOfAlert(StrEnum):
    """What became of an alert."""

    TOO_EARLY = "too_early"
    NOT_HELD = "not_held"
    FADED = "faded"
    STANDS = "stands"
    CUT_OFF = "cut_off"
    CLEARED = "cleared"


def outcome_words(outcome: AlertOutcome, standing: bool, cut_off: bool) -> BecameOfAlert:
    """`standing`: it is a finding this month; `cut_off`: the month after its last was not held."""
    if outcome is not AlertOutcome.LASTED:
        return BecameOfAlert(outcome)
    if cut_off:
        return BecameOfAlert.CUT_OFF
    return BecameOfAlert.STANDS if standing else BecameOfAlert.CLEARED


class WhyEnded(StrEnum):
    """Why an alert is not told of its place now."""

    NOT_ENDED = "not_ended"
    TAKEN_IN = "taken_in"
    USUAL_AGAIN = "usual_again"
    USUAL_IN_EXCEPTIONAL_TIME = "usual_in_exceptional_time"
    NOT_RECEIVED = "not_received"
    EXCEPTIONAL_TIME_OVER = "exceptional_time_over"
    NOT_JUDGED = "not_judged"


def why_ended(end: AlertEnd, exceptional: bool) -> WhyEnded:
    """`end`: why it is not told now, if it is not; `exceptional`: whether the month after it lies in such a time."""
    if end is AlertEnd.USUAL_AGAIN and exceptional:
        return WhyEnded.USUAL_IN_EXCEPTIONAL_TIME
    return WhyEnded.NOT_ENDED if end is AlertEnd.STANDS else WhyEnded(end)


class ReviewOfProfile(StrEnum):
    """How the review of a profile stands."""

    NEVER = "never"
    OVERDUE = "overdue"
    DUE = "due"
    CURRENT = "current"


def index_of_profile(state: str) -> ReviewOfProfile:
    """The case of a profile's state of review (documents). ValueError: it has no sentence."""
    return ReviewOfProfile(state)


class AboutWhat(StrEnum):
    """Where an option's action says what it is about."""

    ABOUT_IT = "about_it"
    ABOUT_IT_IN_BRACKETS = "about_it_in_brackets"
    AS_IT_STANDS = "as_it_stands"


def action_words(action: str, again: bool) -> AboutWhat:
    """`action`: with {problem} where the library leaves room for it; `again`: to be told behind it otherwise."""
    if "{problem}" in action:
        return AboutWhat.ABOUT_IT
    return AboutWhat.ABOUT_IT_IN_BRACKETS if again else AboutWhat.AS_IT_STANDS


class SidesOf(StrEnum):
    """On which sides of their ranges places lie."""

    UNSAID = "unsaid"
    """None lies outside."""
    BOTH = "both"
    ABOVE = "above"
    BELOW = "below"


def sides_of(up: int, down: int) -> SidesOf:
    """`up`, `down`: how many lie above and below."""
    if up and down:
        return SidesOf.BOTH
    return SidesOf.ABOVE if up else SidesOf.BELOW if down else SidesOf.UNSAID


class StripHeading(StrEnum):
    """How many of a place's neighbourhoods lie outside their ranges."""

    SIGNAL = "signal"
    """One of them is a signal: it is told first."""
    NONE = "none"
    SOME = "some"
    ALL = "all"
    BOTH = "both"
    THE_ONLY_ONE = "the_only_one"


def strip_heading(outside: int, neighbourhoods: int, signals: int) -> StripHeading:
    """`outside` of so many `neighbourhoods`, `signals` of which stand out as signals that need attention."""
    if signals:
        return StripHeading.SIGNAL
    if not outside:
        return StripHeading.NONE
    every = {1: StripHeading.THE_ONLY_ONE, 2: StripHeading.BOTH}.get(neighbourhoods, StripHeading.ALL)
    return every if outside == neighbourhoods else StripHeading.SOME


SENTENCES = (
    chart_word, cut_off, side_of_range, total_words, where_note, coming_what, outcome_words, why_ended,
    index_of_profile, action_words, sides_of, strip_heading,
)  # fmt: skip
