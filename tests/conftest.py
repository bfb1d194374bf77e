"""Where real data is named, a test of it that is skipped is a test that failed."""

import gc
import os
import sys
from contextlib import nullcontext

# before numpy is loaded: two workers on two cores need no threads besides
os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")})
sys.modules.setdefault("rfc3987_syntax", None)  # as in bsafe_analysis.start_up: two seconds of grammars nobody asks for

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from tests import collecting, order  # noqa: E402
from tests.examples import TIMES, examples  # noqa: E402 (like those above: after the two settings that must come first)

# how long an example takes tells of the machine, not of the code: other tests hold it to its speed; the same examples
# each time, so that no change is refused for another's fault: new ones are drawn by `make proof` (more_examples)
SAME_EACH_TIME = TIMES not in os.environ or "CI" in os.environ
settings.register_profile("bsafe", deadline=None, max_examples=examples(40), derandomize=SAME_EACH_TIME)
settings.load_profile("bsafe")

# doctests are looked for in every module of a folder, and this one changes the process that imports it
collect_ignore = ["as_on_windows.py"]


def pytest_addoption(parser):
    parser.addoption(
        "--keep-durations", action="store_true", help="write each test's processor seconds to durations.json"
    )


def pytest_configure(config):
    if config.getoption("--keep-durations"):
        config.pluginmanager.register(order.Meter())
        if not hasattr(config, "workerinput"):
            config.pluginmanager.register(order.Keeper())
    # for libraries that count at the end what was not cleared away; after pytest's own search of what is not frozen
    config.add_cleanup(gc.unfreeze)
    config.pluginmanager.register(collecting.Collector(config.getoption("markexpr")))


def pytest_collection_modifyitems(items):
    order.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """For `-n auto`: one more than there are cores, for each waits now and then for a kernel or for a limit to pass."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return order.scheduler(config, log) if config.getvalue("dist") == "loadscope" else None


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
    """A process that has done the imports, one for all tests of a worker: what they start warm is forked from it.

    None where a system cannot fork.
    """
    from bsafe_analysis.engines.fork_engine import AVAILABLE
    from bsafe_analysis.engines.fork_server import ForkServer

    with ForkServer() if AVAILABLE else nullcontext() as running:
        yield running


@pytest.fixture
def warm(fork_server, monkeypatch):
    """A run's warm process is forked from one that has done the imports. Not for tests of how it starts by itself."""
    forked_from(fork_server, monkeypatch)


def forked_from(fork_server, monkeypatch):
    from bsafe_analysis.engines import fork_engine

    class Ready(fork_engine.WarmProcess):
        def __init__(self, sealed=None):
            super().__init__(sealed, fork_server)

    monkeypatch.setattr(fork_engine, "WarmProcess", Ready)


@pytest.fixture(scope="session")
def alone(tmp_path_factory, request):
    """Two small partnerships, each made by a run of its own; to be copied, never changed (batch/partnerships.py)."""
    from tests.batch.partnerships import make_both
    from tests.shared import once

    def make(home):
        return make_both(home, request.getfixturevalue("fork_server"), fewer=True)

    return once(tmp_path_factory, "alone", make)
