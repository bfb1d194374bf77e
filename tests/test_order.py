"""Long tests begin first and go to whoever is free; what shares a fixture of its module stays together."""

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tests import order

FREE, SHARING = "tests/test_order.py", "tests/engines/test_papermill_engine.py"
KEEPING = "tests/test_rules.py"
"""Reads every module once for all of its rules."""


@pytest.fixture(autouse=True)
def measured(monkeypatch):
    seconds = {f"{FREE}::test_long": 9.0, f"{FREE}::test_brief": 0.4, f"{SHARING}::test_long": 4.0}
    monkeypatch.setattr(order, "durations", lambda: seconds)
    order.weights.cache_clear()
    yield
    order.weights.cache_clear()


def test_a_long_test_is_handed_out_by_itself_unless_its_file_makes_something_for_all_of_it():
    assert order.scope_of(f"{FREE}::test_long") == f"{FREE}::test_long"
    assert order.scope_of(f"{FREE}::test_brief") == FREE
    assert order.scope_of(f"{FREE}::test_that_is_new") == FREE
    assert order.scope_of(f"{SHARING}::test_long") == SHARING
    assert order.shares_something(KEEPING)
    assert not order.shares_something(FREE)


def test_what_a_file_asks_of_one_pack_stays_together_and_each_pack_goes_to_whoever_is_free():
    file = "tests/browser/test_pages.py"
    asked = [f"{file}::test_{ending}" for ending in ("a[main]", "b[main-paper]", "a[odd]")]
    assert [order.scope_of(test) for test in asked] == [f"{file}[main]", f"{file}[main]", f"{file}[odd]"]
    assert order.scope_of(f"{file}::test_of_no_pack") == file


def item(nodeid, slow=False):
    return SimpleNamespace(nodeid=nodeid, get_closest_marker=lambda name: name if slow else None)


def test_the_longest_begin_first_and_what_was_never_measured_keeps_its_order():
    names = ["tests/a.py::new", f"{FREE}::test_brief", f"{SHARING}::test_long", "tests/b.py::new", f"{FREE}::test_long"]
    items = [item(name) for name in names]
    order.longest_first(items)
    assert [each.nodeid for each in items] == [names[4], names[2], names[1], names[0], names[3]]


def test_what_is_slow_and_was_never_measured_begins_before_all_a_whole_file_first():
    pack, whole = "tests/browser/test_pages.py::test_new[main]", "tests/browser/test_new.py::test_new"
    items = [item(f"{FREE}::test_long"), item(pack, slow=True), item(whole, slow=True)]
    order.longest_first(items)
    assert [each.nodeid for each in items] == [whole, pack, f"{FREE}::test_long"]


def test_what_was_not_run_keeps_its_time_and_what_has_become_quick_is_dropped(tmp_path, monkeypatch):
    monkeypatch.setattr(order, "FILE", tmp_path / "durations.json")
    keeper = order.Keeper()
    for seconds in (1.25, 1.0):  # its setup and itself
        keeper.pytest_runtest_logreport(SimpleNamespace(nodeid=f"{SHARING}::test_long", duration=seconds))
    keeper.pytest_runtest_logreport(SimpleNamespace(nodeid=f"{FREE}::test_brief", duration=0.1))
    keeper.pytest_sessionfinish()
    assert order.FILE.read_text() == f'{{\n"{SHARING}::test_long": 2.2,\n"{FREE}::test_long": 9.0\n}}\n'


def told(meter, when):
    report = SimpleNamespace(duration=100.0)
    hook = meter.pytest_runtest_makereport(SimpleNamespace(when=when))
    next(hook)
    with pytest.raises(StopIteration):
        hook.send(report)
    return report.duration


BUSY = "import time\nwhile time.process_time() < 0.4: pass"


def test_what_a_test_took_is_processor_seconds_with_its_childrens_whether_they_have_ended_or_not():
    meter = order.Meter()
    time.sleep(0.5)
    assert told(meter, "teardown") < 0.3
    subprocess.run([sys.executable, "-c", BUSY], check=True)
    assert told(meter, "call") == 0.0
    assert told(meter, "teardown") > 0.3
    goes_on = subprocess.Popen([sys.executable, "-c", f"{BUSY}\nprint()\ntime.sleep(60)"], stdout=subprocess.PIPE)
    assert goes_on.stdout.readline()
    assert told(meter, "teardown") > 0.3
    goes_on.kill()
    goes_on.communicate()
