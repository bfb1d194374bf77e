"""The prepared month comes back as it was kept, whole or not at all."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.preparation import store
from bsafe_analysis.preparation.store import ISSUED, open_cycle, read_issued, save_cycle, stored_findings
from bsafe_analysis.preparation.store_seals import SEALS, seal_folder
from tests.reports.months import MONTH, MONTHS, finding, prepared

HELD = HeldMonths(
    (SourceHeld("police", "Crime", MONTHS[1:], MONTHS[2:], MONTHS[:1], ("burglary",), as_at=date(2026, 10, 5)),)
)


def test_all_of_a_month_comes_back_as_it_was(tmp_path):
    before = prepared(findings=(finding(also=("A1", "N2")),), held=HELD)
    save_cycle(tmp_path, before)
    after = open_cycle(MONTH, tmp_path)
    for name in store.FRAMES:
        pd.testing.assert_frame_equal(getattr(after, name), getattr(before, name))
    for name in (
        "cycle",
        "areas",
        "findings",
        "activities",
        "priorities",
        "notes",
        "receipts",
        "revisions",
        "notices",
        "outlines",
        "held",
    ):
        assert getattr(after, name) == getattr(before, name), name
    assert stored_findings(tmp_path, MONTH) == before.findings


def test_the_same_month_is_kept_in_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        save_cycle(tmp_path / folder, prepared())
    for file in ("facts.json", "counts.parquet", "expectations.parquet", "baseline_facts.parquet"):
        one, two = ((tmp_path / f / "data/prepared" / MONTH / file).read_bytes() for f in ("a", "b"))
        assert one == two


def test_a_month_that_another_version_kept_is_asked_for_again(tmp_path):
    save_cycle(tmp_path, prepared())
    file = tmp_path / "data/prepared" / MONTH / "facts.json"
    facts = json.loads(file.read_text("utf-8"))
    facts["gaps"] = facts.pop("held") and []
    file.write_text(json.dumps(facts), "utf-8")
    seal_folder(file.parent)
    with pytest.raises(InputError, match=r"prepared by another version of bsafe\. Run `bsafe prepare 2026-09`"):
        open_cycle(MONTH, tmp_path)


def test_a_month_that_nothing_vouches_for_is_of_another_version(tmp_path):
    folder = save_cycle(tmp_path, prepared())
    (folder / SEALS).unlink()
    with pytest.raises(InputError, match="prepared by another version of bsafe"):
        open_cycle(MONTH, tmp_path)
    assert stored_findings(tmp_path, MONTH) is None
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    (folder / "key.json").write_text(json.dumps({"files": files}))  # as a run of an earlier bsafe kept it
    assert open_cycle(MONTH, tmp_path).findings == (finding(),)
    assert stored_findings(tmp_path, MONTH) == (finding(),)


@pytest.mark.parametrize("flips", [4, pytest.param(60, marks=pytest.mark.proof)])
def test_of_flipped_bits_in_what_is_kept_none_is_told(tmp_path, flips):
    folder, random, found = save_cycle(tmp_path, prepared()), np.random.Generator(np.random.PCG64(1)), 0
    issued = read_issued(tmp_path, MONTH)
    for path in sorted(folder.iterdir()):
        whole = path.read_bytes()
        for at in random.integers(0, len(whole), flips):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << int(random.integers(8))]) + whole[at + 1 :])
            if path.name in (ISSUED, SEALS):  # what vouches for one file may be spoilt, and the others be read
                assert read_issued(tmp_path, MONTH) in (None, issued)
            else:
                with pytest.raises(InputError, match="is damaged"):
                    open_cycle(MONTH, tmp_path)
            assert stored_findings(tmp_path, MONTH) in (None, (finding(),))
            found += 1
        path.write_bytes(whole)
    assert found >= 14 * flips


def test_a_month_that_is_not_prepared_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match=r"2026-09 is not prepared\. Run `bsafe prepare 2026-09`"):
        open_cycle(MONTH, tmp_path)
    with pytest.raises(InputError, match="YYYY-MM"):
        open_cycle("../../etc", tmp_path)
    assert stored_findings(tmp_path, MONTH) is None


def test_findings_of_later_data_or_damaged_ones_are_not_last_months(tmp_path):
    folder = save_cycle(tmp_path, prepared())
    assert stored_findings(tmp_path, MONTH, date(2026, 10, 5)) is not None
    assert stored_findings(tmp_path, MONTH, date(2026, 9, 5)) is None
    (folder / "facts.json").write_text('{"cycle": 3')
    assert stored_findings(tmp_path, MONTH) is None


@pytest.mark.parametrize("failing", range(4))
def test_an_interrupted_save_leaves_the_earlier_month_whole(tmp_path, monkeypatch, failing):
    save_cycle(tmp_path, prepared())
    calls = []

    def fail_at(*args, **kwargs):
        calls.append(1)
        if len(calls) > failing:
            raise OSError("No space left on device")
        return original(*args, **kwargs)

    original = pd.DataFrame.to_parquet
    monkeypatch.setattr(pd.DataFrame, "to_parquet", fail_at)
    monkeypatch.setattr(store.os, "rename", fail_at if failing == 3 else os.rename)
    with pytest.raises(OSError, match="No space"):
        save_cycle(tmp_path, prepared(findings=()))
    monkeypatch.undo()
    assert open_cycle(MONTH, tmp_path).findings == (finding(),)
    assert [p.name for p in (tmp_path / "data/prepared").iterdir()] == [MONTH]


def test_opening_a_month_loads_nothing_heavy():
    heavy = ("duckdb", "statsmodels", "shapely", "scipy")
    code = f"import bsafe_analysis.preparation.store, sys; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
