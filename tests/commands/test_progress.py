"""What a person sees of a run: plain lines in a log, one bar on a terminal, and nothing that data could steer."""

import io

import pytest
from rich.console import Console

from bsafe_analysis.commands.progress import LiveProgress, PlainProgress, watcher_for
from bsafe_analysis.engines.evidence import Problem
from bsafe_analysis.packs.plan import PlannedDocument
from bsafe_analysis.terminal import plain


def document(title):
    return PlannedDocument("lap", title, "A1", "2026-09", "lap.ipynb", "a1.html", {})


def watched(terminal, *documents):
    written = io.StringIO()
    watcher = watcher_for(Console(file=written, force_terminal=terminal, width=100, highlight=False))
    watcher.step("Preparing")
    watcher.begins(len(documents))
    for one, problem in documents:
        watcher.starts(one)
        watcher.ends(one, problem)
    watcher.close()
    return watcher, written.getvalue()


def test_a_log_gets_a_line_for_each_document():
    watcher, written = watched(False, (document("LAP East"), None), (document("LAP West"), Problem("odd", 3)))
    assert isinstance(watcher, PlainProgress)
    assert written.splitlines() == [
        "Preparing",
        "Making 2 documents",
        "1 of 2  LAP East: made",
        "2 of 2  LAP West: FAILED, cell 3, odd",
    ]


def test_a_terminal_gets_one_bar_and_a_line_for_each_failure():
    watcher, written = watched(True, (document("LAP East"), None), (document("LAP West"), Problem("odd", 3)))
    assert isinstance(watcher, LiveProgress)
    assert "2/2" in written
    assert "LAP West: failed, cell 3, odd" in written
    assert "LAP East: failed" not in written


@pytest.mark.parametrize("terminal", [False, True])
def test_names_are_shown_as_they_are_and_steer_nothing(terminal):
    _, written = watched(terminal, (document("[red]East[/red]\x1b[2J\x07"), Problem("[bold]odd", 3)))
    assert "[red]East[/red]" in written
    assert "[bold]odd" in written
    assert "\x1b[2J" not in written
    assert "\x07" not in written


def test_plain_text_keeps_its_first_line_and_no_control_character():
    assert plain("\n  one \x1b[31mred\x1b[0m\ntwo") == "one red"
    assert plain("one\r\ntwo\x00", lines=True) == "one\ntwo"
    assert len(plain("x" * 500)) == 200
