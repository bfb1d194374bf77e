"""What looks like a person's own data is asked of the analyst, and stops an edition until it was read."""

import pytest

from bsafe_analysis.batch.personal_review import asked_of_written, may_be_published
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.register_entries import Choice, DecisionSheet, Proposal
from tests.reports import months as by_hand


def asked(title="Fit locks", place="Mill Lane", action="Fit lights"):
    areas = Areas((Area("N1", place, Level.NEIGHBOURHOOD, "A1"),))
    proposal = Proposal("2026-08-1", "2026-08", "f", "N1", "burglary", "o", action, "Council", Choice.ACCEPT)
    return asked_of_written(areas, [by_hand.activity(title=title)], [DecisionSheet("2026-08", (proposal,))])


@pytest.mark.parametrize(
    ("given", "where", "kind"),
    [
        ({"title": "Visit 12 Acacia Avenue weekly"}, "the title of activity D01", "an address ('12 Acacia Avenue')"),
        ({"title": "Ring 01709 555 123"}, "the title of activity D01", "a telephone number"),
        ({"title": "Talk to Mrs Bell"}, "the title of activity D01", "a person's name ('Mrs Bell')"),
        ({"place": "Flats at S61 1AA"}, "the name of N1", "a postcode"),
        ({"action": "Write to jo@example.org"}, "the action of decision 2026-08-1", "an e-mail address"),
    ],
)
def test_a_title_a_places_name_or_an_action_that_names_somebody_is_asked_about(given, where, kind):
    (notice,) = asked(**given)
    assert notice.needs_person
    assert where in notice.text and kind in notice.text


def test_ordinary_words_are_not_asked_about():
    assert asked("Patrol Mill Lane and 3 car parks, 24 hours", "High Street", "Close the alley off Park Road") == ()


def test_nothing_is_published_until_somebody_read_what_the_run_before_named(tmp_path):
    lines = ("the title of activity D01 holds what looks like an address ('12 Acacia Avenue')",)
    assert may_be_published(tmp_path, (), "")
    assert not may_be_published(tmp_path, lines, "Jo read it")  # no run had named it: nobody can have read it
    assert not may_be_published(tmp_path, lines, "")
    assert may_be_published(tmp_path, lines, "Jo read it: a public building")
    assert not may_be_published(tmp_path, (*lines, "another"), "Jo read it: a public building")
