"""The one thing that importing our packages changes in the process: what makes every start slower is not loaded."""

import sys

# jsonschema would load a grammar of internationalised addresses: a second of every start, and no notebook needs it
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
