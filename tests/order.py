"""Which tests begin first and which stay together, by what was measured: `make durations` writes tests/durations.json.

What takes longest begins first: a long one that comes last leaves one core to itself. A test that takes long goes to
whoever is free, unless its file makes something for all of its tests (a fixture of the module, what a function keeps);
the rest of a file stays together.
"""

import json
import re
from collections import defaultdict
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "durations.json"
LONG = 1.0
"""Seconds from which a test is handed out by itself."""
KEPT = 0.3
"""Seconds from which a test's time is kept."""
UNKNOWN = 1000.0
PACK = re.compile(r"(tests/browser/.*\.py)::.*(\[(?:main|odd|real)\b)")
"""A test of a whole pack: what one file saw of one pack is kept by the process that saw it."""


SHARED = re.compile(r'scope="module"|^@cache$', re.MULTILINE)
"""In a file whose tests share what is made once: in two processes it would be made twice."""


@cache
def durations():
    """Test -> processor seconds, of those that took long when they were last measured."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}


@cache
def shares_something(file):
    """Whether the file makes something once for all of its tests."""
    path = ROOT / file
    return path.exists() and SHARED.search(path.read_text("utf-8")) is not None


def scope_of(nodeid):
    """The tests that stay together: a whole file, one pack of it, or one long test of a file that shares nothing."""
    file = nodeid.partition("::")[0]
    alone = durations().get(nodeid, 0) >= LONG and not shares_something(file)
    if pack := PACK.match(nodeid):
        return f"{pack[1]}{pack[2]}]"
    return nodeid if alone else file


@cache
def weights():
    """What stays together -> the seconds that it takes."""
    found = defaultdict(float)
    for nodeid, seconds in durations().items():
        found[scope_of(nodeid)] += seconds
    return found


def weight_of(item):
    """Seconds; more than anything takes for what is marked slow and was never measured."""
    scope = scope_of(item.nodeid)
    if scope in weights() or item.get_closest_marker("slow") is None:
        return weights().get(scope, 0.0)
    return UNKNOWN if scope != item.nodeid.partition("::")[0] else 2 * UNKNOWN


def longest_first(items):
    items.sort(key=weight_of, reverse=True)


def scheduler(config, log):
    """For `--dist loadscope`. Not by xdist's groups: they need a name that this pytest does not let them give."""
    from xdist.scheduler import LoadScopeScheduling

    class ByMeasure(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return scope_of(nodeid)

    return ByMeasure(config, log)


def processor_seconds():
    """What this process, its children and theirs have used by now, those that have ended included."""
    total, here = 0.0, psutil.Process()
    for process in [here, *here.children(recursive=True)]:
        with suppress(psutil.Error):  # it has just ended
            total += sum(process.cpu_times()[:4])  # its own, and those of its children that have ended
    return total


class Meter:
    """What a test took is told in processor seconds with all its fixtures: a busy machine makes no test longer."""

    def __init__(self):
        self.before = processor_seconds()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, call):
        report = yield
        report.duration = 0.0
        if call.when == "teardown":
            now = processor_seconds()
            report.duration, self.before = now - self.before, now
        return report


class Keeper:
    """Keeps what each test took, for the next runs; what was not run this time stays as it was."""

    def __init__(self):
        self.seconds = defaultdict(float)

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] += report.duration

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self):
        kept = {name: seconds for name, seconds in durations().items() if name not in self.seconds}
        kept |= {name: round(seconds, 1) for name, seconds in self.seconds.items() if seconds >= KEPT}
        FILE.write_text(json.dumps(dict(sorted(kept.items())), indent=0, ensure_ascii=False) + "\n", "utf-8")
