"""What a strategic assessment tells of years is counted and compared again: of rows typed by hand."""

from types import SimpleNamespace

import pytest

from bsafe_analysis.audit.proofs import PROOFS
from bsafe_analysis.audit.proofs.registry import agree
from bsafe_analysis.model.periods import add_months, months_between
from tests.audit.evidence_by_hand import changed, claim
from tests.audit.workspace_by_hand import write_rows

MONTH = "2021-09"
MONTHS = months_between(add_months(MONTH, -35), MONTH)
LEVELS = dict.fromkeys(("N1", "N2", "N3"), "neighbourhood") | {"B": "borough"}


def evidence_of(tmp_path, by_year=(20, 20, 40), missing=(), exceptional=()):
    """Three years of so many a month; N1 holds half of them, N2 a quarter."""
    counts = {month: by_year[i // 12] for i, month in enumerate(MONTHS) if month not in missing}
    share = {"B": 1, "N1": 0.5, "N2": 0.25, "N3": 0.25}

    def observed(place, _kind, *months):
        seen = [counts.get(month) for month in months]
        return None if None in seen else int(sum(seen) * share[place])

    gazetteer = SimpleNamespace(
        borough="B", levels=LEVELS, names={code: f"Place {code}" for code in LEVELS},
        inside=lambda _place: ("N1", "N2", "N3", "not placed"), category_names={"burglary": "Burglary"},
    )  # fmt: skip
    gazetteer.levels["not placed"] = "not_placed"
    write_rows(tmp_path / "parameters/detection.yml", "coverage: 0.95", f"exceptional: {list(exceptional)}")
    evidence = SimpleNamespace(
        month=MONTH, root=tmp_path, observed=observed, expected=lambda *_: {},
        facts={"cycle": {"months": MONTHS, "detection": {}, "scoring": {"top": 5, "judged_only": {}}}},
        recount=SimpleNamespace(gazetteer=gazetteer, residents=lambda code: {"N1": 4000}.get(code, 3000)),
        once=lambda make: make(evidence),
    )  # fmt: skip
    return evidence


def proved(said, evidence):
    return PROOFS[said.kind](said, evidence)


def wrong(said, evidence):
    found = proved(said, evidence)
    return {name for name, value in found.items() if name in said.values and not agree(said.values[name], value)}


def told(kind, **values):
    return claim(kind, ("B",), ("burglary",), **values)


YEAR = told("year_told", first="2020-10", last=MONTH, total=480, months=12, exceptional=False)
MORE = told(
    "years_told", verdict="more", change=100, change_lower=71, change_upper=134, least_change=19, rebased_from=""
)
HALF = told("half_of_it", few=1, of=3, even=2, **{"places[0]": "N1"})


@pytest.mark.parametrize(
    "said, name, other",
    [
        (YEAR, "total", 481), (YEAR, "first", "2020-09"), (YEAR, "exceptional", True), (YEAR, "months", 11),
        (MORE, "verdict", "fewer"), (MORE, "change", 99), (MORE, "change_lower", 73), (MORE, "change_upper", 135),
        (MORE, "least_change", 20), (MORE, "rebased_from", "2020-01"),
        (HALF, "few", 2), (HALF, "of", 4), (HALF, "even", 1), (HALF, "places[0]", "N2"),
    ],
)  # fmt: skip
def test_each_value_is_worked_out_anew_and_another_is_found(tmp_path, said, name, other):
    evidence = evidence_of(tmp_path)
    assert wrong(said, evidence) == set()
    assert wrong(changed(said, **{name: other}), evidence) == {name}


def test_a_month_that_one_year_lacks_is_in_no_year(tmp_path):
    evidence = evidence_of(tmp_path, missing=("2020-07",))
    assert proved(YEAR, evidence)["total"] == 440
    assert wrong(told("strategic_assessment", **{"left_out_months[0]": "2021-07"}), evidence) == set()


def test_an_exceptional_year_is_not_compared_with(tmp_path):
    time = {"first": "2020-03", "last": "2020-05"}
    found = proved(MORE, evidence_of(tmp_path, (40, 10, 40), exceptional=(time,)))
    assert (found["verdict"], found["change"]) == ("no_evidence", None)


def test_an_outlook_begins_after_the_month_and_its_range_holds_its_middle(tmp_path):
    evidence = evidence_of(tmp_path)
    outlook = told("outlook_told", first="2021-10", last="2022-09", lower=10, middle=20, upper=30)
    assert wrong(outlook, evidence) == set()
    assert wrong(changed(outlook, lower=25), evidence) == {"lower", "upper"}
    assert wrong(changed(outlook, first="2021-09"), evidence) == {"first"}


def test_an_issue_is_called_as_the_categories_are(tmp_path):
    evidence = evidence_of(tmp_path)
    assert wrong(told("issue_told", title="Burglary"), evidence) == set()
    assert wrong(told("issue_told", title="Burglaries"), evidence) == {"title"}


def test_twelve_months_together_are_summed_anew_and_a_gap_is_no_total(tmp_path):
    evidence = evidence_of(tmp_path, missing=("2020-07",))
    whole = told("rolling_total", month=MONTH, total=480)
    assert wrong(whole, evidence) == set() and wrong(changed(whole, total=481), evidence) == {"total"}
    assert wrong(changed(whole, month=add_months(MONTH, 1)), evidence) == {"month"}
    assert proved(told("rolling_total", month="2021-06", total=400), evidence)["total"] is None
