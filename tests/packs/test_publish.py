"""Publishing is all or nothing, and what is published stays as it was."""

import errno
import os
import stat

import pytest

from bsafe_analysis.packs import publish as publishing
from bsafe_analysis.packs.publish import current, publish

FIRST = {"index.html": b"one", "manifest.json": b"{}"}
SECOND = {"index.html": b"two", "manifest.json": b"{}"}


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "internal"
    for path in (tmp_path / "internal").glob("v*"):
        path.chmod(0o755)


def held(version):
    return {path.name: path.read_bytes() for path in version.iterdir()}


def test_each_change_is_a_new_version_and_current_points_to_it(folder):
    assert publish(folder, FIRST) == (folder / "v1", True)
    assert publish(folder, SECOND) == (folder / "v2", True)
    assert current(folder) == folder / "v2"
    assert (held(folder / "v1"), held(folder / "v2")) == (FIRST, SECOND)
    assert sorted(path.name for path in folder.iterdir()) == ["current", "v1", "v2"]


def test_the_same_bytes_again_are_no_new_version(folder):
    publish(folder, FIRST)
    before = (folder / "v1").stat().st_mtime_ns
    assert publish(folder, FIRST) == (folder / "v1", False)
    assert (folder / "v1").stat().st_mtime_ns == before
    assert publish(folder, FIRST | {"more.html": b""})[1]


def test_a_published_version_is_read_only(folder):
    version, _ = publish(folder, FIRST)
    assert {stat.S_IMODE(path.stat().st_mode) for path in version.iterdir()} == {0o444}
    assert stat.S_IMODE(version.stat().st_mode) == 0o555


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_whichever_write_fails_the_earlier_pack_is_whole_and_nothing_half_done_is_seen(folder, monkeypatch, code):
    publish(folder, FIRST)
    real = os.fsync
    fails = 0
    for nth in range(1, 40):
        calls = iter(range(1, 1000))

        def failing(*args, _calls=calls, _nth=nth, **kw):
            if next(_calls) == _nth:
                raise OSError(code, os.strerror(code))
            return real(*args, **kw)

        monkeypatch.setattr(publishing.os, "fsync", failing)
        try:
            publish(folder, SECOND)
        except OSError:
            fails += 1
            assert held(current(folder)) in (FIRST, SECOND)
            assert held(folder / "v1") == FIRST
            assert not list(folder.glob(".v*"))
        else:
            break
    assert fails >= 4
    assert held(current(folder)) == SECOND
    assert sorted(path.name for path in folder.iterdir()) == ["current", "v1", "v2"]


def test_what_a_killed_run_left_is_swept_and_a_version_it_did_not_point_to_is_used(folder):
    publish(folder, FIRST)
    (folder / ".v2.tmp").mkdir()
    (folder / ".v2.tmp" / "index.html").write_bytes(b"half")
    (folder / "current").unlink()
    assert publish(folder, FIRST) == (folder / "v1", False)
    assert current(folder) == folder / "v1"
    assert not (folder / ".v2.tmp").exists()


def test_a_full_disk_is_not_taken_for_a_drive_without_links(folder, monkeypatch):
    publish(folder, FIRST)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as drive:
        drive.setattr(os, "symlink", full)
        with pytest.raises(OSError, match="No space left"):
            publish(folder, SECOND)
    assert current(folder) == folder / "v1"


def test_on_a_drive_without_links_or_modes_a_small_file_names_the_newest_version(folder, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with monkeypatch.context() as drive:
        for call in ("symlink", "link", "chmod"):
            drive.setattr(os, call, refused)
        publish(folder, FIRST)
        assert publish(folder, SECOND) == (folder / "v2", True)
        assert current(folder) == folder / "v2"
        assert sorted(path.name for path in folder.iterdir()) == ["current.txt", "v1", "v2"]
        assert held(folder / "v2") == SECOND
    assert publish(folder, SECOND) == (folder / "v2", False)
    assert current(folder) == folder / "v2"
    assert sorted(path.name for path in folder.iterdir()) == ["current", "v1", "v2"]


def test_current_never_moves_to_a_pack_that_lacks_the_boroughs_document(folder):
    whole = {"tactical.html": b"whole", "area.html": b"a", "manifest.json": b"{}"}
    less = {"area.html": b"b", "manifest.json": b"{}"}
    needed = ("tactical.html",)
    publish(folder, whole, needed)
    assert publish(folder, less, needed) == (folder / "v2", True)
    assert current(folder) == folder / "v1" and held(folder / "v2") == less
    assert publish(folder, less, needed) == (folder / "v2", False)
    assert current(folder) == folder / "v1"
    assert publish(folder, whole | {"area.html": b"b"}, needed) == (folder / "v3", True)
    assert current(folder) == folder / "v3"


def test_a_first_pack_without_the_boroughs_document_is_kept_and_is_not_current(folder):
    assert publish(folder, SECOND, ("tactical.html",)) == (folder / "v1", True)
    assert current(folder) is None
