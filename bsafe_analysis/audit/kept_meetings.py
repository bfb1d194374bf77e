"""When groups meet as it lies in data/register/meetings.csv, read anew; and what groups.yml says of each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bsafe_analysis.audit.audit_evidence import AuditEvidence
from bsafe_analysis.audit.kept_tables import KeptRow, day_of
from bsafe_analysis.model.periods import add_months

WORKING_DAYS = 5
FAR = timedelta(days=21)


@dataclass(frozen=True)
class KeptMeeting:
    """One line of the table: `group` its key, `area` a code or ""; days as they are, `held` yes, no or ""."""

    group: str
    area: str
    on: date
    papers: date
    month: str
    held: str


def kept_meetings(evidence: AuditEvidence) -> tuple[KeptMeeting, ...]:
    """Every line that was not set aside, the earliest first."""
    names = {str(said["name"]).casefold(): key for key, said in evidence.chosen.groups.items()}
    region = str(evidence.chosen.partnership.get("bank_holidays") or "GB-ENG")
    found = (_meeting(evidence, cells, names, region) for cells in evidence.written.meetings)
    return tuple(sorted(found, key=lambda m: (m.on, m.group, m.area)))


def not_called_off(evidence: AuditEvidence) -> tuple[KeptMeeting, ...]:
    """Those that were held, are to come, or of which nobody wrote."""
    return tuple(m for m in evidence.once(kept_meetings) if m.held != "no")


def _meeting(evidence: AuditEvidence, cells: KeptRow, names: Mapping[str, str], region: str) -> KeptMeeting:
    said, on = " ".join(cells["group"].split()), date.fromisoformat(str(day_of(cells["on"])))
    key = said if said in evidence.chosen.groups else names.get(said.casefold(), said.casefold())
    of_area = evidence.chosen.groups.get(key, {}).get("kind") == "area"
    papers = day_of(cells.get("papers", ""))
    return KeptMeeting(
        key, evidence.written.place(cells.get("area", "")) if of_area else "", on,
        date.fromisoformat(papers) if papers else _working_days_before(on, region),
        cells.get("month") or add_months(on.isoformat()[:7], -1), cells.get("held", "").lower(),
    )  # fmt: skip


def _working_days_before(on: date, region: str) -> date:
    """Counted back from the days of six weeks, those that are none left out."""
    days = [on - timedelta(days=back) for back in range(1, 42)]
    return [day for day in days if day.weekday() not in (5, 6) and day not in holidays_of(region)][WORKING_DAYS - 1]


@cache
def holidays_of(region: str) -> Mapping[date, str]:
    """Bank holidays of one of the nations, by their day."""
    from holidays import country_holidays  # slow to import

    years = range(2000, 2100)
    return dict(country_holidays("GB", subdiv=region.rpartition("-")[2], years=years, language="en_GB"))


def latest_after(group: Mapping[str, object], on: date) -> date:
    """The last day that is still within the group's rhythm after a meeting."""
    meets = group["meets"]
    assert isinstance(meets, Mapping)
    weeks: Sequence[int] | None = meets.get("weeks")
    if weeks:
        return on + timedelta(days=7 * weeks[1])
    return date.fromisoformat(f"{add_months(on.isoformat()[:7], meets['months'] + 1)}-01") - timedelta(days=1)
