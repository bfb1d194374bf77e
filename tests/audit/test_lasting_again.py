"""A lasting difference is worked out again from raw counts and residents: every changed value is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.alike_again import beside_again
from bsafe_analysis.claims.records import Claim
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.model.similar_places import nearest_places
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


def written(evidence, name, head, *rows):
    file = evidence.root / "data/reference" / name
    file.write_text("\n".join((head, *rows)) + "\n")


def test_similar_places_are_found_again_from_their_file(evidence):
    written(
        evidence, "similar.csv", "neighbourhood,group,source", "P3,x,Team 2026", "P4,x,Team 2026", "P5,y,T", "P6,y,T"
    )
    told = {"by": "groups", "sources[0]": "Team 2026", "sources[1]": "T", "features": 0}
    assert wrong("similar_places", evidence, told) == set()
    assert wrong("similar_places", evidence, {**told, "by": "features", "sources[0]": "Team 2025"}) == {
        "by", "sources[0]"
    }  # fmt: skip
    beside = PROOFS["places_beside"]
    assert beside(Claim("places_beside", ("P3", "P4"), (), (), {}), evidence) == {"place": "P3", "also": 1}
    assert beside(Claim("places_beside", ("P3", "P5"), (), (), {}), evidence) == {"place": None, "also": 1}


def test_features_are_weighed_again_and_a_town_centre_is_known(evidence):
    rows = [f"P{i},age,{i * i},Census" for i in range(12)]
    written(evidence, "features.csv", "code,feature,value,source", *rows, "P11,town_centre,1,Team")
    told = {"by": "features", "features[0]": "age", "sources[0]": "Census"}
    assert wrong("similar_places", evidence, told) == set()
    assert beside_again(evidence, "P0", CODES) == [f"P{i}" for i in range(1, 9)]
    near = nearest_places(
        {"age": {f"P{i}": i * i for i in range(12)}, "town_centre": {c: float(c == "P11") for c in CODES}}
    )
    assert all(set(beside_again(evidence, code, CODES)) == set(near[code]) for code in CODES)
    line = {"place": "P3", "kinds": 1, "more": 0, "town_centre": False}
    assert wrong("place_lasting", evidence, line, place="P3") == set()
    assert wrong("place_lasting", evidence, {**line, "kinds": 5, "more": 2, "town_centre": True}, place="P3") == {
        "kinds", "more", "town_centre"
    }  # fmt: skip


def test_kinds_that_can_be_compared_and_places_far_up_are_counted(evidence):
    assert wrong("lasting_told", evidence, {"compared": 1, "every": 1}) == set()
    assert wrong("lasting_told", evidence, {"compared": 2, "every": 2}) == {"compared", "every"}
