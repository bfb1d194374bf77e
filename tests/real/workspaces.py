"""Workspaces of real places, made from the folder of real data: `python -m tests.real.workspaces rotherham DIR`."""

import csv
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import yaml

from bsafe_analysis.parameters import init_workspace

SOUTH_YORKSHIRE = ("2018", "2019", "2020", "2021")


def real_data() -> Path:
    return Path(os.environ["BSAFE_REAL_DATA"])


def rows(path):
    with (real_data() / path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_csv(path, header, body):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *body])


def choose(root, file, **changes):
    """Change keys of a parameter file, as an analyst would."""
    path = root / "parameters" / file
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | changes, sort_keys=False, allow_unicode=True))


def link(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def by_msoa(root, place, years=SOUTH_YORKSHIRE):
    """A South Yorkshire borough: its MSOAs are the neighbourhoods, grouped into areas."""
    init_workspace(root)
    name = place.capitalize()
    choose(root, "partnership.yml", name=f"{name} community safety partnership", borough=name, code_property="MSOA11CD")
    source = {
        "name": "police",
        "kind": "police_uk",
        "title": "South Yorkshire Police street-level data",
        "folder": "police",
    }
    choose(root, "sources.yml", sources=[source])
    msoa_reference(root, place, name)
    for year in years:
        archive = f"{year}-south-yorkshire.zip"
        link(real_data() / "police-uk-south-yorkshire" / archive, root / "data/raw/police/2022-01-15" / archive)
    return root


def msoa_reference(root, place, name):
    areas = areas_of(place, name)
    groups = {row["area_code"]: row["area_name"] for row in areas}
    places = [(place.upper(), name, "borough", "")]
    places += [(code, group, "area", place.upper()) for code, group in groups.items()]
    places += [(r["msoa11_code"], r["neighbourhood_name"], "neighbourhood", r["area_code"]) for r in areas]
    reference = root / "data/reference"
    write_csv(reference / "areas.csv", ("code", "name", "level", "parent"), places)
    residents = [(r["msoa11_code"], r["residents_mid2020"], "", "mid-2020", "ONS mid-year estimate") for r in areas]
    write_csv(reference / "residents.csv", ("code", "residents", "households", "as_at", "source"), residents)
    write_csv(reference / "lsoas.csv", ("lsoa", "neighbourhood"), lsoas_of(name))
    shutil.copy(
        real_data() / f"boundaries/{place}/{place}-msoa_2011.geojson", reference / "boundaries/neighbourhoods.geojson"
    )


def areas_of(place, name):
    """Neighbourhoods and areas as published; where they are not, MSOAs in four groups by their number."""
    if (real_data() / f"areas/{place}-msoa-areas.csv").exists():
        return rows(f"areas/{place}-msoa-areas.csv")
    people = {r["lsoa11_code"]: float(r["pop_mid2020"]) for r in rows("population-deprivation/population_lsoa11.csv")}
    lsoas = [r for r in rows("lookups/lsoa11_msoa11_ward17_lad.csv") if r["lad_name"] == name]
    msoas = {r["msoa11_code"]: r["msoa11_hocl_name"] for r in sorted(lsoas, key=lambda r: r["msoa11_name"])}
    held = {code: sum(people[r["lsoa11_code"]] for r in lsoas if r["msoa11_code"] == code) for code in msoas}
    return [
        {"msoa11_code": code, "neighbourhood_name": msoas[code], "residents_mid2020": str(int(held[code])),
         "area_code": f"A{1 + 4 * i // len(msoas)}", "area_name": f"{name} {1 + 4 * i // len(msoas)}"}
        for i, code in enumerate(msoas)
    ]  # fmt: skip


def lsoas_of(name):
    """2011 codes with their MSOA, and the 2021 codes that came of them."""
    msoa = {
        r["lsoa11_code"]: r["msoa11_code"]
        for r in rows("lookups/lsoa11_msoa11_ward17_lad.csv")
        if r["lad_name"] == name
    }
    later = {
        r["lsoa21_code"]: msoa[r["lsoa11_code"]] for r in rows("lookups/lsoa11_lsoa21.csv") if r["lsoa11_code"] in msoa
    }
    return sorted((later | msoa).items())


PLAN = """\
ref,title,priority,theme,strand,areas,categories,owner,agency,measure,baseline,target,start,due,status,cost
R1,Offer locks,none,Homes,prevention,,burglary,Crime officer,Police,homes,0,120,2019-01-07,2021-12-31,under way,6000
R2,Repair shelters,none,Streets,prevention,A1,criminal_damage,Manager,Council,days,14,5,2019-04-01,2021-06-30,under way,
"""


def rotherham(root):
    by_msoa(root, "rotherham")
    (root / "data/register/activities.csv").write_text(PLAN)
    return root


def barnsley(root):
    return by_msoa(root, "barnsley")


def doncaster(root):
    return by_msoa(root, "doncaster")


def sheffield(root):
    return by_msoa(root, "sheffield")


def bolton(root):
    """Burglary only, from an extract with columns of its own."""
    init_workspace(root)
    choose(
        root, "partnership.yml", name="Bolton community safety partnership", borough="Bolton", code_property="MSOA11CD"
    )
    columns = {
        "month": "Month",
        "category": "Crime type",
        "longitude": "Longitude",
        "latitude": "Latitude",
        "lsoa": "LSOA code",
    }
    source = {
        "name": "burglary",
        "kind": "columns",
        "title": "Burglary points",
        "folder": "extract",
        "ours_alone": True,
    }
    choose(root, "sources.yml", sources=[source | {"columns": columns, "download": date(2019, 3, 1)}])
    write_csv(
        root / "data/reference/categories.csv",
        ("supplier_category", "category", "name", "noun"),
        [("Burglary", "burglary", "Burglary", "burglaries")],
    )
    choose(root, "priorities.yml", improvement={"burglary": "fewer"})
    msoa_reference(root, "bolton", "Bolton")
    name = "bolton-burglary-2016-02_2019-01.csv.gz"
    link(real_data() / "gmp-burglary" / name, root / "data/raw/extract" / name)
    return root


def city(root):
    """A very small force, two downloads of the same months, LSOAs as neighbourhoods, no boundaries."""
    init_workspace(root)
    choose(root, "partnership.yml", name="City of London safety partnership", borough="City of London")
    newer = {f"{year}-city-of-london": date(2022, 1, 15) for year in SOUTH_YORKSHIRE}
    older = {"2018-04_2020-11-city-of-london-older-download": date(2021, 1, 20)}
    source = {
        "name": "police",
        "kind": "police_uk",
        "title": "City of London Police street-level data",
        "folder": "police",
    }
    choose(root, "sources.yml", sources=[source | {"downloads": newer | older}])
    lsoas = [r for r in rows("lookups/lsoa11_msoa11_ward17_lad.csv") if r["lad_name"] == "City of London"]
    places = [("CITY-OF-LONDON", "City of London", "borough", ""), ("C1", "The City", "area", "CITY-OF-LONDON")]
    places += [(r["lsoa11_code"], r["lsoa11_name"], "neighbourhood", "C1") for r in lsoas]
    write_csv(root / "data/reference/areas.csv", ("code", "name", "level", "parent"), places)
    people = {r["lsoa11_code"]: r["pop_mid2020"] for r in rows("population-deprivation/population_lsoa11.csv")}
    residents = [(r["lsoa11_code"], str(int(float(people[r["lsoa11_code"]]))), "", "mid-2020", "ONS") for r in lsoas]
    write_csv(root / "data/reference/residents.csv", ("code", "residents", "households", "as_at", "source"), residents)
    write_csv(root / "data/reference/lsoas.csv", ("lsoa", "neighbourhood"), [(r["lsoa11_code"],) * 2 for r in lsoas])
    data = real_data() / "police-uk-city-of-london"
    for year in SOUTH_YORKSHIRE:
        link(data / f"{year}-city-of-london.zip", root / f"data/raw/police/{year}-city-of-london.zip")
    archive = "2018-04_2020-11-city-of-london-older-download.zip"
    link(data / "vintage-2021-01" / archive, root / "data/raw/police" / archive)
    return root


MAKERS = {
    "rotherham": rotherham,
    "barnsley": barnsley,
    "doncaster": doncaster,
    "sheffield": sheffield,
    "bolton": bolton,
    "city": city,
}

if __name__ == "__main__":
    print(MAKERS[sys.argv[1]](Path(sys.argv[2])))
