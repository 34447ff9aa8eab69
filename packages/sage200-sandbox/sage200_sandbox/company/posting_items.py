"""What a posting is made of, as Sage nests it in the rows of every ledger: the items of one posting.

All functions take the table that the items are of and `parent`, a row of that table's parent (its `id` says whose
the items are); they serve the tables of sales, purchases, nominal ledger and cash book alike. What they need beside
that are rows that the company has already:

- nominal items: the rows of `nominal_transaction_enquiry_views` that share the posting's URN, and the nominal codes
  by id. The items are all that was posted, the control account and tax too; debits are positive and credits
  negative, so that they add up to nil, in base currency and in that of the posting;
- tax items: what was taxed with each tax code, with the posting's own sign;
- bank items: the rows of `bank_posted_transactions` for the posting, and the banks by id;
- allocation items: rows of a ledger's posted transactions. What was allocated together is what the same trader's
  entries were last touched by at the same moment, since each entry of the story is allocated once at most.

`nested.again` repeats items in another table whose parents have the same ids, such as an enquiry view.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested, numbered
from sage200_sandbox.company.nominal import account_of
from sage200_sandbox.company.office import midnight
from sage200_sandbox.company.reading import ZERO, pence, total, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.company.ledger import Counters
    from sage200_sandbox.company.nominal import Account, Posting
    from sage200_sandbox.rows import Row, Value

TAX_ON_SALES, TAX_ON_PURCHASES = "TaxAccountEntrySales", "TaxAccountEntryPurchase"

_POSTED = "AccountEntryLocationCurrent"
_ALLOCATED = "RevaluationEntryNone"


@dataclass(frozen=True, slots=True)
class Taxed:
    """What was taxed with one tax code, a row of `tax_codes`, with the posting's sign and in its currency.

    Attributes:
        discount: How much less tax is due if the discount for settling early is taken.
    """

    code: Row
    goods: Decimal
    tax: Decimal
    discount: Decimal = ZERO


def tax_analysis_items(
    counters: Counters, table: str, parent: Row, taxed: Iterable[Taxed], *, entry_type: str
) -> list[Row]:
    """An item for each tax code."""
    return numbered(
        table,
        parent,
        (
            {
                "code": one.code["code"],
                "name": one.code["name"],
                "entry_type": entry_type,
                "goods_amount": one.goods,
                "tax_amount": one.tax,
                "tax_discount_amount": one.discount,
                "id": counters.next_id(),
            }
            for one in taxed
        ),
    )


def in_ledger(postings: Iterable[Posting], *, codes: Mapping[Value, Row], of: Row) -> list[Row]:
    """Postings that are not nil as `nominal_analysis_items` takes them, where no view of the ledger has them.

    Args:
        postings: What is posted together.
        codes: The nominal codes by id.
        of: The `reference`, `narrative` and `source` that they share.
    """
    code_ids = {account_of(code): id_ for id_, code in codes.items()}
    return [
        {
            **of,
            "nominal_code_id": code_ids[posting.account],
            "debit": max(posting.value, ZERO),
            "credit": max(-posting.value, ZERO),
            "transaction_analysis_code": "",
        }
        for posting in postings
        if posting.value
    ]


@dataclass(frozen=True, slots=True)
class Conversion:
    """How values in base currency become values in the posting's currency.

    Attributes:
        rate: Units of the posting's currency for one of the base currency.
        known: The values that need no conversion, by account, debits positive: those of the control accounts. The
            last of the others takes the pence that conversion leaves over.
    """

    rate: Decimal
    known: Mapping[Account, Decimal]


def nominal_analysis_items(
    table: str, parent: Row, postings: Sequence[Row], *, codes: Mapping[Value, Row], conversion: Conversion
) -> list[Row]:
    """An item for each posting to the nominal ledger, a row of `nominal_transaction_enquiry_views`."""
    accounts = [codes[posting["nominal_code_id"]] for posting in postings]
    values = _values(postings, [account_of(code) for code in accounts], conversion)
    return numbered(
        table,
        parent,
        (
            {
                "code": code["reference"],
                "cost_centre": code["cost_centre_code"],
                "department": code["department_code"],
                "name": code["name"],
                "location": _POSTED,
                "reference": posting["reference"],
                "narrative": posting["narrative"],
                "value": value,
                "base_value": _base(posting),
                "transaction_analysis_code": posting["transaction_analysis_code"],
                "source": posting["source"],
            }
            for posting, code, value in zip(postings, accounts, values, strict=True)
        ),
    )


def _values(postings: Sequence[Row], accounts: Sequence[Account], conversion: Conversion) -> list[Decimal]:
    """What was posted, in the posting's currency."""
    known = conversion.known
    values = [
        known[account] if account in known else pence(_base(posting) * conversion.rate)
        for account, posting in zip(accounts, postings, strict=True)
    ]
    converted = [place for place, account in enumerate(accounts) if account not in known]
    if converted:
        values[converted[-1]] -= total(values)
    return values


def _base(posting: Row) -> Decimal:
    return typed(posting, "debit", Decimal) - typed(posting, "credit", Decimal)


def bank_items(table: str, parent: Row, banked: Iterable[Row], *, banks: Mapping[Value, Row]) -> list[Row]:
    """An item for each row of `bank_posted_transactions`; `banks` are by id."""
    return numbered(
        table,
        parent,
        (
            {
                "bank_code": banks[one["bank_id"]]["code"],
                "name": banks[one["bank_id"]]["description"],
                "bank_entry_type": one["bank_transaction_type"],
                "reference": one["reference"],
                "cheque_value": one["cheque_value"],
                "statement_date": one["last_statement_date"],
                "statement_page_number": one["statement_page_number"],
                "urn": one["urn"],
            }
            for one in banked
        ),
    )


def sessions(posted: Iterable[Row], *, trader: str) -> dict[Value, list[Row]]:
    """What each posted transaction was allocated against, by its id; nothing for what is not allocated.

    What is allocated of the others has the opposite value of what is allocated of the transaction itself.

    Args:
        posted: The posted transactions of a ledger.
        trader: The field that names the customer or supplier.
    """
    together: defaultdict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for one in posted:
        if one["document_allocated_value"]:
            together[one[trader], one["date_time_updated"]].append(one)
    return {
        one["id"]: [other for other in session if other is not one] for session in together.values() for one in session
    }


def allocation_session_items(table: str, parent: Row, others: Iterable[Row], *, ledger: str) -> list[Row]:
    """An item for each other posted transaction that the parent was allocated against."""
    return numbered(
        table,
        parent,
        (
            {
                "user_name": other["user_name"],
                "ledger_type": ledger,
                "urn": other["urn"],
                "allocation_date": midnight(date_in(other, "date_time_updated")),
                "trader_transaction_type": other["trader_transaction_type"],
                "reference": other["reference"],
                "value": other["document_gross_value"],
                "allocation_value": other["document_allocated_value"],
            }
            for other in others
        ),
    )


def allocation_history_items(counters: Counters, table: str, parent: Row, posted: Row) -> list[Row]:
    """The allocation of a posted transaction, if there is one; at the same rate, so without gain or loss."""
    if not posted["document_allocated_value"]:
        return []
    moment = date_in(posted, "date_time_updated")
    return [
        nested(
            table,
            parent,
            trading_revaluation_allocation_entry_type=_ALLOCATED,
            entry_date=midnight(moment),
            allocation_value=posted["document_allocated_value"],
            nominal_updated=True,
            exchange_rate=posted["exchange_rate"],
            id=counters.next_id(),
            date_time_created=moment,
            date_time_updated=moment,
        )
    ]
