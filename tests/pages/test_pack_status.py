"""A page bears its standing beside its marking, and nothing else of it changes when it is released."""

import pytest

from bsafe_analysis.pages.export import sheets
from bsafe_analysis.pages.frame import PageFrame
from bsafe_analysis.pages.pack_status import marked, with_status


def draft(marking="OFFICIAL", body="<p>12 burglaries are OFFICIAL · DRAFT counts</p>"):
    shown = marked(marking)
    frame = PageFrame("Profile", "Hope", "September 2026", "Thornmere", shown, "internal")
    box = f'<p class="marking">{shown}</p>'
    return f'<style class="sheets">{sheets(frame)}</style>{box}<main>{body}</main>{box}'


def test_the_status_is_replaced_in_its_places_and_words_of_the_page_stay():
    page = with_status(draft(), marked("OFFICIAL"), "RELEASED v1")
    assert page.count("OFFICIAL · RELEASED v1</p>") == 2
    assert page.count(r"OFFICIAL \b7  RELEASED v1") == 2
    assert "<p>12 burglaries are OFFICIAL · DRAFT counts</p>" in page
    assert page.count("DRAFT") == 1


@pytest.mark.parametrize("body", ['<p class="marking">OFFICIAL · DRAFT</p>', "<style>a{center{content:%s;</style>"])
def test_a_page_that_bears_the_marking_anywhere_else_is_not_released(body):
    body = body.replace("%s", r'"OFFICIAL \b7  DRAFT"')
    with pytest.raises(ValueError, match="the marking stands 3 times"):
        with_status(draft(body=body), marked("OFFICIAL"), "RELEASED v1")


def test_what_is_no_draft_is_not_released_twice():
    with pytest.raises(ValueError, match="does not say that it is a draft"):
        with_status(draft(), marked("OFFICIAL", "RELEASED v1"), "RELEASED v2")
