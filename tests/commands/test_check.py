"""`bsafe check`: what it tells besides what arrived."""

import yaml

from bsafe_analysis.commands.check import check_inputs, marked
from bsafe_analysis.model.receipts import Source
from tests.batch.partnership import make_partnership


def test_a_workspace_whose_documents_name_no_annex_is_told_so_with_the_line_to_add(tmp_path):
    root = make_partnership(tmp_path / "vale")
    assert "no_annex" not in {notice.kind for notice in check_inputs(root, "2026-09").notices}
    path = root / "parameters/documents.yml"
    chosen = yaml.safe_load(path.read_text("utf-8"))
    del chosen["documents"]["annex"]
    path.write_text(yaml.safe_dump(chosen), "utf-8")
    (told,) = [notice for notice in check_inputs(root, "2026-09").notices if notice.kind == "no_annex"]
    assert "Add `annex: {title: Annex, per: borough}` under documents." in told.text
    assert told.needs_person


def test_restricted_sources_under_the_plain_marking_are_told():
    hospital = Source("hospital", "columns", "Injuries", source_class="RESTRICTED")
    (told,) = marked([hospital], {"internal": "OFFICIAL", "partner": "OFFICIAL-SENSITIVE", "public": "OFFICIAL"})
    assert told.text.startswith("Pages for internal are marked OFFICIAL, and these sources are RESTRICTED: Injuries.")
    assert marked([hospital], {"internal": "OFFICIAL-SENSITIVE", "public": "OFFICIAL"}) == ()
    assert marked([Source("police", "police_uk", "Police")], {"internal": "OFFICIAL"}) == ()
