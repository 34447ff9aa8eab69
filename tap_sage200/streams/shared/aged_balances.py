"""The columns that the aged balances of customers and of suppliers have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, money, text


def _buckets(prefix: str, currency: str) -> tuple[Column, ...]:
    return (
        money(f"{prefix}_past", f"Older than the periods below (inferred), in {currency}."),
        money(f"{prefix}_future", "Not due, or dated later than today (inferred)."),
        money(f"{prefix}_current", "In the period of today (inferred)."),
        *(money(f"{prefix}_period_{period}") for period in range(1, 9)),
    )


AGED: tuple[Column, ...] = (
    *_buckets("doc", "the account's currency"),
    *_buckets("base", "the base currency"),
    *(text(f"aged_period_{period}", "Title of the period, as the ledger has it set up.") for period in range(1, 9)),
)

IN_A_SUM = "An entry of the account; in a sum it says nothing (inferred)."
