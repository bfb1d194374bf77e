"""Plain words that name a place or a value: each is the one that its claim has."""

import pytest

from bsafe_analysis.audit.named_again import named_otherwise, places_of_no_claim, places_within
from bsafe_analysis.claims.records import Claim, ToldPassage, ToldSpan

PLACES = frozenset(("Quarry", "Mill Lane", "Mill Lane North"))
QUARRY = Claim("area", ("N1",), (), (), {"code": "N1", "name": "Quarry"})
STATES = Claim("plan_states", (), (), (), {"late": 3, "not_begun": 4, "slipping": 4, "done": 1})


def _named(text, *spans):
    return list(places_of_no_claim(ToldPassage(text, spans), PLACES))


def test_a_place_that_no_claim_names_is_found():
    assert _named("Burglary in Quarry: 24 recorded") == ["Quarry"]
    assert _named("Burglary in Quarry: 24 recorded", ToldSpan(12, 18, 0, "name")) == []


def test_a_name_within_what_a_claim_covers_is_that_claim_s():
    text = "near Quarry Street, and on Mill Lane North"
    assert _named(text, ToldSpan(5, 18, 0, "name")) == ["Mill Lane North"]


def _number(shown, name, behind):
    return ToldPassage(f"{shown} {behind}", (ToldSpan(0, len(shown), 0, name),))


@pytest.mark.parametrize(
    ("shown", "name", "behind", "wrong"),
    [
        ("3", "late", "late, 4 blocked", None),
        ("3", "late", "not begun", "not_begun"),
        ("one", "done", "are late", "late"),
        ("3", "late", "of the activities", None),
        ("4", "slipping", "not begun", None),  # both are four: what is said is so
    ],
)
def test_a_number_before_the_name_of_another_value_is_found(shown, name, behind, wrong):
    found = [other for _, other in named_otherwise(_number(shown, name, behind), [STATES])]
    assert found == ([wrong] if wrong else [])


STEP = Claim("recommendation", ("N1",), ("burglary",), (), {"step": "Commission a profile of burglary in Quarry"})


@pytest.mark.parametrize("name", ["Quarry", "Mill Lane"])
def test_a_place_within_what_is_put_to_a_meeting_comes_with_the_place_that_it_is_about(name):
    text = f"Commission a profile of burglary in {name}"
    found = list(places_within(ToldPassage(text, (ToldSpan(0, len(text), 0, "step"),)), [STEP], PLACES))
    assert found == [(name, "N1")]
