"""One page: exported, cleaned, framed, checked at the gate; its twins; and the static files of every page."""

import bsafe_analysis.start_up  # noqa: F401 (before jsonschema is loaded)
