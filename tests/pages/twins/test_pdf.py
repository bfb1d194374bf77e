"""A PDF is packed without losing a tag; its dates and maker are ours; anything else is refused."""

import io
from datetime import date, datetime

import pikepdf
import pytest

from bsafe_analysis.pages.twins.pdf import steady

AS_OF = date(2026, 10, 5)
TAGS = 400


def printed(when="20261125160630+00'00'", lang="en-GB", marked=True, title="A (b)"):
    """A document of the shape that Chromium writes: each tag an object by itself, nothing packed."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.Contents = document.make_stream(b"BT (words) Tj ET " * 50)
    tree = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    kinds = (pikepdf.Name.P, pikepdf.Name.Strong)
    tags = [pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=kinds[i % 2], P=tree) for i in range(TAGS)]
    tree.K = pikepdf.Array([document.make_indirect(tag) for tag in tags])
    document.Root.StructTreeRoot, document.Root.MarkInfo = tree, pikepdf.Dictionary(Marked=marked)
    document.Root.Lang = lang
    told = {
        "/Title": title,
        "/Creator": "Mozilla/5.0 (X11; Linux)",
        "/CreationDate": f"D:{when}",
        "/ModDate": f"D:{when}",
    }
    for name, value in told.items():
        document.docinfo[name] = value
    file = io.BytesIO()
    document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def with_figures_and_links():
    """A figure around its heading and its described picture, and a link, as Chromium tags them."""
    document = pikepdf.open(io.BytesIO(printed()))
    tree = document.Root.StructTreeRoot
    picture = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt="Chart of 12 burglaries", K=3))
    heading = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.H3, K=2))
    outer = pikepdf.Dictionary(S=pikepdf.Name.Figure, K=pikepdf.Array([heading, picture]))
    tree.K.append(document.make_indirect(outer))
    rect = pikepdf.Array([0, 0, 1, 1])
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=rect, Dest=pikepdf.Name("/how-sure")
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(link)])
    file = io.BytesIO()
    document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def test_every_figure_is_described_every_link_says_where_it_leads_and_the_catalogue_has_the_title():
    with read(steady(with_figures_and_links(), AS_OF, {"how-sure": "How sure we are"})) as document:
        tags = [tag for tag in document.objects if isinstance(tag, pikepdf.Dictionary) and "/S" in tag]
        assert [str(tag.Alt) for tag in tags if pikepdf.Name.Figure == tag.S] == ["Chart of 12 burglaries"]
        assert [len(tag.K) for tag in tags if pikepdf.Name.Sect == tag.S] == [2]
        assert str(document.pages[0].Annots[0].Contents) == "How sure we are"
        told = document.open_metadata()
        assert (told["dc:title"], list(told["dc:language"])) == ("A (b)", ["en-GB"])


def read(content):
    return pikepdf.open(io.BytesIO(content))


def tags(document):
    return [str(tag.S) for tag in document.Root.StructTreeRoot.K]


def test_two_prints_of_one_page_become_the_same_bytes():
    one, other = printed(), printed(when=f"{datetime(2027, 12, 31):%Y%m%d}235959+00'00'")
    assert one != other
    assert steady(one, AS_OF) == steady(other, AS_OF)
    assert steady(one, AS_OF) != steady(printed(title="Another"), AS_OF)


def test_it_says_its_title_and_our_date_and_not_what_machine_it_was_printed_on():
    document = read(steady(printed(), AS_OF))
    told = document.docinfo
    assert (str(told["/Title"]), str(told["/Creator"])) == ("A (b)", "bsafe")
    assert {str(told[name]) for name in ("/CreationDate", "/ModDate")} == {"D:20261005000000Z"}


def test_every_tag_stays_in_a_small_part_of_the_room_and_none_is_unknown_to_old_readers():
    before = printed()
    after = steady(before, AS_OF)
    assert len(after) < len(before) / 4
    document = read(after)
    assert tags(document) == tags(read(before))
    assert str(document.Root.StructTreeRoot.RoleMap["/Strong"]) == "/Span"
    assert document.pages[0].Contents.read_bytes() == b"BT (words) Tj ET " * 50


@pytest.mark.parametrize(
    "spoiled", [b"<html>", b"%PDF-1.4", printed()[:200], printed(marked=False), printed(lang="en-US")]
)
def test_what_is_no_tagged_pdf_in_our_language_is_refused(spoiled):
    with pytest.raises(ValueError, match="PDF"):
        steady(spoiled, AS_OF)
