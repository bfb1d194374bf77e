"""The stories that a partnership would tell of it: a rise that is found, placed and followed; a year of nothing."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.ranking import find_history
from bsafe_analysis.detection.since_start import EffectGround, effects_of
from bsafe_analysis.detection.smallest_rises import smallest_rises
from bsafe_analysis.model.activities import ExpectedEffect, Strand
from bsafe_analysis.model.areas import NOT_PLACED, Areas
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.findings import Direction, Status
from bsafe_analysis.model.periods import add_months, months_between
from bsafe_analysis.model.priorities import Improvement, Priorities, Priority
from bsafe_analysis.model.tactical_options import Cost, Evidence, Mechanism, Option, Options
from bsafe_analysis.reports.documents import build_tactical_assessment
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.decisions_sought import Ask
from bsafe_analysis.reports.facts.judgements import Call, NextStep
from bsafe_analysis.reports.show import compose
from tests.detection.counts import SETTINGS
from tests.reports.documents.test_documents import words
from tests.reports.months import AREAS, BURGLARY, DAMAGE, MONTH, activity, finding, prepared

MONTHS = months_between(add_months(MONTH, -59), MONTH)
SEASON = 1 + 0.2 * np.cos(2 * np.pi * np.arange(60) / 12)
BOTH_FEWER = Priorities((), {"burglary": Improvement.FEWER, "damage": Improvement.FEWER})
LIBRARY_OF_ONE = Options(
    (
        Option(
            "look", ("*",), Strand.INFORMATION, "Look into it", Mechanism.KNOWLEDGE, "Council", (), Cost.LOW, "2 weeks",
            Evidence.WEAK, "a study", "None known",
        ),
    )
)  # fmt: skip
MEANS = {"N1": 14.0, "N2": 9.0, "N3": 11.0, NOT_PLACED: 1.0}


def counted(seed, rise=0, since=MONTH, place="N1"):
    """Sixty months of seasonal chance in every place and category, with `rise` more damage a month in one place."""
    generator = np.random.default_rng(seed)
    rows = []
    for code, mean in MEANS.items():
        for category in (BURGLARY, DAMAGE):
            drawn = generator.poisson(mean * SEASON)
            for month, n in zip(MONTHS, drawn, strict=True):
                more = rise if (code, category, month >= since) == (place, DAMAGE, True) else 0
                rows += [(code, category.key, month)] * (int(n) + more)
    frame = pd.DataFrame(rows, columns=["neighbourhood", "category", "month"])
    return count_monthly(frame, AREAS, [BURGLARY, DAMAGE], MONTHS)


def searched(counts, judged):
    expectations = expect(counts, judged, SETTINGS)
    return expectations, find_history(expectations, counts, AREAS, judged, SETTINGS)


def months_with_any(seeds):
    """Of the last twelve months of each seed, those in which chance alone gave a signal; a seed is a partnership."""
    found = 0
    for seed in seeds:
        _, history = searched(counted(seed), MONTHS[-12:])
        found += sum(any(f.status is Status.NEW for f in each) for each in history.values())
    return found


def most(months):
    """The stated rate, about 1 month in 10 for a family of 12, and two standard errors."""
    return 0.10 * months + 2 * (0.10 * 0.90 * months) ** 0.5


@pytest.mark.slow
def test_years_of_chance_alone_give_no_more_signals_than_the_stated_rate():
    """With nothing to be found every signal is false. Of twenty seeds: `make proof` (chance_years)."""
    assert months_with_any(range(2)) <= most(24)


def month_of(counts, history, expectations, month, **changes):
    """The prepared month as the meeting of that month would have had it."""
    base = prepared(priorities=BOTH_FEWER, **changes)
    cycle = replace(base.cycle, month=month, months=MONTHS[: MONTHS.index(month) + 1])
    live = tuple(f for f in history[month])
    return replace(base, cycle=cycle, counts=counts, expectations=expectations, findings=live)


def stories_of_a_rise(seeds):
    """Damage rises in one neighbourhood by the smallest rise that could probably be seen in three months.

    In how many seeds it is flagged within two months of its first; named there itself, where not its area is, with the
    parts that stand out; and followed until a problem profile is asked for.
    """
    began, judged = add_months(MONTH, -5), MONTHS[-7:]
    flagged, placed, followed = 0, 0, 0
    for seed in seeds:
        rises = smallest_rises(counted(seed), add_months(began, -1), SETTINGS).set_index(["area", "category"])
        size = int(np.ceil(rises.loc[("N1", DAMAGE.key), "rise_in_3"]))
        counts = counted(seed, size, began)
        expectations, history = searched(counts, judged)
        told = {m: [f for f in history[m] if f.category == DAMAGE.key and f.direction is Direction.UP] for m in judged}
        within = [m for m in months_between(began, add_months(began, 2)) if told[m]]
        flagged += bool(within)
        if not within:
            continue
        first = build_tactical_assessment(month_of(counts, history, expectations, within[0], activities=()))
        signal = next(s for s in first.signals if s.category.key == DAMAGE.key)
        placed += "N1" in {place.code for place in signal.places}
        last = build_tactical_assessment(month_of(counts, history, expectations, MONTH, activities=()))
        followed += any(s.category.key == DAMAGE.key and s.next_step is NextStep.COMMISSION for s in last.signals)
    return flagged, placed, followed


def are_told(stories, number):
    """Whether enough are flagged, for the rise was made to be seen in eight of ten, and enough of those go on.

    A little over one standard error fewer than eight of ten are enough: 14 of 20.
    """
    flagged, placed, followed = stories
    least = 0.8 * number - 1.12 * (0.8 * 0.2 * number) ** 0.5
    return flagged >= least and placed >= 0.75 * flagged and followed >= 0.5 * flagged


@pytest.mark.slow
def test_the_story_of_a_rise_from_its_first_flag_to_a_problem_profile():
    """Of twenty seeds: `make proof` (rises_told)."""
    stories = stories_of_a_rise(range(3))
    assert are_told(stories, 3), stories


def worsening(**changes):
    return prepared(priorities=BOTH_FEWER, activities=(), **changes)


def test_a_new_rise_asks_for_information_first_and_one_that_lasts_for_a_problem_profile():
    new = build_tactical_assessment(worsening())
    assert new.signals[0].call is Call.ACT
    assert "first task is to find out more" in words(build_annex(new.prepared), "signals")
    lasted = finding(since="2026-07", status=Status.CONTINUING)
    lasting = build_tactical_assessment(worsening(findings=(lasted,)))
    assert lasting.signals[0].call is Call.ANALYSE
    assert lasting.decisions[0].ask is Ask.COMMISSION
    assert "Burglary in Mill Lane: Commission a problem profile (" in words(lasting, "page-one")


def test_the_story_ends_with_what_followed_the_activity_beside_places_without_it():
    """Damage fell to a quarter in the place where the work ran, and nowhere else: told with both comparisons."""
    began = add_months(MONTH, -6)
    counts = counted(5, 24)
    falls = (counts["area"] == "N1") & (counts["category"] == DAMAGE.key) & (counts["month"] > began)
    counts = counts.assign(count=counts["count"].mask(falls, counts["count"] // 4))
    work = activity(
        areas=("N1",), categories=(DAMAGE.key,), start=date.fromisoformat(f"{began}-01"), title="Mend shelters",
        expects=ExpectedEffect(DAMAGE.key, "N1", Direction.DOWN, date(2026, 12, 1)),
    )  # fmt: skip
    (effect,) = effects_of(EffectGround(counts, AREAS, {}, MONTH, SETTINGS, (work,)))
    assert effect.observed < effect.lower
    assert effect.comparison.high < 0
    month = prepared(activities=(work,), effects=(effect,))
    told = words(build_annex(month), "plan")
    assert f"{effect.observed} reports of criminal damage recorded in Mill Lane since" in told
    assert "so fewer than expected" in told
    assert re.search(r"\d+ fewer than if it had moved as elsewhere \(\d+ fewer to \d+ fewer\)", told)
    assert "down by" not in told and "%" not in told


def test_a_year_of_chance_says_so_on_page_one():
    counts = counted(11)
    expectations, history = searched(counts, MONTHS[-2:])
    live = [f for f in history[MONTH] if f.status is not Status.CLEARED]
    assert not live  # this seed's month has none
    quiet = build_tactical_assessment(month_of(counts, history, expectations, MONTH))
    said = words(quiet, "page-one")
    assert "Nothing stands out." in said
    assert f"None of the {quiet.notes.series} counts (places by category) gave a signal." in said


def test_a_housing_officer_finds_on_page_one_what_to_do_by_when_and_why():
    """Every item that names the agency says the task, the day and the reason, short enough to read in a minute."""
    landlord = replace(LIBRARY_OF_ONE, every=(replace(LIBRARY_OF_ONE.every[0], lead="Housing association"),))
    late = activity("D07", title="Share the list of empty homes", agency="Housing association", due=date(2026, 9, 1))
    asked = activity("D08", agency="Housing association", areas=("N2",))
    signals = (finding(), finding("N2"))
    month = prepared(
        priorities=Priorities((Priority("homes", "Safer homes", ("burglary",)),), {"burglary": Improvement.FEWER}),
        options=landlord, activities=(replace(late, areas=("N3",)), asked), findings=signals,
    )  # fmt: skip
    page = BeautifulSoup(
        "".join(b["text/html"] for b in compose(build_tactical_assessment(month), "page-one")), "html.parser"
    )
    mine = [item for item in page.find_all("li") if "Housing association" in item.get_text()]
    put = [item for item in mine if item.find_parent(class_="decision")]
    assert [" ".join(item.get_text().split()) for item in put] == [
        "Burglary in Mill Lane: Look into it (Housing association).",
        "Burglary in Quarry (new: 25; 3 to 15 expected): Look into it (Housing association).",
    ]
    assert put[0].find("a")["href"].startswith("#signal-")
    own, unowned = (item for item in mine if item not in put)
    assert unowned.get_text() == "Not agreed yet: who leads on burglary in Mill Lane (Housing association proposed)."
    assert own.find_parent(class_="card").h3.get_text() == "Agencies, by 17 November 2026"
    told = "Report on burglary in Quarry. If agreed, lead on burglary in Quarry."
    assert (
        " ".join(own.get_text().split())
        == f"Housing association: {told} Extend or end: share the list of empty homes (D07)."
    )
    assert sum(len(item.get_text().split()) for item in mine) < 150  # well under a minute, read slowly


def test_a_quiet_month_says_on_page_one_that_nothing_stands_out_and_still_how_little_could_be_seen():
    quiet = build_tactical_assessment(prepared(findings=()))
    said = words(quiet, "page-one") + words(quiet, "signals")
    assert "Nothing stands out" in said
    assert "no proof that nothing changed" in said
    assert "no evidence of change, though" not in said  # 16 stood there where 6 at most were expected


def test_all_three_verdicts_are_counted():
    assert isinstance(AREAS, Areas)
    signals = (
        finding(),
        finding(area="N2", since="2026-07", status=Status.CONTINUING),
        finding(area="N3", observed=1, direction=Direction.DOWN),
    )
    tactical = build_tactical_assessment(worsening(findings=signals))
    assert [len(signals) for signals in (tactical.to_act_on, tactical.to_analyse, tactical.to_watch)] == [1, 1, 1]
    assert "one to act on, one to analyse further, one to watch" in words(tactical, "signals")
