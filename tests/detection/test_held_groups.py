"""What one source sent says nothing of another's counts, and no story crosses a month that was not held."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.detection.search import Earlier, Searchable, search
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.counts import count_monthly
from bsafe_analysis.model.doubts import Doubt
from bsafe_analysis.model.findings import Caution, Status
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.periods import Window, months_between
from tests.reports import months as by_hand

MONTHS = months_between("2024-04", "2026-09")
AREAS = by_hand.AREAS
FEEDS = {"police": ("burglary", "damage"), "council": ("nuisance",), "fire": ("fires",)}
EVERY = tuple(Category(key, key.capitalize(), key) for keys in FEEDS.values() for key in keys)
NOTHING_BEFORE = Earlier({}, {}, False)


@cache
def rows():
    """Busy months, one of them far too busy at the end: there is always a story to tell."""
    random = np.random.Generator(np.random.PCG64(5))
    table = []
    for place, mean in (("N1", 9), ("N2", 6), ("N3", 7), (NOT_PLACED, 1)):
        for category in EVERY:
            for month in MONTHS:
                rise = 3 if place == "N1" and month >= "2026-05" else 1
                table += [(place, category.key, month)] * int(random.poisson(mean * rise))
    return pd.DataFrame(table, columns=["neighbourhood", "category", "month"])


def searched(held, categories=EVERY, doubts=()):
    counts = count_monthly(rows(), AREAS, categories, MONTHS, held)
    cycle = replace(
        by_hand.prepared().cycle, months=MONTHS, categories=categories, baseline=Window(MONTHS[0], MONTHS[-1])
    )
    given_ = Searchable(cycle, AREAS, held, counts, counts, {}, [], doubts)
    return counts, search(given_, NOTHING_BEFORE)


def source(name, held, placed=None):
    gaps = tuple(month for month in MONTHS if held and held[0] < month and month not in held)
    return SourceHeld(name, name, held, held if placed is None else placed, gaps, FEEDS[name], name == "police")


def crossing(found, counts):
    """Findings, alerts and slow changes that begin before, or go through, a month not held of their series."""
    known = counts[counts["count"].notna()]
    held = set(zip(known["area"], known["category"], known["month"], strict=True))

    def broken(area, category, first, last):
        return any((area, category, month) not in held for month in months_between(first, last))

    live = [f for f in (*found.findings, *found.previous_findings) if f.status is not Status.CLEARED]
    told = [(f.area, f.category, f.since, f.month) for f in (*live, *found.slow_changes)]
    told += [(a.area, a.category, a.raised, a.last) for a in found.record.alerts]
    return [each for each in told if broken(*each)]


def drawn(name, pattern):
    """A source that begins late, pauses here and there, and may say no places."""
    first, pauses, placed = pattern
    held = tuple(month for i, month in enumerate(MONTHS) if i >= first and i not in pauses)
    return source(name, held, None if placed else ())


def test_the_polices_findings_are_the_same_with_and_without_partners_and_no_story_crosses_a_gap():
    """Forty patterns drawn at random: `make proof` (held_patterns)."""
    nobody_is_moved_by_another({27}, (24, {28}, True), (0, {5, 26}, False))


def nobody_is_moved_by_another(gaps, council, fire):
    police = source("police", tuple(month for i, month in enumerate(MONTHS) if i not in gaps))
    alone_counts, alone = searched(HeldMonths((police,)), EVERY[:2])
    counts, found = searched(HeldMonths((police, drawn("council", council), drawn("fire", fire))))
    own = [c.key for c in EVERY[:2]]
    for name in ("expectations", "forecasts", "rises", "baseline_facts"):
        table = getattr(found, name)
        mine = table[table["category"].isin(own)].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, getattr(alone, name).reset_index(drop=True), check_exact=True)
    for name in ("findings", "previous_findings", "slow_changes"):
        assert tuple(f for f in getattr(found, name) if f.category in own) == getattr(alone, name), name
    assert found.coverage == alone.coverage
    assert tuple(a for a in found.record.alerts if a.category in own) == alone.record.alerts
    assert crossing(found, counts) == []
    assert crossing(alone, alone_counts) == []
    observed = found.expectations.merge(counts, on=["area", "category", "month"])
    assert observed["observed"].equals(observed["count"].rename("observed"))


EARLIER = [pytest.param(month, marks=pytest.mark.proof) for month in ("2026-06", "2026-07")]


@pytest.mark.parametrize("month", [*EARLIER, "2026-08", "2026-09"])
def test_no_story_crosses_a_month_of_which_no_whole_count_of_its_category_came(month):
    police = replace(source("police", MONTHS), not_whole=frozenset({("burglary", month)}))
    counts, found = searched(HeldMonths((police,)), EVERY[:2])
    assert counts.loc[counts["count"].isna(), ["category", "month"]].drop_duplicates().to_numpy().tolist() == [
        ["burglary", month]
    ]
    assert crossing(found, counts) == []
    assert any(f.category == "damage" and f.since < "2026-07" for f in found.findings)


def test_what_is_doubted_of_one_source_stands_with_no_finding_of_another():
    doubt = Doubt(Caution.WITHOUT_PLACE, ("2026-09",), None, "police")
    held = HeldMonths((source("police", MONTHS), source("council", MONTHS)))
    _, found = searched(held, EVERY[:3], (doubt,))
    doubted = {f.category: Caution.WITHOUT_PLACE in f.cautions for f in found.findings}
    assert doubted == {"burglary": True, "damage": True, "nuisance": False}


@pytest.fixture(scope="module")
def late():
    """A council log from April that was not received in July, and a fire service that sent nothing."""
    police = source("police", MONTHS)
    council = source("council", ("2026-04", "2026-05", "2026-06", "2026-08", "2026-09"))
    return searched(HeldMonths((police, council, source("fire", ()))))


def test_a_log_that_began_in_april_has_no_number_before_it_and_no_finding_against_noughts(late):
    counts, found = late
    before = counts.query("category == 'nuisance' and month < '2026-04'")
    assert before["count"].isna().all()
    assert {f.category for f in found.findings} <= {"burglary", "damage"}
    told = found.expectations.query("category == 'nuisance'")
    assert told["expected"].isna().all()
    assert set(told["reason"]) == {"short_history"}


def test_a_feed_that_was_never_sent_has_no_number_and_nothing_is_expected_of_it(late):
    counts, found = late
    assert counts.query("category == 'fires'")["count"].isna().all()
    assert found.expectations.query("category == 'fires'").empty


def test_coverage_is_that_of_what_the_police_count_alone_even_where_another_category_comes_first():
    police = SourceHeld("police", "police", MONTHS, MONTHS, (), ("burglary", "damage"))
    council = SourceHeld("council", "council", MONTHS[:2], MONTHS[:2], (), ("burglary",), required=False)
    counts, found = searched(HeldMonths((police, council)), EVERY[:2])
    own = found.expectations.query("category == 'damage' and month < '2026-09'").dropna(subset=["observed", "expected"])
    assert counts.query("category == 'burglary' and month > '2024-05'")["count"].isna().all()
    assert found.coverage.series_months == len(own[own["area"] != NOT_PLACED])


def test_the_rise_of_the_police_is_told_all_the_same(late):
    assert {("N1", "burglary"), ("N1", "damage")} <= {(f.area, f.category) for f in late[1].findings}
