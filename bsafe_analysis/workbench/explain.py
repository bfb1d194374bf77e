"""Below the tabs: write a note about what is seen, promote it into the documents, start a problem profile, keep it."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import ipywidgets as w

from bsafe_analysis.model.annotations import Annotation, Kind
from bsafe_analysis.model.periods import add_months
from bsafe_analysis.model.promoted_findings import Promoted, PromotedConfidence

KINDS = {
    Kind.EVENT: "Event",
    Kind.RECORDING_CHANGE: "Recording change",
    Kind.OPERATION: "Operation",
    Kind.COMMENT: "Comment",
}
TAKEN_AS = {
    "Picture (PNG)": ".png", "Picture (SVG)": ".svg", "Numbers (Excel)": ".xlsx", "Numbers (CSV)": ".csv",
    "A page (HTML)": ".html",
}  # fmt: skip
OUT, NOTE, PROMOTE = "Take this view out", "Write a note about this place and category", "Promote what you see"
REVIEW, KEEP = "Review what was promoted", "Keep this view"
SECTIONS = {
    OUT: ("Save the view",), NOTE: ("Save note", "Withdraw note"),
    PROMOTE: ("Preview", "Promote", "Start a problem profile"),
    REVIEW: ("Save review",), KEEP: ("Keep view", "Open view"),
}  # fmt: skip
"""Each part of the forms and its buttons, whose answers stand below them."""
_STYLE = {"description_width": "120px"}
_WIDE = w.Layout(width="min(640px, 96%)")


class Explain(w.VBox):
    """Forms only: `saved` is what each button calls, with what was filled in."""

    def __init__(self, saved: dict[str, Callable[[], None]]) -> None:
        self.kind = _field(w.Dropdown(options=[(words, kind) for kind, words in KINDS.items()]), "Kind of note")
        self.first = _field(w.DatePicker(), "From day")
        self.last = _field(w.DatePicker(), "To day, if over")
        self.text = _field(w.Textarea(rows=2), "What happened")
        self.role = _field(w.Text(value="Analyst"), "Your role")
        self.rebase = w.Checkbox(
            description="A recording change: compare only from that month on", indent=False, layout=_WIDE
        )
        self.notes = _field(w.Dropdown(), "Notes that stand")
        self.claim = _field(w.Text(), "Claim")
        self.confidence = _field(
            w.Dropdown(options=[("choose", None), *((str(c).capitalize(), c) for c in PromotedConfidence)]),
            "Confidence",
        )
        self.comment = _field(w.Textarea(rows=2), "Comment")
        self.recommendation = _field(w.Textarea(rows=2), "Recommendation")
        self.agency = _field(w.Text(), "Lead agency")
        self.due = _field(w.DatePicker(), "Due by")
        self.preview = w.HTML()
        self.name = _field(w.Text(), "Name of the view")
        self.view_name = _field(w.Dropdown(), "Views kept")
        self.code = w.HTML()
        self.finding = _field(w.Dropdown(), "Promoted before")
        self.outcome = _field(w.Textarea(rows=2), "What came of it")
        self.closed = w.Checkbox(description="Nothing more is to be done: close it", indent=False, layout=_WIDE)
        self.answers = {name: w.HTML() for name in SECTIONS}
        self.beside: w.HTML | None = None
        self.taken_as = _field(w.Dropdown(options=list(TAKEN_AS.items())), "Take it out as")
        buttons = {name: _button(name, partial(self._pressed, name, call)) for name, call in saved.items()}
        super().__init__(
            [
                _head(OUT), self.taken_as, buttons["Save the view"], self.answers[OUT],
                _head(NOTE),
                self.kind, self.first, self.last, self.text, self.role, self.rebase, buttons["Save note"],
                self.notes, buttons["Withdraw note"], self.answers[NOTE],
                _head(PROMOTE),
                self.claim, self.confidence, self.comment, self.recommendation, self.agency, self.due, self.preview,
                w.HBox([buttons["Preview"], buttons["Promote"], buttons["Start a problem profile"]]),
                self.answers[PROMOTE],
                _head(REVIEW), self.finding, self.outcome, self.closed, buttons["Save review"], self.answers[REVIEW],
                _head(KEEP),
                self.name, buttons["Keep view"], self.view_name, buttons["Open view"], self.answers[KEEP], self.code,
            ]
        )  # fmt: skip

    def _pressed(self, name: str, call: Callable[[], None]) -> None:
        """What the button does, its answer told in its own section, where whoever pressed it is looking."""
        self.beside = self.answers[next(section for section, names in SECTIONS.items() if name in names)]
        try:
            call()
        finally:
            self.beside = None

    def note(self, place: str, category: str, today: date) -> Annotation:
        """The note as filled in; ValueError in plain words where a part is missing."""
        if self.first.value is None:
            raise ValueError("Give the day from which it holds.")
        if not self.text.value.strip():
            raise ValueError("Say what happened.")
        given = (self.first.value, self.last.value, self.text.value.strip(), self.role.value.strip())
        return Annotation("", self.kind.value, place, category, *given, today)

    def finding_of(self, month: str, view: Any) -> Promoted:
        """The finding as filled in; ValueError in plain words where a part is missing."""
        wanted = {"Claim": self.claim, "Recommendation": self.recommendation, "Lead agency": self.agency}
        missing = [name for name, field in wanted.items() if not field.value.strip()]
        if self.confidence.value is None:
            missing.append("Confidence")
        if self.due.value is None:
            missing.append("Due by")
        if missing:
            raise ValueError(f"Fill in: {', '.join(missing)}.")
        return Promoted(
            "", month, self.claim.value.strip(), view, self.confidence.value, self.comment.value.strip(),
            self.recommendation.value.strip(), self.agency.value.strip(), self.due.value, self.role.value.strip(),
        )  # fmt: skip

    def suggest(self, heading: str, month: str) -> None:
        """A first wording of the claim, and a date, where nothing stands there yet."""
        if not self.claim.value:
            self.claim.placeholder = heading
        if self.due.value is None:
            self.due.value = date.fromisoformat(f"{add_months(month, 3)}-01")

    def show_code(self, line: str) -> None:
        self.code.value = f"<p>In any notebook: <code>{html.escape(line)}</code></p>"

    def show_choices(
        self, notes: list[tuple[str, str]], findings: list[tuple[str, str]], views: tuple[str, ...]
    ) -> None:
        """What can be withdrawn, reviewed and opened; a choice that is still there stays chosen."""
        kept = [(name, name) for name in views]
        for field, options in ((self.notes, notes), (self.finding, findings), (self.view_name, kept)):
            wanted = options or [("none", "")]
            if tuple(field.options) != tuple(wanted):
                chosen = field.value
                field.options = wanted
                field.value = chosen if chosen in [value for _, value in wanted] else wanted[0][1]


def _field(field: Any, description: str) -> Any:
    field.description, field.style, field.layout = description, _STYLE, _WIDE
    return field


def _head(text: str) -> w.HTML:
    return w.HTML(f"<h2 style='font-size:1.1em;margin:.8em 0 .2em'>{text}</h2>")


def _button(text: str, call: Callable[[], None]) -> w.Button:
    button = w.Button(description=text, layout=w.Layout(width="auto", align_self="flex-start"))
    button.on_click(lambda _: call())
    return button
