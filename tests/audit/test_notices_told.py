"""A notice of what was set aside is so: the row lies there, and the reason given is the row's own."""

import pytest

from bsafe_analysis.audit.proofs.registry import Unproved
from tests.audit.register_by_hand import SET_ASIDE, evidence_of, plan_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows

CONCERNS = "data/register/concerns.csv"
UNKNOWN = f"{CONCERNS}, row 2 was set aside: 'NOWHERE' is not an area that is known: write its code."
COMMENTARY = "The commentary data/register/commentary/2026-08/N1.asb.md was set aside: 2026-08 has no finding N1.asb."
CONVERTED = f"{CONCERNS} was in cp1252, not UTF-8: it was converted."


@pytest.fixture
def noticed(tmp_path):
    """The evidence of a month that has this notice."""

    def of(text):
        return evidence_of(tmp_path, text, findings=[{"area": "N1", "category": "burglary"}])

    of("")
    plan_of(tmp_path)
    write_rows(tmp_path / "data/register/commentary/2026-08/N1.asb.md", "Of no finding.")
    write_rows(tmp_path / "data/register/commentary/2026-08/N1.burglary.md", "Of one.")
    rows = ("area,concern,source,date", "NOWHERE,Dogs,Letter,2026-07-17", "N1,Café,Letter,2026-07-17")
    (tmp_path / CONCERNS).write_bytes("\n".join(rows).encode("cp1252"))
    return of


@pytest.mark.parametrize("text", [SET_ASIDE, UNKNOWN, COMMENTARY, CONVERTED])
def test_a_notice_whose_reason_is_so_is_proved(noticed, text):
    assert proved("notice", noticed(text), {"text": text}) == {"text": text}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (SET_ASIDE, "D4", "D3"),
        (SET_ASIDE, "row 5", "row 4"),
        (SET_ASIDE, "row 5", "row 55"),
        (SET_ASIDE, "no measure", "no owner"),
        (SET_ASIDE, "activities.csv", "concerns.csv"),
        (UNKNOWN, "NOWHERE", "N1"),
        (UNKNOWN, "row 2", "row 3"),
        (COMMENTARY, "2026-08/N1.asb.md", "2026-08/N1.burglary.md"),
        (COMMENTARY, "2026-08/N1.asb.md", "2026-08/N2.asb.md"),
        (COMMENTARY, ": 2026-08", ": 2026-07"),
        (CONVERTED, CONCERNS, "data/register/commentary/2026-08/N1.asb.md"),
        (CONVERTED, CONCERNS, "data/register/assets.csv"),
    ],
)
def test_each_changed_word_of_a_notice_is_found(noticed, text, old, new):
    assert old in text
    changed = text.replace(old, new)
    assert wrong("notice", noticed(changed), {"text": changed}) == {"text"}


def test_a_notice_that_the_month_does_not_have_is_found(noticed):
    assert wrong("notice", noticed(SET_ASIDE), {"text": UNKNOWN}) == {"text"}


@pytest.mark.parametrize(
    "text", ["12 of 300 incidents lie near a line.", SET_ASIDE.replace("has no measure", "is due before it starts")]
)
def test_a_notice_that_the_audit_cannot_judge_is_left_unproved(noticed, text):
    with pytest.raises(Unproved):
        proved("notice", noticed(text), {"text": text})
