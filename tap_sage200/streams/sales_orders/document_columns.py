"""The columns of what Sage nests alike in sales orders and in quotes: lines, their discounts, and profit."""

from __future__ import annotations

from tap_sage200.streams.columns import (
    AUDIT,
    OWN_ID,
    Column,
    enum,
    flag,
    money,
    nominal_account,
    percent,
    quantity,
    rate,
    reference,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import (
    CONFIRMATION_INTENT_TYPES,
    FULFILMENT_METHOD_TYPES,
    LINE_STATUSES,
    ORDER_RETURN_LINE_TYPES,
    PRICING_TYPES,
    SOP_SHOW_ON_PICKING_LIST_TYPES,
    TRACEABLE_TYPES,
)

LINE: tuple[Column, ...] = (
    whole("line_number", "Position on the document, from 1 (seen)."),
    enum("line_type", "Product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES),
    reference("product_id", "products", "Product and warehouse are there on product lines only (inferred)."),
    reference("warehouse_id", "warehouses"),
    text("code", "Of the product or the charge, as it stands on the line."),
    text("description", "As it stands on the line, whatever the product says now."),
    flag("use_description", "Whether documents show it in place of the product's name (inferred)."),
    quantity("line_quantity", "As ordered, in selling units (inferred), like all quantities before the stock units."),
)

LINE_PROGRESS: tuple[Column, ...] = (
    quantity("allocated_quantity", "Set aside for the line and not yet sent out (inferred)."),
    quantity("available_for_despatch", "Could be sent out now (inferred)."),
    quantity("despatch_receipt_quantity", "Sent out so far."),
    quantity("invoice_credit_quantity", "Invoiced so far."),
    quantity("posted_invoice_credit_quantity", "Of that, posted to the sales ledger (documented)."),
    quantity("stock_unit_line_quantity", "As ordered, in stock units, like the columns below."),
    quantity("stock_unit_to_allocate_quantity"),
    quantity("stock_unit_allocated_quantity"),
    quantity("stock_unit_available_quantity", "Free in the warehouse when Sage last reckoned it (inferred)."),
    quantity("stock_unit_available_for_despatch"),
    quantity("stock_unit_despatch_receipt_quantity"),
    quantity("stock_unit_invoice_credit_quantity"),
    quantity("stock_unit_posted_invoice_credit_quantity"),
    enum(
        "allocation_status", "How much has been set aside, like the two below: none, part or all.", values=LINE_STATUSES
    ),
    enum("despatch_receipt_status", values=LINE_STATUSES),
    enum("invoice_credit_status", values=LINE_STATUSES),
)

LINE_PRICE: tuple[Column, ...] = (
    money("selling_unit_price", "Price of one selling unit before its discount, in the document's currency.", scale=5),
    flag("selling_unit_price_overridden", "Whether someone changed the price that Sage proposed (inferred)."),
    percent("unit_discount_percent"),
    money("unit_discount_value", "Off one unit, in the document's currency.", scale=5),
    flag("discount_percent_specified", "Whether the discount was entered in percent, not as a value (inferred)."),
    flag("unit_discount_overridden", "Whether someone changed the discount that Sage proposed (inferred)."),
    flag("retain_manual_prices", "Whether such changes stay when Sage prices the line anew (inferred)."),
    money("discounted_unit_price", "Price of one unit after its discount; of two decimals by Sage's documentation."),
    money("line_total_value", "Net after line discounts, in the document's currency (inferred)."),
    money("line_tax_value"),
    money("cost_price", "Cost of one unit, in the base currency (inferred).", scale=5),
    reference("tax_code_id", "tax_codes"),
    *nominal_account("nominal"),
)

LINE_FULFILMENT: tuple[Column, ...] = (
    timestamp("requested_delivery_date"),
    timestamp("promised_delivery_date"),
    enum(
        "fulfilment_method", "From stock, through stock, or from supplier to customer.", values=FULFILMENT_METHOD_TYPES
    ),
    enum(
        "confirmation_intent_type",
        "What confirms that the goods left: the despatch, or another event.",
        values=CONFIRMATION_INTENT_TYPES,
    ),
    text("picking_list_comment"),
    text("despatch_note_comment"),
    flag("show_on_customer_docs"),
    enum("show_on_picking_list_type", "Whether picking lists show the line.", values=SOP_SHOW_ON_PICKING_LIST_TYPES),
)

LINE_DISCOUNT: tuple[Column, ...] = (
    OWN_ID,
    whole("sop_order_return_line_id", "The line again (inferred)."),
    text("discount_name"),
    enum("source_of_price_type", "Where the discount comes from, as in `source_of_price_types`."),
    enum("discount_or_surcharge_type", "Whether it lowers the price or raises it."),
    money("value", "Off one unit in `currency_name`, or in percent, as `pricing_type` says (inferred).", scale=5),
    enum("pricing_type", "As in `pricing_types`.", values=PRICING_TYPES),
    text("currency_name"),
    enum("flat_rate_or_quantity_break_type", "The same for all quantities, or by steps."),
    quantity("quantity_break_quantity", "Where it goes by steps, the quantity from which this one holds (inferred)."),
    money("quantity_break_amount", "Where steps go by value, the value from which this one holds (inferred).", scale=5),
    *AUDIT,
)

LINE_PROFIT: tuple[Column, ...] = (
    whole("sop_order_return_line_id", "The line: `id` of the order's or the quote's line (inferred)."),
    whole("sop_order_profit_analysis_id", "The analysis of the whole document: `id` of its profitability (inferred)."),
    enum("line_type", "Product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES),
    text("item_code"),
    text("item_description"),
    enum(
        "traceable_type", "Whether units are followed by batch, by serial number or not at all.", values=TRACEABLE_TYPES
    ),
    quantity("line_quantity", "As ordered."),
    money("issue_rate", "What one unit is sold for (inferred), in the base currency like all values here.", scale=5),
    money("estimated_cost_rate", "Cost of one unit as expected when ordered (inferred).", scale=5),
    money("estimated_profit_value", "Of the whole line as ordered (inferred).", scale=5),
    percent("estimated_profit_percent_on_revenue", scale=5),
    percent("estimated_profit_percent_on_cost", scale=5),
    quantity("realised_quantity", "Invoiced so far (inferred)."),
    money("realised_cost_rate", "Cost of one unit as it came to be (inferred).", scale=5),
    money("realised_cost_value", "Cost of what was invoiced so far (inferred).", scale=5),
    money("realised_profit_value", "Of what was invoiced so far (inferred).", scale=5),
    percent("realised_profit_percent_on_revenue", scale=5),
    percent("realised_profit_percent_on_cost", scale=5),
    *AUDIT,
)

DOCUMENT_PROFIT: tuple[Column, ...] = (
    OWN_ID,
    whole("sop_order_return_id", "The document again (seen for orders)."),
    money("issue_value", "What all lines are sold for (inferred), in the base currency like all values here.", scale=5),
    money("estimated_cost_value", "Cost of all lines as expected when ordered (inferred).", scale=5),
    money("estimated_profit_value", scale=5),
    percent("estimated_profit_percent_on_revenue", scale=5),
    percent("estimated_profit_percent_on_cost", scale=5),
    money("realised_issue_value", "What was invoiced so far (inferred).", scale=5),
    money("realised_cost_value", "Cost of what was invoiced so far (inferred).", scale=5),
    money("realised_profit_value", scale=5),
    percent("realised_profit_percent_on_revenue", scale=5),
    percent("realised_profit_percent_on_cost", scale=5),
    flag("simple_profit_calculation_only", "Whether the document came by an upgrade or a migration (documented)."),
    *AUDIT,
)


def line_units(*, scale: int) -> tuple[Column, ...]:
    """Make the units that a line is sold, priced and stocked in; factors have more decimals in quotes (documented)."""
    return (
        reference("selling_unit_id", "units", "Lines of orders were seen without it, and without `pricing_unit_id`."),
        text("selling_unit_description"),
        reference("pricing_unit_id", "units"),
        text("pricing_unit_description"),
        rate("selling_unit_multiple", "Ratio of the selling unit to the base unit (documented).", scale=scale),
        rate("stock_unit_multiple", "Ratio of the stock unit to the base unit (documented).", scale=scale),
        quantity("line_unit_precision", "Smallest step of a quantity in selling units (inferred)."),
        quantity("stock_unit_precision", "Smallest step of a quantity in stock units (inferred)."),
    )
