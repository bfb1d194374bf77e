"""What published files cannot say of a partnership: told in plain words when its workspace is made."""

from __future__ import annotations

from collections.abc import Iterator

from bsafe_analysis.parameters.published.borough_reference import BoroughReference


def what_was_made(found: BoroughReference) -> tuple[str, ...]:
    """What the workspace holds now, a line each."""
    held, codes = found.residents, found.membership.codes
    areas = f"{_many(len(found.grouping.areas), 'area')} {'as given' if found.areas_from else 'proposed'}"
    lsoas = " and ".join(f"{len(codes[place])} of 20{place[-2:]}" for place in codes if codes[place])
    return (
        f"{found.borough.name} ({', '.join(sorted(found.borough.codes))}): {areas}, "
        f"{_many(len(found.names), 'neighbourhood')}, LSOAs: {lsoas}.",
        *held.notes,
        f"Residents: {sum(held.residents.values()):,} in {len(held.residents)} of "
        f"{_many(len(found.names), 'neighbourhood')}: compare it with what you know of the borough.",
        f"Boundaries: {_many(len(found.shapes), 'polygon')}." if found.shapes else "Boundaries: none.",
    )


def to_decide(found: BoroughReference) -> tuple[str, ...]:
    """What a person has to look at or choose, a sentence or two each; the most important first."""
    return (*_of_areas(found), *_of_names(found), *_of_lsoas(found), *_of_files(found), *OF_CHOICES)


OF_CHOICES = (
    "Priorities: parameters/priorities.yml says what you work on, which direction is better and which harm is worst.",
    "Meetings: parameters/documents.yml says what yours are called; parameters/partnership.yml whom readers ask.",
    "Who may see what: parameters/policy.yml holds defaults that your data controller has to approve.",
)
"""What no file of ONS knows of any partnership."""


def _of_areas(found: BoroughReference) -> Iterator[str]:
    if found.areas_from:
        return
    names = ", ".join(f"{name} ({code})" for code, name in found.grouping.areas)
    how = "connected, alike in residents, wards kept together where they can be"
    if not found.shapes:
        how = "by the order of their codes alone, for no boundaries were given: neighbours may be parted"
    yield (
        f"Areas: {names}: proposed ({how}). Agree them and their names with the partnership, then change "
        "data/reference/areas.csv."
    )


def _of_names(found: BoroughReference) -> Iterator[str]:
    unnamed = [code for code, name in found.names.items() if name == code or _numbered(name, found.borough.name)]
    of_msoas = found.membership.place.startswith("MSOA")
    if unnamed:
        yield (
            f"Names: {_many(len(unnamed), 'neighbourhood')} without a name that residents know (such as "
            f"{found.names[unnamed[0]]}). Write them in data/reference/areas.csv"
            + (", or give the House of Commons Library's MSOA names as a --lookup." if of_msoas else ".")
        )


def _numbered(name: str, borough: str) -> bool:
    """Whether it is ONS's own: the borough and a number."""
    return name.startswith(borough) and name.removeprefix(borough).strip()[:3].isdigit()


def _of_lsoas(found: BoroughReference) -> Iterator[str]:
    membership = found.membership
    if membership.shared:
        first, places = next(iter(membership.shared.items()))
        yield (
            f"LSOAs: {len(membership.shared)} in more than one neighbourhood (first: {first}, in {', '.join(places)}). "
            "Each counts in one of them: look at them in data/reference/lsoas.csv."
        )
    if membership.unplaced and membership.place:
        yield (
            f"LSOAs: {len(membership.unplaced)} of the borough in no neighbourhood (first: {membership.unplaced[0]}). "
            "They count in the borough alone until you name one in data/reference/lsoas.csv."
        )
    for place in (place for place, codes in membership.codes.items() if not codes):
        yield (
            f"LSOAs: no file lists those of 20{place[-2:]}. Police downloads carry the codes of 2011 or of 2021: give "
            "the lookup LSOA (2011) to LSOA (2021) too."
        )


def _of_files(found: BoroughReference) -> Iterator[str]:
    unknown = len(set(found.names) - set(found.residents.residents))
    if unknown:
        yield (
            f"Residents: not known for {unknown} of {_many(len(found.names), 'neighbourhood')}, which have counts but "
            "no rates. Give --population, or fill data/reference/residents.csv."
        )
    if not found.shapes:
        yield "Boundaries: none, so pages have no maps. Give --boundaries if you want them."


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
