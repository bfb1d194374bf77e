"""A PDF's dates and maker are written over without moving a byte; anything else is refused."""

from datetime import date

import pytest

from bsafe_analysis.batch.twins.pdf import steady

PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Title (A \\(b\\))\n/Creator (Mozilla/5.0 \\(X11; Linux\\) Chrome/156)\n/Producer (Skia)\n"
    b"/CreationDate (D:20261125160630+00'00')\n/ModDate (D:20261125160631+00'00')>>\nendobj\n"
    b"2 0 obj\n<</Type /Catalog\n/MarkInfo <</Marked true>>\n/Lang (en-GB)>>\nendobj\ntrailer\n"
    b"<</ID [<0123456789abcdef> <fedcba9876543210>]>>\n%%EOF"
)


def test_two_prints_of_one_page_become_the_same_bytes():
    other = PDF.replace(b"20261125160630", b"20271231235959").replace(b"0123456789abcdef", b"abcdefabcdefabcd")
    assert other != PDF
    assert steady(PDF, date(2026, 10, 5)) == steady(other, date(2026, 10, 5))
    assert b"/CreationDate (D:20261005000000Z)" in steady(PDF, date(2026, 10, 5))


def test_no_byte_moves_and_the_title_stays():
    made = steady(PDF, date(2026, 10, 5))
    assert len(made) == len(PDF)
    assert made.index(b"/MarkInfo") == PDF.index(b"/MarkInfo")
    assert b"/Title (A \\(b\\))" in made
    assert b"Mozilla" not in made


@pytest.mark.parametrize(
    "spoiled", [b"<html>", b"%PDF-1.4", PDF.replace(b"/MarkInfo", b"/NoMarks "), PDF.replace(b"en-GB", b"en-US")]
)
def test_what_is_no_tagged_pdf_in_our_language_is_refused(spoiled):
    with pytest.raises(ValueError, match="PDF"):
        steady(spoiled, date(2026, 10, 5))
