"""The settings of the nominal ledger."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, since, table, whole


class NominalLedgerSettings(ResourceStream):
    """The settings of the nominal ledger: one row per company."""

    name = "nominal_ledger_settings"
    introduced = "2020-12-14"
    schema = table(
        identifier("id"),
        flag(
            "allow_additional_trans_analysis", "Whether transactions may have a transaction analysis code (inferred)."
        ),
        *since(
            "2021-03-15",
            flag("is_consolidation_enabled", "Whether the company's accounts are consolidated in a parent company."),
            flag("use_expanded_budgets"),
            flag("keep_nominal_transactions"),
            whole(
                "months_to_keep_transactions",
                "Number of periods, not months, for which transactions are kept: 0 to 36 (documented).",
            ),
        ),
        *AUDIT,
    )
