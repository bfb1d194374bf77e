"""Each thing that people write is planted with a word of its own, and every edition is searched for all of them.

The table in docs/disclosure.md names what reaches whom: what is told must stand in it, and what stands in it is told.
"""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from bsafe_analysis.model.activities import Dated, Risk, RiskLevel
from bsafe_analysis.model.annotations import Annotation, Kind, Rebase
from bsafe_analysis.model.cycle import ExceptionalTime, KnownDate, Meeting, ProfileNotes
from bsafe_analysis.model.priorities import Harm, HarmClass
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence
from bsafe_analysis.model.register_entries import (
    Choice,
    Comment,
    CommunityPriority,
    Concern,
    DecisionSheet,
    Escalation,
    Hypothesis,
    LocalFact,
    Passing,
    Proposal,
    Register,
)
from bsafe_analysis.model.tactical_options import Cost, Evidence, Mechanism, Option, Options
from bsafe_analysis.model.view_state import ViewState
from bsafe_analysis.packs.page_maker import PageMaker
from bsafe_analysis.packs.plan import plan
from bsafe_analysis.preparation.editions import share
from bsafe_analysis.reports.document_kinds import DocumentsOfMonth
from bsafe_analysis.reports.show import compose
from tests.preparation.town import counts_of, internal
from tests.reports import months as by_hand

MONTH, DAY = "2026-09", date(2026, 9, 20)
DOCS = Path(__file__).parents[2] / "docs/disclosure.md"
KEYS = {
    "Activity": {"ref", "priority", "option", "decision", "areas", "categories"},
    "Annotation": {"id", "place", "category", "first"},
    "Category": {"key", "name", "noun"},  # ours, of the reference tables, as the names of places are
    "Comment": {"month", "subject", "readers"},
    "CommunityPriority": {"area", "category"},
    "Concern": {"area"},
    "Cycle": {"month", "months", "boundaries", "not_by_place", "high_risk", "markings", "sources", "documents"},
    "DecisionSheet": {"month"},
    "DetectionSettings": {"rebase"},
    "Escalation": {"ref", "month", "area", "category", "activity"},
    "ExceptionalTime": {"first", "last"},
    "ExpectedEffect": {"category", "area"},
    "LocalFact": {"area", "kind"},
    "Meeting": {"key", "document", "area"},
    "MeetingPolicy": set(),
    "Option": {"id", "categories", "needs", "era"},
    "Options": {"held", "era"},
    "Partnership": {"bank_holidays", "area_term", "neighbourhood_term", "borough"},
    "Policy": {"texts", "finest", "begins"},
    "Priority": {"key", "categories"},
    "ProfileNotes": {"area"},
    "Promoted": {"id", "month"},
    "Proposal": {"ref", "month", "finding", "area", "category", "option"},
    "PromotedReview": {"month"},
    "Rebase": {"places", "category", "since"},
    "ViewState": None,
    "Window": None,
}
"""Fields that name something by a key, and are no words of anybody's. None: the whole type."""
PLANTED = ("cycle", "activities", "priorities", "notes", "options", "register", "annotations", "promoted")

PAGES = (
    ("tactical_assessment", "B"), ("annex", "B"), ("data_quality", "B"), ("lap_assessment", "A1"),
    ("neighbourhood_profile", "N0"), ("neighbourhood_profile", "N1"), ("neighbourhood_profile", "N2"),
)  # fmt: skip


class Planter:
    """Gives each field of text a word of its own, the same in all objects of a type (of comments by their mark)."""

    def __init__(self):
        self.words = {}

    def word(self, path):
        return self.words.setdefault(path, f"Qz{len(self.words):03d}planted")

    def planted(self, value, path=""):
        if isinstance(value, str) and not isinstance(value, StrEnum):
            return self.word(path) if path else value
        if isinstance(value, tuple):
            return tuple(self.planted(each, path) for each in value)
        if isinstance(value, dict):
            return {key: self.planted(each, path) for key, each in value.items()}
        return self._of_type(value) if is_dataclass(value) else value

    def _of_type(self, value):
        name = type(value).__name__
        keys = KEYS.get(name, set())
        if keys is None:
            return value
        mark = f" marked {value.readers}" if name == "Comment" else ""
        chosen = [f.name for f in fields(value) if f.name not in keys]
        return replace(value, **{n: self.planted(getattr(value, n), f"{name}{mark}: {n}") for n in chosen})


def written():
    """A month with something in every place where people write."""
    proposal = Proposal(f"{MONTH}-1", MONTH, "f", "N1", "burglary", "locks", "a", "b", Choice.ACCEPT, "w", "o", DAY)
    said = Comment(MONTH, "tactical_assessment", DAY, "r", "t", (Hypothesis("c", "t", "r"),))
    fact = LocalFact("N1", "asset", "n", "a", "c", DAY)
    register = Register(
        decisions=tuple(DecisionSheet(m, (replace(proposal, month=m, ref=f"{m}-1"),), DAY) for m in ("2026-08", MONTH)),
        comments=tuple(replace(said, readers=readers) for readers in ("internal", "partner", "public")),
        community=(CommunityPriority("N1", "c", "s", DAY, "burglary", "a", "o", 5),),
        concerns=(Concern("N1", "c", "s", DAY, 5),), assets=(fact,), services=(fact,), issues=(fact,),
        escalations=(Escalation("E1", MONTH, "A1", "i", "a", "g", "burglary", "", next(iter(Passing)), "w"),),
    )  # fmt: skip
    option = Option(
        "lights", ("burglary",), by_hand.activity().strand, "a", next(iter(Mechanism)), "l", ("s",), next(iter(Cost)),
        "t", next(iter(Evidence)), "s", "h", legal="l", short="s", first_because="f",
    )  # fmt: skip
    activity = by_hand.activity(
        areas=("N2",), categories=("burglary",), theme="t", funding="f", blockage="b", progress="p", support="s",
        blocked_by="b", ask="a", milestones=(Dated(DAY, "m", "n"),), log=(Dated(DAY, "m", "n"),),
        risk=Risk("r", RiskLevel.LOW, RiskLevel.HIGH, "m"), owner="o", measure="m", baseline="b", target="t",
    )  # fmt: skip
    note = Annotation("1", next(iter(Kind)), "N2", "burglary", date(2026, 8, 3), None, "t", "r", DAY)
    view = ViewState("N2", "2026-01", MONTH)
    raised = Promoted("1", MONTH, "c", view, PromotedConfidence.HIGH, "c", "r", "a", DAY, "r", ())
    rows = counts_of(extra=[("N2", "burglary", MONTH, 60), ("N4", "burglary", MONTH, 60)])
    base = internal(
        rows=rows, activities=(activity,), register=register,
        notes=(ProfileNotes("N1", (("h", "t"),), DAY),), annotations=(note,), promoted=(raised,),
        options=Options((option,)), findings=(by_hand.finding(area="N2"),),
    )  # fmt: skip
    base = replace(base, priorities=replace(base.priorities, harm={"burglary": Harm(next(iter(HarmClass)), "w")}))
    return replace(base, cycle=_with_words(base.cycle))


def _with_words(cycle):
    settings = replace(
        cycle.detection, exceptional=(ExceptionalTime("n", "2025-12", "2025-12", "r"),),
        rebases=(Rebase(("N1",), "burglary", "2025-01", "r"),),
    )  # fmt: skip
    partnership = replace(cycle.partnership, contact="c", licence="l", dates=(KnownDate("Fair", DAY, DAY),))
    meeting = Meeting("joint", "m", "tactical_assessment", "", DAY)
    return replace(cycle, detection=settings, partnership=partnership, meetings=(meeting,))


def text_of(prepared):
    """All that the pages of an edition say, and what stands around them."""
    planned = plan(prepared, prepared.audience)
    maker = PageMaker(Path("/"), prepared, planned, prepared.audience, "", "nonce")
    parts = [repr(maker.frame(each)) for each in planned]
    documents = DocumentsOfMonth(prepared)
    for name, code in PAGES:
        document = documents.build(name, code)
        parts += [repr(bundle) for section in document.sections for bundle in compose(document, section)]
    return "\n".join(parts)


def told(audience, planter, base):
    text = text_of(share(base, audience)[0])
    return {path for path, word in planter.words.items() if word in text}


def table():
    """Field -> the audiences that the docs say read it."""
    rows = re.findall(r"^\| `([^`]+)` \| (yes|no) \| (yes|no) \|", DOCS.read_text(), re.MULTILINE)
    return {path: {a for a, yes in (("partner", p), ("public", q)) if yes == "yes"} for path, p, q in rows}


@pytest.fixture(scope="module")
def planted():
    planter, base = Planter(), written()
    return planter, replace(base, **{name: planter.planted(getattr(base, name)) for name in PLANTED})


@pytest.mark.parametrize("audience", ["partner", "public"])
def test_what_people_wrote_reaches_others_where_the_table_says_so_and_nowhere_else(planted, audience):
    planter, base = planted
    assert len(planter.words) > 60
    assert told(audience, planter, base) == {path for path, readers in table().items() if audience in readers}


def test_the_internal_edition_tells_most_of_it(planted):
    """The same search finds it where it may stand: a word that is nowhere to be found would prove nothing."""
    planter, base = planted
    text = text_of(base)
    found = {path for path, word in planter.words.items() if word in text}
    assert len(found) > 40
