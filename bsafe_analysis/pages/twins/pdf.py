"""A PDF as it is published: packed, with tags that every reader knows, its bytes given by its content alone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Pdf

UNKNOWN_LINK = "A link"
# Chromium writes these names of PDF 2.0 in a file of PDF 1.4, where a reader has to be told what they stand for
ROLES = {"/Strong": "/Span", "/Em": "/Span"}


def steady(printed: bytes, as_of: date, links: Mapping[str, str] | None = None) -> bytes:
    """The document that Chromium printed, with `as_of` for its dates and no word of the browser's machine.

    `links`: name of a place in the document, or address -> the words of the link to it, by which it is described.
    Its thousands of tags are packed together: the printer writes each by itself, which is most of the file's length.
    ValueError where it is no PDF, has no tags, or does not say that it is in British English.
    """
    import pikepdf  # a machine that makes workbooks only need not have it

    pikepdf.settings.set_flate_compression_level(9)
    try:
        with pikepdf.open(io.BytesIO(printed)) as document:
            _check(document)
            _say(document, as_of)
            _retag_outer_figures(document)
            _describe_links(document, links or {})
            _tell_who_catalogues(document)
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


def _retag_outer_figures(document: Pdf) -> None:
    """A figure with a heading and a caption is a part of the text; the picture inside it has the text alternative."""
    from pikepdf import Array, Dictionary, Name

    for tag in document.objects:
        if isinstance(tag, Dictionary) and tag.get("/S") == Name.Figure and "/Alt" not in tag:
            inside = tag.get("/K")
            children = list(inside) if isinstance(inside, Array) else [inside]
            if any(isinstance(child, Dictionary) and "/S" in child for child in children):
                tag.S = Name.Sect


def _describe_links(document: Pdf, links: Mapping[str, str]) -> None:
    """Each link says in words where it leads: a reader of the tags alone hears nothing else of it."""
    for page in document.pages:
        for link in page.get("/Annots", ()):
            if link.get("/Subtype") == "/Link" and "/Contents" not in link:
                action: Any = link.get("/A") or {}
                leads = str(link.get("/Dest") or action.get("/D") or action.get("/URI") or "").removeprefix("/")
                link.Contents = links.get(leads) or leads or UNKNOWN_LINK


def _tell_who_catalogues(document: Pdf) -> None:
    """Title and language as XMP, where libraries and readers of PDF/UA look for them."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as catalogue:
        catalogue["dc:title"] = str(document.docinfo.get("/Title", ""))
        catalogue["dc:language"] = [str(document.Root.Lang)]


def _say(document: Pdf, as_of: date) -> None:
    from pikepdf import Dictionary, Name

    document.Root.StructTreeRoot.RoleMap = Dictionary({name: Name(role) for name, role in ROLES.items()})
    for name in ("/CreationDate", "/ModDate"):
        document.docinfo[name] = f"D:{as_of:%Y%m%d}000000Z"
    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # made anew from the content
    document.docinfo["/Creator"] = "bsafe"  # Chromium names itself and the system it runs on
