"""How many of a change's months lay outside, and how far back the ordinary ones lie: of rows typed by hand."""

import pytest

from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, judged, police, proved, uncaught, wrong
from tests.audit.test_proofs_of_findings import KEPT
from tests.audit.workspace_by_hand import make
from tests.loading.downloads import row

FOUND = KEPT | {"run_months": 1, "since": "2026-06"}
MONTHS = [judged(month=month, expected=1.7, lower=0, upper=2) for month in ("2026-06", "2026-07", MONTH)]
TOLD = claim("outside_months", ("N1",), ("burglary",), since="2026-06", outside=1, of=3, months=3)


@pytest.fixture
def raw(tmp_path):
    """One in June, three in July, two in August: July alone lies above."""
    root = police(make(tmp_path), row("c1"), row("c2"))
    police(root, row("a1", month="2026-06"), month="2026-06")
    return police(root, *(row(f"b{n}", month="2026-07") for n in range(3)), month="2026-07")


def test_months_outside_are_counted_in_the_raw_files_since_it_began(raw):
    held = evidence(raw, expectations=MONTHS, findings=[FOUND])
    assert proved(TOLD, held) == {"since", "outside", "of", "months"}
    assert uncaught(TOLD, held) == set()
    assert wrong(changed(TOLD, since="2026-07", of=2, months=2), held) == {"since", "of", "months"}
    wide = {"month": "2026-07", "first": "2026-03", "last": "2026-07"}
    left_open = evidence(raw, expectations=MONTHS, findings=[FOUND | {"onset": wide}])
    assert wrong(TOLD, left_open) == {"since", "months"}
    assert wrong(changed(TOLD, since="2026-03", months=6), left_open) == set()
    assert wrong(TOLD, evidence(raw, findings=[FOUND | {"direction": "down"}])) == {"since", "outside", "of", "months"}
    assert wrong(TOLD, evidence(raw)) == {"since", "outside", "of", "months"}


def test_the_last_ordinary_month_is_told_only_where_it_lies_far_back(raw):
    told = claim("signal", ("N1",), place="N1", category="burglary", expected_until=None)
    restricted = {"name": "Restrictions", "first": "2026-03", "last": MONTH, "reason": "Shut"}
    near = evidence(raw, findings=[FOUND])
    assert wrong(told, near) == set()
    police(raw, row("d1", month="2026-02"), month="2026-02")
    far = evidence(raw, findings=[FOUND], parameters={"detection.yml": {"exceptional": [restricted]}})
    assert wrong(told, far) == {"expected_until"}
    assert wrong(changed(told, expected_until="2026-02"), far) == set()
