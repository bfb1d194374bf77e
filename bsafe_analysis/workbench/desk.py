"""What the buttons of the forms do: notes, promoted findings, reviews, problem profiles, kept views."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bsafe_analysis.model.annotations import Annotation
from bsafe_analysis.model.cycle import Prepared
from bsafe_analysis.model.periods import month_name
from bsafe_analysis.model.promoted_findings import Promoted
from bsafe_analysis.model.view_state import ViewState, as_line
from bsafe_analysis.register.analyst_notes import add_note, read_annotations, withdraw_note
from bsafe_analysis.register.promotions import add_review, promote, read_promoted
from bsafe_analysis.reports.facts.addresses import slug
from bsafe_analysis.reports.views import ViewResult, fit, sentence
from bsafe_analysis.reports.views.view_figures import say
from bsafe_analysis.workbench import saved_views
from bsafe_analysis.workbench.explain import Explain
from bsafe_analysis.workbench.guard import guarded
from bsafe_analysis.workbench.own_analysis import ShownView

VIEWS = "outputs/{month}/views"
"""Where views that were taken out are kept, below the workspace."""


class Desk:
    """The writing half of the workbench; the other half says what is seen (`state`, `result`) and shows it again."""

    prepared: Prepared
    root: Path
    result: ViewResult
    state: ViewState
    tell: Callable[..., None]
    show_again: Callable[[], None]
    open_state: Callable[[ViewState], None]

    def make_forms(self) -> Explain:
        """The forms, each button tied to what it does."""
        self.explain = Explain(
            {
                "Save the view": self.take_out,
                "Save note": self.save_note,
                "Withdraw note": self.withdraw_note,
                "Preview": self.preview,
                "Promote": self.promote,
                "Start a problem profile": self.start_profile,
                "Save review": self.save_review,
                "Keep view": self.keep,
                "Open view": self.open_kept,
            }
        )
        return self.explain

    def refresh_forms(self) -> None:
        """What the forms offer, after the view or the register has changed."""
        self.explain.show_code(as_line(self.state))
        self.explain.suggest(say("heading", self.result), self.month)
        standing = [(f"{f.claim[:60]} ({f.month})", f.id) for f in self.prepared.promoted]
        notes = [(f"{n.first.isoformat()}, {self._named(n.place)}: {n.text[:60]}", n.id) for n in self._notes_here()]
        self.explain.show_choices(notes, standing, saved_views.kept_views(self.root))

    def _notes_here(self) -> tuple[Annotation, ...]:
        """The notes that can be withdrawn here: those of the place in view first."""
        here = self.state.place
        return tuple(sorted(self.prepared.annotations, key=lambda note: (note.place != here, note.first, note.id)))

    def _named(self, place: str) -> str:
        return self.prepared.areas[place].name if place in self.prepared.areas else place

    @property
    def month(self) -> str:
        return self.prepared.cycle.month

    @guarded
    def take_out(self) -> None:
        """The view in view as a file for others: a picture, its numbers, or a page, as its readers may see it."""
        result, month = self.result, self.month
        name = slug("-".join([month, say("heading", result), str(self.state.chart), result.prepared.audience]))[:120]
        file = self.root / VIEWS.format(month=month) / f"{name}{self.explain.taken_as.value}"
        ShownView(result).save(file)
        self.tell(f"Saved as {file.relative_to(self.root).as_posix()}, marked {ShownView(result).about['Marking']}.")

    @guarded
    def save_note(self) -> None:
        """A note about the place and the category in view, and its rebase where that was wanted."""
        state = self.state
        if len(state.categories) > 1:
            self.tell("Choose one category, or none for a note about every one, then save the note.")
            return
        self._added(lambda: self.explain.note(state.place, "".join(state.categories), date.today()), self._noted)

    def _noted(self, note: Annotation) -> str:
        from bsafe_analysis.register.recording_changes import (  # with all of parameters/, after the first paint
            add_rebase,
            check_rebase,
        )

        keys = {category.key for category in self.prepared.cycle.categories}
        rebase = self.explain.rebase.value
        if rebase:
            check_rebase(note)
        saved = add_note(self.root, note, self.prepared.areas, keys)
        self.explain.text.value, self.explain.rebase.value = "", False
        if not rebase:
            return "The note is saved and drawn on every chart that it touches."
        since = add_rebase(self.root, saved, self.prepared.areas, keys)
        return f"The note is saved. Once the month is made again, only months from {month_name(since)} on are compared."

    @guarded
    def withdraw_note(self) -> None:
        """Say that a note no longer holds: it stays in the register, and is drawn no more."""
        form = self.explain
        if not form.notes.value:
            self.tell("No note stands that could be withdrawn.")
            return
        withdraw_note(self.root, form.notes.value, form.role.value.strip() or "Analyst", date.today())
        self._reread("The note is withdrawn: it stays in the register, and no chart draws it.")

    @guarded
    def preview(self) -> None:
        """How the finding will read."""
        self._added(self._filled, self._previewed)

    def _filled(self) -> Promoted:
        return self.explain.finding_of(self.month, self.state)

    def _previewed(self, finding: Promoted) -> str:
        evidence = html.escape(f"{sentence(self.result)} Confidence {finding.confidence}.")
        asked = html.escape(f"{finding.recommendation} Lead: {finding.agency}, by {finding.due.isoformat()}.")
        claim = html.escape(finding.claim)
        self.explain.preview.value = f"<p><b>{claim}</b></p><p>{evidence}</p><p>{asked}</p>"
        return "This is how it will read. Press Promote to put it into the month."

    @guarded
    def promote(self) -> None:
        """Put the finding into this month's documents."""
        self._added(self._filled, self._promoted)

    def _promoted(self, finding: Promoted) -> str:
        promote(self.root, finding)
        for field in (self.explain.claim, self.explain.comment, self.explain.recommendation, self.explain.preview):
            field.value = ""
        self.explain.confidence.value = None
        return f"Promoted into {month_name(self.month)}. It is in the documents after `bsafe run {self.month}`."

    @guarded
    def save_review(self) -> None:
        """What came of a finding that was promoted before."""
        form = self.explain
        if not form.finding.value:
            self.tell("No promoted finding is open.")
            return
        role = form.role.value
        add_review(self.root, self.month, form.finding.value, form.closed.value, form.outcome.value, role)
        form.outcome.value, form.closed.value = "", False
        self._reread("The review is saved.")

    @guarded
    def start_profile(self) -> None:
        """A notebook for a problem profile of what is in view."""
        from bsafe_analysis.workbench.profile_starter import (  # its notebook library takes a second
            problem_profile,
            start_profile,
        )

        text = problem_profile(self.result, self.month)
        name = start_profile(self.root, say("heading", self.result), self.month, text)
        self.tell(f"A problem profile is ready to work in: notebooks/{name}.")

    @guarded
    def keep(self) -> None:
        """Keep the view under a name."""
        name = self.explain.name.value.strip()
        saved_views.keep_view(self.root, name, self.state)
        self._reread(f"Kept as {saved_views.FOLDER}/{name}.yml.")

    @guarded
    def open_kept(self) -> None:
        """Show a view that was kept, as this month can show it."""
        if not self.explain.view_name.value:
            self.tell("No view is kept yet.")
            return
        state, gave_way = fit(saved_views.open_view(self.root, self.explain.view_name.value), self.prepared)
        self.open_state(state)
        self.tell(" ".join(say("gave_way", kind=kind, said=what) for kind, what in gave_way))

    def _added(self, filled: Callable[[], Any], save: Callable[[Any], str]) -> None:
        """Save what was filled in, or say what is missing; then show the month with it."""
        try:
            given = filled()
        except ValueError as error:
            self.tell(str(error))
            return
        self._reread(save(given))

    def _reread(self, text: str) -> None:
        self.prepared = _with_what_is_kept(self.root, self.prepared)
        self.show_again()
        self.tell(text)


def _with_what_is_kept(root: Path, prepared: Prepared) -> Prepared:
    """The month with the notes and the promoted findings as the register holds them now."""
    keys = [category.key for category in prepared.cycle.categories]
    notes, _ = read_annotations(root, prepared.areas, keys)
    raised, _ = read_promoted(root, prepared.cycle.month)
    return replace(prepared, annotations=notes, promoted=raised)
