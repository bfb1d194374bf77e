"""What `bsafe map` makes of files that nobody prepared: columns under names that nobody knows."""

import pytest

from bsafe_analysis.commands.map_extract import lines_of, map_extract
from tests.audit.workspace_by_hand import POLICE, make
from tests.loading.council_makers import as_csv
from tests.loading.test_ten_councils import STARTER

MONTHS = ("Jun-26", "Jul-26", "Aug-26")


@pytest.fixture
def workspace(tmp_path):
    root = make(tmp_path / "workspace", POLICE)
    for name, text in STARTER.items():
        (root / "parameters" / name).write_text(text)
    (root / "parameters/priorities.yml").write_text("priorities: []\n")
    return root


def mapped(workspace, rows, name="log.csv"):
    file = workspace.parent / name
    file.write_bytes(as_csv(rows))
    return map_extract(workspace, file)


def attendances(name, injury="Injury type"):
    rows = [["Month", "Postcode district", injury, name]]
    kinds = (("Assault", 6), ("Fall", 13), ("Assault - weapon", "<5"))
    return [*rows, *[[month, half, *kind] for month in MONTHS for half in ("AB1", "AB2") for kind in kinds]]


@pytest.mark.parametrize("name", ["Attendances", "Admissions", "Calls", "n", "Volume", "Souls"])
def test_a_number_beside_month_and_type_counts_under_any_name(workspace, name):
    found = mapped(workspace, attendances(name))
    assert dict(found.proposal.source.columns)["count"] == name
    assert found.trial.aside["how many it stands for is a small number that its sender has hidden"] == 6


def test_postcodes_are_shown_and_asked_about_where_every_row_is_taken_for_ours(workspace):
    asked = "\n".join(mapped(workspace, attendances("Attendances")).questions)
    assert "AB1 (9), AB2 (9)" in asked
    assert "write ours_alone: false and postcodes: [those that are]" in asked
    assert "No column says a place" not in asked


def calls(column, kinds):
    rows = [["Incident date", column, "LSOA of scene", "Station"]]
    return [*rows, *[[f"{n + 13}/08/2026", kind, f"E0199900{n % 3 + 1}", "Dale"] for n, kind in enumerate(kinds)]]


def test_a_type_is_known_by_its_words_under_any_name_before_every_row_is_taken_for_one(workspace):
    found = mapped(workspace, calls("Chief complaint", ("Assault", "Stabbing", "Overdose", "Fall") * 3))
    source = found.proposal.source
    assert (dict(source.columns)["category"], source.every_row) == ("Chief complaint", "")
    assert "  not used: 'Station': 'Dale'" in list(lines_of(found))


def test_where_every_row_is_taken_for_one_thing_a_column_of_few_words_is_asked_about(workspace):
    found = mapped(workspace, calls("Chief complaint", ("Alpha", "Beta", "Gamma") * 4), "fires.csv")
    assert found.proposal.source.every_row
    assert any("the column 'Chief complaint' may say what each row is" in remark for remark in found.trial.remarks)


def test_references_that_all_repeat_because_the_file_was_pasted_twice_are_references(workspace):
    rows = [["Ref", "Date", "Type", "LSOA"]]
    block = [[f"R{n}", f"{n % 28 + 1:02d}/08/2026", "Noise", "E01999001"] for n in range(100, 140)]
    found = mapped(workspace, [*rows, *block, *block])
    assert dict(found.proposal.source.columns)["incident_id"] == "Ref"
    assert found.trial.used == 40


def test_wards_where_neighbourhoods_are_msoas_are_asked_about(workspace):
    for file in ("areas.csv", "lsoas.csv", "residents.csv", "boundaries/neighbourhoods.geojson"):
        path = workspace / "data/reference" / file
        text = path.read_text()
        for n in "123":
            text = text.replace(f"N{n}", f"E0200190{n}")
        path.write_text(text)
    rows = [
        ["Date", "Type", "Ward"],
        *[[f"{n + 13}/08/2026", "Noise", ("One", "ONE Ward", "Dale")[n % 3]] for n in range(12)],
    ]
    asked = "\n".join(mapped(workspace, rows).questions)
    assert "Are the wards in 'Ward' each within one neighbourhood?" in asked
    assert "rows of 'ONE Ward' count in the one neighbourhood that is called so" in asked


def test_a_property_number_is_proposed_as_premises_and_a_name_is_still_never_read(workspace):
    rows = [["UPRN", "Victim ref", "Date Opened", "Case Type", "Tenant", "LSOA"]]
    rows += [
        [f"10005064{n % 7:04d}", f"V{n % 5}", f"{n + 13}/08/2026", "Noise", "Jo Roe", "E01999001"] for n in range(12)
    ]
    source = (found := mapped(workspace, rows)).proposal.source
    columns = dict(source.columns)
    assert (columns["premises"], columns["victim"], source.never_read) == ("UPRN", "Victim ref", ("Tenant",))
    assert "Is 'UPRN' a number that stands for the same address each time?" in "\n".join(found.questions)
    assert "10005064" not in "\n".join(lines_of(found))


def test_what_is_hidden_is_told_before_anything_is_written(workspace):
    assert any(
        "every sum of this file is a minimum" in remark for remark in mapped(workspace, attendances("n")).trial.remarks
    )


def test_a_second_source_of_one_kind_has_a_title_of_its_own(workspace):
    file = workspace.parent / "log.csv"
    file.write_bytes(as_csv(attendances("Attendances")))
    first, second = (map_extract(workspace, file, write=write).proposal.source for write in (True, False))
    assert (second.name, second.title) == ("hospital_2", f"{first.title} (hospital 2)")


def test_a_word_of_two_spellings_is_asked_about_once(workspace):
    kinds = ("Zorbing", "ZORBING", "Noise nuisance") * 4
    asked = [each for each in mapped(workspace, calls("Report type", kinds)).questions if "orbing" in each.casefold()]
    assert [each[:30] for each in asked] == ["What is 'Zorbing' (8 rows)? Gi"]
