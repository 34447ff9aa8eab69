"""What the tap does not load, and what Sage does not give, for the first page of the dictionary."""

from __future__ import annotations

from itertools import chain

from sage200_sandbox.facts import resources

from tap_sage200.streams.left_out import LEFT_OUT
from tools.dictionary.words import names

_OUT_OF_REACH = """\
- **Deleted rows.** Nothing in Sage's answers tells of them; only what vanished from a list can be told, as
  [above](#rows-that-vanished). Cancelled lines of orders are in `sop_cancelled_lines` and `pop_cancelled_lines`.
- **Invoices and credit notes as documents.** Sage takes them, but does not give them back (documented). What was posted
  is in `sales_posted_transactions` and `purchase_posted_transactions`, and what an invoice of a sales order had on it
  in `customer_sop_invoice_credit_line_views`.
- **Attachments.** Sage tells whether there are some, and on a quote where they lie; their contents it does not give.
- **Project accounting, bills of materials, manufacturing, fixed assets, payroll and VAT returns.** Sage's descriptions
  of its API have none of them.
- **Fields that a company added itself**, beyond the analysis codes and the spare fields."""


def left_out() -> list[str]:
    """Write which resources of Sage the tap does not load and why, as the lines of a table."""
    return [
        "| resource | why it is left out |",
        "| --- | --- |",
        *(f"| `{name}` | {why} |" for name, why in sorted(LEFT_OUT.items())),
    ]


def out_of_reach() -> list[str]:
    """Write what nobody can load, as the items of a list."""
    undescribed = [
        f"{resource.name}.{expansion.name}"
        for resource in resources().values()
        for expansion in resource.expansions.values()
        if expansion.rows is None
    ]
    harmful = sorted(set(chain.from_iterable(resource.harmful for resource in resources().values())))
    return [
        *_OUT_OF_REACH.splitlines(),
        f"- **What no source describes.** Of {names(undescribed)} nothing is known but that they can be expanded.",
        f"- **What does more than read.** {names(harmful)} would lock what is read (documented): it is never expanded.",
    ]
