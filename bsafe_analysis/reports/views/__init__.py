"""What a view of the workbench shows, the same on the screen and in a document: query, then figure, table, sentence."""

from __future__ import annotations

from bsafe_analysis.reports.views.query import ViewResult, fit, query
from bsafe_analysis.reports.views.view_figures import figure, sentence, table

__all__ = ["ViewResult", "figure", "fit", "query", "sentence", "table"]
