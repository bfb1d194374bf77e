"""The auditor's room: counts proved by another road than the library's, straight from the raw files.

Nothing here may import loading, preparation, detection, register, parameters or reports: a fault that both roads shared
would prove itself.
"""

from bsafe_analysis.audit.recount import Recounted

__all__ = ["Recounted"]
