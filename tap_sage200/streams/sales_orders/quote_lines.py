"""Lines of quotes, and the tables nested in them."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    OWN_ID,
    SPARE_FIELDS,
    Column,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    table,
)
from tap_sage200.streams.sales_orders.document_columns import (
    LINE,
    LINE_DISCOUNT,
    LINE_FULFILMENT,
    LINE_PRICE,
    LINE_PROFIT,
    LINE_PROGRESS,
    line_units,
)
from tap_sage200.streams.sales_orders.orders import SopQuotes

_LINE: tuple[Column, ...] = (
    parent_key("sop_quote_line_id", "sop_quote_lines"),
    parent_timestamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
)


class SopQuoteLines(NestedStream):
    """A quote line: product, price and cost offered to a customer.

    A quote allocates and despatches nothing, so the columns for allocation and despatch have no meaning (inferred). A
    line may change without an update to the quote's timestamp (inferred): `sop_quote_line_views` has a timestamp per
    line.
    """

    name = "sop_quote_lines"
    introduced = "2021-11-08"
    parent_stream_type = SopQuotes
    expand = "lines"
    schema = table(
        parent_key("sop_quote_id", "sop_quotes", key=False),
        parent_timestamp("sop_quote_date_time_updated"),
        identifier("id"),
        *LINE,
        *LINE_PROGRESS,
        *LINE_PRICE,
        *line_units(scale=9),
        *LINE_FULFILMENT,
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )


class SopQuoteLineDiscounts(NestedStream):
    """The discount or surcharge on a quote line, and its source.

    Sage sends these rows in the response for `sop_quote_lines` (inferred). If not, the table stays empty.
    """

    name = "sop_quote_line_discounts"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteLines
    expand = "discount"
    key = ("sop_quote_line_id",)
    schema = table(*_LINE, *LINE_DISCOUNT)


class SopQuoteLineProfitabilities(NestedStream):
    """The expected profit of a quote line.

    Sage sends these rows in the response for `sop_quote_lines` (inferred). If not, the table stays empty.
    """

    name = "sop_quote_line_profitabilities"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteLines
    expand = "profitability"
    key = ("sop_quote_line_id",)
    schema = table(*_LINE, OWN_ID, *LINE_PROFIT)
