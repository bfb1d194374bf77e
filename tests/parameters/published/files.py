"""An invented borough as ONS would publish it, small enough to be read: Thornmere, and a row of its neighbour Upford.

Four MSOAs in a row from west to east, two LSOAs each, one square each. Between the censuses the last LSOA of MSOA 1 was
split, and the two of MSOA 4 were merged. Two wards: the western half and the eastern.
"""

import csv
import json
import sqlite3
import struct
from functools import cache

import pyproj
import shapely
import xlsxwriter

LAD = ("E08000099", "Thornmere")
MSOAS = {f"E0200000{i}": f"Thornmere 00{i}" for i in (1, 2, 3, 4)}
LSOAS_21 = {
    "E01000001": "E02000001", "E01000021": "E02000001", "E01000022": "E02000001", "E01000003": "E02000002",
    "E01000004": "E02000002", "E01000005": "E02000003", "E01000006": "E02000003", "E01000023": "E02000004",
}  # fmt: skip
CHANGES = [
    ("E01000001", "U", "E01000001"), ("E01000002", "S", "E01000021"), ("E01000002", "S", "E01000022"),
    ("E01000003", "U", "E01000003"), ("E01000004", "U", "E01000004"), ("E01000005", "U", "E01000005"),
    ("E01000006", "U", "E01000006"), ("E01000007", "M", "E01000023"), ("E01000008", "M", "E01000023"),
]  # fmt: skip
WARDS = {"E02000001": "E05000001", "E02000002": "E05000001", "E02000003": "E05000002", "E02000004": "E05000002"}
KNOWN_AS = {"E02000001": "Mill Lane", "E02000002": "Quarry", "E02000003": "Hope", "E02000004": "Old Docks"}
WEST, SOUTH, SIDE = 440_000, 390_000, 1_000
"""Metres of the British National Grid: where the first square stands, and how wide each is."""


def put(path, header, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def by_output_area(folder):
    """OA (2021) to LSOA to MSOA to LAD: two output areas an LSOA."""
    header = ("OA21CD", "LSOA21CD", "LSOA21NM", "MSOA21CD", "MSOA21NM", "LAD22CD", "LAD22NM", "LAD22NMW", "ObjectId")
    rows = [
        (f"E0000{i:03}{k}", lsoa, f"{MSOAS[msoa]}A", msoa, MSOAS[msoa], *LAD, "", 2 * i + k)
        for i, (lsoa, msoa) in enumerate(LSOAS_21.items()) for k in (0, 1)
    ]  # fmt: skip
    stranger = ("E00009999", "E01009999", "Upford 001A", "E02009999", "Upford 001", "E08000098", "Upford", "", 99)
    return put(folder / "OA_LSOA_MSOA_LAD.csv", header, [*rows, stranger])


def changes(folder):
    """LSOA (2011) to LSOA (2021) to LAD (2022)."""
    header = ("LSOA11CD", "LSOA11NM", "CHGIND", "LSOA21CD", "LSOA21NM", "LAD22CD", "LAD22NM", "ObjectId")
    rows = [(old, "", how, new, "", *LAD, i) for i, (old, how, new) in enumerate(CHANGES)]
    return put(folder / "LSOA11_LSOA21.csv", header, rows)


def wards(folder):
    """LSOA (2021) to Electoral Ward (2024) to LAD (2024)."""
    header = ("LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM")
    rows = [(lsoa, "", WARDS[msoa], f"Ward {WARDS[msoa][-1]}", *LAD) for lsoa, msoa in LSOAS_21.items()]
    return put(folder / "LSOA21_WD24.csv", header, rows)


def names(folder):
    """The House of Commons Library's names, which name no district's code."""
    header = ("msoa21cd", "msoa21nm", "msoa21nmw", "msoa21hclnm", "msoa21hclnmw", "localauthorityname")
    rows = [(code, MSOAS[code], "", name, "", "Thornmere") for code, name in KNOWN_AS.items()]
    return put(
        folder / "MSOA-Names.csv", header, [*rows, ("E02009999", "Upford 001", "", "Upford Green", "", "Upford")]
    )


def estimates(folder, name="sapelsoa.xlsx"):
    """Mid-year estimates as a workbook of two years; 2022 has 1,000 people an LSOA, 2021 has 900."""
    header = ("LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total", "F0 to 15", "M0 to 15")
    with xlsxwriter.Workbook(folder / name) as book:
        book.add_worksheet("Cover").write(0, 0, "Population estimates for small areas: England and Wales")
        for year, people in ((2021, 900), (2022, 1000)):
            sheet = book.add_worksheet(f"Mid-{year} LSOA 2021")
            sheet.write(0, 0, f"Mid-{year} population estimates")
            sheet.write_row(3, 0, header)
            for i, lsoa in enumerate([*LSOAS_21, "E01009999"], 4):
                sheet.write_row(i, 0, (*LAD, lsoa, "", people, 100, 100))
    return folder / name


def households(folder):
    """A census table as NOMIS hands it out, with households."""
    header = ("date", "geography", "geography code", "Number of households")
    return put(folder / "census2021-ts041-lsoa.csv", header, [(2021, "", lsoa, 400) for lsoa in LSOAS_21])


def square(i, width=1, side=SIDE):
    """The i-th square from the west, in metres."""
    return shapely.box(WEST + i * side, SOUTH, WEST + (i + width) * side, SOUTH + SIDE)


@cache
def to_degrees():
    return pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def in_degrees(shape):
    return shapely.transform(shape, lambda xy: list(zip(*to_degrees().transform(xy[:, 0], xy[:, 1]), strict=True)))


def msoa_squares():
    return {code: square(i) for i, code in enumerate(MSOAS)} | {"E02009999": square(9)}


def geojson(folder, code="MSOA21CD", squares=None, degrees=True, name="boundaries.geojson"):
    held = msoa_squares() if squares is None else squares
    features = [
        {"type": "Feature", "properties": {"FID": i, code: each, "GlobalID": "x"},
         "geometry": json.loads(shapely.to_geojson(in_degrees(shape) if degrees else shape))}
        for i, (each, shape) in enumerate(held.items())
    ]  # fmt: skip
    path = folder / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def geopackage(folder, code="MSOA21CD", squares=None):
    """As OGC 12-128 has it, in metres: the tables that name the layer, and shapes behind an eight-byte header."""
    path = folder / "boundaries.gpkg"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m)"
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('MSOA 2021', 'SHAPE', 'MULTIPOLYGON', 27700, 0, 0)")
        database.execute(f'CREATE TABLE "MSOA 2021" (OBJECTID INTEGER PRIMARY KEY, SHAPE BLOB, {code} TEXT)')
        for each, shape in (squares or msoa_squares()).items():
            envelope = struct.pack("<4d", *(shape.bounds[i] for i in (0, 2, 1, 3)))
            blob = b"GP\x00\x03" + struct.pack("<i", 27700) + envelope + shapely.to_wkb(shape)
            database.execute(f'INSERT INTO "MSOA 2021" (SHAPE, {code}) VALUES (?, ?)', (blob, each))
    database.close()
    return path


def published(folder):
    """The lookups of the borough, in the order in which somebody might type them."""
    return (by_output_area(folder), changes(folder), wards(folder), names(folder))
