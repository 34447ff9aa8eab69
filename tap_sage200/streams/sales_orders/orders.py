"""Sales order processing (SOP): quotes, orders and additional charges."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    Column,
    enum,
    expanded,
    flag,
    identifier,
    money,
    percent,
    rate,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import (
    DOCUMENT_PROCESS_STATUS_TYPES,
    DOCUMENT_STATUS_TYPES,
    SOP_CUSTOMER_TYPES,
)

_VALUES: tuple[Column, ...] = (
    money("subtotal_goods_value"),
    money("subtotal_charge_net_value", "Additional charges."),
    money("subtotal_charge_tax_value"),
    money("subtotal_discount_value"),
    money("total_net_value"),
    money("total_tax_value", "May be calculated on the value less the settlement discount (seen)."),
    money("total_gross_value"),
    percent("document_discount_percent"),
    percent("settlement_discount_percent", "Discount for payment within `settlement_discount_days`."),
    whole("settlement_discount_days"),
)

_DELIVERY: tuple[Column, ...] = (
    timestamp("requested_delivery_date"),
    timestamp("promised_delivery_date"),
    flag("use_header_requested_date", "Whether lines use the order's date."),
    flag("use_header_promised_date"),
    timestamp("quotation_expiry_date"),
    flag("use_invoice_address", "Whether goods are delivered to the invoice address."),
    flag("is_triangulated", "Whether goods move between two other countries of the European Union (inferred)."),
)

_ADDRESS_TO_COPY: Column = whole(
    "customer_delivery_address_id",
    "Input only: the delivery address to copy (documented). No response that was seen contains it.",
)


class SopAdditionalCharges(ResourceStream):
    """An additional charge that users can add to orders, such as carriage; not its use on an order (inferred)."""

    name = "sop_additional_charges"
    schema = table(
        identifier("id"),
        text("code"),
        text("name"),
        money("charge_value", "Default amount for the customer to pay, net of tax, in the base currency (inferred)."),
        money("notional_cost_value", "Assumed cost to us, for the calculation of profit.", scale=5),
        reference("nominal_code_id", "nominal_codes"),
        reference("tax_code_id", "tax_codes"),
        *AUDIT,
    )


class SopOrders(ResourceStream):
    """A sales order: its values, progress and payment.

    Its lines are in `sop_order_lines`, and its delivery address is in `sop_order_delivery_addresses`.
    """

    name = "sop_orders"
    schema = table(
        identifier("id"),
        text("document_no"),
        timestamp("document_date"),
        enum(
            "document_status",
            "Status: live, on hold, complete, in dispute, cancelled and others.",
            values=DOCUMENT_STATUS_TYPES,
        ),
        *since("2021-07-26", flag("is_draft")),
        reference("customer_id", "customers"),
        *since("2021-11-08", _ADDRESS_TO_COPY),
        *since(
            "2021-07-26",
            enum(
                "customer_type", "Whether the customer has an account or pays immediately.", values=SOP_CUSTOMER_TYPES
            ),
        ),
        text("customer_document_no", "The customer's own order number."),
        *since(
            "2021-07-26",
            text("external_reference", "Number of the order in another system, such as a web shop (inferred)."),
            text("order_priority"),
        ),
        *since(
            "2024-02-05",
            enum(
                "despatch_receipt_status",
                "Despatch status: none, part or all. The other two statuses have the same values.",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
            enum("invoice_credit_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
            enum("cancelled_status", values=DOCUMENT_PROCESS_STATUS_TYPES),
        ),
        *since(
            "2021-07-26",
            flag("is_credit_limit_exceeded"),
            reference("currency_id", "currencies", "Currency of all values of the order."),
        ),
        rate("exchange_rate", "Units of the order's currency per unit of the base currency (inferred)."),
        *_VALUES,
        *since_each(
            _DELIVERY,
            use_header_requested_date="2024-10-28",
            use_header_promised_date="2024-10-28",
            quotation_expiry_date="2022-02-18",
            is_triangulated="2021-11-08",
        ),
        *since(
            "2021-07-26",
            flag("payment_with_order", "Whether a payment came with the order; `payment_value` is its amount."),
            enum("payment_type"),
            reference("payment_method_id", "sop_payment_methods", "0 for none."),
            money("payment_value"),
        ),
        *since(
            "2021-11-08",
            text("payment_reference"),
            flag(
                "invoice_payment_with_order_immediately",
                "Whether the payment with the order was invoiced (documented).",
            ),
            money("payment_declared", "Part of the payment that is already declared for VAT (inferred)."),
            money("payment_undeclared", "Part of the payment that is not yet declared for VAT (inferred)."),
            money(
                "declared_payment_remaining",
                "Declared part of the payment that is not yet allocated to an invoice (inferred).",
            ),
            *expanded(
                "available_document_discount",
                percent("available_document_discount_percent", "Discount that the customer can still be given."),
                slow=True,
            ),
        ),
        text("document_created_by"),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2021-07-26"),
    )


class SopQuotes(ResourceStream):
    """A quote to a customer: its values, expiry date, and whether it became an order."""

    name = "sop_quotes"
    introduced = "2021-11-08"
    schema = table(
        identifier("id"),
        text("document_no"),
        timestamp("document_date"),
        enum(
            "document_status",
            "Status: live, on hold, complete, lost, cancelled and others.",
            values=DOCUMENT_STATUS_TYPES,
        ),
        flag("is_draft"),
        reference("customer_id", "customers"),
        enum(
            "customer_type",
            "Whether the customer has an account, pays immediately or is a prospect (inferred).",
            values=SOP_CUSTOMER_TYPES,
        ),
        _ADDRESS_TO_COPY,
        text("customer_document_no", "The customer's own document number."),
        text("external_reference", "Number of the quote in another system, such as a web shop (inferred)."),
        text("order_priority"),
        *since(
            "2024-02-05",
            enum(
                "despatch_receipt_status",
                "Despatch status of the orders that were created from the quote (inferred).",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
            enum(
                "invoice_credit_status",
                "Invoice status of the orders that were created from the quote (inferred).",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
            enum(
                "cancelled_status",
                "Cancellation status of the orders that were created from the quote (inferred).",
                values=DOCUMENT_PROCESS_STATUS_TYPES,
            ),
        ),
        reference("currency_id", "currencies", "Currency of all values of the quote."),
        rate("exchange_rate", "Units of the quote's currency per unit of the base currency (inferred)."),
        *_VALUES,
        *since_each(
            _DELIVERY,
            use_header_requested_date="2024-10-28",
            use_header_promised_date="2024-10-28",
            quotation_expiry_date="2022-02-18",
        ),
        *expanded(
            "available_document_discount",
            percent("available_document_discount_percent", "Discount that the customer can still be given."),
            slow=True,
        ),
        text("document_created_by"),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *AUDIT,
    )
