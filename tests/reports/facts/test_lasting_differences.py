"""Lasting differences: two places by hand, none where all are alike, and the audit's sums by another road."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.audit.proofs.lasting_again import interval_of_ratio
from bsafe_analysis.detection.place_rates import CountedPlace, place_rates
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.model.similar_places import SimilarBy, SimilarPlaces
from bsafe_analysis.reports.facts.lasting_differences import LastingDifference, LastingTold, lasting_differences
from tests.reports.months import MONTH, prepared

MONTHS = months_between("2023-10", MONTH)
CODES = [f"N{i:02}" for i in range(12)]


def month(count_of, residents=5000):
    """Twelve places of 5,000 people; `count_of`: code and month -> burglaries, None where not held."""
    base = prepared()
    places = (Area(c, f"Place {c}", Level.NEIGHBOURHOOD, "A1", residents=residents) for c in CODES)
    areas = Areas((*(a for a in base.areas if a.level in (Level.BOROUGH, Level.AREA)), *places), "2026")
    rows = [(c, "neighbourhood", "burglary", m, count_of(c, m), False) for c in CODES for m in MONTHS]
    counts = pd.DataFrame(rows, columns=["area", "level", "category", "month", "count", "provisional"])
    return replace(base, areas=areas, counts=counts.astype({"count": "Int64"}))


def test_a_place_that_has_twice_the_others_rate_is_told_with_an_interval_that_holds_two():
    told = lasting_differences(month(lambda code, _: 20 if code == "N03" else 10))
    (found,) = told.every
    assert (found.place.code, found.category.key, found.month, told.compared) == ("N03", "burglary", MONTH, 1)
    assert 1.25 <= found.lower < 2.0 < found.upper < 2.5


def test_what_began_within_the_quarter_is_no_lasting_difference():
    late = lasting_differences(month(lambda code, m: 80 if code == "N03" and m > "2026-06" else 10))
    assert late.every == () and late.compared == 1


def test_a_fifth_more_is_not_told_however_sure_it_is():
    assert lasting_differences(month(lambda code, _: 1200 if code == "N03" else 1000)).every == ()


@pytest.mark.parametrize("start", range(3))
def test_places_that_are_alike_but_for_chance_have_no_lasting_difference(start):
    rng = np.random.default_rng(start)
    drawn = {(c, m): int(n) for c in CODES for m, n in zip(MONTHS, rng.negative_binomial(5, 1 / 3, 36), strict=True)}
    assert lasting_differences(month(lambda code, m: drawn[code, m])).every == ()


def test_a_gap_or_unknown_residents_leave_nothing_to_compare():
    gap = month(lambda code, m: None if m == "2026-05" else 10)
    assert lasting_differences(gap).compared == 0
    assert lasting_differences(month(lambda code, m: 10, residents=None)).compared == 0


def with_similar(held, similar):
    return replace(held, cycle=replace(held.cycle, similar=similar))


def test_a_place_is_compared_with_similar_places_alone():
    busy = ("N03", "N04", "N05")
    held = month(lambda code, _: 20 if code in busy else 10)
    assert {each.place.code for each in lasting_differences(held).every} == set(busy)
    groups = tuple((code, tuple(other for other in busy if other != code)) for code in busy)
    told = lasting_differences(with_similar(held, SimilarPlaces(SimilarBy.GROUPS, groups)))
    assert told.every == () and told.compared == 1


def test_a_town_centre_is_named_and_does_not_make_others_look_quiet():
    held = month(lambda code, _: 60 if code == "N03" else 10)
    told = lasting_differences(with_similar(held, SimilarPlaces(town_centres=("N03",))))
    ((place),) = told.by_place
    assert place.town_centre and place.place.code == "N03" and [a.code for a in told.centres] == ["N03"]
    assert told.every[0].lower < 6 < told.every[0].upper


def test_a_line_tells_the_clearest_kinds_of_a_place_by_name_and_how_many_more():
    place, base = Area("N1", "Mill", Level.NEIGHBOURHOOD, "A1"), prepared()
    kinds = [replace(base.cycle.categories[0], key=f"k{i}", name=f"Kind {i}") for i in range(5)]
    every = tuple(LastingDifference(place, kind, MONTH, 1.3 + i, 9.0) for i, kind in enumerate(kinds))
    (line,) = LastingTold(every, 5, SimilarPlaces()).by_place
    assert [each.category.name for each in line.clearest] == ["Kind 2", "Kind 3", "Kind 4"]
    assert (line.kinds, line.more) == (5, 2)


def test_too_few_incidents_are_not_compared():
    assert lasting_differences(month(lambda code, m: int(m.endswith("-01")))).compared == 0


@pytest.mark.parametrize("spread, phi", [(0.3, 1.0), (0.8, 2.0)])
def test_the_audit_finds_the_same_interval_without_drawing(spread, phi):
    rng = np.random.default_rng(7)
    people = rng.uniform(5000, 10000, 33)
    usual = rng.gamma(1 / spread**2, 0.01 * spread**2, 33) * people
    counts = rng.poisson(usual if phi == 1 else rng.gamma(usual / (phi - 1), phi - 1))
    places = [CountedPlace(f"N{i:02}", int(n), p) for i, (n, p) in enumerate(zip(counts, people, strict=True))]
    ratios = place_rates(places, phi).over_the_others()
    for i in (0, int(np.argmax(counts / people))):
        expected = np.quantile(ratios[:, i], (0.025, 0.975))
        assert interval_of_ratio(counts / phi, people / phi, i) == pytest.approx(tuple(expected), rel=0.03)
