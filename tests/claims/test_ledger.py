"""What is printed while somebody listens is remembered word by word; what leaves holds no trace of it."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.claims.ledger import BEGIN, MARKS, current, listening, runs_of, without_marks
from bsafe_analysis.claims.told import Origin


@dataclass(frozen=True)
class Row:
    observed: int = 16


ORIGIN = Origin(Row(), "observed", 16)


def test_nobody_listens_by_itself():
    assert current() is None
    with listening() as ledger:
        assert current() is ledger
    assert current() is None


def test_a_value_is_found_again_where_it_stands_in_its_run_of_text():
    with listening() as ledger:
        printed = ledger.heard(f"<p>Of <strong>{ledger.marked(ORIGIN, '16')}</strong>  recorded</p><p>No more.</p>")
    assert printed == "<p>Of <strong>16</strong>  recorded</p><p>No more.</p>"
    first, second = ledger.passages
    assert first.text == "Of 16 recorded" and [(s.start, s.end, s.origin) for s in first.spans] == [(3, 5, ORIGIN)]
    assert second.text == "No more." and not second.spans


def test_a_value_inside_a_value_is_two_spans():
    with listening() as ledger:
        ledger.said(ledger.marked(ORIGIN, f"burglary in {ledger.marked(ORIGIN, 'Quarry')}"))
    assert [(s.start, s.end) for s in ledger.passages[0].spans] == [(0, 18), (12, 18)]


def test_a_value_in_an_address_leaves_no_mark_there():
    with listening() as ledger:
        printed = ledger.heard(f'<a href="#signal-{ledger.marked(ORIGIN, "n05")}">Detail</a>')
    assert printed == '<a href="#signal-n05">Detail</a>'
    assert ledger.passages[0].text == "Detail"


def test_a_table_and_a_drawing_have_readers_of_their_own():
    assert list(runs_of("<p>One<table><tr><td>2</td></tr></table>Three<svg><text>4</text></svg></p>")) == [
        "One",
        "Three",
    ]


def test_entities_are_read_as_letters_and_a_line_break_parts_two_runs():
    assert list(runs_of("<li>Fire &amp; rescue&#44; 5<br>Next <em>line</em></li>")) == ["Fire & rescue, 5", "Next line"]


@given(st.lists(st.tuples(st.text("ab1 ", max_size=6), st.integers(0, 9999))))
def test_every_value_told_is_found_at_its_place(pieces):
    with listening() as ledger:
        text = ";".join(f"{words}{ledger.marked(Origin(Row(), 'observed', n), str(n))}" for words, n in pieces)
        printed = ledger.said(text)
    assert printed == ";".join(f"{words}{n}" for words, n in pieces) == without_marks(text)
    assert not MARKS.search(printed) and BEGIN not in printed
    for passage in ledger.passages:
        assert [passage.text[s.start : s.end] for s in passage.spans] == [str(n) for _, n in pieces]
