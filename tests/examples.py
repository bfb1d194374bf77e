"""How many examples a property is tried with: few in `make test`, ten times as many in `make proof` (more_examples)."""

import os

from hypothesis import strategies as st

TIMES = "BSAFE_EXAMPLES"
"""Set where more examples are wanted: how many times as many."""


SIGNS = st.characters(exclude_categories=("Cs",))
"""All that UTF-8 can hold. Where none are named, hypothesis works them out from the codec: seconds of a fresh clone."""


def examples(usual: int) -> int:
    return usual * int(os.environ.get(TIMES, "1"))
