"""Lines of quotes, and what Sage may send along with a line."""

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
    """A line of a quote: what a customer was offered, at which price and cost.

    A quote sets nothing aside and sends nothing out: its quantities and statuses of that say nothing (inferred). A line
    may change without the quote's stamp (inferred): `sop_quote_line_views` has a stamp for each line.
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
    """The discount or surcharge on a line of a quote, and where it comes from.

    Comes only where Sage sends it along with `sop_quote_lines` (inferred).
    """

    name = "sop_quote_line_discounts"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteLines
    expand = "discount"
    key = ("sop_quote_line_id",)
    schema = table(*_LINE, *LINE_DISCOUNT)


class SopQuoteLineProfitabilities(NestedStream):
    """What a line of a quote would earn.

    Comes only where Sage sends it along with `sop_quote_lines` (inferred).
    """

    name = "sop_quote_line_profitabilities"
    introduced = "2021-11-08"
    parent_stream_type = SopQuoteLines
    expand = "profitability"
    key = ("sop_quote_line_id",)
    schema = table(*_LINE, OWN_ID, *LINE_PROFIT)
