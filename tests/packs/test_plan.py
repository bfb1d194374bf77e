"""Documents are planned in one order, under names that no code can spoil."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.faults import InputError
from bsafe_analysis.model.areas import Area, Areas, Level
from bsafe_analysis.model.document_settings import DocumentSetting
from bsafe_analysis.packs.plan import choose, file_name, plan, slug
from tests.examples import SIGNS

PLACES = (
    Area("B", "Vale", Level.BOROUGH, None),
    Area("A2", "East", Level.AREA, "B"),
    Area("A1", "West", Level.AREA, "B"),
    Area("N/07 b", "Docks", Level.NEIGHBOURHOOD, "A2"),
    Area("not-placed", "Not placed", Level.NOT_PLACED, "B"),
)
SETTINGS = (
    DocumentSetting("tactical_assessment", "Tactical assessment", "borough"),
    DocumentSetting("lap_assessment", "LAP assessment", "area"),
    DocumentSetting("neighbourhood_profile", "Neighbourhood profile", "neighbourhood"),
)


def prepared(places=PLACES, settings=SETTINGS):
    return SimpleNamespace(areas=Areas(places), cycle=SimpleNamespace(month="2026-09", documents=settings))


def test_one_document_a_place_in_the_order_of_the_files():
    assert [d.file_name for d in plan(prepared())] == [
        "2026-09-tactical-assessment-b-internal.html",
        "2026-09-lap-assessment-a2-internal.html",
        "2026-09-lap-assessment-a1-internal.html",
        "2026-09-neighbourhood-profile-n-07-b-internal.html",
    ]
    second = plan(prepared())[1]
    assert (second.title, second.notebook) == ("LAP assessment: East", "lap_assessment.ipynb")
    assert second.parameters == {"month": "2026-09", "area": "A2"}


def test_two_codes_that_would_share_a_file_are_refused():
    twins = (*PLACES, Area("n.07.B", "Quay", Level.NEIGHBOURHOOD, "A2"))
    with pytest.raises(InputError, match=r"'N/07 b' and 'n\.07\.B': their documents would share the file") as caught:
        plan(prepared(twins))
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("code", ["///", "..", "x" * 300, "A\n1"])
def test_a_code_that_no_file_can_be_named_after_is_refused(code):
    with pytest.raises(InputError, match="no file can be named after this code"):
        plan(prepared((PLACES[0], Area(code, "Odd", Level.AREA, "B"))))


def test_a_document_that_is_a_path_is_refused():
    with pytest.raises(InputError, match="this cannot be a document's name"):
        plan(prepared(settings=(DocumentSetting("../evil", "Evil", "borough"),)))


def test_choosing_what_there_is_not_says_what_there_is():
    planned = plan(prepared())
    assert [d.area for d in choose(planned, only="lap_assessment", area="A1")] == ["A1"]
    with pytest.raises(InputError, match=r"Kinds: tactical_assessment, lap_assessment.* Places of that kind: A2, A1"):
        choose(planned, only="lap_assessment", area="A9")


@given(st.text(SIGNS, max_size=40))
def test_a_slug_is_safe_in_any_file_name(text):
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "/" not in file_name("2026-09", "lap_assessment", text, "internal")
