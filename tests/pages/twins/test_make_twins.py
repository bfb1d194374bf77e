"""Without a browser the workbooks are still made, and a person is told what is lacking and how to get it."""

import asyncio
import builtins
from datetime import date

import pytest

from bsafe_analysis.pages.export import Exporter
from bsafe_analysis.pages.twins import browser
from bsafe_analysis.pages.twins.make_twins import (
    PDF,
    WORKBOOK,
    Terms,
    TwinSource,
    _for_paper,
    _gathered,
    _lead_to_twins,
    make_twins,
)
from tests.pages.test_export import FRAME, chart, mime_bundle, notebook

NAME = "2026-09-lap-assessment-a1-internal.html"
TERMS = Terms("OFFICIAL", date(2026, 10, 5))


def source():
    return TwinSource(NAME, Exporter().page(notebook(mime_bundle(chart())), FRAME))


def test_without_chromium_there_are_workbooks_and_a_word_about_the_rest(monkeypatch):
    monkeypatch.setenv("BSAFE_CHROMIUM", "/no/such/browser")
    twins = make_twins((source(),), TERMS)
    assert list(twins.files) == ["2026-09-lap-assessment-a1-internal.xlsx"]
    assert twins.kinds == {NAME: {WORKBOOK: "2026-09-lap-assessment-a1-internal.xlsx"}}
    assert "no Chromium was found" in twins.lacking[0]


@pytest.mark.parametrize("library", ["playwright", "pikepdf"])
def test_without_what_prints_the_word_says_how_to_install_it(monkeypatch, library):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith(library):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert library in browser.lacking()
    assert "bsafe-analysis[print]" in browser.lacking()


def test_it_works_where_a_loop_is_running_already(monkeypatch):
    monkeypatch.setenv("BSAFE_CHROMIUM", "/no/such/browser")

    async def inside():
        return make_twins((source(),), TERMS)

    assert asyncio.run(inside()).files


def test_on_paper_links_to_other_files_are_words_and_the_title_bears_the_marking():
    page = '<head><title>A &amp; b</title></head><a href="x.html">up</a><a class="q" href="#here">here</a>'
    made = _for_paper(page, "OFFICIAL <x>")
    assert "<span>up</span>" in made
    assert '<a class="q" href="#here">here</a>' in made
    assert "<title>A &amp; b, OFFICIAL &lt;x&gt;</title>" in made


def test_on_paper_letters_have_two_weights_and_words_are_let_alone():
    page = "<head><style>th { font-weight: 500; } h1 { font-weight:600 }</style></head><p>font-weight: 600</p>"
    made = _for_paper(page, "OFFICIAL")
    assert "th { font-weight: 400; } h1 { font-weight: 700 }" in made
    assert "<p>font-weight: 600</p>" in made


def test_links_between_script_free_pages_lead_to_script_free_pages():
    made = _lead_to_twins(f'<a href="{NAME}#x">x</a><a href="index.html">all</a>', (source(),))
    assert 'href="2026-09-lap-assessment-a1-internal-script-free.html#x"' in made
    assert 'href="index.html"' in made


@pytest.mark.parametrize(
    ("kind", "size", "told"),
    [(PDF, 1_100_000, "is 1.1 MB: more than 1 MB"), (WORKBOOK, 1_100_000, "is 1.1 MB: more than 1 MB")],
)
def test_what_is_larger_than_it_may_be_is_told(kind, size, told):
    gathered = _gathered((source(),), [({kind: b"x" * size}, "")], (), "")
    assert told in gathered.lacking[0]
