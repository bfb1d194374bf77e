"""Bad choices are refused in plain words, all at once; good ones become the workspace."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.areas import Level
from bsafe_analysis.model.priorities import Harm, HarmClass
from bsafe_analysis.parameters import (
    Workspace,
    declared_as_of,
    default_baseline,
    init_workspace,
    read_cycle,
    read_workspace,
)
from bsafe_analysis.sample import INVENTIONS
from bsafe_analysis.sample.write import sample_files
from tests.examples import SIGNS, examples

MONTH = INVENTIONS["odd"].last_month
RECEIVED = ("2024-01", MONTH)


@cache
def files():
    return sample_files(INVENTIONS["odd"], 1)[0]


@pytest.fixture
def root(tmp_path):
    for name, data in files().items():
        if name.startswith(("parameters/", "data/reference/")):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return tmp_path


def change(root, file, old, new):
    path = Path(root) / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def refused(root):
    with pytest.raises(InputError) as error:
        read_workspace(root)
    assert str(root) not in str(error.value)
    return error.value.faults


def test_a_good_workspace_is_read(root):
    workspace = read_workspace(root)
    assert workspace.areas.borough.name == "Brackwater Isles"
    assert workspace.areas.borough.residents == sum(a.residents for a in workspace.areas.neighbourhoods)
    assert [a.level for a in workspace.areas][-1] is Level.NOT_PLACED
    assert workspace.category_of["Public order"] == "nuisance"


def test_every_fault_of_every_file_is_told_at_once(root):
    change(root, "parameters/partnership.yml", "borough:", "burough:")
    change(root, "parameters/detection.yml", "coverage: 0.95", "coverage: lots")
    change(root, "data/reference/areas.csv", "N01,", "N02,")
    faults = refused(root)
    assert {fault.file for fault in faults} >= {
        "parameters/partnership.yml",
        "parameters/detection.yml",
        "data/reference/areas.csv",
    }


def test_a_misspelt_key_is_told_with_its_line_and_the_nearest_known_name(root):
    change(root, "parameters/detection.yml", "smallest_ratio:", "smalest_ratio:")
    (fault,) = refused(root)
    assert fault.place.startswith("line 5")
    assert fault.cure == "Did you mean 'smallest_ratio'?"


def test_a_misspelt_key_inside_a_list_is_told_too(root):
    change(root, "parameters/sources.yml", "ours_alone:", "our_alone:")
    (fault,) = refused(root)
    assert "Did you mean 'ours_alone'?" in str(fault)


TRICKS = {
    "a tag": ("name: !!python/object/apply:os.system [ls]", "tag"),
    "binary": ("name: !!binary aGk=", "tag"),
    "an anchor": ("name: &a x", "anchors"),
    "an alias": ("name: *a", "anchors|not valid YAML"),
    "two documents": ("name: x\n---\nname: y", "not valid YAML"),
    "a doubled key": ("name: x\nname: y", "stands twice"),
    "yes for true": ("invented: yes", "true or false"),
    "an octal": ("name: 0123", "octal"),
    "a time": ("name: 12:30:45", "seconds"),
    "not a number": ("name: .nan", "not a number"),
    "a list": ("- a\n- b", "key: value"),
    "a tab": ("name:\tx\n\ty: 1", "not valid YAML"),
    "too large": ("name: " + "x" * 70_000, "64 KiB"),
    "not text": ("name: \x00", "not valid YAML"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_in_a_parameter_file_becomes_code_or_changes_in_silence(root, trick):
    text, cause = TRICKS[trick]
    (root / "parameters/partnership.yml").write_text(text)
    with pytest.raises(InputError, match=cause):
        read_workspace(root)


def test_an_alias_bomb_is_refused_at_once(root):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
    )
    (root / "parameters/detection.yml").write_text(bomb)
    assert "anchors" in str(refused(root)[0])


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["partnership", "sources", "detection", "priorities", "documents", "policy"]),
    text=st.one_of(st.text(SIGNS), st.binary()),
)
def test_whatever_a_parameter_file_holds_is_read_or_refused_in_plain_words(root, name, text):
    path = root / f"parameters/{name}.yml"
    before = path.read_bytes()
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    try:
        assert isinstance(read_workspace(root), Workspace)
    except InputError as error:
        assert all(fault.cause and fault.cure for fault in error.faults)
    finally:
        path.write_bytes(before)


REFERENCE = {
    "unknown parent": (
        "areas.csv",
        "N01,Cable Quay,neighbourhood,A1",
        "N01,Cable Quay,neighbourhood,A9",
        "is no area here",
    ),
    "unknown level": ("areas.csv", "N01,Cable Quay,neighbourhood", "N01,Cable Quay,parish", "'parish' is not a level"),
    "no name": ("areas.csv", "N01,Cable Quay,", "N01,,", "has no name"),
    "the reserved code": ("areas.csv", "N01,Cable Quay", "not-placed,Cable Quay", "cannot be a code"),
    "a path for a code": ("areas.csv", "N01,Cable Quay", "../N01,Cable Quay", "cannot be a code"),
    "a borough with a parent": (
        "areas.csv",
        "BWI,Brackwater Isles,borough,",
        "BWI,Brackwater Isles,borough,BWI",
        "has a parent",
    ),
    "two boroughs": ("areas.csv", "A1,Harbour,area,BWI", "A1,Harbour,borough,", "2 rows are the borough"),
    "residents of nowhere": ("residents.csv", "N01,", "N99,", "is no neighbourhood"),
    "half a resident": ("residents.csv", "N01,", "N01,1.5", "whole numbers"),
    "a strange LSOA": ("lsoas.csv", "E01991000", "E0199", "is not an LSOA code"),
    "an LSOA of nowhere": ("lsoas.csv", "E01991000,N", "E01991000,X", "is no neighbourhood"),
    "a type twice": ("categories.csv", "Burglary,", "Robbery,", "stands twice"),
    "two nouns": ("categories.csv", "reports of nuisance and disorder", "complaints", "two names or nouns"),
    "a column gone": ("categories.csv", "noun", "plural", "columns missing: noun"),
    "a row too wide": ("areas.csv", "Cable Quay", "Cable, Quay", "more values than columns"),
}


@pytest.mark.parametrize("name", REFERENCE)
def test_a_fault_of_a_reference_table_names_its_file_and_row(root, name):
    file, old, new, cause = REFERENCE[name]
    change(root, f"data/reference/{file}", old, new)
    found = [fault for fault in refused(root) if cause in str(fault)]
    assert found
    assert found[0].file == f"data/reference/{file}"
    assert found[0].place


def test_a_neighbourhood_without_residents_is_no_fault_and_leaves_those_above_unknown(root):
    text = (root / "data/reference/residents.csv").read_text().splitlines()
    (root / "data/reference/residents.csv").write_text("\n".join(line for line in text if not line.startswith("N01")))
    areas = read_workspace(root).areas
    assert areas["N01"].residents is None
    assert areas["A1"].residents is None
    assert areas["A2"].residents is not None
    assert areas.borough.residents is None


@pytest.mark.parametrize("column, cause", [
    ("victim: Victim name", "is named like somebody's name or address"),
    ("premises: Premises address", "is named like somebody's name or address"),
    ("victim: Victim ref, count: How many", "no victim of one"),
    ("victim: Victim ref, premises: UPRN", ""),
])  # fmt: skip
def test_a_reference_is_a_number_of_one_incident_and_never_a_name(root, column, cause):
    entry = f"""  - name: force_extract
    kind: columns
    title: Extract of the force
    folder: extract
    ours_alone: true
    columns: {{month: Date, category: Type, {column}}}
"""
    path = root / "parameters/sources.yml"
    path.write_text(path.read_text() + entry)
    if not cause:
        assert [source.name for source in read_workspace(root).sources][-1] == "force_extract"
        return
    assert any(cause in str(fault) for fault in refused(root))


@pytest.mark.parametrize("said, cause", [
    ("ours_alone: true, columns: {month: Date, category: Type, postcode: PC}", "ours_alone: true says that every row"),
    ("columns: {month: Date, category: Type, lsoa: LSOA}", "no column is mapped as postcode"),
])  # fmt: skip
def test_postcodes_that_would_not_be_looked_at_are_refused(root, said, cause):
    path = root / "parameters/sources.yml"
    entry = f"{{name: hospital, kind: columns, title: Hospital, folder: hospital, postcodes: [AB1], {said}}}"
    path.write_text(f"{path.read_text()}  - {entry}\n")
    assert any(cause in str(fault) for fault in refused(root))


@pytest.mark.parametrize("file, old, new, cause", [
    ("priorities.yml", "nuisance", "noise", "'noise' is no category"),
    ("documents.yml", "meeting: forum", "meeting: senate", "no meeting 'senate'"),
    ("documents.yml", "per: borough", "per: group", "per: group, and not of which kind of group"),
    ("documents.yml", "per: borough", "per: group, kind: area", "groups of areas meet area by area"),
    ("documents.yml", "per: borough", "per: group, kind: theme, places: [A1]", "a group is no place"),
    ("documents.yml", "per: borough", "per: borough, kind: theme", "kind belongs to per: group"),
    ("sources.yml", "folder: police", "folder: ../police", "leaves data/raw"),
    ("sources.yml", "kind: police_uk", "kind: columns", "columns lacks month, category"),
    ("partnership.yml", "neighbourhoods_by: lsoas", "neighbourhoods_by: guess", "cannot stand here"),
])  # fmt: skip
def test_files_must_agree_with_each_other(root, file, old, new, cause):
    change(root, f"parameters/{file}", old, new)
    assert any(cause in str(fault) for fault in refused(root))


def test_sources_whose_folders_hold_each_other_would_count_twice_and_are_refused(root):
    path = root / "parameters/sources.yml"
    path.write_text(path.read_text() + "  - {name: again, kind: police_uk, title: Again, folder: ''}\n")
    assert any("files would count twice" in str(fault) for fault in refused(root))


def test_a_folder_that_is_no_workspace_says_so(tmp_path):
    assert "is no workspace" in str(refused(tmp_path)[0])


def test_a_cycle_is_read_from_its_file(root):
    cycle = read_cycle(read_workspace(root), MONTH, date(2026, 12, 1), RECEIVED)
    assert cycle.as_of == date(2026, 7, 5)
    assert (cycle.months[0], cycle.months[-1]) == ("2024-01", MONTH)
    assert cycle.meetings[0].on == date(2026, 7, 16)


def test_a_month_without_a_file_runs_with_the_defaults(root):
    shutil.rmtree(root / "parameters/cycles")
    workspace = read_workspace(root)
    assert declared_as_of(workspace, MONTH) is None
    assert read_cycle(workspace, MONTH, date(2026, 12, 1), RECEIVED).as_of == date(2026, 12, 1)
    assert read_cycle(workspace, MONTH, None, RECEIVED).as_of == date(2026, 6, 30)
    assert read_cycle(workspace, MONTH, None, RECEIVED).baseline.last == "2025-03"  # whole years that have settled


@pytest.mark.parametrize("old, new, cause", [
    ('month: "2026-06"', 'month: "2026-05"', "the file says 2026-05"),
    ('last: "2026-03"', 'last: "2026-07"', "it ends after 2026-06"),
    ('first: "2024-04"', 'first: "2023-13"', "not a month"),
    ("forum: 2026", "senate: 2026", "no meeting 'senate'"),
    ("as_of: 2026-07-05", "as_of: soon", "cannot stand here"),
    ("boundaries:", "bounderies:", "Did you mean 'boundaries'"),
])  # fmt: skip
def test_a_cycle_that_cannot_hold_is_refused(root, old, new, cause):
    change(root, f"parameters/cycles/{MONTH}.yml", old, new)
    with pytest.raises(InputError, match=cause):
        read_cycle(read_workspace(root), MONTH, None, RECEIVED)


@pytest.mark.parametrize("month", ["2026-13", "Sept", "../2026-09", "2026-9", ""])
def test_a_month_that_is_none_is_refused(root, month):
    with pytest.raises(InputError, match="YYYY-MM"):
        read_cycle(read_workspace(root), month, None, RECEIVED)


def test_init_makes_a_workspace_whose_only_faults_are_what_is_to_be_filled_in(tmp_path):
    written = init_workspace(tmp_path / "new")
    assert Path("parameters/partnership.yml") in written
    faults = refused(tmp_path / "new")
    assert {fault.file for fault in faults} <= {
        "data/reference/areas.csv",
        "data/reference/lsoas.csv",
        "parameters/partnership.yml",
    }
    with pytest.raises(InputError, match="not empty"):
        init_workspace(tmp_path / "new")


@pytest.mark.parametrize(
    "first, month, expected",
    [
        ("2021-10", "2026-09", ("2023-04", "2026-03")),  # three whole financial years, ended half a year ago
        ("2021-10", "2026-08", ("2022-04", "2025-03")),  # the last one has not settled
        ("2018-01", "2020-04", ("2018-04", "2019-03")),  # one whole year is held
        ("2026-01", "2026-09", ("2026-01", "2026-09")),  # none: all there is
    ],
)
def test_a_baseline_is_whole_years_that_have_settled_and_stands_still_for_twelve_months(first, month, expected):
    window = default_baseline(first, month)
    assert (window.first, window.last) == expected


def test_the_marking_is_that_of_the_highest_class_received(root):
    workspace = read_workspace(root)
    assert workspace.markings["internal"] == "OFFICIAL-SENSITIVE"
    assert workspace.markings["public"] == "OFFICIAL"
    assert workspace.policy.smallest["public"]["RESTRICTED"] == 10


def test_a_class_without_a_marking_is_a_fault(root):
    change(root, "parameters/policy.yml", ", RESTRICTED: OFFICIAL-SENSITIVE", "")
    (fault,) = refused(root)
    assert "no marking for RESTRICTED" in str(fault)


def test_an_audience_that_may_not_stand_there_is_told_in_plain_words(root):
    change(root, "parameters/policy.yml", "round_to: {partner: 1", "round_to: {internal: 1")
    (fault,) = refused(root)
    assert "'partner' or 'public'" in fault.cure
    assert "<" not in fault.cure


@pytest.mark.parametrize(
    ("old", "new"),
    [("partner: {PARTNER: 5", "partner: {PARTNER: 1"), ("round_to: {partner: 1", "round_to: {partner: 0")],
)
def test_a_policy_that_would_protect_nothing_is_refused(root, old, new):
    change(root, "parameters/policy.yml", old, new)
    assert refused(root)[0].file == "parameters/policy.yml"


ONE = "\nexceptional:\n- {name: Flood, first: 2020-03, last: 2020-05, reason: the bridge was shut}\n"


def with_exceptional(root, text):
    change(root, "parameters/detection.yml", "exceptional: []", text.strip())
    return root


def test_exceptional_times_are_englands_restrictions_where_a_partnership_says_nothing_of_them(root):
    assert read_workspace(root).detection.exceptional == ()
    text = (root / "parameters/detection.yml").read_text()
    (root / "parameters/detection.yml").write_text(text[: text.index("exceptional:")])
    (time,) = read_workspace(root).detection.exceptional
    assert (time.first, time.last) == ("2020-03", "2021-03")
    assert time.reason


def test_an_exceptional_time_of_ones_own_is_read(root):
    (time,) = read_workspace(with_exceptional(root, ONE)).detection.exceptional
    assert (time.name, "2020-05" in time, "2020-06" in time) == ("Flood", True, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.replace("2020-05", "2020-01"), "'Flood' ends before it starts"),
        (ONE + "- {name: Works, first: 2020-05, last: 2020-09, reason: no road}", "'Flood' and 'Works' share months"),
        (ONE.replace(", reason: the bridge was shut", ""), "this key is missing"),
    ],
)
def test_an_exceptional_time_without_a_reason_or_that_cannot_be_is_refused(root, text, said):
    (fault,) = refused(with_exceptional(root, text))
    assert fault.file == "parameters/detection.yml"
    assert said in str(fault.cause)


def test_blank_columns_that_a_spreadsheet_left_behind_are_no_columns(root):
    path = root / "data/reference/areas.csv"
    path.write_text("".join(f"{line},,\n" for line in path.read_text().splitlines()))
    assert len(read_workspace(root).areas.neighbourhoods) == 7


def test_how_bad_a_kind_of_incident_is_has_a_class_and_a_reason_and_may_be_left_unsaid(root):
    said = read_workspace(root).priorities
    assert said.harm_of("break_ins") == Harm(HarmClass.HIGH, "it makes people feel unsafe at home")
    assert said.harm_of("vehicles") is None


def test_a_partnership_that_says_nothing_of_harm_has_none(root):
    file = root / "parameters/priorities.yml"
    file.write_text(file.read_text().partition("harm:")[0])
    assert read_workspace(root).priorities.harm == {}


@pytest.mark.parametrize(("old", "new", "said"), [
    ("level: high", "level: dreadful", "'high', 'medium' or 'low'"),
    ("why: it wears people down", "why: ''", "at least 1 character"),
    ("why: it wears people down", f"why: {'x' * 81}", "at most 80 characters"),
    ("why: it wears", "because: it wears", "because"),
    ("  theft: {level", "  thefts: {level", "'thefts' is no category"),
])  # fmt: skip
def test_a_harm_that_cannot_be_is_refused_in_plain_words(root, old, new, said):
    change(root, "parameters/priorities.yml", old, new)
    faults = refused(root)
    assert {fault.file for fault in faults} == {"parameters/priorities.yml"}
    assert said in " ".join(map(str, faults))


def test_the_order_of_harm_begins_with_the_worst():
    assert [harm.rank for harm in (HarmClass.HIGH, HarmClass.MEDIUM, HarmClass.LOW)] == [0, 1, 2]
