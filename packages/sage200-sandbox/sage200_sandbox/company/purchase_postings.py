"""What posted purchase transactions are made of, in the ledger and once more in its enquiry."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import posting_items
from sage200_sandbox.company.ledger import MONEY
from sage200_sandbox.company.nested import again
from sage200_sandbox.company.nominal import CREDITORS, PURCHASE_TAX, Account
from sage200_sandbox.company.posting_items import TAX_ON_PURCHASES, Conversion, Taxed
from sage200_sandbox.company.purchase_ledger import PURCHASES
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_POSTED, _ENQUIRY = "purchase_posted_transaction", "purchase_transaction_enquiry"
_TAX, _NOMINAL, _BANK, _SESSION, _HISTORY = (
    f"{kind}_items" for kind in ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")
)


def tables(office: Office, made: Tables) -> Tables:
    """The items of all postings of the purchase ledger."""
    posted = made["purchase_posted_transactions"]
    banked = {row["reference"]: row for row in made["bank_posted_transactions"] if row["source"] == PURCHASES}
    sessions = posting_items.sessions(posted, trader="supplier_id")
    items = {kind: f"{_POSTED}_{kind}" for kind in (_TAX, _NOMINAL, _BANK, _SESSION, _HISTORY)}
    own: Tables = {
        items[_TAX]: _tax_items(office, made, items[_TAX]),
        items[_NOMINAL]: _nominal_items(made, items[_NOMINAL], banked),
        items[_BANK]: [
            row
            for one in posted
            if one["trader_transaction_type"] == MONEY
            for row in posting_items.bank_items(
                items[_BANK], one, [banked[one["reference"]]], banks=by(made["banks"], "id")
            )
        ],
        items[_SESSION]: [
            row
            for one in posted
            for row in posting_items.allocation_session_items(
                items[_SESSION], one, sessions.get(one["id"], []), ledger=PURCHASES
            )
        ],
        items[_HISTORY]: [
            row for one in posted for row in posting_items.allocation_history_items(office, items[_HISTORY], one, one)
        ],
    }
    return own | {f"{_ENQUIRY}_{kind}": again(f"{_ENQUIRY}_{kind}", own[table]) for kind, table in items.items()}


def _tax_items(office: Office, made: Tables, table: str) -> list[Row]:
    """What was taxed: of goods by the lines of the order, of overheads by the supplier's own tax code."""
    codes, suppliers = by(made["tax_codes"], "id"), by(made["suppliers"], "id")
    lines = grouped(made["pop_order_line_views"], "pop_order_document_no")
    rows: list[Row] = []
    for one in made["purchase_posted_transactions"]:
        if one["trader_transaction_type"] != MONEY:
            ordered = lines.get(one["second_reference"], [])
            default = codes[suppliers[one["supplier_id"]]["default_tax_code_id"]]
            taxed = _of_lines(ordered, codes) or [_whole(one, default)]
            rows += posting_items.tax_analysis_items(office, table, one, taxed, entry_type=TAX_ON_PURCHASES)
    return rows


def _of_lines(lines: list[Row], codes: dict[Value, Row]) -> list[Taxed]:
    return [
        Taxed(
            codes[code],
            total(typed(line, "pop_order_line_total_value", Decimal) for line in taxed),
            total(typed(line, "pop_order_line_tax_value", Decimal) for line in taxed),
        )
        for code, taxed in grouped(lines, "tax_code_id").items()
    ]


def _whole(posted: Row, code: Row) -> Taxed:
    goods, tax, discount = (
        typed(posted, f"document_{name}_value", Decimal) for name in ("goods", "tax", "tax_discount")
    )
    return Taxed(code, goods, tax, discount)


def _nominal_items(made: Tables, table: str, banked: dict[Value, Row]) -> list[Row]:
    """What was posted to the nominal ledger; that of a payment bears the URN of its row in the cash book."""
    codes, postings = by(made["nominal_codes"], "id"), grouped(made["nominal_transaction_enquiry_views"], "urn")
    rows: list[Row] = []
    for one in made["purchase_posted_transactions"]:
        money = one["trader_transaction_type"] == MONEY
        urn = banked[one["reference"]]["urn"] if money else one["urn"]
        rows += posting_items.nominal_analysis_items(
            table, one, postings[urn], codes=codes, conversion=conversion_of(one)
        )
    return rows


def conversion_of(posted: Row) -> Conversion:
    """How base values of a purchase posting become those of its currency: its own values are known."""
    known: dict[Account, Decimal] = {
        CREDITORS: -typed(posted, "document_gross_value", Decimal),
        PURCHASE_TAX: typed(posted, "document_tax_value", Decimal),
    }
    return Conversion(typed(posted, "exchange_rate", Decimal), known)
