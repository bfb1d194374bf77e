"""What looks personal in a page that leaves the house is shown to a human; what does not is left alone."""

import pytest

from bsafe_analysis.pages.personal_data import personal, to_review


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("opposite S60 2RD, by the shop", "a postcode"),
        ("ring 01709 555123", "a telephone number"),
        ("+44 7700 900123", "a telephone number"),
        ("write to jo.smith@example.org", "an e-mail address"),
        ("a man born 3 May", "a date of birth"),
        ("dob: 03/05/1988", "a date of birth"),
        ("QQ 12 34 56 C", None),
        ("AB 12 34 56 C", "a National Insurance number"),
        ("a blue van AB12 CDE", "a vehicle's number plate"),
        ("1,234,567 in 2026-09; E01000123; 5 October 2026; 60 of 1,200", None),
        ("2026-09-lap-assessment-a2-partner.html 0.123456789012", None),
    ],
)
def test_what_looks_personal_is_found(text, kind):
    assert [found for found, _ in personal(text)][:1] == ([kind] if kind else [])


def test_a_page_is_read_with_its_descriptions_and_without_its_scripts():
    page = b'<p>ring 01709&#32;555123</p><script>var x="S60 2RD"</script><div aria-label="by S61 1AA">'
    (phone, postcode) = sorted(to_review({"x.html": page}), reverse=True)
    assert "telephone" in phone
    assert "'S61 1AA'" in postcode


@pytest.mark.parametrize(
    "written",
    [
        "<p title='by S61 1AA'>x</p>",
        "<img alt=S61&#32;1AA>",
        "<!--><p>by S61 1AA</p>-->",
        "<style>a</style><p>S61 1AA<style>",
        "<noscript><p title='</noscript><p>S61 1AA</p>'></noscript>",
        "<noscript>S61 1AA</noscript>",
        "<p>S61<noscript>1AA</noscript></p>",
        "<p>S61\0 1AA</p>",
    ],
)
def test_nothing_personal_hides_in_how_it_is_written(written):
    assert to_review({"x.html": written.encode()}) == (
        "review before it is passed on: x.html holds what looks like a postcode ('S61 1AA')",
    )


def test_the_partnerships_own_contact_may_stand_there():
    assert to_review({"x.html": b"<p>safer@example.org</p>"}, "safer@example.org") == ()
