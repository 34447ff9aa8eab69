"""The nested items of posted transactions, in the rows of both ledgers and of their enquiries.

- Tax items: goods and tax for each tax code, with the sign of the transaction. History and bank charges have them too.
- Nominal items: all postings to the nominal ledger, including the control account and tax. Debits are positive and
  credits negative. The sum is zero, in base currency and in the currency of the transaction.
- Bank items: the bank transaction of a receipt or payment.
- Allocation items: the other transactions of the allocation, and the allocation itself. Each transaction is allocated
  at most once. Transactions of one trader that last changed at the same time were therefore allocated together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.cash_book import BANK_CHARGE
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.ledger import LEDGERS, MONEY, PURCHASE_LEDGER, SALES_LEDGER
from sage200_sandbox.company.nested import again, nested, numbered
from sage200_sandbox.company.nominal import account_of
from sage200_sandbox.company.office import midnight
from sage200_sandbox.company.reading import by, grouped, pence, total, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.company.ledger import Counters, Ledger
    from sage200_sandbox.company.orders import Line
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_TAX, _NOMINAL, _BANK, _SESSION, _HISTORY = (
    f"{kind}_items" for kind in ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")
)

_HISTORICAL, _BANKED = "sales_historical_transaction_tax_analysis_items", "bank_posted_transaction_tax_analysis_items"
_EXEMPT = 0
"""The `code` of the tax code for exempt transactions."""


@dataclass(frozen=True, slots=True)
class Taxed:
    """Goods and tax for one row of `tax_codes`, with the sign and in the currency of the transaction."""

    code: Row
    goods: Decimal
    tax: Decimal


def taxed_lines(lines: Iterable[Line], sign: int = 1) -> list[Taxed]:
    """Goods and tax of the lines of a document, by tax code. `sign` is -1 for a credit note."""
    by_code: dict[Value, list[Line]] = {}
    codes: dict[Value, Row] = {}
    for line in lines:
        if line.tax:
            codes[line.tax["id"]] = line.tax
            by_code.setdefault(line.tax["id"], []).append(line)
    return [
        Taxed(codes[id_], *(sign * total(getattr(line.worth, kind) for line in its) for kind in ("net", "tax")))
        for id_, its in by_code.items()
    ]


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows from which items are made.

    Attributes:
        codes: The nominal codes, by id.
        banks: The banks, by id.
        postings: The postings to the nominal ledger, by URN.
        banked: The bank transactions, by source and reference.
        taxed: Goods and tax by tax code, by the id of the posted transaction.
    """

    codes: Mapping[Value, Row]
    banks: Mapping[Value, Row]
    postings: Mapping[Value, Sequence[Row]]
    banked: Mapping[tuple[Value, Value], Row]
    taxed: Mapping[Value, Sequence[Taxed]]


def tables(counters: Counters, made: Tables, taxed: Mapping[Value, Sequence[Taxed]]) -> Tables:
    """The items of all posted transactions of both ledgers."""
    sources = Sources(
        by(made["nominal_codes"], "id"),
        by(made["banks"], "id"),
        grouped(made["nominal_transaction_enquiry_views"], "urn"),
        {(row["source"], row["reference"]): row for row in made["bank_posted_transactions"]},
        taxed,
    )
    rows: Tables = {}
    for ledger in LEDGERS:
        for shown in ("posted_transaction", "transaction_enquiry"):
            for kind in (_TAX, _NOMINAL, _BANK, _SESSION, _HISTORY):
                rows[f"{ledger.name}_{shown}_{kind}"] = []
        against = _sessions(made[ledger.posted], f"{ledger.trader}_id")
        for posted in made[ledger.posted]:
            for table, items in items_of(counters, ledger, posted, sources, against.get(posted["id"], ())).items():
                rows[table] += items
    return rows | {
        _HISTORICAL: [
            item
            for old in made["sales_historical_transactions"]
            for item in numbered(_HISTORICAL, old, _tax_items(counters, SALES_LEDGER, old, sources))
        ],
        _BANKED: [
            item
            for banked in made["bank_posted_transactions"]
            if banked["entry_description"] == BANK_CHARGE
            for item in numbered(_BANKED, banked, [_exempt_item(counters, banked, made["tax_codes"])])
        ],
    }


def items_of(counters: Counters, ledger: Ledger, posted: Row, sources: Sources, against: Iterable[Row] = ()) -> Tables:
    """The items of a posted transaction and of its enquiry. It was allocated `against` these transactions."""
    money = sources.banked[ledger.source, posted["reference"]] if posted["trader_transaction_type"] == MONEY else None
    postings = sources.postings[money["urn"] if money else posted["urn"]]
    allocated = [posted] if posted["document_allocated_value"] else []
    own = {
        _TAX: _numbered(ledger, _TAX, posted, _tax_items(counters, ledger, posted, sources)),
        _NOMINAL: _numbered(ledger, _NOMINAL, posted, _nominal_items(ledger, posted, postings, sources.codes)),
        _BANK: _numbered(ledger, _BANK, posted, [_bank_item(money, sources.banks)] if money else []),
        _SESSION: _numbered(ledger, _SESSION, posted, [_session_item(ledger, other) for other in against]),
        _HISTORY: [nested(_table(ledger, _HISTORY), one, **_allocation(counters, one)) for one in allocated],
    }
    enquiry = f"{ledger.name}_transaction_enquiry"
    return {
        **{_table(ledger, kind): items for kind, items in own.items()},
        **{f"{enquiry}_{kind}": again(f"{enquiry}_{kind}", items) for kind, items in own.items()},
    }


def _table(ledger: Ledger, kind: str) -> str:
    return f"{ledger.name}_posted_transaction_{kind}"


def _numbered(ledger: Ledger, kind: str, posted: Row, items: Iterable[Row]) -> list[Row]:
    return numbered(_table(ledger, kind), posted, items)


def _tax_items(counters: Counters, ledger: Ledger, posted: Row, sources: Sources) -> list[Row]:
    """An item for each tax code. The last item has the rest of the tax discount for early settlement."""
    taxed, left = sources.taxed.get(posted["id"], ()), typed(posted, "document_tax_discount_value", Decimal)
    percent = typed(posted, "discount_percent", Decimal)
    items: list[Row] = []
    for place, one in enumerate(taxed, start=1):
        discount = left if place == len(taxed) else pence(one.tax * percent / 100)
        left -= discount
        items.append(
            {
                "code": one.code["code"],
                "name": one.code["name"],
                "entry_type": ledger.tax_entry,
                "goods_amount": one.goods,
                "tax_amount": one.tax,
                "tax_discount_amount": discount,
                "id": counters.next_id(),
            }
        )
    return items


def _exempt_item(counters: Counters, banked: Row, codes: Iterable[Row]) -> Row:
    """The item of a bank charge, which is exempt. It has the sign of the transaction (inferred)."""
    (code,) = (code for code in codes if code["code"] == _EXEMPT)
    return {
        "code": code["code"],
        "name": code["name"],
        "entry_type": PURCHASE_LEDGER.tax_entry,
        "goods_amount": banked["cheque_value"],
        "id": counters.next_id(),
    }


def _nominal_items(ledger: Ledger, posted: Row, postings: Sequence[Row], codes: Mapping[Value, Row]) -> list[Row]:
    """An item for each posting. The last account that is neither control nor tax takes the rounding difference."""
    accounts = [account_of(codes[posting["nominal_code_id"]]) for posting in postings]
    known = {
        ledger.control: ledger.control_sign * typed(posted, "document_gross_value", Decimal),
        ledger.tax: -ledger.control_sign * typed(posted, "document_tax_value", Decimal),
    }
    bases = [typed(posting, "debit", Decimal) - typed(posting, "credit", Decimal) for posting in postings]
    rate = typed(posted, "exchange_rate", Decimal)
    values = [known.get(account, pence(base * rate)) for account, base in zip(accounts, bases, strict=True)]
    others = [place for place, account in enumerate(accounts) if account not in known]
    values[others[-1]] -= total(values)
    return [
        {
            "code": account.reference,
            "cost_centre": account.cost_centre,
            "department": account.department,
            "name": codes[posting["nominal_code_id"]]["name"],
            "location": "AccountEntryLocationCurrent",
            "value": value,
            "base_value": base,
            **{name: posting[name] for name in ("reference", "narrative", "transaction_analysis_code", "source")},
        }
        for account, posting, value, base in zip(accounts, postings, values, bases, strict=True)
    ]


def _bank_item(banked: Row, banks: Mapping[Value, Row]) -> Row:
    return {
        "bank_code": banks[banked["bank_id"]]["code"],
        "name": banks[banked["bank_id"]]["description"],
        "bank_entry_type": banked["bank_transaction_type"],
        "reference": banked["reference"],
        "cheque_value": banked["cheque_value"],
        "statement_date": banked["last_statement_date"],
        "statement_page_number": banked["statement_page_number"],
        "urn": banked["urn"],
    }


def _sessions(posted: Iterable[Row], trader_id: str) -> dict[Value, list[Row]]:
    """The other transactions of the same allocation, by id of the transaction."""
    together: defaultdict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for one in posted:
        if one["document_allocated_value"]:
            together[one[trader_id], one["date_time_updated"]].append(one)
    return {one["id"]: [other for other in all_ if other is not one] for all_ in together.values() for one in all_}


def _session_item(ledger: Ledger, other: Row) -> Row:
    """The item for another transaction of the allocation. The values of an allocation add up to zero."""
    return {
        "user_name": other["user_name"],
        "ledger_type": ledger.source,
        "urn": other["urn"],
        "allocation_date": midnight(date_in(other, "date_time_updated")),
        "trader_transaction_type": other["trader_transaction_type"],
        "reference": other["reference"],
        "value": other["document_gross_value"],
        "allocation_value": other["document_allocated_value"],
    }


def _allocation(counters: Counters, posted: Row) -> Row:
    """The allocation of a posted transaction. The rate is unchanged, so there is no exchange gain or loss."""
    moment = date_in(posted, "date_time_updated")
    return {
        "trading_revaluation_allocation_entry_type": "RevaluationEntryNone",
        "entry_date": midnight(moment),
        "allocation_value": posted["document_allocated_value"],
        "nominal_updated": True,
        "exchange_rate": posted["exchange_rate"],
        "id": counters.next_id(),
        "date_time_created": moment,
        "date_time_updated": moment,
    }
