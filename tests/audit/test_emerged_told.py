"""What became of points that were emerging is counted again in the raw files."""

from collections import Counter
from types import SimpleNamespace

from bsafe_analysis.audit.proofs import emerged_told
from bsafe_analysis.model.periods import months_between
from tests.audit.register_by_hand import MONTH, proved, wrong
from tests.audit.workspace_by_hand import write_rows

TOLD = {"first": "2025-05", "last": "2026-02", "named": 1, "stayed": 1}


def evidence_of(tmp_path, after=4, lacking=(), **point):
    held = [m for m in months_between("2022-01", MONTH) if m not in lacking]
    counts = Counter(dict.fromkeys(months_between("2023-09", "2025-08"), 2))
    counts |= Counter(dict.fromkeys(months_between("2026-03", MONTH), after))
    write_rows(tmp_path / "parameters/detection.yml", "coverage: 0.95")
    kept = {"month": "2026-02", "east": 10, "north": 20} | point
    evidence = SimpleNamespace(
        month=MONTH, root=tmp_path, facts={"emerged": [kept], "cycle": {"detection": {}}},
        recount=SimpleNamespace(
            held=lambda name: held, declared=SimpleNamespace(feeds=[SimpleNamespace(name="police", required=True)])
        ),
        once=lambda make: {(10, 20): counts} if make is emerged_told._monthly else make(evidence),
    )  # fmt: skip
    return evidence


def test_a_point_stayed_that_has_more_a_month_than_before(tmp_path):
    evidence = evidence_of(tmp_path)
    assert proved("emerged_record", evidence, TOLD) == TOLD
    for name in ("named", "stayed", "first"):
        assert wrong("emerged_record", evidence, {**TOLD, name: 5}) == {name}
    assert proved("emerged_record", evidence_of(tmp_path, after=2), TOLD)["stayed"] == 0


def test_months_that_are_not_held_count_on_neither_side(tmp_path):
    assert proved("emerged_record", evidence_of(tmp_path, after=2, lacking=("2024-01",)), TOLD)["stayed"] == 0
    gone = evidence_of(tmp_path, after=4, lacking=months_between("2026-04", MONTH))
    assert proved("emerged_record", gone, TOLD)["stayed"] == 1


def test_a_point_of_another_year_was_not_named_in_these_months(tmp_path):
    assert proved("emerged_record", evidence_of(tmp_path, month="2025-04"), TOLD)["named"] is None
