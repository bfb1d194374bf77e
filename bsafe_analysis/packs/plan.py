"""Which documents a month makes, in which order, under which file names: all known before anything runs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.group_meetings import GroupMeeting, meetings_on_month
from bsafe_analysis.model.periods import day_name, month_name, parse_month
from bsafe_analysis.reports.facts.addresses import file_name, slug

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


@dataclass(frozen=True)
class PlannedDocument:
    """One page to be: `name` is the document's kind, `area` the code of its place, `notebook` a file name."""

    name: str
    title: str
    area: str
    month: str
    notebook: str
    file_name: str
    parameters: Mapping[str, str]
    group: str = ""
    """The key of the group for whose meeting on the day `meeting` (2026-10-14) it is; "" where it is for none."""
    meeting: str = ""
    own: bool = False
    """Whether an analyst's own notebook makes it: marked, proved by nobody, and it holds nothing else back."""


def plan(prepared: Prepared, audience: str = Audience.INTERNAL, pack: str = "") -> tuple[PlannedDocument, ...]:
    """Every document of one pack of a prepared month, in the one order of `plan_documents`."""
    cycle, of_groups = prepared.cycle, any(setting.of_groups for setting in prepared.cycle.documents)
    met = meetings_on_month(cycle.groups, prepared.register.meetings, cycle.month) if of_groups else ()
    return plan_documents(prepared.areas, cycle.documents, cycle.month, audience, pack, met)


def plan_documents(
    areas: Areas,
    documents: tuple[DocumentSetting, ...],
    month: str,
    audience: str,
    pack: str = "",
    met: Sequence[tuple[BusinessGroup, GroupMeeting]] = (),
) -> tuple[PlannedDocument, ...]:
    """Every document of a pack, by kind in the order of documents.yml, then by place in the order of areas.csv.

    `pack`: "" the month's own. `met`: the meetings that look at the month. InputError where no document is of that
    pack, a name cannot be that of a notebook, two places would share a file name, or nobody of whom it is meets.
    """
    _check_names(documents)
    _check_pack(documents, pack, audience)
    inside = [s for s in documents if s.pack == pack and audience in (s.only or (audience,))]
    planned = tuple(d for setting in inside for d in _of_setting(setting, areas, parse_month(month), audience, met))
    _check_file_names(planned)
    _check_somebody_meets(inside, planned, month)
    return planned


def pack_with(documents: tuple[DocumentSetting, ...], only: str | None, pack: str) -> str:
    """The pack that is meant: the one named, else that of the one kind of document that is asked for."""
    return pack or next((d.pack for d in documents if d.name == only), "")


def places_of(areas: Areas, per: str) -> tuple[Area, ...]:
    """The places that have a document each: `per` is "borough", "area" or "neighbourhood"."""
    return areas.of_level(Level(per))


def _of_setting(
    setting: DocumentSetting,
    areas: Areas,
    month: str,
    audience: str,
    met: Sequence[tuple[BusinessGroup, GroupMeeting]],
) -> Iterator[PlannedDocument]:
    if setting.of_groups:
        mine = ((group, meeting) for group, meeting in met if group.kind == setting.kind)
        yield from (_for_meeting(setting, areas, group, meeting, audience) for group, meeting in mine)
    else:
        yield from (_planned(setting, area, month, audience) for area in _places_named(areas, setting))


def _places_named(areas: Areas, setting: DocumentSetting) -> tuple[Area, ...]:
    """Of its level all places, or those that its entry names; InputError for a code that is none of them."""
    every = places_of(areas, setting.per)
    unknown = set(setting.places) - {area.code for area in every}
    if unknown:
        cure = f"Codes of that level: {', '.join(area.code for area in every)}."
        cause = f"{', '.join(sorted(unknown))} is no {setting.per}"
        raise InputError([Fault("parameters/documents.yml", f"{setting.name}, places", cause, cure)])
    return tuple(area for area in every if area.code in setting.places or not setting.places)


def choose(
    planned: tuple[PlannedDocument, ...], only: str | None = None, area: str | None = None
) -> tuple[PlannedDocument, ...]:
    """Those of one kind, of one place, or both; InputError with what there is where nothing is left."""
    chosen = tuple(d for d in planned if only in (None, d.name) and area in (None, d.area, d.group or d.area))
    if chosen:
        return chosen
    kinds = ", ".join(dict.fromkeys(d.name for d in planned))
    places = ", ".join(dict.fromkeys(d.group or d.area for d in planned if only in (None, d.name))) or "none"
    asked = " ".join(part for part in (only, area) if part)
    raise InputError(
        [
            Fault(
                "parameters/documents.yml", asked, "no such document", f"Kinds: {kinds}. Places of that kind: {places}."
            )
        ]
    )


def _planned(setting: DocumentSetting, area: Area, month: str, audience: str) -> PlannedDocument:
    return PlannedDocument(
        name=setting.name,
        title=f"{setting.title}: {area.name}",
        area=area.code,
        month=month,
        notebook=f"{setting.name}.ipynb",
        file_name=file_name(month, setting.name, area.code, audience),
        parameters={"month": month, "area": area.code},
        own=setting.own,
    )


def _for_meeting(
    setting: DocumentSetting, areas: Areas, group: BusinessGroup, meeting: GroupMeeting, audience: str
) -> PlannedDocument:
    """Of an area's group about its area, else about the borough."""
    area, day = areas[meeting.area] if meeting.area else areas.borough, meeting.on.isoformat()
    return PlannedDocument(
        name=setting.name,
        title=f"{setting.title}: {group.name}, {day_name(meeting.on)}",
        area=area.code,
        month=meeting.month,
        notebook=f"{setting.name}.ipynb",
        file_name=file_name(meeting.month, setting.name, place_of_meeting(group, meeting), audience),
        parameters={"month": meeting.month, "area": area.code, "group": group.key, "meeting": day},
        group=group.key,
        meeting=day,
        own=setting.own,
    )


def place_of_meeting(group: BusinessGroup, meeting: GroupMeeting) -> str:
    """What stands in a file's name in the place of a place: safer_homes-2026-10-14."""
    return "-".join(filter(None, (group.key, meeting.area, meeting.on.isoformat())))


def _check_somebody_meets(settings: Sequence[DocumentSetting], planned: Sequence[PlannedDocument], month: str) -> None:
    """A pack for meetings alone of which none looks at the month is no empty pack."""
    if settings and not planned and all(setting.of_groups for setting in settings):
        kinds = " or ".join(dict.fromkeys(setting.kind for setting in settings))
        cause = f"no group of the kind {kinds} has a meeting that looks at {month_name(month)}"
        cure = "Write its day there, a line for each meeting, with the month that it looks at"
        raise InputError([Fault("data/register/meetings.csv", month, cause, cure)])


def _check_pack(settings: tuple[DocumentSetting, ...], pack: str, audience: str) -> None:
    there = sorted({s.pack for s in settings if s.pack})
    if pack and pack not in there:
        cure = f"Packs: {', '.join(there)}." if there else "Add `pack:` to a document there."
        raise InputError([Fault("parameters/documents.yml", f"--pack {pack}", "no document is of this pack", cure)])
    readers = {reader for s in settings if s.pack == pack for reader in s.only or (audience,)}
    if pack and audience not in readers:
        cause, cure = f"it is not for the audience {audience}", f"It is for: {', '.join(sorted(readers))}."
        raise InputError([Fault("parameters/documents.yml", f"--pack {pack}", cause, cure)])


def _check_names(settings: tuple[DocumentSetting, ...]) -> None:
    wrong = [s.name for s in settings if not _NAME.fullmatch(s.name)]
    if wrong:
        cure = "Use small letters, digits and underscores, as in the notebook's name."
        raise InputError(
            [Fault("parameters/documents.yml", name, "this cannot be a document's name", cure) for name in wrong]
        )
    _check_kinds(settings)


def _check_kinds(settings: tuple[DocumentSetting, ...]) -> None:
    """Each kind has a template and a module of its name: looked for as files, for loading them all takes its time."""
    reports = files("bsafe_analysis.reports")
    faults = []
    for setting in settings:
        both = (reports / "templates" / f"{setting.name}.md.j2", reports / "documents" / f"{setting.name}.py")
        known = all(file.is_file() for file in both)
        if not known and not setting.own:
            cure = f"If notebooks/{setting.name}.ipynb is your own, write `own: true` beside it."
            faults.append(Fault("parameters/documents.yml", setting.name, "bsafe has no document of this name", cure))
        if known and setting.own:
            cure = "Give your own another name, or take `own: true` away."
            faults.append(Fault("parameters/documents.yml", setting.name, "bsafe has a document of this name", cure))
    if faults:
        raise InputError(faults)


def _check_file_names(planned: tuple[PlannedDocument, ...]) -> None:
    faults = [
        Fault(
            "data/reference/areas.csv",
            f"code {d.area!r}",
            "no file can be named after this code",
            "Use letters and digits.",
        )
        for d in planned
        if not slug(d.area) or len(d.file_name) > 200 or not _PARAMETER.fullmatch(d.area)
    ]
    times = Counter(d.file_name for d in planned)
    for name in sorted(name for name, n in times.items() if n > 1):
        codes = " and ".join(repr(d.area) for d in planned if d.file_name == name)
        cause = f"their documents would share the file {name}"
        faults.append(
            Fault(
                "data/reference/areas.csv", f"codes {codes}", cause, "Give them codes that differ in letters or digits."
            )
        )
    if faults:
        raise InputError(faults)
