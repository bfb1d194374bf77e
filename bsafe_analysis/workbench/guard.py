"""Whatever goes wrong behind a button is a sentence on the screen."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from bsafe_analysis.faults import InputError, system_fault


def guarded(handler: Callable[..., None]) -> Callable[..., None]:
    """The handler, its errors told by `self.tell` with their details folded away; the workbench stays as it was."""

    @wraps(handler)
    def safe(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            handler(self, *args, **kwargs)
        except InputError as error:
            self.tell(" ".join(str(fault) for fault in error.faults))
        except OSError as error:
            self.tell("That could not be done: {}. {}.".format(*system_fault(error, "use")), traceback.format_exc())
        except Exception as error:
            self.tell(f"That could not be shown: {type(error).__name__}: {error}", traceback.format_exc())

    return safe
