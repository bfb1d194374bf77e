"""A document for each meeting of a kind of group: whatever the groups are called and however often they meet."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.business_groups import BusinessGroup, GroupKind, Rhythm
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.model.group_meetings import GroupMeeting
from bsafe_analysis.packs.plan import choose, plan
from bsafe_analysis.reports.document_kinds import build_document
from tests.reports.months import MONTH, prepared

SETTING = DocumentSetting("theme_pack", "Theme group pack", "group", pack="themes", kind="theme")
PBG = BusinessGroup("pbg", "Business Group", GroupKind.TACTICAL)
HOMES = BusinessGroup("homes", "Safer homes", GroupKind.THEME, Rhythm(0, 6, 8), themes=("Homes",))
FIRE = BusinessGroup("fire", "Fire", GroupKind.THEME, Rhythm(0, 6, 8), themes=("Fire",))
WATER = BusinessGroup("water", "Water", GroupKind.THEME, Rhythm(0, 6, 8), themes=("Water",))


def met(group, on, month=MONTH, held=None):
    day = date.fromisoformat(on)
    return GroupMeeting(group, "", day, day - timedelta(days=7), month, held)


MEETINGS = (
    met("homes", "2026-08-26", "2026-07"), met("fire", "2026-10-28"), met("homes", "2026-10-14"),
    met("pbg", "2026-10-20"), met("fire", "2026-10-30", held=False),
)  # fmt: skip


def month(groups=(PBG, HOMES, FIRE), meetings=MEETINGS):
    base = prepared()
    cycle = replace(base.cycle, documents=(*base.cycle.documents, SETTING), groups=groups)
    return replace(base, cycle=cycle, register=replace(base.register, meetings=meetings))


def files(prepared):
    return [document.file_name for document in plan(prepared, pack="themes")]


def test_each_meeting_of_the_kind_that_looks_at_the_month_has_a_document_of_its_own():
    assert files(month()) == [
        "2026-09-theme-pack-homes-2026-10-14-internal.html", "2026-09-theme-pack-fire-2026-10-28-internal.html",
    ]  # fmt: skip
    homes, _ = plan(month(), pack="themes")
    assert homes.title == "Theme group pack: Safer homes, 14 October 2026"
    assert homes.parameters == {"month": MONTH, "area": "B", "group": "homes", "meeting": "2026-10-14"}
    assert choose(plan(month(), pack="themes"), "theme_pack", "fire")[0].group == "fire"


def test_a_group_that_is_renamed_a_fifth_theme_and_another_rhythm_change_no_code():
    renamed, often = replace(HOMES, name="Homes and hearths"), replace(FIRE, meets=Rhythm(0, 4, 4))
    more = (*MEETINGS, met("water", "2026-10-21"), met("fire", "2026-10-02"))
    groups = (PBG, renamed, often, WATER)
    titles = [document.title for document in plan(month(groups, more), pack="themes")]
    assert titles == [
        "Theme group pack: Homes and hearths, 14 October 2026", "Theme group pack: Fire, 2 October 2026",
        "Theme group pack: Fire, 28 October 2026", "Theme group pack: Water, 21 October 2026",
    ]  # fmt: skip
    pack = build_document(month(groups, more), "theme_pack", "B", "homes", "2026-10-14")
    assert pack.group.name == "Homes and hearths"


def test_the_month_s_own_pack_is_what_it_was():
    assert [document.name for document in plan(month())] == ["tactical_assessment"]


def test_where_no_group_of_the_kind_meets_on_the_month_it_is_said_and_no_empty_pack_is_made():
    with pytest.raises(InputError) as caught:
        plan(month(meetings=MEETINGS[:1]), pack="themes")
    (fault,) = caught.value.faults
    assert fault.file == "data/register/meetings.csv"
    assert fault.cause == "no group of the kind theme has a meeting that looks at September 2026"


def test_a_day_on_which_the_group_does_not_meet_has_no_document():
    with pytest.raises(KeyError, match="homes has no meeting on 2026-10-15"):
        build_document(month(), "theme_pack", "B", "homes", "2026-10-15")
