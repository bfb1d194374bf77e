"""From a prepared month to a published pack: the run of a month, here or of many partnerships, one at a time each."""

import bsafe_analysis.start_up  # noqa: F401 (before jsonschema is loaded)
