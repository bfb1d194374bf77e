"""A sentence beside its claims: what is not the claim's is found, whatever the template was."""

from dataclasses import replace

import pytest

from bsafe_analysis.audit.page_reader import ReadText
from bsafe_analysis.audit.sentences import SentenceReader, passages_of
from bsafe_analysis.claims.records import Claim, Statement, ToldPassage, ToldSpan

NAMES = {"N1": "Quarry", "N2": "Mill Lane", "burglary": "Burglary", "drugs": "Drugs"}
FINDING = Claim(
    "finding", ("N1",), ("burglary",), ("2026-09",),
    {"area": "N1", "category": "burglary", "month": "2026-09", "direction": "up", "observed": 24, "lower": 1,
     "upper": 10, "since": "2026-09"},
)  # fmt: skip
QUARRY = Claim("area", ("N1",), (), (), {"code": "N1", "name": "Quarry"})
MILL_LANE = Claim("area", ("N2",), (), (), {"code": "N2", "name": "Mill Lane"})
BURGLARY = Claim("category", (), ("burglary",), (), {"key": "burglary", "name": "Burglary", "noun": "burglaries"})
CLAIMS = (FINDING, QUARRY, MILL_LANE, BURGLARY)
PIECES = (
    ("Quarry", 1, "name"), (", ", None, ""), ("burglary", 3, "name"), (": ", None, ""), ("24", 0, "observed"),
    (" recorded in ", None, ""), ("September 2026", 0, "month"), ("; ", None, ""), ("1", 0, "lower"),
    (" to ", None, ""), ("10", 0, "upper"), (" expected. It lies above its range.", None, ""),
)  # fmt: skip


def _passage(pieces):
    text, spans = "", []
    for words, claim, name in pieces:
        if claim is not None:
            spans.append(ToldSpan(len(text), len(text) + len(words), claim, name))
        text += words
    return ToldPassage(text, tuple(spans))


def _wrong(pieces=PIECES, claims=CLAIMS, shown=None, names=NAMES):
    passage = _passage(pieces)
    known = passages_of([Statement("signals", claims, (passage,))])
    return list(SentenceReader("a.html", names).read([ReadText(shown or passage.text)], known))


def _with(number, piece):
    return tuple(piece if i == number else old for i, old in enumerate(PIECES))


def test_a_sentence_that_is_as_its_claims_are_is_left_alone():
    assert _wrong() == []


@pytest.mark.parametrize(
    ("number", "piece", "said"),
    [
        (4, ("25", 0, "observed"), "25"),
        (4, ("1", 0, "lower"), "1 recorded"),
        (6, ("August 2026", 0, "month"), "August 2026"),
        (8, ("2", 0, "lower"), "2"),
        (8, ("10", 0, "upper"), "10 to 10 expected"),
        (0, ("Mill Lane", 1, "name"), "Mill Lane"),
        (0, ("Mill Lane", 2, "name"), "24 of Mill Lane"),
        (11, (" expected. It lies below its range.", None, ""), "below"),
        (5, (" recorded, below, in ", None, ""), "below"),
        (4, ("24", None, ""), "24"),
        (6, ("September 2026", None, ""), "September 2026"),
    ],
)
def test_one_number_place_month_or_side_that_is_another_is_found(number, piece, said):
    assert said in [one.said for one in _wrong(_with(number, piece))]


@pytest.mark.parametrize(
    ("name", "value"),
    [("observed", 23), ("lower", 2), ("upper", 11), ("month", "2026-08"), ("area", "N2")],
)
def test_one_value_of_a_claim_that_is_another_is_found(name, value):
    changed = replace(FINDING, values={**FINDING.values, name: value})
    assert _wrong(claims=(changed, *CLAIMS[1:]))


def test_a_sentence_that_no_claim_stands_behind_is_found_where_it_holds_a_number():
    assert [one.claim for one in _wrong(shown="Quarry: 25 recorded.")] == ["a sentence of no claim"]
    assert _wrong(shown="Nothing else stands out.") == []


def test_a_side_is_held_against_the_count_beside_its_range():
    point = replace(FINDING, kind="series_point", values={"observed": 0, "lower": 1, "upper": 10, "month": "2026-09"})
    for side, wrong in (("below", []), ("above", ["above"])):
        words = f" is {side} its range with "
        pieces = (("Quarry", 1, "name"), (words, None, ""), ("0", 0, "observed"), ("; no other is above", None, ""))
        assert [w.said for w in _wrong(pieces, (point, *CLAIMS[1:]))] == wrong


def test_an_effect_lies_on_the_side_of_its_count_and_not_on_the_side_that_was_hoped_for():
    hoped = {"area": "N1", "observed": 404, "lower": 262, "upper": 394, "direction": "down"}
    claims = (Claim("effect", ("N1",), ("burglary",), (), hoped), *CLAIMS[1:])
    for word, said in (("more", []), ("fewer", ["fewer"])):
        pieces = (("404", 0, "observed"), (" recorded, so ", None, ""), (f"{word} than expected.", None, ""))
        assert [wrong.said for wrong in _wrong(pieces, claims)] == said
    within = (replace(claims[0], values={**hoped, "observed": 300}), *CLAIMS[1:])
    assert _wrong((("300", 0, "observed"), (" recorded, fewer than last year.", None, "")), within) == []


def test_a_number_of_the_whole_document_is_of_no_place_that_the_sentence_before_has_named():
    cleared = Claim("tactical_assessment", ("BWI",), (), (), {"area": "BWI", "cleared": 3})
    before = (("Quarry", 1, "name"), (" has no activity. ", None, ""))
    number = ("3", 4, "cleared")
    assert _wrong((*before, number, (" of last month's signals are back.", None, "")), (*CLAIMS, cleared)) == []
    in_its_own = (*before, ("In ", None, ""), ("Quarry", 1, "name"), (", ", None, ""), number, (" are back.", None, ""))
    assert [wrong.said for wrong in _wrong(in_its_own, (*CLAIMS, cleared))] == ["3 of Quarry"]


def test_the_range_of_an_excess_is_told_from_its_near_end_to_its_far_one():
    ends = {"excess_least": 12, "excess_most": 38}
    claim = Claim("signal", ("N1",), ("burglary",), (), {"place": "N1", **ends})
    for first, last in (ends, [*ends][::-1]):
        said = (("range ", None, ""), (str(ends[first]), 0, first), (" to ", None, ""))
        wrong = _wrong((*said, (str(ends[last]), 0, last), (".", None, "")), (claim,))
        assert bool(wrong) == (first == "excess_most")


def test_a_name_lies_on_no_side_but_the_words_around_it_do():
    lower = replace(QUARRY, values={"code": "N1", "name": "Lower Quarry"})
    claims, names = (FINDING, lower, *CLAIMS[2:]), {**NAMES, "N1": "Lower Quarry"}
    for words, said in ((" recorded, above", []), (" recorded, below", ["below"])):
        pieces = (("Lower Quarry", 1, "name"), (": ", None, ""), ("24", 0, "observed"), (words, None, ""))
        assert [wrong.said for wrong in _wrong(pieces, claims, names=names)] == said


def test_a_sentence_of_something_else_says_nothing_of_the_one_before_it():
    slow = Claim("tactical_assessment", ("N1",), (), (), {"slow": 18, "slow_falls": 12})
    before = (("Quarry", 1, "name"), (" is above with ", None, ""), ("24", 0, "observed"), (". ", None, ""))
    besides = (("18", 4, "slow"), (" slow changes besides, ", None, ""), ("12", 4, "slow_falls"), (" falls.", None, ""))
    assert _wrong((*before, *besides), (*CLAIMS, slow)) == []
    of_it = (*before, ("It lies below its range.", None, ""))
    assert [wrong.said for wrong in _wrong(of_it, (*CLAIMS, slow))] == ["below"]
    of_drugs = (*before, ("Mill Lane", 2, "name"), (": ", None, ""), ("24", 0, "observed"), (" falls.", None, ""))
    assert "falls" in [wrong.said for wrong in _wrong(of_drugs, (*CLAIMS, slow))]


def test_what_an_option_says_around_its_problem_is_printed_in_two_parts():
    option = Claim("action_words", ("N1",), ("burglary",), (), {"action": "Map {problem} in two weeks"})
    for last, said in ((" in two weeks", []), (" in three weeks", [" in three weeks"])):
        pieces = (("Map ", 4, "action"), ("burglary", 3, "name"), (last, 4, "action"))
        assert [wrong.said for wrong in _wrong(pieces, (*CLAIMS, option))] == said


def test_a_phrase_of_the_method_needs_no_claim():
    import re

    reader = SentenceReader("a.html", NAMES, (re.compile("per 1,000 residents"),))
    passage = ToldPassage("A rate per 1,000 residents", ())
    known = passages_of([Statement("x", (), (passage,))])
    assert list(reader.read([ReadText(passage.text)], known)) == []


RUN = replace(
    FINDING,
    values={
        **FINDING.values,
        "observed": 9,
        "expected": 4.4,
        "run_observed": 24,
        "run_expected": 10.0,
        "run_months": 3,
    },
)


@pytest.mark.parametrize(
    ("value", "expected", "said"),
    [
        (("24", 0, "run_observed"), ("10", 0, "run_expected"), []),
        (("9", 0, "observed"), ("10", 0, "run_expected"), ["9 recorded in three months"]),
        (("24", 0, "run_observed"), ("4", 0, "expected"), ["months; about 4 expected"]),
    ],
)
def test_what_was_in_months_taken_together_is_not_what_was_in_the_last_of_them(value, expected, said):
    pieces = (("Quarry", 1, "name"), (": ", None, ""), value, (" recorded in ", None, ""), ("three", 0, "run_months"),
              (" months; about ", None, ""), expected, (" expected", None, ""))  # fmt: skip
    assert [wrong.said for wrong in _wrong(pieces, (RUN, *CLAIMS[1:]))] == said


@pytest.mark.parametrize(
    ("name", "shown", "said"), [("run_observed", "24", []), ("observed", "9", ["9 in three months; about"])]
)
def test_a_number_behind_a_bracket_is_read_as_any_other(name, shown, said):
    pieces = (("Quarry", 1, "name"), (" (", None, ""), (shown, 0, name), (" in ", None, ""), ("three", 0, "run_months"),
              (" months; about ", None, ""), ("10", 0, "run_expected"), (" expected)", None, ""))  # fmt: skip
    assert [wrong.said for wrong in _wrong(pieces, (RUN, *CLAIMS[1:]))] == said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("run_observed", "run_expected"), []),
        (("observed", "run_expected"), ["9 after 1"]),
        (("run_observed", "expected"), ["4 after 4.4"]),
    ],
)
def test_so_many_after_so_many_are_those_of_all_months_together(names, said):
    numbers = [(f"{RUN.values[name]:g}", 0, name) for name in names]
    pieces = (("Burglary in ", None, ""), ("Quarry", 1, "name"), (", ", None, ""), numbers[0], (" after ", None, ""),
              numbers[1])  # fmt: skip
    assert [wrong.said for wrong in _wrong(pieces, (RUN, *CLAIMS[1:]))] == said


def test_what_was_recorded_since_work_began_is_its_count_whatever_it_is_called():
    effect = Claim("effect", ("N1",), ("burglary",), (), {"observed": 30, "expected": 31.0, "first": "2026-05"})
    for name, shown, said in (("observed", "30", 0), ("expected", "31", 1)):
        pieces = ((shown, 4, name), (" reports of burglary since ", None, ""), ("May 2026", 4, "first"))
        assert len(_wrong(pieces, (*CLAIMS, effect))) == said


def test_a_month_lies_on_its_side_of_the_same_month_of_earlier_years():
    years = {"month": "2026-09", "observed": 90, "lowest": 60, "highest": 80}
    told = Claim("same_months", ("N1",), (), (), years)
    for word, said in (("more", []), ("fewer", ["fewer"])):
        pieces = (("90", 4, "observed"), (f" recorded, {word} than in any (", None, ""), ("60", 4, "lowest"),
                  (" to ", None, ""), ("80", 4, "highest"), (")", None, ""))  # fmt: skip
        assert [wrong.said for wrong in _wrong(pieces, (*CLAIMS, told))] == said


@pytest.mark.parametrize(
    "around",
    [
        ((" recorded; ", None, ""),),
        ((" recorded in ", None, ""), ("September 2026", 0, "month"), ("; ", None, "")),
        ((" in ", None, ""), ("September 2026", 0, "month"), (", above the ", None, "")),
    ],
)
def test_what_was_in_one_month_is_not_what_was_in_several(around):
    end = (("1", 0, "lower"), (" to ", None, ""), ("10", 0, "upper"), (" expected", None, ""))
    for name, shown, said in (("run_observed", "24", {"run_observed"}), ("observed", "9", set())):
        pieces = (("Quarry", 1, "name"), (": ", None, ""), (shown, 0, name), *around, *end)
        assert {one.claim for one in _wrong(pieces, (RUN, *CLAIMS[1:]))} == said


def test_so_many_more_or_fewer_follows_from_the_number_s_own_sign():
    signal = Claim("signal", ("N1",), ("burglary",), (), {"not_in_parts": -4, "other_parts": 3})
    for words, said in ((" more than the whole", []), (" fewer than the whole", ["4 fewer than the whole"])):
        pieces = (("The parts add up to ", None, ""), ("4", 4, "not_in_parts"), (words, None, ""))
        assert [wrong.said for wrong in _wrong(pieces, (*CLAIMS, signal))] == said
    for words, said in ((" more parts together", []), (" fewer parts together", ["three fewer"])):
        pieces = (("three", 4, "other_parts"), (words, None, ""))
        assert [wrong.said for wrong in _wrong(pieces, (*CLAIMS, signal))] == said


def test_how_many_lie_on_a_side_is_the_number_of_that_side():
    for kind, words, last in (
        ("rates_alt", " of the intervals lie wholly ", ""),
        ("effects_heading", " counts ", " what was expected"),
    ):
        told = Claim(kind, (), (), (), {"above": 3})
        for side, said in (("above", 0), ("below", 1)):
            pieces = (("Three", 4, "above"), (f"{words}{side}{last}", None, ""))
            assert len(_wrong(pieces, (*CLAIMS, told))) == said


@pytest.mark.parametrize(
    ("begins", "wrong"),
    [("commission a profile of ", []), ("Commission a profile of ", []), ("order a profile of ", ["f "])],
)
def test_an_option_that_is_told_in_the_middle_of_a_sentence_begins_with_a_small_letter(begins, wrong):
    option = Claim("action_words", (), (), (), {"action": "Commission a profile of {problem}, and a date"})
    pieces = (("First: ", None, ""), (begins, 4, "action"), ("burglary", 3, "name"), (", and a date", 4, "action"))
    assert [one.said[-2:] for one in _wrong(pieces, (*CLAIMS, option))] == wrong


def test_the_name_of_a_place_that_stands_alone_on_a_map_states_nothing_whatever_number_is_in_it():
    names = {**NAMES, "N3": "City of London 001B"}
    assert _wrong(shown="City of London 001B", names=names) == []
    assert _wrong(shown="City of London 001B: 5", names=names) != []


@pytest.mark.parametrize(("name", "said"), [("observed", []), ("upper", ["this month 10; 1 to 10 expected"])])
def test_what_is_told_of_this_month_beside_a_range_is_its_count(name, said):
    count = (("Above (this month ", None, ""), (str(FINDING.values[name]), 0, name), ("; ", None, ""))
    found = _wrong((*count, *PIECES[8:11], (" expected)", None, "")))
    assert [*{one.said for one in found}] == said


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ("above or below", []), ("below or below", ["below or below"]),
        ("some above and some below", []), ("some above and some above", ["above and some above"]),
    ],
)  # fmt: skip
def test_where_both_sides_are_meant_each_is_named(sides, said):
    pieces = (("Quarry", 1, "name"), (f": a count {sides} such a range would stand out.", None, ""))
    assert [one.said for one in _wrong(pieces)] == said


@pytest.mark.parametrize(("side", "said"), [("more", []), ("fewer", ["fewer than stated"])])
def test_what_fell_inside_past_ranges_lies_on_its_side_of_what_is_stated(side, said):
    claims = (
        Claim("detection_settings", (), (), (), {"coverage": 0.95}),
        Claim("coverage", (), (), (), {"inside": 0.975}),
    )
    pieces = (
        ("about ", None, ""), ("95", 0, "coverage"), (" months in 100 fall inside it. Of the past ", None, ""),
        ("97.5", 1, "inside"), (f" in 100 fell inside: {side} than stated.", None, ""),
    )  # fmt: skip
    assert [one.said for one in _wrong(pieces, claims) if "no claim" not in one.proved] == said


@pytest.mark.parametrize(
    ("before", "name", "behind", "wrong"),
    [
        ("fewer than ", "below", " a month were expected", False), ("fewer than ", "least", " a month", True),
        ("more than ", "least", " a month were expected", False),
        ("more than ", "below", " a month were expected", True),
        ("", "least", " or more", False), ("", "least", " or fewer", True), ("", "below", " or more", True),
    ],
)  # fmt: skip
def test_the_end_of_a_class_of_sizes_is_told_as_the_end_that_it_is(before, name, behind, wrong):
    size = Claim("size_coverage", (), (), (), {name: 5})
    assert bool(_wrong(((f"of {before}", None, ""), ("5", 0, name), (behind, None, "")), (size,))) == wrong


SUMMED = replace(FINDING, values={**FINDING.values, "run_months": 5, "run_observed": 42, "run_since": "2026-05"})
ONSET = Claim("onset", ("N1",), ("burglary",), ("2026-04",), {"month": "2026-04"})


def _sum(named):
    begins = (("42", 0, "run_observed"), (" recorded in ", None, ""), ("five", 0, "run_months"), (" months", None, ""))
    first = ((" from ", None, ""), ("May 2026", 0, "run_since")) if named else ()
    return (*begins, *first, (". It began in ", None, ""), ("April 2026", 4, "month"), (".", None, ""))


def test_a_sum_of_months_beside_another_month_in_which_it_began_names_its_own_first():
    claims = (SUMMED, *CLAIMS[1:], ONSET)
    assert "42" in [one.said for one in _wrong(_sum(named=False), claims)]
    assert _wrong(_sum(named=True), claims) == []
    began_as_it = (*CLAIMS[1:], replace(ONSET, values={"month": "2026-05"}))
    same = (*_sum(named=False)[:-2], ("May 2026", 4, "month"), (".", None, ""))
    assert _wrong(same, (SUMMED, *began_as_it)) == []
