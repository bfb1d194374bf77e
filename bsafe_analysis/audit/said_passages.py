"""One passage of a page, with the claims that its document says it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bsafe_analysis.audit.page_reader import ReadText
from bsafe_analysis.claims.records import Claim, ToldPassage, ToldSpan


@dataclass(frozen=True)
class Said:
    """One passage of the page, with the claims that the document says it was made from."""

    run: ReadText
    passage: ToldPassage
    claims: Sequence[Claim]

    def claim_of(self, span: ToldSpan) -> Claim:
        return self.claims[span.claim]
