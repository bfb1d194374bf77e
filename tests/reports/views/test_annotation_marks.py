"""Letters of notes on a chart: over all that is said there already, and never on one another."""

from datetime import date

from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.periods import months_between
from bsafe_analysis.reports.charts import ExpectedSeries, control_chart
from bsafe_analysis.reports.views.annotation_marks import AboutChart, with_notes
from tests.reports.months import AREAS

MONTHS = months_between("2024-10", "2026-09")
ABOUT = AboutChart("N1", ("burglary",), MONTHS[0], MONTHS[-1])
ALT = "Line chart of recorded burglaries by month: 5 in September 2026, within the 2 to 9 expected of it."


def chart(observed=None, **more):
    counts = observed or [5] * len(MONTHS)
    lower, upper = [None] * 12 + [2] * 12, [None] * 12 + [9] * 12
    expected = [None] * 12 + [5.0] * 12
    return control_chart(
        "c",
        "Heading",
        "Caption.",
        ALT,
        ExpectedSeries(MONTHS, counts, expected, lower, upper, **more),
    )


def note(*day):
    return Annotation("a", Kind.EVENT, "N1", "", date(*day), None, "A fair", "analyst", date(*day))


def letters(figure):
    return [a for a in figure.spec["layout"]["annotations"] if a["text"].strip("<b>/").isupper()]


def over(figure):
    """Every label that stands over the chart, with its lift."""
    return [a for a in figure.spec["layout"]["annotations"] if a.get("yref") == "paper" and a["y"] == 1]


def test_letters_have_a_line_of_their_own_over_every_other_label():
    plain = chart(gaps=("2025-03",), rebases={"2025-05": "recording changed"})
    assert len(over(plain)) == 2
    noted = with_notes(plain, [note(2025, 3, 4), note(2026, 2, 1)], AREAS, ABOUT)
    lifts = {a["text"]: a["yshift"] for a in over(noted)}
    assert min(lifts["<b>A</b>"], lifts["<b>B</b>"]) >= 15 + max(v for k, v in lifts.items() if "<b>" not in k)
    room = noted.spec["layout"]["margin"]["t"] - plain.spec["layout"]["margin"]["t"]
    assert room == noted.spec["layout"]["height"] - plain.spec["layout"]["height"] > 15


def test_letters_too_near_to_be_told_apart_stand_together():
    noted = with_notes(chart(), [note(2025, 3, 4), note(2025, 3, 20), note(2026, 2, 1)], AREAS, ABOUT)
    assert [a["text"] for a in letters(noted)] == ["<b>AB</b>", "<b>C</b>"]
    assert len(noted.spec["layout"]["shapes"]) == 3


def range_label(figure):
    return next(a for a in figure.spec["layout"]["annotations"] if "expected range" in a["text"])


def test_the_words_of_the_range_stand_on_it_and_before_it_where_counts_cross_it_from_the_first():
    assert range_label(chart())["xanchor"] == "left"
    assert range_label(chart())["y"] == 9
    crossing = range_label(chart(observed=[5] * 13 + [30] + [5] * 10))
    assert (crossing["xanchor"], crossing["x"]) == ("right", "2025-10-01")
