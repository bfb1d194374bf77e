"""A view is one frozen value: checked, kept as a file, written as a line of code, and read back the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model import view_state
from bsafe_analysis.model.periods import month_at
from bsafe_analysis.model.view_state import Comparison, ViewState, as_line, as_mapping, from_mapping
from bsafe_analysis.yaml_files import read_yaml, write_yaml
from tests.examples import SIGNS, examples

text = st.text(SIGNS, min_size=1, max_size=12)
months = st.tuples(st.integers(2000 * 12, 2030 * 12), st.integers(0, 60))


@st.composite
def states(draw, places=text, categories=text):
    start, length = draw(months)
    choices = {name: draw(st.sampled_from(list(kind))) for name, kind in view_state._CHOICES.items()}
    keys = tuple(draw(st.lists(categories, max_size=3)))
    return ViewState(draw(places), month_at(start), month_at(start + length), keys, **choices)


@settings(max_examples=examples(20), deadline=None)
@given(states())
def test_a_view_comes_back_the_same_from_its_file_and_from_its_line(state):
    assert from_mapping(read_yaml(write_yaml(as_mapping(state)), "view.yml")[0]) == state
    line = as_line(state)
    shown = eval(line, {"show_view": ViewState})
    assert shown == state
    assert "\n" not in line


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"version": 99}, "newer bsafe"),
        ({"version": 0}, "older bsafe"),
        ({"version": None}, "does not say its version"),
        ({"version": True}, "does not say its version"),
        ({"colour": "red"}, "'colour' is no part of a view"),
        ({"measure": "percent"}, "'percent' is none of count, rate"),
        ({"first": "2026-13"}, "2026-13"),
        ({"last": "2025-01"}, "cannot end"),
        ({"categories": "burglary"}, "no list"),
        ({"place": 7}, "no code of a place"),
    ],
)
def test_a_view_file_that_cannot_be_followed_is_refused_in_plain_words(changes, said):
    kept = as_mapping(ViewState("N1", "2026-01", "2026-09", ("burglary",)))
    with pytest.raises(ValueError, match=said):
        from_mapping(kept | changes)


def test_a_file_of_an_older_version_is_brought_up_step_by_step(monkeypatch):
    monkeypatch.setattr(view_state, "VERSION", 3)
    monkeypatch.setattr(
        view_state,
        "MIGRATIONS",
        {
            1: lambda v: {"place" if k == "area" else k: x for k, x in v.items()},
            2: lambda v: v | {"comparison": "borough"},
        },
    )
    old = {"version": 1, "area": "N1", "first": "2026-01", "last": "2026-09"}
    assert from_mapping(old) == ViewState("N1", "2026-01", "2026-09", comparison=Comparison.BOROUGH)
