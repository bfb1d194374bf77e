"""The folder of real data in the shape in which ONS hands it out: `python -m tests.real.as_published DIR`.

The headings, sheets and title rows are those of the products that docs/data-sources.md names; the rows are what the
folder holds of six places. Nothing is added but columns that bsafe has to leave alone.
"""

import json
import sys
from pathlib import Path

import xlsxwriter

from tests.real.workspaces import areas_of, real_data, rows, write_csv

EXACT_FIT = "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
BY_OUTPUT_AREA = "OA11_LSOA11_MSOA11_LAD17_EW_LU.csv"
WARDS = "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Best_Fit_Lookup_in_EW.csv"
BY_OUTPUT_AREA_21 = "Output_Area_(2021)_to_LSOA_to_MSOA_to_LAD_(May_2022)_Exact_Fit_Lookup_in_EW.csv"
NAMES_11, NAMES_21 = "MSOA-Names-1.20.csv", "MSOA-Names-2.2.csv"
ESTIMATES = "SAPE23DT2-mid-2020-lsoa-syoa-estimates-unformatted.xlsx"


def publish(folder):
    """Every file; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    exact_fit(folder)
    by_output_area(folder)
    by_output_area_21(folder)
    wards(folder)
    names(folder)
    mid_year_estimates(folder)
    for place in ("barnsley", "doncaster", "rotherham", "sheffield"):
        boundaries(folder, place)
    for place in ("barnsley", "doncaster", "rotherham", "sheffield", "city of london"):
        areas(folder, place)
    return folder


def exact_fit(folder):
    header = ("LSOA11CD", "LSOA11NM", "CHGIND", "LSOA21CD", "LSOA21NM", "LAD22CD", "LAD22NM", "LAD22NMW", "ObjectId")
    held = rows("lookups/lsoa11_lsoa21.csv")
    body = [
        (r["lsoa11_code"], r["lsoa11_name"], r["change_code"], r["lsoa21_code"], r["lsoa21_name"], r["lad_code"],
         r["lad_name"], "", i) for i, r in enumerate(held, 1)
    ]  # fmt: skip
    write_csv(folder / EXACT_FIT, header, body)


def by_output_area(folder):
    """One row an output area in the real file: here five an LSOA, with codes that stand for them."""
    header = ("OA11CD", "LSOA11CD", "LSOA11NM", "MSOA11CD", "MSOA11NM", "LAD17CD", "LAD17NM", "LAD17NMW", "FID")
    held = rows("lookups/lsoa11_msoa11_ward17_lad.csv")
    body = [
        (f"E00{i:05}{k}", r["lsoa11_code"], r["lsoa11_name"], r["msoa11_code"], r["msoa11_name"], r["lad_code"],
         r["lad_name"], "", 5 * i + k) for i, r in enumerate(held) for k in range(5)
    ]  # fmt: skip
    write_csv(folder / BY_OUTPUT_AREA, header, body)


def by_output_area_21(folder):
    """MSOAs of 2021: their LSOAs bear their names and a letter, which is ONS's own rule."""
    header = (
        "OA21CD", "LSOA21CD", "LSOA21NM", "LSOA21NMW", "MSOA21CD", "MSOA21NM", "MSOA21NMW", "LAD22CD", "LAD22NM",
        "LAD22NMW", "ObjectId",
    )  # fmt: skip
    code_of = {r["msoa21nm"]: r["msoa21cd"] for r in rows("lookups/msoa21_house_of_commons_names.csv")}
    held = {r["lsoa21_code"]: r for r in rows("lookups/lsoa11_lsoa21.csv")}.values()
    msoas = [r["lsoa21_name"][:-1] for r in held]
    body = [
        (f"E00{i:05}{k}", r["lsoa21_code"], r["lsoa21_name"], "", code_of[msoa], msoa, "", r["lad_code"], r["lad_name"],
         "", 5 * i + k) for i, (r, msoa) in enumerate(zip(held, msoas, strict=True)) for k in range(5)
    ]  # fmt: skip
    write_csv(folder / BY_OUTPUT_AREA_21, header, body)


def wards(folder):
    header = (
        "LSOA21CD", "LSOA21NM", "LSOA21NMW", "WD24CD", "WD24NM", "WD24NMW", "LAD24CD", "LAD24NM", "LAD24NMW", "ObjectId"
    )  # fmt: skip
    held = rows("lookups/lsoa21_ward24_lad24.csv")
    body = [
        (r["lsoa21_code"], r["lsoa21_name"], "", r["ward24_code"], r["ward24_name"], "", r["ltla24_code"],
         r["ltla24_name"], "", i) for i, r in enumerate(held, 1)
    ]  # fmt: skip
    write_csv(folder / WARDS, header, body)


def names(folder):
    for file, year in ((NAMES_11, "11"), (NAMES_21, "21")):
        code, name, known_as = (f"msoa{year}{kind}" for kind in ("cd", "nm", "hclnm"))
        header = (code, name, f"{name}w", known_as, f"{known_as}w", "Laname")
        held = rows(f"lookups/msoa{year}_house_of_commons_names.csv")
        body = [(r[code], r[name], r[name], r[known_as], "", r[name][:-4]) for r in held]
        write_csv(folder / file, header, body)


def mid_year_estimates(folder):
    """The workbook of mid-2020: a sheet each for persons, males and females, with four rows above the header."""
    held = rows("population-deprivation/population_lsoa11.csv")
    header = (
        "LSOA Code", "LSOA Name", "LA Code (2018 boundaries)", "LA name (2018 boundaries)",
        "LA Code (2021 boundaries)", "LA name (2021 boundaries)", "All Ages", "0", "1",
    )  # fmt: skip
    with xlsxwriter.Workbook(folder / ESTIMATES) as book:
        contents = book.add_worksheet("Contents")
        contents.write(0, 0, "Lower layer Super Output Area population estimates")
        for sex, share in (("Persons", 1), ("Males", 0.5), ("Females", 0.5)):
            sheet = book.add_worksheet(f"Mid-2020 {sex}")
            sheet.write(0, 0, f"SAPE23DT2: Mid-2020 Population Estimates for LSOAs in England and Wales: {sex}")
            sheet.write_row(4, 0, header)
            lad = {r["lsoa11_code"]: r["lad_code"] for r in rows("lookups/lsoa11_msoa11_ward17_lad.csv")}
            for i, r in enumerate(held, 5):
                code = lad[r["lsoa11_code"]]
                cells = (r["lsoa11_code"], r["lsoa11_name"], code, r["lad_name"], code, r["lad_name"])
                sheet.write_row(i, 0, (*cells, int(share * float(r["pop_mid2020"])), 10, 10))


def boundaries(folder, place):
    """As the portal's GeoJSON has it: properties of its own beside code and name."""
    held = json.loads((real_data() / f"boundaries/{place}/{place}-msoa_2011.geojson").read_text())
    for i, feature in enumerate(held["features"], 1):
        p = feature["properties"]
        feature["properties"] = {
            "FID": i, "MSOA11CD": p["MSOA11CD"], "MSOA11NM": p["MSOA11NM"], "MSOA11NMW": " ", "BNG_E": 0, "BNG_N": 0,
            "LONG": 0.0, "LAT": 0.0, "Shape__Area": 1.0, "Shape__Length": 1.0, "GlobalID": f"{i:036}",
        }  # fmt: skip
    (folder / f"{place}-msoa11.geojson").write_text(json.dumps(held))


def areas(folder, place):
    """The areas of the workspaces made by hand, as a partnership would hand them in."""
    if place == "city of london":
        held = [r for r in rows("lookups/lsoa11_msoa11_ward17_lad.csv") if r["lad_name"] == "City of London"]
        body = [(r["lsoa11_code"], r["lsoa11_name"], "C1", "The City") for r in held]
        write_csv(folder / "city-areas.csv", ("LSOA11CD", "neighbourhood_name", "area_code", "area_name"), body)
        return
    header = ("MSOA11CD", "neighbourhood_name", "area_code", "area_name")
    held = areas_of(place, place.capitalize())
    body = [(r["msoa11_code"], r["neighbourhood_name"], r["area_code"], r["area_name"]) for r in held]
    write_csv(folder / f"{place}-areas.csv", header, body)


if __name__ == "__main__":
    print(publish(Path(sys.argv[1])))
