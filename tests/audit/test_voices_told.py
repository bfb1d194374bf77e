"""What people said and noted, proved by their own files read anew: every changed word is found."""

import pytest

from bsafe_analysis.audit.proofs.voices_told import neighbourhood_profile
from tests.audit.register_by_hand import evidence_of, proved, wrong
from tests.audit.workspace_by_hand import write_rows

CONCERN = {"area": "N1", "concern": "Speeding", "source": "Survey", "on": "2026-06-20", "asked": 40}
ASKED = {**CONCERN, "concern": "Bins, alight", "category": "fires", "action": "Moved", "outcome": ""}
FACT = {"area": "N2", "kind": "venue", "name": "Hall", "about": "Open", "contact": "desk", "on": "2026-05-02"}
NOTE = {"area": "N1", "heading": "What residents say", "text": "Noise at night.\n\n- Litter", "as_at": "2026-07-20"}
COMMENT = {"month": "2026-08", "subject": "N1.burglary", "on": "2026-09-07", "role": "crime analyst", "text": "By day."}
IDEA = {"claim": "The gates are open.", "test": "Walk the alleys.", "result": "Not supported: it began before."}
NOTES = """as at: 2026-08-12

## Place

Terraces.

## What residents say

as at: 2026-07-20

Noise at night.

- Litter

## Empty
"""
COMMENTARY = """## 2026-09-07, crime analyst, for partners

By day.

### Hypothesis
claim: The gates are open.
test: Walk the alleys.
result: Not supported: it began before.

### Hypothesis
claim: One person did it.
"""
FINDING = {"area": "N1", "category": "burglary", "since": "2026-08", "direction": "up"}


@pytest.fixture
def written(tmp_path):
    evidence = evidence_of(
        tmp_path, "data/register/concerns.csv, row 4 was set aside: it has no source", findings=[FINDING]
    )
    register = tmp_path / "data/register"
    write_rows(
        register / "concerns.csv", "Area;concern;source;date;asked", "One;Speeding;Survey;20/6/2026;40",
        "N2;Litter;Survey;2026-06-20;", "N2;Dogs;;2026-06-20;1",
    )  # fmt: skip
    head = "area,concern,source,date,category,action,outcome,asked"
    write_rows(register / "community_priorities.csv", head, 'N1,"Bins, alight",Survey,2026-06-20,Fires,Moved,,40')
    write_rows(register / "assets.csv", "area,kind,name,about,contact,as_at", "N2,venue,Hall,Open,desk,2026-05-02")
    write_rows(register / "notes/N1.md", NOTES)
    write_rows(register / "commentary/2026-08/One.burglary.md", COMMENTARY)
    return evidence


EVERY = [("concern", CONCERN), ("community_priority", ASKED), ("local_fact", FACT), ("note", NOTE),
         ("comment", COMMENT), ("hypothesis", IDEA)]  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), EVERY)
def test_what_was_written_is_proved(written, kind, said):
    assert wrong(kind, written, said) == set()
    assert {*said} <= {*proved(kind, written, said)}


@pytest.mark.parametrize(("kind", "said", "name"), [(kind, said, name) for kind, said in EVERY for name in said])
def test_each_changed_value_is_found(written, kind, said, name):
    assert wrong(kind, written, {**said, name: "other"}) == {name}


@pytest.mark.parametrize(("kind", "said"), EVERY)
def test_where_nobody_wrote_anything_nothing_may_be_said(tmp_path, kind, said):
    assert wrong(kind, evidence_of(tmp_path), said) == set(said)


def test_a_row_that_was_set_aside_may_not_be_said(written):
    dogs = {"area": "N2", "concern": "Dogs", "source": "", "on": "2026-06-20", "asked": 1}
    assert wrong("concern", written, dogs) == {"concern", "source", "asked"}


def test_a_note_has_the_day_of_its_own_place(written, tmp_path):
    write_rows(tmp_path / "data/register/notes/N2.md", NOTES.replace("2026-07-20", "2026-06-20"))
    assert wrong("note", written, {**NOTE, "as_at": "2026-06-20"}) == {"as_at"}
    assert wrong("note", written, {**NOTE, "area": "N2", "as_at": "2026-06-20"}) == set()


def test_letters_of_windows_are_read(tmp_path):
    evidence = evidence_of(tmp_path)
    file = write_rows(tmp_path / "data/register/concerns.csv", "area;concern;source;date", "N1;Café;Letter;2026-06-20")
    file.write_bytes(file.read_text("utf-8").encode("cp1252"))
    said = {"area": "N1", "concern": "Café", "source": "Letter", "on": "2026-06-20", "asked": None}
    assert wrong("concern", evidence, said) == set()


def test_commentary_that_was_set_aside_may_not_be_said(written, tmp_path):
    told = "The commentary data/register/commentary/2026-08/One.burglary.md was set aside: 2026-08 has no finding."
    assert wrong("comment", evidence_of(tmp_path, told), COMMENT) == set(COMMENT)


def test_explanations_are_counted_since_the_finding_began(written):
    counts = {"supported": 0, "rejected": 1, "unclear": 0, "waiting": 1}
    assert proved("explanations", written, counts) == counts
    assert wrong("explanations", written, {**counts, "rejected": 2}) == {"rejected"}


@pytest.mark.parametrize(
    ("result", "outcome"),
    [("Supported.", "supported"), ("Partly", "unclear"), ("Not tested yet", "waiting"), ("Ruled out: no", "rejected")],
)
def test_the_first_words_of_a_result_say_what_became_of_it(written, tmp_path, result, outcome):
    text = f"## 2026-09-07, crime analyst\n### Hypothesis\nclaim: It rained.\nresult: {result}\n"
    write_rows(tmp_path / "data/register/commentary/2026-08/One.burglary.md", text)
    assert proved("explanations", written, {outcome: 1})[outcome] == 1


def test_a_profile_is_due_three_months_after_its_newest_date(written):
    values = {"place": "N1", "parent": "A1", "reviewed": "2026-08-12", "review_due": "2026-11-12"}
    assert wrong(neighbourhood_profile, written, values) == set()
    assert wrong(neighbourhood_profile, written, {**values, "review_due": "2026-11-13"}) == {"review_due"}


def test_a_profile_that_nobody_wrote_of_is_due_now(written):
    values = {"place": "N2", "parent": "A1", "reviewed": None, "review_due": "2026-09-05"}
    assert wrong(neighbourhood_profile, written, values) == set()
    assert wrong(neighbourhood_profile, written, {**values, "reviewed": "2026-08-12"}) == {"reviewed"}


def test_a_review_on_the_last_of_a_month_is_due_by_the_28th(written, tmp_path):
    write_rows(tmp_path / "data/register/notes/N2.md", "as at: 2026-08-31", "## Place", "Flats.")
    assert proved(neighbourhood_profile, written, {"place": "N2"})["review_due"] == "2026-11-28"
