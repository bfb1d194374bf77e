"""What outcomes mean, and how long after a month its file still tells of it, of downloads typed by hand."""

import pytest

from bsafe_analysis.loading.outcome_words import outcomes_meant
from bsafe_analysis.model.outcomes import Outcome
from tests.loading.downloads import received, row, table, write


def crimes(root, month, download, **given):
    return write(root, table(row(f"{month}{download}", month=month, **given)), month=month, download=download)


def test_a_month_is_as_old_as_the_newest_month_of_its_own_download_says(tmp_path):
    crimes(tmp_path, "2026-03", "2026-09-05")
    crimes(tmp_path, "2026-07", "2026-09-05")
    crimes(tmp_path, "2026-08", "2026-10-05")
    assert received(tmp_path).outcome_ages == {"police": {"2026-03": 4, "2026-07": 0, "2026-08": 0}}


def test_downloaded_again_a_month_is_older_and_what_comes_after_the_judged_month_ages_nothing(tmp_path):
    crimes(tmp_path, "2026-07", "2026-09-05")
    for month in ("2026-07", "2026-08", "2026-09"):
        crimes(tmp_path, month, "2026-10-05", outcome="Suspect charged")
    assert received(tmp_path).outcome_ages == {"police": {"2026-07": 1, "2026-08": 0}}
    assert received(tmp_path, until="2026-09").outcome_ages == {"police": {"2026-07": 2, "2026-08": 1, "2026-09": 0}}


def test_an_outcome_that_nobody_knows_is_one_line_and_counts_among_the_others(tmp_path):
    crimes(tmp_path, "2026-08", "2026-10-05", outcome="Offender sent to the moon")
    (notice,) = [n for n in received(tmp_path).notices if n.kind == "unknown_outcome"]
    assert notice.text == (
        "Police: 1 row has an outcome that is not known (Offender sent to the moon): counted as another outcome."
    )
    assert not notice.needs_person


def test_known_outcomes_are_read_in_any_capitals_without_a_word(tmp_path):
    crimes(tmp_path, "2026-08", "2026-10-05", outcome="UNDER INVESTIGATION")
    assert not [n for n in received(tmp_path).notices if n.kind == "unknown_outcome"]


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("investigation complete; no suspect identified", Outcome.NO_SUSPECT),
        ("offender sent to prison", Outcome.CHARGED),
        ("status update unavailable", Outcome.STILL_OPEN),
        ("unable to prosecute suspect", Outcome.OTHER),
    ],
)
def test_what_the_polices_words_come_to(said, means):
    assert outcomes_meant()[said] is means
