"""Where the parameter files do not agree: with themselves, with one another, or with data/reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.business_groups import GroupKind
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.policy import marking_faults
from bsafe_analysis.parameters.reference import Reference


@dataclass(frozen=True)
class ChoiceForms:
    """The six parameter files that every workspace has, each in its form."""

    partnership: forms.PartnershipForm
    sources: forms.SourcesForm
    detection: forms.DetectionForm
    priorities: forms.PrioritiesForm
    documents: forms.DocumentsForm
    policy: forms.PolicyForm


def agreement_faults(
    chosen: ChoiceForms, reference: Reference, has_boundaries: bool, groups: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Every place where one file names what another does not hold. `groups`: key -> name, of groups.yml."""
    keys = {category.key for category in reference.categories}
    return (
        *_category_faults(chosen, keys),
        *_meeting_faults(chosen.documents, groups),
        *_kind_faults(chosen.documents),
        *_place_faults(chosen.partnership, reference, has_boundaries),
        *_date_faults(chosen.partnership),
        *_exceptional_faults(chosen.detection),
        *_unnamed_faults(chosen.partnership),
        *_source_faults(chosen.sources),
        *_word_faults(chosen.sources, reference),
        *marking_faults(chosen.policy, chosen.sources),
    )


def _category_faults(chosen: ChoiceForms, keys: set[str]) -> list[Fault]:
    file = "parameters/priorities.yml"
    named = [(file, "priorities", c) for p in chosen.priorities.priorities for c in p.categories]
    named += [(file, "improvement", c) for c in chosen.priorities.improvement]
    named += [(file, "harm", c) for c in chosen.priorities.harm]
    named += [("parameters/policy.yml", "not_by_place", c) for c in chosen.policy.not_by_place or ()]
    named += [("parameters/policy.yml", "high_risk", c) for c in chosen.policy.high_risk or ()]
    named += [("parameters/sources.yml", s.name, c) for s in chosen.sources.sources for c in s.categories]
    named += [("parameters/detection.yml", "rebase", c) for c in chosen.detection.rebase if c != "*"]
    return [
        Fault(file, place, f"{category!r} is no category", "See data/reference/categories.csv")
        for file, place, category in named
        if category not in keys
    ]


def _meeting_faults(documents: forms.DocumentsForm, groups: Mapping[str, str]) -> list[Fault]:
    file, named = "parameters/documents.yml", {*documents.meetings, *groups}
    faults = [
        Fault(file, name, f"no meeting {document.meeting!r}", "Add it to parameters/groups.yml")
        for name, document in documents.documents.items()
        if document.meeting and document.meeting not in named
    ]
    for key, meeting in documents.meetings.items():
        if groups.get(key) not in (None, "", meeting.name):
            cause = f"{key} is called {meeting.name!r} here and {groups[key]!r} in parameters/groups.yml"
            faults.append(Fault(file, f"meetings.{key}", cause, "Take it out here"))
    return faults


def _kind_faults(documents: forms.DocumentsForm) -> list[Fault]:
    """A document for meetings of groups says of which kind of group; no other does, and it has no places."""
    file, faults = "parameters/documents.yml", []
    for name, document in documents.documents.items():
        of_groups = document.per == "group"
        if of_groups and document.kind is None:
            cause = "per: group, and not of which kind of group"
            faults.append(Fault(file, name, cause, "Write kind: theme, or another kind of parameters/groups.yml"))
        if of_groups and document.kind is GroupKind.AREA:
            faults.append(
                Fault(file, name, "groups of areas meet area by area", "Write per: area, and meeting: the group")
            )
        if not of_groups and document.kind is not None:
            faults.append(Fault(file, name, "kind belongs to per: group", "Take kind out, or write per: group"))
        if of_groups and document.places:
            faults.append(Fault(file, name, "a group is no place", "Take places out"))
    return faults


def _place_faults(partnership: forms.PartnershipForm, reference: Reference, has_boundaries: bool) -> list[Fault]:
    """Where incidents cannot be placed in the way that was chosen."""
    file = "parameters/partnership.yml"
    if partnership.neighbourhoods_by == "points" and not has_boundaries:
        cure = "Add data/reference/boundaries/neighbourhoods.geojson, or place by lsoas"
        return [Fault(file, "neighbourhoods_by", "points need boundaries, and none are held", cure)]
    if partnership.neighbourhoods_by == "lsoas" and not any(reference.lsoas.values()):
        cure = "Fill data/reference/lsoas.csv, or place by points"
        return [Fault(file, "neighbourhoods_by", "no LSOA names a neighbourhood", cure)]
    return []


def _unnamed_faults(partnership: forms.PartnershipForm) -> list[Fault]:
    """Names that are still the starter file's: they would be printed as if they were somebody's."""
    starter = {"name": "My partnership", "borough": "My borough"}
    return [
        Fault("parameters/partnership.yml", key, f"it is still {given!r}, the starter file's", "Write the real one")
        for key, given in starter.items()
        if getattr(partnership, key) == given
    ]


def _date_faults(partnership: forms.PartnershipForm) -> list[Fault]:
    backwards = (known for known in partnership.dates if known.last is not None and known.last < known.first)
    cure = "Put the earlier day first"
    return [
        Fault("parameters/partnership.yml", "dates", f"{known.name!r} ends before it starts", cure)
        for known in backwards
    ]


def _exceptional_faults(detection: forms.DetectionForm) -> list[Fault]:
    """Exceptional times that end before they start, or that share a month with another."""
    file, times = "parameters/detection.yml", sorted(detection.exceptional, key=lambda time: time.first)
    backwards = [time for time in times if time.last < time.first]
    faults = [
        Fault(file, "exceptional", f"{t.name!r} ends before it starts", "Put the earlier first") for t in backwards
    ]
    for one, other in pairwise(times):
        if other.first <= one.last and not backwards:
            cause = f"{one.name!r} and {other.name!r} share months"
            faults.append(Fault(file, "exceptional", cause, "Let one end before the other starts"))
    return faults


def _word_faults(sources: forms.SourcesForm, reference: Reference) -> list[Fault]:
    """Words of a source that nobody has declared."""
    known = {source.name for source in sources.sources}
    cure = f"Write one of: {', '.join(sorted(known))}; or leave it blank for all"
    return [
        Fault("data/reference/categories.csv", "source", f"there is no source {name!r}", cure)
        for name in reference.words
        if name not in known
    ]


def _source_faults(sources: forms.SourcesForm) -> list[Fault]:
    file, faults = "parameters/sources.yml", []
    names = [source.name for source in sources.sources]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(Fault(file, name, "two sources have this name", "Give each a name of its own"))
    received = [source for source in sources.sources if source.kind != "store"]
    folders = [(source.name, f"{source.folder.strip('/')}/".lstrip("/")) for source in received]
    for i, (name, folder) in enumerate(folders):
        for other, within in folders[i + 1 :]:
            if folder.startswith(within) or within.startswith(folder):
                cause = f"its folder and that of {other} hold each other: files would count twice"
                faults.append(Fault(file, name, cause, "Give each source a folder of its own"))
    for source in sources.sources:
        if ".." in source.folder or source.folder.startswith("/"):
            faults.append(
                Fault(
                    file, source.name, f"the folder {source.folder!r} leaves data/raw", "Name a folder below data/raw"
                )
            )
    return [*faults, *(f for s in sources.sources for f in _column_faults(s)), *_store_faults(sources)]


_WRITTEN_OUT = re.compile(r"name|address|street|d\.?o\.?b|birth|phone|mail|post ?code", re.IGNORECASE)
"""Words in a column's name that no reference number has."""
_PLACES = ("lsoa", "grid_reference", "place", "district", "postcode")


def _column_faults(source: forms.SourceForm) -> list[Fault]:
    """What the mapping of an extract lacks, or says twice."""
    if source.kind != "columns":
        return []
    file, columns = "parameters/sources.yml", source.columns
    faults = []
    missing = [column for column in ("month", "category") if column not in columns]
    if source.every_row and "category" in columns:
        cause = "every_row and the column of the category both say what a row is"
        faults.append(Fault(file, source.name, cause, "Keep one of the two"))
    elif source.every_row:
        missing = [column for column in missing if column != "category"]
    placed = {"longitude", "latitude"} <= set(columns) or any(column in columns for column in _PLACES)
    if missing or not (placed or source.ours_alone):
        cause = f"columns lacks {', '.join(missing) or 'lsoa, or longitude and latitude'}"
        faults.append(Fault(file, source.name, cause, "Say which of their columns holds it"))
    if "count" in columns and "incident_id" in columns:
        cause = "a row that stands for several incidents has no identifier of one"
        faults.append(Fault(file, source.name, cause, "Take incident_id out of columns, or count"))
    if source.postcodes and (source.ours_alone or "postcode" not in columns):
        why = "ours_alone: true says that every row is" if source.ours_alone else "no column is mapped as postcode"
        cause = f"postcodes says which rows are ours, and {why}: the list would not be looked at"
        cure = "Write ours_alone: false, or take postcodes out" if source.ours_alone else "Map the column of postcodes"
        faults.append(Fault(file, source.name, cause, cure))
    marked = {ours: theirs for ours, theirs in columns.items() if ours in ("victim", "premises")}
    if "count" in columns and marked:
        cause = f"a row that stands for several incidents has no {' or '.join(marked)} of one"
        faults.append(Fault(file, source.name, cause, f"Take {', '.join(marked)} out of columns, or count"))
    faults += [
        Fault(
            file,
            source.name,
            f"{ours}: {theirs!r} is named like somebody's name or address, not like a number",
            "Map the column of their reference (a crime system's number of the victim, a UPRN), or none",
        )
        for ours, theirs in marked.items()
        if _WRITTEN_OUT.search(theirs)
    ]
    private = {name.casefold() for name in source.never_read}
    faults += [
        Fault(file, source.name, f"{name!r} stands under columns and under never_read", "Take it out of one")
        for name in columns.values()
        if name.casefold() in private
    ]
    return faults


def _store_faults(sources: forms.SourcesForm) -> list[Fault]:
    """What a source of kind `store` must have, and what no other may."""
    file, faults = "parameters/sources.yml", []
    for source in sources.sources:
        if source.kind != "store" and (source.path or source.forces):
            cause = "path and forces belong to a source of kind store"
            faults.append(Fault(file, source.name, cause, "Name its folder below data/raw instead"))
        elif source.kind == "store" and not source.path:
            cause = "a source of kind store needs the path of the store"
            faults.append(Fault(file, source.name, cause, "path: the folder that `bsafe load` made"))
        elif source.kind == "store" and source.ours_alone:
            cause = "a national store holds the rows of everybody"
            faults.append(Fault(file, source.name, cause, "Take ours_alone out"))
    stores = [source.path for source in sources.sources if source.kind == "store"]
    for path in sorted({path for path in stores if path and stores.count(path) > 1}):
        cause = f"two sources read the store {path!r}: its rows would count twice"
        faults.append(Fault(file, "sources", cause, "Keep one, with the forces of both"))
    return faults
