"""Do the places of each cluster that people wrote hang together? Looked at where boundaries are read."""

from __future__ import annotations

from bsafe_analysis.detection.clusters import neighbours_of
from bsafe_analysis.faults import Fault
from bsafe_analysis.loading.boundaries import Boundaries
from bsafe_analysis.loading.placing import Places
from bsafe_analysis.model.team_clusters import touching_with
from bsafe_analysis.parameters import Workspace
from bsafe_analysis.parameters.cluster_sets_file import torn_clusters


def torn_in(workspace: Workspace, places: Places) -> tuple[Fault, ...]:
    """A fault for each torn cluster of clusters.csv; none where no boundaries are held: nothing can be looked at."""
    written = workspace.resourcing
    if not written.sets or not isinstance(places.boundaries, Boundaries):
        return ()
    return torn_clusters(written.sets, touching_with(neighbours_of(places.boundaries.polygons), written.adjacency))
