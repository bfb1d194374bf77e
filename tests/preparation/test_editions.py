"""Editions for others: nothing hidden shows anywhere in them, and a year of them kept side by side tells no more."""

import json
import pickle
import re
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum

import pandas as pd
import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.activities import Activity, Dated, ExpectedEffect, Risk, RiskLevel
from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.findings import Direction
from bsafe_analysis.model.issued_record import Issued
from bsafe_analysis.model.map_points import HEXAGON_COLUMNS, HexagonShare
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.register_entries import (
    Choice,
    Comment,
    CommunityPriority,
    Concern,
    DecisionSheet,
    Hypothesis,
    LocalFact,
    Proposal,
    Register,
)
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.preparation import editions, suppression
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.preparation.store import FRAMES, open_cycle, read_ledger, save_cycle, write_ledger
from bsafe_analysis.reports.document_kinds import build_document
from bsafe_analysis.reports.show import compose
from bsafe_analysis.workbench.own_analysis import open_incidents
from tests.preparation.attack import Read, bounds, read_edition
from tests.preparation.town import AREAS, CLASSES, MONTHS, counts_of, internal
from tests.reports import months as by_hand

MONTH = "2026-09"


@pytest.fixture(scope="module", autouse=True)
def searched_once():
    """The same counts are searched once in this file: most of its tests change what people wrote, or only who reads.

    That a search gives the same each time, and all of it reaches an edition, is tested in test_one_search.py.
    """
    found, search = {}, editions.search

    def searched(*given):
        key = pickle.dumps(given)
        if key not in found:
            found[key] = search(*given)
        return found[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(editions, "search", searched)
        yield


@pytest.fixture(scope="module")
def partner():
    return share(internal(), "partner")[0]


def same(one, other):
    for each in fields(Prepared):
        a, b = getattr(one, each.name), getattr(other, each.name)
        if each.name in FRAMES:
            pd.testing.assert_frame_equal(a, b)
        else:
            assert a == b, each.name


def guarded_cells(prepared):
    """What is true: (place, category, month) -> the guarded count, the borough's as the sum of its areas."""
    cells = prepared.guarded.set_index(["area", "category", "month"])["count"].astype(int).to_dict()
    areas = [area.code for area in prepared.areas.local_areas]
    sums = {("B", c, m): sum(cells[area, c, m] for area in areas) for code, c, m in cells if code == "B"}
    return cells | sums


def test_the_internal_month_is_the_very_same():
    before = internal()
    assert share(before, "internal")[0] is before


def test_open_counts_are_as_they_were_and_small_guarded_ones_are_missing(partner):
    inside = internal()
    names = ["area", "category", "month"]
    both = partner.counts.merge(inside.counts, on=names, suffixes=("", "_inside"))
    open_rows = both[both["category"] == "burglary"]
    assert (open_rows["count"] == open_rows["count_inside"]).all()
    guarded = both.merge(inside.guarded.rename(columns={"count": "guarded"}), on=names)
    assert guarded.loc[guarded["guarded"] < 5, "count"].isna().all()
    assert guarded.loc[guarded["area"] == NOT_PLACED, "count"].isna().all()
    assert len(partner.hidden) == guarded["count"].isna().sum() > 100


def test_of_a_mixed_category_the_part_that_is_not_open_decides():
    rows = counts_of()
    one = rows[(rows["category"] == "nuisance") & ~rows["guarded"] & (rows["neighbourhood"] == "N5")].iloc[:1]
    guarded = internal(rows=rows).guarded.query("area == 'N0' and category == 'nuisance' and count < 5")
    month = guarded["month"].iloc[-1]
    many = pd.concat([rows, pd.concat([one.assign(month=month, neighbourhood="N0")] * 60)], ignore_index=True)
    row = share(internal(rows=many), "partner")[0].counts.query("area == 'N0' and category == 'nuisance'")
    assert row.set_index("month")["hidden"][month]


def test_nothing_in_an_edition_depends_on_how_hidden_counts_lie():
    # a month of fires in which both N0 and N3... hold few: move one incident between two hidden neighbourhoods
    rows = counts_of()
    first = share(internal(rows=rows), "partner")[0]
    hidden = set(first.hidden.query("category == 'fires'")[["area", "month"]].itertuples(index=False, name=None))
    moved, changed = rows.copy(), 0
    for month in MONTHS:
        here = moved[(moved["category"] == "fires") & (moved["month"] == month)]
        counts = here["neighbourhood"].value_counts()
        if {("N0", month), ("N1", month)} <= hidden and counts.get("N0", 0) > 0 and counts.get("N1", 0) < 4:
            moved.loc[here[here["neighbourhood"] == "N0"].index[0], "neighbourhood"] = "N1"
            changed += 1
    assert changed > 5
    same(share(internal(rows=moved), "partner")[0], first)


def test_a_series_with_a_hidden_month_is_not_judged(partner):
    partly = set(partner.hidden[["area", "category"]].itertuples(index=False, name=None))
    for table in (partner.expectations, partner.forecasts, partner.rises, partner.baseline_facts):
        assert not partly & set(table[["area", "category"]].itertuples(index=False, name=None))
    assert len(partner.expectations) > 0


CANARY = "Canary Wilson"


def all_canary(of, /, **known):
    """An object whose every text holds the canary: what is not chosen by name must not come through."""
    texts = {f.name: CANARY for f in fields(of) if f.type == "str" and f.name not in known}
    return of(**texts, **known)


def written_by_people():
    day = date(2026, 4, 1)
    plain = {f.name: getattr(by_hand.activity(), f.name) for f in fields(Activity)}
    kept = {n: plain[n] for n in ("ref", "title", "priority", "theme", "agency", "option", "decision")}
    other = {n: v for n, v in plain.items() if not isinstance(v, str) or isinstance(v, StrEnum)}
    telling = {
        "milestones": (Dated(day, CANARY, CANARY),),
        "log": (Dated(day, CANARY, CANARY),),
        "risk": Risk(CANARY, RiskLevel.LOW, RiskLevel.HIGH, CANARY),
    }
    proposal = all_canary(
        Proposal, ref="2026-08-1", month="2026-08", finding="f", area="N1", category="burglary", option="o",
        action="Fit locks", agency="Housing", choice=Choice.ACCEPT,
    )  # fmt: skip
    comment = all_canary(Comment, month=MONTH, on=day, readers="internal", hypotheses=(Hypothesis(*[CANARY] * 3),))
    fact = all_canary(LocalFact, area="N1")
    register = Register(
        decisions=(DecisionSheet("2026-08", (proposal,), day),),
        comments=(comment, replace(comment, subject="tactical_assessment")),
        community=(all_canary(CommunityPriority, area="N1", category="burglary", on=day),),
        concerns=(all_canary(Concern, area="N1", on=day),),
        assets=(fact,), services=(fact,), issues=(fact,),
    )  # fmt: skip
    note = all_canary(Annotation, kind=Kind.EVENT, place="N1", category="", first=day, last=None, written=day)
    view = ViewState("N1", "2026-01", MONTH)
    raised = all_canary(Promoted, month=MONTH, view=view, confidence=PromotedConfidence.HIGH, due=day, reviews=())
    activity = all_canary(Activity, **(kept | other | telling))
    return {"activities": (activity,), "register": register, "annotations": (note,), "promoted": (raised,)}


def test_what_nobody_decided_to_share_is_not_shared():
    """Every text that a person or a guarded file can have put there carries a canary; a new field must be empty."""
    told = replace(by_hand.prepared().receipts[0], source="fire", file=f"{CANARY}.csv")
    base = internal(
        **written_by_people(),
        notes=(replace(by_hand.prepared().notes[0], sections=((CANARY, CANARY),)),),
        receipts=(told,),
        revisions=(replace(by_hand.prepared().revisions[0], source="fire", older=CANARY),),
        notices=(
            Notice("activity_refused", CANARY, 1, CANARY),
            Notice("fragment", MONTH, 3, f"Fires of the fire service: {CANARY}"),
        ),
        findings=(by_hand.finding(area="N0", category="fires"),),
    )
    assert repr(vars(base)).count(CANARY) > 60
    for audience in ("partner", "public"):
        shared = share(base, audience)[0]
        whole = {f.name: getattr(shared, f.name) for f in fields(Prepared) if f.name not in FRAMES}
        assert CANARY not in repr(whole)
        assert shared.activities[0].title == by_hand.activity().title
        assert not any(finding.area == "N0" and finding.category == "fires" for finding in shared.findings)
        assert shared.guarded.empty


def proposal(category, number, **changes):
    base = Proposal(f"2026-08-{number}", "2026-08", "f", "N1", category, "o", "Do it", "Police", Choice.ACCEPT, "why")
    return replace(base, **changes)


def test_partners_read_final_decisions_of_counts_that_are_shown_in_full_and_the_public_none():
    held = DecisionSheet("2026-08", (proposal("burglary", 1, owner="Jo Bell"), proposal("fires", 2)), date(2026, 9, 18))
    open_yet = DecisionSheet("2026-09", (proposal("burglary", 1, month="2026-09", choice=None),))
    adopted = [by_hand.activity(ref=f"P{p.ref}", decision=p.ref, adopted=True) for p in held.proposals]
    base = internal(register=Register(decisions=(held, open_yet)), activities=(by_hand.activity(), *adopted))
    partner, public = (share(base, audience)[0] for audience in ("partner", "public"))
    (told,) = partner.register.decisions
    assert [(p.ref, p.why, p.owner) for p in told.proposals] == [("2026-08-1", "", "")]
    # what was decided of fires would say that they had risen there
    assert [a.ref for a in partner.activities] == ["D01", "P2026-08-1"]
    assert [a.ref for a in public.activities] == ["D01"]
    assert public.register == Register()


def test_commentary_goes_to_the_readers_that_its_writer_marked_and_to_nobody_else():
    said = Comment(MONTH, "tactical_assessment", date(2026, 10, 8), "analyst", "The fair comes.")
    every = [replace(said, readers=readers) for readers in ("internal", "partner", "public")]
    of_fires = replace(said, subject="N1.fires", readers="public")
    base = internal(register=Register(comments=(*every, of_fires)))
    assert [c.readers for c in share(base, "partner")[0].register.comments] == ["partner", "public"]
    policy = replace(base.cycle.policy, texts={"public": "meeting"})
    shared = share(replace(base, cycle=replace(base.cycle, policy=policy)), "public")[0]
    assert [c.readers for c in shared.register.comments] == ["public"]


def test_partners_read_what_followed_activities_only_of_counts_that_are_shown_in_full():
    def with_aim(ref, category):
        aim = ExpectedEffect(category, "N1", Direction.DOWN, date(2026, 12, 1))
        return by_hand.activity(ref=ref, expects=aim, categories=(category,))

    base = internal(activities=(with_aim("D01", "burglary"), with_aim("D02", "fires")))
    partner, public = (share(base, audience)[0] for audience in ("partner", "public"))
    assert [effect.ref for effect in partner.effects] == ["D01"]
    assert public.effects == ()


def test_the_track_record_of_an_edition_is_of_what_it_showed():
    rows = counts_of(extra=[("N2", "burglary", "2026-06", 60), ("N2", "fires", "2026-06", 60)])
    shared = share(internal(rows=rows), "partner")[0]
    assert shared.record.first < shared.record.last == MONTH
    partly = set(shared.hidden[["area", "category"]].itertuples(index=False, name=None))
    assert shared.record.alerts
    assert not partly & {(alert.area, alert.category) for alert in shared.record.alerts}
    before = {"2026-08": Issued("2026-08", "2026-09-05", (), {"": 10_000, "burglary": 1})}
    told = share(internal(), "partner", None, before)[0].record.recounts
    assert {(r.month, r.category, r.then) for r in told} >= {("2026-08", "burglary", 1)}


def pages_of(prepared):
    """Kind of document -> the words of each of its sections, as this edition composes them."""
    pages = {}
    places = (("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1"), ("annex", "B"))
    for name, code in places:
        document = build_document(prepared, name, code)
        for section in document.sections:
            html = "".join(b.get("text/html", "") for b in compose(document, section))
            pages[name, section] = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    return pages


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_a_section_that_an_edition_leaves_empty_says_so_and_never_that_there_is_nothing(audience):
    pages = pages_of(share(internal(**written_by_people()), audience)[0])
    empty = [
        ("lap_assessment", "community"), ("lap_assessment", "proposals"), ("lap_assessment", "pass-down"),
        *(("neighbourhood_profile", s) for s in ("page-one", "place", "residents", "assets", "services", "issues",
                                                 "unknown", "local-notes", "change-log")),
        *(("tactical_assessment", s) for s in (["flow", "activities"] if audience == "public" else [])),
        *(("annex", s) for s in (["plan", "data-notes"] if audience == "public" else ["data-notes"])),
    ]  # fmt: skip
    for key in empty:
        assert "in this edition" in pages[key], key
    whole = " ".join(pages.values())
    for untrue in ("data/register", "written down yet", "Not written yet", "is written down", "No review is recorded",
                   "not recorded yet", "No delivery plan is held", "No decisions of last"):  # fmt: skip
        assert untrue not in whole, untrue
    assert "Not in this edition:" in pages["tactical_assessment", "data-notes"]
    assert "Not in this edition:" in pages["annex", "data-notes"]


def test_an_edition_without_any_text_does_not_say_that_there_is_no_delivery_plan():
    base = internal(**written_by_people(), rows=counts_of(extra=[("N2", "burglary", MONTH, 60)]))
    policy = replace(base.cycle.policy, texts={"public": "none"})
    pages = pages_of(share(replace(base, cycle=replace(base.cycle, policy=policy)), "public")[0])
    for name, section in [("tactical_assessment", "page-one"), ("tactical_assessment", "activities"),
                          ("lap_assessment", "activities"), ("neighbourhood_profile", "services"),
                          ("annex", "plan")]:  # fmt: skip
        assert "The delivery plan is not in this edition" in pages[name, section], (name, section)
    whole = " ".join(pages.values())
    assert "who leads on burglary" in whole  # a signal, of which it may not be said that nothing works on it
    for untrue in ("No activity in the delivery plan", "nothing in the delivery plan", "has no activity"):
        assert untrue not in whole


@pytest.mark.parametrize(
    ("texts", "counted", "words"), [("titles", 1, "of the delivery plan alone"), ("meeting", 2, "tells the decision")]
)
def test_the_number_of_activities_says_what_it_counts_where_what_was_agreed_may_be_withheld(texts, counted, words):
    said = {"month": "2026-08", "category": "burglary", "option": "", "agency": "Council", "choice": Choice.ACCEPT}
    told, withheld = (
        Proposal(ref=f"2026-08-{n}", finding="", area="N1", action="Walk", **said | changes)
        for n, changes in ((1, {}), (2, {"category": "fires"}))
    )
    agreed = [by_hand.activity(ref=p.ref, decision=p.ref, adopted=True) for p in (told, withheld)]
    decided = Register(decisions=(DecisionSheet("2026-08", (told, withheld)),))
    base = internal(activities=(by_hand.activity(), *agreed), register=decided)
    policy = replace(base.cycle.policy, texts={"public": texts})
    pages = pages_of(share(replace(base, cycle=replace(base.cycle, policy=policy)), "public")[0])
    for name, section in [("tactical_assessment", "activities"), ("lap_assessment", "page-one")]:
        assert f"{counted} open" in pages[name, section], (name, section)
        assert words in pages[name, section], (name, section)


def test_the_internal_edition_speaks_of_no_edition():
    whole = " ".join(pages_of(internal(**written_by_people())).values())
    assert "this edition" not in whole


def test_the_public_reads_no_map_point_and_no_finer_level_than_the_policy_says():
    grid = pd.DataFrame([("B", 100.0, 100.0, 400)], columns=list(HEXAGON_COLUMNS))
    gathered = HexagonShare("B", "half", "2025-10", "2026-09", 500, 1, 1, 400, 400, 1.0)
    base = internal(hexagons=grid, hexagon_shares=(gathered,))
    policy = replace(base.cycle.policy, finest={"public": {"RESTRICTED": "borough"}})
    shared = share(replace(base, cycle=replace(base.cycle, policy=policy)), "public")[0]
    assert shared.spots.empty and shared.hexagons.empty and shared.hexagon_shares == ()
    fires = shared.counts.query("category == 'fires' and not hidden")
    assert set(fires["area"]) == {"B"}
    assert (fires["count"] % 5 == 0).all()


def test_pages_of_an_edition_say_what_is_hidden_and_why(partner):
    text = "".join(
        bundle.get("text/html", "")
        for name, code in (("tactical_assessment", "B"), ("annex", "B"))
        for document in [build_document(partner, name, code)]
        for section in document.sections
        for bundle in compose(document, section)
    )
    assert "[c]" in text
    assert "Small counts are not shown in this edition" in text
    assert "each is under 5" in text


def test_an_edition_and_what_was_shown_come_back_from_disk_as_they_were(tmp_path):
    shared, ledger = share(internal(), "public")
    save_cycle(tmp_path, shared)
    write_ledger(tmp_path, ledger)
    assert open_cycle(MONTH, tmp_path, "public").audience == "public"
    for audience, memory in read_ledger(tmp_path).items():
        pd.testing.assert_frame_equal(memory.counts, ledger[audience].counts, check_dtype=False)
        assert replace(memory, counts=None) == replace(ledger[audience], counts=None)
    again, _ = share(internal(), "public", read_ledger(tmp_path))
    same(again, shared)


def test_notebooks_open_the_runs_audience(tmp_path, monkeypatch):
    save_cycle(tmp_path, internal())
    save_cycle(tmp_path, share(internal(), "partner")[0])
    assert open_cycle(MONTH, tmp_path).audience == "internal"
    monkeypatch.setenv("BSAFE_AUDIENCE", "partner")
    assert len(open_cycle(MONTH, tmp_path).hidden) > 100


@pytest.mark.parametrize("asked", ["internal", "public"])
def test_a_notebook_of_a_run_for_others_opens_no_other_audiences_month_and_no_incidents(tmp_path, monkeypatch, asked):
    save_cycle(tmp_path, internal())
    monkeypatch.setenv("BSAFE_AUDIENCE", "partner")
    with pytest.raises(InputError, match="this run is for partner readers"):
        open_cycle(MONTH, tmp_path, asked)
    with pytest.raises(InputError, match="this run is for partner readers"):
        open_incidents(MONTH, tmp_path)


YEAR = MONTHS[-12:]
OF_A_YEAR = ("2026-05", "2026-06")
"""The two between which late rows arrive: the whole year is replayed by `make proof` (year_of_editions)."""
SLACK = {"partner": 0.0, "public": 2.5}
"""How far a count that an edition tells may be from the true one (rounding)."""


def a_year_of_editions(audience, packs):
    """Monthly editions, kept by a reader who has the partner's too; two late fires are recorded half-way."""
    ledger, read = {}, Read()
    late = [("N1", "fires", "2026-03", 2), ("N5", "fires", "2026-02", 1), ("N2", "nuisance", "2026-03", 7)]
    for month in packs:
        rows = counts_of(extra=late if month >= "2026-06" else ())
        shared, ledger = share(internal(month, rows=rows), audience, ledger)
        read_edition(shared, read)
    return read


def recovered(read, audience, slack):
    """(cells hidden, those that lost part of their range or became exact) over the last year's months."""
    truth, open_part = {}, {}
    base = internal()
    smallest = base.cycle.policy.smallest[audience]
    inside = guarded_cells(base)
    counts, guarded = (t.set_index(["area", "category", "month"])["count"] for t in (base.counts, base.guarded))
    hidden = broken = 0
    for category, of in CLASSES.items():
        for month in YEAR:
            for code in [a.code for a in AREAS if a.code != NOT_PLACED]:
                truth[code] = inside[code, category, month]
                open_part[code] = int(counts[code, category, month] - guarded[code, category, month])
            own = Read({(c, category, month): {max(0.0, v - open_part.get(c, 0)) for v in told}
                        for (c, k, m), told in read.cells.items() if (k, m) == (category, month)})  # fmt: skip
            for code, (low, high) in bounds(own, AREAS, category, month, slack).items():
                hidden += 1
                small = truth[code] < smallest[of]
                broken += (low > 1e-6 or high < smallest[of] - 1) if small else high - low < 1e-6
    return hidden, broken


@pytest.mark.parametrize("audience", ["partner", pytest.param("public", marks=pytest.mark.proof)])
def test_a_year_of_editions_gives_no_hidden_count_away(audience):
    hidden, broken = recovered(a_year_of_editions(audience, OF_A_YEAR), audience, SLACK[audience])
    assert hidden >= 100
    assert broken == 0


def test_the_attack_finds_counts_where_only_small_ones_are_hidden(monkeypatch):
    monkeypatch.setattr(suppression, "complete", lambda tree, shown, smallest: shown)
    hidden, broken = recovered(a_year_of_editions("partner", OF_A_YEAR[-1:]), "partner", 0.0)
    assert hidden >= 100
    assert broken > 0


def test_every_sum_on_a_page_is_of_counts_that_are_shown(partner):
    read = read_edition(partner, Read())
    told = [each for each in read.sums if each[3] is not None]
    assert len(told) > 10
    for place, category, months, total in told:
        cells = [read.cells.get((place, category, month)) for month in months if month in MONTHS]
        shown = partner.counts.query("area == @place and category == @category and month in @months")
        assert not shown["hidden"].any(), (place, category)
        assert total == shown["count"].sum()
        assert all(cell is None or len(cell) == 1 for cell in cells)


def test_the_ledger_that_is_damaged_is_refused(tmp_path):
    (tmp_path / "data/released").mkdir(parents=True)
    (tmp_path / "data/released/partner.csv").write_text(json.dumps({"no": "table"}))
    with pytest.raises(Exception, match="this is not as bsafe wrote it"):
        read_ledger(tmp_path)


def test_what_is_held_for_the_borough_alone_is_shown_there_and_hidden_nowhere_else():
    month = internal()
    parts = {
        name: table.assign(count=table["count"].mask(table["category"].eq("fires") & table["area"].ne("B")))
        for name, table in (("counts", month.counts), ("guarded", month.guarded))
    }
    bare = replace(month, **parts)
    shown, _ = share(bare, "partner")
    fires = shown.counts[shown.counts["category"] == "fires"]
    large = bare.counts.query("category == 'fires' and area == 'B' and count >= 10")
    told = fires.merge(large[["area", "month", "count"]], on=["area", "month"], suffixes=("", "_true"))
    assert len(told)
    assert (told["count"] == told["count_true"]).all()
    assert fires.loc[fires["area"].ne("B"), "count"].isna().all()
    assert not fires.loc[fires["area"].ne("B"), "hidden"].any()
