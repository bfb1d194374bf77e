"""Data quality: what arrived from whom, what is missing or has no place, what was revised, what to ask."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.held_months import HeldMonths, SourceHeld
from bsafe_analysis.model.issued_record import Recount, TrackRecord
from bsafe_analysis.model.receipts import Notice, Receipt, SetAside
from bsafe_analysis.packs.plan import plan_documents
from bsafe_analysis.reports.document_kinds import build_document, exhibits_of
from bsafe_analysis.reports.facts.source_arrivals import arrivals, unplaced
from bsafe_analysis.reports.show import compose
from tests.reports.months import AREAS, MONTH, MONTHS, prepared

POLICE = SourceHeld("police", "Police", MONTHS, MONTHS, (), ("burglary", "damage"), as_at=date(2026, 10, 3))


def receipt(source, month, read, used, **aside):
    reasons = tuple((SetAside[name], rows) for name, rows in aside.items())
    return Receipt(source, f"{source}/{month}.csv", "", 1, "", month, None, read, used, reasons)


def page(month):
    return build_document(month, "data_quality", "B")


def said(document, section):
    return " ".join(unescape(compose(document, section)[0]["text/html"]).split())


def test_each_source_has_its_months_its_rows_and_why_some_were_set_aside():
    files = (
        receipt("police", "2026-08", 10, 7, OUTSIDE=2, COPY=1),
        receipt("police", MONTH, 12, 8, OUTSIDE=4),
        receipt("other", MONTH, 99, 99),
    )
    (row,) = arrivals(prepared(receipts=files, held=HeldMonths((POLICE,))))
    assert (row.files, row.rows_read, row.rows_used, row.first, row.last) == (2, 22, 15, MONTHS[0], MONTH)
    assert row.set_aside == ((str(SetAside.OUTSIDE), 6), (str(SetAside.COPY), 1))
    assert row.rows_read == row.rows_used + sum(rows for _, rows in row.set_aside)


def test_a_sources_incidents_of_the_month_are_told_only_where_no_other_counts_the_same():
    month = prepared(held=HeldMonths((POLICE,)))
    counts = month.counts
    borough = counts[(counts["area"] == "B") & (counts["month"] == MONTH)]
    assert arrivals(month)[0].of_month == borough["count"].sum()
    council = replace(POLICE, name="council", title="Council", categories=("damage",))
    both = arrivals(replace(month, held=HeldMonths((POLICE, council))))
    assert [row.of_month for row in both] == [None, None]


def test_without_a_neighbourhood_are_the_borough_s_that_no_part_holds():
    month = prepared(held=HeldMonths((POLICE,)))
    row = next(row for row in unplaced(month) if row.category.key == "burglary")
    counts = month.counts[(month.counts["category"] == "burglary") & (month.counts["month"] == MONTH)]
    of = {area: int(counts.loc[counts["area"] == area, "count"].sum()) for area in ("B", "N1", "N2", "N3", NOT_PLACED)}
    assert row.month == (of["B"], of[NOT_PLACED])
    assert of["B"] == of["N1"] + of["N2"] + of["N3"] + of[NOT_PLACED]
    assert row.before is None  # fourteen months are held, not twenty-four


def test_a_source_that_says_no_places_has_no_row_there():
    nowhere = replace(POLICE, placed_months=())
    document = page(prepared(held=HeldMonths((nowhere,))))
    assert document.unplaced == ()
    assert "says where in Thornmere its incidents were" in said(document, "without-place")


def test_what_has_not_come_is_asked_for_by_name():
    late = SourceHeld("fire", "Fire service", MONTHS[:-1], MONTHS[:-1], (MONTH,), ("fires",))
    gap = SourceHeld("council", "Council log", (MONTHS[0], MONTH), (), MONTHS[1:-1], ("noise",))
    asked = said(page(prepared(held=HeldMonths((POLICE, late, gap)))), "to-ask")
    assert "Ask for Fire service: September 2026 has not come; the last month held is August 2026." in asked
    assert "Ask for Council log: September 2025, October 2025" in asked
    assert "are missing between months that are held" in asked


def test_what_needs_a_person_is_asked_and_what_people_wrote_is_not_of_the_data():
    notices = (
        Notice("short_file", MONTH, 1, "The file is short.", needs_person=True),
        Notice("near_edge", "x", 1, "Five lie near a line."),
        Notice("note_refused", "n", 1, "A note was refused.", needs_person=True),
        Notice("missing_month", "2026-02", 1, "February is missing.", needs_person=True),
    )
    document = page(prepared(notices=notices, held=HeldMonths((POLICE,))))
    assert "The file is short." in said(document, "to-ask")
    assert "Five lie near a line." in said(document, "noticed")
    assert "A note was refused." not in said(document, "to-ask") + said(document, "noticed")
    assert "A note was refused." in said(document, "written")
    assert "The file is short." not in said(document, "written")
    assert "Every entry of the register was used." in said(page(prepared(notices=())), "written")
    assert "February is missing." not in said(document, "to-ask") + said(document, "noticed")  # told with its source


def test_a_quiet_month_asks_for_nothing():
    document = page(prepared(notices=(), held=HeldMonths((POLICE,))))
    assert "Nothing needs a person." in said(document, "to-ask")
    assert "No revision of a count that was told before" in said(document, "revised")


def test_a_revised_count_stands_with_both_values():
    record = TrackRecord("2025-10", MONTH, recounts=(Recount("2026-08", "burglary", 41, 47, True),))
    (row,) = exhibits_of(page(prepared(record=record))).table("revised-table").rows
    assert [str(cell) for cell in row] == ["August 2026", "Burglary", "41", "47", "When issued"]


@pytest.mark.parametrize(("audience", "there"), [("internal", True), ("partner", False), ("public", False)])
def test_it_is_in_the_packs_of_those_alone_for_whom_it_is_meant(audience, there):
    settings = (
        DocumentSetting("annex", "Annex", "borough"),
        DocumentSetting("data_quality", "Data quality", "borough", only=(Audience.INTERNAL,)),
    )
    planned = plan_documents(AREAS, settings, MONTH, audience)
    assert [one.name for one in planned] == ["annex", "data_quality"][: 1 + there]
