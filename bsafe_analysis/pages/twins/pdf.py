"""A PDF as it is published: packed, with tags that every reader knows, its bytes given by its content alone."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf

# Chromium writes these names of PDF 2.0 in a file of PDF 1.4, where a reader has to be told what they stand for
ROLES = {"/Strong": "/Span", "/Em": "/Span"}


def steady(printed: bytes, as_of: date) -> bytes:
    """The document that Chromium printed, with `as_of` for its dates and no word of the browser's machine.

    Its thousands of tags are packed together: the printer writes each by itself, which is most of the file's length.
    ValueError where it is no PDF, has no tags, or does not say that it is in British English.
    """
    import pikepdf  # a machine that makes workbooks only need not have it

    pikepdf.settings.set_flate_compression_level(9)
    try:
        with pikepdf.open(io.BytesIO(printed)) as document:
            _check(document)
            _say(document, as_of)
            packed = io.BytesIO()
            document.save(
                packed,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                recompress_flate=True,
                deterministic_id=True,
            )
            return packed.getvalue()
    except pikepdf.PdfError as error:
        raise ValueError(f"this is no PDF as Chromium prints it ({error})") from None


def _check(document: Pdf) -> None:
    root = document.Root
    tagged = "/StructTreeRoot" in root and "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked", False))
    if not tagged or str(root.get("/Lang", "")) != "en-GB":
        raise ValueError("the PDF has no tags, or does not say that it is in British English")


def _say(document: Pdf, as_of: date) -> None:
    from pikepdf import Dictionary, Name

    document.Root.StructTreeRoot.RoleMap = Dictionary({name: Name(role) for name, role in ROLES.items()})
    for name in ("/CreationDate", "/ModDate"):
        document.docinfo[name] = f"D:{as_of:%Y%m%d}000000Z"
    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # made anew from the content
    document.docinfo["/Creator"] = "bsafe"  # Chromium names itself and the system it runs on
