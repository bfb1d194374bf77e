"""A view that an analyst promoted is proved as everything else is: each chart, measure, comparison and split of it."""

import shutil
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import product

import pytest

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.auditing import audit_pages
from bsafe_analysis.audit.recount import Recounted
from bsafe_analysis.claims.claim_file import DocumentClaims
from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import statement_of
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence
from bsafe_analysis.model.view_state import Chart, Comparison, Denominator, Measure, Split, ViewState
from bsafe_analysis.preparation.store import save_cycle
from bsafe_analysis.preparation.with_register import with_register
from bsafe_analysis.register.analyst_notes import add_note
from bsafe_analysis.register.promotions import add_review, promote
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.reports.show import compose
from tests.audit.pages_by_hand import page_of
from tests.shared import once, sample_month

THEIRS = "Thefts fell to 40 after May 2026, twice as many as in Hope."
NOTES = 8


def views_of(prepared, turn=0, every=1):
    """Each chart, measure, comparison and split, each of another place, period and set of categories in turn; one of so
    many: each of them still, but not each with each other. And each chart of one category with nothing beside it."""
    areas, month = prepared.areas, prepared.cycle.month
    keys = [category.key for category in prepared.cycle.categories]
    places = (areas.borough.code, areas.local_areas[0].code, areas.neighbourhoods[0].code)
    kinds = ((), (keys[0],), tuple(keys[:2]), (keys[-1],))
    spans = ((add_months(month, -13), month), (add_months(month, -40), add_months(month, -2)), (month, month))
    for n, chosen in enumerate(product(Chart, Measure, Comparison, Split), start=turn):
        chart, measure, compare, split = chosen
        (first, last), among = spans[n // 7 % 3], list(Denominator)[n % 2]
        if n % every == 0:
            yield ViewState(places[n // 3 % 3], first, last, kinds[n // 12 % 4], measure, compare, split, chart, among)
    yield from (ViewState(places[0], *spans[0], kinds[1], chart=chart) for chart in Chart)


def finding(month, view):
    return Promoted(
        id="", month=month, claim=THEIRS, view=view, confidence=PromotedConfidence.LOW, due=date(2027, 1, 15),
        comment="Up by a third, I think.", recommendation="Ask 12 shops.", agency="Council", role="analyst",
    )  # fmt: skip


def note(prepared, n):
    """What somebody noted: of a neighbourhood or the borough, of one category or all, a day or a week."""
    first = date(2026, 1 + n, 3)
    place = prepared.areas.borough if n % 2 else prepared.areas.neighbourhoods[0]
    of, last = prepared.cycle.categories[0].key if n == 2 else "", date(2026, 1 + n, 9) if n % 3 else None
    return Annotation("", list(Kind)[n % 4], place.code, of, first, last, f"It fell by {n + 3}.", "analyst", first)


def with_entries(root, prepared, turn, every):
    """The month with every view promoted in it, one of the month before reviewed, and notes that touch most charts."""
    month, keys = prepared.cycle.month, [category.key for category in prepared.cycle.categories]
    for n in range(NOTES):
        add_note(root, note(prepared, n), prepared.areas, keys)
    for view in views_of(prepared, turn, every):
        promote(root, finding(month, view))
    before = finding(add_months(month, -1), next(views_of(prepared)))
    old = promote(root, replace(before, claim="Bicycles went."))
    add_review(root, month, old.id, False, "12 were counted: still higher.", "analyst")
    return with_register(root, prepared)


def said_of(month):
    """The page of the promoted findings of the borough's meeting, and what it states."""
    document = DocumentsOfMonth(month).build("tactical_assessment", month.areas.borough.code)
    with listening() as ledger:
        bundles = compose(document, "promoted")
    return {"page": page_of(bundles)}, {"page": DocumentClaims("", (statement_of("promoted", ledger),))}


TURNS = [(0, 4), *(pytest.param((turn, 1), marks=pytest.mark.proof) for turn in range(12))]
"""Which turn, and one of how many views. Another turn has each view of another place, period and set of categories."""


@pytest.fixture(scope="module", params=TURNS)
def proved(tmp_path_factory, request):
    root, prepared, _ = sample_month(tmp_path_factory, "main")

    def make(folder):
        shutil.copytree(root, folder / "main")
        month = with_entries(folder / "main", prepared, *request.param)
        save_cycle(folder / "main", month)
        return folder / "main", month

    root, month = once(tmp_path_factory, "promoted-{}-{}".format(*request.param), make)
    name = month.cycle.month
    return month, AuditEvidence(root, name, "internal", Recounted.of(root, name))


def test_every_view_is_told_and_proved_word_for_word_and_cell_for_cell(proved):
    month, evidence = proved
    pages, claims = said_of(month)
    audited = audit_pages(evidence, pages, claims)
    assert not audited.disproved, "\n".join(map(str, audited.disproved[:20]))
    assert audited.told == audited.proved > 2_000 and not audited.left
    assert unescape(pages["page"]).count(f"<h3>{THEIRS}</h3>") == len(month.promoted) - 1 >= 45
    kinds = {claim.kind for claim in claims["page"].statements[0].claims}
    assert kinds >= {"view", "view_line", "view_season", "view_place", "series_point", "coming_month"}
    assert kinds >= {"promoted", "promoted_review", "annotation", "notes_left"}


def one_of_each_chart(month):
    """One promoted view a chart, of counts of one category in one neighbourhood over its last months."""
    chosen = {}
    for each in month.promoted:
        view = each.view
        if view.measure is Measure.COUNT and view.last == month.cycle.month and view.first < view.last:
            chosen.setdefault((view.chart, view.split is Split.NONE), each)
    return list(chosen.values())


def test_a_count_that_the_raw_files_do_not_hold_is_found_on_every_chart(proved):
    month, evidence = proved
    counts = month.counts.assign(count=month.counts["count"] + (month.counts["month"] == month.cycle.month))
    for each in one_of_each_chart(month):
        pages, claims = said_of(replace(month, counts=counts, promoted=(each,)))
        assert audit_pages(evidence, pages, claims).disproved, each.view


def test_a_view_that_nobody_promoted_and_words_that_nobody_wrote_are_found(proved):
    month, evidence = proved
    one = month.promoted[-1]
    for other in (
        replace(one, view=one.view.but(first=add_months(one.view.first, -1))),
        replace(one, claim="It rose."),
    ):
        pages, claims = said_of(replace(month, promoted=(other,)))
        assert audit_pages(evidence, pages, claims).disproved
