"""A lasting difference is worked out again from raw counts and residents: every changed value is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.model.periods import months_between
from tests.audit.register_by_hand import MONTH, evidence_of, wrong

CODES = tuple(f"P{i}" for i in range(12))


@pytest.fixture
def evidence(tmp_path):
    """Ten burglaries a month in each of twelve places of 5,000 people, twenty in P3; of nothing else any."""
    months = list(months_between("2024-01", MONTH))
    found = evidence_of(tmp_path, cycle={"months": months, "detection": {}})
    gazetteer = SimpleNamespace(at=lambda level: CODES, every_category=("burglary", "asb"), borough="B")

    def count(places, kinds, of):
        return None if kinds == ["asb"] else (20 if places[0] == "P3" else 10) * len(of)

    return replace(found, recount=SimpleNamespace(gazetteer=gazetteer, count=count, residents=lambda code: 5000))


def test_the_interval_is_found_again_as_near_as_drawing_leaves_it(evidence):
    told = {"place": "P3", "lower": 1.7, "upper": 2.2}
    assert wrong("lasting_difference", evidence, told, place="P3", category="burglary") == set()
    for name, value in {"lower": 1.4, "upper": 2.6}.items():
        assert name in wrong("lasting_difference", evidence, {**told, name: value}, place="P3", category="burglary")


def test_a_place_like_the_others_or_a_kind_that_is_not_held_may_not_be_told(evidence):
    told = {"place": "P1", "lower": 1.7, "upper": 2.2}
    assert wrong("lasting_difference", evidence, told, place="P1", category="burglary") == {"place", "lower", "upper"}
    assert wrong("lasting_difference", evidence, told, place="P3", category="asb") == {"place", "lower", "upper"}


def test_kinds_that_can_be_compared_and_places_far_up_are_counted(evidence):
    assert wrong("lasting_told", evidence, {"compared": 1, "every": 1}) == set()
    assert wrong("lasting_told", evidence, {"compared": 2, "every": 2}) == {"compared", "every"}
