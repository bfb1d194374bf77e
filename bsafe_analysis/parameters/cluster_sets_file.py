"""Reads data/reference/clusters.csv and adjacency.csv, each of which may be left out: who could share a team."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bsafe_analysis.faults import Fault
from bsafe_analysis.model.areas import Areas
from bsafe_analysis.model.team_clusters import TODAY, Adjacency, ClusterSet, TeamCluster, pieces_of
from bsafe_analysis.parameters.groups_file import nearest_name
from bsafe_analysis.parameters.reference import FOLDER, Faults, Rows, read_table

NAME, BESIDE = "clusters.csv", "adjacency.csv"
FILE, BESIDE_FILE = f"{FOLDER}/{NAME}", f"{FOLDER}/{BESIDE}"
COLUMNS = ("set", "cluster", "name", "neighbourhood", "team")
YES, NO = ("yes",), ("", "no")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}")
MOST_NAMED = 5
MOST_SETS = 8
"""More than these nobody compares on one page."""


def read_cluster_sets(root: Path, areas: Areas) -> tuple[tuple[ClusterSet, ...], Faults]:
    """The sets in the order of the file, and every fault of it. No such file: none.

    Whether the places of a cluster touch is looked at where boundaries are read (`torn_clusters`).
    """
    rows, faults = read_table(root, NAME, COLUMNS, required=False)
    codes = [area.code for area in areas.neighbourhoods]
    wrong = [fault for number, row in rows for fault in _row_faults(number, row, codes)]
    usable = [(number, row) for number, row in rows if not any(_row_faults(number, row, codes))]
    sets = tuple(_set(key, [row for _, row in usable if row["set"] == key]) for key in _keys(rows))
    wrong += [*_twice(usable), *_differing(usable)]
    if not wrong and not faults:
        wrong += [fault for each in sets for fault in (*_missing(each, codes), *_crossing(each, areas))]
        if len(sets) > MOST_SETS:
            cause = f"{len(sets)} sets: nobody compares more than {MOST_SETS} on one page"
            wrong.append(Fault(FILE, "set", cause, "Keep those that are to be compared"))
    return (() if wrong or faults else sets), (*faults, *wrong)


def _keys(rows: Rows) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["set"] for _, row in rows if row["set"]))


def _row_faults(number: int, row: Mapping[str, str], codes: Sequence[str]) -> Iterator[Fault]:
    where = f"row {number}"
    for column in ("set", "cluster"):
        if not _KEY.fullmatch(row[column]):
            cause = f"{row[column]!r} cannot name a {column}"
            yield Fault(FILE, where, cause, "Use letters, digits and hyphens: 2026b")
    if row["set"].lower() == TODAY:
        yield Fault(FILE, where, f"{TODAY!r} is the set of today's areas, which is always there", "Call yours another")
    if row["neighbourhood"] not in codes:
        yield Fault(
            FILE, where, f"{row['neighbourhood']!r} is no neighbourhood", nearest_name(row["neighbourhood"], codes)
        )
    for column in ("apart", "crosses"):
        if row.get(column, "").lower() not in (*YES, *NO):
            yield Fault(FILE, where, f"{column} says {row[column]!r}", "Write yes, or leave it blank")


def _twice(rows: Rows) -> Iterator[Fault]:
    """A neighbourhood in two clusters of one set, or twice in one."""
    first: dict[tuple[str, str], str] = {}
    for number, row in rows:
        cluster = first.setdefault((row["set"], row["neighbourhood"]), f"{row['cluster']} (row {number})")
        if cluster != f"{row['cluster']} (row {number})":
            cause = f"{row['neighbourhood']} is in {cluster} of set {row['set']} already"
            yield Fault(FILE, f"row {number}", cause, "A neighbourhood is in one cluster of a set: take one row out")


def _differing(rows: Rows) -> Iterator[Fault]:
    """Rows of one cluster that call it, or its team, otherwise."""
    first: dict[tuple[str, str, str], str] = {}
    for number, row in rows:
        for column in ("name", "team"):
            said = first.setdefault((row["set"], row["cluster"], column), row[column])
            if said != row[column]:
                cause = f"the {column} of cluster {row['cluster']} is {row[column]!r} here and {said!r} above"
                yield Fault(FILE, f"row {number}", cause, "Write it alike in all its rows")


def _set(key: str, rows: Sequence[Mapping[str, str]]) -> ClusterSet:
    codes = dict.fromkeys(row["cluster"] for row in rows)
    return ClusterSet(key, tuple(_cluster(code, [r for r in rows if r["cluster"] == code]) for code in codes))


def _cluster(code: str, rows: Sequence[Mapping[str, str]]) -> TeamCluster:
    apart, crosses = (any(row.get(column, "").lower() in YES for row in rows) for column in ("apart", "crosses"))
    members = tuple(sorted(row["neighbourhood"] for row in rows))
    return TeamCluster(code, rows[0]["name"] or code, members, rows[0]["team"], apart, crosses)


def _missing(each: ClusterSet, codes: Sequence[str]) -> Iterator[Fault]:
    missing = [code for code in codes if code not in each.cluster_of]
    if missing:
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        said = f"{', '.join(missing[:MOST_NAMED])}{more} {'is' if len(missing) == 1 else 'are'}"
        cause = f"{said} in no cluster of set {each.key}"
        yield Fault(FILE, f"set {each.key}", cause, "Add a row for each: somebody must look after it")


def _crossing(each: ClusterSet, areas: Areas) -> Iterator[Fault]:
    for cluster in each.clusters:
        over = list(dict.fromkeys(areas[place].parent or "" for place in cluster.members))
        if len(over) > 1 and not cluster.crosses:
            cause = f"it lies in {len(over)} areas ({', '.join(over)}): {len(over)} inspectors would share it"
            yield Fault(FILE, f"set {each.key}, cluster {cluster.code}", cause, "Say so: crosses: yes in its rows")


def torn_clusters(sets: Sequence[ClusterSet], touching: Mapping[str, Sequence[str]]) -> tuple[Fault, ...]:
    """A fault for each cluster whose places do not all hang together and of which nobody said so.

    `touching`: who touches whom, bridges and rivers included; {} where no boundaries are held: nothing is looked at.
    """
    torn = []
    for each in sets if touching else ():
        for cluster in each.clusters:
            pieces = pieces_of(cluster.members, touching)
            if len(pieces) > 1 and not cluster.apart:
                said = " and ".join(", ".join(piece) for piece in pieces)
                cure = f"Write apart: yes in its rows, or a bridge in {BESIDE_FILE}"
                where = f"set {each.key}, cluster {cluster.code}"
                torn.append(Fault(FILE, where, f"its places do not touch: {said}", cure))
    return tuple(torn)


def read_adjacency(root: Path, areas: Areas) -> tuple[tuple[Adjacency, ...], Faults]:
    """Bridges and rivers in the order of adjacency.csv, and every fault of it. No such file: none."""
    rows, faults = read_table(root, BESIDE, ("a", "b", "touch", "why"), required=False)
    codes = [area.code for area in areas.neighbourhoods]
    found, wrong, seen = [], list(faults), dict[frozenset[str], int]()
    for number, row in rows:
        told = list(_adjacency_faults(number, row, codes))
        pair = frozenset((row["a"], row["b"]))
        if pair in seen:
            cause = f"{row['a']} and {row['b']} stand in row {seen[pair]} already"
            told.append(Fault(BESIDE_FILE, f"row {number}", cause, "Keep one of the two"))
        seen.setdefault(pair, number)
        wrong += told
        found.append(Adjacency(row["a"], row["b"], row["touch"].lower() in YES, row["why"]))
    return (() if wrong else tuple(found)), tuple(wrong)


def _adjacency_faults(number: int, row: Mapping[str, str], codes: Sequence[str]) -> Iterator[Fault]:
    where = f"row {number}"
    for column in ("a", "b"):
        if row[column] not in codes:
            yield Fault(BESIDE_FILE, where, f"{row[column]!r} is no neighbourhood", nearest_name(row[column], codes))
    if row["a"] == row["b"]:
        yield Fault(BESIDE_FILE, where, "a place cannot touch itself", "Name two places")
    if row["touch"].lower() not in (*YES, "no"):
        yield Fault(BESIDE_FILE, where, f"touch says {row['touch']!r}", "Write yes (a bridge) or no (a river)")
    if not row["why"]:
        yield Fault(BESIDE_FILE, where, "it says no why", "Write what joins or parts them")
