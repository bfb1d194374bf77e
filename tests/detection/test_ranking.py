from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.detection.baseline import expect
from bsafe_analysis.detection.coverage import FEWEST_OF_A_SIZE, measure_coverage
from bsafe_analysis.detection.ranking import find, find_history
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import ExceptionalTime
from bsafe_analysis.model.findings import Caution, Direction, Rule, Status
from bsafe_analysis.model.periods import add_months
from tests.detection.counts import AREAS, LAST, SETTINGS, borough, months, wavering

PLAIN = {"N1": wavering(12), "N2": wavering(16), "N3": wavering(20)}


def with_rise(place, *last):
    """The plain borough, the last counts of one place being these."""
    return PLAIN | {place: [*PLAIN[place][: -len(last)], *last]}


def found(counts, month=LAST, previous=(), settings=SETTINGS, incomplete=()):
    return find(expect(counts, (month,), settings), counts, AREAS, previous, month, settings, incomplete)


def history(counts, n=6, settings=SETTINGS, **more):
    return find_history(expect(counts, months(n), settings), counts, AREAS, months(n), settings, **more)


def test_nothing_unusual_is_no_finding():
    assert found(borough(PLAIN)) == ()


def test_a_sharp_month_is_one_new_finding_that_names_the_places_that_say_the_same():
    (finding,) = found(borough(with_rise("N1", 45)))
    assert (finding.area, finding.rule, finding.direction) == ("N1", Rule.MONTH, Direction.UP)
    assert (finding.status, finding.since, finding.observed) == (Status.NEW, LAST, 45)
    assert finding.also == ("B", "A1")
    assert finding.lower <= finding.expected <= finding.upper < 45


def test_a_rise_over_the_whole_borough_is_the_boroughs():
    everywhere = {code: [*counts[:-1], round(2.2 * counts[-1])] for code, counts in PLAIN.items()}
    (finding,) = found(borough(everywhere))
    assert finding.area == "B"
    assert {"N1", "N2", "N3"} <= set(finding.also)


def test_rises_in_two_places_of_different_areas_are_two_findings_or_the_boroughs():
    both = with_rise("N1", 45) | {"N3": with_rise("N3", 60)["N3"]}
    findings = found(borough(both))
    named = {code for f in findings for code in (f.area, *f.also)}
    assert {"N1", "N3"} <= named
    assert len({f.area for f in findings}) == len(findings)


def test_a_fall_is_a_finding_too():
    (finding,) = found(borough(with_rise("N3", 2)))
    assert (finding.area, finding.direction) == ("N3", Direction.DOWN)


def test_a_lasting_rise_is_found_over_its_months_and_dated_from_its_first():
    counts = borough(with_rise("N3", 30, 31, 30))
    (finding,) = find(expect(counts, months(12), SETTINGS), counts, AREAS, (), LAST, SETTINGS)
    assert finding.rule is Rule.PERSISTENT
    assert finding.run_months in (2, 3)
    assert finding.since == finding.onset.month == add_months(LAST, -2)
    assert finding.run_observed > finding.run_expected


def test_a_story_continues_keeps_its_first_month_and_its_id_and_clears():
    told = history(borough(with_rise("N3", 45, 40, 41, 20, 20)), 5)
    steps = [[(f.status, f.since, f.id) for f in findings if f.area == "N3"] for findings in told.values()]
    began = add_months(LAST, -4)
    assert [s[0][0] for s in steps[:4]] == [Status.NEW, Status.CONTINUING, Status.CONTINUING, Status.CLEARED]
    assert {(s[0][1], s[0][2]) for s in steps[:4]} == {(began, "N3.burglary.up")}
    assert steps[4] == []


def test_a_finding_is_the_same_one_when_a_corrected_count_moves_its_beginning():
    first, then = (
        find(expect(counts, months(12), SETTINGS), counts, AREAS, (), LAST, SETTINGS)[0]
        for counts in (borough(with_rise("N3", 20, 36, 36)), borough(with_rise("N3", 36, 36, 36)))
    )
    assert (first.since, then.since) == (add_months(LAST, -1), add_months(LAST, -2))
    assert first.id == then.id


def test_what_cleared_has_this_months_figures():
    told = history(borough(with_rise("N3", 60, 20)), 2)
    (cleared,) = told[LAST]
    assert (cleared.status, cleared.observed, cleared.month) == (Status.CLEARED, 20, LAST)
    assert cleared.lower <= 20 <= cleared.upper
    assert cleared.also == ()
    assert (cleared.run_months, cleared.run_observed, cleared.run_expected) == (1, 20, cleared.expected)


def test_a_story_that_spreads_to_the_whole_area_is_the_areas_from_then_on_and_names_the_one_it_took_on():
    both = PLAIN | {"N1": [*PLAIN["N1"][:-2], 45, 30], "N2": [*PLAIN["N2"][:-1], 44]}
    told = history(borough(both), 2)
    (first,) = told[add_months(LAST, -1)]
    assert (first.area, first.since, first.continues) == ("N1", add_months(LAST, -1), "")
    (spread,) = told[LAST]  # and nothing is said to have cleared
    assert (spread.area, spread.status, spread.since) == ("A1", Status.CONTINUING, first.since)
    assert (spread.continues, spread.first_told) == (first.id, first.month)
    assert {"B", "N1", "N2"} == set(spread.also)


def test_a_story_that_draws_in_to_one_place_is_that_places_from_then_on():
    everywhere = {code: [*counts[:-1], 3 * counts[-1]] for code, counts in PLAIN.items()}
    (first,) = found(borough(everywhere, last=add_months(LAST, -1)), add_months(LAST, -1))
    (now,) = found(borough(with_rise("N3", 70)), previous=(first,))
    assert (first.area, now.area, now.status) == ("B", "N3", Status.CONTINUING)
    assert (now.continues, now.since) == (first.id, first.since)


def test_what_began_in_an_exceptional_time_ends_with_it_and_what_began_before_goes_on():
    counts = borough(with_rise("N3", 60, 60))
    during = (ExceptionalTime("Flood", add_months(LAST, -1), add_months(LAST, -1)),)
    (new,) = history(counts, 2, replace(SETTINGS, exceptional=during))[LAST]
    assert (new.status, new.since) == (Status.NEW, LAST)
    now = (ExceptionalTime("Flood", LAST, LAST),)
    (old,) = history(counts, 2, replace(SETTINGS, exceptional=now))[LAST]
    assert (old.status, old.since) == (Status.CONTINUING, add_months(LAST, -1))
    assert Caution.EXCEPTIONAL_TIME in old.cautions


def test_a_month_that_was_not_held_ends_every_story_and_what_comes_after_it_is_found_anew():
    gap = PLAIN | {"N3": [*PLAIN["N3"][:-3], 60, None, 58]}
    gap = {
        code: [c if counts is gap["N3"] or i != 58 else None for i, c in enumerate(counts)]
        for code, counts in gap.items()
    }
    told = history(borough(gap), 3)
    before, missing, after = (told[m] for m in months(3))
    assert [f.area for f in before] == ["N3"]
    assert missing == ()
    (story,) = [f for f in after if f.area == "N3"]
    assert (story.status, story.since, story.run_months) == (Status.NEW, LAST, 1)
    assert Caution.MONTH_BEFORE_NOT_HELD in story.cautions


def test_findings_as_issued_are_taken_as_they_are():
    counts = borough(with_rise("N3", 45, 44))
    (issued,) = history(counts, 2)[add_months(LAST, -1)]
    told = history(counts, 2, known={add_months(LAST, -1): (replace(issued, since="2025-03"),)})
    (finding,) = [f for f in told[LAST] if f.area == "N3"]
    assert (finding.status, finding.since) == (Status.CONTINUING, "2025-03")


def test_what_weakens_a_finding_is_said():
    holey = {code: [*counts[:40], None, *counts[41:]] for code, counts in with_rise("N1", 45).items()}
    counts = borough(holey, provisional=(LAST,))
    settings = replace(SETTINGS, rebase=(("burglary", add_months(LAST, -40)),), short_history_months=48)
    (finding,) = found(counts, settings=settings, incomplete=(LAST,))
    assert finding.cautions == (
        Caution.SHORT_HISTORY, Caution.GAP_IN_HISTORY, Caution.PROVISIONAL, Caution.INCOMPLETE_MONTH,
        Caution.RECORDING_CHANGE,
    )  # fmt: skip


def test_a_finding_in_good_order_has_no_caution():
    (finding,) = found(borough(with_rise("N1", 45)))
    assert finding.cautions == ()


def test_small_numbers_are_said_to_be_small():
    few = {code: [i % 3 == 0 for i in range(60)] for code in PLAIN}
    few = {code: [int(c) for c in counts] for code, counts in few.items()} | {"N1": [*([0, 1, 0] * 20)[:-1], 14]}
    (finding,) = found(borough(few))
    assert finding.area == "N1"
    assert Caution.SMALL_COUNT in finding.cautions


def test_the_strongest_evidence_comes_first():
    counts = pd.concat([borough(with_rise("N1", 32)), borough(with_rise("N3", 90), category="drugs")])
    findings = found(counts)
    assert [f.category for f in findings] == ["drugs", "burglary"]
    assert findings[0].p < findings[1].p


def test_the_order_of_the_rows_changes_nothing():
    counts = pd.concat([borough(with_rise("N1", 32)), borough(with_rise("N3", 90), category="drugs")])
    mixed = counts.sample(frac=1, random_state=4).reset_index(drop=True)
    key = [(f.area, f.category, f.status, f.also, f.observed, f.lower, f.upper) for f in found(counts)]
    assert [(f.area, f.category, f.status, f.also, f.observed, f.lower, f.upper) for f in found(mixed)] == key


def test_coverage_is_the_share_inside_the_range():
    expectations = pd.DataFrame(
        {"area": ["N1", "N2", "N1", "N1", NOT_PLACED], "month": ["2025-01", "2025-01", "2025-02", "2025-03", "2025-01"],
         "observed": [5, 9, None, 3, 5], "expected": 5.0, "lower": 2, "upper": 8}
    )  # fmt: skip
    coverage = measure_coverage(expectations, ("2025-01", "2025-02"), SETTINGS)
    assert (coverage.inside, coverage.series_months) == (0.5, 2)
    assert (coverage.first, coverage.last) == ("2025-01", "2025-01")
    assert measure_coverage(expectations, ("2024-01",), SETTINGS) is None


@pytest.mark.parametrize("place", ["N1", "N2", "N3"])
def test_every_place_is_watched(place):
    assert [f.area for f in found(borough(with_rise(place, 70)))] == [place]


def test_coverage_is_said_by_size_where_enough_counts_of_a_size_were_judged():
    small, large = [3.0] * 60, [400.0] * (FEWEST_OF_A_SIZE - 1)
    expectations = pd.DataFrame(
        {"area": "N1", "month": "2025-01", "observed": 4, "expected": small + large, "lower": 2, "upper": 8}
    )
    expectations.loc[:14, "observed"] = 9
    (only,) = measure_coverage(expectations, ("2025-01",), SETTINGS).by_size
    assert (only.least, only.below, only.inside, only.series_months) == (0, 5, 0.75, 60)
