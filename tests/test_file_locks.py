"""Locks are the system's own, told plainly where a drive has none, and taken as Windows has them where it has those."""

import errno
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from bsafe_analysis import file_locks
from bsafe_analysis.batch.lock import hold, refuse_if_held
from bsafe_analysis.faults import InputError
from bsafe_analysis.file_locks import hold_file, hold_folder, turn


@pytest.fixture
def lock_file(tmp_path):
    return tmp_path / "outputs" / "2026-09" / ".lock"


def locks_answer(monkeypatch, code):
    def refused(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(
        file_locks, "_lock", file_locks._with_flock(SimpleNamespace(LOCK_EX=2, LOCK_NB=4, flock=refused))
    )


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS])
def test_a_drive_without_locks_is_told_as_that_and_not_as_another_process(tmp_path, lock_file, monkeypatch, code):
    locks_answer(monkeypatch, code)
    (tmp_path / "parameters").mkdir()
    with pytest.raises(InputError, match="this drive cannot lock files") as told, hold(tmp_path, "2026-09"):
        pass
    assert "another process" not in str(told.value)
    assert "Move the workspace to a drive that can" in str(told.value)
    with pytest.raises(InputError, match="this drive cannot lock files"), turn(lock_file, tmp_path):
        pass
    lock_file.write_text("{}")
    with pytest.raises(InputError, match="this drive cannot lock files"):
        refuse_if_held(tmp_path, "2026-09")
    assert hold_folder(tmp_path) is None


def test_what_is_held_is_told_as_held(tmp_path, lock_file, monkeypatch):
    locks_answer(monkeypatch, errno.EWOULDBLOCK)
    told = pytest.raises(InputError, match="this store is being loaded by another process")
    with told, hold_file(lock_file, tmp_path, "this store is being loaded"):
        pass


def test_everyone_has_a_turn_and_nobody_two_at_once(tmp_path):
    path, inside, most = tmp_path / ".lock", [], []

    def take():
        for _ in range(20):
            with turn(path, tmp_path):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    takers = [threading.Thread(target=take) for _ in range(4)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert (len(most), max(most)) == (80, 1)


def test_a_folder_is_held_until_its_descriptor_is_closed(tmp_path):
    first = hold_folder(tmp_path)
    assert first is not None
    assert hold_folder(tmp_path) is None
    os.close(first)
    again = hold_folder(tmp_path)
    assert again is not None
    os.close(again)


def test_a_lock_as_windows_has_them_lets_others_read_who_holds_it(tmp_path, lock_file):
    windows = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen([*windows, "stay"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        second = subprocess.run([*windows, ""], capture_output=True, text=True, check=False)
        assert f"this is being made by process {holder.pid} on" in second.stdout
        holder.communicate("")
    assert subprocess.run([*windows, ""], capture_output=True, text=True, check=False).stdout == "held\n"


HOLD = """
import sys
import tests.as_on_windows
from pathlib import Path
from bsafe_analysis.faults import InputError
from bsafe_analysis.file_locks import hold_file
root = Path(sys.argv[1])
try:
    with hold_file(root / "outputs" / ".lock", root, "this is being made"):
        print("held", flush=True)
        if sys.argv[2]:
            sys.stdin.read()
except InputError as error:
    print(error)
"""


def test_what_another_machine_left_stops_a_run_for_half_a_day_and_not_for_ever(tmp_path, lock_file):
    lock_file.parent.mkdir(parents=True)
    lock_file.write_text('{"pid": "1", "host": "a machine that is gone", "since": "2020-01-01 00:00:00 UTC"}')
    told = pytest.raises(InputError, match="by process 1 on a machine that is gone")
    with told, hold_file(lock_file, tmp_path, "this month is being made"):
        pass
    before = lock_file.stat().st_mtime - file_locks.LONGEST_HELD - 60
    os.utime(lock_file, (before, before))
    with hold_file(lock_file, tmp_path, "this month is being made"):
        assert "a machine that is gone" not in lock_file.read_text()
