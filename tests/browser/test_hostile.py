"""Hostile text in every name, note and cell: nothing runs, nothing is asked for, the page stays itself."""

from dataclasses import replace

import nbformat
import pytest

from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.reports.document_kinds import build_document
from bsafe_analysis.reports.show import compose
from tests.pages.test_export import DOORS, HOSTILE
from tests.reports.months import prepared

pytestmark = pytest.mark.browser


def written(path, bundles, frame):
    cell = nbformat.v4.new_code_cell("")
    cell.outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    path.write_text(Exporter().page(nbformat.v4.new_notebook(cells=[cell]), frame), "utf-8")
    return path


@pytest.mark.parametrize(
    "name, area", [("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1")]
)
def test_hostile_names_notes_and_activities_do_nothing(tmp_path, watch, name, area):
    month = prepared()
    areas = replace(month.areas, every=tuple(replace(a, name=f"{a.name} {HOSTILE}") for a in month.areas))
    notes = tuple(replace(n, sections=(("Services", HOSTILE), (HOSTILE, HOSTILE))) for n in month.notes)
    plan = tuple(replace(a, title=HOSTILE, owner=HOSTILE, progress=HOSTILE) for a in month.activities)
    hostile = replace(month, areas=areas, notes=notes, activities=plan)
    document = build_document(hostile, name, area)
    bundles = [bundle for section in document.sections for bundle in compose(document, section)]
    frame = PageFrame(HOSTILE, HOSTILE, "September 2026", HOSTILE, "OFFICIAL", "internal", contact=HOSTILE)
    with watch() as watched:
        watched.open(written(tmp_path / "page.html", bundles, frame))
        watched.page.wait_for_timeout(300)
        assert watched.errors == []
        assert watched.outside == []
        assert watched.page.title().startswith("</script>")
        assert watched.page.url.endswith("page.html")


def test_every_door_that_a_cell_could_open_is_shut(tmp_path, watch):
    bundles = [{"text/html": html} for html in DOORS.values()]
    bundles += [{"application/javascript": "alert(1)"}, {"text/markdown": "<script>alert(1)</script>"}]
    frame = PageFrame("Kind", "Place", "September 2026", "Partnership", "OFFICIAL", "internal")
    with watch() as watched:
        watched.open(written(tmp_path / "page.html", bundles, frame))
        watched.page.wait_for_timeout(300)
        assert watched.errors == []
        assert watched.outside == []
