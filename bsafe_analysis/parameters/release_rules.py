"""Who may release a pack, and how long what was released is kept: `release` in parameters/policy.yml."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.form_files import read_form
from bsafe_analysis.plain_files import read_plain

POLICY_FILE = "parameters/policy.yml"
EXAMPLE = "Add `release: {roles: [Head of community safety]}`: roles and offices, no names of persons"


@dataclass(frozen=True)
class ReleaseRules:
    """`another_account`: who releases may not be the account that ran the pack. Months: how long what is kept.

    `policy`: the checksum of the policy file that says so.
    """

    roles: tuple[str, ...]
    another_account: bool
    keep_months: int
    keep_working_months: int
    policy: str


def read_release_rules(root: Path) -> ReleaseRules:
    """InputError where the policy cannot be used or names nobody: closed until the data controller opens it."""
    form, faults = read_form(root, "policy.yml", forms.PolicyForm)
    if form is None:
        raise InputError(faults)
    if form.release is None:
        raise InputError([Fault(POLICY_FILE, "release", "it names nobody who may release", EXAMPLE)])
    chosen = form.release
    digest = hashlib.sha256(read_plain(root / POLICY_FILE)).hexdigest()
    return ReleaseRules(
        tuple(chosen.roles), chosen.another_account, chosen.keep_months, chosen.keep_working_months, digest
    )


def checked_role(rules: ReleaseRules, role: str) -> str:
    """The role as the policy writes it, whatever its capitals and spaces; InputError where it may not release."""
    wanted = " ".join(role.split()).casefold()
    for known in rules.roles:
        if " ".join(known.split()).casefold() == wanted:
            return known
    cause = f"{role.strip()!r} may not release" if wanted else "no role is given"
    cure = f"Roles that may: {', '.join(rules.roles)} ({POLICY_FILE}, release)."
    raise InputError([Fault("the command", "--role", cause, cure)])
