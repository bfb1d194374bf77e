"""Where real data is named, a test of it that is skipped is a test that failed."""

import os

import pytest
from hypothesis import settings

# how long an example takes tells of the machine, not of the code: other tests hold it to its speed
settings.register_profile("bsafe", deadline=None)
settings.load_profile("bsafe")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("BSAFE_REAL_DATA") and item.get_closest_marker("real") and report.skipped:
        reason = call.excinfo.value if call.excinfo else "unknown reason"
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although BSAFE_REAL_DATA is set: {reason}"
    return report
