"""Ten invented councils' files, each mapped by `bsafe map` in at most two rounds and counted as it was made."""

from collections import Counter
from datetime import date

import pytest

from bsafe_analysis.audit import Recounted
from bsafe_analysis.commands.map_extract import lines_of, map_extract
from bsafe_analysis.loading import receive
from bsafe_analysis.loading.partner.known_profiles import known_profiles
from bsafe_analysis.parameters.workspace import read_workspace
from bsafe_analysis.preparation.prepare import places_of
from tests.audit.workspace_by_hand import POLICE, make
from tests.loading.council_makers import MAKERS

MONTH = "2026-08"


@pytest.fixture
def workspace(tmp_path):
    root = make(tmp_path / "workspace", POLICE)
    for name, text in STARTER.items():
        (root / "parameters" / name).write_text(text)
    (root / "parameters/priorities.yml").write_text("priorities: []\n")
    return root


def starter(name):
    from importlib.resources import files

    return (files("bsafe_analysis.parameters") / "starter/parameters" / name).read_text()


STARTER = {name: starter(name) for name in ("detection.yml", "documents.yml", "groups.yml", "policy.yml")}


def truly(made, profile):
    """Month, category and neighbourhood of every report that counts, from what the maker knows."""
    meant = {r.word: profile.meaning(r.word) for r in made}
    counted = (
        (f"{r.at:%Y-%m}", meant[r.word], r.where) for r in made if meant[r.word] and meant[r.word] != "not_counted"
    )
    return Counter(counted)


@pytest.mark.parametrize("maker", MAKERS, ids=lambda each: each.__name__)
def test_an_invented_councils_file_is_mapped_and_counted_as_it_was_made(workspace, tmp_path, maker):
    name, data, made = maker()
    file = tmp_path / name
    file.write_bytes(data)
    mapped = map_extract(workspace, file, write=True, received=date(2026, 9, 3))
    source = mapped.proposal.source
    profile = next(each for each in known_profiles() if each.title == source.title)
    declared = read_workspace(workspace)
    sources = tuple(each for each in declared.sources if each.name == source.name)
    received = receive(workspace, sources, places_of(declared), declared.category_of, MONTH, None)
    rows = received.incidents
    found = Counter(zip(rows["month"], rows["category"], rows["neighbourhood"], strict=True))
    assert found == truly(made, profile)
    assert all(receipt.balances for receipt in received.receipts)
    assert [word.word for word in mapped.proposal.words if not word.category] == []
    again = Recounted.of(workspace, MONTH)
    cells = {(m, c, p): again.count([p], [c], [m], [source.name]) for m, c, p in found}
    assert cells == dict(found)
    assert "Jane Roe" not in "\n".join(lines_of(mapped))
