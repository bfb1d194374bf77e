"""A map of one set of teams: neighbourhoods of a team have one ground, and teams that touch have different ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bsafe_analysis.claims.telling import tell
from bsafe_analysis.reports.charts.figures import Figure
from bsafe_analysis.reports.charts.map_ground import MapGround
from bsafe_analysis.reports.charts.maps import GROUNDS, PlaceLook, PlacesDrawn, neighbourhood_map
from bsafe_analysis.reports.documents.resourcing_paper import ResourcingPaper
from bsafe_analysis.reports.facts.cluster_options import OptionTold
from bsafe_analysis.reports.wording import words

SENTENCES = "resourcing_words"


def team_map(d: ResourcingPaper, option: OptionTold, number: int) -> Figure:
    """Who shares a team with whom: no count on it. `number`: of the set, today's areas being 0."""
    kinds = {place.code: team.code for team in option.clusters for place in team.members}
    names = {area.code: tell(area, "name") for area in d.prepared.areas.neighbourhoods}
    said = {team.code: words(SENTENCES, "team_name", team=team) for team in tell(option, "clusters")}
    drawn = PlacesDrawn(d.prepared.outlines, kinds, said, names, grounds_of(kinds, d.prepared.neighbours))
    heading, caption, alt = (
        words(SENTENCES, f"team_map_{part}", option=option) for part in ("heading", "caption", "alt")
    )
    return neighbourhood_map(f"map-{number}", heading, caption, alt, drawn, MapGround(context=d.prepared.context))


def grounds_of(kinds: Mapping[str, str], neighbours: Mapping[str, Sequence[str]]) -> dict[str, PlaceLook]:
    """Team -> how it is drawn: the first ground that none of the teams around it has, the most hemmed in first."""
    around: dict[str, set[str]] = {team: set() for team in kinds.values()}
    for place, near in neighbours.items():
        around[kinds[place]] |= {kinds[other] for other in near} - {kinds[place]}
    found: dict[str, int] = {}
    for team in sorted(around, key=lambda code: (-len(around[code]), code)):
        taken = {found[other] for other in around[team] if other in found}
        found[team] = next((i for i in range(len(GROUNDS)) if i not in taken), 0)
    return {team: GROUNDS[found[team]] for team in sorted(found)}
