"""The twins of every page: the same words and numbers as the page, readable anywhere, and no more than a mail takes."""

import asyncio
import hashlib
import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import docx
import nbformat
import pikepdf
import pptx
import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from benchmarks.length import sections
from bsafe_analysis.pages.assets import BUNDLE
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.folded_tables import unfolded
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.pages.html_reader import read_page
from bsafe_analysis.pages.twins.browser import open_studio
from bsafe_analysis.pages.twins.make_twins import (
    LARGEST,
    PDF,
    SCRIPT_FREE,
    SLIDES,
    WORD,
    WORKBOOK,
    Terms,
    TwinSource,
    make_twins,
)
from bsafe_analysis.pages.twins.pdf import steady
from bsafe_analysis.pages.twins.send_file import LARGEST as LARGEST_PARCEL
from bsafe_analysis.reports.document_kinds import build_document
from bsafe_analysis.reports.show import compose
from tests.browser.conftest import one_of_each, pages
from tests.pages.test_export import HOSTILE
from tests.preparation.published import pdf_objects
from tests.reports.months import prepared
from tests.shared import Wanted

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAY = date(2026, 10, 5)
W_TEXT = docx.oxml.ns.qn("w:t")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def documents(pack):
    """(page, kind -> twin's path) of every document, as the manifest lists them."""
    listed = json.loads((pack / "manifest.json").read_text())["documents"]
    return [(pack / d["file"], {kind: pack / twin["file"] for kind, twin in d["twins"].items()}) for d in listed]


def soup_of(path, shown=str):
    page = shown(path.read_text("utf-8"))
    html = re.sub(r"<script\b.*?</script>|<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def read(pack):
    """A page of the pack as its tags, read once and to be left as it is."""
    return Wanted(soup_of).__getitem__


@pytest.fixture(scope="module")
def opened(pack):
    """The same with the figures behind its charts, as a reader opens them; they are not printed."""
    return Wanted(lambda path: soup_of(path, unfolded)).__getitem__


def tables(soup):
    return {
        t["id"]: [[words(c) for c in r.find_all(["td", "th"])] for r in t.find_all("tr")]
        for t in soup.find_all("table")
    }


def words(tag):
    return " ".join(tag.get_text(" " if tag.find(["br", "p", "li"]) else "").split())


def run(*command):
    if shutil.which(command[0]) is None:
        pytest.fail(f"{command[0]} is not on this machine: .ci/run installs poppler-utils")
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def squeezed(text):
    """Without what a printer may change: spaces, line ends, ligatures."""
    return re.sub(r"\s+|\u00ad", "", unicodedata.normalize("NFKC", text))


def test_every_document_has_its_twins_none_too_large_and_the_manifest_and_index_name_them(pack):
    listed = json.loads((pack / "manifest.json").read_text())
    index = (pack / "index.html").read_text()
    assert "chromium" in listed["versions"]
    for document in listed["documents"]:
        meets = "assessment" in document["file"]
        assert document["twins"].keys() == {SCRIPT_FREE, PDF, WORKBOOK} | ({WORD, SLIDES} if meets else set())
        for kind, twin in document["twins"].items():
            content = (pack / twin["file"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == twin["sha256"]
            assert len(content) <= LARGEST[kind], twin["file"]
            assert f'href="{twin["file"]}"' in index
            assert listed["month"] in twin["file"]
            assert listed["audience"] in twin["file"]


def words_of(soup):
    """All that is read on a page: what stands in a drawing is told by its text alternative."""
    drawings = {id(text) for svg in soup.select(".plot > svg") for text in svg.find_all(string=True)}
    return " ".join(t.strip() for t in soup.body.find_all(string=True) if id(t) not in drawings and t.strip())


def test_a_script_free_page_has_every_word_and_table_of_its_page(pack, opened):
    for page, twins in documents(pack):
        one, other = opened(page), opened(twins[SCRIPT_FREE])
        assert tables(one) == tables(other), page.name
        assert words_of(one) == words_of(other), page.name
        alts = [plot["aria-label"] for plot in one.select("div.plot")]
        assert [image["alt"] for image in other.select(".drawing img")] == alts, page.name


def test_a_workbook_has_every_table_cell_for_cell(pack, opened):
    for page, twins in documents(pack):
        soup = opened(page)
        book = CalamineWorkbook.from_path(str(twins[WORKBOOK]))
        held = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name != "Cover"]
        shown = list(tables(soup).values())
        assert len(held) == len(shown), page.name
        for sheet, rows in zip(held, shown, strict=True):
            # a cell over several columns stands in the first of them
            assert [filled(row) for row in sheet[6:]] == [filled(row) for row in rows[1:]], page.name
        marking = soup.find(class_="marking").get_text()
        assert all(sheet[1][0] == marking for sheet in held)


def numbers_in_order(page):
    """What a reader of the script-free page sees in its main part, and of a small line what is read aloud."""
    soup = soup_of(page)
    for gone in soup.select("nav, details, svg, .visually-hidden"):
        if not gone.find_parent(class_="spark") or gone.name == "svg":
            gone.decompose()
    return NUMBER.findall(soup.main.get_text(" "))


def test_a_word_document_has_every_number_of_its_page_in_order(pack):
    for page, twins in documents(pack):
        if WORD in twins:
            wanted = numbers_in_order(twins[SCRIPT_FREE])
            body = docx.Document(str(twins[WORD])).element.body
            texts = [" ".join(t.text or "" for t in p.iter(W_TEXT)) for p in body.iter(W_TEXT.replace("}t", "}p"))]
            held = NUMBER.findall(" ".join(texts))
            assert len(wanted) > 20, page.name
            first = len(NUMBER.findall(" ".join([soup_of(page).h1.get_text(), soup_of(page).dl.get_text(" ")])))
            assert held[first : first + len(wanted)] == wanted, page.name


def test_slides_say_nothing_that_their_page_does_not(pack):
    for page, twins in documents(pack):
        if SLIDES in twins:
            said = squeezed(soup_of(twins[SCRIPT_FREE]).get_text())
            shown = list(pptx.Presentation(str(twins[SLIDES])).slides)
            assert len(shown) >= 2, page.name
            for text in (p for slide in shown[1:] for part in slide.placeholders for p in part.text_frame.paragraphs):
                plain = re.sub(r"^(\d+\. |• | +)| \(continued\)$", "", text.text)
                # a row of a table is told as a line: each of its cells, and what heads it, stands on the page
                for piece in [plain] if squeezed(plain) in said else re.split(r"[;:.] ", plain):
                    assert squeezed(piece) in said, (page.name, text.text, piece)


def filled(row):
    cells = [cell_as_shown(cell) for cell in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def number_or_words(text):
    plain = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else text


def cell_as_shown(cell):
    return float(cell) if isinstance(cell, int | float) else number_or_words(" ".join(str(cell).split()))


def test_a_pdf_has_every_table_row_and_every_number_of_its_page(pack):
    for page, twins in documents(pack):
        printed = run("pdftotext", "-raw", "-enc", "UTF-8", str(twins[PDF]), "-")
        flat, soup = squeezed(printed), soup_of(page)
        with pikepdf.open(twins[PDF]) as document:
            said = {str(tag.get("/Alt", "")) for tag in tags(document)}
        for hidden in soup.select(".spark .visually-hidden"):  # said of a small drawing: its text alternative
            assert hidden.get_text() in said, page.name
            hidden.decompose()
        for name, rows in tables(soup).items():
            lost = [row for row in rows if squeezed("".join(row)) not in flat]
            assert not lost, (page.name, name, lost[:2])
        for tag in soup.select(".skip, nav, .marking, title, style, .plot svg"):  # a drawing's scale: its table has all
            tag.decompose()
        wanted = Counter(NUMBER.findall(soup.body.get_text(" ")))
        missing = {number for number, times in wanted.items() if flat.count(squeezed(number)) < times}
        assert not missing, (page.name, missing)


def test_a_pdf_is_tagged_named_and_outlined_and_every_sheet_bears_marking_and_number(pack, read):
    for page, twins in documents(pack):
        soup = read(page)
        about = run("pdfinfo", str(twins[PDF]))
        facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in about.splitlines())}
        marking = soup.find(class_="marking").get_text()
        assert facts["Title"] == f"{soup.title.get_text()}, {marking}"
        assert (facts["Tagged"], facts["JavaScript"]) == ("yes", "no")
        with pikepdf.open(twins[PDF]) as document:
            assert (str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)) == ("en-GB", True)
            assert len(headings(document.open_outline().root)) >= len(soup.select("h1, section h2"))
            kinds = Counter(str(tag.S) for tag in tags(document))
            assert kinds["/Table"] == len(soup.find_all("table")), page.name
            assert kinds["/Figure"] >= len(soup.find_all("figure")), page.name
            assert kinds.keys() - {"/Strong", "/Em"} <= KNOWN_TAGS, page.name
        assert not [part for part in pdf_objects(twins[PDF].read_bytes()) if "file:" in part]
        sheets = run("pdftotext", "-layout", str(twins[PDF]), "-").split("\f")[:-1]
        assert len(sheets) == int(facts["Pages"])
        for number, sheet in enumerate(sheets, start=1):
            lines = [line for line in sheet.splitlines() if line.strip()]
            assert marking in lines[0], (page.name, number)
            assert re.search(rf"{re.escape(marking)}.*Page {number} of {len(sheets)}", lines[-1]), (page.name, number)


KNOWN_TAGS = {
    "/Document", "/NonStruct", "/P", "/H1", "/H2", "/H3", "/H4", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH",
    "/TD", "/THead", "/TBody", "/Caption", "/Span", "/Link", "/Figure", "/Div", "/Sect", "/Part",
}  # fmt: skip
"""The names that a reader of PDF 1.4 knows; two more are told in the file (RoleMap)."""


MOST = {"lap-assessment": (4, 1_800), "neighbourhood-profile": (4, 1_800), "tactical-assessment": (8, 3_300)}
"""Kind of document -> printed sheets and words at most. The tactical assessment's words are to come down to 3,000."""


@pytest.mark.parametrize("pack", ["main"], indirect=True)
def test_a_document_keeps_to_the_sheets_and_words_that_somebody_reads(pack):
    for page, twins in documents(pack):
        kind = next((kind for kind in MOST if f"-{kind}-" in page.name), None)
        if kind:
            with pikepdf.open(twins[PDF]) as printed:
                sheets = len(printed.pages)
            told = sum(count for _, count in sections(read_page(page.read_text("utf-8"))))
            assert (sheets <= MOST[kind][0], told <= MOST[kind][1]) == (True, True), (page.name, sheets, told)


def tags(document):
    return [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/P" in each]


def headings(items):
    return [one for item in items for one in (item.title, *headings(item.children))]


def test_the_same_page_gives_the_same_twins(pack):
    listed = json.loads((pack / "manifest.json").read_text())
    terms = Terms(listed["marking"], date.fromisoformat(listed["as_of"]))
    every = dict(documents(pack))
    chosen = one_of_each([page for page in every])
    sources = (TwinSource(p.name, p.read_text("utf-8"), for_meeting=WORD in every[p]) for p in every if p in chosen)
    twins = make_twins(tuple(sources), terms)
    for page in chosen:
        assert twins.files[every[page][WORKBOOK].name] == every[page][WORKBOOK].read_bytes()
        for kind in {PDF, WORD, SLIDES} & every[page].keys():
            assert twins.files[every[page][kind].name] == every[page][kind].read_bytes(), (page.name, kind)
        drawn = re.compile(r'(?:src|srcset)="data:[^"]*"')
        published = every[page][SCRIPT_FREE].read_text("utf-8")
        assert drawn.findall(twins.files[every[page][SCRIPT_FREE].name].decode()) == drawn.findall(published), page.name


@pytest.fixture(scope="module")
def unpacked(pack, tmp_path_factory):
    (parcel,) = pack.glob("*-to-send.zip")
    assert parcel.stat().st_size <= LARGEST_PARCEL
    folder = tmp_path_factory.mktemp("sent")
    with zipfile.ZipFile(parcel) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


def test_the_file_to_send_opens_anywhere_with_one_chart_library_for_all(pack, unpacked, watch):
    assert {path.name for path in pages(pack)} <= {path.name for path in unpacked.iterdir()}
    assert all(path.stat().st_size < 600_000 for path in unpacked.glob("*.html") if "script-free" not in path.name)
    with watch() as watched:
        for path in one_of_each(pages(unpacked)):
            watched.open(unpacked / path.name)
            links = watched.page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
            files = {link.partition("#")[0] for link in links if not re.match(r"https?:|mailto:|#", link)}
            assert all((unpacked / file).exists() for file in files), path.name
        assert watched.outside == []
        assert watched.errors == []


def test_a_page_taken_out_of_the_file_alone_keeps_its_drawings(unpacked, watch, tmp_path):
    page = next(path for path in pages(unpacked) if "-tactical-assessment-" in path.name)
    alone = tmp_path / page.name
    shutil.copy(page, alone)
    with watch() as watched:
        watched.open(alone)
        chart = watched.page.locator("figure .plot").first
        assert watched.page.locator(f"script[src='{BUNDLE}']").count() == 0  # asked for when a chart is touched
        chart.dispatch_event("pointerdown")
        watched.page.locator(f"script[src='{BUNDLE}']").wait_for(state="attached")  # and not there
        assert chart.locator("svg.wide").is_visible()


def test_a_page_is_printed_the_same_whatever_was_printed_before_it():
    """The browser prints one page after another, several at once."""
    plain = '<!DOCTYPE html><html lang="en-GB"><head><title>One</title></head><body><h1>One</h1><p>12</p></body></html>'
    loud = plain.replace("One", "Two").replace(
        "</head>", "<style>@page { size: A3 landscape } * { color: red; font-size: 40px !important }</style></head>"
    )

    async def printed():
        async with open_studio() as studio:
            return [steady(await studio.print(page, "OFFICIAL", "x"), DAY) for page in (plain, loud, loud, plain)]

    with ThreadPoolExecutor(1) as aside:  # playwright has a loop of its own in this thread
        one, two, three, four = aside.submit(asyncio.run, printed()).result()
    assert one == four
    assert two == three
    assert one != two


def test_hostile_names_do_nothing_in_any_twin(watch, tmp_path):
    month = prepared()
    sting = "=1+1" + HOSTILE
    areas = replace(month.areas, every=tuple(replace(a, name=f"{sting} {a.code}") for a in month.areas))
    plan = tuple(replace(a, title=sting, owner=sting, progress=sting) for a in month.activities)
    notes = tuple(replace(n, sections=(("Services", sting), (sting, sting))) for n in month.notes)
    hostile = replace(month, areas=areas, activities=plan, notes=notes)
    frame = PageFrame(sting, sting, "September 2026", sting, f"OFFICIAL {sting}", "internal", contact=sting)
    sources = []
    for name, area in [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]:
        document = build_document(hostile, name, area)
        bundles = [bundle for section in document.sections for bundle in compose(document, section)]
        cell = nbformat.v4.new_code_cell("")
        cell.outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
        page = Exporter().page(nbformat.v4.new_notebook(cells=[cell]), frame)
        sources.append(TwinSource(f"{name}.html", page))
    twins = make_twins(tuple(sources), Terms(frame.marking, DAY))
    assert twins.lacking == ()
    with watch() as watched:
        for source in sources:
            path = tmp_path / twins.kinds[source.file_name][SCRIPT_FREE]
            path.write_bytes(twins.files[path.name])
            watched.open(path)
            watched.page.wait_for_timeout(200)
            assert watched.page.evaluate("document.querySelectorAll('script').length") == 0
            assert watched.page.title().startswith("=1+1</script>")
        assert watched.errors == []
        assert watched.outside == []
    for source in sources:
        with zipfile.ZipFile(io.BytesIO(twins.files[twins.kinds[source.file_name][WORKBOOK]])) as archive:
            text = "".join(archive.read(name).decode() for name in archive.namelist())
        assert not re.search(r"<f[ >]|<hyperlink[^>]*r:id|externalLink", text)
        printed = "\n".join(pdf_objects(twins.files[twins.kinds[source.file_name][PDF]]))
        assert "/StructElem" in printed
        assert not re.search(r"/(JavaScript|JS|Launch|EmbeddedFile)\b|/URI ?\((?!https?:|mailto:)", printed)
