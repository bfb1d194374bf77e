"""Sides and orders that a sentence tells without a count beside them, and numbers in the words of another value."""

import pytest

from bsafe_analysis.audit.page_reader import ReadTable, ReadText
from bsafe_analysis.audit.printed_cells import cells_read
from bsafe_analysis.audit.said_passages import Said
from bsafe_analysis.audit.sentences import SentenceReader
from bsafe_analysis.audit.sides_said import wrong_orders, wrong_sides, wrong_sides_of_places
from bsafe_analysis.claims.records import Claim, Statement, ToldCell, ToldPassage, ToldSpan

QUARRY = Claim("area", ("N1",), (), (), {"code": "N1", "name": "Quarry", "residents": 9340})
MILL_LANE = Claim("area", ("N2",), (), (), {"code": "N2", "name": "Mill Lane", "residents": 700})
DRUGS = Claim("category", (), ("drugs",), (), {"key": "drugs", "name": "drugs"})
KNOWN = {("N1", "burglary"): {"down"}, ("N1", "drugs"): {"up"}}


def _said(text, claims, *printed):
    spans = tuple(ToldSpan(text.index(shown), text.index(shown) + len(shown), n, name) for shown, n, name in printed)
    return Said(ReadText(text), ToldPassage(text, spans), claims)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Did drugs move here from Quarry, next to it, where more were recorded?", False),
        ("Did drugs move here from Quarry, next to it, where fewer were recorded?", True),
        ("Did it move here from Quarry, next to it, where fewer were recorded?", False),  # one kind there went down
        ("Drugs in Quarry. How many fewer would be seen is told below.", False),  # another sentence
    ],
)
def test_a_side_of_a_place_that_is_told_without_its_count_is_one_that_is_known_of_it(text, wrong):
    printed = [("Quarry", 0, "name")] + ([("drugs", 1, "name")] if "drugs" in text else [])
    assert bool(list(wrong_sides_of_places(_said(text, (QUARRY, DRUGS), *printed), KNOWN))) is wrong


@pytest.mark.parametrize(("word", "wrong"), [("most", False), ("fewest", True)])
def test_a_list_begins_at_the_end_from_which_it_is_told(word, wrong):
    shares = tuple(Claim("share", (), (), (), {"excess": n}) for n in (9, 8))
    said = _said(f"Of the 17, {word} in: Long Mere 9 and Kiln Row 8.", shares, ("9", 0, "excess"), ("8", 1, "excess"))
    assert bool(list(wrong_orders(said))) is wrong


@pytest.mark.parametrize(("word", "wrong"), [("highest", False), ("lowest", True)])
def test_the_busiest_hours_are_not_told_as_the_lowest(word, wrong):
    part = Claim("week_part", (), (), (), {"count": 61})
    assert bool(list(wrong_orders(_said(f"61 are the {word} of 56 squares.", (part,), ("61", 0, "count"))))) is wrong


@pytest.mark.parametrize(("word", "wrong"), [("higher", False), ("lower", True)])
def test_hours_of_a_signal_are_told_of_rises_alone(word, wrong):
    hours = Claim("signal_hours", (), (), (), {"inside": 13, "timed": 14})
    said = _said(f"13 lie {word} than usual on Fridays.", (hours,), ("13", 0, "inside"))
    assert bool(list(wrong_orders(said))) is wrong


@pytest.mark.parametrize(
    "text",
    [
        "The usual count is highest in March at 80 and highest in May at 55.",
        "One lies wholly above the borough's rate; the others lie within or above it.",
        "What fewer than one agency recorded is counted by each.",
        "Map: Quarry stands above what was expected, none above, and the others gave no signal.",
        "The usual count, between the lowest and the lowest of those years.",
    ],
)
def test_one_side_that_is_named_for_both_is_found(text):
    assert list(wrong_sides(_said(text, ())))


def _wrong(text, claims, *printed):
    said = _said(text, claims, *printed)
    return list(SentenceReader("a.html", {}).read([said.run], {text: (said.passage, claims)}))


def test_people_live_in_the_place_of_which_they_are_told():
    for name, number, wrong in (("Quarry", 0, False), ("Mill Lane", 1, True)):
        text = f"About 9,340 people live in {name}."
        found = _wrong(text, (QUARRY, MILL_LANE), ("9,340", 0, "residents"), (name, number, "name"))
        assert bool(found) is wrong


PLAN = Claim("plan_states", (), (), (), {"every": 26, "late": 2})
ALERTS = Claim("alert_history", (), (), (), {"lasted": 3, "faded": 1})


def test_a_number_in_the_words_of_one_value_is_that_value():
    assert _wrong("The plan has 26 activities.", (PLAN,), ("26", 0, "every")) == []
    assert _wrong("The plan has 2 activities.", (PLAN,), ("2", 0, "late"))


HOURS = Claim("signal_hours", (), (), (), {"inside": 13, "timed": 14})
HALF = Claim("half_of_it", (), (), (), {"few": 5, "of": 12, "even": 6})


def test_hours_and_halves_are_what_their_words_call_them():
    text = "{} incidents of the signal have a time."
    assert _wrong(text.format(14), (HOURS,), ("14", 0, "timed")) == []
    assert _wrong(text.format(13), (HOURS,), ("13", 0, "inside"))
    for name, number in (("few", 5), ("even", 6)):
        assert _wrong(f"{number} of 12", (HALF,), (str(number), 0, name), ("12", 0, "of")) == []
    assert _wrong("5 of 6", (HALF,), ("5", 0, "few"), ("6", 0, "even"))


RUN = Claim("finding", (), (), (), {"observed": 11, "run_observed": 40})
BESIDE = Claim("whereabouts", (), (), (), {"others_judged": 17, "told": 25})


def test_this_month_and_the_other_kinds_are_what_their_words_call_them():
    assert _wrong("This month: 11, within range.", (RUN,), ("11", 0, "observed")) == []
    assert _wrong("This month: 40, within range.", (RUN,), ("40", 0, "run_observed"))
    text = "None of the other {} categories here is outside its range."
    assert _wrong(text.format(17), (BESIDE,), ("17", 0, "others_judged")) == []
    assert _wrong(text.format(25), (BESIDE,), ("25", 0, "told"))


def test_none_is_a_number_where_its_words_make_it_one():
    told = ("three", 0, "lasted")
    text = "three lasted into the next month, {} gave no signal the month after"
    assert _wrong(text.format("one"), (ALERTS,), told, ("one", 0, "faded")) == []
    assert _wrong(text.format("none"), (ALERTS,), told)


def test_a_span_of_months_ends_with_its_last():
    arrival = Claim("source_scope", (), (), (), {"first": "2026-08", "last": "2026-09"})
    good, bad = "August 2026 to September 2026", "September 2026 to September 2026"
    assert _wrong(good, (arrival,), ("August 2026", 0, "first"), ("September 2026", 0, "last")) == []
    spans = (ToldSpan(0, 14, 0, "last"), ToldSpan(18, 32, 0, "last"))
    known = {bad: (ToldPassage(bad, spans), (arrival,))}
    assert list(SentenceReader("a.html", {}).read([ReadText(bad)], known))


def test_a_cell_without_a_number_is_read_where_it_names_a_place():
    table = ReadTable("t", "Places", ("Place",), (("Chapel Terrace, Quarry",), ("Quarry",), ("High Street",)))
    found = list(cells_read([table], [Statement("places", (), ())], frozenset(("Quarry",))))
    assert [cell.text for cell in found] == ["Chapel Terrace, Quarry"]


def test_a_cell_that_tells_something_is_read_with_it():
    cell = ToldCell("t", 0, "place", "text", "Quarry", (ToldSpan(0, 6, 0, "name"),))
    found = list(cells_read([ReadTable("t", "", ("Place",), (("Quarry",),))], [Statement("p", (QUARRY,), (), (cell,))]))
    assert [(each.text, len(each.told[0].spans)) for each in found] == [("Quarry", 1)]
