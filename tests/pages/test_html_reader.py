"""One reading tells what both kinds of browser build, wherever <noscript> holds words alone."""

from hypothesis import given
from hypothesis import strategies as st

from bsafe_analysis.pages.html_reader import read_page, readings

WORDS = "<noscript>words</noscript>"
PIECES = (
    WORDS, WORDS, WORDS, "t", " ", "<p>", "</p>", "<b id=b>", "</b>", "<a href=x>", "</a>", "<div onclick=x()>",
    "</div>", "<table>", "<tbody>", "<tr>", "<td>", "<caption>", "<colgroup>", "<col>", "</table>", "<select>",
    "<option>",
    "</select>", "<svg>", "<desc>", "</svg>", "<math>", "<mi>", "</math>", "<head>", "</head>", "<title>", "</title>",
    "<body class=b>", "</body>", "<html lang=x>", "</html>", "<frameset>", "<frame src=x>", "<base href=x>",
    "<meta x=y>",
    "<style>", "</style>", "<script>", "</script>", "<textarea>", "</textarea>", "<template>", "</template>", "<!--",
    "-->", "<p title='", "'>", "<h1>", "</h1>", "<button>", "<li>", "<form>", "<iframe>", "</iframe>", "</noscript>",
    "<!doctype html>", "<ruby><rt>", "<object>", "</object>", "<nobr>",
)  # fmt: skip


UNASKED = {"html", "head", "body", "p", "br"}
"""What a browser may add of its own accord, empty of attributes."""


def elements(page):
    told = {(element.name, *sorted(element.attrs.items())) for element in page.inside()}
    return told - {(name,) for name in UNASKED}


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_where_noscript_holds_words_alone_no_browser_builds_an_element_that_was_not_read(html):
    built = set().union(*(elements(read_page(html, with_scripts)) for with_scripts in (True, False)))
    assert built == set().union(*map(elements, readings(html)))


def test_words_before_frames_have_two_readings():
    page = f"{WORDS}<frameset><p onclick=x()>x</p>"
    assert [reading.find("p") is not None for reading in readings(page)] == [False, True]


def test_words_that_only_a_browser_without_scripts_shows_are_told_apart():
    (page,) = readings(f"<p>a{WORDS}b</p>")
    assert page.get_text() == "ab"
    assert page.wordings() == ("ab", "awordsb")
    assert readings("<p>ab</p>")[0].wordings() == ("ab",)


def test_tags_in_noscript_are_read_both_ways():
    with_scripts, without = readings("<noscript><p>x</p></noscript>")
    assert (with_scripts.find("p"), without.find("p").get_text()) == (None, "x")
