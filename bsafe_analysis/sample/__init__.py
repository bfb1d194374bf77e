"""The invented sample partnerships, made from a seed. Shares no code with detection."""

from bsafe_analysis.sample.inventions import INVENTIONS
from bsafe_analysis.sample.write import make_sample

__all__ = ["INVENTIONS", "make_sample"]
