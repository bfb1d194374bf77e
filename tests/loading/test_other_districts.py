"""What the force recorded in its other districts, beside rows typed by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsafe_analysis.loading.placing import Places
from tests.examples import examples
from tests.loading.downloads import LSOAS, NOWHERE, POLICE, received, row, table, write

OURS = (row("a1"), row("a2", lsoa="E01999002", name="Thornmere 001B"))
VALE = tuple(row(f"v{n}", lsoa=f"E0188800{n}", name=f"Saltwick Vale 00{n}A") for n in (1, 2, 3))


def vale(*rows, month="2026-08"):
    return [row(f"{month}{i}{kind}", month=month, kind=kind, lsoa=f"E0188800{n}", name=f"Saltwick Vale 00{n}A")
            for i, (n, kind) in enumerate(rows)]  # fmt: skip


def elsewhere(root, **given_):
    found = received(root, **given_).elsewhere
    return {tuple(each[:-1]): int(each[-1]) for each in found["police"].to_numpy()} if found else {}


def test_rows_of_the_forces_other_districts_are_counted_by_the_name_of_their_lsoa(tmp_path):
    write(tmp_path, table(*OURS, *VALE, row("lost", **NOWHERE)))
    assert elsewhere(tmp_path) == {
        ("Saltwick Vale", "burglary", "2026-08"): 3, ("Saltwick Vale", "asb", "2026-08"): 0,
        ("Saltwick Vale", "drugs", "2026-08"): 0,
    }  # fmt: skip


def test_a_month_of_which_no_row_of_a_district_came_is_a_gap_there_and_no_nought(tmp_path):
    write(tmp_path, table(*OURS, *VALE))
    write(tmp_path, table(row("b1", month="2026-07")), month="2026-07")
    write(tmp_path, table(row("c1", month="2026-06"), *vale((1, "Drugs"), month="2026-06")), month="2026-06")
    months = {month for _, _, month in elsewhere(tmp_path)}
    assert months == {"2026-06", "2026-08"}


def test_a_district_of_which_part_is_ours_is_not_another(tmp_path):
    write(tmp_path, table(*OURS, *VALE, row("t", lsoa="E01999009", name="Thornmere 009A"), *(
        row(f"p{n}", lsoa=code, name=f"Partly 00{n}A") for n, code in enumerate(("E01999003", "E01777001", "E01777002"))
    )))  # fmt: skip
    assert {district for district, _, _ in elsewhere(tmp_path)} == {"Saltwick Vale"}


def test_map_points_across_the_border_make_no_district(tmp_path):
    stray = [row(f"s{n}", lsoa="E01777001", name="Faraway 001A") for n in range(9)]
    few = [row(f"f{n}", lsoa=f"E0166600{n}", name=f"Next Door 00{n}A") for n in (1, 2, 3)]
    many = [row(f"m{n}", lsoa=f"E0188800{n % 5}", name=f"Saltwick Vale 00{n % 5}A") for n in range(200)]
    thin = [row(f"t{n}", lsoa=f"E0155500{n}", name=f"Scattered 00{n}A") for n in range(9)]
    write(tmp_path, table(*OURS, *many, *stray, *few, *thin))
    assert {district for district, _, _ in elsewhere(tmp_path)} == {"Saltwick Vale"}


def test_only_the_force_that_leads_here_is_told_of_and_a_row_that_came_twice_once(tmp_path):
    write(tmp_path, table(*OURS, *VALE, VALE[0]))
    rail = [row(f"r{n}", lsoa=f"E0155500{n}", name=f"Railton 00{n}A") for n in (1, 2, 3)]
    write(tmp_path, table(*rail, row("r9")), force="railway")
    assert {(district, n) for (district, category, _), n in elsewhere(tmp_path).items() if category == "burglary"} == {
        ("Saltwick Vale", 3)
    }


def test_types_in_other_capitals_are_counted_and_unknown_ones_are_not(tmp_path):
    write(tmp_path, table(*OURS, *vale((1, "BURGLARY"), (2, "Burglary"), (3, "Smuggling"))))
    counts = elsewhere(tmp_path)
    assert counts["Saltwick Vale", "burglary", "2026-08"] == 2 and sum(counts.values()) == 2


@pytest.mark.parametrize("changes", [{"source_class": "PARTNER"}, {"ours_alone": True}])
def test_of_files_that_are_not_open_or_ours_alone_nothing_is_said(tmp_path, changes):
    write(tmp_path, table(*OURS, *VALE))
    assert elsewhere(tmp_path, source=replace(POLICE, **changes)) == {}


def test_a_borough_that_its_lsoas_call_otherwise_is_known_by_its_codes(tmp_path):
    write(tmp_path, table(*OURS, *VALE))
    found = elsewhere(tmp_path, places=Places(LSOAS, "lsoas", None, "Sunderby"))
    assert {district for district, _, _ in found} == {"Saltwick Vale"}


DISTRICTS = st.lists(
    st.tuples(st.sampled_from(("Saltwick Vale", "Holme", "Thornmer")), st.integers(1, 4),
              st.sampled_from(("Burglary", "Drugs", "Smuggling"))),
    max_size=30,
)  # fmt: skip


@given(theirs=DISTRICTS)
@settings(max_examples=examples(7), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_our_own_counts_are_the_same_with_and_without_other_districts_rows(tmp_path_factory, theirs):
    ours = [row(f"a{n}", lsoa=f"E0199900{1 + n % 3}", kind=("Burglary", "Drugs")[n % 2]) for n in range(12)]
    others = [
        row(f"o{i}", lsoa=f"E0144{len(district):02d}00{n}", name=f"{district} 00{n}A", kind=kind)
        for i, (district, n, kind) in enumerate(theirs)
    ]
    alone, together = tmp_path_factory.mktemp("alone"), tmp_path_factory.mktemp("together")
    write(alone, table(*ours))
    write(together, table(*ours, *others))
    one, other = received(alone), received(together)
    columns = ["month", "category", "neighbourhood", "incident_id"]
    assert one.incidents[columns].equals(other.incidents[columns])
    assert one.held == other.held and one.elsewhere == {}
    counted = other.elsewhere["police"]["count"].sum() if other.elsewhere else 0
    told = set(other.elsewhere["police"]["district"]) if other.elsewhere else set()
    assert counted == sum(district in told and kind != "Smuggling" for district, _, kind in theirs)
