"""Reads and checks what a partnership chose: parameters/ and data/reference/. Every fault of every file at once."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.cycle import Cycle, DetectionSettings, DocumentSetting, KnownDate, Meeting, Partnership
from bsafe_analysis.model.disclosure import Policy
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.periods import Window, add_months, months_between, parse_month
from bsafe_analysis.model.priorities import Priorities, Priority
from bsafe_analysis.model.receipts import Source
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.meeting_policy_file import read_meeting_policy
from bsafe_analysis.parameters.new_workspace import init_workspace
from bsafe_analysis.parameters.option_library import read_options
from bsafe_analysis.parameters.policy import marking_faults, markings_of, policy_of
from bsafe_analysis.parameters.rebases import read_rebases
from bsafe_analysis.parameters.reference import Reference, read_reference
from bsafe_analysis.yaml_files import read_yaml

BASELINE_MONTHS = 36
SETTLED_MONTHS = 6
"""A baseline ends at least so many months ago: its counts have settled, and nothing in it is news."""
SENSITIVE = r"violen|sexual|rape|domestic|hate"
"""Suppliers' words for crimes that are never shown at a map point unless the policy says otherwise."""
Form = TypeVar("Form", bound=forms.Form)


@dataclass(frozen=True)
class Workspace:
    """A partnership's choices, checked. `placed_by`: "lsoas" or "points"."""

    root: Path
    partnership: Partnership
    placed_by: str
    code_property: str
    sources: tuple[Source, ...]
    detection: DetectionSettings
    priorities: Priorities
    documents: tuple[DocumentSetting, ...]
    meetings: tuple[Meeting, ...]
    markings: dict[str, str]
    not_by_place: tuple[str, ...]
    high_risk: tuple[str, ...]
    policy: Policy
    areas: Areas
    lsoas: dict[str, str]
    categories: tuple[Category, ...]
    category_of: dict[str, str]
    boundaries_file: Path | None
    options: Options = field(default_factory=Options)
    meeting_policy: MeetingPolicy = field(default_factory=MeetingPolicy)


def read_workspace(root: Path) -> Workspace:
    """Everything chosen in a workspace; InputError with every fault of every file where any of it cannot be used."""
    if not (root / "parameters").is_dir():
        raise InputError(
            [Fault("parameters", "", "this folder is no workspace", "`bsafe init DIR` makes one; --workspace names it")]
        )
    faults: list[Fault] = []
    partnership = _read(root, "partnership.yml", forms.PartnershipForm, faults)
    sources = _read(root, "sources.yml", forms.SourcesForm, faults)
    detection = _read(root, "detection.yml", forms.DetectionForm, faults)
    priorities = _read(root, "priorities.yml", forms.PrioritiesForm, faults)
    documents = _read(root, "documents.yml", forms.DocumentsForm, faults)
    policy = _read(root, "policy.yml", forms.PolicyForm, faults)
    try:
        reference = read_reference(root)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    if None in (partnership, sources, detection, priorities, documents, policy):
        raise InputError(faults)
    assert partnership and sources and detection and priorities and documents and policy
    boundaries = root / "data/reference/boundaries/neighbourhoods.geojson"
    faults += _agreement(partnership, sources, detection, priorities, documents, policy, reference, boundaries.exists())
    options = Options()
    try:
        options = read_options(root, reference.category_of)
    except InputError as error:
        faults += error.faults
    rebases, wrong = read_rebases(root, reference.areas, {category.key for category in reference.categories})
    meeting_policy, unfit = read_meeting_policy(root)
    faults += wrong + unfit
    if faults:
        raise InputError(faults)
    names = partnership.model_dump(exclude={"neighbourhoods_by", "code_property", "dates"})
    sensitive = _not_by_place(policy, reference)
    return Workspace(
        root=root,
        partnership=Partnership(**names, dates=_known_dates(partnership)),
        placed_by=partnership.neighbourhoods_by,
        code_property=partnership.code_property,
        sources=tuple(_source(form) for form in sources.sources),
        detection=replace(_detection(detection), rebases=rebases),
        priorities=_priorities(priorities),
        documents=tuple(DocumentSetting(name, d.title, d.per, d.meeting) for name, d in documents.documents.items()),
        meetings=_meetings(documents),
        not_by_place=sensitive,
        high_risk=_high_risk(policy, reference, sensitive),
        markings=markings_of(policy, sources),
        policy=policy_of(policy),
        areas=reference.areas,
        lsoas=reference.lsoas,
        categories=reference.categories,
        category_of=reference.category_of,
        boundaries_file=boundaries if boundaries.exists() else None,
        options=options,
        meeting_policy=meeting_policy,
    )


def _read(root: Path, name: str, form: type[Form], faults: list[Fault], folder: str = "parameters") -> Form | None:
    file = f"{folder}/{name}"
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
        value, lines = read_yaml(text, file)
    except FileNotFoundError:
        faults.append(Fault(file, "", "the file is missing", "`bsafe init` makes one to fill in"))
        return None
    except OSError as error:
        faults.append(Fault(file, "", f"it cannot be read ({error.strerror})", "Put a plain file there"))
        return None
    except UnicodeDecodeError:
        faults.append(Fault(file, "", "this is not UTF-8 text", "Save it as plain UTF-8 text"))
        return None
    except InputError as error:
        faults += error.faults
        return None
    checked = forms.check(form, value, file, lines)
    if isinstance(checked, list):
        faults += checked
        return None
    return checked  # type: ignore[return-value]


def _agreement(
    partnership: forms.PartnershipForm,
    sources: forms.SourcesForm,
    detection: forms.DetectionForm,
    priorities: forms.PrioritiesForm,
    documents: forms.DocumentsForm,
    policy: forms.PolicyForm,
    reference: Reference,
    has_boundaries: bool,
) -> list[Fault]:
    """Where one file names what another does not hold."""
    keys = {category.key for category in reference.categories}
    faults = _category_faults(priorities, detection, policy, keys)
    for name, document in documents.documents.items():
        if document.meeting and document.meeting not in documents.meetings:
            faults.append(
                Fault("parameters/documents.yml", name, f"no meeting {document.meeting!r}", "Add it under meetings")
            )
    if partnership.neighbourhoods_by == "points" and not has_boundaries:
        cure = "Add data/reference/boundaries/neighbourhoods.geojson, or place by lsoas"
        faults.append(
            Fault("parameters/partnership.yml", "neighbourhoods_by", "points need boundaries, and none are held", cure)
        )
    if partnership.neighbourhoods_by == "lsoas" and not any(reference.lsoas.values()):
        cure = "Fill data/reference/lsoas.csv, or place by points"
        faults.append(Fault("parameters/partnership.yml", "neighbourhoods_by", "no LSOA names a neighbourhood", cure))
    for known in partnership.dates:
        if known.last is not None and known.last < known.first:
            cause = f"{known.name!r} ends before it starts"
            faults.append(Fault("parameters/partnership.yml", "dates", cause, "Put the earlier day first"))
    faults += _source_faults(sources)
    faults += marking_faults(policy, sources)
    return faults


def _category_faults(
    priorities: forms.PrioritiesForm, detection: forms.DetectionForm, policy: forms.PolicyForm, keys: set[str]
) -> list[Fault]:
    file = "parameters/priorities.yml"
    named = [(file, "priorities", c) for p in priorities.priorities for c in p.categories]
    named += [(file, "improvement", c) for c in priorities.improvement]
    named += [("parameters/policy.yml", "not_by_place", c) for c in policy.not_by_place or ()]
    named += [("parameters/policy.yml", "high_risk", c) for c in policy.high_risk or ()]
    named += [("parameters/detection.yml", "rebase", c) for c in detection.rebase if c != "*"]
    return [_no_category(*each) for each in named if each[2] not in keys]


def _not_by_place(policy: forms.PolicyForm, reference: Reference) -> tuple[str, ...]:
    """The categories never shown at a map point: what the policy says, else whatever holds violent or sexual crime."""
    if policy.not_by_place is not None:
        return tuple(policy.not_by_place)
    sensitive = {
        key for supplier, key in reference.category_of.items() if re.search(SENSITIVE, f"{supplier} {key}", re.I)
    }
    return tuple(category.key for category in reference.categories if category.key in sensitive)


def _high_risk(policy: forms.PolicyForm, reference: Reference, sensitive: tuple[str, ...]) -> tuple[str, ...]:
    """The categories of the section on high-risk issues: what the policy says, else the sensitive ones and weapons."""
    if policy.high_risk is not None:
        return tuple(policy.high_risk)
    weapons = {
        key for supplier, key in reference.category_of.items() if re.search(r"weapon", f"{supplier} {key}", re.I)
    }
    # a type that holds weapons among other things ("public disorder and weapons") is no measure of weapons
    weapons = {key for key in weapons if re.search(r"weapon|kni(fe|ves)|gun", key, re.I)}
    return tuple(category.key for category in reference.categories if category.key in {*sensitive, *weapons})


def _known_dates(form: forms.PartnershipForm) -> tuple[KnownDate, ...]:
    dates = (KnownDate(each.name, each.first, each.last or each.first) for each in form.dates)
    return tuple(sorted(dates, key=lambda d: (d.first, d.name)))


def _no_category(file: str, place: str, category: str) -> Fault:
    return Fault(file, place, f"{category!r} is no category", "See data/reference/categories.csv")


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
        missing = [column for column in ("month", "category") if column not in source.columns]
        placed = "lsoa" in source.columns or {"longitude", "latitude"} <= set(source.columns)
        if source.kind == "columns" and (missing or not placed):
            cause = f"columns lacks {', '.join(missing) or 'lsoa, or longitude and latitude'}"
            faults.append(Fault(file, source.name, cause, "Say which of their columns holds it"))
    return [*faults, *_store_faults(sources)]


def declared_stores(root: Path) -> tuple[str, ...]:
    """The national stores that sources.yml names; none where it cannot be read, which is said elsewhere."""
    form = _read(root, "sources.yml", forms.SourcesForm, [])
    return tuple(source.path for source in form.sources if source.path) if form else ()


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


def _source(form: forms.SourceForm) -> Source:
    given = form.model_dump()
    for name in ("downloads", "excluded_months", "columns"):
        given[name] = tuple(sorted(given[name].items()))
    for name in ("first_month", "last_month"):
        given[name] = given[name] or ""
    given["forces"] = tuple(given["forces"])
    return Source(**given)


def _detection(form: forms.DetectionForm) -> DetectionSettings:
    return DetectionSettings(**form.model_dump(exclude={"rebase"}), rebase=tuple(sorted(form.rebase.items())))


def _priorities(form: forms.PrioritiesForm) -> Priorities:
    every = tuple(Priority(p.key, p.title, tuple(p.categories)) for p in form.priorities)
    return Priorities(every, dict(form.improvement))


def _meetings(form: forms.DocumentsForm) -> tuple[Meeting, ...]:
    serves = {document.meeting: name for name, document in form.documents.items() if document.meeting}
    return tuple(Meeting(key, meeting.name, serves.get(key, "")) for key, meeting in form.meetings.items())


def _cycle_form(workspace: Workspace, month: str) -> forms.CycleForm | None:
    faults: list[Fault] = []
    name = f"{_checked_month(month)}.yml"
    if not (workspace.root / "parameters/cycles" / name).exists():
        return None
    form = _read(workspace.root, name, forms.CycleForm, faults, "parameters/cycles")
    file = f"parameters/cycles/{name}"
    if form is not None and form.month != month:
        faults.append(Fault(file, "month", f"the file says {form.month}", "Name the file after its month"))
    if form is not None:
        known = {meeting.key for meeting in workspace.meetings}
        unknown = sorted(set(form.meetings) - known)
        faults += [Fault(file, "meetings", f"no meeting {key!r}", "See parameters/documents.yml") for key in unknown]
        if form.baseline and form.baseline.last > month:
            faults.append(
                Fault(file, "baseline", f"it ends after {month}", "A cycle looks at nothing later than its month")
            )
        if form.baseline and form.baseline.first > form.baseline.last:
            faults.append(Fault(file, "baseline", "it ends before it starts", "Put the earlier month first"))
    if faults:
        raise InputError(faults)
    return form


def _checked_month(month: str) -> str:
    try:
        return parse_month(month)
    except ValueError as error:
        raise InputError(
            [Fault("the command", "month", str(error).split(";")[0], "Write it as YYYY-MM, for example 2026-09")]
        ) from None


def declared_as_of(workspace: Workspace, month: str) -> date | None:
    """The day of the cycle's file after which nothing may be looked at; None where none is declared."""
    form = _cycle_form(workspace, month)
    return form.as_of if form else None


def read_cycle(workspace: Workspace, month: str, newest_download: date | None, months_received: Sequence[str]) -> Cycle:
    """The month's choices, from its file or by the defaults of docs/workspace.md; InputError where they cannot hold."""
    form = _cycle_form(workspace, month) or forms.CycleForm(month=month)
    first = max(
        months_received[0] if months_received else month, add_months(month, 1 - workspace.detection.history_months)
    )
    months = months_between(first, month)
    baseline = Window(form.baseline.first, form.baseline.last) if form.baseline else default_baseline(first, month)
    dates = dict(form.meetings)
    return Cycle(
        month=month,
        months=months,
        as_of=form.as_of or newest_download or _last_day(month),
        meetings=tuple(Meeting(m.key, m.name, m.document, m.area, dates.get(m.key)) for m in workspace.meetings),
        boundaries=form.boundaries,
        baseline=baseline,
        partnership=workspace.partnership,
        detection=workspace.detection,
        documents=workspace.documents,
        categories=workspace.categories,
        markings=workspace.markings,
        not_by_place=workspace.not_by_place,
        high_risk=workspace.high_risk,
        policy=workspace.policy,
        meeting_policy=workspace.meeting_policy,
        sources=tuple((s.name, s.title, s.source_class) for s in workspace.sources),
    )


def default_baseline(first: str, month: str) -> Window:
    """Whole financial years, three at most, ended half a year ago: fixed for twelve months, so a profile stands still.

    Where less than a year of that is held: everything up to the month.
    """
    ended = add_months(month, -SETTLED_MONTHS)
    last = f"{int(ended[:4]) - (int(ended[5:7]) < 3)}-03"
    for length in (BASELINE_MONTHS, 24, 12):
        if add_months(last, 1 - length) >= first:
            return Window(add_months(last, 1 - length), last)
    return Window(max(first, add_months(month, 1 - BASELINE_MONTHS)), month)


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, calendar.monthrange(year, number)[1])


__all__ = ["Workspace", "declared_as_of", "init_workspace", "read_cycle", "read_workspace"]
