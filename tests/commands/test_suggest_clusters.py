"""Sets to begin from are printed as rows that the door takes, cover every place once and hang together."""

import pytest

from bsafe_analysis.commands.suggest_clusters import suggested_lines
from bsafe_analysis.faults import InputError
from bsafe_analysis.parameters.cluster_sets_file import FILE, read_cluster_sets, torn_clusters
from tests.reports.documents.test_resourcing_paper import ALIKE, CODES, month


def test_what_is_suggested_passes_the_checks_of_people_s_files(tmp_path):
    prepared = month(ALIKE)
    path = tmp_path / FILE
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(suggested_lines(prepared, 8)) + "\n")
    sets, faults = read_cluster_sets(tmp_path, prepared.areas)
    assert faults == () and torn_clusters(sets, prepared.neighbours) == ()
    even, pairs = sets
    assert (even.key, len(even.clusters), pairs.key, len(pairs.clusters)) == ("even-8", 8, "pairs", 16)
    assert {len(cluster.members) for cluster in even.clusters} == {4}
    assert sorted(pairs.cluster_of) == sorted(CODES)


def test_more_teams_than_places_or_no_boundaries_are_refused():
    prepared = month(ALIKE)
    with pytest.raises(InputError, match="Ask for 1 to 32"):
        list(suggested_lines(prepared, 33))
    prepared.neighbours.clear()
    with pytest.raises(InputError, match="no boundaries are held"):
        list(suggested_lines(prepared, 4))
