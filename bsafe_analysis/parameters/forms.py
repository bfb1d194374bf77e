"""The form of each parameter file, as pydantic models: what may stand in it, and of what kind."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.activities import Strand
from bsafe_analysis.model.business_groups import GroupKind
from bsafe_analysis.model.disclosure import Audience
from bsafe_analysis.model.periods import parse_month
from bsafe_analysis.model.priorities import HarmClass, Improvement
from bsafe_analysis.model.tactical_options import Cost, Evidence, Mechanism


def _month_text(value: Any) -> Any:
    # an unquoted 2026-09 is text in YAML, but 2026-09-01 is a date and must be refused as a month with a plain reason
    return value.isoformat() if isinstance(value, date) else value


TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
Month = Annotated[str, BeforeValidator(_month_text), AfterValidator(parse_month)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("Write something, or leave the line out")
    if TURNING.search(text):
        raise ValueError("It holds a mark that turns the direction of text: write it anew")
    return text


def _likely_day(day: date) -> date:
    if not 1990 <= day.year <= 2100:
        raise ValueError("It should be a day between 1990 and 2100")
    return day


Text = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_says_something)]
Day = Annotated[date, AfterValidator(_likely_day)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class KnownDateForm(Form):
    name: Text
    first: Day
    last: Day | None = None


class PartnershipForm(Form):
    name: Text
    borough: Text
    area_term: Text = "area"
    neighbourhood_term: Text = "neighbourhood"
    invented: bool = False
    contact: str = ""
    licence: str = ""
    neighbourhoods_by: Literal["points", "lsoas"]
    code_property: Text = "code"
    bank_holidays: Literal["GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR"] = "GB-ENG"
    dates: list[KnownDateForm] = []


ForceName = Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


class SourceForm(Form):
    name: Key
    kind: Literal["police_uk", "columns", "store"]
    title: Text
    folder: str = Field("", pattern=r"^[A-Za-z0-9 _./-]*$")
    source_class: Literal["OPEN", "PARTNER", "RESTRICTED"] = Field("OPEN", alias="class")
    ours_alone: bool = False
    required: bool | None = None
    categories: list[Key] = []
    first_month: Month | None = None
    last_month: Month | None = None
    downloads: dict[str, Day] = {}
    download: Day | None = None
    excluded_months: dict[Month, Text] = {}
    columns: dict[
        Literal[
            "incident_id",
            "month",
            "category",
            "lsoa",
            "longitude",
            "latitude",
            "grid_reference",
            "place",
            "district",
            "postcode",
            "count",
            "location",
            "outcome",
            "occurred_from",
            "occurred_to",
            "victim",
            "premises",
        ],
        Text,
    ] = {}
    sheets: list[Text] = []
    date_order: Literal["", "day_first", "month_first"] = ""
    every_row: str = Field("", max_length=120)
    never_read: list[Text] = []
    postcodes: list[Annotated[str, Field(pattern=r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?$")]] = []
    path: str = Field("", max_length=400, pattern=r"^[^\x00-\x1f]*$")
    forces: list[ForceName] = []
    same_force: dict[ForceName, ForceName] = {}


class SourcesForm(Form):
    sources: list[SourceForm] = Field(min_length=1)


class ExceptionalForm(Form):
    name: Text
    first: Month
    last: Month
    reason: Text


ENGLANDS_RESTRICTIONS = ExceptionalForm(
    name="England's coronavirus restrictions",
    first="2020-03",
    last="2021-03",
    reason="for much of the time people had to stay at home, and shops, pubs or schools were shut, "
    "so these months say nothing of ordinary ones; lighter restrictions, until 19 July 2021, are not set apart",
)
"""A default, which a partnership may change: from the first stay-at-home order (23 March 2020) to the end of the last
(28 March 2021): Institute for Government, Timeline of UK government coronavirus lockdowns and restrictions."""


class DetectionForm(Form):
    coverage: float = Field(0.95, ge=0.5, le=0.999)
    false_discovery_rate: float = Field(0.10, gt=0, le=0.5)
    smallest_difference: float = Field(3, ge=0)
    smallest_ratio: float = Field(1.1, ge=1)
    slow_ratio: float = Field(1.2, ge=1)
    history_months: int = Field(60, ge=12, le=240)
    short_history_months: int = Field(24, ge=12)
    provisional_months: int = Field(1, ge=0, le=12)
    small_count: float = Field(5, ge=0)
    places_listed: int = Field(10, ge=1, le=50)
    fewest_at_place: int = Field(3, ge=2)
    outcome_months: int = Field(4, ge=1, le=24)
    longest_span_hours: int = Field(24, ge=1, le=72)
    rebase: dict[str, Month] = {}
    exceptional: list[ExceptionalForm] = [ENGLANDS_RESTRICTIONS]


Few = Annotated[int, Field(ge=1, le=20)]
Months = Annotated[int, Field(ge=1, le=60)]


class MeetingPolicyForm(Form):
    """A key that is left out has the default of model/meeting_policy.py: none is written here a second time."""

    most_on_page_one: Few | None = None
    most_good_news: Few | None = None
    most_asked: Few | None = None
    most_escalated: Few | None = None
    most_recommendations: Few | None = None
    most_options: Few | None = None
    weeks_to_act: Annotated[int, Field(ge=1, le=26)] | None = None
    strong_evidence: Annotated[float, Field(ge=0.00001, le=0.05)] | None = None
    enough_at_point: Annotated[float, Field(ge=0.05, le=1)] | None = None
    lasting_months: Annotated[int, Field(ge=2, le=12)] | None = None
    refused_months: Months | None = None
    commentary_months: Months | None = None
    carried_months: Months | None = None
    assessed_after_months: Months | None = None
    log_days: Annotated[int, Field(ge=7, le=400)] | None = None
    most_logged: Annotated[int, Field(ge=1, le=100)] | None = None
    weeks_ahead: Annotated[int, Field(ge=1, le=26)] | None = None
    review_months: Months | None = None
    overdue_months: Months | None = None
    long_past_months: Months | None = None


class PriorityForm(Form):
    key: Key
    title: Text
    categories: list[Key] = Field(min_length=1)


Reason = Annotated[str, Field(min_length=1, max_length=80)]
"""Page one has room for so many characters."""


class HarmForm(Form):
    level: Annotated[HarmClass, Field(strict=False)]
    why: Reason


class PrioritiesForm(Form):
    priorities: list[PriorityForm] = []
    improvement: dict[Key, Annotated[Improvement, Field(strict=False)]] = {}
    harm: dict[Key, HarmForm] = {}


AudienceKey = Annotated[Audience, Field(strict=False)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class DocumentForm(Form):
    title: Text
    per: Literal["borough", "area", "neighbourhood", "group"]
    kind: Annotated[GroupKind | None, Field(strict=False)] = None
    meeting: str = ""
    only: list[AudienceKey] = []
    pack: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,30}$")] | None = None
    months: list[MonthNumber] = []
    editions: dict[Key, Annotated[list[MonthNumber], Field(min_length=1)]] = {}
    own: bool = False
    places: list[str] = []


class MeetingForm(Form):
    name: Text


class DocumentsForm(Form):
    documents: dict[Key, DocumentForm] = Field(min_length=1)
    meetings: dict[Key, MeetingForm] = {}


SharedAudience = Literal[Audience.PARTNER, Audience.PUBLIC]
Class = Literal["OPEN", "PARTNER", "RESTRICTED"]
GuardedClass = Literal["PARTNER", "RESTRICTED"]


class ReleaseForm(Form):
    roles: list[Text] = Field(min_length=1)
    another_account: bool = False
    keep_months: Annotated[int, Field(ge=1, le=1200)] = 84
    keep_working_months: Annotated[int, Field(ge=1, le=1200)] = 3


class PolicyForm(Form):
    markings: dict[AudienceKey, Text | dict[Class, Text]] = Field(min_length=1)
    not_by_place: list[str] | None = None
    high_risk: list[str] | None = None
    smallest_count: dict[SharedAudience, dict[GuardedClass, Annotated[int, Field(ge=2, le=1000)]]] = {}
    round_to: dict[SharedAudience, Annotated[int, Field(ge=1, le=100)]] = {}
    finest: dict[SharedAudience, dict[GuardedClass, Literal["neighbourhood", "area", "borough"]]] = {}
    smallest_rate_base: dict[SharedAudience, Annotated[int, Field(ge=0)]] = {}
    not_shown_before: dict[SharedAudience, Month] = {}
    map_points: list[AudienceKey] | None = None
    texts: dict[SharedAudience, Literal["meeting", "titles", "none"]] = {}
    release: ReleaseForm | None = None


class WindowForm(Form):
    first: Month
    last: Month


class OptionForm(Form):
    id: Key
    categories: list[Text] = Field(min_length=1)
    strand: Annotated[Strand, Field(strict=False)]
    action: Text
    mechanism: Annotated[Mechanism, Field(strict=False)]
    lead: Text
    support: list[Text] = []
    cost: Annotated[Cost, Field(strict=False)]
    lead_time: Text
    evidence: Annotated[Evidence, Field(strict=False)]
    source: Text
    harms: Text
    needs: list[Key] = []
    legal: str = ""
    era: Literal["2006", "now", "both"] = "now"
    profile: bool = False
    short: Annotated[str, Field(max_length=60)] = ""
    first_because: str = ""
    months: list[Annotated[int, Field(ge=1, le=12)]] = []


class OptionsForm(Form):
    era: Literal["2006", "now"] = "now"
    held: list[Key] = []
    options: list[OptionForm] = Field(min_length=1)


class CycleForm(Form):
    month: Month
    as_of: Day | None = None
    boundaries: str = ""
    baseline: WindowForm | None = None
    meetings: dict[Key, date] = {}


_KIND = re.compile(r"\[|^constrained-|^(str|int|float|bool|date|list|dict)$")
SomeForm = TypeVar("SomeForm", bound=Form)


def check(
    form: type[SomeForm], value: dict[str, Any], file: str, lines: dict[tuple[str, ...], int]
) -> SomeForm | list[Fault]:
    """The value in its form, or every fault of it with its line and, for an unknown key, the nearest known name."""
    try:
        return form.model_validate(value)
    except ValidationError as error:
        return [_fault(form, detail, file, lines) for detail in error.errors(include_url=False)]


def _fault(form: type[Form], detail: Any, file: str, lines: dict[tuple[str, ...], int]) -> Fault:
    # which of several kinds was tried ("function-after[...]", "constrained-str") is no place of the file
    path = tuple(str(part) for part in detail["loc"] if part != "[key]" and not _KIND.search(str(part)))
    line = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)
    place = f"line {line}, {'.'.join(path)}" if line else ".".join(path)
    if detail["type"] == "extra_forbidden":
        return Fault(file, place, f"{path[-1]!r} is not a known key", _nearest(form, path))
    if detail["type"] == "missing":
        return Fault(file, place, "this key is missing", f"Add {path[-1]}: ...")
    # what may stand there in plain words, not as Python writes an enum
    message = re.sub(r"<\w+\.\w+: ('[^']*')>", r"\1", str(detail["msg"]).removeprefix("Value error, "))
    given = str(detail.get("input"))[:60]
    return Fault(file, place, f"{given!r} cannot stand here", f"{message[:1].upper()}{message[1:]}")


def _nearest(form: type[Form], path: tuple[str, ...]) -> str:
    known = [field.alias or name for name, field in _form_at(form, path[:-1]).model_fields.items()]
    close = difflib.get_close_matches(path[-1], known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Known keys: {', '.join(known)}"


def _form_at(form: type[Form], path: tuple[str, ...]) -> type[Form]:
    """The form that stands at a path: follows lists and mappings of forms by their annotation."""
    for part in path:
        field = form.model_fields.get(part)
        for candidate in _forms_in(field.annotation) if field else ():
            form = candidate
    return form


def _forms_in(annotation: Any) -> tuple[type[Form], ...]:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return (annotation,)
    return tuple(form for part in getattr(annotation, "__args__", ()) for form in _forms_in(part))
