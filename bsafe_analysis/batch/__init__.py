"""From a prepared month to a published pack: plan, run, check at the gate, publish by one rename."""

import sys

# jsonschema would load a grammar of internationalised addresses: a second of every start, and no notebook needs it
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
