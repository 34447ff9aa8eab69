"""The columns that nested tables of sales orders and of quotes share: lines, discounts and profit."""

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
    enum(
        "line_type", "Type of line: product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES
    ),
    reference("product_id", "products", "Only product lines have a product and a warehouse (inferred)."),
    reference("warehouse_id", "warehouses"),
    text("code", "Code of the product or charge, as stored on the line."),
    text("description", "As stored on the line, independent of the product's current name."),
    flag("use_description", "Whether documents show the description instead of the product's name (inferred)."),
    quantity(
        "line_quantity",
        "Ordered quantity, in selling units (inferred). Columns named `stock_unit_...` are in stock units.",
    ),
)

LINE_PROGRESS: tuple[Column, ...] = (
    quantity("allocated_quantity", "Allocated to the line but not yet despatched (inferred)."),
    quantity("available_for_despatch", "Ready for despatch now (inferred)."),
    quantity("despatch_receipt_quantity", "Despatched so far."),
    quantity("invoice_credit_quantity", "Invoiced so far."),
    quantity(
        "posted_invoice_credit_quantity",
        "Part of the invoiced quantity that is posted to the sales ledger (documented).",
    ),
    quantity("stock_unit_line_quantity", "Ordered quantity, in stock units."),
    quantity("stock_unit_to_allocate_quantity"),
    quantity("stock_unit_allocated_quantity"),
    quantity("stock_unit_available_quantity", "Free stock in the warehouse at Sage's last calculation (inferred)."),
    quantity("stock_unit_available_for_despatch"),
    quantity("stock_unit_despatch_receipt_quantity"),
    quantity("stock_unit_invoice_credit_quantity"),
    quantity("stock_unit_posted_invoice_credit_quantity"),
    enum(
        "allocation_status",
        "Allocation status: none, part or all. Despatch status and invoice status have the same values.",
        values=LINE_STATUSES,
    ),
    enum("despatch_receipt_status", values=LINE_STATUSES),
    enum("invoice_credit_status", values=LINE_STATUSES),
)

LINE_PRICE: tuple[Column, ...] = (
    money("selling_unit_price", "Price per selling unit before discount, in the document's currency.", scale=5),
    flag("selling_unit_price_overridden", "Whether a user changed the price that Sage proposed (inferred)."),
    percent("unit_discount_percent"),
    money("unit_discount_value", "Discount per unit, in the document's currency.", scale=5),
    flag("discount_percent_specified", "Whether the discount was entered as a percentage, not as a value (inferred)."),
    flag("unit_discount_overridden", "Whether a user changed the discount that Sage proposed (inferred)."),
    flag(
        "retain_manual_prices",
        "Whether prices and discounts that a user changed remain when Sage recalculates the price (inferred).",
    ),
    money("discounted_unit_price", "Unit price after discount; two decimal places, according to Sage's documentation."),
    money("line_total_value", "Net value after line discounts, in the document's currency (inferred)."),
    money("line_tax_value"),
    money("cost_price", "Cost per unit, in the base currency (inferred).", scale=5),
    reference("tax_code_id", "tax_codes"),
    *nominal_account("nominal"),
)

LINE_FULFILMENT: tuple[Column, ...] = (
    timestamp("requested_delivery_date"),
    timestamp("promised_delivery_date"),
    enum(
        "fulfilment_method",
        "Fulfilment from stock, through stock, or directly from supplier to customer.",
        values=FULFILMENT_METHOD_TYPES,
    ),
    enum(
        "confirmation_intent_type",
        "Event that confirms that goods have left: the despatch or another event.",
        values=CONFIRMATION_INTENT_TYPES,
    ),
    text("picking_list_comment"),
    text("despatch_note_comment"),
    flag("show_on_customer_docs"),
    enum("show_on_picking_list_type", "Whether picking lists show the line.", values=SOP_SHOW_ON_PICKING_LIST_TYPES),
)

LINE_DISCOUNT: tuple[Column, ...] = (
    OWN_ID,
    whole("sop_order_return_line_id", "Repeats the line's key (inferred)."),
    text("discount_name"),
    enum("source_of_price_type", "Source of the discount; a value of `source_of_price_types`."),
    enum("discount_or_surcharge_type", "Whether the row reduces or increases the price."),
    money(
        "value", "Discount per unit in `currency_name`, or in percent, depending on `pricing_type` (inferred).", scale=5
    ),
    enum("pricing_type", "A value of `pricing_types`.", values=PRICING_TYPES),
    text("currency_name"),
    enum("flat_rate_or_quantity_break_type", "One discount for all quantities, or quantity breaks."),
    quantity("quantity_break_quantity", "With quantity breaks, the minimum quantity for this discount (inferred)."),
    money("quantity_break_amount", "With value breaks, the minimum value for this discount (inferred).", scale=5),
    *AUDIT,
)

LINE_PROFIT: tuple[Column, ...] = (
    whole("sop_order_return_line_id", "Key of the line: `id` of the order or quote line (inferred)."),
    whole("sop_order_profit_analysis_id", "Key of the document's analysis: `id` of its profitability (inferred)."),
    enum(
        "line_type", "Type of line: product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES
    ),
    text("item_code"),
    text("item_description"),
    enum("traceable_type", "How goods are traced: by batch, by serial number or not at all.", values=TRACEABLE_TYPES),
    quantity("line_quantity", "Ordered quantity."),
    money(
        "issue_rate", "Selling price per unit (inferred), in the base currency, as are all values of the row.", scale=5
    ),
    money("estimated_cost_rate", "Expected cost per unit at order time (inferred).", scale=5),
    money("estimated_profit_value", "Expected profit on the whole line, as ordered (inferred).", scale=5),
    percent("estimated_profit_percent_on_revenue", scale=5),
    percent("estimated_profit_percent_on_cost", scale=5),
    quantity("realised_quantity", "Invoiced so far (inferred)."),
    money("realised_cost_rate", "Actual cost per unit (inferred).", scale=5),
    money("realised_cost_value", "Cost of everything invoiced so far (inferred).", scale=5),
    money("realised_profit_value", "Profit on everything invoiced so far (inferred).", scale=5),
    percent("realised_profit_percent_on_revenue", scale=5),
    percent("realised_profit_percent_on_cost", scale=5),
    *AUDIT,
)

DOCUMENT_PROFIT: tuple[Column, ...] = (
    OWN_ID,
    whole("sop_order_return_id", "Repeats the document's key (seen for orders)."),
    money(
        "issue_value",
        "Selling value of all lines (inferred), in the base currency, as are all values of the row.",
        scale=5,
    ),
    money("estimated_cost_value", "Expected cost of all lines at order time (inferred).", scale=5),
    money("estimated_profit_value", scale=5),
    percent("estimated_profit_percent_on_revenue", scale=5),
    percent("estimated_profit_percent_on_cost", scale=5),
    money("realised_issue_value", "Value invoiced so far (inferred).", scale=5),
    money("realised_cost_value", "Cost of everything invoiced so far (inferred).", scale=5),
    money("realised_profit_value", scale=5),
    percent("realised_profit_percent_on_revenue", scale=5),
    percent("realised_profit_percent_on_cost", scale=5),
    flag("simple_profit_calculation_only", "Whether the document comes from an upgrade or a migration (documented)."),
    *AUDIT,
)


def line_units(*, scale: int) -> tuple[Column, ...]:
    """Make the selling, pricing and stock units of a line. Factors have more decimal places in quotes (documented)."""
    return (
        reference("selling_unit_id", "units", "Some order lines were seen without a selling unit and a pricing unit."),
        text("selling_unit_description"),
        reference("pricing_unit_id", "units"),
        text("pricing_unit_description"),
        rate("selling_unit_multiple", "Ratio of the selling unit to the base unit (documented).", scale=scale),
        rate("stock_unit_multiple", "Ratio of the stock unit to the base unit (documented).", scale=scale),
        quantity("line_unit_precision", "Smallest increment of a quantity in selling units (inferred)."),
        quantity("stock_unit_precision", "Smallest increment of a quantity in stock units (inferred)."),
    )
