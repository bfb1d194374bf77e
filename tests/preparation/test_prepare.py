"""The month from raw files to what pages are made of, on the invented partnerships."""

import shutil
from datetime import date

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.counts import sums_that_differ
from bsafe_analysis.model.findings import Status
from bsafe_analysis.model.held_months import all_held
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.preparation.prepare import gaps_of_points, prepare, provisional_months
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.sample import INVENTIONS
from tests.batch.partnership import make_partnership, put_month
from tests.shared import Wanted, sample_month


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Each invented partnership prepared for its last month, with the stories planted in it."""

    def make(key):
        root, month, stories = sample_month(tmp_path_factory, key)
        return root, month, {story.kind: story for story in stories}

    return Wanted(make)


def found(prepared):
    """(place's name, category) -> finding, with the places that it names besides."""
    live = [f for f in prepared.findings if f.status is not Status.CLEARED]
    return {(prepared.areas[code].name, f.category): f for f in live for code in (f.area, *f.also)}


def key_of(invention, supplier):
    return next(key for name, key, _, _ in invention.categories if name == supplier)


@pytest.mark.parametrize("key", INVENTIONS)
def test_nothing_is_lost_between_a_raw_line_and_a_count(made, key):
    _, month, _ = made[key]
    assert sums_that_differ(month.counts, month.areas).empty
    assert all(receipt.balances for receipt in month.receipts)
    borough = month.counts[month.counts["area"] == month.areas.borough.code]
    assert int(borough["count"].sum()) == sum(receipt.rows_used for receipt in month.receipts)


@pytest.mark.parametrize("key", INVENTIONS)
@pytest.mark.parametrize("kind", ["spike", "lasting"])
def test_planted_rises_near_the_smallest_that_could_be_seen_are_found_where_they_are(made, key, kind):
    _, month, stories = made[key]
    story = stories[kind]
    finding = found(month)[(story.places[0], key_of(INVENTIONS[key], story.type))]
    assert finding.direction == "up"
    assert finding.since <= month.cycle.month


@pytest.mark.parametrize("key", INVENTIONS)
def test_where_nothing_was_planted_nothing_is_found(made, key):
    _, month, stories = made[key]
    quiet = stories["quiet"].places[0]
    assert not [place for place, _ in found(month) if place == quiet]


@pytest.mark.parametrize("key", INVENTIONS)
def test_a_month_revised_later_is_told_with_what_was_added(made, key):
    _, month, stories = made[key]
    told = [revision.added for revision in month.revisions if revision.month == stories["revision"].first]
    assert max(told) > 0, "of one source: another may have sent the same once more"


@pytest.mark.parametrize("key", INVENTIONS)
def test_past_months_fell_inside_their_range_as_often_as_promised(made, key):
    _, month, _ = made[key]
    assert 0.90 <= month.coverage.inside <= 0.99


def test_the_badly_written_activity_is_refused_and_the_rest_of_the_plan_stands(made):
    _, month, _ = made["main"]
    assert len([activity for activity in month.activities if not activity.adopted]) == 24
    assert [activity.ref for activity in month.activities if activity.adopted], "last month's agreed proposals"
    assert [n.subject for n in month.notices if n.kind == "activity_refused"] == ["D25"]


def test_a_month_that_was_not_received_says_what_is_held(made):
    root, _, _ = made["odd"]
    with pytest.raises(InputError, match=r"2026-08: this month was not received \(held: 2023-07 to 2026-06\)"):
        prepare(root, "2026-08")


@pytest.fixture(scope="module")
def risen(tmp_path_factory):
    """A small partnership with a rise in August and a greater one in September, and its August, prepared."""
    root = make_partnership(tmp_path_factory.mktemp("risen") / "vale")
    put_month(root, "2026-08", extra=30)
    put_month(root, "2026-09", extra=300)
    month = prepare(root, "2026-08")
    assert month.findings
    return root, month


def test_a_past_month_is_the_same_whether_or_not_later_files_are_there(risen, tmp_path):
    """Of a partnership with partners' extracts, and of a real borough: `make proof` (later_files)."""
    root, later = risen
    alone = shutil.copytree(root, tmp_path / "alone", ignore=shutil.ignore_patterns("prepared", "2026-09"))
    is_the_same_month(prepare(alone, "2026-08"), later)


def is_the_same_month(then, later):
    assert then.counts.equals(later.counts), "other counts"
    assert then.expectations.equals(later.expectations), "other expectations"
    assert then.findings == later.findings, "other findings"
    assert then.baseline_facts.equals(later.baseline_facts), "another baseline"


def test_stored_findings_of_last_month_are_continued_as_they_were_issued(made, risen, tmp_path):
    assert not made["odd"][1].previous_findings_stored
    root, before = shutil.copytree(risen[0], tmp_path / "vale"), risen[1]
    save_cycle(root, before)
    month = prepare(root, "2026-09")
    assert month.previous_findings_stored
    assert month.previous_findings == before.findings


def test_the_newest_month_is_provisional_only_while_it_fills_up():
    assert provisional_months("2026-09", date(2026, 10, 5), 1) == 1
    assert provisional_months("2026-09", date(2026, 9, 30), 1) == 1
    assert provisional_months("2026-09", date(2026, 11, 5), 1) == 0
    assert provisional_months("2026-09", date(2026, 11, 5), 2) == 1
    assert provisional_months("2026-09", date(2026, 10, 5), 0) == 0


def test_map_points_are_not_compared_with_months_before_the_first_that_was_sent():
    months = months_between("2018-01", "2019-06")
    held = all_held(["burglary"], [month for month in months if month != "2019-02"], "police")
    gaps = gaps_of_points(held, ["burglary"], "2019-06")
    assert gaps[""] == gaps["burglary"] == (*months_between("2017-01", "2017-12"), "2019-02")
