"""What the system would not let us do is said in everyday words, with a cure, and without a path of the machine."""

import errno
import os
from pathlib import Path

import pytest

from bsafe_analysis.faults import system_fault
from bsafe_analysis.parameters.option_library import read_options
from bsafe_analysis.parameters.rebases import read_rebases
from bsafe_analysis.register.analyst_notes import read_annotations
from bsafe_analysis.register.decisions import read_decisions
from bsafe_analysis.register.escalations import read_escalations
from bsafe_analysis.register.profile_notes import read_notes
from bsafe_analysis.register.promotions import read_promoted
from bsafe_analysis.workbench.guard import guarded
from tests.register.test_register import KNOWN
from tests.reports.months import AREAS

SAID = {
    errno.EACCES: "you may not write there", errno.EPERM: "you may not write there", errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up", errno.EROFS: "that disk can only be read",
    errno.ENOENT: "there is no such file or folder", errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EISDIR: "a folder stands where a file is needed", errno.EBUSY: "another program is using it",
    errno.ENAMETOOLONG: "its name is too long",
}  # fmt: skip


@pytest.mark.parametrize("code", SAID)
def test_each_kind_of_refusal_has_its_own_words_and_no_others(code):
    cause, cure = system_fault(OSError(code, os.strerror(code), "/home/someone/file"), "write")
    assert SAID[code] in cause
    assert cure
    for jargon in (os.strerror(code), "Errno", "/home", "leave"):
        assert jargon not in cause + cure


def test_what_has_no_words_of_its_own_is_said_in_the_systems():
    cause, _ = system_fault(OSError(errno.ENODEV, "No such device"), "read")
    assert cause == "the system says: No such device"
    assert system_fault(OSError("odd"), "use")[0] == "the system says: no reason"


READERS = {
    "data/register/annotations.yml": lambda root: read_annotations(root, AREAS, ())[1],
    "data/register/decisions/2026-08.yml": lambda root: read_decisions(root, KNOWN, "2026-09")[1],
    "data/register/decisions/2026-08-A1.yml": lambda root: read_escalations(root, KNOWN, "2026-09")[1],
    "data/register/findings/2026-08/x.yml": lambda root: read_promoted(root, "2026-09")[1],
    "data/register/notes/N1.md": lambda root: read_notes(root, AREAS)[1],
    "parameters/rebases.yml": lambda root: read_rebases(root, AREAS, set())[1],
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_may_not_be_read_is_told_as_that_and_not_as_a_bad_one(tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("")
    shut(monkeypatch, path)
    (told,) = READERS[name](tmp_path)
    assert "you may not read it" in (getattr(told, "text", "") or told.cause)
    assert str(tmp_path) not in str(told)


def test_a_library_that_may_not_be_read_stops_with_that(tmp_path, monkeypatch):
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters/options.yml").write_text("")
    shut(monkeypatch, tmp_path / "parameters/options.yml")
    with pytest.raises(Exception, match="you may not read it"):
        read_options(tmp_path, {})


def shut(monkeypatch, path):
    """A file that may not be opened, whoever runs the tests: the rights of a file stop no administrator."""
    opened = os.open

    def may_not(name, *rest, **more):
        if Path(os.fsdecode(name)) == path:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(name, *rest, **more)

    monkeypatch.setattr(os, "open", may_not)


def test_a_button_of_the_workbench_says_it_too():
    class Desk:
        def tell(self, text, details=""):
            self.told = text

        @guarded
        def save(self):
            raise OSError(errno.ENOSPC, "No space left on device")

    desk = Desk()
    desk.save()
    assert desk.told == "That could not be done: the disk is full. Free some space, and try again."
