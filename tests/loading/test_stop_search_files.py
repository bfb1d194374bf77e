"""Stops and searches beside the police's months: counted by object and result in this borough, never by who it was."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.loading.placing import Places
from bsafe_analysis.loading.stop_search_files import SEARCH_COLUMNS, read_stops, tells_stops
from bsafe_analysis.model.stop_searches import count_stops, search_result

HEADER = "Type,Date,Latitude,Longitude,Gender,Officer-defined ethnicity,Object of search,Outcome\n"
SOURCE = SimpleNamespace(title="Recorded crime")
FIVE = HEADER + (
    "Person search,2026-09-05,54.1,1.1,Male,White,Controlled drugs,A no further action disposal\n"
    "Person search,2026-09-06,54.1,1.1,Male,White,Controlled drugs,Arrest\n"
    "Person search,2026-09-06,54.1,1.1,Female,Black,,Community resolution\n"
    "Person search,2026-09-06,,,Male,White,Controlled drugs,Arrest\n"
    "Person search,2026-09-06,51.5,-0.1,Male,White,Stolen goods,Arrest\n"
)


class File:
    def __init__(self, text, month="2026-09", day=5):
        self.file_name = f"{month}-estmark-stop-and-search.csv"
        self.name, self.size, self.downloaded = f"{day}/{self.file_name}", len(text), date(2026, 10, day)
        self.text = text

    def read(self):
        return self.text.encode()


class Here(Places):
    """One neighbourhood, with all that lies north of fifty-four degrees."""

    def at_points(self, longitude, latitude):
        return pd.DataFrame({"neighbourhood": np.where(latitude > 54, "N1", "")})


PLACES = Here({}, "points", SimpleNamespace(), "Thornmere")


def read(*files, until="2026-09", as_of=None):
    return read_stops(files, SOURCE, PLACES, until, as_of)


def test_searches_with_a_point_in_the_borough_are_counted_by_object_and_result():
    rows, notices = read(File(FIVE))
    assert list(rows.columns) == list(SEARCH_COLUMNS)
    counted = count_stops(rows)
    assert counted.values.tolist() == [
        ["N1", "2026-09", "Controlled drugs", "arrest", 1],
        ["N1", "2026-09", "Controlled drugs", "no_action", 1],
        ["N1", "2026-09", "Not said", "other", 1],
    ]
    assert notices == ()


def test_who_was_searched_is_kept_nowhere():
    rows, _ = read(File(FIVE))
    assert not {"Male", "Female", "White", "Black"} & set(rows.astype(str).to_numpy().ravel())


def test_the_newest_file_of_a_month_counts_and_none_of_later():
    newer = File(HEADER + "Person search,2026-09-05,54.1,1.1,Male,White,Firearms,Arrest\n", day=9)
    later = File(FIVE, month="2026-10")
    assert read(newer, File(FIVE), later)[0]["object"].tolist() == ["Firearms"]
    assert len(read(newer, File(FIVE), as_of=date(2026, 10, 6))[0]) == 3


@pytest.mark.parametrize("text", ["Type,Date\nPerson search,2026-09-05\n", "\x00\x01", ""])
def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(text):
    rows, (notice,) = read(File(text))
    assert rows.empty
    assert notice.kind == "unused_stops"
    assert "2026-09-estmark-stop-and-search.csv was not used" in notice.text


def test_nothing_is_counted_where_no_boundary_is_held():
    places = Places({}, "lsoas", None, "Thornmere")
    assert read_stops([File(FIVE)], SOURCE, places, "2026-09", None)[0].empty
    assert count_stops(pd.DataFrame(columns=list(SEARCH_COLUMNS))).empty


@pytest.mark.parametrize(
    ("words", "result"),
    [("", "no_action"), ("Nothing found - no further action", "no_action"), ("Suspect arrested", "arrest"),
     ("Khat or Cannabis warning", "other"), ("False", "no_action")],
)  # fmt: skip
def test_what_came_of_a_search_is_one_of_three(words, result):
    assert search_result(words) == result


def test_only_files_named_so_are_taken_for_them():
    assert tells_stops(SimpleNamespace(file_name="2026-09-estmark-stop-and-search.csv"))
    assert not tells_stops(SimpleNamespace(file_name="2026-09-estmark-street.csv"))
