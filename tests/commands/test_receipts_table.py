"""What `bsafe check` prints of receipts and notices."""

import io

from rich.console import Console

from bsafe_analysis.commands.receipts_table import _line, _revised
from bsafe_analysis.model.receipts import Revision


def printed(text):
    console = Console(file=io.StringIO(), width=80)
    _line(console, text)
    return console.file.getvalue()


def test_a_long_notice_is_printed_to_its_last_word_for_there_stands_the_cure():
    text = "Police: " + "what is odd about it, " * 20 + "mend it in data/reference/lsoas.csv."
    assert printed(text) == f"{text}\n"


def test_nothing_that_data_holds_can_steer_the_terminal_or_begin_a_line():
    assert printed("a\x1b[2Jb [bold]c[/bold]\nREFUSED: d\te\x07") == "ab [bold]c[/bold] REFUSED: d e\n"


def test_a_revision_says_what_changed_and_nothing_else():
    said = _revised(Revision("police", "vale", "2026-03", "old.csv", "new.csv", 10, 12, 3, 1, 0, 0, 0))
    assert said == "March 2026 revised by new.csv (before: old.csv): 3 added, 1 removed."
