"""Two batches of one month: one runs, the other is told who."""

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from bsafe_analysis.batch.lock import hold, refuse_if_held
from bsafe_analysis.faults import InputError

HOLD = "import sys, time\nfrom pathlib import Path\nfrom bsafe_analysis.batch.lock import hold\n"
HOLD += "with hold(Path(sys.argv[1]), '2026-09'):\n    print('held', flush=True)\n    time.sleep(60)\n"


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()


def test_the_second_is_told_who_holds_the_month(tmp_path, holder):
    started = time.monotonic()
    with (
        pytest.raises(InputError, match=f"process {holder.pid} on {socket.gethostname()} since 20"),
        hold(tmp_path, "2026-09"),
    ):
        pass
    assert time.monotonic() - started < 2
    with hold(tmp_path, "2026-08"):  # another month is free
        pass


def test_who_holds_the_month_is_told_where_the_lock_file_may_only_be_read(tmp_path, holder, monkeypatch):
    (tmp_path / "parameters").mkdir()
    opened = os.open

    def reading_alone(path, flags, *rest):
        if str(path).endswith(".lock") and flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", reading_alone)
    with pytest.raises(InputError, match=f"by process {holder.pid} on"):
        refuse_if_held(tmp_path, "2026-09")


def test_the_lock_of_a_killed_batch_is_taken_over(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with hold(tmp_path, "2026-09"):
        pass


def test_a_holder_on_another_machine_cannot_be_proved_dead(tmp_path):
    lock = tmp_path / "outputs" / "2026-09" / ".lock"
    lock.parent.mkdir(parents=True)
    lock.write_text(json.dumps({"pid": "1", "host": "elsewhere", "since": "2026-10-01 09:00:00 UTC"}))
    with pytest.raises(InputError, match=r"on elsewhere .*delete outputs/2026-09/.lock"), hold(tmp_path, "2026-09"):
        pass
    lock.write_text("{cut o")
    with hold(tmp_path, "2026-09"):
        pass


def test_the_lock_is_free_after_a_failure(tmp_path):
    with pytest.raises(ZeroDivisionError), hold(tmp_path, "2026-09"):
        raise ZeroDivisionError
    assert (tmp_path / "outputs" / "2026-09" / ".lock").read_text() == ""
    with hold(tmp_path, "2026-09"):
        pass


def _try(root, barrier, results):
    barrier.wait(60)
    try:
        with hold(root, "2026-09"):
            results.put("ran")
            barrier.wait(60)
    except InputError:
        results.put("told")
        barrier.wait(60)


def test_of_eight_at_once_exactly_one_runs(tmp_path):
    context = multiprocessing.get_context("forkserver")  # nothing of a lock that this process may hold
    context.set_forkserver_preload([__name__])
    barrier, results = context.Barrier(8), context.Queue()
    processes = [context.Process(target=_try, args=(tmp_path, barrier, results)) for _ in range(8)]
    for process in processes:
        process.start()
    outcomes = sorted(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    assert outcomes == ["ran"] + ["told"] * 7


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told_before_anything_runs(tmp_path):
    (tmp_path / "outputs").mkdir(mode=0o555)
    with pytest.raises(InputError, match="nothing can be written there"), hold(tmp_path, "2026-09"):
        pass


def test_an_output_that_is_no_folder_is_told(tmp_path):
    (tmp_path / "outputs").write_text("a file")
    with pytest.raises(InputError, match="nothing can be written there"), hold(tmp_path, "2026-09"):
        pass


def test_the_second_is_told_before_anything_slow_is_imported(tmp_path, holder):
    (tmp_path / "parameters").mkdir()
    words = [sys.executable, "-m", "bsafe_analysis.cli", "run", "2026-09", "--workspace", str(tmp_path)]
    told = subprocess.run(words, check=False, capture_output=True, text=True)
    assert told.returncode == 2
    assert f"process {holder.pid} on" in told.stderr
    with pytest.raises(InputError, match=f"process {holder.pid} on"):
        refuse_if_held(tmp_path, "2026-09")
    loaded = "import sys, pathlib, bsafe_analysis.cli, bsafe_analysis.batch.lock; print('pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True).stdout
    assert said == "False\n"


def test_a_lock_that_nobody_holds_refuses_nobody(tmp_path, holder):
    (tmp_path / "parameters").mkdir()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "outputs" / "2026-09" / ".lock").read_text() != ""
    refuse_if_held(tmp_path, "2026-09")
    refuse_if_held(tmp_path, "../../2026-09")
    refuse_if_held(tmp_path, "2026-08")
