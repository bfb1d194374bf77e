"""Findings that analysts promoted: data/register/findings/<month>/<id>.yml, and what later months said of them.

A finding is raised in one file and never edited. A review is a file of a later month's folder: review_of names the
finding, closed says whether anything is left to do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence, PromotedReview
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.view_state import from_mapping
from bsafe_analysis.yaml_files import read_yaml

FOLDER = "data/register/findings"
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
LONGEST = {"claim": 300, "recommendation": 300, "agency": 100, "role": 100, "comment": 1000}


def read_promoted(root: Path, month: str) -> tuple[tuple[Promoted, ...], tuple[Notice, ...]]:
    """The findings that stand in the month, oldest first, each with the reviews up to it; a notice for odd files."""
    raised: dict[str, Promoted] = {}
    reviews: list[tuple[str, PromotedReview]] = []
    notices = []
    for path in sorted((root / FOLDER).glob("*/*.yml")):
        if not _MONTH.fullmatch(path.parent.name) or path.parent.name > month:
            continue
        name = f"{FOLDER}/{path.parent.name}/{path.name}"
        try:
            kept, _ = read_yaml(path.read_bytes().decode("utf-8-sig"), name)
            if "review_of" in kept:
                reviews.append((str(kept["review_of"]), review(path.parent.name, kept)))
            else:
                raised[path.stem] = promoted(path.stem, path.parent.name, kept)
        except InputError as error:
            notices.append(_refused(name, error.faults[0].cause))
        except UnicodeDecodeError:
            notices.append(_refused(name, "it is not UTF-8 text"))
        except (ValueError, OSError) as reason:
            notices.append(_refused(name, str(reason)))
    for id in sorted({id for id, _ in reviews} - set(raised)):
        notices.append(_refused(f"{FOLDER}, review of {id}", "no such finding was raised"))
    told = [replace(f, reviews=tuple(r for id, r in reviews if id == f.id)) for f in raised.values()]
    standing = [finding for finding in told if finding.stands_in(month)]
    return tuple(sorted(standing, key=lambda f: (f.month, f.id))), tuple(notices)


def promoted(id: str, month: str, kept: dict[str, Any]) -> Promoted:
    """One file as a finding; ValueError in plain words where it cannot be one."""
    if not ID.fullmatch(id):
        raise ValueError(f"{id!r} cannot be its name: use small letters, digits and dashes")
    text = {name: " ".join(str(kept.get(name) or "").split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(text[name]) > longest or (not text[name] and name != "comment"):
            raise ValueError(f"its {name} must say something in at most {longest} characters")
    if kept.get("confidence") not in list(PromotedConfidence):
        raise ValueError(f"its confidence {kept.get('confidence')!r} is none of {', '.join(PromotedConfidence)}")
    if not isinstance(kept.get("due"), date):
        raise ValueError(f"its due date {kept.get('due')!r} is no day: write it as 2026-12-01")
    if not isinstance(kept.get("view"), dict):
        raise ValueError("it has no view as its evidence")
    return Promoted(
        id=id,
        month=month,
        view=from_mapping(kept["view"]),
        confidence=PromotedConfidence(kept["confidence"]),
        due=kept["due"],
        claim=text["claim"],
        comment=text["comment"],
        recommendation=text["recommendation"],
        agency=text["agency"],
        role=text["role"],
    )


def review(month: str, kept: dict[str, Any]) -> PromotedReview:
    """One file as a review of an earlier finding."""
    text, role = (" ".join(str(kept.get(name) or "").split()) for name in ("text", "role"))
    if not text or not role or not isinstance(kept.get("closed"), bool):
        raise ValueError("a review says closed: true or false, a text, and the role of who reviewed")
    return PromotedReview(month, kept["closed"], text[: LONGEST["comment"]], role)


def _refused(name: str, reason: str) -> Notice:
    return Notice("promoted_refused", name, 1, f"The promoted finding {name} was left out: {reason}.", True)
