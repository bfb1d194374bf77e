"""Editions for others: nothing hidden shows anywhere in them, and a year of them kept side by side tells no more."""

import json
from dataclasses import fields, replace

import pandas as pd
import pytest

from bsafe_analysis import disclosure
from bsafe_analysis.areas import NOT_PLACED
from bsafe_analysis.cycle import Prepared
from bsafe_analysis.receipts import Notice
from bsafe_analysis.reports import BUILDERS
from bsafe_analysis.reports.show import compose
from bsafe_analysis.sharing import share
from bsafe_analysis.store import FRAMES, open_cycle, read_ledger, save_cycle, write_ledger
from tests.reports import months as by_hand
from tests.sharing.attack import Read, bounds, read_edition
from tests.sharing.town import AREAS, CLASSES, MONTHS, counts_of, internal

MONTH = "2026-09"


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


def test_what_nobody_decided_to_share_is_not_shared():
    """Every text that a person or a guarded file can have put there carries a canary; a new field must be empty."""
    canary = "Canary Wilson"
    activity = by_hand.activity(owner=canary, progress=canary, baseline=canary, blockage=canary, measure=canary,
                                target=canary, funding=canary)  # fmt: skip
    told = replace(by_hand.prepared().receipts[0], source="fire", file=f"{canary}.csv")
    base = internal(
        activities=(activity,),
        notes=(replace(by_hand.prepared().notes[0], sections=((canary, canary),)),),
        receipts=(told,),
        revisions=(replace(by_hand.prepared().revisions[0], source="fire", older=canary),),
        notices=(
            Notice("activity_refused", canary, 1, canary),
            Notice("fragment", MONTH, 3, f"Fires of the fire service: {canary}"),
        ),
        findings=(by_hand.finding(area="N0", category="fires"),),
    )  # fmt: skip
    for audience in ("partner", "public"):
        shared = share(base, audience)[0]
        whole = {f.name: getattr(shared, f.name) for f in fields(Prepared) if f.name not in FRAMES}
        assert canary not in repr(whole)
        assert shared.activities[0].title == activity.title
        assert not any(finding.area == "N0" and finding.category == "fires" for finding in shared.findings)
        assert shared.guarded.empty


def test_the_public_reads_no_map_point_and_no_finer_level_than_the_policy_says():
    base = internal()
    policy = replace(base.cycle.policy, finest={"public": {"RESTRICTED": "borough"}})
    shared = share(replace(base, cycle=replace(base.cycle, policy=policy)), "public")[0]
    assert shared.spots.empty
    fires = shared.counts.query("category == 'fires' and not hidden")
    assert set(fires["area"]) == {"B"}
    assert (fires["count"] % 5 == 0).all()


def test_pages_of_an_edition_say_what_is_hidden_and_why(partner):
    text = "".join(
        bundle.get("text/html", "")
        for name, code in (("tactical_assessment", "B"), ("lap_assessment", "A1"), ("neighbourhood_profile", "N1"))
        for section in BUILDERS[name](partner, code).contents.sections
        for bundle in compose(BUILDERS[name](partner, code), section)
    )
    assert "[c]" in text
    assert "Small counts are not shown in this edition" in text
    assert "each is under 5" in text


def test_an_edition_and_what_was_shown_come_back_from_disk_as_they_were(tmp_path):
    shared, ledger = share(internal(), "public")
    save_cycle(tmp_path, shared)
    write_ledger(tmp_path, ledger)
    assert open_cycle(MONTH, tmp_path, "public").audience == "public"
    for audience, table in read_ledger(tmp_path).items():
        pd.testing.assert_frame_equal(table, ledger[audience], check_dtype=False)
    again, _ = share(internal(), "public", read_ledger(tmp_path))
    same(again, shared)


def test_notebooks_open_the_runs_audience(tmp_path, monkeypatch):
    save_cycle(tmp_path, internal())
    save_cycle(tmp_path, share(internal(), "partner")[0])
    assert open_cycle(MONTH, tmp_path).audience == "internal"
    monkeypatch.setenv("BSAFE_AUDIENCE", "partner")
    assert len(open_cycle(MONTH, tmp_path).hidden) > 100


def a_year_of_editions(audience, packs=12):
    """Twelve monthly editions, kept by a reader who has the partner's too; two late fires are recorded half-way."""
    ledger, read = {}, Read()
    late = [("N1", "fires", "2026-03", 2), ("N5", "fires", "2026-02", 1), ("N2", "nuisance", "2026-03", 7)]
    for month in MONTHS[-packs:]:
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
        for month in MONTHS[-12:]:
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


@pytest.mark.parametrize(("audience", "slack"), [("partner", 0.0), ("public", 2.5)])
def test_a_year_of_editions_gives_no_hidden_count_away(audience, slack):
    hidden, broken = recovered(a_year_of_editions(audience), audience, slack)
    assert hidden >= 100
    assert broken == 0


def test_the_attack_finds_counts_where_only_small_ones_are_hidden(monkeypatch):
    monkeypatch.setattr(disclosure, "complete", lambda tree, shown, smallest: shown)
    hidden, broken = recovered(a_year_of_editions("partner", packs=2), "partner", 0.0)
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
