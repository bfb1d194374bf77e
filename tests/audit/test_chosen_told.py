"""What pages repeat of the parameters, proved by the parameter files read anew: every changed word is found."""

import pytest

from bsafe_analysis.audit.proofs.registry import Unproved
from tests.audit.register_by_hand import evidence_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows

RISE = {"area": "N1", "category": "burglary", "direction": "up", "rule": "persistent", "run_months": 2,
        "since": "2026-07", "status": "new", "also": [], "month": "2026-08"}  # fmt: skip
PARTNERSHIP = {"name": "Safe Thornmere", "borough": "Thornmere", "area_term": "area", "invented": False,
               "neighbourhood_term": "neighbourhood", "contact": "", "licence": "",
               "bank_holidays": "GB-ENG"}  # fmt: skip
OPTION = {"id": "lights", "action": "Fit lights", "lead": "Police analyst", "support[0]": "fire",
          "support[1]": "housing", "harms": "None known", "era": "now", "legal": "", "profile": False}  # fmt: skip
CASES = [
    ("partnership", PARTNERSHIP),
    ("cycle", {"month": "2026-08", "as_of": "2026-09-05", "boundaries": "Lines of 2026"}),
    ("activities_title", {"on": "2026-09-05"}),
    ("priority", {"key": "homes", "title": "Safer homes"}),
    ("option", OPTION),
    ("meeting_policy", {"weeks_to_act": 4, "log_days": 92, "log_months": 3}),
    ("elsewhere", {"name": "LAP assessment: North",
                   "href": "2026-08-lap-assessment-a1-internal.html#signal-n1-burglary-persistent"}),
]  # fmt: skip


@pytest.fixture
def evidence(tmp_path):
    evidence = evidence_of(tmp_path, findings=[RISE])
    (tmp_path / "parameters/options.yml").write_text(
        "options:\n  - {id: lights, categories: [Burglary], action: Fit lights, lead: Police analyst, "
        "support: [fire, housing], harms: None known}\n"
    )
    return evidence


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_what_the_parameters_say_is_proved(evidence, kind, said):
    assert wrong(kind, evidence, said) == set()
    assert {*said} <= {*proved(kind, evidence, said)}


@pytest.mark.parametrize(("kind", "said", "name"), [(kind, said, name) for kind, said in CASES for name in said])
def test_each_changed_value_is_found(evidence, kind, said, name):
    assert wrong(kind, evidence, {**said, name: "other"})


def test_without_a_file_of_the_cycle_the_newest_download_tells_the_day(evidence, tmp_path):
    (tmp_path / "parameters/cycles/2026-08.yml").unlink()
    names = [f"police/{day}/2026-08/2026-08-estmark-street.csv" for day in ("2026-09-03", "2026-09-11")]
    for name in names:
        write_rows(tmp_path / "data/raw" / name, "Crime ID,Month")
    evidence.recount.ask = lambda query, **given: [(names[-1],)]
    assert wrong("cycle", evidence, {"month": "2026-08", "as_of": "2026-09-11"}) == set()


DATES = """
dates:
  - {name: Summer holidays, first: 2026-07-22, last: 2026-09-01}
  - {name: Fair, first: 2026-09-12}
  - {name: Spring, first: 2026-03-12}
"""
HOLIDAYS = {"kind": "local", "name": "Summer holidays", "first": "2026-07-22", "last": "2026-09-01", "about": False}
FAIR = {"kind": "local", "name": "Fair", "first": "2026-09-12", "last": "2026-09-12", "about": False}
CLOCKS = {"kind": "clocks", "name": "back", "first": "2026-10-25", "last": "2026-10-25", "about": False}


@pytest.fixture
def dated(evidence, tmp_path):
    file = tmp_path / "parameters/partnership.yml"
    file.write_text(file.read_text() + DATES)
    return evidence


AHEAD, OF_FINDING = ("outlook", "tactical_assessment"), ("signal", "tactical_assessment")


@pytest.mark.parametrize("name", [None, *HOLIDAYS])
def test_what_fell_in_the_months_of_a_finding_is_a_date_of_the_partnership(dated, name):
    said = {**HOLIDAYS, **({name: "other"} if name else {})}
    assert wrong("coming", dated, said, "N1", "burglary", OF_FINDING) == ({name} if name else set())


def test_what_fell_in_other_months_may_not_be_named_beside_a_finding(dated):
    assert wrong("coming", dated, FAIR, "N1", "burglary", OF_FINDING) >= {"name", "first"}


@pytest.mark.parametrize("said", [FAIR, CLOCKS])
def test_what_lies_in_the_coming_weeks_is_known(dated, said):
    assert wrong("coming", dated, said, within=AHEAD) == set()
    assert wrong("coming", dated, {**said, "first": "2026-10-24"}, within=AHEAD) == {"first"}


def test_what_lies_in_no_coming_week_may_not_be_told(dated):
    spring = {**FAIR, "name": "Spring", "first": "2026-03-12", "last": "2026-03-12"}
    assert wrong("coming", dated, spring, within=AHEAD) >= {"first"}


def test_a_feast_of_the_moon_is_left_unproved(dated):
    with pytest.raises(Unproved):
        proved("coming", dated, {"kind": "eid", "name": "Eid al-Fitr"}, within=AHEAD)
