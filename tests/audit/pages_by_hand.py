"""Bundles of a section as the page has them, without the frame around it."""

from html import escape

from bsafe_analysis.mime import FIGURE_MIME


def page_of(bundles):
    """One page with one section: its words, and of each figure heading, alternative, caption and table."""
    return f"<main><section>{''.join(map(_html, bundles))}</section></main>"


def _html(bundle):
    figure = bundle.get(FIGURE_MIME)
    if figure is None:
        return bundle.get("text/html", "")
    return "".join(f"<p>{escape(str(figure[name]))}</p>" for name in ("heading", "alt", "caption")) + figure["table"]
