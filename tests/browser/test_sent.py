"""What is really sent to partners and the public: every file of their packs opened, read and attacked.

The town is the second invented partnership with fewer rows from its agencies, so that there is much to hide.
"""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from bsafe_analysis.batch.run import RunOptions, run_pack
from bsafe_analysis.model.areas import NOT_PLACED
from bsafe_analysis.preparation import suppression
from bsafe_analysis.preparation.store import stored_cycle
from bsafe_analysis.sample import INVENTIONS, make_sample
from tests.preparation.attack import bounds
from tests.preparation.published import KINDS, PAGE, PDF, read_pack, texts_of, together

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUDIENCES = ("partner", "public")
SLACK = {"partner": 0.0, "public": 2.5}
A_MONTH = {"council": 22, "hospital": 14}
INVENTION = replace(
    INVENTIONS["odd"],
    agencies=tuple(replace(a, a_month=A_MONTH[a.source]) for a in INVENTIONS["odd"].agencies),
)
MONTH = INVENTION.last_month
AT = ["LSOA", "Longitude", "Latitude"]
CANARY = "Zebedee Quillfeather"


def publish(root, audience, twins=True):
    result = run_pack(root, MONTH, RunOptions(audience=audience, twins=twins))
    assert not result.failed
    return result.folder


@pytest.fixture(scope="module")
def town(tmp_path_factory, ready):
    """The workspace, with a canary in what people wrote and in what agencies sent beyond what is counted."""
    root = tmp_path_factory.mktemp("sent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(INVENTIONS, "sent", replace(INVENTION, key="sent"))
        make_sample(root, 2026, "sent")
    register = root / "data/register"
    plan = pd.read_csv(register / "activities.csv", dtype=str, keep_default_na=False)
    for column in {"owner", "progress", "blockage", "baseline", "target", "measure", "ask"} & set(plan.columns):
        plan[column] = plan[column].where(plan[column] == "", f"{CANARY} " + plan[column])
    plan.to_csv(register / "activities.csv", index=False)
    for path in [*register.glob("notes/*.md"), *register.glob("commentary/*/*.md")]:
        if "for partners" not in path.read_text():
            path.write_text(path.read_text() + f"\n{CANARY} lives there.\n")
    for path in (root / "data/raw").glob("[ch]*/*/*.csv"):
        rows = pd.read_csv(path, dtype=str).assign(Note=CANARY)
        rows.to_csv(path, index=False)
    return root


@pytest.fixture(scope="module")
def packs(town):
    """Audience -> the folder of its published pack."""
    return {audience: publish(town, audience) for audience in ("internal", *AUDIENCES)}


@pytest.fixture(scope="module")
def read(town, packs):
    """Audience -> kind of file -> what is read in it. Names and categories are known to everyone."""
    inside = stored_cycle(MONTH, town)
    return {audience: read_pack(folder, inside) for audience, folder in packs.items()}


def hidden_in(town, audience):
    table = stored_cycle(MONTH, town, audience).hidden
    return set(table[table["area"] != NOT_PLACED].itertuples(index=False, name=None))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_file_tells_a_hidden_count_by_its_place_category_and_month(town, read, audience):
    hidden = hidden_in(town, audience)
    for kind in KINDS:
        # the same reader finds these very counts in the internal pack, in this kind of file; a PDF prints no months
        found = read["internal"][kind].cells.keys()
        # (what opens on touch is not printed, so of so small a town a PDF tells little)
        assert len(found if kind == PDF else hidden & found) >= (6 if kind == PDF else 12), kind
        assert hidden & read[audience][kind].cells.keys() == set(), kind
    assert len(hidden) >= 100
    assert len(hidden & read["internal"][PAGE].cells.keys()) >= 50


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_sum_that_a_file_tells_holds_a_hidden_month(town, read, audience):
    hidden = hidden_in(town, audience)
    sums = [each for kind in KINDS for each in read[audience][kind].sums if each[3] is not None]
    assert len(sums) > 100
    assert [s for s in sums if any((s[0], s[1], month) in hidden for month in s[2])] == []


def recovered(town, read, audience, slack):
    """(guarded counts that were not told, those that lost part of their range or became exact) over two years."""
    inside = stored_cycle(MONTH, town)
    truth = inside.guarded.set_index(["area", "category", "month"])["count"].astype(int).to_dict()
    smallest, areas = inside.cycle.policy.smallest[audience], inside.areas
    for category in inside.classes:  # a borough is told as the sum of its areas
        for month in inside.cycle.months:
            parts = [truth[a.code, category, month] for a in areas.local_areas]
            truth[areas.borough.code, category, month] = sum(parts)
    untold = broken = 0
    for category, of in inside.classes.items():
        for month in inside.cycle.months[-24:]:
            for code, (low, high) in bounds(read, areas, category, month, slack).items():
                untold += 1
                small = truth[code, category, month] < smallest[of]
                broken += (low > 1e-6 or high < smallest[of] - 1) if small else high - low < 1e-6
    return untold, broken


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_who_reads_every_file_works_out_a_hidden_count(town, read, audience):
    untold, broken = recovered(town, together(read[audience][kind] for kind in KINDS), audience, SLACK[audience])
    assert untold >= 100
    assert broken == 0


def test_the_publics_pack_tells_partners_no_count_that_their_own_does_not(town, read):
    guarded = stored_cycle(MONTH, town).classes
    partner, public = (together(read[audience][kind] for kind in KINDS).cells for audience in AUDIENCES)
    told = {key for key in public if key[1] in guarded}
    assert told
    assert told <= partner.keys()


def test_the_same_attack_works_where_only_small_counts_are_hidden(town, tmp_path, monkeypatch):
    root = tmp_path / "off"
    shutil.copytree(town, root, ignore=shutil.ignore_patterns("outputs", "released", "partner", "public"))
    monkeypatch.setattr(suppression, "complete", lambda tree, shown, smallest: shown)
    folder = publish(root, "partner", twins=False)
    untold, broken = recovered(root, together([read_pack(folder, stored_cycle(MONTH, root))[PAGE]]), "partner", 0.0)
    assert untold >= 100
    assert broken > 0


def moved(town, root):
    """A copy of the town in which incidents lie elsewhere, wherever no edition may tell the difference; how many."""
    shutil.copytree(town, root, ignore=shutil.ignore_patterns("outputs", "prepared", "released"))
    inside = stored_cycle(MONTH, town)
    unseen = hidden_in(town, "partner") & hidden_in(town, "public")
    counts = inside.guarded.set_index(["area", "category", "month"])["count"].astype(int).to_dict()
    place_of = pd.read_csv(root / "data/reference/lsoas.csv", dtype=str).set_index("lsoa")["neighbourhood"].to_dict()
    category_of = {"council": "council_complaints", "hospital": "assault_injuries"}
    n = 0
    for source, category in category_of.items():
        path = max((root / "data/raw" / source).glob("*/*.csv"))
        rows = pd.read_csv(path, dtype=str)
        where, when = rows["LSOA"].map(place_of), rows["Date"].str[:7]
        for month in inside.cycle.months:
            for area in inside.areas.local_areas:
                family = [c.code for c in inside.areas.children(area.code) if (c.code, category, month) in unseen]
                small = [code for code in family if counts[code, category, month] < 5]
                by_count = sorted(small, key=lambda code: counts[code, category, month])
                if len(by_count) < 2 or not counts[by_count[-1], category, month]:
                    continue
                here = rows.index[(where == by_count[-1]) & (when == month)]
                there = rows.index[where == by_count[0]]
                if counts[by_count[0], category, month] < 4 and len(here) and len(there):
                    rows.loc[here[0], AT] = rows.loc[there[0], AT].to_numpy()
                    n += 1
        rows.to_csv(path, index=False)
    return n


def test_not_a_byte_of_what_is_sent_depends_on_how_hidden_counts_lie(town, packs, tmp_path):
    root = tmp_path / "moved"
    assert moved(town, root) >= 20
    for audience in AUDIENCES:
        one, other = packs[audience], publish(root, audience)
        names = sorted(path.name for path in one.iterdir())
        assert names == sorted(path.name for path in other.iterdir())
        assert [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()] == []
    inside = [stored_cycle(MONTH, each).guarded for each in (town, root)]
    assert (inside[0]["count"] != inside[1]["count"]).sum() >= 40


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_word_that_must_stay_inside_is_in_any_file(packs, audience):
    told = {name: text.count(CANARY) for name, text in texts_of(packs["internal"]).items()}
    assert sum(count > 0 for count in told.values()) > 10  # pages, workbooks, PDFs and the zip of the internal pack
    assert [name for name, text in texts_of(packs[audience]).items() if CANARY in text] == []


def test_partners_read_the_meetings_decisions_and_marked_commentary_and_the_public_do_not(packs):
    told = {}
    for audience in AUDIENCES:
        texts = texts_of(packs[audience])
        kinds = [f"{MONTH}-{kind}-bwi-{audience}.html" for kind in ("tactical-assessment", "annex")]
        told[audience] = "".join(texts[name] for name in kinds)
    for words in ("Accepted", "The fair is on the common", "What happened since they began"):
        assert words in told["partner"], words
        assert words not in told["public"], words
