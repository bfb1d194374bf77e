"""Where real data is named, a test of it that is skipped is a test that failed."""

import os
import re
import sys

# before numpy is loaded: two workers on two cores need no threads besides
os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")})
sys.modules.setdefault("rfc3987_syntax", None)  # as in bsafe_analysis.start_up: two seconds of grammars nobody asks for

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# how long an example takes tells of the machine, not of the code: other tests hold it to its speed
settings.register_profile("bsafe", deadline=None)
settings.load_profile("bsafe")


LONGEST_FIRST = (
    "real/test_documents_real", "real/test_workspaces", "preparation/test_prepare", "preparation/test_editions",
    "batch/test_run", "reports/test_whole_pack", "engines/test_dask_cluster", "real/test_detection_real",
    "batch/test_whole_runs", "batch/test_many_workspaces", "preparation/test_suppression", "engines/test_fork_engine",
    "commands/test_load", "sample/test_sample", "engines/test_kernels", "workbench/test_workbench",
    "reports/documents/test_stories", "packs/test_manifest", "reports/documents/test_documents",
    "packs/test_press", "loading/test_receive", "pages/test_export", "parameters/test_parameters", "test_cli",
)  # fmt: skip
"""Files that take longest begin first: a long one that comes last leaves one core to itself (`--dist loadfile`)."""


def pytest_collection_modifyitems(items):
    rank = {f"tests/{name}.py": i for i, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


PACK = re.compile(r"tests/browser/.*\[(main|odd|real)\b")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """`--dist loadscope`: a file's tests stay together; in tests/browser a test of a pack goes to whoever is free.

    Not by xdist's groups: they need a name that this pytest does not let them give to a test.
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByPack(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return nodeid if PACK.match(nodeid) else nodeid.partition("::")[0]

    return ByPack(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("BSAFE_REAL_DATA") and item.get_closest_marker("real") and report.skipped:
        reason = call.excinfo.value if call.excinfo else "unknown reason"
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although BSAFE_REAL_DATA is set: {reason}"
    return report


@pytest.fixture(scope="session")
def fork_server():
    """A process that has done the imports, one for all tests of a worker: what they start warm is forked from it."""
    from bsafe_analysis.engines.fork_server import ForkServer

    with ForkServer() as running:
        yield running


@pytest.fixture
def warm(request, monkeypatch):
    """A run's warm process is forked from one that has done the imports. Not for tests of how it starts by itself."""
    from bsafe_analysis.engines import fork_engine

    if not fork_engine.AVAILABLE:
        return
    fork_server = request.getfixturevalue("fork_server")

    class Ready(fork_engine.WarmProcess):
        def __init__(self, sealed=None):
            super().__init__(sealed, fork_server)

    monkeypatch.setattr(fork_engine, "WarmProcess", Ready)


@pytest.fixture(scope="session")
def alone(tmp_path_factory, request):
    """Two small partnerships, each made by a run of its own; to be copied, never changed (batch/partnerships.py)."""
    from tests.batch.partnerships import make_both
    from tests.shared import once

    return once(tmp_path_factory, "alone", lambda home: make_both(home, request.getfixturevalue("fork_server")))
