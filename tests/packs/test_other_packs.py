"""Packs beside the month's own: planned by name, published apart."""

from dataclasses import replace

import pytest

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.packs.plan import pack_with, plan
from tests.reports.months import prepared

SETTINGS = (
    DocumentSetting("tactical_assessment", "Tactical assessment", "borough"),
    DocumentSetting("strategic_assessment", "Strategic assessment", "borough", pack="strategic"),
)
MONTH = prepared()
MONTH = replace(MONTH, cycle=replace(MONTH.cycle, documents=SETTINGS))


def names(pack=""):
    return [document.name for document in plan(MONTH, pack=pack)]


def test_the_month_s_own_pack_holds_nothing_of_another():
    assert names() == ["tactical_assessment"]
    assert names("strategic") == ["strategic_assessment"]


def test_one_kind_of_document_is_made_in_its_own_pack():
    assert pack_with(SETTINGS, "strategic_assessment", "") == "strategic"
    assert pack_with(SETTINGS, "tactical_assessment", "") == pack_with(SETTINGS, None, "") == ""
    assert pack_with(SETTINGS, "tactical_assessment", "other") == "other"


def test_a_pack_that_there_is_not_is_told_with_those_there_are():
    with pytest.raises(InputError) as told:
        plan(MONTH, pack="stragetic")
    (fault,) = told.value.faults
    assert (fault.place, fault.cure) == ("--pack stragetic", "Packs: strategic.")


def test_a_pack_that_is_kept_to_some_readers_is_made_for_no_other():
    kept = (SETTINGS[0], replace(SETTINGS[1], only=("internal",)))
    month = replace(MONTH, cycle=replace(MONTH.cycle, documents=kept))
    assert [document.name for document in plan(month, pack="strategic")] == ["strategic_assessment"]
    with pytest.raises(InputError, match="it is not for the audience public"):
        plan(month, "public", "strategic")


def test_without_any_other_pack_it_is_said_how_one_is_made():
    month = replace(MONTH, cycle=replace(MONTH.cycle, documents=SETTINGS[:1]))
    with pytest.raises(InputError, match="no document is of this pack"):
        plan(month, pack="strategic")
