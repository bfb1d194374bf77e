"""How a strategic assessment weighs issues: read from scoring.yml, else at its defaults."""

from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from bsafe_analysis.model.issue_scores import ScoringSettings
from bsafe_analysis.parameters.scoring_file import FILE, read_scoring, shipped_scoring

REPOSITORY = Path(__file__).parents[2]
COUNTED = {"burglary", "robbery"}


def written(tmp_path, text):
    (tmp_path / "parameters").mkdir()
    (tmp_path / FILE).write_text(text)
    return tmp_path


def test_without_the_file_everything_is_at_its_default(tmp_path):
    assert read_scoring(tmp_path, COUNTED) == (ScoringSettings(), ())


def test_the_shipped_file_gives_every_key_its_default_and_a_reason():
    assert yaml.safe_load(shipped_scoring()) == asdict(ScoringSettings())
    assert all("#" in line for line in shipped_scoring().decode().splitlines())


def test_the_repository_s_own_file_is_the_shipped_one():
    assert (REPOSITORY / FILE).read_bytes() == shipped_scoring()


def test_an_issue_that_no_count_shows_may_be_scored_by_people_alone(tmp_path):
    settings, faults = read_scoring(written(tmp_path, "judged_only: {cuckooing: Cuckooing}\n"), COUNTED)
    assert (dict(settings.judged_only), faults) == ({"cuckooing": "Cuckooing"}, ())
    assert settings.judged == ("harm", "amenable")


@pytest.mark.parametrize(
    "text, place, cause",
    [
        ("top: 0\n", "line 1, top", "'0' cannot stand here"),
        ("wieghts: {harm: 1}\n", "line 1, wieghts", "'wieghts' is not a known key"),
        ("weights: {harm: -1}\n", "line 1, weights.harm", "'-1' cannot stand here"),
        ("weights: {harm: 0, volume: 0}\n", "weights", "all weights are nought: nothing could come first"),
        ("judged_only: {robbery: Robbery}\n", "judged_only, robbery", "this is a kind of incident that is counted"),
    ],
)
def test_what_cannot_stand_is_told_with_its_place(tmp_path, text, place, cause):
    _, (fault,) = read_scoring(written(tmp_path, text), COUNTED)
    assert (fault.file, fault.place, fault.cause) == (FILE, place, cause)
