"""A partner's extract of any shape, through the column mapping that sources.yml declares."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from bsafe_analysis.loading.parsed_files import TEXT_COLUMNS
from bsafe_analysis.loading.police_uk import as_spelt, check_columns, renamed
from bsafe_analysis.loading.raw_files import RawFile
from bsafe_analysis.loading.text_tables import Refused, TextTable
from bsafe_analysis.model.receipts import SetAside

_MONTH_ONLY = r"^(19|20)\d{2}-(0[1-9]|1[0-2])$"
NAMED = re.compile(r".+\.csv(\.gz)?", re.IGNORECASE)


def translate(text: TextTable, raw: RawFile) -> pa.Table:
    """Their columns to ours by the declared mapping. A date counts in its month; rows without a month are set aside.

    What was written there stays beside it (`said_month`): rows of two days are two incidents, not one again.
    """
    mapping = dict(raw.source.columns)
    given = as_spelt(text.table, mapping.values())
    check_columns(given.column_names, mapping)
    named = {"supplier_category" if ours == "category" else ours: theirs for ours, theirs in mapping.items()}
    wanted = (*TEXT_COLUMNS, *(("occurred_from",) if "occurred_from" in mapping else ()))
    table = renamed(given, {ours: named.get(ours, "\0") for ours in wanted})
    months = pc.replace_substring_regex(table["month"], r"^(\d{4}-\d{2})-\d{2}.*$", r"\1")
    table = table.append_column("said_month", table["month"])
    table = table.set_column(table.column_names.index("month"), "month", months)
    right = pc.match_substring_regex(months, _MONTH_ONLY)
    if table.num_rows and not pc.any(right).as_py():
        cause = f"no row has a month: the first says {months[0].as_py()!r}"
        raise Refused(mapping["month"], cause, "Months must be written YYYY-MM, dates YYYY-MM-DD")
    aside = pc.if_else(right, table["aside"], pa.scalar(str(SetAside.WRONG_MONTH)))
    return table.set_column(table.column_names.index("aside"), "aside", aside)
