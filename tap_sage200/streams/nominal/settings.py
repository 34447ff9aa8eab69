"""How the nominal ledger is set up."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, table, whole


class NominalLedgerSettings(ResourceStream):
    """How the nominal ledger is set up: one row."""

    name = "nominal_ledger_settings"
    schema = table(
        identifier("id"),
        flag("allow_additional_trans_analysis", "Whether entries may carry a transaction analysis code (inferred)."),
        flag("is_consolidation_enabled", "Whether its accounts are gathered in a parent company's books."),
        flag("use_expanded_budgets"),
        flag("keep_nominal_transactions"),
        whole("months_to_keep_transactions", "Months after which entries may be purged."),
        *AUDIT,
    )
