"""What parameters/policy.yml says of audiences: markings by class, and the rules of disclosure over their defaults."""

from __future__ import annotations

import re

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.disclosure import Policy, highest
from bsafe_analysis.parameters import forms
from bsafe_analysis.parameters.reference import Reference

SENSITIVE = r"violen|sexual|rape|domestic|hate"
"""Suppliers' words for crimes that are never shown at a map point unless the policy says otherwise."""


def markings_of(policy: forms.PolicyForm, sources: forms.SourcesForm) -> dict[str, str]:
    """Audience -> its marking, where the policy has one for each class that of the highest class received."""
    top = highest([source.source_class for source in sources.sources])
    chosen = {str(audience): marking for audience, marking in policy.markings.items()}
    return {
        audience: marking if isinstance(marking, str) else str({str(c): m for c, m in marking.items()}[top])
        for audience, marking in chosen.items()
    }


def marking_faults(policy: forms.PolicyForm, sources: forms.SourcesForm) -> list[Fault]:
    """Audiences whose markings lack the highest class received."""
    top = highest([source.source_class for source in sources.sources])
    lacking = [a for a, marking in policy.markings.items() if not isinstance(marking, str) and top not in marking]
    cause = f"there is no marking for {top}, the highest class in sources.yml"
    return [Fault("parameters/policy.yml", f"markings.{a}", cause, f"Add {top}: ...") for a in lacking]


def policy_of(form: forms.PolicyForm) -> Policy:
    """The rules of policy.yml over the defaults of disclosure.Policy."""
    base = Policy()
    smallest = {a: by_class | dict(form.smallest_count.get(a, {})) for a, by_class in base.smallest.items()}  # type: ignore[call-overload]
    return Policy(
        smallest=smallest,
        round_to=base.round_to | form.round_to,
        finest={a: {str(c): str(level) for c, level in by.items()} for a, by in form.finest.items()},
        rate_base=base.rate_base | form.smallest_rate_base,
        begins={a: month for a, month in form.not_shown_before.items()},
        map_points=base.map_points if form.map_points is None else tuple(form.map_points),
        texts=base.texts | {a: str(mode) for a, mode in form.texts.items()},
    )


def not_by_place_of(policy: forms.PolicyForm, reference: Reference) -> tuple[str, ...]:
    """The categories never shown at a map point: what the policy says, else whatever holds violent or sexual crime."""
    if policy.not_by_place is not None:
        return tuple(policy.not_by_place)
    sensitive = {key for supplier, key in reference.every_word if re.search(SENSITIVE, f"{supplier} {key}", re.I)}
    return tuple(category.key for category in reference.categories if category.key in sensitive)


def high_risk_of(policy: forms.PolicyForm, reference: Reference, sensitive: tuple[str, ...]) -> tuple[str, ...]:
    """The categories of the section on high-risk issues: what the policy says, else the sensitive ones and weapons."""
    if policy.high_risk is not None:
        return tuple(policy.high_risk)
    weapons = {key for supplier, key in reference.every_word if re.search(r"weapon", f"{supplier} {key}", re.I)}
    # a type that holds weapons among other things ("public disorder and weapons") is no measure of weapons
    weapons = {key for key in weapons if re.search(r"weapon|kni(fe|ves)|gun", key, re.I)}
    return tuple(category.key for category in reference.categories if category.key in {*sensitive, *weapons})
