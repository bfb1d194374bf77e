"""`bsafe audit` and `bsafe trace`: whether what was published is so, and where a printed number comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bsafe_analysis.commands.output import print_json, say
from bsafe_analysis.faults import Fault, InputError
from bsafe_analysis.model.disclosure import Audience

if TYPE_CHECKING:
    from bsafe_analysis.audit.auditing import Audited
    from bsafe_analysis.audit.tracing import TracedValue

Folder = Annotated[Path | None, typer.Option("--workspace", help="The workspace; default: the one you are in.")]
MOST_TOLD = 20
FITTED_AGAIN = 40
"""Expectations of a month that are fitted again by a plainer model, chosen by the table's own checksum."""


def audit(
    month: Annotated[str, typer.Argument(help="The month, as YYYY-MM.", show_default=False)],
    audience: Annotated[str, typer.Option("--audience", help="Whose pack: internal, partner or public.")] = (
        Audience.INTERNAL
    ),
    pack: Annotated[str, typer.Option("--pack", help="Another pack than the month's own, by its name.")] = "",
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
) -> None:
    """Prove every statement of a published pack again, straight from the raw files."""
    from bsafe_analysis.audit.auditing import audit_pack
    from bsafe_analysis.claims.claim_file import claims_folder, read_claims

    root, month_folder = _month_folder(workspace, month)
    pack_folder = month_folder / pack if pack else month_folder
    pages = _published(pack_folder, month_folder.name, audience)
    folder = claims_folder(pack_folder, audience)
    claims = {name: found for name in pages if (found := read_claims(folder, name)) is not None}
    audited = audit_pack(root, month, audience, pages, claims, FITTED_AGAIN)
    if as_json:
        print_json(_as_dict(audited))
    else:
        _print(audited, len(pages))
    raise typer.Exit(1 if audited.disproved else 0)


def trace(
    document: Annotated[str, typer.Argument(help="A published page, its path or its file name.", show_default=False)],
    text: Annotated[str, typer.Argument(help="A number or some words of it.", show_default=False)],
    workspace: Folder = None,
) -> None:
    """Follow a number on a page to its claim, the rule that proves it, and the raw lines behind it."""
    from bsafe_analysis.audit.audit_evidence import AuditEvidence
    from bsafe_analysis.audit.recount import Recounted
    from bsafe_analysis.audit.tracing import trace as traced
    from bsafe_analysis.claims.claim_file import claims_folder, read_claims

    name = Path(document).name.removesuffix(".html") + ".html"
    month, audience = name[:7], name.removesuffix(".html").rpartition("-")[2]
    root, month_folder = _month_folder(workspace, month)
    claims = read_claims(claims_folder(month_folder, audience), name)
    if claims is None:
        cure = "Name a page of a pack that was made here, such as 2026-09-tactical-assessment-thm-internal.html"
        raise InputError([Fault(name, "", "no claims of such a page are kept", cure)])
    evidence = AuditEvidence(root, month, audience, Recounted.of(root, month))
    found = list(traced(claims, text, evidence))
    if not found:
        raise InputError([Fault(name, "", f"no sentence with a fact in it holds {text!r}", "Copy it from the page")])
    _print_traced(found)


def _month_folder(workspace: Path | None, month: str) -> tuple[Path, Path]:
    from bsafe_analysis.batch.month_cache import checked_month, find_root

    root = find_root(workspace)
    return root, root / "outputs" / checked_month(month)


def _published(pack_folder: Path, month: str, audience: str) -> dict[str, str]:
    from bsafe_analysis.packs.publish import current

    folder = current(pack_folder / audience)
    if folder is None:
        of_pack = "" if pack_folder.name == month else f" --pack {pack_folder.name}"
        cure = f"Run `bsafe run {month}{of_pack} --audience {audience}`"
        raise InputError([Fault(f"outputs/{month}", audience, "no pack is published", cure)])
    pages = sorted(folder.glob(f"{month}-*-{audience}.html"))
    return {page.name: page.read_text("utf-8") for page in pages}


def _print(audited: Audited, pages: int) -> None:
    typer.echo(
        f"{pages} pages read: {audited.told:,} numbers, names and days; "
        f"{audited.proved:,} proved by another road, {audited.told - audited.proved:,} by no check."
    )
    if audited.fitted_again:
        typer.echo(f"{audited.fitted_again} expectations fitted again by a plainer model (statsmodels).")
    for wrong in audited.disproved[:MOST_TOLD]:
        say(f"NOT SO: {wrong}")
    if len(audited.disproved) > MOST_TOLD:
        typer.echo(f"and {len(audited.disproved) - MOST_TOLD} more")
    if not audited.disproved:
        typer.echo("Nothing was found that is not so.")
    if audited.left:
        kinds = ", ".join(f"{kind}.{name} ({times})" for (kind, name), times in audited.left.most_common(8))
        say(f"No check proves: {kinds}{' and others' if len(audited.left) > 8 else ''}")


def _as_dict(audited: Audited) -> dict[str, object]:
    return {
        "told": audited.told,
        "fitted_again": audited.fitted_again,
        "proved": audited.proved,
        "not_so": [vars(wrong) for wrong in audited.disproved],
        "no_check": {f"{kind}.{name}": times for (kind, name), times in sorted(audited.left.items())},
    }


def _print_traced(found: list[TracedValue]) -> None:
    sentence = ""
    for one in found:
        if one.sentence != sentence:
            sentence = one.sentence
            say(f"\n{one.section}: {sentence}")
        about = ", ".join([*one.claim.places, *one.claim.categories, *one.claim.months])
        say(f"  {one.shown}: {one.claim.kind}.{one.name}{f' ({about})' if about else ''}")
        say(f"    {one.rule or 'No check proves this by another road.'}")
        for row in one.rows:
            say(f"    data/raw/{row.file}, line {row.line}")
        if one.all_rows > len(one.rows):
            say(f"    and {one.all_rows - len(one.rows):,} lines more")
