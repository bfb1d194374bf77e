"""Data cannot become markup, and numbers are printed one way."""

from datetime import date
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.nodes import EvalContext
from markupsafe import Markup

from bsafe_analysis.reports.show import inline, prose
from bsafe_analysis.reports.wording import (
    few,
    in_words,
    inert,
    listed,
    number,
    phrase,
    plural,
    to_html,
    whole_paragraphs,
    words,
)

HOSTILE = "<img src=x onerror=alert(1)>[a](javascript:alert(1)) **b** `c` | {{ 7*7 }} ${8} &lt; \\* # h\n- item http://x.example"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"))))
@example(HOSTILE.replace("\n", " "))
def test_inert_text_shows_as_itself_in_markdown_and_in_html(text):
    page = BeautifulSoup(to_html(f"Before **a{inert(text)}z** after"), "html.parser")
    words = " ".join(f"Before a{text}z after".split())
    assert " ".join(page.get_text().split()) == words
    assert {tag.name for tag in page.find_all()} <= {"p", "strong", "em"}
    assert " ".join(BeautifulSoup(inline(str(inert(text))), "html.parser").get_text().split()) == " ".join(text.split())


def test_what_a_practitioner_writes_keeps_its_markdown_and_loses_its_html():
    page = BeautifulSoup(prose(f"Some **bold** words\n\n{HOSTILE}"), "html.parser")
    assert page.strong.get_text() == "bold"
    assert page.find("img") is None
    assert not [a for a in page.find_all("a") if a["href"].startswith("javascript")]


def test_a_bare_float_is_refused_so_that_every_number_has_agreed_decimals():
    with pytest.raises(TypeError, match="decimals"):
        words("findings", "expected_range", of=SimpleNamespace(lower=1.5, upper=2))


def test_words_for_numbers_names_and_dates():
    assert (number(1234), number(5.25, 1), few(0), few(3), few(12)) == ("1,234", "5.2", "no", "three", "12")
    assert in_words(["a"]) == "a"
    assert in_words(["a", "b", "c"]) == "a, b and c"
    assert in_words(["a", "b", "c", "d", "e"]) == "a, b, c and 2 others"
    assert in_words([]) == ""
    assert plural(1, "has", "have") == "has"
    assert phrase("activities_title", on=date(2026, 10, 5)) == "Activities of the delivery plan, 5 October 2026"


def test_items_are_listed_as_their_sentence_says_each_with_a_word_before_the_last():
    html, text = EvalContext(Environment(autoescape=True)), EvalContext(Environment(autoescape=False))
    names = ["Mill Lane", "Quarry", "Hope"]
    assert listed(text, names, str.upper, "; ") == "MILL LANE; QUARRY; HOPE"
    assert listed(text, names, str.upper, ", ", " and ") == "MILL LANE, QUARRY and HOPE"
    assert listed(text, names[:1], str.upper, ", ", " and ") == "MILL LANE"
    assert listed(text, [], str.upper, ", ", " and ") == ""
    assert listed(html, ["<b>"], inert) == Markup("&#60;b&#62;")


def test_a_sentence_that_is_not_said_leaves_its_paragraph_whole_and_other_paragraphs_apart():
    text = '<p class="note">One.\n  \n\nThree.</p>\n\nFour.\n\nFive.'
    assert to_html(whole_paragraphs(text)) == '<p class="note">One.\nThree.</p>\n\n<p>Four.</p>\n<p>Five.</p>\n'


def test_a_text_is_as_long_while_somebody_listens_as_it_is_read():
    from bsafe_analysis.claims.ledger import listening
    from bsafe_analysis.claims.told import Origin
    from bsafe_analysis.reports.wording import length

    with listening() as ledger:
        assert length(f"{ledger.marked(Origin(None, 'observed', 16), '16')} recorded") == len("16 recorded")
    assert length((1, 2)) == 2
