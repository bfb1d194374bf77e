"""Which documents a month makes, from what, which of them are kept from before, and how they are published."""

import bsafe_analysis.start_up  # noqa: F401 (before jsonschema is loaded)
