"""What belongs to one quote: its lines, addresses, memos, profit, and what became of it."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.sales_orders import SopQuotes
from tap_sage200.streams.columns import ANALYSIS_CODES, AUDIT, MEMO, SPARE_FIELDS, enum, flag, identifier, money, parent_key, parent_stamp, percent, quantity, rate, reference, text, timestamp, whole, table


class SopQuoteCashAccountInvoiceAddresses(NestedStream):
    """TODO."""

    name = "sop_quote_cash_account_invoice_addresses"
    parent_stream_type = SopQuotes
    expand = "cash_account_invoice_address"
    key = ("sop_quote_id",)
    schema = table(
        parent_key("sop_quote_id", "sop_quotes"),
        parent_stamp("sop_quote_date_time_updated"),
        whole("id"),
        text("postal_name"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        *AUDIT,
    )


class SopQuoteDeliveryAddresses(NestedStream):
    """TODO."""

    name = "sop_quote_delivery_addresses"
    parent_stream_type = SopQuotes
    expand = "delivery_address"
    key = ("sop_quote_id",)
    schema = table(
        parent_key("sop_quote_id", "sop_quotes"),
        parent_stamp("sop_quote_date_time_updated"),
        whole("id"),
        text("postal_name"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        text("contact"),
        text("telephone_number"),
        text("fax_number"),
        text("email_address"),
        text("tax_number"),
        reference("tax_code_id", "tax_codes"),
        reference("country_code_id", "country_codes"),
        *AUDIT,
    )


class SopQuoteDocumentLinks(NestedStream):
    """TODO."""

    name = "sop_quote_document_links"
    parent_stream_type = SopQuotes
    expand = "document_links"
    key = ("sop_quote_id", "id")
    schema = table(
        parent_key("sop_quote_id", "sop_quotes"),
        parent_stamp("sop_quote_date_time_updated"),
        identifier("id"),
        whole("source_document_id"),
        text("source_document_no"),
        enum("source_document_type"),
        whole("document_id"),
        text("document_no"),
        enum("document_type"),
        *AUDIT,
    )


class SopQuoteLines(NestedStream):
    """TODO."""

    name = "sop_quote_lines"
    parent_stream_type = SopQuotes
    expand = "lines"
    schema = table(
        parent_key("sop_quote_id", "sop_quotes", key=False),
        parent_stamp("sop_quote_date_time_updated"),
        identifier("id"),
        enum("line_type"),
        reference("product_id", "products"),
        reference("warehouse_id", "warehouses"),
        text("code"),
        flag("use_description"),
        text("description"),
        quantity("line_quantity"),
        whole("line_number"),
        reference("tax_code_id", "tax_codes"),
        text("nominal_reference"),
        text("nominal_cost_centre"),
        text("nominal_department"),
        quantity("allocated_quantity"),
        quantity("available_for_despatch"),
        quantity("despatch_receipt_quantity"),
        quantity("invoice_credit_quantity"),
        quantity("posted_invoice_credit_quantity"),
        quantity("stock_unit_line_quantity"),
        quantity("stock_unit_to_allocate_quantity"),
        quantity("stock_unit_allocated_quantity"),
        quantity("stock_unit_available_quantity"),
        quantity("stock_unit_available_for_despatch"),
        quantity("stock_unit_despatch_receipt_quantity"),
        quantity("stock_unit_invoice_credit_quantity"),
        quantity("stock_unit_posted_invoice_credit_quantity"),
        enum("allocation_status"),
        enum("despatch_receipt_status"),
        enum("invoice_credit_status"),
        reference("selling_unit_id", "units"),
        text("selling_unit_description"),
        money("selling_unit_price", scale=5),
        flag("selling_unit_price_overridden"),
        reference("pricing_unit_id", "units"),
        text("pricing_unit_description"),
        quantity("line_unit_precision"),
        quantity("stock_unit_precision"),
        rate("selling_unit_multiple", scale=9),
        rate("stock_unit_multiple", scale=9),
        percent("unit_discount_percent"),
        flag("discount_percent_specified"),
        money("unit_discount_value", scale=5),
        flag("unit_discount_overridden"),
        money("discounted_unit_price"),
        money("cost_price", scale=5),
        flag("retain_manual_prices"),
        enum("fulfilment_method"),
        enum("confirmation_intent_type"),
        money("line_tax_value"),
        money("line_total_value"),
        timestamp("requested_delivery_date"),
        timestamp("promised_delivery_date"),
        text("picking_list_comment"),
        text("despatch_note_comment"),
        flag("show_on_customer_docs"),
        enum("show_on_picking_list_type"),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )


class SopQuoteLineDiscounts(NestedStream):
    """TODO."""

    name = "sop_quote_line_discounts"
    parent_stream_type = SopQuoteLines
    expand = "discount"
    key = ("sop_quote_line_id",)
    schema = table(
        parent_key("sop_quote_line_id", "sop_quote_lines"),
        parent_stamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
        whole("id"),
        whole("sop_order_return_line_id"),
        enum("source_of_price_type"),
        text("discount_name"),
        text("currency_name"),
        enum("pricing_type"),
        enum("flat_rate_or_quantity_break_type"),
        quantity("quantity_break_quantity"),
        quantity("quantity_break_amount"),
        enum("discount_or_surcharge_type"),
        money("value", scale=5),
        *AUDIT,
    )


class SopQuoteLineProfitabilities(NestedStream):
    """TODO."""

    name = "sop_quote_line_profitabilities"
    parent_stream_type = SopQuoteLines
    expand = "profitability"
    key = ("sop_quote_line_id",)
    schema = table(
        parent_key("sop_quote_line_id", "sop_quote_lines"),
        parent_stamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
        whole("id"),
        whole("sop_order_profit_analysis_id"),
        whole("sop_order_return_line_id"),
        text("item_code"),
        text("item_description"),
        enum("traceable_type"),
        enum("line_type"),
        rate("estimated_cost_rate", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        rate("issue_rate", scale=5),
        quantity("line_quantity"),
        rate("realised_cost_rate", scale=5),
        money("realised_cost_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        quantity("realised_quantity"),
        *AUDIT,
    )


class SopQuoteMemos(NestedStream):
    """TODO."""

    name = "sop_quote_memos"
    parent_stream_type = SopQuotes
    expand = "memos"
    key = ("sop_quote_id", "id")
    schema = table(
        parent_key("sop_quote_id", "sop_quotes"),
        parent_stamp("sop_quote_date_time_updated"),
        identifier("id"),
        whole("sop_order_return_id"),
        *MEMO,
        *AUDIT,
    )


class SopQuoteProfitabilities(NestedStream):
    """TODO."""

    name = "sop_quote_profitabilities"
    parent_stream_type = SopQuotes
    expand = "profitability"
    key = ("sop_quote_id",)
    schema = table(
        parent_key("sop_quote_id", "sop_quotes"),
        parent_stamp("sop_quote_date_time_updated"),
        whole("id"),
        whole("sop_order_return_id"),
        money("estimated_cost_value", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        money("issue_value", scale=5),
        money("realised_cost_value", scale=5),
        money("realised_issue_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        flag("simple_profit_calculation_only"),
        *AUDIT,
    )


class SopQuoteProfitabilityOtherOrderLines(NestedStream):
    """TODO."""

    name = "sop_quote_profitability_other_order_lines"
    parent_stream_type = SopQuoteProfitabilities
    expand = "other_order_lines"
    key = ("sop_quote_id", "id")
    schema = table(
        parent_key("sop_quote_id", of="sop_quote_id"),
        parent_stamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
        identifier("id"),
        whole("sop_order_profit_analysis_id"),
        whole("sop_order_return_line_id"),
        text("item_code"),
        text("item_description"),
        enum("traceable_type"),
        enum("line_type"),
        rate("estimated_cost_rate", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        rate("issue_rate", scale=5),
        quantity("line_quantity"),
        rate("realised_cost_rate", scale=5),
        money("realised_cost_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        quantity("realised_quantity"),
        *AUDIT,
    )


class SopQuoteProfitabilityStockItemOrderLines(NestedStream):
    """TODO."""

    name = "sop_quote_profitability_stock_item_order_lines"
    parent_stream_type = SopQuoteProfitabilities
    expand = "stock_item_order_lines"
    key = ("sop_quote_id", "id")
    schema = table(
        parent_key("sop_quote_id", of="sop_quote_id"),
        parent_stamp("sop_quote_date_time_updated", of="sop_quote_date_time_updated"),
        identifier("id"),
        whole("sop_order_profit_analysis_id"),
        whole("sop_order_return_line_id"),
        text("item_code"),
        text("item_description"),
        enum("traceable_type"),
        enum("line_type"),
        rate("estimated_cost_rate", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        rate("issue_rate", scale=5),
        quantity("line_quantity"),
        rate("realised_cost_rate", scale=5),
        money("realised_cost_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        quantity("realised_quantity"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (SopQuoteCashAccountInvoiceAddresses, SopQuoteDeliveryAddresses, SopQuoteDocumentLinks, SopQuoteLines, SopQuoteLineDiscounts, SopQuoteLineProfitabilities, SopQuoteMemos, SopQuoteProfitabilities, SopQuoteProfitabilityOtherOrderLines, SopQuoteProfitabilityStockItemOrderLines,)
