"""What a view of the workbench shows, the same on the screen and in a document: query, then figure, table, sentence."""

from __future__ import annotations

from bsafe_analysis.reports.views.picture import figure, sentence, table
from bsafe_analysis.reports.views.query import ViewResult, fit, query

__all__ = ["ViewResult", "figure", "fit", "query", "sentence", "table"]
