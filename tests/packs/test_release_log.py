"""The log of releases: whatever is done to a line of it is found."""

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.packs.release_log import HEAD, LOG, add_line, read_log


@pytest.fixture
def root(tmp_path):
    for version in (1, 2, 3):
        add_line(tmp_path, "released", {"month": "2026-09", "version": version, "reason": "café"})
    return tmp_path


def written(root, name=LOG):
    return (root / name).read_bytes()


def put(root, content, name=LOG):
    (root / name).chmod(0o644)
    (root / name).write_bytes(content)


def test_lines_are_read_back_in_order_each_bearing_the_one_before(root):
    lines, faults = read_log(root)
    assert faults == ()
    assert [(line.number, line.details["version"]) for line in lines] == [(1, 1), (2, 2), (3, 3)]
    assert [line.before for line in lines[1:]] == [line.digest for line in lines[:-1]]


def test_no_log_is_no_fault_before_the_first_release(tmp_path):
    assert read_log(tmp_path) == ((), ())


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_deleted_line_is_found_the_last_one_too(root, number):
    lines = written(root).splitlines(keepends=True)
    put(root, b"".join(line for i, line in enumerate(lines) if i != number))
    assert read_log(root)[1]


def test_every_changed_byte_is_found(root):
    whole = written(root)
    for place in range(len(whole)):
        put(root, whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_log(root)[1], place


def test_lines_that_changed_places_or_stand_twice_are_found(root):
    first, second, third = written(root).splitlines(keepends=True)
    for lines in ((second, first, third), (first, first, second, third), (first, second, third, third)):
        put(root, b"".join(lines))
        assert read_log(root)[1]


@pytest.mark.parametrize("name", [LOG, HEAD])
def test_a_file_that_is_gone_or_empty_is_found_and_nothing_is_added_to_such_a_log(root, name):
    whole = written(root, name)
    for spoil in (lambda: put(root, b"", name), (root / name).unlink):
        spoil()
        assert read_log(root)[1]
        with pytest.raises(InputError, match="backup"):
            add_line(root, "released", {})
        (root / name).write_bytes(whole)


def test_a_run_that_was_killed_between_log_and_head_is_gone_on_from(root):
    before = written(root, HEAD)
    add_line(root, "withdrawn", {"version": 3})
    put(root, before, HEAD)
    assert read_log(root)[1] == ()
    assert add_line(root, "released", {"version": 4}).number == 5
    assert read_log(root)[1] == ()
