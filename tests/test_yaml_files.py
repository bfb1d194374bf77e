"""What we write as YAML is read back the same by our own careful reader, whatever text stands in it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.yaml_files import read_yaml, write_yaml
from tests.examples import SIGNS, examples

keys = st.text(SIGNS, min_size=1, max_size=8)
values = st.one_of(st.text(SIGNS, max_size=30), st.integers(-999, 999), st.booleans(), st.dates(date(1990, 1, 1)))


@settings(max_examples=examples(30), deadline=None)
@given(st.dictionaries(keys, st.one_of(values, st.lists(st.text(SIGNS, max_size=9), max_size=3)), max_size=4))
def test_what_is_written_is_read_back_the_same(kept):
    whole = {"outer": kept} if kept else {}
    assert read_yaml(write_yaml(whole), "file.yml")[0] == whole


def test_it_reads_as_a_person_would_write_it():
    assert write_yaml(
        {"claim": 'A "rise"', "due": date(2026, 12, 1), "view": {"place": "N1", "categories": ["a"]}}
    ) == ('claim: "A \\"rise\\""\ndue: 2026-12-01\nview:\n  place: "N1"\n  categories: ["a"]\n')


@pytest.mark.parametrize("text", ["0x1F", "0b11", "1_000", "-0X1f"])
def test_a_number_that_yaml_reads_as_another_is_refused(text):
    with pytest.raises(InputError, match="YAML"):
        read_yaml(f"a: {text}", "x.yml")
    assert read_yaml(f'a: "{text}"', "x.yml")[0] == {"a": text}
