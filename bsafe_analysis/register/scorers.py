"""What scorers of several agencies wrote: data/register/scores.csv or .xlsx, a line for each score."""

from __future__ import annotations

from pathlib import Path

from bsafe_analysis.model.issue_scores import BY_RULE, MOST, IssueScore, ScoringSettings
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.register.cells import Known, Unusable
from bsafe_analysis.register.community import read_rows
from bsafe_analysis.register.spreadsheets import Row

NAME = "scores"
COLUMNS = ("edition", "issue", "factor", "scorer_role", "agency", "score", "reason")


def read_scores(
    root: Path, known: Known, month: str, scoring: ScoringSettings
) -> tuple[tuple[IssueScore, ...], tuple[Notice, ...]]:
    """The scores of the edition of that month, and a notice for each row that cannot be used, of whichever edition."""

    def make(row: Row, _known: Known) -> tuple[str, IssueScore]:
        return _edition(row), _score(row, known, scoring)

    rows, notices = read_rows(root, NAME, COLUMNS, known, make)
    return tuple(score for edition, score in rows if edition == month), notices


def _edition(row: Row) -> str:
    try:
        return parse_month(row["edition"])
    except ValueError:
        raise Unusable(f"edition is {row['edition'][:40]!r}: write its month, as 2026-09") from None


def _score(row: Row, known: Known, scoring: ScoringSettings) -> IssueScore:
    issue = row["issue"] if row["issue"] in scoring.judged_only else known.category(row["issue"])
    factor = row["factor"].strip().lower()
    if factor in BY_RULE:
        raise Unusable(f"{factor} is decided by the counts: score {', '.join(scoring.judged) or 'another factor'}")
    if factor not in scoring.judged:
        raise Unusable(f"{factor!r} is no factor of parameters/scoring.yml: write {', '.join(scoring.judged)}")
    if not row["score"].isdigit() or int(row["score"]) > MOST:
        raise Unusable(f"score is {row['score'][:20]!r}: write 0, 1, 2, 3 or 4")
    return IssueScore(issue, factor, row["scorer_role"], row["agency"], int(row["score"]), row["reason"])
