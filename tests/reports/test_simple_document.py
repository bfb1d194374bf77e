"""An analyst's own page: shown part by part, each to those readers whom the analyst named."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.mime import END_MIME, FIGURE_MIME
from bsafe_analysis.reports.show import finish
from bsafe_analysis.reports.simple_document import simple_document
from tests.reports.months import prepared

ROWS = pd.DataFrame({"Place": ["Mill Lane", "Quarry"], "Thefts": [1234, None], "Share": [0.5, 2.0]})


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **more: shown.append((bundle, more)))
    return shown


def page(audience="internal"):
    return simple_document(replace(prepared(), audience=audience), "A1", "Bicycles")


def test_words_tables_and_charts_stand_in_sections_and_the_end_mark_names_them(displayed):
    own = page()
    own.text("What was **asked** <b>here</b>")
    own.section("By place")
    own.table(ROWS, "Thefts by place")
    own.figure({"data": [{"type": "bar", "x": ["a"], "y": [1]}]}, "One bar")
    finish(own)
    html = [bundle.get("text/html", "") for bundle, _ in displayed]
    assert html[0] == '<h2 id="own-bicycles">Bicycles</h2>' and html[2] == '<h2 id="own-by-place">By place</h2>'
    assert "<strong>asked</strong> &lt;b&gt;here" in html[1]
    assert "1,234</td>" in html[3] and "[x]</td>" in html[3] and "0.50" in html[3] and ">2</td>" in html[3]
    figure = displayed[4][0][FIGURE_MIME]
    assert figure["heading"] == "One bar" and "added-own-one-bar-data" in figure["table"]
    holds = displayed[-1][0][END_MIME]["holds"]
    assert holds == {
        "sections": ("own-bicycles", "own-by-place"),
        "figures": ("added-own-one-bar",),
        "tables": ("own-thefts-by-place-table",),
    }


@pytest.mark.parametrize(
    ("audience", "seen"), [("internal", ["1", "2", "3"]), ("partner", ["2", "3"]), ("public", ["3"])]
)
def test_a_part_reaches_only_those_readers_whom_the_analyst_named(displayed, audience, seen):
    own = page(audience)
    own.text("1")
    own.text("2", readers="partner")
    own.text("3", readers="public")
    assert [bundle["text/plain"] for bundle, _ in displayed] == ["Bicycles", *seen]
    assert all("readers" in more["metadata"] for _, more in displayed)


def test_a_heading_below_which_nothing_is_for_these_readers_is_not_shown(displayed):
    own = page("partner")
    own.section("Of one household")
    own.table(ROWS, "Named")
    own.figure({"data": []}, "Drawn")
    assert displayed == [] and own.sections == () and own.holds.tables == ()


def test_two_parts_of_one_name_have_each_an_id(displayed):
    own = page()
    own.table(ROWS, "T")
    own.table(ROWS, "T")
    assert own.holds.tables == ("own-t-table", "own-t-table-2")


def test_what_cannot_be_is_refused_in_plain_words():
    with pytest.raises(InputError, match="there is no place 'X9'"):
        simple_document(prepared(), "X9", "T")
    with pytest.raises(InputError, match="there are no readers 'everybody'"):
        page().text("x", readers="everybody")
    with pytest.raises(InputError, match="colours and styles"):
        page().table(ROWS.style.highlight_max(), "Coloured")
