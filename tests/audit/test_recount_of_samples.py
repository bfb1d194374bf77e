"""The invented partnerships counted again."""

import time

import pytest

from bsafe_analysis.audit import Recounted
from tests.audit.against_library import cells_that_differ
from tests.shared import sample_month

pytestmark = pytest.mark.slow
DEAREST = 4.0
"""Seconds of processor for the recount of the sample: 1.6 where it was measured."""


@pytest.fixture(scope="module", params=(pytest.param("main", marks=pytest.mark.proof), "odd"))
def sample(request, tmp_path_factory):
    return sample_month(tmp_path_factory, request.param)


def test_every_count_of_a_sample_is_the_recounts(sample):
    root, prepared, _ = sample
    assert len(prepared.counts) > 3000
    assert cells_that_differ(root, prepared) == []


def test_what_each_agency_counted_is_what_the_library_guards(sample):
    root, prepared, _ = sample
    again = Recounted.of(root, prepared.cycle.month, prepared.cycle.as_of)
    shared = [name for name, _, of in prepared.cycle.sources if of != "OPEN"]
    for cell in prepared.guarded.itertuples(index=False):
        assert again.count([cell.area], [cell.category], [cell.month], sources=shared) == cell.count


def test_the_recount_costs_little(sample):
    root, prepared, _ = sample
    before = time.process_time()
    Recounted.of(root, prepared.cycle.month, prepared.cycle.as_of)
    assert time.process_time() - before < DEAREST
