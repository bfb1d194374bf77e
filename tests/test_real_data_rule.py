"""Where BSAFE_REAL_DATA names a folder, a real test that is skipped is a failure; elsewhere it is a skip."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.real
def test_of_real_data():
    pytest.skip("no archive of 2018")

@pytest.mark.skipif(True, reason="another system")
def test_of_something_else():
    pass
"""


@pytest.mark.parametrize(("real_data", "code", "said"), [("somewhere", 1, "1 failed, 1 skipped"), ("", 0, "2 skipped")])
def test_a_skipped_test_of_real_data_fails_only_where_real_data_is_named(tmp_path, real_data, code, said):
    (tmp_path / "conftest.py").write_text(Path(__file__).with_name("conftest.py").read_text())
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = real: of real data\n")
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)]
    environment = os.environ | {"BSAFE_REAL_DATA": real_data, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout
    assert said in done.stdout
    assert ("no archive of 2018" in done.stdout) == bool(real_data)
