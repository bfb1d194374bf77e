"""Hours of signals, runs and repeats are counted again by a road of the audit's own."""

from datetime import date
from types import SimpleNamespace

import pytest

from bsafe_analysis.audit.hours_again import LineWithTimes, moment, spread
from bsafe_analysis.audit.proofs.hours_told import LineInHours, shared_out_lines
from bsafe_analysis.audit.proofs.registry import PROOFS, Unproved
from bsafe_analysis.audit.proofs.repeats_told import PlacedLine, day_of, placed_lines
from bsafe_analysis.audit.proofs.same_again_told import Referred, referred_lines
from bsafe_analysis.audit.proofs.stops_again import SearchAgain
from bsafe_analysis.claims.records import Claim

MONTH = "2026-09"
GAZETTEER = SimpleNamespace(levels={"B": "borough"}, parts=lambda place: ())


def evidence(hours=(), placed=()):
    made = {shared_out_lines: list(hours), placed_lines: list(placed)}
    return SimpleNamespace(
        audience="internal", month=MONTH, recount=SimpleNamespace(gazetteer=GAZETTEER), once=lambda make: made[make]
    )


def claim(kind, **values):
    return Claim(kind, ("B",), ("fires",), (), values)


def timed(month, at, n):
    return [LineInHours("N1", "fires", month, {at: 1.0})] * n


def test_the_hours_of_a_signal_are_found_again_and_a_part_that_is_not_so_is_not():
    lines = timed(MONTH, (4, 22), 9) + timed(MONTH, (1, 12), 3) + timed("2026-03", (1, 12), 40)
    found = PROOFS["signal_hours"](claim("signal_hours", first=MONTH, last=MONTH), evidence(lines))
    assert (found["timed"], found["before"], found["window"], found["inside"]) == (12, 40, "weekend_nights", 9)
    assert (found["begins"], found["ends"], found["week[4][7]"]) == (20, 2, 9)
    even = timed(MONTH, (1, 12), 12) + timed("2026-03", (1, 12), 40)
    assert PROOFS["signal_hours"](claim("signal_hours", first=MONTH, last=MONTH), evidence(even))["window"] == ""


def test_too_few_times_prove_nothing():
    found = PROOFS["signal_hours"](claim("signal_hours", first=MONTH, last=MONTH), evidence(timed(MONTH, (4, 22), 7)))
    assert found["timed"] is None


def placed(n, apart=0.01, days=30):
    return [PlacedLine("fires", MONTH, round(i * apart, 6), 54.0, i * days) for i in range(n)]


def test_pairs_near_in_space_and_time_are_measured_again():
    followed = [each._replace(y=54.0005, day=each.day + 3) for each in placed(10)]  # some 56 metres, three days
    told = evidence(placed=placed(30) + followed)
    found = PROOFS["near_run"](claim("near_run", metres=100, days=7), told)
    assert (found["incidents"], found["pairs"]) == (40, 10)
    assert found["expected"] == pytest.approx(10 * 10 / (40 * 39 / 2))
    assert PROOFS["near_run"](claim("near_run", metres=150, days=7), told)["metres"] is None
    assert PROOFS["near_run"](claim("near_run", metres=100, days=7), evidence(placed=placed(40)))["metres"] is None


def test_repeats_at_a_point_are_counted_again():
    found = PROOFS["again_there"](claim("again_there"), evidence(placed=placed(30) + placed(4)))
    assert (found["incidents"], found["again"], found["places"]) == (34, 8, 4)
    assert found["by_chance"] == pytest.approx(34 * (1 - (29 / 30) ** 33))


REFERRED = [
    *(Referred("force", "fires", MONTH, (f"v{n}", "")) for n in range(28)),
    *(Referred("force", "fires", MONTH, ("x", "")) for _ in range(3)),
    Referred("force", "fires", MONTH, ("", "")),
    Referred("force", "fires", "2025-09", ("x", "")),
    Referred("council", "fires", MONTH, ("", "p")),
]


def test_references_are_counted_again_and_compared():
    gazetteer = SimpleNamespace(borough="B", parts=lambda place: ())
    recount = SimpleNamespace(gazetteer=gazetteer, residents=lambda place: 1000)
    given = SimpleNamespace(audience="internal", month=MONTH, recount=recount, once=lambda make: REFERRED)
    found = PROOFS["same_there"](claim("same_there", what="victim"), given)
    told = ("incidents", "of", "again", "marks", "known", "first", "last")
    assert [found[name] for name in told] == [31, 32, 3, 1, True, "2025-10", MONTH]
    assert found["by_chance"] == pytest.approx(31 * (1 - 0.999**30))
    assert PROOFS["same_there"](claim("same_there", what="street"), given)["what"] is None
    with pytest.raises(Unproved):
        referred_lines(SimpleNamespace(audience="partner"))


def test_single_points_are_read_again_for_the_internal_edition_alone():
    with pytest.raises(Unproved):
        placed_lines(SimpleNamespace(audience="partner"))


@pytest.mark.parametrize(
    ("began", "ended", "found"),
    [
        ("2026-09-04 22:00", "2026-09-05 00:00", {(4, 22): 0.5, (4, 23): 0.5}),
        ("2026-09-04 22:00", "2026-09-08 00:00", None),
        ("", "2026-09-05 00:00", {(5, 0): 1.0}),
        ("2026-09-04", "", {}),
    ],
)
def test_a_line_is_shared_out_set_aside_or_silent(began, ended, found):
    assert spread(LineWithTimes("N1", "fires", MONTH, moment(began), moment(ended)), 24) == found


@pytest.mark.parametrize("text", ["2026-09-03", "03/09/2026", "2026-09-03 14:00", "2026-09-02T23:30:00Z"])
def test_a_day_is_read_however_it_is_written(text):
    assert day_of(text) == (date(2026, 9, 3) - date(1970, 1, 1)).days


@pytest.mark.parametrize("text", ["", "2026-09", "2026-13-40"])
def test_what_is_no_day_is_none(text):
    assert day_of(text) is None


def searched(place, month, object, result, n):
    return [SearchAgain(place, month, object, result)] * n


SEARCHES = [
    *searched("N1", MONTH, "Controlled drugs", "no_action", 11),
    *searched("N2", "2026-08", "Controlled drugs", "arrest", 2),
    *searched("N2", MONTH, "Fireworks", "arrest", 1),
]


@pytest.mark.parametrize(
    ("wanted", "month", "found"),
    [
        ("Controlled drugs", "", (13, 11, 2, "Controlled drugs")),
        ("Other objects", "", (1, 0, 1, "Other objects")),
        ("", "2026-08", (2, 0, 2, "")),
        ("Fireworks", "", (1, 0, 1, None)),  # too few to be told by itself
    ],
)
def test_searches_are_counted_again_by_object_and_month(wanted, month, found):
    gazetteer = SimpleNamespace(borough="B", parts=lambda place: ())
    given = SimpleNamespace(month=MONTH, recount=SimpleNamespace(gazetteer=gazetteer), once=lambda make: SEARCHES)
    row = PROOFS["stop_row"](Claim("stop_row", ("B",), (), (), {"object": wanted, "month": month}), given)
    assert (row["searches"], row["no_action"], row["arrest"], row["object"]) == found
    told = PROOFS["stops_told"](Claim("stops_told", ("B",), (), (), {}), given)
    assert (told["total"], told["held"], told["first"]) == (14, 2, "2025-10")
