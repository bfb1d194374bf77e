"""A national store: what goes in comes out, and nothing is lost, doubled or half-written on the way."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from typer.testing import CliRunner

from bsafe_analysis.cli import app
from bsafe_analysis.commands import load
from bsafe_analysis.commands.load import foresee_load, load_archives
from bsafe_analysis.faults import InputError
from bsafe_analysis.loading.national.catalogue import FILE, PLACES, PLACES_SEAL, open_catalogue
from bsafe_analysis.loading.national.parts import ids_packed
from bsafe_analysis.loading.national.reading import read_store
from bsafe_analysis.packs.manifest import keys_of
from bsafe_analysis.parameters import read_workspace
from bsafe_analysis.preparation.prepare import count, open_month, places_of
from tests.batch.partnership import change, make_partnership, put_month
from tests.loading.downloads import NOWHERE, OUTSIDE, row, table

IDS = [f"{number:064x}" for number in range(1, 20)]


def put(folder, data, month="2026-08", force="force"):
    path = folder / month / f"{month}-{force}-street.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return folder


def counted(store, month="2026-08"):
    file = open_catalogue(store).counts[month]
    counts = Counter()
    for held in pq.read_table(store / "counts" / file, partitioning=None).to_pylist():
        counts[held["lsoa"]] += held["rows"]
    return dict(counts)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def test_every_row_is_placed_or_has_a_reason_not_to_be(tmp_path, store):
    rows = [
        row(IDS[0]),
        row(IDS[1]),
        row(IDS[1]),
        row(IDS[2], **OUTSIDE),
        row(IDS[3], **NOWHERE),
        row(IDS[4], month="2026-07"),
    ]
    rows += [row(n) for n in IDS[6:18] + [""] * 8]
    put(tmp_path / "2026-10-03", table(*rows, "too,short"))
    loaded = load_archives([tmp_path / "2026-10-03"], store)
    (part,) = loaded.added
    assert (part.lines, part.placed, part.no_place, part.unreadable) == (27, 23, 1, 1)
    assert {reason.name: n for reason, n in part.aside} == {"COPY": 1, "WRONG_MONTH": 1}
    assert part.lines == part.placed + part.no_place + part.unreadable + sum(n for _, n in part.aside)
    assert counted(store) == {"E01999001": 22, "E01888001": 1, "": 1}


def test_crime_ids_lie_apart_and_come_back_letter_by_letter():
    ids = pa.chunked_array([["", IDS[3], "not-hexadecimal", IDS[3].upper().replace("0", "A"), "ab" * 32]])
    packed = ids_packed(ids)
    back = duckdb.sql("SELECT coalesce(lower(hex(id)), other, '') AS id FROM packed").fetchall()
    assert [value for (value,) in back] == ids.to_pylist()
    assert packed["id"].null_count == 3


def test_what_is_held_is_not_read_again_however_it_comes(tmp_path, store):
    folder = put(tmp_path / "2026-10-03", table(row(IDS[0])))
    assert len(load_archives([folder], store).added) == 1
    before = (store / FILE).read_bytes()
    again = load_archives([folder], store)
    assert (again.held, again.added, (store / FILE).read_bytes()) == (1, [], before)
    with zipfile.ZipFile(tmp_path / "2026-10-03.zip", "w") as archive:
        archive.write(folder / "2026-08/2026-08-force-street.csv", "2026-08/2026-08-force-street.csv")
    zipped = load_archives([tmp_path / "2026-10-03.zip"], store)
    assert (zipped.held, zipped.added) == (1, [])
    assert counted(store) == {"E01999001": 1}


def test_a_newer_download_takes_the_month_over_and_tells_what_changed(tmp_path, store):
    load_archives([put(tmp_path / "2026-10-03", table(row(IDS[0]), row(IDS[1])))], store)
    newer = put(tmp_path / "2026-11-03", table(row(IDS[1], kind="Drugs"), row(IDS[2]), row(IDS[3])))
    (revision,) = load_archives([newer], store).revisions
    assert (revision.added, revision.removed, revision.changed_category) == (2, 1, 1)
    assert counted(store) == {"E01999001": 3}
    older = load_archives([put(tmp_path / "2026-09-20", table(row(IDS[0])))], store)
    assert (len(older.older), older.revisions) == (1, [])
    assert counted(store) == {"E01999001": 3}


def test_two_downloads_that_differ_and_have_no_day_are_not_guessed_at(tmp_path, store):
    one, other = (put(tmp_path / name, table(row(IDS[0]), *more)) for name, more in (("a", []), ("b", [row(IDS[1])])))
    load_archives([one], store)
    loaded = load_archives([other], store)
    assert "not known which is newer" in str(loaded.faults[0])
    assert not loaded.added
    load_archives([one], store, date(2026, 10, 3))
    assert not load_archives([other], store, date(2026, 11, 3)).faults
    assert counted(store) == {"E01999001": 2}


def test_a_file_that_cannot_be_trusted_is_refused_alone(tmp_path, store):
    folder = put(tmp_path / "2026-10-03", table(row(IDS[0])))
    put(folder, b"<html>too many requests</html>", force="ghost")
    put(folder, table(row(IDS[0])).replace(b"LSOA code", b"Lsoa"), force="renamed")
    (folder / "notes.txt").write_text("left alone")
    loaded = load_archives([folder], store)
    assert len(loaded.faults) == 2
    assert all(any(cause in str(fault) for fault in loaded.faults) for cause in ("web page", "LSOA code"))
    assert (len(loaded.added), loaded.left_alone) == (1, 1)


def test_a_load_that_is_cut_off_leaves_the_store_as_it_was(tmp_path, store, monkeypatch):
    load_archives([put(tmp_path / "2026-10-03", table(row(IDS[0])))], store)
    before = (store / FILE).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(load, "write_catalogue", full)
    with pytest.raises(OSError, match="No space"):
        load_archives([put(tmp_path / "2026-11-03", table(row(IDS[1])))], store)
    monkeypatch.undo()
    assert (store / FILE).read_bytes() == before
    assert counted(store) == {"E01999001": 1}
    load_archives([tmp_path / "2026-11-03"], store)
    parts = [path for path in (store / "crimes").rglob("*") if path.is_file()]
    assert len(parts) == len(open_catalogue(store).parts) == 2


def test_a_part_that_was_lost_or_cut_short_is_made_again(tmp_path, store):
    folder = put(tmp_path / "2026-10-03", table(row(IDS[0]), row(IDS[1])))
    (part,) = load_archives([folder], store).added
    (store / "ids" / part.stem).write_bytes(b"")
    assert len(load_archives([folder], store).added) == 1
    assert (store / "ids" / part.stem).stat().st_size == part.kept[1]


def test_a_part_of_which_a_bit_flipped_is_made_again(tmp_path, store):
    folder = put(tmp_path / "2026-10-03", table(row(IDS[0]), row(IDS[1])))
    (part,) = load_archives([folder], store).added
    file = store / "crimes" / part.stem
    whole = file.read_bytes()
    file.write_bytes(flipped(whole, len(whole) // 2))
    assert len(load_archives([folder], store).added) == 1
    assert file.read_bytes() == whole


def flipped(data, at, bit=0):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


@pytest.mark.parametrize(("flips", "parts"), [(3, 1), pytest.param(12, 100, marks=pytest.mark.proof)])
def test_of_flipped_bits_in_a_store_none_is_counted(tmp_path, flips, parts):
    root, store = make_partnership(tmp_path / "own"), tmp_path / "national"
    load_archives([root / "data/raw/police/2026-10-03"], store, jobs=1)
    workspace = read_workspace(on_store(root, store, tmp_path / "view"))
    random, found = np.random.Generator(np.random.PCG64(1)), 0

    def read():
        files, faults = read_store(workspace.root, workspace.sources[0], places_of(workspace), "2026-09")
        return [(file.facts, file.left, file.table) for file in files] if not faults else None

    before = read()
    assert sum(file[2].num_rows for file in before) > 100
    folders = [sorted((store / kind).rglob("*.parquet"))[:parts] for kind in ("crimes", "ids")]
    every = [store / FILE, store / PLACES, store / PLACES_SEAL, *folders[0], *folders[1]]
    for path in every:
        whole = path.read_bytes()
        for at in random.integers(0, len(whole), flips) if whole else ():
            path.write_bytes(flipped(whole, at, int(random.integers(8))))
            assert read() in (None, before), path.name
            found += 1
        path.write_bytes(whole)
    assert found >= 5 * flips


def test_another_folder_is_never_taken_for_a_store(tmp_path, store):
    store.mkdir()
    (store / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other things"):
        load_archives([put(tmp_path / "2026-10-03", table(row(IDS[0])))], store)
    with pytest.raises(InputError, match="none of 1 files is a street-level file"):
        load_archives([store], tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_dry_run_says_what_would_be_read_and_writes_nothing(tmp_path, store):
    folder = put(tmp_path / "2026-10-03", table(row(IDS[0])))
    assert foresee_load([folder], store)["files"] == ["2026-10-03/2026-08/2026-08-force-street.csv"]
    assert not store.exists()


def on_store(root, store, target, **more):
    """The same partnership, reading from a store instead of its own raw files."""
    for name in ("parameters", "data/reference", "data/register"):
        if (root / name).exists():
            shutil.copytree(root / name, target / name)
    sources = yaml.safe_load((root / "parameters/sources.yml").read_text())["sources"]
    (old,) = [source for source in sources if source["kind"] == "police_uk"]
    new = {"name": old["name"], "kind": "store", "title": old["title"], "path": os.path.relpath(store, target), **more}
    change(target, "sources.yml", sources=[new if source is old else source for source in sources])
    return target


def assert_equal_months(raw, stored):
    columns = list(raw.received.incidents.columns)
    ours, theirs = (m.received.incidents.sort_values(columns).reset_index(drop=True) for m in (raw, stored))
    assert ours.equals(theirs)
    assert count(raw).equals(count(stored))
    assert (raw.received.gaps, raw.received.months) == (stored.received.gaps, stored.received.months)
    assert raw.cycle.as_of == stored.cycle.as_of
    receipts = [
        {(r.force, r.month, r.sha256): (r.rows_read, r.rows_used, dict(r.set_aside)) for r in m.received.receipts}
        for m in (raw, stored)
    ]
    assert receipts[0] == receipts[1]
    assert all(receipt.balances for receipt in stored.received.receipts)


def test_a_partnership_counts_the_same_from_the_store_as_from_its_own_files(tmp_path):
    root, store = make_partnership(tmp_path / "own"), tmp_path / "national"
    put_month(root, "2026-08", download="2026-11-04", extra=3)
    load_archives(sorted((root / "data/raw/police").iterdir()), store, jobs=1)
    stored = open_month(on_store(root, store, tmp_path / "view"), "2026-09")
    assert_equal_months(open_month(root, "2026-09"), stored)
    assert [revision.added for revision in stored.received.revisions] == [3]


def test_only_a_load_that_can_matter_makes_a_month_be_prepared_again(tmp_path):
    root, store = make_partnership(tmp_path / "own"), tmp_path / "national"
    load_archives([root / "data/raw/police/2026-10-03"], store, jobs=1)
    view = on_store(root, store, tmp_path / "view")
    before = keys_of(view, "2026-08")
    load_archives([put(tmp_path / "2026-11-04", table(row(IDS[0], month="2026-10")), "2026-10")], store)
    assert keys_of(view, "2026-08") == before
    load_archives([put(tmp_path / "2026-11-05", table(row(IDS[0], month="2026-07")), "2026-07")], store)
    assert keys_of(view, "2026-08") != before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"path": "nowhere"}, "there is no national store here"),
        ({"forces": ["atlantis"]}, "holds no file of the force 'atlantis'"),
        ({"ours_alone": True}, "holds the rows of everybody"),
        ({"path": ""}, "needs the path of the store"),
    ],
)
def test_a_store_that_cannot_serve_is_named_with_its_cure(tmp_path, changes, said):
    root, store = make_partnership(tmp_path / "own"), tmp_path / "national"
    load_archives([root / "data/raw/police/2026-10-03"], store, jobs=1)
    view = on_store(root, store, tmp_path / "view", **changes)
    with pytest.raises(InputError, match=said):
        open_month(view, "2026-09")


def test_a_partnership_elsewhere_is_told_that_nothing_is_its_own(tmp_path):
    root, store = make_partnership(tmp_path / "own"), tmp_path / "national"
    load_archives([put(tmp_path / "2026-10-03", table(row(IDS[0], **OUTSIDE)))], store)
    with pytest.raises(InputError, match="not one row of the 1 forces it holds lies in Thornmere"):
        open_month(on_store(root, store, tmp_path / "view"), "2026-09")


def test_the_command_loads_in_processes_of_its_own_and_says_what_it_did(tmp_path, store):
    for number in range(9):
        put(tmp_path / "2026-10-03", table(row(IDS[number])), force=f"force-{number}")
    command = [
        sys.executable,
        "-m",
        "bsafe_analysis.cli",
        "load",
        tmp_path / "2026-10-03",
        "--store",
        store,
        "--jobs",
        "2",
    ]
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"]["placed"] == 9
    put(tmp_path / "2026-10-03", b"", force="empty")
    again = CliRunner().invoke(app, ["load", str(tmp_path / "2026-10-03"), "--store", str(store)])
    assert again.exit_code == 1
    assert "Held already, not read again: 9 files" in again.stdout
    assert "REFUSED" in again.stdout
