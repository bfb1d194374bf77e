"""What scorers wrote: a line for each score, and why a line cannot be used."""

from bsafe_analysis.model.issue_scores import IssueScore, ScoringSettings
from bsafe_analysis.register.cells import Known
from bsafe_analysis.register.scorers import read_scores
from tests.reports.months import AREAS

KNOWN = Known(AREAS, {"burglary": "Burglary", "damage": "Criminal damage"})
SCORING = ScoringSettings(judged_only={"cuckooing": "Cuckooing"})
HEADER = "edition,issue,factor,scorer_role,agency,score,reason\n"


def read(tmp_path, *lines):
    file = tmp_path / "data/register/scores.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    return read_scores(tmp_path, KNOWN, "2026-09", SCORING)


def test_five_rows_by_hand(tmp_path):
    scores, notices = read(
        tmp_path,
        "2026-09,burglary,harm,Area commander,Police,3,people lose trust",
        "2026-09,Criminal damage,amenable,Head of housing,Council,0,little that we can do",
        "2026-09,cuckooing,harm,Head of housing,Council,4,people lose their homes",
        "2025-09,burglary,harm,Area commander,Police,2,another edition's",
        "2026-09,burglary,harm,Area commander,Police,5,too much",
    )
    assert scores == (
        IssueScore("burglary", "harm", "Area commander", "Police", 3, "people lose trust"),
        IssueScore("damage", "amenable", "Head of housing", "Council", 0, "little that we can do"),
        IssueScore("cuckooing", "harm", "Head of housing", "Council", 4, "people lose their homes"),
    )
    (notice,) = notices
    assert notice.text == "data/register/scores.csv, row 6 was set aside: score is '5': write 0, 1, 2, 3 or 4."


def test_each_fault_is_one_plain_line(tmp_path):
    _, notices = read(
        tmp_path,
        "September,burglary,harm,Area commander,Police,3,why",
        "2026-09,burglery,harm,Area commander,Police,3,why",
        "2026-09,burglary,volume,Area commander,Police,3,why",
        "2026-09,burglary,luck,Area commander,Police,3,why",
        "2026-09,burglary,harm,,Police,3,why",
    )
    said = [notice.text.partition(" was set aside: ")[2] for notice in notices]
    assert said == [
        "edition is 'September': write its month, as 2026-09.",
        "'burglery' is not a category that is known: see data/reference/categories.csv.",
        "volume is decided by the counts: score harm, amenable.",
        "'luck' is no factor of parameters/scoring.yml: write harm, amenable.",
        "it has no scorer role.",
    ]


def test_no_file_is_no_score(tmp_path):
    assert read_scores(tmp_path, KNOWN, "2026-09", SCORING) == ((), ())
