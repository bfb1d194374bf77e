"""Findings that analysts promoted: data/register/findings/<month>/<id>.yml, and what later months said of them.

A finding is raised in one file and never edited. A review is a file of a later month's folder: review_of names the
finding, closed says whether anything is left to do. Written, from the workbench, and read here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.atomic_files import create_whole
from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence, PromotedReview
from bsafe_analysis.model.receipts import Notice
from bsafe_analysis.model.view_state import as_mapping, from_mapping
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.register.entry_files import digest_of
from bsafe_analysis.register.refusals import refused
from bsafe_analysis.yaml_files import read_yaml, write_yaml

FOLDER = "data/register/findings"
CLAIM, COMMENT, RECOMMENDATION, AGENCY, ROLE = "claim", "comment", "recommendation", "agency", "role"
CONFIDENCE, DUE, VIEW = "confidence", "due", "view"
REVIEW_OF, CLOSED, TEXT = "review_of", "closed", "text"
LONGEST = {CLAIM: 300, RECOMMENDATION: 300, AGENCY: 100, ROLE: 100, COMMENT: 1000}
"""Characters that each may have."""
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def promote(root: Path, finding: Promoted) -> Promoted:
    """Raise a finding in its month's folder; its id is made from its claim. InputError where a part is missing."""
    kept: dict[str, Any] = {
        CLAIM: finding.claim, CONFIDENCE: str(finding.confidence), COMMENT: finding.comment,
        RECOMMENDATION: finding.recommendation, AGENCY: finding.agency, DUE: finding.due, ROLE: finding.role,
        VIEW: as_mapping(finding.view),
    }  # fmt: skip
    slug = re.sub(r"[^a-z0-9]+", "-", finding.claim.lower()).strip("-")[:40].strip("-") or "finding"
    id = f"{slug}-{digest_of(kept)[:6]}"
    try:
        checked = promoted(id, finding.month, kept)
    except ValueError as error:
        raise InputError([Fault("the finding", "", str(error), "Fill it in and promote it again")]) from None
    create_whole(root / FOLDER / finding.month / f"{id}.yml", write_yaml(kept))
    return checked


def add_review(root: Path, month: str, id: str, closed: bool, text: str, role: str) -> None:
    """Say in a month's folder what came of a finding raised before; `closed` ends it."""
    kept = {REVIEW_OF: id, CLOSED: closed, TEXT: text, ROLE: role}
    try:
        review(month, kept)
    except ValueError as error:
        raise InputError([Fault("the review", "", str(error), "Fill it in and save it again")]) from None
    create_whole(root / FOLDER / month / f"review-{digest_of(kept)}.yml", write_yaml(kept))


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
            kept, _ = read_yaml(read_plain(path, links=False).decode("utf-8-sig"), name)
            if REVIEW_OF in kept:
                reviews.append((str(kept[REVIEW_OF]), review(path.parent.name, kept)))
            else:
                raised[path.stem] = promoted(path.stem, path.parent.name, kept)
        except InputError as error:
            notices.append(_not_usable(name, "; ".join(f"{f.place}: {f.cause}" for f in error.faults)))
        except UnicodeDecodeError:
            notices.append(_not_usable(name, "it is not UTF-8 text"))
        except OSError as error:
            notices.append(_not_usable(name, system_fault(error, "read")[0]))
        except ValueError as reason:
            notices.append(_not_usable(name, str(reason)))
    for id in sorted({id for id, _ in reviews} - set(raised)):
        notices.append(_not_usable(f"{FOLDER}, review of {id}", "no such finding was raised"))
    told = [replace(f, reviews=tuple(r for id, r in reviews if id == f.id)) for f in raised.values()]
    standing = [finding for finding in told if finding.stands_in(month)]
    return tuple(sorted(standing, key=lambda f: (f.month, f.id))), tuple(notices)


def promoted(id: str, month: str, kept: dict[str, Any]) -> Promoted:
    """One file as a finding; ValueError in plain words where it cannot be one."""
    if not ID.fullmatch(id):
        raise ValueError(f"{id!r} cannot be its name: use small letters, digits and dashes")
    text = {name: " ".join(str(kept.get(name) or "").split()) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(text[name]) > longest or (not text[name] and name != COMMENT):
            raise ValueError(f"its {name} must say something in at most {longest} characters")
    if kept.get(CONFIDENCE) not in list(PromotedConfidence):
        raise ValueError(f"its confidence {kept.get(CONFIDENCE)!r} is none of {', '.join(PromotedConfidence)}")
    if not isinstance(kept.get(DUE), date):
        raise ValueError(f"its due date {kept.get(DUE)!r} is no day: write it as 2026-12-01")
    if not isinstance(kept.get(VIEW), dict):
        raise ValueError("it has no view as its evidence")
    return Promoted(
        id=id,
        month=month,
        view=from_mapping(kept[VIEW]),
        confidence=PromotedConfidence(kept[CONFIDENCE]),
        due=kept[DUE],
        claim=text[CLAIM],
        comment=text[COMMENT],
        recommendation=text[RECOMMENDATION],
        agency=text[AGENCY],
        role=text[ROLE],
    )


def review(month: str, kept: dict[str, Any]) -> PromotedReview:
    """One file as a review of an earlier finding."""
    text, role = (" ".join(str(kept.get(name) or "").split()) for name in (TEXT, ROLE))
    if not text or not role or not isinstance(kept.get(CLOSED), bool):
        raise ValueError("a review says closed: true or false, a text, and the role of who reviewed")
    return PromotedReview(month, kept[CLOSED], text[: LONGEST[COMMENT]], role)


def _not_usable(name: str, reason: str) -> Notice:
    return refused("promoted_refused", name, f"The promoted finding {name} was left out: {reason}")
