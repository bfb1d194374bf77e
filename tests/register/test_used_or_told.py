"""The property: whatever people write in the register is used as it stands, or told; nothing is taken in silence."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bsafe_analysis.register.analyst_notes import read_annotations
from bsafe_analysis.register.delivery_plan import read_activities
from tests.examples import examples
from tests.register.test_kinds_of_fault import HEAD, NOTE, ROW
from tests.register.test_register import AREAS, KNOWN

ODD = st.sampled_from([
    "", " ", "#N/A", "0x1F", "2026-13-45", "0001-01-01", "9999-12-31", "3/4/2026", "2026-08-01 12:30:00", "N1; N9",
    "complete", "\u202etext", "x" * 2500, "=1+1", "-", "unknown", "none", "[a, b]", "12", "agreed",
])  # fmt: skip
COLUMNS = st.sampled_from([*HEAD, "areas", "area", "progress", "cost", "blocked_since", "desicion", "milestones"])
ROWS = st.lists(st.dictionaries(COLUMNS, ODD, max_size=2), min_size=1, max_size=4)


def whole(number, row):
    return dict(zip(HEAD, ROW, strict=True)) | {"ref": f"R{number}", "title": f"Mark bicycle {number}"} | row


def csv_of(rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    writer.writerows(rows)
    return columns, file.getvalue()


def in_register(name, text, read):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data/register" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        return read(Path(folder))


@settings(max_examples=examples(40), deadline=None)
@given(ROWS)
def test_every_row_of_the_plan_is_used_as_it_stands_or_told(rows):
    rows = [whole(number, row) for number, row in enumerate(rows)]
    columns, text = csv_of(rows)
    used, notices = in_register("activities.csv", text, lambda root: read_activities(root, KNOWN))
    aside = [notice for notice in notices if notice.kind == "activity_refused"]
    said = " ".join(notice.text for notice in notices)
    assert len(used) + len(aside) == len(rows)
    for column in {"area", "desicion"} & set(columns):
        assert f"the column '{column}' is read by nothing" in said
    for activity in used:
        assert any(stands_as_written(activity, row, said) for row in rows), f"{activity.ref} is written nowhere"


def stands_as_written(activity, row, said):
    """Whether it is this row's: several may bear one reference, and one of them be set aside."""
    fields = ("ref", "title", "theme", "owner", "agency", "measure", "target")
    return all(said_or_cut(getattr(activity, name), row[name].replace("\u202e", " ").strip(), said) for name in fields)


def said_or_cut(used, wrote, said):
    return used == wrote or ("was cut there" in said and wrote.startswith(used))


def test_a_reference_of_over_two_thousand_letters_is_cut_and_told():
    text = csv_of([whole(0, {"ref": "x" * 2500})])[1]
    (activity,), notices = in_register("activities.csv", text, lambda root: read_activities(root, KNOWN))
    assert set(activity.ref) == {"x"} and len(activity.ref) == 2000
    assert "was cut there" in " ".join(notice.text for notice in notices)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([*NOTE, "category", "last", "plaec"]), ODD, max_size=2), max_size=4))
def test_every_note_is_used_as_it_stands_or_told(entries):
    text = "".join(
        f"n{n}:\n" + "".join(f"  {key}: {value.strip()}\n" for key, value in (NOTE | entry).items())
        for n, entry in enumerate(entries)
    )
    used, notices = in_register("annotations.yml", text, lambda root: read_annotations(root, AREAS, ["burglary"]))
    assert len(used) + len(notices) == len(entries)
    assert all(notice.needs_person for notice in notices)
