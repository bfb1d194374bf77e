"""A recording change that is dated after the judged month is told, for its year may be a slip."""

from dataclasses import replace

from bsafe_analysis.model.annotations import Rebase
from bsafe_analysis.model.cycle import DetectionSettings
from bsafe_analysis.parameters.rebases import rebases_to_come

CHANGES = DetectionSettings(rebase=(("violence", "2027-01"), ("drugs", "2024-04")))


def test_a_change_after_the_judged_month_is_one_line_for_a_person():
    (told,) = rebases_to_come(CHANGES, "2026-09")
    assert told.text == (
        "A recording change lies after 2026-09 and does nothing yet (violence from 2027-01): "
        "look whether its year is right."
    )
    assert told.needs_person


def test_a_change_of_one_place_is_told_too_and_one_that_has_come_is_not():
    one_place = replace(CHANGES, rebase=(), rebases=(Rebase(("N1",), "*", "2026-10", "new system"),))
    assert len(rebases_to_come(one_place, "2026-09")) == 1
    assert rebases_to_come(one_place, "2026-10") == ()
