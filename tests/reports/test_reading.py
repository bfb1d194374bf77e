"""The yardstick itself: known texts at their known ages."""

import pytest

from tests.reports.reading import reading_age, syllables


@pytest.mark.parametrize(
    "word, count",
    [("burglary", 3), ("recorded", 3), ("made", 1), ("table", 2), ("expected", 3), ("houses", 2), ("41", 1)],
)
def test_syllables(word, count):
    assert syllables(word) == count


def test_a_plain_text_is_younger_than_an_official_one():
    plain = "The cat sat on the mat. It was warm there. The dog came in and lay down too."
    official = (
        "Notwithstanding considerable methodological limitations, multi-agency partnership interventions "
        "demonstrated statistically appreciable reductions in neighbourhood victimisation."
    )
    assert reading_age(plain) < 8
    assert reading_age(official) > 20
