"""What `bsafe check` says of the files that came in is what the pages say of it, word for word."""

from html import unescape

import pytest

from bsafe_analysis.loading.change_words import SAID_ALIKE, told
from bsafe_analysis.model.doubts import FileChange
from bsafe_analysis.reports.wording import words

CHANGES = [
    FileChange("same_rows", "2026-09", 1234),
    FileChange("short", "2026-09", 1234, 0.302),
    FileChange("part", "2026-09", names=("Council log",), first=5, last=28),
    FileChange("unplaced", "2026-09", share=0.3, usual=0.126, names=("Council log", "asb", "fires")),
    FileChange("unplaced", "2026-09", share=0.3, usual=0.126, names=("Council log", "a", "b", "c", "d", "e")),
    FileChange("stranger", "2026-09", 1234, usual=2.6, names=("vale",)),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.what)
def test_one_fact_has_one_wording_on_the_page_and_at_check(change):
    assert told(change) == " ".join(unescape(str(words("findings", "file_change", change=change))).split())


def test_every_sentence_that_is_shared_is_held_to_the_page():
    assert {change.what for change in CHANGES} == set(SAID_ALIKE)
