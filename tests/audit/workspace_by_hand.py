"""A small workspace typed by hand: two areas, three neighbourhoods (squares side by side), four categories."""

import json

import yaml

WORDS = (("Burglary", "burglary"), ("Anti-social behaviour", "asb"), ("Nuisance", "asb"), ("Fire", "fires"))
POLICE = {"name": "police", "kind": "police_uk", "title": "Police", "folder": "police"}
FIRE = {
    "name": "fire", "kind": "columns", "title": "Fires", "folder": "fire", "ours_alone": True, "required": False,
    "columns": {"month": "Day", "category": "Kind", "lsoa": "LSOA", "longitude": "East", "latitude": "North"},
}  # fmt: skip
SQUARES = {"N1": (1.400, 1.410), "N2": (1.410, 1.420), "N3": (1.420, 1.430)}
"""West and east; all from 54.10 to 54.11 north."""
INSIDE = {"N1": ("1.405", "54.105"), "N2": ("1.415", "54.105"), "N3": ("1.425", "54.105")}


def make(root, *feeds, by="lsoas", lsoas=True, drawn=True, as_of=None):
    """The workspace, without raw files."""
    parameters, reference = root / "parameters", root / "data/reference"
    (parameters / "cycles").mkdir(parents=True)
    (reference / "boundaries").mkdir(parents=True)
    partnership = {"name": "Safe Thornmere", "borough": "Thornmere", "neighbourhoods_by": by}
    (parameters / "partnership.yml").write_text(yaml.safe_dump(partnership))
    (parameters / "sources.yml").write_text(yaml.safe_dump({"sources": list(feeds or (POLICE,))}))
    if as_of:
        (parameters / "cycles/2026-08.yml").write_text(f'month: "2026-08"\nas_of: {as_of}\n')
    write_rows(reference / "areas.csv", "code,name,level,parent", *PLACES)
    write_rows(reference / "residents.csv", "code,residents", "N1,100", "N2,200", "N3,")
    words = (f"{word},{key},{key.title()},{key} incidents" for word, key in WORDS)
    write_rows(reference / "categories.csv", "supplier_category,category,name,noun", *words)
    listed = [f"E0199900{n},N{n}" for n in (1, 2, 3)] if lsoas else []
    write_rows(reference / "lsoas.csv", "lsoa,neighbourhood", *listed)
    if drawn:
        features = [feature(code, *sides) for code, sides in SQUARES.items()]
        (reference / "boundaries/neighbourhoods.geojson").write_text(json.dumps({"features": features}))
    return root


PLACES = ("B,Thornmere,borough,", "A1,North,area,B", "A2,South,area,B", "N1,One,neighbourhood,A1",
          "N2,Two,neighbourhood,A1", "N3,Three,neighbourhood,A2")  # fmt: skip


def feature(code, west, east):
    ring = [[west, 54.10], [east, 54.10], [east, 54.11], [west, 54.11], [west, 54.10]]
    return {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def write_rows(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*rows, ""]))
    return path


def fires(root, *rows, download="2026-10-05", name="fires.csv"):
    return write_rows(root / "data/raw/fire" / download / name, "Day,Kind,LSOA,East,North", *rows)
