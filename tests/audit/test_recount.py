"""The recount's own rules, five rows typed by hand for each."""

import zipfile
from datetime import date

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.commands.load import load_archives
from bsafe_analysis.faults import InputError
from tests.audit.evidence_by_hand import MONTH, police
from tests.audit.workspace_by_hand import FIRE, INSIDE, POLICE, fires, make, write_rows
from tests.loading.downloads import FIVE, OUTSIDE, file_name, row, table, write, write_zip


def counted(root, place="B", category="burglary", months=(MONTH,), **given):
    return Recounted.of(root, MONTH, **given).count([place], [category], months)


def test_a_row_counts_in_its_neighbourhood_its_area_and_the_borough(tmp_path):
    again = Recounted.of(police(make(tmp_path), *FIVE), MONTH)
    burglary = {place: again.count([place], ["burglary"], [MONTH]) for place in again.gazetteer.names}
    assert burglary == {"B": 2, "A1": 2, "A2": 0, "N1": 1, "N2": 1, "N3": 0, "not-placed": 0}
    assert again.count(["N1"], ["burglary", "asb"], [MONTH]) == 2


def test_what_lies_elsewhere_or_nowhere_is_not_ours_unless_the_whole_file_is(tmp_path):
    again = Recounted.of(police(make(tmp_path, POLICE | {"ours_alone": True}, drawn=False), *FIVE), MONTH)
    assert again.count(["B"], ["burglary"], [MONTH]) == 4
    assert again.count(["not-placed"], ["burglary"], [MONTH]) == 2


def test_a_figure_is_traced_to_the_lines_of_its_file(tmp_path):
    again = Recounted.of(police(make(tmp_path), *FIVE), MONTH)
    rows = [(row.file, row.line) for row in again.rows("A1", "burglary", MONTH)]
    assert rows == [(f"police/2026-10-05/{file_name()}", 2), (f"police/2026-10-05/{file_name()}", 3)]
    assert len(again.rows("A1", "burglary", MONTH, most=1)) == 1


def test_an_lsoa_that_is_new_counts_by_its_name_and_is_placed_by_its_point(tmp_path):
    x, y = INSIDE["N3"]
    rows = (
        row("a1", lsoa="E01999009", name="Thornmere 004B", x=x, y=y),
        row("a2", lsoa="E01999009", name="Thornmere 004B", x="", y=""),
        row("a3", lsoa="E01999009", name="Thornmere South 004B"),
        row("a4", lsoa="E01999009", name="Thornmere 4B"),
        row("a5", lsoa="", name="", x=x, y=y),
    )
    again = Recounted.of(police(make(tmp_path), *rows), MONTH)
    assert {p: again.count([p], ["burglary"], [MONTH]) for p in ("B", "N3", "not-placed")} == {
        "B": 3,
        "N3": 2,
        "not-placed": 1,
    }


def test_points_decide_where_the_partnership_says_so_by_one_fixed_rule(tmp_path):
    rows = (
        row(
            "a1", x="1.410000", y="54.10"
        ),  # the corner that both have, on the line between N1 and N2: the code that sorts first
        row("a2", x="1.4300300", y="54.105"),  # two metres east of everything: the nearest
        row("a3", x="1.4302000", y="54.105"),  # thirteen metres: none
        row("a4", x="0", y="0"),
        row("a5", lsoa="E01999003", x=INSIDE["N2"][0], y=INSIDE["N2"][1]),
    )
    again = Recounted.of(police(make(tmp_path, by="points"), *rows), MONTH)
    found = {p: again.count([p], ["burglary"], [MONTH]) for p in ("N1", "N2", "N3", "not-placed")}
    assert found == {"N1": 1, "N2": 1, "N3": 1, "not-placed": 2}


def test_without_a_list_of_lsoas_the_boundaries_say_what_is_ours(tmp_path):
    x, y = INSIDE["N1"]
    rows = (row("a1", **OUTSIDE | {"x": x, "y": y}), row("a2", **OUTSIDE | {"x": "1.5", "y": y}))
    assert counted(police(make(tmp_path, by="points", lsoas=False), *rows)) == 1


def test_the_same_identified_row_counts_once_and_one_that_differs_counts_again(tmp_path):
    rows = (row("a1"), row("a1"), row("a1", outcome="Charged"), row(), row())
    assert counted(police(make(tmp_path), *rows)) == 4


def test_a_block_pasted_twice_counts_once_with_its_rows_that_have_no_identifier(tmp_path):
    block = [row(f"a{n}") for n in range(3)] + [row()] + [row(f"b{n}") for n in range(2)]
    assert counted(police(make(tmp_path), row("z"), *block, *block)) == 7


def test_a_few_rows_that_repeat_take_no_unidentified_row_with_them(tmp_path):
    block = [row("a1"), row(), row("a2")]
    assert counted(police(make(tmp_path), *block, *block)) == 4


def test_the_pasted_block_may_be_of_another_borough(tmp_path):
    block = [row(f"a{n}", **OUTSIDE) for n in range(5)] + [row()]
    assert counted(police(make(tmp_path), *block, *block)) == 1


def test_of_two_downloads_the_newer_counts_and_none_after_the_as_of_date(tmp_path):
    root = police(make(tmp_path), row("a1"), row("a2"), download="2026-09-05")
    police(root, row("a1"), row("a2"), row("a3"), download="2026-10-05")
    assert counted(root) == 3
    assert counted(root, as_of=date(2026, 9, 30)) == 2


def test_the_cycles_own_as_of_date_is_obeyed(tmp_path):
    root = police(make(tmp_path, as_of="2026-09-30"), row("a1"), download="2026-09-05")
    assert counted(police(root, row("a1"), row("a2"), download="2026-10-05")) == 1


def test_a_download_can_be_dated_by_sources_yml_and_an_undated_rival_is_asked_about(tmp_path):
    declared = {"downloads": {"older": date(2026, 9, 1), "newer": date(2026, 10, 1)}}
    root = make(tmp_path / "dated", POLICE | declared)
    police(police(root, row("a1"), download="newer"), row("a1"), row("a2"), download="older")
    assert counted(root) == 1
    bare = police(police(make(tmp_path / "bare"), row("a1"), download="x"), row("a2"), download="y")
    with pytest.raises(InputError, match="two downloads of 2026-08 differ"):
        counted(bare)
    assert counted(police(police(make(tmp_path / "same"), row("a1"), download="x"), row("a1"), download="y")) == 1


def test_members_of_archives_count_like_files(tmp_path):
    root = make(tmp_path)
    members = {f"2026-08/{file_name()}": table(*FIVE), "__MACOSX/2026-08-force-street.csv": b"junk", "notes.txt": b""}
    write_zip(root, "2026-10-05-download.zip", members, zipfile.ZIP_STORED)
    assert counted(root) == 2


def test_rows_of_another_month_than_the_files_and_months_after_the_cycles_are_left_out(tmp_path):
    root = police(make(tmp_path), row("a1"), row("a2", month="2026-07"))
    police(root, row("a3", month="2026-09"), month="2026-09")
    again = Recounted.of(root, MONTH)
    assert again.held("police") == (MONTH,)
    assert again.count(["B"], ["burglary"], [MONTH]) == 1


def test_lines_that_are_no_row_and_words_that_are_not_listed_do_not_count(tmp_path):
    rows = (row("a1"), "broken", row("a2", kind="Sorcery"), row("a3").replace("Force", 'Fo"rce'), '"' + row("a4"))
    assert counted(police(make(tmp_path), *rows)) == 2


@pytest.mark.parametrize(
    "written",
    (lambda t: b"\xef\xbb\xbf" + t, lambda t: t.decode().encode("utf-16"), lambda t: t.replace(b"\r\n", b"\n").rstrip(),
     lambda t: t.replace(b",", b";"), lambda t: t.replace(b"LSOA code", b"lsoa-CODE"),
     lambda t: t.replace(b"Mill", b"M\xfcll"), lambda t: t.replace(b"\r\n", b"\r"),
     lambda t: t.replace(b"E01999001", b" e01999001 ")),
    ids=("marked", "wide", "unended", "semicolons", "respelt", "windows", "returns", "untidy"),
)  # fmt: skip
def test_a_table_counts_however_it_was_saved(tmp_path, written):
    root = make(tmp_path)
    write(root, written(table(*FIVE)))
    assert counted(root) == 2


def test_a_month_that_was_not_received_is_a_gap_and_so_is_one_that_is_left_out(tmp_path):
    root = make(tmp_path, POLICE | {"excluded_months": {"2026-06": "a tenth only"}})
    for month in ("2026-05", "2026-06", MONTH):
        police(root, row("a1", month=month), month=month)
    again = Recounted.of(root, MONTH)
    assert again.held("police") == ("2026-05", MONTH)
    assert [again.count(["B"], ["burglary"], [m]) for m in ("2026-05", "2026-06", "2026-07", MONTH)] == [
        1,
        None,
        None,
        1,
    ]
    assert again.count(["B"], ["burglary"], ["2026-07", MONTH]) is None


def test_a_file_full_of_rows_of_which_none_is_ours_is_a_gap_where_many_are_usual(tmp_path):
    root = make(tmp_path)
    for month in ("2026-05", "2026-06"):
        police(root, *[row(f"a{n}", month=month) for n in range(10)], month=month)
    police(root, *[row(f"a{n}", **OUTSIDE) for n in range(10)])
    assert Recounted.of(root, MONTH).held("police") == ("2026-05", "2026-06")


def test_a_small_force_beside_the_main_one_adds_rows_and_makes_no_gap(tmp_path):
    root = police(make(tmp_path), row("a1"), row("a2"))
    police(root, row("a3", month="2026-07"), row("a4", month="2026-07"), month="2026-07")
    police(root, row("t1"), force="transport")
    again = Recounted.of(root, MONTH)
    assert again.held("police") == ("2026-07", MONTH)
    assert again.count(["B"], ["burglary"], [MONTH]) == 3


def test_an_extract_takes_the_place_of_an_older_one_in_the_months_that_it_holds(tmp_path):
    root = make(tmp_path, POLICE, FIRE)
    fires(root, "2026-07-01,Fire,E01999001,,", "2026-08-02,Fire,E01999001,,", download="2026-09-05")
    fires(root, "2026-08-02,Fire,E01999001,,", "2026-08-30,Fire,E01999002,,", "soon,Fire,E01999002,,")
    again = Recounted.of(root, MONTH)
    assert again.held("fire") == ("2026-07", MONTH)
    assert [again.count(["B"], ["fires"], [m]) for m in again.held("fire")] == [1, 2]


def test_extracts_of_unknown_age_that_agree_in_a_month_count_once_and_else_are_asked_about(tmp_path):
    root = make(tmp_path / "agree", POLICE, FIRE)
    fires(root, "2026-07,Fire,E01999001,,", "2026-08,Fire,E01999001,,", download="x")
    fires(root, "2026-08,Fire,E01999001,,", download="y")
    assert counted(root, category="fires") == 1
    other = make(tmp_path / "differ", POLICE, FIRE | {"required": True})
    fires(other, "2026-08,Fire,E01999001,,", download="x")
    fires(other, "2026-08,Fire,E01999002,,", download="y")
    with pytest.raises(InputError, match="fires"):
        counted(other)


def test_extracts_that_nobody_can_tell_apart_stop_no_month_that_may_go_out_without_them(tmp_path):
    root = make(tmp_path, POLICE, FIRE)
    fires(root, "2026-08,Fire,E01999001,,", download="x")
    fires(root, "2026-07,Fire,E01999001,,", "2026-08,Fire,E01999002,,", download="y")
    assert [counted(root, category="fires", months=[month]) for month in ("2026-07", MONTH)] == [1, None]


def test_rows_that_differ_in_nothing_but_their_day_are_other_incidents(tmp_path):
    logged = FIRE | {"columns": FIRE["columns"] | {"incident_id": "Log"}}
    root = make(tmp_path / "one", POLICE, logged)
    days = ("2026-08-01", "2026-08-02", "2026-08-02")
    rows = (f"{day},Fire,E01999001,,,L1" for day in days)
    write_rows(root / "data/raw/fire/2026-10-05/fires.csv", "Day,Kind,LSOA,East,North,Log", *rows)
    assert counted(root, category="fires") == 2
    other = make(tmp_path / "two", POLICE, FIRE | {"required": True})
    for name, day in (("a.csv", "2026-08-01"), ("b.csv", "2026-08-02")):
        fires(other, f"{day},Fire,E01999001,,", name=name)
    with pytest.raises(InputError, match="fire"):
        counted(other)


def test_a_month_before_a_feeds_first_file_is_not_held_and_takes_nothing_from_the_police(tmp_path):
    root = make(tmp_path, POLICE, FIRE)
    for month in ("2026-07", MONTH):
        police(root, row("a1", month=month), row(month=month, kind="Anti-social behaviour"), month=month)
    fires(root, "2026-08-02,Fire,E01999001,,", "2026-08-03,Nuisance,E01999001,,")
    again = Recounted.of(root, MONTH)
    assert again.sources_of("asb") == ("police", "fire")
    assert [again.count(["B"], ["burglary"], [m]) for m in ("2026-07", MONTH)] == [1, 1]
    assert [again.count(["B"], ["fires"], [m]) for m in ("2026-07", MONTH)] == [None, 1]
    assert [again.count(["B"], ["asb"], [m]) for m in ("2026-07", MONTH)] == [None, 2]
    assert again.count(["B"], ["asb"], ["2026-07"], sources=["police"]) == 1
    assert set(again.table.filter("month = '2026-07'").project("source").fetchall()) == {("police",)}


def test_a_feed_whose_rows_say_no_place_is_held_for_the_borough_alone(tmp_path):
    root = make(tmp_path, POLICE, FIRE)
    police(root, *FIVE)
    fires(root, "2026-08-02,Fire,E01999001,,", "2026-08-03,Fire,,,", "2026-08-04,Fire,,0,0")
    again = Recounted.of(root, MONTH)
    assert {place: again.count([place], ["fires"], [MONTH]) for place in ("B", "A1", "N1", "not-placed")} == {
        "B": 3,
        "A1": None,
        "N1": None,
        "not-placed": None,
    }
    assert again.count(["N1"], ["burglary"], [MONTH]) == 1
    assert (again.held("fire"), again.held("fire", "area")) == ((MONTH,), ())


def test_a_feed_counts_what_sources_yml_says_that_it_counts(tmp_path):
    root = make(tmp_path, POLICE, FIRE | {"categories": ["fires"]})
    police(root, *FIVE)
    fires(root, "2026-08-02,Fire,E01999001,,", "2026-08-03,Nuisance,E01999001,,")
    again = Recounted.of(root, MONTH)
    assert again.sources_of("asb") == ("police",)
    assert again.count(["B"], ["fires", "asb"], [MONTH]) == 2


def test_a_category_that_nobody_has_counted_is_that_of_the_feed_which_has_sent_nothing(tmp_path):
    again = Recounted.of(police(make(tmp_path, POLICE, FIRE), *FIVE), MONTH)
    assert again.sources_of("fires") == ("fire",)
    assert again.count(["B"], ["fires"], [MONTH]) is None
    alone = Recounted.of(police(make(tmp_path / "alone"), *FIVE), MONTH)
    assert (alone.sources_of("fires"), alone.count(["B"], ["fires"], [MONTH])) == ((), None)


def test_residents_of_a_place_are_known_where_those_of_all_its_parts_are(tmp_path):
    again = Recounted.of(police(make(tmp_path), *FIVE), MONTH)
    assert {place: again.residents(place) for place in ("N1", "A1", "A2", "B")} == {
        "N1": 100,
        "A1": 300,
        "A2": None,
        "B": None,
    }


def test_a_national_store_gives_the_counts_that_its_files_would_give(tmp_path):
    x, y = INSIDE["N3"]
    here = {
        "2026-07": [row(month="2026-07"), row("b1", month="2026-07", **OUTSIDE)],
        MONTH: [*FIVE, row("a1"), row("a6", lsoa="", name="", x=x, y=y), row("a7", lsoa="E01999009", kind="Drugs")],
    }
    own, shared = make(tmp_path / "own"), make(tmp_path / "shared", POLICE | {"kind": "store", "path": "../store"})
    for month, rows in here.items():
        police(own, *rows, month=month)
    police(own, row("a1"), download="2026-09-05")
    police(own, row("e1", **OUTSIDE), force="elsewhere")
    assert not load_archives(sorted((own / "data/raw/police").iterdir()), tmp_path / "store").faults
    one, other = Recounted.of(own, MONTH), Recounted.of(shared, MONTH)
    assert one.table.order("ALL").fetchall() == other.table.order("ALL").fetchall()
    assert other.count(["B", "N3"], ["burglary"], [MONTH]) == 4
    assert other.held("police") == ("2026-07", MONTH)
    assert Recounted.of(shared, MONTH, date(2026, 9, 30)).count(["B"], ["burglary"], [MONTH]) == 1


def test_an_archive_that_is_called_like_a_month_inside_another_is_dated_as_declared(tmp_path):
    declared = {"downloads": {"2026-08": date(2026, 9, 1), "2026-09": date(2026, 10, 1)}}
    root = make(tmp_path, POLICE | declared)
    write_zip(root, "2026-08.zip", {file_name(): table(row("a1"))}, zipfile.ZIP_STORED)
    members = {file_name(): table(row("a1"), row("a2")), f"{file_name()}:Zone.Identifier": b"x"}
    write_zip(root, "2026-09.zip", members, zipfile.ZIP_STORED)
    assert counted(root) == 2
