"""Findings to documents: facts, charts, exhibits and words; reports/documents lists every kind."""
