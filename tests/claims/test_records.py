"""What was heard becomes claims: each fact once, with what it is about, written and read back as it was."""

from dataclasses import dataclass

import nbformat

from bsafe_analysis.claims.claim_file import checksum, claims_in, read_claims, write_claims
from bsafe_analysis.claims.ledger import listening
from bsafe_analysis.claims.records import statement_of
from bsafe_analysis.claims.told import Origin
from bsafe_analysis.mime import CLAIMS_MIME
from bsafe_analysis.model.areas import Area, Level
from bsafe_analysis.model.incidents import Category

QUARRY = Area("N1", "Quarry", Level.NEIGHBOURHOOD, "A1")
BURGLARY = Category("burglary", "Burglary", "burglaries")


@dataclass(frozen=True)
class MonthlyPoint:
    month: str
    observed: int


@dataclass(frozen=True)
class Line:
    place: Area
    category: Category
    points: tuple[MonthlyPoint, ...]


LINE = Line(QUARRY, BURGLARY, (MonthlyPoint("2026-09", 16),))


def _heard():
    with listening() as ledger:
        point = LINE.points[0]
        ledger.belongs(point, LINE)
        number = ledger.marked(Origin(point, "observed", 16), "16")
        ledger.said(f"{number} in {ledger.marked(Origin(point, 'month', '2026-09'), 'September 2026')}")
        ledger.said(f"{number} again")
    return statement_of("picture", ledger)


def test_a_fact_said_twice_is_one_claim_with_what_it_is_about():
    stated = _heard()
    (claim,) = stated.claims
    assert (claim.kind, claim.places, claim.categories, claim.months) == (
        "monthly_point", ("N1",), ("burglary",), ("2026-09",),
    )  # fmt: skip
    assert claim.values == {"month": "2026-09", "observed": 16} and claim.within == ("line",)
    assert [(p.text, [(s.name, s.claim) for s in p.spans]) for p in stated.passages] == [
        ("16 in September 2026", [("observed", 0), ("month", 0)]),
        ("16 again", [("observed", 0)]),
    ]


def test_claims_are_kept_beside_their_page_and_read_back_as_they_were(tmp_path):
    from pydantic import TypeAdapter

    stated = TypeAdapter(type(_heard())).dump_python(_heard(), mode="json")
    shown = nbformat.v4.new_output("display_data", {CLAIMS_MIME: stated, "text/html": "<p>16</p>"})
    cells = [nbformat.v4.new_markdown_cell("x"), nbformat.v4.new_code_cell("show()", outputs=[shown])]
    claims = claims_in(cells, "<p>16</p>")
    assert claims.page == checksum("<p>16</p>") and claims.statements == (_heard(),)
    write_claims(tmp_path / "claims", "a.html", claims)
    assert read_claims(tmp_path / "claims", "a.html") == claims


def test_claims_that_are_not_there_or_damaged_are_none(tmp_path):
    assert read_claims(tmp_path, "a.html") is None
    (tmp_path / "a.html.json").write_text("{")
    assert read_claims(tmp_path, "a.html") is None


def test_what_a_phrase_was_given_is_a_claim_about_its_place_and_month():
    from bsafe_analysis.reports.wording import phrase

    with listening() as ledger:
        ledger.said(phrase("picture_title", place=QUARRY, month="2026-09"))
    claim = next(claim for claim in statement_of("picture", ledger).claims if claim.kind == "picture_title")
    assert (claim.places, claim.months) == (("N1",), ("2026-09",))
    assert claim.values == {"place": "N1", "month": "2026-09"}
