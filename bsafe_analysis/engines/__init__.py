"""How notebooks are run: forked from a warm process, in an ordinary kernel, on a cluster; and what is believed."""

import bsafe_analysis.start_up  # noqa: F401 (before jsonschema is loaded)
