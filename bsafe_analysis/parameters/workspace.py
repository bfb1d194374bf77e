"""A workspace's choices, read and checked: parameters/ and data/reference/. Every fault of every file at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.business_groups import BusinessGroup
from bsafe_analysis.model.cycle import DetectionSettings, ExceptionalTime, KnownDate, Meeting, Partnership
from bsafe_analysis.model.disclosure import Audience, Policy
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.incidents import Category
from bsafe_analysis.model.indicators import Indicator
from bsafe_analysis.model.issue_scores import ScoringSettings
from bsafe_analysis.model.meeting_policy import MeetingPolicy
from bsafe_analysis.model.monitor_groups import MonitorGroup
from bsafe_analysis.model.priorities import Harm, Priorities, Priority
from bsafe_analysis.model.receipts import NOT_COUNTED, POLICE_KINDS, Source
from bsafe_analysis.model.similar_places import SimilarPlaces
from bsafe_analysis.model.tactical_options import Options
from bsafe_analysis.model.team_clusters import Resourcing
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.agreement import ChoiceForms, agreement_faults
from bsafe_analysis.parameters.boundary_versions import BoundariesInForce, boundaries_in_force
from bsafe_analysis.parameters.cluster_sets_file import read_adjacency, read_cluster_sets
from bsafe_analysis.parameters.deprivation_file import read_deprivation
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.parameters.groups_file import FILE as GROUPS
from bsafe_analysis.parameters.groups_file import read_groups
from bsafe_analysis.parameters.indicators_file import read_indicators
from bsafe_analysis.parameters.meeting_policy_file import read_meeting_policy
from bsafe_analysis.parameters.monitor_file import read_monitor
from bsafe_analysis.parameters.option_library import read_options
from bsafe_analysis.parameters.policy import high_risk_of, markings_of, not_by_place_of, policy_of
from bsafe_analysis.parameters.rebases import read_rebases
from bsafe_analysis.parameters.reference import Reference, read_reference
from bsafe_analysis.parameters.scoring_file import read_scoring
from bsafe_analysis.parameters.similar_places_file import read_similar_places
from bsafe_analysis.parameters.workload_file import read_workload


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
    boundaries: BoundariesInForce
    place_names: dict[str, str] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    meeting_policy: MeetingPolicy = field(default_factory=MeetingPolicy)
    scoring: ScoringSettings = field(default_factory=ScoringSettings)
    groups: tuple[BusinessGroup, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    monitor: tuple[MonitorGroup, ...] = ()
    resourcing: Resourcing = field(default_factory=Resourcing)
    similar: SimilarPlaces = field(default_factory=SimilarPlaces)


@dataclass(frozen=True)
class _Optional:
    """What a workspace may leave out: options, rebases, meetings, scoring, groups, indicators, monitor, teams."""

    options: Options
    detection: DetectionSettings
    meeting_policy: MeetingPolicy
    scoring: ScoringSettings
    groups: tuple[BusinessGroup, ...]
    indicators: tuple[Indicator, ...]
    monitor: tuple[MonitorGroup, ...]
    resourcing: Resourcing
    similar: SimilarPlaces


def read_workspace(root: Path, month: str = "") -> Workspace:
    """Everything chosen in a workspace; InputError with every fault of every file where any of it cannot be used.

    `month`: by whose boundaries places are told, where they have moved ("": the newest).
    """
    if not (root / "parameters").is_dir():
        raise InputError(
            [Fault("parameters", "", "this folder is no workspace", "`bsafe init DIR` makes one; --workspace names it")]
        )
    chosen, unread = _choice_forms(root)
    by_lsoas = chosen is not None and chosen.partnership.neighbourhoods_by == "lsoas"
    boundaries, misdrawn = boundaries_in_force(root, month, by_lsoas)
    reference, wrong = read_reference(root, boundaries.now.lsoas, boundaries.people.residents)
    if chosen is None or wrong or misdrawn:
        raise InputError((*unread, *wrong, *misdrawn))
    optional, refused = _optional(root, chosen, reference)
    groups = {group.key: group.name for group in optional.groups}
    if not groups and any(fault.file == GROUPS for fault in refused):  # what it would name cannot be known
        groups = {document.meeting: "" for document in chosen.documents.documents.values()}
    disagreeing = agreement_faults(chosen, reference, boundaries.now.drawn(root) is not None, groups)
    if faults := (*unread, *disagreeing, *refused):
        raise InputError(faults)
    return _workspace(root, chosen, reference, optional, boundaries)


def declared_stores(root: Path) -> tuple[str, ...]:
    """The national stores that sources.yml names; none where it cannot be read, which is said elsewhere."""
    form, _ = read_form(root, "sources.yml", forms.SourcesForm)
    return tuple(source.path for source in form.sources if source.path) if form else ()


def _choice_forms(root: Path) -> tuple[ChoiceForms | None, tuple[Fault, ...]]:
    partnership, a = read_form(root, "partnership.yml", forms.PartnershipForm)
    sources, b = read_form(root, "sources.yml", forms.SourcesForm)
    detection, c = read_form(root, "detection.yml", forms.DetectionForm)
    priorities, d = read_form(root, "priorities.yml", forms.PrioritiesForm)
    documents, e = read_form(root, "documents.yml", forms.DocumentsForm)
    policy, f = read_form(root, "policy.yml", forms.PolicyForm)
    faults = (*a, *b, *c, *d, *e, *f)
    if not (partnership and sources and detection and priorities and documents and policy):
        return None, faults
    return ChoiceForms(partnership, sources, detection, priorities, documents, policy), faults


def _optional(root: Path, chosen: ChoiceForms, reference: Reference) -> tuple[_Optional, tuple[Fault, ...]]:
    options, faults = Options(), tuple[Fault, ...]()
    try:
        options = read_options(root, dict(reference.every_word))
    except InputError as error:
        faults = error.faults
    counted = {category.key for category in reference.categories}
    rebases, wrong = read_rebases(root, reference.areas, counted)
    meeting_policy, unfit = read_meeting_policy(root)
    scoring, unweighed = read_scoring(root, counted)
    groups, ungrouped = read_groups(root, chosen.documents.documents)
    detection = replace(_detection(chosen.detection), rebases=rebases)
    indicators, unmeasured = read_indicators(root, reference.areas, counted, {group.key for group in groups})
    monitor, unfollowed = read_monitor(root, counted, _priorities(chosen.priorities))
    similar, unlike = read_similar_places(root, reference.areas.neighbourhoods, counted)
    resourcing, unshared = _resourcing(root, reference, counted)
    every = (*faults, *wrong, *unfit, *unweighed, *ungrouped, *unmeasured, *unfollowed, *unlike, *unshared)
    return _Optional(
        options, detection, meeting_policy, scoring, groups, indicators, monitor, resourcing, similar
    ), every


def _resourcing(root: Path, reference: Reference, counted: set[str]) -> tuple[Resourcing, tuple[Fault, ...]]:
    sets, torn = read_cluster_sets(root, reference.areas)
    adjacency, untrue = read_adjacency(root, reference.areas)
    hours, unworked = read_workload(root, counted)
    deprived, year, unheld = read_deprivation(root, reference.lsoas, [a.code for a in reference.areas.neighbourhoods])
    return Resourcing(sets, adjacency, hours, deprived, year), (*torn, *untrue, *unworked, *unheld)


def _workspace(
    root: Path, chosen: ChoiceForms, reference: Reference, optional: _Optional, boundaries: BoundariesInForce
) -> Workspace:
    partnership, policy, documents = chosen.partnership, chosen.policy, chosen.documents
    names = partnership.model_dump(exclude={"neighbourhoods_by", "code_property", "dates"})
    sensitive = not_by_place_of(policy, reference)
    return Workspace(
        root=root,
        partnership=Partnership(**names, dates=_known_dates(partnership)),
        placed_by=partnership.neighbourhoods_by,
        code_property=partnership.code_property,
        sources=_sources(chosen.sources.sources, reference.words),
        detection=optional.detection,
        priorities=_priorities(chosen.priorities),
        documents=tuple(_document(name, form) for name, form in documents.documents.items()),
        meetings=_meetings(documents, optional.groups),
        not_by_place=sensitive,
        high_risk=high_risk_of(policy, reference, sensitive),
        markings=markings_of(policy, chosen.sources),
        policy=policy_of(policy),
        areas=reference.areas,
        lsoas=reference.lsoas,
        categories=reference.categories,
        category_of=reference.category_of,
        boundaries_file=boundaries.now.drawn(root),
        boundaries=boundaries,
        place_names=reference.place_names,
        options=optional.options,
        meeting_policy=optional.meeting_policy,
        scoring=optional.scoring,
        groups=optional.groups,
        indicators=optional.indicators,
        monitor=optional.monitor,
        resourcing=optional.resourcing,
        similar=optional.similar,
    )


def _known_dates(form: forms.PartnershipForm) -> tuple[KnownDate, ...]:
    dates = (KnownDate(each.name, each.first, each.last or each.first) for each in form.dates)
    return tuple(sorted(dates, key=lambda d: (d.first, d.name)))


def _sources(given: Sequence[forms.SourceForm], words: Mapping[str, Mapping[str, str]]) -> tuple[Source, ...]:
    """As they are declared. Where nothing says so, no month goes out without the police's, or without the first."""
    needed = [form.name for form in given if form.kind in POLICE_KINDS] or [form.name for form in given[:1]]
    return tuple(_source(form, form.name in needed, words.get(form.name, {})) for form in given)


def _source(form: forms.SourceForm, needed: bool, words: Mapping[str, str]) -> Source:
    given = form.model_dump() | {"required": needed if form.required is None else form.required}
    for name in ("downloads", "excluded_months", "columns", "same_force"):
        given[name] = tuple(sorted(given[name].items()))
    for name in ("first_month", "last_month"):
        given[name] = given[name] or ""
    for name in ("forces", "categories", "sheets", "never_read", "postcodes"):
        given[name] = tuple(given[name])
    if given["categories"]:  # a word of its own in categories.csv says as well that it counts that category
        own = (key for key in words.values() if key != NOT_COUNTED)
        given["categories"] = tuple(dict.fromkeys((*given["categories"], *own)))
    return Source(**given, words=tuple(sorted(words.items())))


def _detection(form: forms.DetectionForm) -> DetectionSettings:
    exceptional = tuple(ExceptionalTime(**each.model_dump()) for each in form.exceptional)
    return DetectionSettings(
        **form.model_dump(exclude={"rebase", "exceptional"}),
        rebase=tuple(sorted(form.rebase.items())),
        exceptional=tuple(sorted(exceptional, key=lambda time: time.first)),
    )


def _priorities(form: forms.PrioritiesForm) -> Priorities:
    every = tuple(Priority(p.key, p.title, tuple(p.categories)) for p in form.priorities)
    harm = {category: Harm(said.level, said.why) for category, said in form.harm.items()}
    return Priorities(every, dict(form.improvement), harm)


def _document(name: str, form: forms.DocumentForm) -> DocumentSetting:
    """What an analyst made stays with the team unless its entry names others."""
    only = tuple(form.only) or ((Audience.INTERNAL,) if form.own else ())
    editions = tuple((edition, tuple(months)) for edition, months in form.editions.items())
    return DocumentSetting(
        name, form.title, form.per, form.meeting, only, form.pack or "", form.own, tuple(form.places),
        tuple(form.months), editions, form.kind or "",
    )  # fmt: skip


def _meetings(form: forms.DocumentsForm, groups: tuple[BusinessGroup, ...]) -> tuple[Meeting, ...]:
    """Those of documents.yml, then every group that it does not name."""
    serves = {document.meeting: name for name, document in form.documents.items() if document.meeting}
    names = {key: meeting.name for key, meeting in form.meetings.items()} | {group.key: group.name for group in groups}
    return tuple(Meeting(key, name, serves.get(key, "")) for key, name in names.items())
