"""Findings to documents: what each of them says, as facts. Their kinds are listed in reports/document_kinds.py."""

from bsafe_analysis.reports.documents.lap_assessment import build_lap_assessment
from bsafe_analysis.reports.documents.neighbourhood_profile import build_neighbourhood_profile
from bsafe_analysis.reports.documents.tactical_assessment import build_tactical_assessment

__all__ = ["build_lap_assessment", "build_neighbourhood_profile", "build_tactical_assessment"]
