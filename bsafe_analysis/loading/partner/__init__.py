"""Partners' extracts as they come: any sheet, any header row, any way of writing days and places."""

from bsafe_analysis.loading.partner.extract_columns import NAMED, translate
from bsafe_analysis.loading.partner.extract_reading import read_extract

__all__ = ["NAMED", "read_extract", "translate"]
