"""What files can do to a count though crime did not change: the recount's own rules, rows typed by hand."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.audit import Recounted
from bsafe_analysis.audit.force_names import later_names
from bsafe_analysis.audit.respelt_words import meant_by
from bsafe_analysis.audit.silent_kinds import silent_at, under_another_name
from bsafe_analysis.commands.load import load_archives
from bsafe_analysis.loading.crime_types import not_whole, read_alike, silences
from bsafe_analysis.loading.renamed_forces import continued
from bsafe_analysis.model.periods import months_between
from tests.audit.workspace_by_hand import POLICE, WORDS, make
from tests.loading.downloads import OUTSIDE, row, table, write

MONTH = "2026-08"
MONTHS = months_between("2025-11", MONTH)
ASB = "Anti-social behaviour"


def counted(root, category="burglary", months=(MONTH,), place="B"):
    return Recounted.of(root, MONTH).count([place], [category], months)


def send(root, *rows, **given):
    write(root, table(*rows), **given)
    return root


def test_an_incident_in_two_files_of_a_month_counts_once_in_the_force_with_more_files(tmp_path):
    root = send(make(tmp_path), row("a0", month="2026-07"), month="2026-07")
    send(root, row("a1"), row("a2"), row("a3", **OUTSIDE))
    send(root, row("a1", lsoa="E01999003"), row("a3"), row("b1"), force="copied")
    again = Recounted.of(root, MONTH)
    assert [again.count([place], ["burglary"], [MONTH]) for place in ("B", "N1", "N3")] == [3, 3, 0]


def test_of_two_downloads_that_share_an_incident_the_later_one_counts_it(tmp_path):
    root = send(make(tmp_path), row("a1"), row("a2"), download="2026-09-05")
    send(root, row("a1", lsoa="E01999003"), force="other", download="2026-10-05")
    assert [counted(root, place=place) for place in ("N1", "N3")] == [1, 1]


CALLS = [row(kind=ASB, x=f"1.40{n:04d}") for n in range(40)]


def test_rows_without_an_identifier_are_copies_where_most_of_a_file_is(tmp_path):
    root = send(make(tmp_path), *CALLS, row("a0"), row("a1"), row("a2"))
    send(root, *CALLS[:30], row("a0"), row("a1"), row("b1"), force="copied")
    assert (counted(root, "asb"), counted(root)) == (40, 4)


def test_equal_rows_without_an_identifier_count_twice_beside_incidents_that_are_anothers(tmp_path):
    root = send(make(tmp_path), *CALLS, row("a0"), row("a1"), row("a2"))
    send(root, *CALLS[:30], row("b0"), row("b1"), row("b2"), force="another")
    assert (counted(root, "asb"), counted(root)) == (70, 6)


def test_a_few_equal_rows_prove_nothing(tmp_path):
    root = send(make(tmp_path), *CALLS)
    assert counted(send(root, *CALLS[:19], force="another"), "asb") == 59
    assert counted(send(root, *CALLS[:20], force="another"), "asb") == 40


def test_a_bound_quarter_adds_nothing_to_the_months_in_it(tmp_path):
    root = make(tmp_path)
    for month in ("2026-07", MONTH):
        send(root, row(f"{month}-1", month=month), *[row(month=month, kind=ASB, x=f"1.40{n:04d}") for n in range(25)],
             month=month)  # fmt: skip
    bound = [row(f"{m}-1", month=m) for m in ("2026-07", MONTH)]
    bound += [row(month=m, kind=ASB, x=f"1.40{n:04d}") for m in ("2026-07", MONTH) for n in range(25)]
    send(root, *bound, force="force-q3")
    assert (counted(root), counted(root, "asb")) == (1, 25)


def renamed(root):
    for month in MONTHS:
        force = "old" if month < "2026-03" else "new"
        send(root, *[row(f"{month}-{n}", month=month) for n in range(12)], month=month, force=force)
    return root


def test_a_force_under_a_new_name_keeps_its_months(tmp_path):
    again = Recounted.of(renamed(make(tmp_path)), MONTH)
    assert again.held("police") == MONTHS
    assert again.count(["B"], ["burglary"], MONTHS) == 12 * len(MONTHS)


def test_two_forces_of_which_any_month_came_under_both_names_are_two(tmp_path):
    root = renamed(make(tmp_path))
    send(root, *[row(f"x{n}", month="2026-03") for n in range(12)], month="2026-03", force="old")
    assert Recounted.of(root, MONTH).held("police") != MONTHS


def test_a_name_that_sources_yml_joins_is_one_force_whose_newer_download_counts(tmp_path):
    root = make(tmp_path, POLICE | {"same_force": {"old": "new"}})
    send(root, row("a1"), row("a2"), force="old", download="2026-09-05")
    send(root, row("a1"), row("a2"), row("a3"), force="new", download="2026-10-05")
    assert counted(root) == 3
    assert Recounted.of(root, MONTH, date(2026, 9, 30)).count(["B"], ["burglary"], [MONTH]) == 2


@pytest.mark.parametrize("spelt", ["BURGLARY", " burglary.", "Burglary -"])
def test_a_word_in_other_capitals_spaces_or_punctuation_counts_as_listed(tmp_path, spelt):
    assert counted(send(make(tmp_path), row("a1"), row("a2", kind=spelt))) == 2


def years(root, *last, each=12):
    for month in MONTHS[:-1]:
        rows = [row(f"{month}{n}", month=month) for n in range(each)]
        rows += [row(f"{month}f{n}", month=month, kind="Fire") for n in range(each)]
        send(root, *rows, month=month)
    return send(root, *last)


def test_a_kind_that_fell_silent_is_a_gap_in_every_place_and_what_came_stands(tmp_path):
    root = years(make(tmp_path), *[row(f"a{n}") for n in range(12)])
    again = Recounted.of(root, MONTH)
    assert again.count(["B"], ["burglary"], [MONTH]) == 12
    assert [again.count([place], ["fires"], [MONTH]) for place in ("B", "N1")] == [None, None]
    assert again.count(["B"], ["fires"], [MONTHS[-2]]) == 12
    assert set(again.table.filter(f"month = '{MONTH}'").project("category").fetchall()) == {("burglary",), ("asb",)}


def test_a_nought_beside_which_all_else_fell_stays_a_nought(tmp_path):
    assert counted(years(make(tmp_path), row("a1"), row("a2")), "fires") == 0


def test_a_kind_of_which_a_part_came_under_a_word_in_no_list_is_a_gap(tmp_path):
    rows = [row(f"a{n}") for n in range(12)] + [row("f1", kind="Fire")]
    unlisted = [row(f"g{n}", kind="Fires and floods") for n in range(10)]
    assert counted(years(make(tmp_path / "with"), *rows, *unlisted), "fires") is None
    assert counted(years(make(tmp_path / "without"), *rows), "fires") == 1


def test_a_national_store_sets_the_same_rows_aside_as_its_files(tmp_path):
    own, shared = make(tmp_path / "own"), make(tmp_path / "shared", POLICE | {"kind": "store", "path": "../store"})
    send(own, row("a0", month="2026-07"), month="2026-07")
    send(own, row("a1"), row("a2"), *[row(kind=ASB, x=f"1.40{n:04d}") for n in range(25)])
    send(own, row("a1"), *[row(kind=ASB, x=f"1.40{n:04d}") for n in range(25)], force="copied")
    assert not load_archives(sorted((own / "data/raw/police").iterdir()), tmp_path / "store").faults
    found = [(counted(root), counted(root, "asb")) for root in (own, shared)]
    assert found == [(2, 25), (2, 25)]


SERIES = st.lists(st.sampled_from([0, 0, 3, 9, 10, 12, 14, 30]), min_size=len(MONTHS), max_size=len(MONTHS))


@given(st.fixed_dictionaries({kind: SERIES for kind in ("burglary", "asb", "fires")}))
def test_what_fell_silent_is_what_the_library_finds(series):
    table_ = pd.DataFrame(series, index=list(MONTHS))
    found = {each.category: set(each.months) for each in silences(table_, MONTHS)}
    again = {kind: {MONTHS[at] for at in silent_at(kind, series)} for kind in series}
    assert found == {kind: months for kind, months in again.items() if months}


NAMED = st.dictionaries(st.sampled_from(["Fire", "Burglaries", "Noise", "XQZ"]), st.integers(1, 20))


@given(st.fixed_dictionaries({kind: SERIES for kind in ("asb", "burglary", "fires")}), NAMED)
def test_what_came_under_another_name_is_what_the_library_finds(series, words):
    ordered = dict(sorted(words.items(), key=lambda each: (-each[1], each[0])))
    found = not_whole(pd.DataFrame(series, index=list(MONTHS)), MONTH, words)
    assert under_another_name(series, len(MONTHS) - 1, ordered) == set(found)


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from(MONTHS)), st.integers(5, 40), max_size=14))
def test_which_force_goes_on_under_which_name_is_what_the_library_finds(ours):
    assert later_names(ours) == continued(ours)


@given(st.sampled_from([word for word, _ in WORDS]), st.sampled_from(["", " ", ".", "-", "  ", "&", "x"]))
def test_which_word_is_read_as_which_is_what_the_library_finds(word, added):
    listed, said = dict(WORDS), f"{word.swapcase()}{added}"
    assert meant_by(said, listed) == listed.get(read_alike([said], listed).get(said, said))
