"""The gate judges what a browser builds of a page, however the page is written."""

import pytest

from bsafe_analysis.pages.gate import check_page
from tests.pages.hostile_pages import HARMLESS, LAST_MARKING, LOST, REFUSED, UNSEEN, spoiled
from tests.pages.test_gate import EXPECTED, PAGE


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_browser_would_run_load_or_lose_is_refused(name):
    markup, said = REFUSED[name]
    assert any(said in fault for fault in check_page(spoiled(markup), EXPECTED))


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_looks_hostile_passes(name):
    assert check_page(spoiled(HARMLESS[name]), EXPECTED) == ()


@pytest.mark.parametrize("name", UNSEEN)
def test_a_marking_that_not_every_reader_sees_is_no_marking(name):
    hidden = PAGE.replace(LAST_MARKING, UNSEEN[name].format(LAST_MARKING.removesuffix("</body>")) + "</body>")
    assert LOST in check_page(hidden, EXPECTED)


@pytest.mark.parametrize("name", UNSEEN)
def test_words_that_not_every_reader_sees_are_not_said(name):
    words = "<p>Invented sample data</p>"
    hidden = PAGE.replace(words, UNSEEN[name].format(words))
    assert "the page is made from invented data and does not say 'Invented sample data'" in check_page(hidden, EXPECTED)


def test_a_figure_of_a_drawing_is_no_figure():
    page = PAGE.replace('<figure id="burglary">', '<svg><figure id="burglary"/></svg><figure id="other">')
    assert "figure 'burglary' is missing" in check_page(page, EXPECTED)


def test_the_title_of_a_drawing_is_no_title_of_the_page():
    page = PAGE.replace("<title>LAP assessment: East</title>", "").replace("<h1>", "<svg><title>x</title></svg><h1>")
    assert check_page(page, EXPECTED) == ("the page has no title",)


def test_a_name_with_a_number_for_a_letter_is_the_name_and_one_with_a_lost_character_is_not():
    assert check_page(PAGE.replace('id="page-one"', "id=page&#45;one"), EXPECTED) == ()
    assert check_page(PAGE.replace('id="page-one"', "id='page-\0one'"), EXPECTED) == ("section 'page-one' is missing",)


def test_a_number_that_its_table_puts_out_is_not_in_the_table():
    page = PAGE.replace("<tr><th>Jul 2026</th><td>4</td>", "<tr>4<th>Jul 2026</th><td></td>")
    assert check_page(page, EXPECTED) == (
        "figure 'burglary': 'Recorded' at 2026-07: the chart shows 4, the table nothing",
    )
