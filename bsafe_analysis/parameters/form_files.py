"""Reads one parameter file into its form."""

from __future__ import annotations

from pathlib import Path

from bsafe_analysis.faults import Fault, InputError, system_fault
from bsafe_analysis.parameters.forms import SomeForm, check
from bsafe_analysis.plain_files import read_plain
from bsafe_analysis.yaml_files import read_yaml


def read_form(
    root: Path, name: str, form: type[SomeForm], folder: str = "parameters"
) -> tuple[SomeForm | None, tuple[Fault, ...]]:
    """The file in its form; None and every fault of it where it is missing or cannot be used."""
    file = f"{folder}/{name}"
    try:
        value, lines = read_yaml(read_plain(root / file).decode("utf-8-sig"), file)
    except FileNotFoundError:
        return None, (Fault(file, "", "the file is missing", "`bsafe init` makes one to fill in"),)
    except OSError as error:
        return None, (Fault(file, "", *system_fault(error, "read")),)
    except UnicodeDecodeError:
        return None, (Fault(file, "", "this is not UTF-8 text", "Save it as plain UTF-8 text"),)
    except InputError as error:
        return None, error.faults
    checked = check(form, value, file, lines)
    return (None, tuple(checked)) if isinstance(checked, list) else (checked, ())
