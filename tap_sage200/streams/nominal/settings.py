"""How the nominal ledger is set up."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, since, table, whole


class NominalLedgerSettings(ResourceStream):
    """How the nominal ledger is set up: one row."""

    name = "nominal_ledger_settings"
    introduced = "2020-12-14"
    schema = table(
        identifier("id"),
        flag("allow_additional_trans_analysis", "Whether entries may carry a transaction analysis code (inferred)."),
        *since(
            "2021-03-15",
            flag("is_consolidation_enabled", "Whether its accounts are gathered in a parent company's books."),
            flag("use_expanded_budgets"),
            flag("keep_nominal_transactions"),
            whole(
                "months_to_keep_transactions", "Periods, not months, that entries are kept for: 0 to 36 (documented)."
            ),
        ),
        *AUDIT,
    )
