"""Twins of each page: without scripts, on paper (PDF), as a workbook; and the one file to send."""
