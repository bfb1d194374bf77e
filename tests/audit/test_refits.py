"""A few expectations fitted again by statsmodels."""

from dataclasses import replace

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.audit.prepared_table import PreparedTable
from bsafe_analysis.audit.refits import refits, sample_of, too_far
from bsafe_analysis.preparation.store import save_cycle
from tests.shared import once, sample_month


@pytest.fixture(scope="module", params=(pytest.param("main", marks=pytest.mark.proof), "odd"))
def kept(request, tmp_path_factory):
    root, prepared, _ = sample_month(tmp_path_factory, request.param)
    folder = once(tmp_path_factory, f"kept-{request.param}", lambda folder: save_cycle(folder, prepared).parents[2])
    month = prepared.cycle.month
    return PreparedTable.of(folder, month), Recounted.of(root, month)


def test_every_expectation_of_a_sample_is_borne_out(kept):
    table, again = kept
    found = refits(table, again, sample_of(table, 300))
    assert len(found) > 50
    assert [str(each) for each in too_far(found)] == []
    assert sorted(each.apart for each in found)[len(found) // 2] < 0.4


def test_the_expectation_of_another_place_is_not_borne_out(kept):
    table, again = kept
    largest = max(table.judged.values(), key=lambda row: row["expected"])
    swapped = dict(largest) | {"expected": largest["expected"] / 2}
    (found,) = too_far(refits(table, again, [swapped]))
    assert found.about == f"{largest['area']}.{largest['category']}"


def test_which_rows_are_taken_follows_from_the_tables_bytes(kept):
    table, _ = kept
    assert sample_of(table, 5) == sample_of(table, 5)
    assert sample_of(table, 5) != sample_of(replace(table, checksum="another"), 5)
