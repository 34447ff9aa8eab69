"""The fixed lists of sales order processing (SOP).

The purpose of each list is inferred from its name and from the columns that hold its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import (
    DOCUMENT_PROCESS_STATUS_TYPES,
    DOCUMENT_STATUS_TYPES,
    SOP_BACK_TO_BACK_STATUS_TYPES,
    SOP_CUSTOMER_TYPES,
    SOP_INVOICE_CREDIT_TYPES,
    SOP_SHOW_ON_PICKING_LIST_TYPES,
)


class OrderLineItemTypes(FixedList):
    """Line types that users can enter on an order (documented); `sop_settings` has the choice."""

    name = "order_line_item_types"
    introduced = "2021-11-08"


class SopBackToBackStatusTypes(FixedList):
    """Progress of the purchase order behind a sales order line."""

    name = "sop_back_to_back_status_types"
    introduced = "2021-11-08"
    known_values = SOP_BACK_TO_BACK_STATUS_TYPES


class SopConfirmationIntentTypes(FixedList):
    """Event that confirms that goods have left: the despatch or another event."""

    name = "sop_confirmation_intent_types"
    introduced = "2021-07-26"


class SopCustomerTypes(FixedList):
    """Whether the customer of an order has an account or pays immediately."""

    name = "sop_customer_types"
    introduced = "2021-07-26"
    known_values = SOP_CUSTOMER_TYPES


class SopDocumentPrintStatusTypes(FixedList):
    """Whether a document was printed."""

    name = "sop_document_print_status_types"
    introduced = "2021-07-26"


class SopDocumentProcessStatusTypes(FixedList):
    """Allocation, despatch or invoice status of a document: none, part or all."""

    name = "sop_document_process_status_types"
    introduced = "2021-07-26"
    known_values = DOCUMENT_PROCESS_STATUS_TYPES


class SopDocumentStatusTypes(FixedList):
    """Status of a document: live, on hold, complete, in dispute, cancelled and others.

    The ids are 0 live, 1 on hold, 2 complete, 3 in dispute, 4 cancelled, 5 draft, 6 printed, 7 lost (2 is documented,
    all were seen in a working client). The name of the value for lost is not known.
    """

    name = "sop_document_status_types"
    known_values = DOCUMENT_STATUS_TYPES


class SopDocumentTypes(FixedList):
    """Type of a document: order, return, quote or proforma."""

    name = "sop_document_types"
    introduced = "2021-07-26"


class SopIntrastatStatusTypes(FixedList):
    """Intrastat reporting status of a document."""

    name = "sop_intrastat_status_types"
    introduced = "2021-07-26"


class SopInvoiceCreditTypes(FixedList):
    """Type of a document created from an order: invoice or credit note."""

    name = "sop_invoice_credit_types"
    known_values = SOP_INVOICE_CREDIT_TYPES


class SopOrderEntryTypes(FixedList):
    """Method of order entry: full, rapid, trade and others."""

    name = "sop_order_entry_types"
    introduced = "2021-07-26"


class SopOrderPaymentTypes(FixedList):
    """Whether and how an order was paid at order entry."""

    name = "sop_order_payment_types"
    introduced = "2021-07-26"


class SopShowOnPickingListTypes(FixedList):
    """Whether picking lists show an order line."""

    name = "sop_show_on_picking_list_types"
    known_values = SOP_SHOW_ON_PICKING_LIST_TYPES


class SopTradeLineStatusTypes(FixedList):
    """Status of an order line in trade order entry."""

    name = "sop_trade_line_status_types"
    introduced = "2021-07-26"
