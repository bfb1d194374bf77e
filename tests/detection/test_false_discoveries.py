"""What detection and the audit ask of scipy.special and work out themselves is what scipy.stats gives."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from bsafe_analysis.audit.proofs.named_of_many import named_of_many
from bsafe_analysis.detection.emerging import chances_beside_others
from bsafe_analysis.detection.false_discoveries import false_discovery_control

CHANCES = st.one_of(st.sampled_from([0.0, 0.0131, 0.0131, 0.51, 1.0]), st.floats(0, 1))


def test_nothing_tested_names_nothing():
    assert false_discovery_control(np.zeros(0)).tolist() == []


@given(arrays("float64", st.integers(1, 40), elements=CHANCES))
def test_adjusted_chances_are_scipys_to_the_last_digit(p):
    assert false_discovery_control(p).tolist() == stats.false_discovery_control(p).tolist()


@given(arrays("float64", st.integers(0, 40), elements=CHANCES), st.sampled_from([0.03, 0.1, 0.3]))
def test_the_audit_names_the_same_by_its_own_steps(p, share):
    assert named_of_many(p, share).tolist() == (false_discovery_control(p) <= share).tolist()


@given(
    st.lists(st.tuples(st.integers(1, 300), st.floats(0, 1)), min_size=1, max_size=8),
    st.floats(0.01, 0.6),
    st.floats(0.2, 5000),
)
def test_the_chances_of_a_points_late_months_are_those_of_scipys_beta_binomial(points, share, strength):
    n = np.array([many for many, _ in points])
    y = np.array([round(many * part) for many, part in points])
    usual = stats.betabinom(n, share * strength, (1 - share) * strength)
    high, low = chances_beside_others(n, y, share * strength, (1 - share) * strength)
    assert high == pytest.approx(usual.sf(y - 1) - usual.pmf(y) / 2, abs=1e-10)
    assert low == pytest.approx(usual.cdf(y) - usual.pmf(y) / 2, abs=1e-10)


def test_a_fresh_process_that_prepares_proves_and_tells_a_month_imports_no_large_library_of_statistics():
    """Where scipy.stats, statsmodels or esda comes in again, each command and notebook is a second slower."""
    rooms = ("preparation.prepare", "detection.search", "audit.auditing", "reports.document_kinds", "batch.run")
    names = ", ".join(f"bsafe_analysis.{room}" for room in rooms)
    code = f"import sys, {names}; print(*({{'scipy.stats', 'statsmodels', 'sklearn', 'esda'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
