"""The parts of a Word document for which python-docx has no words: fields, bookmarks, numberings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document


def numbers_anew(document: Document) -> int:
    """A numbering like that of the style for lists of numbers, which begins at one."""
    numbering = document.part.numbering_part.element
    style: Any = document.styles["List Number"]
    of_style = style.element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(of_style).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def set_number(paragraph: Any, numbering: int) -> None:
    """This paragraph counts in that numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def add_field(paragraph: Any, name: str) -> None:
    """A number that Word fills in."""
    run = paragraph.add_run()
    run._r.append(w_element("fldChar", fldCharType="begin"))
    instruction = w_element("instrText")
    instruction.text = name
    run._r.append(instruction)
    run._r.append(w_element("fldChar", fldCharType="end"))


def mark_name(anchor: str) -> str:
    """A bookmark's name: Word takes forty letters, digits and underlines."""
    name = f"b_{anchor.replace('-', '_')}"
    return name if len(name) <= 40 else f"{name[:20]}_{name[-19:]}"


def w_element(tag: str, **attributes: object) -> Any:
    """An element of Word's own names, with its attributes."""
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(w_name(name), str(value))
    return element


def w_name(tag: str) -> str:
    """A name with Word's name space."""
    from docx.oxml.ns import qn

    return qn(f"w:{tag}")


def points(size: float) -> Any:
    """A length in points."""
    from docx.shared import Pt

    return Pt(size)


def inches(size: float) -> Any:
    """A length in inches."""
    from docx.shared import Inches

    return Inches(size)
