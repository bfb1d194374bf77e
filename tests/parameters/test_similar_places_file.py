"""Which neighbourhoods are alike: read from similar.csv or features.csv, every fault with its row and a cure."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.similar_places import SimilarBy, SimilarPlaces, nearest_places
from bsafe_analysis.parameters.similar_places_file import read_similar_places
from bsafe_analysis.sample.inventions import INVENTIONS
from bsafe_analysis.sample.write import sample_files
from tests.examples import examples

PLACES = tuple(
    Area(code, name, Level.NEIGHBOURHOOD, "A1")
    for code, name in (("N1", "Mill Lane"), ("N2", "Quarry"), ("N3", "Old Priory"), ("N4", "Market"))
)


def read(root: Path, similar: str = "", features: str = ""):
    folder = root / "data/reference"
    folder.mkdir(parents=True)
    if similar:
        (folder / "similar.csv").write_text("neighbourhood,group,source\n" + similar)
    if features:
        (folder / "features.csv").write_text("code,feature,value,source,as_at\n" + features)
    return read_similar_places(root, PLACES, {"burglary", "fires"})


def values(**of):
    return "".join(f"N{i + 1},{name},{v},Census,2021\n" for name, each in of.items() for i, v in enumerate(each))


def test_without_either_file_a_place_is_compared_with_all_others(tmp_path):
    told, faults = read(tmp_path)
    assert (told, faults) == (SimilarPlaces(), ())
    assert told.beside("N1", ("N1", "N2", "N3")) == ("N2", "N3")


def test_a_place_is_compared_with_those_of_its_group_and_one_in_none_with_all(tmp_path):
    told, faults = read(tmp_path, "N1,centre,Team of March 2026\nN4,centre,Team of March 2026\n")
    assert faults == () and told.by is SimilarBy.GROUPS and told.sources == ("Team of March 2026",)
    every = ("N1", "N2", "N3", "N4")
    assert told.beside("N1", every) == ("N4",) and told.beside("N2", every) == ("N1", "N3", "N4")


def test_features_name_town_centres_and_their_source_with_its_day(tmp_path):
    told, faults = read(tmp_path, features=values(young_people=(9, 10, 30, 31), town_centre=(0, 0, 0, 1)))
    assert faults == () and told.by is SimilarBy.FEATURES
    assert (told.features, told.sources, told.town_centres) == (("young people",), ("Census, 2021",), ("N4",))


def test_groups_come_before_features_but_town_centres_are_still_known(tmp_path):
    told, faults = read(tmp_path, "N1,a,Team\nN2,a,Team\n", values(age=(1, 2, 3, 4), town_centre=(0, 0, 0, 1)))
    assert faults == () and (told.by, told.town_centres, told.features) == (SimilarBy.GROUPS, ("N4",), ())


def test_nearness_counts_each_feature_in_its_own_spread():
    age = {"A": 30.0, "B": 31.0, "C": 60.0}
    rent = {"A": 1000.0, "B": 9000.0, "C": 1500.0}
    assert nearest_places({"age": age, "rent": rent}, nearest=1)["A"] == ("C",)
    assert nearest_places({"age": age}, nearest=1)["A"] == ("B",)


@settings(max_examples=examples(20), deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDEFGHIJKLM"), st.floats(-1e6, 1e6), min_size=2))
def test_eight_or_all_are_nearest_and_never_the_place_itself_in_any_unit(values):
    found = nearest_places({"age": values})
    assert all(len(near) == min(8, len(values) - 1) and code not in near for code, near in found.items())


FAULTS = {
    "unknown code": ("X77,age,1,Census,2021", "row 2", "'X77' is no neighbourhood", "See data/reference/areas.csv"),
    "a name": ("Quarry,age,1,Census,2021", "row 2", "'Quarry' is a name, not a code", "Write N2"),
    "misspelt name": ("Mil Lane,age,1,Census,2021", "row 2", "is no neighbourhood", "Did you mean 'Mill Lane'?"),
    "recorded crime": ("N1,recorded_crime,1,Police,2026", "row 2", "recorded crime", "Take it out"),
    "a kind that is counted": ("N1,fires,1,Fire,2026", "row 2", "recorded crime", "Take it out"),
    "words for a number": ('N1,age,"1,200",Census,2021', "row 2", "'1,200' is no number", "without commas"),
    "infinite": ("N1,age,inf,Census,2021", "row 2", "'inf' is no number", "23.4"),
    "half a town centre": ("N1,town_centre,0.5,Team,2026", "row 2", "town_centre is '0.5'", "1 for a town centre"),
    "no source": ("N1,age,1,,2021", "row 2", "no source", "where it is from"),
    "twice": ("N1,age,1,Census,2021\nN1,age,2,Census,2021", "row 3", "two values of 'age'", "Keep one"),
    "lacking": ("N1,age,1,Census,2021\nN2,age,2,Census,2021", "age", "no value of N3, N4", "Give every place"),
    "all alike": (values(age=(5, 5, 5, 5)), "age", "every place has the same value", "take it out"),
}


@pytest.mark.parametrize("rows, place, cause, cure", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_features_is_named_with_its_row_and_cure(tmp_path, rows, place, cause, cure):
    _, (fault, *others) = read(tmp_path, features=rows)
    assert (fault.file, fault.place, others) == ("data/reference/features.csv", place, [])
    assert cause in fault.cause and cure in fault.cure


def test_every_fault_of_both_files_is_told_at_once(tmp_path):
    told, faults = read(
        tmp_path,
        "N1,centre,Team\nN1,edge,Team\nN2,centr,Team\nN3,,Team\nN4,centre,\n",
        "N9,age,1,C,1\nN1,theft,1,C,1\n",
    )
    assert told == SimilarPlaces()
    assert [(fault.file[15:], fault.place) for fault in faults] == [
        ("similar.csv", "row 3"), ("similar.csv", "row 5"), ("similar.csv", "row 6"), ("similar.csv", "group centr"),
        ("features.csv", "row 2"), ("features.csv", "row 3"),
    ]  # fmt: skip
    assert "Did you mean 'centre'?" in faults[3].cure


@pytest.mark.parametrize("which", ["odd"])
def test_the_invented_features_can_be_read_and_name_one_town_centre(tmp_path, which):
    invention = INVENTIONS[which]
    files, _ = sample_files(invention, 2026)
    (tmp_path / "data/reference").mkdir(parents=True)
    (tmp_path / "data/reference/features.csv").write_bytes(files["data/reference/features.csv"])
    names = enumerate(invention.neighbourhood_names, start=1)
    places = [Area(f"N{i:02}", name, Level.NEIGHBOURHOOD, "A1") for i, name in names]
    told, faults = read_similar_places(tmp_path, places, {c for _, c, _, _ in invention.all_categories})
    assert faults == () and told.by is SimilarBy.FEATURES and len(told.town_centres) == 1
    assert len(told.features) == 4 and {len(near) for _, near in told.of} == {min(8, len(places) - 1)}
