"""A resourcing paper is drawn anew from the raw counts on a road of its own: every changed value is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bsafe_analysis.audit.proofs import cluster_sets_again
from bsafe_analysis.claims.records import _own
from bsafe_analysis.detection import groupings
from bsafe_analysis.model.similar_places import SimilarPlaces
from bsafe_analysis.model.team_clusters import DeprivedShare, HoursPerIncident
from bsafe_analysis.reports.document_kinds import build_document
from tests.audit.register_by_hand import evidence_of, proved, wrong
from tests.reports.documents.test_resourcing_paper import CODES, MONTHS, area_of, columns, month

YEARLY = {code: 200 + 12 * i for i, code in enumerate(CODES)} | {"N00": 1200, "N10": 6}
DEPRIVED = tuple(DeprivedShare(code, int(code[1]), 8) for code in CODES)
HOURS = (HoursPerIncident("burglary", 4.0, 6.0, 10.0, "2026 diary"), HoursPerIncident("damage", 1.0, 2.0, 3.0, "diary"))


@pytest.fixture(scope="module")
def paper():
    """With a town centre, and with fewer sets drawn at random than on a page: it takes a tenth of the time."""
    written = {"sets": (columns(),), "deprived": DEPRIVED, "deprivation_year": 2025, "hours": HOURS}
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(groupings, "CHANCE_SETS", 60)
        whole = month(YEARLY, **written)
        marked = replace(whole, cycle=replace(whole.cycle, similar=SimilarPlaces(town_centres=("N10",))))
        return build_document(marked, "resourcing_paper", "B")


@pytest.fixture(scope="module")
def evidence(paper, tmp_path_factory):
    """The same counts, asked for as the raw files would be; what people wrote, as files."""
    root, prepared = tmp_path_factory.mktemp("audited"), paper.prepared
    baseline = {"first": MONTHS[0], "last": MONTHS[-1]}
    facts = {"cycle": {"months": list(MONTHS), "detection": {}, "baseline": baseline}}
    found = evidence_of(root, neighbours=prepared.neighbours, **facts)
    (root / "data/prepared/2026-08").rename(root / "data/prepared" / prepared.cycle.month)
    reference = root / "data/reference"
    (reference / "boundaries/neighbourhoods.geojson").unlink()
    rows = [f"2026b,C{c[1]},Column {c[1]},{c},T{c[1]},,yes" for c in CODES]
    (reference / "clusters.csv").write_text("\n".join(["set,cluster,name,neighbourhood,team,apart,crosses", *rows]))
    small = [f"E{c[1:]}{n},{c},imd,{1 if n < int(c[1]) else 30000},2025,x" for c in CODES for n in range(8)]
    (reference / "deprivation.csv").write_text("\n".join(["lsoa,neighbourhood,domain,rank,year,source", *small]))
    (reference / "features.csv").write_text("code,feature,value,source\nN10,town_centre,1,x")
    lines = [
        f"  {h.category}: {{low: {h.low}, central: {h.central}, high: {h.high}, source: {h.source}}}" for h in HOURS
    ]
    (root / "parameters/workload.yml").write_text("\n".join(["hours:", *lines]))
    counts = prepared.counts.set_index(["area", "category", "month"])["count"].to_dict()

    def count(places, kinds, months):
        held = [counts.get((place, kind, m)) for place in places for kind in kinds for m in months]
        return None if None in held else sum(held)

    gazetteer = SimpleNamespace(
        at=lambda level: {"neighbourhood": tuple(CODES), "area": ("A1", "A2", "A3", "A4")}[level],
        category_names=("burglary", "damage"), names={f"A{i}": f"Area {i}" for i in range(1, 5)}, borough="B",
        parts=lambda area: tuple(c for c in CODES if area_of(c) == area), parents={c: area_of(c) for c in CODES},
        neighbourhood_of={}, lines="neighbourhoods.geojson", shared=None, people="residents.csv",
        levels=dict.fromkeys(CODES, "neighbourhood"),
    )  # fmt: skip
    recount = SimpleNamespace(
        gazetteer=gazetteer, count=count, residents=lambda code: 5000, declared=SimpleNamespace(code_property="code")
    )
    return replace(found, month=prepared.cycle.month, recount=recount)


def told_of(fact):
    return _own(fact)


def refuses(kind, evidence, fact, place="B", category=None, **changed):
    values = {**told_of(fact), "longest": None}
    assert wrong(kind, evidence, values, place, category) == set()
    for name, value in changed.items():
        assert name in wrong(kind, evidence, {**values, name: value}, place, category), name


def test_counts_rates_and_ranges_of_places_are_found_again(paper, evidence):
    for kind in paper.baselines.kinds:
        key = kind.category.key
        refuses("baseline_of_kind", evidence, kind, "B", key, total=kind.total + 1, months=35, of=35, not_placed=999,
                sure=kind.sure + 3, shrunken=False)  # fmt: skip
        for row in kind.rows:
            refuses("baseline_rate", evidence, row, row.place.code, key, count=row.count + 1, rate=row.rate + 0.2,
                    lower=row.lower - 0.4, upper=row.upper + 0.4, drawn=row.drawn * 1.1,
                    drawn_upper=row.drawn_upper * 1.1)  # fmt: skip
        first = next(row for row in kind.rows if row.place.code == "N00")
        assert first.among == "sure"
        refuses("baseline_rate", evidence, first, "N00", key, among="no")


def test_work_and_need_are_found_again(paper, evidence):
    for row in paper.work.rows:
        refuses("place_work", evidence, row, row.place.code, usual=row.usual * 1.3, upper=row.upper * 1.4,
                deprived=9, small_areas=7, need="on the line", quadrant="unknown")  # fmt: skip
    refuses("work_told", evidence, paper.work, year="2019", unnamed=1)
    refuses("hours_per_incident", evidence, paper.work.hours[0], central=5.0, low=3.0, source="a guess")
    refuses("resourcing_paper", evidence, paper, neighbourhoods=33, without_residents=1, not_placed=5.0)


def test_sets_and_their_teams_are_found_again(paper, evidence, monkeypatch):
    monkeypatch.setattr(cluster_sets_again, "WANTED", 60)
    for option in paper.options.every:
        refuses("option_told", evidence, option, fewest=1, most=9, crossing=3, apart=1, moved=option.moved + 1,
                ratio=option.ratio * 1.1, ratio_upper=option.ratio_upper * 1.2, variation=option.variation + 5,
                smallest=option.smallest * 0.8, best=50, alike=(option.alike + 40) % 100)  # fmt: skip
        for team in option.clusters:
            refuses("team_told", evidence, team, usual=team.usual * 1.15, upper=team.upper * 1.3, members=99,
                    residents=team.residents + 1, areas=3, name="Others", pieces=2)  # fmt: skip
    refuses("options_compared", evidence, paper.options, every=3, differ=not paper.options.differ)


def test_a_set_or_team_that_nobody_wrote_is_not_proved(paper, evidence):
    own = paper.options.every[1]
    for kind, fact in (("option_told", replace(own, key="2026c")), ("team_told", replace(own.clusters[0], code="C99"))):
        with pytest.raises(Exception, match="written"):
            proved(kind, evidence, told_of(fact))


def test_an_exceptional_time_is_one_of_detection_yml(evidence):
    (evidence.root / "parameters/detection.yml").write_text(
        'exceptional: [{name: Restrictions, first: "2024-01", last: "2024-05", reason: x}]\n'
    )
    told = {"name": "Restrictions", "first": "2024-01", "last": "2024-05"}
    assert wrong("exceptional_time", evidence, told) == set()
    assert wrong("exceptional_time", evidence, {**told, "last": "2024-06"}) == {"last"}
    assert wrong("exceptional_time", evidence, {**told, "name": "Fair"}) == {"name", "first", "last"}
