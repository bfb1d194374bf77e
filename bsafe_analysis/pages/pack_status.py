"""What a page says of its own standing, beside its marking: a draft until somebody releases it.

It stands wherever the marking does, on every sheet and in every twin, and nowhere else: so a released page is the draft
with these few words replaced, and that it is can be proved.
"""

from __future__ import annotations

from html import escape

DRAFT = "DRAFT"
IN_PAGE, ON_SHEETS = 2, 2
"""How often a page bears its marking: at its top and bottom, and in the rule for printed sheets."""


def marked(marking: str, status: str = DRAFT) -> str:
    """The marking as it is shown.

    >>> marked("OFFICIAL")
    'OFFICIAL · DRAFT'
    """
    return f"{marking} · {status}"


def with_status(page: str, shown: str, status: str) -> str:
    """The draft page with another status; every other byte is what it was.

    `shown`: the marking as the draft bears it. ValueError where it does not stand in the page's own places alone.
    """
    marking = shown.removesuffix(f" · {DRAFT}")
    if marking == shown:
        raise ValueError("its marking does not say that it is a draft")
    new = marked(marking, status)
    released = _replaced(page, _in_page(shown), _in_page(new), IN_PAGE)
    released = _replaced(released, _on_sheets(shown), _on_sheets(new), ON_SHEETS)
    if _all_but(released, new) != _all_but(page, shown):
        raise ValueError("more than the status would change")
    return released


def _replaced(page: str, old: str, new: str, times: int) -> str:
    if page.count(old) != times:
        raise ValueError(f"the marking stands {page.count(old)} times where it should stand {times} times")
    return page.replace(old, new)


def _all_but(page: str, shown: str) -> list[list[str]]:
    """All that is not the marking in one of its places."""
    return [part.split(_on_sheets(shown)) for part in page.split(_in_page(shown))]


def _in_page(shown: str) -> str:
    return f'<p class="marking">{escape(shown)}</p>'


def _on_sheets(shown: str) -> str:
    from bsafe_analysis.pages.export import css_string  # slow to import, and a run needs only the words above

    return f"center{{content:{css_string(shown)};"
