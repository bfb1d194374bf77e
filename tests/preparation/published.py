"""Someone who opens every file that was sent: pages, pages without scripts, workbooks, PDFs, and all in the zip."""

import base64
import html
import io
import json
import re
import subprocess
import zipfile
from urllib.parse import unquote

import pikepdf
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from bsafe_analysis.pages.folded_tables import unfolded
from tests.preparation.attack import Read, Sheet, number, read_figure, read_sheet, sheets_of

PAGE, STILL, WORKBOOK, PDF = "page", "page without scripts", "workbook", "PDF"
KINDS = (PAGE, STILL, WORKBOOK, PDF)


def read_pack(folder, prepared):
    """Kind of file -> all that files of that kind tell by place, category and month."""
    found = {kind: Read() for kind in KINDS}
    for document in json.loads((folder / "manifest.json").read_text())["documents"]:
        place = document["parameters"]["area"]
        page = (folder / document["file"]).read_text("utf-8")
        _page(BeautifulSoup(unfolded(page), "html.parser"), prepared, place, found[PAGE])
        twins = {kind: folder / twin["file"] for kind, twin in document.get("twins", {}).items()}
        if twins:
            still = BeautifulSoup(twins["script-free page"].read_text("utf-8"), "html.parser")
            _page(still, prepared, place, found[STILL])
            for sheet in _workbook(twins["workbook"]):
                read_sheet(sheet, prepared, place, found[WORKBOOK])
            for sheet in _printed(twins["PDF"], list(sheets_of(BeautifulSoup(page, "html.parser"), _drawn))):
                read_sheet(sheet, prepared, place, found[PDF])
    return found


def together(reads):
    """What several files tell, as one."""
    whole = Read()
    for read in reads:
        for key, values in read.cells.items():
            whole.cells.setdefault(key, set()).update(values)
    return whole


def _page(page, prepared, place, read):
    for sheet in sheets_of(page, _drawn):
        read_sheet(sheet, prepared, place, read)
    for script in page.find_all("script", type="application/json"):
        read_figure(script["id"].removesuffix("-spec"), json.loads(script.get_text()), prepared, read)


def _drawn(spark):
    """The values of a small line from how high it is drawn; its words give the highest."""
    lines = [[tuple(map(float, p.split(","))) for p in line["points"].split()] for line in spark.find_all("polyline")]
    points = {x: y for line in lines for x, y in line}
    words = re.search(r"highest ([\d.]+)", spark.get_text())
    if not points or words is None:
        return []
    scale = float(words[1]) / max(27 - min(points.values()), 1e-9)
    return [round((27 - points[x]) * scale) if (x := round(3 + i * 126 / 23, 1)) in points else None for i in range(24)]


def _workbook(path):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        if name != "Cover":
            rows = [[str(cell).removesuffix(".0") for cell in row] for row in book.get_sheet_by_name(name).to_python()]
            id = "baseline-table" if "baseline" in name else name
            yield Sheet(id, rows[0][0], tuple(rows[5]), tuple(map(tuple, rows[6:])))


def _printed(path, known):
    """The tables as they are printed: rows below a caption that begin with a name which the page gives a row."""
    text = pdf_text(path, "-layout")
    lines = [(" ".join(line.split()), re.split(r"\s{2,}", line.strip())) for line in text.splitlines() if line.strip()]
    at = 0
    for sheet in known:
        titles = [t for j, t in enumerate(sheet.titles) if not any(column == j for _, column in sheet.lines)]
        begins = next((i for i in range(at, len(lines)) if sheet.caption.startswith(lines[i][0][:60])), None)
        if begins is None or len(lines[begins][0]) < 12:
            continue
        at, rows = begins, []
        for name in (row[0] for row in sheet.rows):
            found = next((i for i in range(at, min(at + 40, len(lines))) if lines[i][1][0] == name), None)
            if found is not None:
                at = found
                rows.append((name, *lines[found][1][1:]))
        yield Sheet(sheet.id, sheet.caption, tuple(titles), tuple(r for r in rows if len(r) == len(titles)))


def pdf_text(path, *how):
    return subprocess.run(
        ["pdftotext", *how, "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()


def pdf_objects(content):
    """Everything a PDF says of itself and of its parts, as text: what is packed in it is unpacked."""
    with pikepdf.open(io.BytesIO(content)) as document:
        told = (
            each.unparse(resolved=True) if not isinstance(each, pikepdf.Stream) else b"" for each in document.objects
        )
        return [document.docinfo.unparse(resolved=True).decode("latin-1"), *(part.decode("latin-1") for part in told)]


def texts_of(folder):
    """File -> everything in it that anyone could read: words, attributes, decoded arrays, drawings, cells."""
    return {path.name: _text(path.name, path.read_bytes(), path) for path in sorted(folder.iterdir())}


def _text(name, content, path=None):
    if name.endswith(".pdf") and path is not None:
        return pdf_text(path, "-raw") + "\n".join(pdf_objects(content))
    if name.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = (f"{part}\n{_text(part, archive.read(part))}" for part in archive.namelist())
            return "\n".join(inside)
    text = content.decode("utf-8", "replace")
    arrays = " ".join(
        base64.b64decode(found).decode("latin-1") for found in re.findall(r'"bdata":"([A-Za-z0-9+/=]+)"', text)
    )
    return f"{text}\n{html.unescape(unquote(text))}\n{arrays}"


__all__ = [
    "KINDS",
    "PAGE",
    "PDF",
    "STILL",
    "WORKBOOK",
    "number",
    "pdf_objects",
    "pdf_text",
    "read_pack",
    "texts_of",
    "together",
]
