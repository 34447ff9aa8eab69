"""Tables nested in a quote: addresses, memos, profit and linked documents."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    OWN_ID,
    POSTAL_ADDRESS,
    Column,
    enum,
    identifier,
    parent_key,
    parent_timestamp,
    table,
    text,
    whole,
)
from tap_sage200.streams.sales_orders.document_columns import DOCUMENT_PROFIT, LINE_PROFIT
from tap_sage200.streams.sales_orders.orders import SopQuotes
from tap_sage200.streams.shared.addresses import DELIVERY_ADDRESS

_QUOTE: tuple[Column, ...] = (
    parent_key("sop_quote_id", "sop_quotes"),
    parent_timestamp("sop_quote_date_time_updated"),
)

_PROFITABILITY: tuple[Column, ...] = (
    parent_key("sop_quote_id", of="sop_quote_id"),
    parent_timestamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
)


class SopQuoteCashAccountInvoiceAddresses(NestedStream):
    """The invoice name and address of a quote on the cash account, for the order that it may become.

    Quotes to customers with their own account have none (inferred).
    """

    name = "sop_quote_cash_account_invoice_addresses"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "cash_account_invoice_address"
    key = ("sop_quote_id",)
    schema = table(*_QUOTE, OWN_ID, *POSTAL_ADDRESS, *AUDIT)


class SopQuoteDeliveryAddresses(NestedStream):
    """The delivery address of a quote."""

    name = "sop_quote_delivery_addresses"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "delivery_address"
    key = ("sop_quote_id",)
    schema = table(*_QUOTE, *DELIVERY_ADDRESS)


class SopQuoteDocumentLinks(NestedStream):
    """A link between a quote and another document, such as the order that it became (inferred).

    It is not documented which of the two documents is the quote: compare their keys with `sop_quote_id`.
    """

    name = "sop_quote_document_links"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "document_links"
    key = ("sop_quote_id", "id")
    schema = table(
        *_QUOTE,
        identifier("id"),
        whole("source_document_id", "The source document (inferred)."),
        text("source_document_no"),
        enum("source_document_type"),
        whole("document_id", "The resulting document (inferred): `sop_orders.id` for an order."),
        text("document_no"),
        enum("document_type"),
        *AUDIT,
    )


class SopQuoteMemos(NestedStream):
    """A memo on a quote."""

    name = "sop_quote_memos"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "memos"
    key = ("sop_quote_id", "id")
    schema = table(
        *_QUOTE,
        identifier("id"),
        *MEMO,
        whole("sop_order_return_id", "Repeats the quote's key (inferred)."),
        *AUDIT,
    )


class SopQuoteProfitabilities(NestedStream):
    """The expected profit of a quote. No profit is realised until it becomes an order (inferred)."""

    name = "sop_quote_profitabilities"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "profitability"
    key = ("sop_quote_id",)
    schema = table(*_QUOTE, *DOCUMENT_PROFIT)


class SopQuoteProfitabilityOtherOrderLines(NestedStream):
    """The expected profit of a quote line without a stocked product, such as a charge (inferred).

    Sage sends these rows in the response for `sop_quote_profitabilities` (inferred). If not, the table stays empty.
    """

    name = "sop_quote_profitability_other_order_lines"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteProfitabilities
    expand = "other_order_lines"
    key = ("sop_quote_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)


class SopQuoteProfitabilityStockItemOrderLines(NestedStream):
    """The expected profit of a quote line with a stocked product (inferred).

    Sage sends these rows in the response for `sop_quote_profitabilities` (inferred). If not, the table stays empty.
    """

    name = "sop_quote_profitability_stock_item_order_lines"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteProfitabilities
    expand = "stock_item_order_lines"
    key = ("sop_quote_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)
