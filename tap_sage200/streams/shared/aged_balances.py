"""The columns that aged balances of customers and suppliers share."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, money, text


def _buckets(prefix: str, currency: str) -> tuple[Column, ...]:
    return (
        money(f"{prefix}_past", f"Older than all ageing periods (inferred), in {currency}."),
        money(
            f"{prefix}_future",
            "Due after today or dated after today, depending on the date from which ages are calculated (inferred).",
        ),
        money(f"{prefix}_current", "In the current period (inferred)."),
        *(money(f"{prefix}_period_{period}") for period in range(1, 9)),
    )


AGED: tuple[Column, ...] = (
    *_buckets("doc", "the account's currency"),
    *_buckets("base", "the base currency"),
    *(
        text(f"aged_period_{period}", f"Name of ageing period {period}, as set up in the ledger.")
        for period in range(1, 9)
    ),
)

IN_A_SUM = "Key of one transaction of the account. It has no meaning in a row of totals (inferred)."

AGEING: dict[str, tuple[str, ...]] = {"$ageingdatetype": ("transactiondate", "duedate", "calendarmonth")}
"""The query option of the date from which ages are calculated, with its values (documented)."""
AGEING_AND_PERIOD: dict[str, tuple[str, ...]] = {**AGEING, "$periodnumber": ()}
"""The query options of balances of one period (documented)."""
