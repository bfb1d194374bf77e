"""Downloads typed by hand, as data.police.uk gives them."""

import zipfile

from bsafe_analysis.loading import receive
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.receipts import Source

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
CATEGORY_OF = {"Burglary": "burglary", "Anti-social behaviour": "asb", "Drugs": "drugs"}
LSOAS = {"E01999001": "N1", "E01999002": "N2", "E01999003": "N3"}
PLACES = Places(LSOAS, "lsoas", None, "Thornmere")
POLICE = Source("police", "police_uk", "Police", "police")


def row(
    id="",
    month="2026-08",
    lsoa="E01999001",
    kind="Burglary",
    x="1.400000",
    y="54.100000",
    name="Thornmere 001A",
    outcome="",
):
    place = "On or near Mill Street" if x else "No Location"
    return f"{id},{month},Force,Force,{x},{y},{place},{lsoa},{name},{kind},{outcome},"


NOWHERE = {"lsoa": "", "name": "", "x": "", "y": ""}
OUTSIDE = {"lsoa": "E01888001", "name": "Elsewhere 001A"}
FIVE = (
    row("a1"),
    row("a2", lsoa="E01999002"),
    row(kind="Anti-social behaviour"),
    row("a4", **OUTSIDE),
    row("a5", **NOWHERE),
)


def table(*rows):
    return "\r\n".join([HEADER, *rows, ""]).encode()


def file_name(month="2026-08", force="force"):
    return f"{month}/{month}-{force}-street.csv"


def write(root, data, month="2026-08", download="2026-10-05", force="force", name=None):
    path = root / "data/raw/police" / download / (name or file_name(month, force))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def write_zip(root, name, members, packing=zipfile.ZIP_DEFLATED):
    path = root / "data/raw/police" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", packing) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return path


def received(root, until="2026-08", as_of=None, source=POLICE, places=PLACES, category_of=CATEGORY_OF):
    return receive(root, (source,), places, category_of, until, as_of)


def aside(receipt):
    return {reason.name: count for reason, count in receipt.set_aside}
