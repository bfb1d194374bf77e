"""Reads parameters/groups.yml, which may be left out: the partnership's groups, by roles and offices alone."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind, Rhythm
from bsafe_analysis.model.same_names import name_as_seen
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.forms import Form, Key, Text

FILE = "parameters/groups.yml"
Office = Annotated[str, Field(max_length=120)]
Weeks = Annotated[int, Field(ge=1, le=52)]
MOST_DIGITS = 4
"""More digits than a house or room number has are a telephone's."""


class MeetsForm(Form):
    months: Annotated[int, Field(ge=1, le=12)] | None = None
    weeks: Annotated[list[Weeks], Field(min_length=2, max_length=2)] | None = None


class GroupForm(Form):
    name: Text
    kind: Annotated[GroupKind, Field(strict=False)]
    meets: MeetsForm
    chair: Office = ""
    lead_officer: Office = ""
    contact: Office = ""
    signs: tuple[Key, ...] = Field((), strict=False)
    themes: tuple[Text, ...] = Field((), strict=False)
    after: Key | None = None
    answers_to: Key | None = None


class GroupsForm(Form):
    groups: dict[Key, GroupForm] = Field(min_length=1)


def read_groups(root: Path, documents: Collection[str]) -> tuple[tuple[BusinessGroup, ...], tuple[Fault, ...]]:
    """The groups in the order of the file, and every fault of it. No such file: none.

    `documents`: the kinds of documents.yml, of which a group may sign some.
    """
    if not (root / FILE).exists():
        return (), ()
    form, faults = read_form(root, FILE.rpartition("/")[2], GroupsForm)
    if form is None:
        return (), faults
    return tuple(_group(key, given) for key, given in form.groups.items()), tuple(_faults(form.groups, documents))


def _group(key: str, given: GroupForm) -> BusinessGroup:
    weeks = given.meets.weeks or [0, 0]
    return BusinessGroup(
        key, given.name, given.kind, Rhythm(given.meets.months or 0, *weeks), given.chair, given.lead_officer,
        given.contact, given.signs, given.themes, given.after or "", given.answers_to or "",
    )  # fmt: skip


def _faults(groups: Mapping[str, GroupForm], documents: Collection[str]) -> Iterator[Fault]:
    for key, group in groups.items():
        yield from _rhythm_faults(key, group.meets)
        yield from _office_faults(key, group)
        for column, meant, held in (("after", group.after, groups), ("answers_to", group.answers_to, groups)):
            if meant is not None and (meant not in held or meant == key):
                cause = "a group cannot name itself" if meant == key else f"there is no group {meant!r}"
                yield _fault(key, column, cause, nearest_name(meant, [other for other in held if other != key]))
        for name in group.signs:
            if name not in documents:
                cause = f"{name!r} is no kind of document in parameters/documents.yml"
                yield _fault(key, "signs", cause, nearest_name(name, documents))
    yield from _ring_faults(groups)
    yield from _theme_faults(groups)


def _rhythm_faults(key: str, meets: MeetsForm) -> Iterator[Fault]:
    if (meets.months is None) == (meets.weeks is None):
        cure = "Write meets: {months: 1}, or meets: {weeks: [6, 8]} for every six to eight weeks"
        yield _fault(key, "meets", "it needs months or weeks, and one of them only", cure)
    elif meets.weeks is not None and meets.weeks[0] > meets.weeks[1]:
        yield _fault(key, "meets", f"{meets.weeks[0]} to {meets.weeks[1]} weeks is no span", "Put the fewer first")


def _office_faults(key: str, group: GroupForm) -> Iterator[Fault]:
    """Private contacts: these names are printed."""
    for column in ("chair", "lead_officer", "contact"):
        said = getattr(group, column)
        if "@" in said or sum(letter.isdigit() for letter in said) > MOST_DIGITS:
            yield _fault(key, column, "this is somebody's own contact", "Write a role or an office")


def _ring_faults(groups: Mapping[str, GroupForm]) -> Iterator[Fault]:
    """Groups that answer to one another in a ring: nothing would ever arrive anywhere."""
    for key in groups:
        seen, at = [key], groups[key].answers_to
        while at is not None and at in groups and at not in seen:
            seen.append(at)
            at = groups[at].answers_to
        if at == key and len(seen) > 1 and key == min(seen):
            ring = " to ".join((*seen, key))
            yield _fault(key, "answers_to", f"the answers go round in a ring, {ring}", "Let one of them answer to none")


def _theme_faults(groups: Mapping[str, GroupForm]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for key, group in groups.items():
        if (group.kind is GroupKind.THEME) != bool(group.themes):
            theme = group.kind is GroupKind.THEME
            cause = "a theme group has no themes" if theme else "only a group of kind theme has themes"
            yield _fault(key, "themes", cause, "Name the themes of the plan" if theme else "Take them out")
        for theme_name in group.themes:
            other = first.setdefault(name_as_seen(theme_name), key)
            if other != key:
                cause = f"{theme_name!r} is a theme of {other} too: its lines would be printed twice"
                yield _fault(key, "themes", cause, "Leave it to one of the two")


def _fault(key: str, column: str, cause: str, cure: str) -> Fault:
    return Fault(FILE, f"{key}.{column}", cause, cure)


def nearest_name(meant: str, held: Collection[str]) -> str:
    """What to write instead of a name that is not held: the nearest one, else all there are."""
    close = difflib.get_close_matches(meant, list(held), n=1)
    return f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(held) or 'none'}"
