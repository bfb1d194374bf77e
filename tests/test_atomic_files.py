"""A file is whole or as it was: after a crash at each step, for its readers, on a drive without links or modes."""

import errno
import os
import re
import stat
import threading
from pathlib import Path

import pytest

from bsafe_analysis import atomic_files
from bsafe_analysis.atomic_files import being_written, create_whole, set_mode, swap_folder, write_whole

PACKAGE = Path(atomic_files.__file__).parent
STEPS = ("open", "write", "fsync", "replace")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "sheet.yml"


def fails_with(code):
    def failing(*_, **__):
        raise OSError(code, os.strerror(code))

    return failing


def crash_at(monkeypatch, step):
    if step == "open":
        monkeypatch.setattr("pathlib.Path.open", fails_with(errno.EACCES))
    elif step == "write":
        monkeypatch.setattr(atomic_files, "_write_new", half_written)
    else:
        monkeypatch.setattr(os, step, fails_with(errno.ENOSPC))


def half_written(path, content):
    path.write_bytes(content[: len(content) // 2])
    raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_the_file_as_it_was_and_nothing_beside_it(path, monkeypatch, step):
    write_whole(path, b"before")
    with monkeypatch.context() as patched:
        crash_at(patched, step)
        with pytest.raises(OSError):
            write_whole(path, b"what is new")
    assert path.read_bytes() == b"before"
    assert os.listdir(path.parent) == ["sheet.yml"]


@pytest.mark.parametrize("step", STEPS[:3])
def test_a_crash_while_a_file_is_created_leaves_none(path, monkeypatch, step):
    with monkeypatch.context() as patched:
        crash_at(patched, step)
        with pytest.raises(OSError):
            create_whole(path, b"what is new")
    assert os.listdir(path.parent) == []


def test_a_writer_that_fails_or_is_interrupted_changes_nothing(path):
    write_whole(path, "before")
    with pytest.raises(KeyboardInterrupt), being_written(path) as beside:
        beside.write_text("half")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert os.listdir(path.parent) == ["sheet.yml"]


def test_text_is_written_as_utf_8_with_its_line_breaks_as_they_are(path):
    write_whole(path, "café\r\n£\n")
    assert path.read_bytes() == "café\r\n£\n".encode()


def test_the_mode_is_what_the_umask_says(path):
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        before = os.umask(mask)
        try:
            write_whole(path, "x")
        finally:
            os.umask(before)
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_folders_above_are_made_and_the_longest_of_names_can_be_written(tmp_path):
    path = tmp_path / "a" / "b" / ("n" * 250)
    write_whole(path, "x")
    assert path.read_text() == "x"


def test_a_reader_never_sees_half_of_a_file(path):
    texts = ["a" * 100_000, "b" * 100_000]
    write_whole(path, texts[0])
    writer = threading.Thread(target=lambda: [write_whole(path, texts[n % 2], flush=False) for n in range(200)])
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(path.read_text())
    writer.join()
    assert seen <= set(texts)


def test_two_writers_at_once_do_not_write_into_each_others_file(path):
    def write(letter):
        for _ in range(50):
            write_whole(path, letter * 10_000, flush=False)

    writers = [threading.Thread(target=write, args=(letter,)) for letter in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert path.read_text() in {letter * 10_000 for letter in "abc"}
    assert os.listdir(path.parent) == ["sheet.yml"]


def test_what_is_there_already_is_not_written_over(path):
    assert create_whole(path, "first")
    assert not create_whole(path, "second")
    assert path.read_text() == "first"
    assert os.listdir(path.parent) == ["sheet.yml"]


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL])
def test_a_drive_that_knows_no_modes_keeps_its_own(path, monkeypatch, code):
    write_whole(path, "first")
    monkeypatch.setattr(os, "chmod", fails_with(code))
    set_mode(path, 0o444)


def test_an_error_of_the_disk_while_a_mode_is_set_is_told(path, monkeypatch):
    write_whole(path, "first")
    monkeypatch.setattr(os, "chmod", fails_with(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        set_mode(path, 0o444)


def test_a_drive_without_links_modes_or_flushing_is_written_all_the_same(path, monkeypatch):
    monkeypatch.setattr(os, "link", fails_with(errno.EPERM))
    monkeypatch.setattr(os, "chmod", fails_with(errno.EPERM))
    monkeypatch.setattr(os, "fsync", fails_with(errno.EINVAL))
    assert create_whole(path, "first")
    assert not create_whole(path, "second")
    assert path.read_text() == "first"
    write_whole(path, "third")
    set_mode(path, 0o444)
    assert path.read_text() == "third"
    assert os.listdir(path.parent) == ["sheet.yml"]


@pytest.fixture
def folders(tmp_path):
    building, final = tmp_path / "building", tmp_path / "final"
    for folder, text in ((building, "new"), (final, "old")):
        folder.mkdir()
        (folder / "facts").write_text(text)
    return building, final


def test_a_folder_takes_anothers_place_whole(folders):
    building, final = folders
    swap_folder(building, final)
    assert (final / "facts").read_text() == "new"
    assert os.listdir(final.parent) == ["final"]


@pytest.mark.parametrize("nth", [1, 2])
def test_whichever_rename_of_a_folder_fails_the_old_one_is_back(folders, monkeypatch, nth):
    building, final = folders
    real, calls = os.rename, iter((1, 2, 3))

    def failing(*given):
        if next(calls) == nth:
            raise OSError(errno.EIO, "disk")
        return real(*given)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(OSError):
        swap_folder(building, final)
    assert (final / "facts").read_text() == "old"
    assert (building / "facts").read_text() == "new"


def test_nobody_else_puts_a_file_in_anothers_place():
    moving = re.compile(r"os\.(replace|rename|link)\(|mkstemp|NamedTemporaryFile|with_name\(f")
    own = [path.name for path in PACKAGE.rglob("*.py") if moving.search(path.read_text())]
    assert own == ["atomic_files.py"]
