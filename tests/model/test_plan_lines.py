"""Each line of the delivery plan is told in one pack, whenever it was written, dated or amended."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.activities import Dated
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.model.plan_lines import (
    PrintedLine,
    WhenTold,
    digest_of,
    item_of,
    taken_as_told,
    tellings,
    work_of_themes,
)
from tests.examples import examples
from tests.reports.months import activity

FIRST = date(2026, 1, 7)
THEMES = ("Homes", "Streets", "Fire", "Harm")
GROUPS = tuple(BusinessGroup(t.lower(), t, GroupKind.THEME, themes=(t,)) for t in THEMES)


def meeting(on, group="homes", **changes):
    return replace(GroupMeeting(group, "", on, on - timedelta(days=7), "2026-09"), **changes)


LAST, NOW, NEXT = (meeting(date(2026, 8, 26) + timedelta(weeks=7 * n)) for n in range(3))
OLD, SINCE, AHEAD = date(2026, 8, 1), date(2026, 9, 20), date(2026, 10, 9)


def work(*lines, ref="D01", theme="Homes"):
    return activity(ref, theme=theme, log=lines)


def told(every, printed=(), of=NOW):
    (one,) = tellings(every, printed, [of], [LAST, NOW, NEXT])
    return [(each.line.text, each.when) for each in one.lines]


def kept(of, each, line):
    return PrintedLine(of.group, of.on, item_of(each, line), digest_of(each, line))


def test_lines_since_the_papers_of_the_last_meeting_are_told_and_none_after_these():
    lines = Dated(SINCE, "ten fitted"), Dated(AHEAD, "twelve fitted")
    assert told([work(*lines)]) == [("ten fitted", WhenTold.IN_TIME)]
    on_the_day = Dated(LAST.papers, "on the very day")
    assert told([work(on_the_day)], [kept(LAST, work(), on_the_day)]) == []


def test_what_is_dated_before_and_stood_in_no_pack_is_told_late():
    late, before = Dated(OLD, "nine fitted"), Dated(OLD, "eight fitted")
    each = work(late, before)
    assert told([each], [kept(LAST, each, before)]) == [("nine fitted", WhenTold.LATE)]


def test_a_line_that_reads_otherwise_now_is_told_again_as_amended():
    was, now = Dated(OLD, "nine fitted", "Officer"), Dated(OLD, "seven fitted", "Officer")
    assert told([work(now)], [kept(LAST, work(), was)]) == [("seven fitted", WhenTold.AMENDED)]


def test_a_line_without_a_day_is_told_once():
    line = Dated(None, "no day")
    assert told([work(line)]) == [("no day", WhenTold.UNDATED)]
    assert told([work(line)], [kept(LAST, work(), line)]) == []


def test_where_nothing_was_kept_what_is_old_counts_as_told():
    each = work(Dated(OLD, "old"), Dated(SINCE, "new"))
    before = taken_as_told([each], LAST)
    assert [line.item for line in before] == ["papers 2026-08-19", "D01 2026-08-01"]
    assert told([each], before) == [("new", WhenTold.IN_TIME)]


def test_two_meetings_on_one_month_tell_a_line_once():
    second = meeting(date(2026, 10, 30))
    one, other = tellings([work(Dated(SINCE, "ten"), Dated(AHEAD, "twelve"))], (), [second, NOW], [LAST, NOW, second])
    assert [[each.line.text for each in t.lines] for t in (one, other)] == [["ten"], ["twelve"]]
    assert other.since == NOW.papers


days = st.integers(0, 320)
written = st.tuples(days, st.integers(0, 80), st.none() | st.integers(1, 60), st.integers(0, 4))
"""The day on which a line is written, so many days after the day it bears, amended so much later or never; whose."""


def at(day, planted):
    """The plan as it lies there on a day: each line as it reads by then."""
    lines = {theme: [] for theme in (*THEMES, "")}
    for n, (on, back, amended, whose) in enumerate(planted):
        if FIRST + timedelta(days=on) <= day:
            reads = "amended" if amended and FIRST + timedelta(days=on + amended) <= day else "written"
            lines[(*THEMES, "")[whose]].append(Dated(FIRST + timedelta(days=on - back), f"line {n} {reads}"))
    return [work(*own, ref=f"D{n}", theme=theme) for n, (theme, own) in enumerate(lines.items())]


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(written, min_size=1, max_size=25))
def test_over_a_year_of_packs_seven_weeks_apart_each_line_is_told_once_and_none_is_lost(planted):
    seen, found = set(), Counter()
    for group in GROUPS:
        meetings = [meeting(FIRST + timedelta(weeks=7 * n), group.key) for n in range(9)]
        printed = []
        for each in meetings:
            mine = work_of_themes(group, at(each.papers, planted))
            (one,) = tellings(mine, printed, [each], meetings)
            printed += [kept(each, told.activity, told.line) for told in one.lines]
            found.update((told.activity.theme, told.line.text) for told in one.lines)
            seen |= {(a.theme, line.text) for a in mine for line in a.log}
    assert set(found.values()) <= {1}
    assert set(found) == seen
    last = at(FIRST + timedelta(weeks=56), planted)
    of_none = [line for a in last if not a.theme for line in a.log]
    ends = {(a.theme, line.text) for a in last if a.theme for line in a.log if (a.theme, line.text) in found}
    assert len(ends) + len(of_none) == len(planted)
