"""Every number and month of every document is a claim or a fixed phrase of the method; pages stay as they are."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bsafe_analysis.claims.fixed_phrases import FIXED_PHRASES
from bsafe_analysis.claims.ledger import MARKS, listening
from bsafe_analysis.claims.records import statement_of
from bsafe_analysis.reports import wording
from bsafe_analysis.reports.charts.week_chart import DAYS
from bsafe_analysis.reports.documents import (
    build_lap_assessment,
    build_neighbourhood_profile,
    build_tactical_assessment,
)
from bsafe_analysis.reports.documents.annex import build_annex
from bsafe_analysis.reports.documents.data_quality import build_data_quality
from bsafe_analysis.reports.show import compose
from tests.reports.unclaimed import cell_texts, in_cells, in_texts, sparklines
from tests.shared import sample_month

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[pytest.param("main", marks=pytest.mark.proof), "odd"])
def composed(request, tmp_path_factory):
    """(section, its bundles without a listener, with one, what was heard) of every section of every document."""
    month = numbered(sample_month(tmp_path_factory, request.param)[1])
    tactical = build_tactical_assessment(month)
    documents = [
        tactical,
        *(build_lap_assessment(tactical, area.code) for area in month.areas.local_areas),
        *(build_neighbourhood_profile(month, area.code) for area in month.areas.neighbourhoods),
        build_annex(month),
        build_data_quality(month),
    ]
    return [_both(document, section) for document in documents for section in document.sections]


def numbered(month):
    """The month with a number in the name of every place, kind of incident and source, as real ones have them."""
    places = tuple(replace(area, name=f"{area.name} {i:03}B") for i, area in enumerate(month.areas.every))
    kinds = tuple(replace(kind, name=f"{kind.name} {i}.5", noun=f"{kind.noun} of section {i}")
                  for i, kind in enumerate(month.cycle.categories, start=41))  # fmt: skip
    titles = tuple(f"{title} 2{i}/7" for i, title in enumerate(month.unplaced_sources))
    sources = tuple((name, f"{title} 9{i}", kept) for i, (name, title, kept) in enumerate(month.cycle.sources))
    cycle = replace(month.cycle, categories=kinds, sources=sources)
    return replace(month, areas=replace(month.areas, every=places), cycle=cycle, unplaced_sources=titles)


def _both(document, section):
    plain = compose(document, section)
    with listening() as ledger:
        heard = compose(document, section)
    return f"{document.name} {document.place.code} {section}", plain, heard, statement_of(section, ledger)


def test_a_section_is_the_same_whether_or_not_somebody_listens(composed):
    for name, plain, heard, _ in composed:
        assert json.dumps(heard, ensure_ascii=False) == json.dumps(plain, ensure_ascii=False), name
        assert not MARKS.search(json.dumps(heard, ensure_ascii=False)), name


def test_every_number_of_the_running_text_is_a_claim_or_a_fixed_phrase(composed):
    told = [(name, *in_texts(stated)) for name, _, _, stated in composed]
    assert not [(name, unclaimed) for name, unclaimed, _ in told if unclaimed]
    assert sum(of for _, _, of in told) > 1000


def test_every_number_of_every_cell_is_a_claim_or_a_fixed_phrase(composed):
    told = [(name, *in_cells(stated, heard)) for name, _, heard, stated in composed]
    assert not [(name, unclaimed) for name, unclaimed, _ in told if unclaimed]
    assert sum(of for _, _, of in told) > 2000  # the smaller invention has 4,893


def test_every_value_of_a_small_series_is_a_claim(composed):
    drawn = 0
    for name, _, heard, stated in composed:
        told = {(c.table, c.row, c.text): c for c in stated.cells if c.part == "values"}
        for table, row, values in sparklines(heard):
            drawn += 1
            spans = told[table, row, values].spans
            assert [values[s.start : s.end] for s in spans] == [v for v in values.split(",") if v], name
            assert {stated.claims[span.claim].kind for span in spans} <= {"series_point"}
    assert drawn


def test_the_claim_of_a_month_of_a_series_knows_its_place_category_and_month(composed):
    for name, _, _, stated in composed:
        points = [claim for claim in stated.claims if claim.kind == "series_point"]
        assert not [p for p in points if (len(p.places), len(p.categories), len(p.months)) != (1, 1, 1)], name


def test_each_fixed_phrase_stands_on_a_page_or_in_a_template_and_says_why_it_is_fixed(composed):
    texts = [path.read_text() for path in Path(wording.__file__).with_name("templates").rglob("*.j2")]
    texts += DAYS  # only who holds times of day has a week of them
    texts += [text for _, plain, _, _ in composed for text in cell_texts(plain)]
    texts += [passage.text for _, _, _, stated in composed for passage in stated.passages]
    assert [phrase for phrase in FIXED_PHRASES if not any(phrase.pattern.search(text) for text in texts)] == []
    assert all(phrase.reason for phrase in FIXED_PHRASES)
