"""Seen as by others: what a preview shows is what their edition shows, by the batch's own rules."""

from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.cycle import GUARDED_COLUMNS
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.preparation.store import read_ledger, save_cycle, write_ledger
from bsafe_analysis.reports.charts.tables import HIDDEN
from bsafe_analysis.reports.views import figure, query, sentence
from bsafe_analysis.workbench.bench import MAP, SERIES, Workbench
from bsafe_analysis.workbench.edition_preview import edition
from tests.reports.months import MONTH, MONTHS, finding, not_held, prepared

VIEW = ViewState("N2", MONTHS[0], MONTH, ("burglary",))


@pytest.fixture(scope="module")
def guarded():
    """A partner agency counts burglary: under five it is hidden from partners, and Quarry has four a month."""
    month = prepared(findings=(finding(),))
    cycle = replace(month.cycle, markings={"internal": "OFFICIAL", "partner": "OFFICIAL"})
    own = month.counts[month.counts["category"] == "burglary"][list(GUARDED_COLUMNS)]
    return replace(month, cycle=cycle, guarded=own.reset_index(drop=True), classes={"burglary": "PARTNER"})


def test_a_hidden_cell_is_c_on_every_tab(guarded, tmp_path):
    bench = Workbench(guarded, tmp_path, VIEW)
    assert HIDDEN not in bench.numbers[SERIES].value
    bench.filters.controls["audience"].value = "partner"
    assert HIDDEN in bench.numbers[SERIES].value
    assert "14 of 14 months are not shown in this edition" in bench.words[SERIES].value
    assert "counts of partner agencies under 5 hidden: 14 of 14 months hidden" in bench.status.value
    assert all(set(trace["y"]) == {None} for trace in bench.charts[SERIES].spec["data"] if trace["name"] == "Recorded")
    bench.tabs.selected_index = MAP
    assert ("Quarry: [c], not shown", "N2") in bench.map_list.options
    bench.undo_button.click()
    bench.filters.controls["audience"].value = "internal"
    assert "nothing hidden" in bench.status.value


def test_a_preview_shows_what_the_edition_shows_and_keeps_nothing(guarded, tmp_path):
    seen = edition(tmp_path, guarded, "partner")
    made, _ = share(guarded, "partner", read_ledger(tmp_path))
    pd.testing.assert_frame_equal(seen.counts, made.counts)
    assert (seen.findings, seen.audience) == (made.findings, "partner")
    assert list(tmp_path.iterdir()) == []


def test_an_edition_that_was_made_of_this_month_is_opened_and_an_older_one_is_not(guarded, tmp_path):
    import os

    shared, ledger = share(guarded, "partner")
    made = replace(shared, held=not_held("2026-01"))
    write_ledger(tmp_path, ledger)
    save_cycle(tmp_path, guarded)
    save_cycle(tmp_path, made)
    assert edition(tmp_path, guarded, "partner").gaps == ("2026-01",)
    os.utime(tmp_path / "data/prepared/partner" / MONTH / "facts.json", (1, 1))
    assert edition(tmp_path, guarded, "partner").gaps == ()


def test_an_audience_without_an_edition_is_told_in_plain_words(guarded, tmp_path):
    with pytest.raises(InputError, match=r"policy\.yml.*there is none for public"):
        edition(tmp_path, guarded, "public")
    bench = Workbench(guarded, tmp_path, VIEW)
    bench.filters.controls["audience"].value = "public"
    assert "there is none for public" in bench.message.value
    assert bench.state.audience == "internal"


def test_no_rate_of_a_guarded_category_rests_on_too_few(guarded):
    shared, _ = share(guarded, "partner")
    few = query(VIEW.but(place="N3", measure="rate", first=MONTH), shared)
    assert few.rate is None and "too few for a rate in this edition" in sentence(few)
    assert figure(few).table.rows[0][1] is None
    many = query(VIEW.but(place="B", measure="rate", first=MONTH), shared)
    assert many.rate == pytest.approx((25 + 4 + 5) / 9)
