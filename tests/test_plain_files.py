"""What people put where a file should be is read as a plain file of a bounded size, or not at all and at once."""

import errno
import io
import os
import zipfile

import pytest
import xlsxwriter

from bsafe_analysis.faults import system_fault
from bsafe_analysis.plain_files import far_cell, read_plain


def workbook(*cells):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for row, column in cells:
            sheet.write(row, column, "x")
    return file.getvalue()


def refused(path, **how):
    with pytest.raises(OSError) as caught:
        read_plain(path, **how)
    return system_fault(caught.value, "read")[0]


def test_a_file_is_read_and_what_is_none_is_refused_at_once(tmp_path):
    file, pipe, link = (tmp_path / name for name in ("file", "pipe", "link"))
    file.write_bytes(b"12345")
    os.mkfifo(pipe)
    link.symlink_to(file)
    assert read_plain(file) == read_plain(link) == b"12345"
    assert refused(pipe) == "it is no plain file"
    assert refused(tmp_path) == "a folder stands where a file is needed"
    assert refused(link, links=False) == "it is a link"
    assert refused(file, largest=4) == "it is larger than any such file can be"
    assert refused(tmp_path / "none") == "there is no such file or folder"
    with pytest.raises(OSError, match="no plain file") as caught:
        read_plain("/dev/zero")
    assert caught.value.errno == errno.ENXIO


@pytest.mark.parametrize(("cells", "found"), [
    ([(0, 0), (4, 3)], ""),
    ([], ""),
    ([(0, 0), (1, 1), (1048575, 16383)], "XFD1048576"),
    ([(0, 0), (1, 16000), (1048575, 0)], "A1048576"),
    ([(500_000, 9)], ""),  # one cell alone spans nothing
])  # fmt: skip
def test_a_cell_far_from_all_others_is_found(cells, found):
    assert far_cell(workbook(*cells)) == found


def test_a_cell_is_found_however_the_sheet_is_written():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        sheet = "<x:c r='a1'/><x:c s='1' r='xfd1048576'><x:v>1</x:v></x:c>"
        packed.writestr("xl/worksheets/any.xml", sheet)
    assert far_cell(file.getvalue()) == "XFD1048576"
