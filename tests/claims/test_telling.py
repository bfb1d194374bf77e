"""What no template prints knows its fact as well: one attribute, a column of them, texts joined, cut and rounded."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.claims.ledger import SaidText, listening
from bsafe_analysis.claims.telling import (
    in_figures,
    joined,
    part_of,
    passage_of_several,
    refiltered,
    rounded_to,
    said_as,
    shortened,
    tell,
    tell_each,
)
from bsafe_analysis.claims.told import is_told, plain
from bsafe_analysis.reports.wording import mid_sentence


@dataclass(frozen=True)
class Count:
    month: str
    observed: int | None
    expected: float = 2.25


@dataclass(frozen=True)
class Line:
    counts: tuple[Count, ...]

    @property
    def latest(self) -> Count:
        return self.counts[-1]


LINE = Line((Count("2026-08", None), Count("2026-09", 16)))


def told_of(text):
    return [(text[s.start : s.end], s.origin.fact, s.origin.name) for s in text.passage.spans]


def test_nobody_listens_and_all_is_plain():
    assert tell(LINE, "latest.observed") == 16 and not is_told(tell(LINE, "latest.observed"))
    assert tell_each(LINE.counts, "observed") == [None, 16] and type(joined("a", 1)) is str
    assert type(shortened("a few words", 5)) is str and in_figures(2.25, 1) == "2.2" and in_figures(None, 1) is None


def test_an_attribute_of_an_attribute_knows_its_fact_and_the_fact_its_whole():
    with listening() as ledger:
        found = tell(LINE, "latest.observed")
        assert (found, found.origin.fact, found.origin.name) == (16, LINE.latest, "observed")
    assert ledger.parents[id(LINE.latest)][1] is LINE


def test_a_column_of_values_is_told_row_by_row_and_a_gap_of_none():
    with listening():
        none, sixteen = tell_each(tell(LINE, "counts"), "observed")
    assert none is None and sixteen.origin.fact is LINE.latest


def test_texts_joined_keep_what_each_of_them_tells():
    with listening():
        text = joined("Quarry, ", said_as(lambda month: "September 2026", tell(LINE.latest, "month")))
        whole = joined("In ", text, ": ", tell(LINE.latest, "observed"))
    assert whole == "In Quarry, September 2026: 16"
    assert told_of(whole) == [("September 2026", LINE.latest, "month"), ("16", LINE.latest, "observed")]


def test_a_text_that_is_cut_keeps_what_it_still_says():
    with listening():
        sixteen = tell(LINE.latest, "observed")
        text = shortened(joined(sixteen, " recorded in a place of a long name, ", sixteen, " of them new"), 24)
    assert text == "16 recorded in a place …" and told_of(text) == [("16", LINE.latest, "observed")]


def test_a_number_rounded_or_in_figures_is_of_the_same_fact():
    with listening():
        expected = tell(LINE.latest, "expected")
        assert rounded_to(expected, 1).origin is in_figures(expected, 1).origin is expected.origin
        assert rounded_to(expected, 1) == 2.2 and in_figures(expected, 2) == "2.25"


def test_a_part_is_remembered_only_while_somebody_listens():
    part = Count("2026-09", 3)
    assert part_of(part, LINE) is part
    with listening() as ledger:
        part_of(part, LINE)
    assert list(ledger.parents) == [id(part)]


def test_what_leaves_is_plain_however_deep_it_lies():
    with listening():
        made = {"y": [tell(LINE.latest, "observed"), None], "text": (joined(tell(LINE.latest, "month")), True)}
    left = plain(made)
    assert left == made and [type(v) for v in (*left["y"], *left["text"])] == [int, type(None), str, bool]


@given(st.lists(st.tuples(st.text("ab ", max_size=4), st.integers(0, 9999))), st.sampled_from(["", ",", "; "]))
def test_each_value_of_a_row_is_found_at_its_place(pieces, between):
    with listening():
        values = [p for words, n in pieces for p in (words, tell(Count("", n), "observed"))]
        passage = passage_of_several(((v, str(v)) for v in values), between)
    assert passage.text == between.join(map(str, values))
    assert [passage.text[s.start : s.end] for s in passage.spans] == [str(n) for _, n in pieces]


@given(st.lists(st.tuples(st.text("ab1", max_size=4), st.integers(0, 9999)), max_size=5))
def test_what_a_text_tells_is_the_same_in_a_larger_text(pieces):
    with listening() as ledger:
        text = joined(*[p for words, n in pieces for p in (words, tell(Count("", n), "observed"))])
        larger = ledger.worded(f"So: {ledger.marked_again(text.passage)}.")
    assert isinstance(larger, SaidText) and larger == f"So: {text}."
    assert told_of(larger) == told_of(text)


def test_a_text_keeps_what_it_tells_when_a_filter_makes_its_first_letter_small():
    with listening():
        text = joined("Commission a profile of Area ", tell(Count("", 1), "observed"))
        assert told_of(refiltered(text, mid_sentence(text))) == told_of(text)
        assert not isinstance(refiltered(text, "none"), SaidText)
