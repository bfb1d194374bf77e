"""A visit names each fault of a page that has many; and which pages of a kind are visited."""

import pytest

from tests.browser.conftest import MANY, looked_at
from tests.browser.visits import of_a_still_page, of_a_still_page_closely, on_a_phone, on_a_phone_closely, on_screen

BAD = """<!DOCTYPE html><html lang="en-GB"><head><title>Bad</title><style>a:focus { outline: none }</style></head>
<body><p class="marking">OFFICIAL</p><a class="skip" href="#m">Skip</a><main id="m"><h1>Bad</h1>
<p style="color: #ddd">pale</p><img src="https://a.example/x.png"><div style="width: 2000px">wide</div>
<figure id="f"></figure><details><summary>More</summary><table><tr><td>1</td></tr></table></details>
</main></body></html>
"""


@pytest.fixture
def bad(tmp_path):
    page = tmp_path / "bad.html"
    page.write_text(BAD, "utf-8")
    return page


@pytest.mark.browser
def test_a_visit_at_a_desk_names_every_fault(watch, bad):
    with watch() as watched:
        seen = dict(on_screen(watched, bad))
    said = {rule for rule, _ in (fault for fault in seen["screen"] if isinstance(fault, tuple))}
    assert {"color-contrast", "image-alt"} <= said
    assert {"0 of 1 figures drawn"} <= set(seen["screen"])
    assert any("pixels wide" in fault for fault in seen["screen"])
    assert "stop 0 is not seen" in seen["keyboard"]
    assert any("the marking is not twice" in fault for fault in seen["sheets"])
    assert any(fault.startswith("sheet 1 ends with") for fault in seen["sheets"])
    assert "1 tables that are not printed" in seen["paper"]
    assert "1 links that lead nowhere on paper" in seen["paper"]
    assert seen["outside"] == ["https://a.example/x.png"]
    assert seen["errors"]


@pytest.mark.browser
@pytest.mark.parametrize("visit", [on_a_phone, on_a_phone_closely, of_a_still_page_closely])
def test_a_visit_of_a_phone_names_every_fault(watch, bad, visit):
    with watch(320) as watched:
        seen = dict(visit(watched, bad))
    for look in ("phone", "letters twice as large"):
        assert any("pixels wide" in fault for fault in seen[look])
    rules = {fault[0] for fault in seen["phone"] if isinstance(fault, tuple)}
    assert (rules >= {"color-contrast", "image-alt"}) == (visit is not on_a_phone)
    assert seen["outside"]
    assert seen["errors"]


@pytest.mark.browser
def test_a_visit_of_a_page_without_scripts_names_what_is_not_drawn_and_too_wide(watch, bad):
    with watch() as watched:
        seen = dict(of_a_still_page(watched, bad))
    assert "0 of 1 figures drawn" in seen["screen"]
    assert any("pixels wide" in fault for fault in seen["screen"])
    assert seen["outside"]


@pytest.mark.browser
def test_a_page_that_is_used_again_is_as_if_it_were_new(watch, bad):
    with watch() as watched:
        dict(on_screen(watched, bad))
        again = watched.anew(320).page
        assert (watched.outside, watched.errors) == ([], [])
        assert again.evaluate("[innerWidth, matchMedia('print').matches]") == [320, False]


def test_of_a_few_pages_of_a_kind_the_extremes_are_visited_and_of_many_one_more(tmp_path):
    cell = '<td class="num">1</td>'
    length = {"n1": 300, "n2": 900, "n3": 500, "n4": 600, "n5": 700}
    pages = [tmp_path / "index.html"]
    for name, size in length.items():
        pages.append(tmp_path / f"2026-09-neighbourhood-profile-{name}-internal.html")
        pages[-1].write_text((cell * (1 if name == "n4" else 9)).ljust(size))
    pages[0].write_text("x")

    def visited():
        return {path.stem.removeprefix("2026-09-neighbourhood-profile-")[:2] for path in looked_at(pages)}

    assert len(length) == MANY
    assert visited() == {"in", "n1", "n2", "n4"}
    pages.append(tmp_path / "2026-09-neighbourhood-profile-n6-internal.html")
    pages[-1].write_text((cell * 9).ljust(800))
    assert len(visited()) == 5
    assert visited() > {"in", "n1", "n2", "n4"}
