"""The one file to send holds as much as a mail takes, and the same things give the same bytes."""

import io
import random
import zipfile

from bsafe_analysis.pages.assets import BUNDLE
from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.twins.make_twins import PDF, SCRIPT_FREE, WORKBOOK, Twins, twin_name
from bsafe_analysis.pages.twins.send_file import pack_up
from tests.pages.test_export import FRAME, chart, mime_bundle, notebook

NAME = "2026-09-lap-assessment-a1-internal.html"

OF = {NAME: "LAP assessment"}


def twins(size=50):
    noise = random.Random(1).randbytes(size)
    files = {twin_name(NAME, kind): kind.encode() + noise for kind in (SCRIPT_FREE, PDF, WORKBOOK)}
    return Twins(files, {NAME: {kind: twin_name(NAME, kind) for kind in (SCRIPT_FREE, PDF, WORKBOOK)}})


def page():
    return Exporter().page(notebook(mime_bundle(chart())), FRAME)


def index(held):
    return " ".join(file for kinds in held.values() for file in kinds.values())


def opened(parcel):
    with zipfile.ZipFile(io.BytesIO(parcel.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_the_index_the_pages_one_chart_library_and_every_twin():
    held = opened(pack_up("pack", {NAME: page()}, twins(), index, OF))
    inside = {NAME, "index.html", BUNDLE, "plotly-LICENSE.txt", *twins().files}
    assert held.keys() == {f"pack/{name}" for name in inside}
    assert len(held[f"pack/{NAME}"]) < 100_000 < len(held[f"pack/{BUNDLE}"])


def test_twins_stay_behind_where_they_would_make_it_too_large_and_its_index_does_not_name_them():
    whole = len(pack_up("pack", {NAME: page()}, twins(100_000), index, OF).content)
    parcel = pack_up("pack", {NAME: page()}, twins(100_000), index, OF, largest=whole - 1)
    assert parcel.kinds == (SCRIPT_FREE, WORKBOOK)
    assert parcel.lacking == (f"the file to send holds no PDF: it would be over {(whole - 1) / 1e6:g} MB",)
    assert ".pdf" not in opened(parcel)["pack/index.html"].decode()
    assert not [name for name in opened(parcel) if name.endswith(".pdf")]


def test_pdfs_of_the_most_numerous_kind_stay_behind_first():
    names = {f"{n}-internal.html": kind for n, kind in enumerate(["Assessment", "Profile", "Profile"])}
    noise = random.Random(2)
    files = {twin_name(n, k): noise.randbytes(50_000) for n in names for k in (SCRIPT_FREE, PDF, WORKBOOK)}
    made = Twins(files, {n: {k: twin_name(n, k) for k in (SCRIPT_FREE, PDF, WORKBOOK)} for n in names})
    pages = dict.fromkeys(names, page())
    whole = len(pack_up("pack", pages, made, index, names).content)
    parcel = pack_up("pack", pages, made, index, names, largest=whole - 1)
    assert parcel.kinds == (SCRIPT_FREE, PDF, WORKBOOK)
    assert parcel.lacking == (
        f"the file to send holds no PDF of any profile: it would be over {(whole - 1) / 1e6:g} MB",
    )
    assert [name for name in opened(parcel) if name.endswith(".pdf")] == ["pack/0-internal.pdf"]
    assert "0-internal.pdf" in opened(parcel)["pack/index.html"].decode()
    assert "1-internal.pdf" not in opened(parcel)["pack/index.html"].decode()


def test_one_that_is_too_large_even_alone_is_made_and_told():
    parcel = pack_up("pack", {NAME: page()}, twins(), index, OF, largest=1000)
    assert parcel.kinds == ()
    assert "more than many mail systems take" in parcel.lacking[0]


def test_the_same_things_give_the_same_bytes():
    made = [pack_up("pack", {NAME: page()}, twins(), index, OF).content for _ in range(2)]
    assert made[0] == made[1]
