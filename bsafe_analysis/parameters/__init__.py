"""Reads and checks what a partnership chose: parameters/ and data/reference/."""

from bsafe_analysis.parameters.cycle_file import declared_as_of, default_baseline, read_cycle
from bsafe_analysis.parameters.new_workspace import init_workspace
from bsafe_analysis.parameters.workspace import Workspace, declared_stores, read_workspace

__all__ = [
    "Workspace", "declared_as_of", "declared_stores", "default_baseline", "init_workspace", "read_cycle",
    "read_workspace",
]  # fmt: skip
