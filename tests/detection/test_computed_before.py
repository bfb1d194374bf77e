"""What was computed of equal numbers is not computed again; what differs in anything is."""

from dataclasses import dataclass

import numpy as np
import pytest

from bsafe_analysis.detection import computed_before
from bsafe_analysis.detection.computed_before import computed_once


@dataclass(frozen=True)
class Pair:
    left: np.ndarray
    right: float


@pytest.fixture
def asked():
    return []


@pytest.fixture
def total(asked):
    @computed_once
    def total(pair, factor=1.0):
        asked.append(pair)
        return {"total": pair.left.sum() * factor * np.ones(2), "right": np.array([pair.right])}

    return total


def test_equal_numbers_are_computed_once_and_give_the_same(total, asked):
    first = total(Pair(np.array([1.0, 2.0]), 3.0))
    again = total(Pair(np.array([1.0, 2.0]), 3.0))
    assert again["total"].tolist() == first["total"].tolist() == [3.0, 3.0]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (Pair(np.array([1.0, 2.5]), 3.0), {}),
        (Pair(np.array([1.0, 2.0]), 4.0), {}),
        (Pair(np.array([[1.0, 2.0]]), 3.0), {}),
        (Pair(np.array([1, 2]), 3.0), {}),
        (Pair(np.array([1.0, 2.0]), 3.0), {"factor": 2.0}),
    ],
    ids=["a number", "a field", "the shape", "the kind of number", "what is named"],
)
def test_what_differs_in_anything_is_computed_anew(total, asked, given, named):
    total(Pair(np.array([1.0, 2.0]), 3.0))
    total(given, **named)
    assert len(asked) == 2


def test_equal_values_under_other_names_are_other_arguments(total, asked):
    total(Pair(np.array([1.0]), {"a": 1.0, "b": 2.0}))
    total(Pair(np.array([1.0]), {"b": 1.0, "a": 2.0}))
    assert len(asked) == 2


def test_nobody_can_change_what_others_will_read(total):
    with pytest.raises(ValueError, match="read-only"):
        total(Pair(np.array([1.0]), 3.0))["total"][0] = 5


def test_only_the_last_are_kept_and_nothing_that_is_large(total, asked, monkeypatch):
    monkeypatch.setattr(computed_before, "KEPT", 2)
    for number in (1.0, 2.0, 3.0, 3.0, 1.0):
        total(Pair(np.array([number]), 0.0))
    assert len(asked) == 4  # 1, 2, 3, and 1 again: it had been given up
    monkeypatch.setattr(computed_before, "LARGEST", 10)
    total(Pair(np.array([1.0]), 0.0))
    assert len(asked) == 5


def test_what_is_not_a_number_is_refused(total):
    with pytest.raises(TypeError, match="numbers"):
        total(Pair(np.array([1.0]), object()))
