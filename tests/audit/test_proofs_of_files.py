"""What the files did to a month's counts, told of rows typed by hand."""

import pytest

from bsafe_analysis.audit.proofs.registry import Unproved
from tests.audit.evidence_by_hand import MONTH, changed, claim, evidence, found, police, proved, uncaught, wrong
from tests.audit.workspace_by_hand import make
from tests.loading.downloads import row


def told(what, **values):
    return claim("file_change", what=what, month=MONTH, **values)


def test_rows_that_came_twice_and_rows_of_no_known_kind_are_counted_again(tmp_path):
    root = police(make(tmp_path), row("a0", month="2026-07"), month="2026-07")
    police(root, row("a1"), row("a2"), row("a3"), row("u1", kind="Sorcery"), row("u2", kind="Sorcery"))
    held = evidence(police(root, row("a1"), row("a2"), row("b1"), force="copied"))
    for each in (told("same_rows", rows=2), told("unknown", rows=2)):
        assert proved(each, held) == {"month", "rows"}
        assert uncaught(each, held) == set()
    assert wrong(changed(told("unknown", rows=2), month="2026-07"), held) == {"month", "rows"}


def test_the_kinds_that_fell_silent_are_counted_again(tmp_path):
    root = make(tmp_path)
    for month in ("2026-05", "2026-06", "2026-07"):
        rows = [row(f"{month}{kind}{n}", month=month, kind=kind) for n in range(12) for kind in ("Fire", "Burglary")]
        police(root, *rows, month=month)
    held = evidence(police(root, *[row(f"a{n}") for n in range(12)]))
    assert proved(told("silent", names=1), held) == {"month", "names"}
    assert wrong(told("silent", names=2), held) == {"names"}


def test_of_a_share_or_a_short_file_only_the_month_is_known(tmp_path):
    held = evidence(police(make(tmp_path), row("a1")))
    with pytest.raises(Unproved, match="by the library alone"):
        found(told("short", rows=1), held)
    assert wrong(changed(told("short", rows=1), month="2026-06"), held) == {"month"}
