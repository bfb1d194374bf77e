"""What `bsafe check` asks that no run would stop for."""

from bsafe_analysis.commands.check import check_inputs
from bsafe_analysis.parameters import forms
from tests.batch.partnership import AREAS, make_partnership, write


def test_two_neighbourhoods_of_one_name_are_told(tmp_path):
    root = make_partnership(tmp_path / "vale")
    rows = [("N2", "Mill  lane", "neighbourhood", "A1") if row[0] == "N2" else row for row in AREAS]
    write(root / "data/reference/areas.csv", ("code", "name", "level", "parent"), rows)
    (told,) = [notice.text for notice in check_inputs(root, "2026-09").notices if notice.kind == "shared_name"]
    assert "N1 and N2 are both called 'Mill  lane'" in told


def faults_of(form, **value):
    return [f"{fault.place}: {fault.cause}. {fault.cure}" for fault in forms.check(form, value, "x.yml", {})]


def test_a_blank_marking_an_impossible_year_and_a_turning_name_are_refused_in_plain_words():
    blank = faults_of(forms.PolicyForm, markings={"internal": "  "})
    assert blank[0] == "markings.internal: '  ' cannot stand here. Write something, or leave the line out"
    for year in (1, 9999):
        (told,) = faults_of(forms.KnownDateForm, name="Fair", first=forms.date(year, 1, 1))
        assert "It should be a day between 1990 and 2100" in told
    (told,) = faults_of(forms.KnownDateForm, name="Fair \u202eriaf", first=forms.date(2026, 1, 1))
    assert "turns the direction of text" in told
