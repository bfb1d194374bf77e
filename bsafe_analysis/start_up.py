"""The one thing that importing our packages changes in the process: what makes every start slower is not loaded.

Whatever else is changed is changed by a call, by whoever begins something (tests/test_start_up.py holds it): signal
handlers and frozen memory by the processes' own `main`, environment variables by the process that a run starts,
papermill's list of engines by the engine that is made, quiet logs by whoever opens a cluster.
"""

import sys

# jsonschema would load a grammar of internationalised addresses: a second of every start, and no notebook needs it
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
