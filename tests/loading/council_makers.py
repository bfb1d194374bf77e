"""Ten invented councils' workbooks and texts of ten different makers: each its own headers, layout and way of dates."""

import csv
import io
import random
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import xlsxwriter

POINTS = {"N1": (622_698, 473_039), "N2": (623_351, 473_071), "N3": (624_005, 473_103)}
"""A point of the National Grid in the middle of each neighbourhood."""
NAMES = {"N1": "One", "N2": "two  ward", "N3": "Three"}
"""As the makers spell them; the workspace has One, Two and Three."""
LSOAS = {"N1": "E01999001", "N2": "E01999002", "N3": "E01999003"}
MONTHS = ("2026-06", "2026-07", "2026-08")


@dataclass(frozen=True)
class Report:
    """One report as it truly was: what every maker writes in its own way."""

    at: datetime
    word: str
    where: str
    number: int


def reports(words, seed, each=40):
    """Reports of three months, the same for the same seed, the days of the month running to its end."""
    rng = random.Random(seed)
    days = [date(int(m[:4]), int(m[5:]), rng.randint(1, 28)) for m in MONTHS for _ in range(each)]
    times = [timedelta(hours=rng.randint(0, 23), minutes=rng.randint(1, 59)) for _ in days]
    begun = [datetime.combine(day, datetime.min.time()) + time for day, time in zip(days, times, strict=True)]
    return [Report(at, rng.choice(words), rng.choice(list(POINTS)), n) for n, at in enumerate(begun, start=1)]


def as_csv(rows, mark=",", encoding="utf-8"):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(sheets, day_format="dd/mm/yyyy", hidden=(), merged=()):
    """`sheets`: title -> rows; a day is written as the spreadsheet program has it. `merged`: (title, range, value)."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    form = book.add_format({"num_format": day_format})
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for at, row in enumerate(rows):
            for n, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(at, n, cell, form)
                elif cell not in ("", None):
                    sheet.write(at, n, cell)
        for name, span, value in merged:
            if name == title:
                sheet.merge_range(span, value)
        if title in hidden:
            sheet.hide()
    book.close()
    return made.getvalue()


def as_ods(rows):
    """An OpenDocument sheet as its standard has it: days as dates, all else as text."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for n, v in
        (("office", "office"), ("table", "table"), ("text", "text"))
    )  # fmt: skip
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Log">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return made.getvalue()


def _ods_cell(cell):
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    text = str(cell).replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


NOISE = ("Noise - loud music", "Noise - barking dog", "Rowdy youths", "Neighbour dispute")
WASTE = ("Fly tipping", "Graffiti", "Abandoned vehicle", "Missed bin")


def titled_workbook():
    """A customer system: titles above, times beside days, eastings and northings, a total and a source note below."""
    made = reports(NOISE, 1)
    rows = [["Anti-social behaviour requests"], ["Extract run 1 September 2026 by J Bloggs"], []]
    rows += [["Ref", "Date Reported", "Time", "Complainant Name", "Nature of complaint", "Easting", "Northing"]]
    rows += [[f"CS{r.number}", r.at.date(), f"{r.at:%H:%M}", "Jane Roe", r.word, *POINTS[r.where]] for r in made]
    return "requests.xlsx", as_workbook({"Requests": [*rows, [], ["Total", len(made)], ["Source: CRM"]]}), made


def semicolons():
    """A program set up for the Continent: semicolons, decimal commas, Windows letters, days with dots."""
    made = reports(WASTE, 2)
    rows = [["Created Date", "Request Type", "Ward", "Café remarks"]]
    rows += [
        [f"{r.at:%d.%m.%Y}", r.word, NAMES[r.where], "A sofa, two bins; and a very long story of it all"] for r in made
    ]
    return "streetscene.csv", as_csv(rows, ";", "cp1252"), made


def wide_letters():
    """Saved as Unicode text: UTF-16 with tabs, American days."""
    made = reports(NOISE, 3)
    rows = [["Date Raised", "Case Type", "LSOA Code"]]
    rows += [[f"{r.at.month}/{r.at.day}/{r.at.year}", r.word, LSOAS[r.where]] for r in made]
    return "asb cases.txt", as_csv(rows, "\t", "utf-16"), made


def a_sheet_a_month():
    """A sheet for each month with the header again, a guide, and a hidden list."""
    made = reports(WASTE, 4)
    sheets = {"Read me": [["How to use this workbook"]]}
    for month in MONTHS:
        mine = [r for r in made if f"{r.at:%Y-%m}" == month]
        rows = [["Fly tipping and street scene"], ["Incident Date", "Type of Report", "Neighbourhood"]]
        sheets[month] = rows + [[r.at.date(), r.word, NAMES[r.where]] for r in mine]
    sheets["lists"] = [["Incident Date", "Type of Report", "Neighbourhood"], [date(2020, 1, 1), "Graffiti", "One"]]
    return "street scene 2026.xlsx", as_workbook(sheets, hidden=("lists",)), made


def counts_a_row():
    """Counts by day, type and ward; repeated headers where a page ended; a grand total."""
    made = reports(WASTE, 5)
    counted = {}
    for r in made:
        key = (f"{r.at:%d/%m/%Y}", r.word, NAMES[r.where])
        counted[key] = counted.get(key, 0) + 1
    header = ["Date", "Category", "Ward Name", "Number of reports"]
    rows = [[*key, n] for key, n in counted.items()]
    half = len(rows) // 2
    listed = [header, *rows[:half], header, *rows[half:], ["Grand total", "", "", len(made)]]
    return "environmental counts.xlsx", as_workbook({"Data": listed}), made


def letters_of_the_grid():
    """Grid references with letters, twelve-hour clocks, ISO days."""
    made = reports(NOISE, 6)
    rows = [["reported_at", "complaint_type", "grid_ref"]]
    for r in made:
        x, y = POINTS[r.where]
        rows.append([f"{r.at:%Y-%m-%d %I:%M %p}", r.word, f"TB {x - 600_000} {y - 400_000}"])
    return "noise.csv", as_csv(rows), made


def named_months():
    """A housing service: 3 Jul 2026, several lines in a cell, another district's rows among its own."""
    made = reports(("ASB - Noise", "ASB - Vandalism", "Rent arrears"), 7)
    rows = [["Case Ref", "Date Opened", "Breach Type", "Estate", "Local Authority", "Case Notes"]]
    for r in made:
        note = f"Tenant rang.\nVisited on {r.at:%d/%m/%Y},\nASB - Noise, as before"
        rows.append([f"H{r.number}", f"{r.at.day} {r.at:%b %Y}", r.word, NAMES[r.where], "Thornmere Council", note])
        if r.number % 4 == 0:
            rows.append([f"X{r.number}", f"{r.at.day} {r.at:%b %Y}", r.word, "Elsewhere", "Farleigh District", note])
    return "housing asb.csv", as_csv(rows), made


def open_document():
    """An OpenDocument sheet, a blank column, row numbers without a name."""
    made = reports(WASTE, 8)
    rows = [["", "Day", "", "Subject", "LSOA"]]
    rows += [[str(n), r.at.date(), "", r.word, LSOAS[r.where]] for n, r in enumerate(made)]
    return "log.ods", as_ods(rows), made


def merged_months():
    """The month once for all of its rows, in a merged cell; a header of two rows."""
    made = sorted(reports(NOISE, 9), key=lambda r: r.at)
    rows = [["ASB by month", "", "", ""], ["Month", "Kind", "Place", ""], ["", "", "Longitude", "Latitude"]]
    spans, at = [("All", "A2:A3", "Month"), ("All", "B2:B3", "Kind")], 3
    for month in MONTHS:
        mine = [r for r in made if f"{r.at:%Y-%m}" == month]
        rows += [["", r.word, *degrees(r.where)] for r in mine]
        spans.append(("All", f"A{at + 1}:A{at + len(mine)}", f"{date.fromisoformat(month + '-01'):%B %Y}"))
        at += len(mine)
    return "asb by month.xlsx", as_workbook({"All": rows}, merged=spans), made


def from_and_to():
    """Wardens' log: from and to, two-digit years, latitude first, a byte order mark, blank rows below."""
    made = reports(NOISE, 10)
    rows = [["Warden log", "", "", "", ""], ["From", "To", "Incident", "Lat", "Long"]]
    for r in made:
        lon, lat = degrees(r.where)
        rows.append([f"{r.at:%d/%m/%y %H:%M}", f"{r.at + timedelta(minutes=40):%d/%m/%y %H:%M}", r.word, lat, lon])
    return "warden log.csv", as_csv([*rows, *[[""] * 5] * 30], encoding="utf-8-sig"), made


@cache
def degrees(where):
    import pyproj

    x, y = pyproj.Transformer.from_crs(27700, 4326, always_xy=True).transform(*POINTS[where])
    return round(x, 6), round(y, 6)


MAKERS = (
    titled_workbook, semicolons, wide_letters, a_sheet_a_month, counts_a_row, letters_of_the_grid, named_months,
    open_document, merged_months, from_and_to,
)  # fmt: skip
